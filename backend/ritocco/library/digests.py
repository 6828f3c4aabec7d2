"""sha256 of files, remembered: models are gigabytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import IO

from ritocco.from_disk import opened
from ritocco.library.file_cache import FileCache, mark_of
from ritocco.places import Places

FILE = "model-hashes.json"
AFTER_HEADER = "model-hashes-after-header.json"
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
    known = remembered(memory)
    return _summed(path, known, lambda file: 0, afresh=afresh, watch=watch)


def sha256_after_header(path: Path) -> str:
    """The sha256 of what follows the header of a .safetensors file; of another, of all of it.

    The same whatever its maker has written about it: the web UI knows LoRAs by it ("addnet").
    Raises OSError.
    """
    if path.suffix.lower() != ".safetensors":
        return sha256_of(path)
    return _summed(path, _memory(Places.of_user().home / AFTER_HEADER), _header)


def _header(file: IO[bytes]) -> int:
    """The bytes of a file before its weights."""
    return 8 + int.from_bytes(file.read(8), "little")


def _summed(
    path: Path,
    known: FileCache,
    start: Callable[[IO[bytes]], int],
    *,
    afresh: bool = False,
    watch: Callable[[int], object] = lambda done: None,
) -> str:
    """The sum of a file from a place on; see `sha256_of`."""
    mark = mark_of(path)
    noted = None if afresh else known.get(path)
    if isinstance(noted, str) and len(noted) == 64:
        return noted
    summed = hashlib.sha256()
    with opened(path) as file:
        done = 0
        file.seek(min(start(file), path.stat().st_size))
        while piece := file.read(PIECE):
            summed.update(piece)
            done += len(piece)
            watch(done)
    if not afresh:
        known.put(path, summed.hexdigest(), mark)
    return summed.hexdigest()
