"""What recipes can name: the models of each kind that are here, told apart without loading them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from math import isqrt
from pathlib import Path
from typing import Any

from ritocco.diffusion.family import FAMILIES
from ritocco.installed.families import family_of
from ritocco.library.kinds import KINDS, ModelKind
from ritocco.library.layouts import PLAIN
from ritocco.library.shelves import Shelves
from ritocco.library.shipped_models import SHIPPED


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model that is here.

    title     its family's name, or what it is good for, where that is known
    family    of one that paints: its id in FAMILIES
    native    the side in pixels of the square it draws best
    inpaints  whether it was trained to
    problem   a sentence, where it cannot be used
    shipped   whether it came with Ritocco
    program   the other program in whose folder it lies; None: ours
    """

    name: str
    title: str | None = None
    family: str | None = None
    native: int | None = None
    inpaints: bool | None = None
    problem: str | None = None
    shipped: bool = False
    program: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


def models_here(kind: ModelKind, shelves: Shelves | None = None) -> list[InstalledModel]:
    """Every model of a kind by name: ours, then those of other programs; and those that ship.

    shelves  the only ones to look at; None: the user's, and those of other programs

    Of one name only what `library.find` finds. A folder of no known program may hold anything,
    so only what can be used is listed of it.
    """
    shelves, look = shelves or Shelves.of_user(), _LOOKS.get(kind, _by_name)
    stock = [
        look(InstalledModel(one.name, program=one.shelf.program), one.path, shelves)
        for one in shelves.stock(kind)
    ]
    own = [one for one in stock if one.problem is None or one.program != PLAIN]
    shipped = {
        path: look(InstalledModel(one.name, one.title, shipped=True), path, shelves)
        for one in SHIPPED.get(kind, ())
        if (path := one.path)
    }
    if KINDS[kind].shipped_first:
        taken = {path.stem for path in shipped} | {one.name for one in shipped.values()}
        return [*shipped.values(), *(one for one in own if one.name not in taken)]
    taken = {one.name for one in own}
    return [*own, *(one for one in shipped.values() if one.name not in taken)]


def _by_name(model: InstalledModel, path: Path, shelves: Shelves) -> InstalledModel:
    """As it is: its file is not looked into."""
    return model


def _painter(model: InstalledModel, path: Path, shelves: Shelves) -> InstalledModel:
    """With its family, told by its file."""
    found, problem = family_of(path, shelves)
    if found is None:
        return replace(model, problem=problem)
    family = FAMILIES[found]
    return replace(
        model,
        title=family.name,
        family=found,
        native=isqrt(family.native.area),
        inpaints=family.inpaints,
    )


_LOOKS: dict[ModelKind, Callable[[InstalledModel, Path, Shelves], InstalledModel]] = {
    ModelKind.MODEL: _painter,
}
"""The kinds whose files are looked into for a list; of others the name says enough."""
