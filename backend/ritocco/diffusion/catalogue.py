"""The models in the user's folder and the one that ships, told apart without loading them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import isqrt
from pathlib import Path
from typing import Any

from ritocco.diffusion.family import FAMILIES
from ritocco.diffusion.sniff import sniff
from ritocco.errors import RitoccoError
from ritocco.library.local import SHIPPED, find_model, names, shipped
from ritocco.places import Places


@dataclass(frozen=True, slots=True)
class Entry:
    """One model: its family, the side in pixels of the square it draws best, whether it was
    trained to inpaint; or the problem with it.

    shipped  whether it came with Ritocco and is a demonstration
    """

    name: str
    family: str | None = None
    title: str | None = None
    native: int | None = None
    inpaints: bool | None = None
    problem: str | None = None
    shipped: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


def catalogue(folder: Path | None = None) -> list[Entry]:
    """Every model in the folder (None: the user's), by name, and last the one that ships."""
    folder = folder or Places.of_user().models
    here = names(folder)
    last = [SHIPPED] if shipped() and SHIPPED not in here else []
    return [_entry(name, folder) for name in [*here, *last]]


def _entry(name: str, folder: Path) -> Entry:
    try:
        path = find_model(name, folder)
        found = sniff(path)
    except RitoccoError as error:
        return Entry(name, problem=str(error))
    family = FAMILIES[found.family]
    return Entry(
        name,
        found.family,
        family.name,
        isqrt(family.native.area),
        family.inpaints,
        shipped=name == SHIPPED and path == shipped(),
    )
