"""What recipes can name: the models of each kind that are here, told apart without loading them."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import partial
from math import isqrt
from pathlib import Path
from typing import Any

from ritocco.diffusion.families import FAMILIES
from ritocco.from_disk import check_is_file, is_folder, printable, reason
from ritocco.installed.adapter_facts import NO_FACTS, AdapterFacts, facts_of
from ritocco.installed.adapter_kinds import ADAPTERS
from ritocco.installed.families import family_of, memory_of
from ritocco.installed.look import is_model_folder
from ritocco.installed.own_values import own_values_at
from ritocco.library.kinds import KINDS, PICTURES, ModelKind
from ritocco.library.layouts import PLAIN
from ritocco.library.model_defaults import ANY_MODEL, ModelDefaults
from ritocco.library.shelves import Shelves, Stocked, closed
from ritocco.library.shipped_models import SHIPPED
from ritocco.sentence import Sentence, told

ENDINGS = frozenset(ending for row in KINDS.values() for ending in row.endings)
"""Of files that may be models."""
_RIGHTS = Sentence("Give yourself the right to read it.")


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model that is here.

    title     its family's name, or what it is good for, where that is known
    family    of one that paints: its id in FAMILIES
    native    the side in pixels of the square it draws best
    inpaints  whether it was trained to
    problem   a sentence, where it cannot be used
    foreign   whether that is only since it is for other models, or for another shelf
    shipped   whether it came with Ritocco
    program   the other program in whose folder it lies; None: ours
    defaults  of one that paints, or an adapter: its own values where it has any
    facts     of an adapter
    """

    name: str
    title: str | None = None
    family: str | None = None
    native: int | None = None
    inpaints: bool | None = None
    problem: str | None = None
    foreign: bool = False
    shipped: bool = False
    program: str | None = None
    defaults: ModelDefaults | None = None
    facts: AdapterFacts = NO_FACTS

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        row = asdict(self)
        del row["facts"], row["foreign"]
        return {**row, **self.facts.to_dict(), "sentence": self.problem and told(self.problem)}


def models_here(kind: ModelKind, shelves: Shelves | None = None) -> list[InstalledModel]:
    """Every model of a kind by name: ours, then those of other programs; and those that ship.

    shelves  the only ones to look at; None: the user's, and those of other programs

    Of one name only what `library.find` finds.
    """
    shelves = shelves or Shelves.of_user()
    with memory_of(shelves).together():
        on_shelves = [model_on_shelf(stocked, shelves) for stocked in shelves.stock(kind)]
    own = [model for model in on_shelves if model is not None]
    shipped = {
        path: _looked_into(
            kind, InstalledModel(model.name, model.title, shipped=True), path, shelves
        )
        for model in SHIPPED.get(kind, ())
        if (path := model.path)
    }
    if KINDS[kind].shipped_first:
        taken = {path.stem for path in shipped} | {model.name for model in shipped.values()}
        return [*shipped.values(), *(model for model in own if model.name not in taken)]
    taken = {model.name for model in own}
    return [*own, *(model for model in shipped.values() if model.name not in taken)]


def model_on_shelf(stocked: Stocked, shelves: Shelves) -> InstalledModel | None:
    """What lies on a shelf; None for what is no model in a folder of no known program.

    Such a folder may hold anything, so only what can be used is listed of it; and so may pictures
    in the folder of another.
    """
    shelf = stocked.shelf
    plain = InstalledModel(stocked.name, program=shelf.program)
    model = _looked_into(shelf.kind, plain, stocked.path, shelves)
    anything = shelf.program == PLAIN or (shelf.program and stocked.path.suffix in PICTURES)
    return None if model.problem and anything else model


def _looked_into(
    kind: ModelKind, model: InstalledModel, path: Path, shelves: Shelves
) -> InstalledModel:
    """With what its file tells, where files of this kind are looked into."""
    trouble = trouble_at(path)
    if trouble:
        return replace(
            model, problem=Sentence("{name} {trouble}", name=printable(path.name), trouble=trouble)
        )
    look = _LOOKS.get(kind)
    return look(model, path, shelves) if look else model


def trouble_at(path: Path) -> Sentence | None:
    """What keeps a model from being read at all, as a sentence goes on; opens no file."""
    if is_folder(path):
        why = closed(path)
        if why:
            return Sentence(
                "is a folder that cannot be read ({reason}). {rights}", reason=why, rights=_RIGHTS
            )
        if path.suffix.lower() in ENDINGS and not is_model_folder(path):
            return Sentence(
                "is a folder with the name of a file. Remove it, and get the file again."
            )
        return None
    try:
        check_is_file(path)
        empty = path.stat().st_size == 0
    except OSError as error:
        if path.is_symlink():
            return Sentence(
                "cannot be read (a link): {reason}. Remove it, and get it again.",
                reason=reason(error),
            )
        return Sentence(
            "cannot be read: {reason}. Remove it, and get it again.", reason=reason(error)
        )
    if not os.access(path, os.R_OK):
        return Sentence("cannot be read (permission denied). {rights}", rights=_RIGHTS)
    return Sentence("is empty. Remove it, and get it again.") if empty else None


def _painter(model: InstalledModel, path: Path, shelves: Shelves) -> InstalledModel:
    """With its family, told by its file."""
    family_id, problem, foreign = family_of(path, shelves)
    if family_id is None:
        return replace(model, problem=problem, foreign=foreign)
    family = FAMILIES[family_id]
    return replace(
        model,
        title=family.name,
        family=family_id,
        native=isqrt(family.native.area),
        inpaints=family.inpaints,
        defaults=own_values_at(path),
    )


def _adapter(
    kind: ModelKind, model: InstalledModel, path: Path, shelves: Shelves
) -> InstalledModel:
    """With what its file and the notes beside it say."""
    facts = facts_of(kind, path, shelves)
    if facts.problem:
        return replace(model, problem=facts.problem, foreign=facts.foreign)
    family = facts.families[0] if len(facts.families) == 1 else None
    own = facts.defaults if facts.defaults != ANY_MODEL else None
    return replace(model, title=facts.said.title, family=family, defaults=own, facts=facts)


_LOOKS: dict[ModelKind, Callable[[InstalledModel, Path, Shelves], InstalledModel]] = {
    ModelKind.MODEL: _painter,
    **{kind: partial(_adapter, kind) for kind in ADAPTERS},
}
"""The kinds whose files are looked into for a list; of others the name says enough."""
