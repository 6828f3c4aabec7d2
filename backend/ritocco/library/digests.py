"""sha256 of files, remembered: models are gigabytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from ritocco.from_disk import opened
from ritocco.library.file_cache import FileCache, mark_of
from ritocco.places import Places

FILE = "model-hashes.json"
PIECE = 1 << 20
"""Bytes read at a time."""


@lru_cache(maxsize=8)
def _memory(file: Path) -> FileCache:
    return FileCache(file)


def remembered(memory: Path | None = None) -> FileCache:
    """The memory of hashes; by default in the user's data folder."""
    return _memory(memory or Places.of_user().home / FILE)


def sha256_of(
    path: Path,
    memory: Path | None = None,
    *,
    afresh: bool = False,
    watch: Callable[[int], object] = lambda done: None,
) -> str:
    """The sha256 of a file as 64 hex digits.

    memory  a JSON file that remembers it; None: the user's
    afresh  read the file even where its sum is remembered, and leave that as it is
    watch   is told the bytes read so far, and may raise to stop

    Raises OSError.
    """
    known, mark = remembered(memory), mark_of(path)
    noted = None if afresh else known.get(path)
    if isinstance(noted, str) and len(noted) == 64:
        return noted
    summed = hashlib.sha256()
    with opened(path) as file:
        done = 0
        while piece := file.read(PIECE):
            summed.update(piece)
            done += len(piece)
            watch(done)
    if not afresh:
        known.put(path, summed.hexdigest(), mark)
    return summed.hexdigest()
