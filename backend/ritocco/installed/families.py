"""The family of a model that paints: told by its file once, and remembered until that changes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ritocco import __version__
from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.folders import check_weights
from ritocco.diffusion.sniff import check_whole, sniff
from ritocco.errors import RitoccoError
from ritocco.from_disk import reading
from ritocco.library.file_cache import FileCache, mark_of
from ritocco.library.shelves import Shelves
from ritocco.sentence import Sentence, heard, told

FILE = "families.json"
"""In the library's folder: what was found in files; pickles take a second each to look into."""


def family_of(path: Path, shelves: Shelves) -> tuple[str | None, Sentence | None]:
    """The family of a model, an id in FAMILIES, or the problem with it."""
    memory, mark = memory_of(shelves), mark_of(path)
    known = memory.get(path)
    if isinstance(known, dict) and known.get("version") == __version__:
        family, said = known.get("family"), known.get("problem")
        if family in tuple(FAMILIES):
            return family, None
        if problem := reading(lambda: heard(said), None):
            return None, problem
    family, problem = None, None
    try:
        found = sniff(path)
        check_whole(path.name, found, with_vae=True)  # a VAE may be named beside it
        if found.folder:
            check_weights(path, FAMILIES[found.family])
        family = found.family
    except RitoccoError as error:
        problem = error.sentence
    said = problem and told(problem)
    memory.put(path, {"version": __version__, "family": family, "problem": said}, mark)
    return family, problem


def memory_of(shelves: Shelves) -> FileCache:
    """Where it is remembered."""
    return _memory(shelves.library / FILE)


@lru_cache(maxsize=4)
def _memory(file: Path) -> FileCache:
    return FileCache(file)
