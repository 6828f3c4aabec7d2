"""The family of a model that paints: told by its file once, and remembered until that changes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ritocco import __version__
from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.folders import check_weights
from ritocco.diffusion.sniff import check_whole, sniff
from ritocco.errors import ForeignModel, RitoccoError
from ritocco.from_disk import reading
from ritocco.library.file_cache import FileCache, mark_of
from ritocco.library.shelves import Shelves
from ritocco.sentence import Sentence, heard, told

FILE = "families.json"
"""In the library's folder: what was found in files; pickles take a second each to look into."""
_FORM = f"{__version__}, 2"
"""Of what is remembered: that of another version is looked for again."""


class FamilyLook(NamedTuple):
    """The family of a model, an id in FAMILIES, or the problem with it.

    foreign  whether that is only that it is none that Ritocco paints with
    """

    family: str | None = None
    problem: Sentence | None = None
    foreign: bool = False


def family_of(path: Path, shelves: Shelves) -> FamilyLook:
    """What model this is."""
    memory, mark = memory_of(shelves), mark_of(path)
    known = memory.get(path)
    if isinstance(known, dict) and known.get("form") == _FORM:
        family, said = known.get("family"), known.get("problem")
        if family in tuple(FAMILIES):
            return FamilyLook(family)
        if problem := reading(lambda: heard(said), None):
            return FamilyLook(None, problem, bool(known.get("foreign")))
    found = _looked_at(path)
    said = found.problem and told(found.problem)
    memory.put(path, {"form": _FORM, **found._asdict(), "problem": said}, mark)
    return found


def _looked_at(path: Path) -> FamilyLook:
    try:
        sniffed = sniff(path)
        check_whole(path.name, sniffed, with_vae=True)  # a VAE may be named beside it
        if sniffed.folder:
            check_weights(path, FAMILIES[sniffed.family])
    except RitoccoError as error:
        return FamilyLook(None, error.sentence, isinstance(error, ForeignModel))
    return FamilyLook(sniffed.family)


def memory_of(shelves: Shelves) -> FileCache:
    """Where it is remembered."""
    return _memory(shelves.library / FILE)


@lru_cache(maxsize=4)
def _memory(file: Path) -> FileCache:
    return FileCache(file)
