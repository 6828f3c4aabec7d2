"""The models on the user's shelves and the one that ships, told apart without loading them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import lru_cache
from math import isqrt
from pathlib import Path
from typing import Any

from ritocco import __version__
from ritocco.diffusion.family import FAMILIES
from ritocco.diffusion.sniff import sniff
from ritocco.errors import RitoccoError
from ritocco.library.file_cache import FileCache
from ritocco.library.kinds import ModelKind
from ritocco.library.layouts import PLAIN
from ritocco.library.local import SHIPPED, shipped
from ritocco.library.shelves import Shelves

FILE = "families.json"
"""In the library's folder: what was found in files; pickles take a second each to look into."""


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """One model: its family, the side in pixels of the square it draws best, whether it was
    trained to inpaint; or the problem with it.

    shipped  whether it came with Ritocco and is a demonstration
    program  the other program in whose folder it lies; None: ours
    """

    name: str
    family: str | None = None
    title: str | None = None
    native: int | None = None
    inpaints: bool | None = None
    problem: str | None = None
    shipped: bool = False
    program: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


def catalogue(folder: Path | None = None) -> list[InstalledModel]:
    """Every model by name, ours first, then those of other programs, last the one that ships.

    folder  the only models folder to look in; None: the user's, and those of other programs

    A folder of no known program may hold anything, so only models are listed of it.
    """
    shelves, found = Shelves.only(folder), []
    for one in shelves.stock(ModelKind.MODEL):
        entry = entry_of(one.name, one.path, shelves, one.shelf.program)
        if entry.problem is None or one.shelf.program != PLAIN:
            found.append(entry)
    place = shipped()
    if place and SHIPPED not in (entry.name for entry in found):
        family, problem = family_of(place, shelves)
        found.append(_entry(SHIPPED, family, problem, shipped=True))
    return found


def entry_of(name: str, path: Path, shelves: Shelves, program: str | None = None) -> InstalledModel:
    """What this file or folder is, as an entry of that name."""
    family, problem = family_of(path, shelves)
    return _entry(name, family, problem, program=program)


def _entry(name: str, family_id: str | None, problem: str | None, **more: Any) -> InstalledModel:
    if family_id is None:
        return InstalledModel(name, problem=problem, **more)
    family = FAMILIES[family_id]
    side = isqrt(family.native.area)
    return InstalledModel(name, family_id, family.name, side, family.inpaints, **more)


def family_of(path: Path, shelves: Shelves) -> tuple[str | None, str | None]:
    """The family of a model, or the problem with it; remembered until the file changes."""
    key = path / "model_index.json" if path.is_dir() else path
    memory = _memory(shelves.library / FILE)
    known = memory.get(key)
    if isinstance(known, dict) and known.get("version") == __version__:
        family, problem = known.get("family"), known.get("problem")
        if family in FAMILIES or (family is None and problem):
            return family, problem
    family, problem = None, None
    try:
        family = sniff(path).family
    except RitoccoError as error:
        problem = str(error)
    memory.put(key, {"version": __version__, "family": family, "problem": problem})
    return family, problem


@lru_cache(maxsize=4)
def _memory(file: Path) -> FileCache:
    return FileCache(file)
