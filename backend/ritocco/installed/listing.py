"""Every model there is to know of: those of the catalogue, and what else lies on the shelves."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ritocco.diffusion.adapters.lora.lora_family import FAMILY_NAMES
from ritocco.diffusion.families import FAMILIES
from ritocco.errors import NotFound
from ritocco.from_disk import bytes_at, printable
from ritocco.installed.adapter_facts import NO_FACTS, AdapterFacts, facts_of
from ritocco.installed.adapter_files import file_of
from ritocco.installed.adapter_kinds import ADAPTERS
from ritocco.installed.families import memory_of
from ritocco.installed.here import model_on_shelf
from ritocco.installed.look import GRAPH, WEIGHTS
from ritocco.library.catalogue import Catalogue
from ritocco.library.catalogue_model import CatalogueModel
from ritocco.library.kinds import KINDS, ModelKind
from ritocco.library.model_defaults import ANY_MODEL, ModelDefaults, adapter_defaults_in_name
from ritocco.library.shelves import Shelves, Stocked
from ritocco.library.shipped_models import demonstration
from ritocco.library.standing import Origin, Presence, Standing, Survey, is_linked
from ritocco.recipe.adapter import AdapterKind
from ritocco.sentence import told
from ritocco.shipped import DEMONSTRATION

_DEMONSTRATES = "Painting by words at once, to see how it goes: colours and textures, no things."
"""What the model that ships is good for; the dock holds it too, so that it can translate it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One model, in the catalogue or only on a shelf.

    id      the catalogue's; `kind:name` for others
    name    what recipes call it; None while it is not here
    family  what it belongs to; None where that means nothing or is not known
    listed  its entry in the catalogue
    good_for  of one without such an entry, a sentence where that is known
    facts   of an adapter that is here
    """

    id: str
    title: str
    kind: ModelKind
    standing: Standing
    name: str | None = None
    family: str | None = None
    bytes: int | None = None
    listed: CatalogueModel | None = None
    good_for: str = ""
    facts: AdapterFacts = NO_FACTS

    @property
    def is_here(self) -> bool:
        """Whether it can be used."""
        return self.standing.state is Presence.HERE and self.standing.problem is None

    @property
    def is_foreign(self) -> bool:
        """Whether it is here and whole, and none that can be used from where it lies."""
        return self.standing.state is Presence.HERE and self.standing.problem is not None

    @property
    def removable(self) -> bool:
        """Whether `remove` would take something away."""
        ours = self.standing.origin in (Origin.OWN, Origin.LINKED)
        return ours or self.standing.state is Presence.PARTIAL

    @property
    def own_values(self) -> ModelDefaults | None:
        """Of a LoRA that is made for few steps, here or to be fetched: its own values."""
        if self.kind is not ModelKind.LORA:
            return None
        own = self.facts.defaults
        if self.listed and not self.is_here:
            own = adapter_defaults_in_name(self.listed.name)
        return own if own != ANY_MODEL else None

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        model, standing, row = self.listed, self.standing, KINDS[self.kind]
        licence = model and model.licence
        return {
            "id": self.id,
            "title": self.title,
            "kind": self.kind.value,
            "kind_title": row.title,
            "family": self.family,
            "family_title": FAMILY_NAMES.get(self.family or ""),
            "good_for": model.good_for if model else self.good_for,
            "bytes": self.bytes,
            "memory": model.memory if model else None,
            "licence": licence
            and {
                "id": licence.id,
                "title": licence.title,
                "link": licence.link,
                "note": licence.note,
            },
            "listed": model is not None,
            "recommended": bool(model and model.recommended),
            "usable": row.usable and not self.is_foreign,
            "checked": bool(model and model.checked),
            "sources": [str(source) for source in model.sources] if model else [],
            "file_names": [str(model.place(file)) for file in model.files] if model else [],
            "state": standing.state.value,
            "done_bytes": standing.done,
            "origin": standing.origin and standing.origin.value,
            "program": standing.program,
            "path": standing.path and printable(str(standing.path)),
            "name": self.name,
            "removable": self.removable,
            "problem": standing.problem,
            "sentence": standing.problem and told(standing.problem),
            **self.facts.to_dict(),
            "defaults": self.own_values and self.own_values.to_dict(),
        }


def listing(shelves: Shelves, catalogue: Catalogue) -> list[Item]:
    """All models: those of the catalogue in its order, then what else is here, by kind and name.

    Looks into files that it has not seen before, and remembers what they are.
    """
    survey = Survey(shelves)
    with memory_of(shelves).together():
        listed = [_listed(model, survey, shelves) for model in catalogue.models]
        known = {item.standing.path for item in listed if item.standing.path}
        others = [
            _other(stocked, shelves)
            for kind in KINDS
            for stocked in survey.stock(kind)
            if stocked.path not in known
        ]
    demonstrating = _demonstrating()
    here = [demonstrating] if demonstrating else []
    taken = {item.name for item in others if item}
    shipped = [item for item in here if item.name not in taken]
    return [*listed, *shipped, *(item for item in others if item)]


def find_item(name: str, shelves: Shelves, catalogue: Catalogue) -> Item:
    """One model by its id, or by what it is called on its shelf. Raises NotFound."""
    model = catalogue.known_as(name)
    if model is not None:
        return _listed(model, Survey(shelves), shelves)
    kind_name, _, inner = name.partition(":")
    kinds: Iterable[ModelKind] = (
        [ModelKind(kind_name)] if inner and kind_name in list(ModelKind) else KINDS
    )
    for kind in kinds:
        for stocked in shelves.stock(kind):
            if (inner or name) in (stocked.name, stocked.path.name):
                item = _other(stocked, shelves)
                if item:
                    return item
    adapter = _adapter_called(inner or name, [kind for kind in kinds if kind in ADAPTERS], shelves)
    if adapter:
        return adapter
    demonstrating = _demonstrating()
    if demonstrating and inner in ("", DEMONSTRATION) and name in (DEMONSTRATION, demonstrating.id):
        return demonstrating
    catalogue.get(name)  # says what is like it
    raise NotFound("There is no model {name}.", name=repr(name))


def _adapter_called(name: str, kinds: Iterable[ModelKind], shelves: Shelves) -> Item | None:
    """The adapter that prompts mean by this name, as they find it: in any case, without folder."""
    for kind in kinds:
        with suppress(NotFound):
            path = file_of(AdapterKind(kind), name, shelves).path
            for stocked in shelves.stock(kind):
                if stocked.path.absolute() == path.absolute():
                    return _other(stocked, shelves)
    return None


def _listed(model: CatalogueModel, survey: Survey, shelves: Shelves) -> Item:
    standing = survey.of(model)
    here = standing.state is Presence.HERE
    name = _name_here(model, standing, survey) if here else None
    size = model.bytes or (standing.done if here and standing.done else None)
    facts, path = NO_FACTS, standing.path
    if here and path and model.kind in ADAPTERS:
        facts = facts_of(model.kind, path, shelves)
    return Item(
        model.id, model.title, model.kind, standing, name, model.family, size, model, facts=facts
    )


def _name_here(model: CatalogueModel, standing: Standing, survey: Survey) -> str:
    """What recipes call it: its place on the shelf, or its id where it came with Ritocco."""
    if standing.origin is Origin.SHIPPED:
        return model.id
    for stocked in survey.stock(model.kind):
        if stocked.path == standing.path:
            return stocked.name
    return model.name


def _other(stocked: Stocked, shelves: Shelves) -> Item | None:
    """A model that only lies on a shelf; None for what is no model in a folder of no program."""
    model = model_on_shelf(stocked, shelves)
    if model is None:
        return None
    kind, problem = stocked.shelf.kind, model.problem
    family = FAMILIES[model.family].configs[0] if model.family else None
    own = Origin.LINKED if is_linked(stocked.path) else Origin.OWN
    size = size_of(stocked.path)
    standing = Standing(
        Presence.DAMAGED if problem and not model.foreign else Presence.HERE,
        stocked.path,
        Origin.FOLDER if stocked.shelf.program else own,
        size,
        stocked.shelf.program,
        problem,
    )
    name = None if problem else stocked.name
    return Item(
        f"{kind.value}:{stocked.name}",
        stocked.name,
        kind,
        standing,
        name,
        family,
        size,
        facts=model.facts,
    )


def _demonstrating() -> Item | None:
    """The model that came with Ritocco and paints; None in an installation that does without."""
    path = demonstration()
    if path is None:
        return None
    standing = Standing(Presence.HERE, path, Origin.SHIPPED, size_of(path))
    return Item(
        f"{ModelKind.MODEL.value}:{DEMONSTRATION}",
        DEMONSTRATION,
        ModelKind.MODEL,
        standing,
        DEMONSTRATION,
        FAMILIES[DEMONSTRATION].configs[0],
        size_of(path),
        good_for=_DEMONSTRATES,
    )


def size_of(path: Path) -> int:
    """Bytes of a file, with what lies beside a graph; of a folder, all in it."""
    beside = path.with_suffix(WEIGHTS)
    return bytes_at(path) + (bytes_at(beside) if path.suffix == GRAPH else 0)
