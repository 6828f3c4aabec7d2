"""A file by its sum, whatever it is called by now."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

from ritocco.errors import BadModel
from ritocco.from_disk import bytes_at, reason
from ritocco.installed.adapter_files import NamedFile, files_of
from ritocco.library.digests import remembered, sha256_of
from ritocco.recipe.adapter import AdapterKind

MOST_READ = 4 << 30
"""Bytes of files that are read to find one; more would take longer than an artist waits."""


def digest(path: Path, *, reads: bool = True) -> str:
    """The sha256 of a file; "" where it is not remembered and must not be read.

    Raises BadModel where it cannot be read.
    """
    if not reads:
        known = remembered().get(path)
        return known if isinstance(known, str) else ""
    try:
        return sha256_of(path)
    except OSError as error:
        raise BadModel(
            "{name} cannot be read: {reason}.", name=path.name, reason=reason(error)
        ) from None


def same_file(
    kind: AdapterKind, sha256: str, name: str = "", *, reads: bool = True
) -> NamedFile | None:
    """The adapter of this kind with this sum; None where none is found.

    name   what it was called: names that are like it are tried first
    reads  whether files are read whose sums are not remembered
    """
    here = files_of(kind)
    for file in here:
        if digest(file.path, reads=False) == sha256:
            return file
    left = MOST_READ if reads else 0
    for file in sorted(here, key=lambda file: -_likeness(file.name, name)):
        if digest(file.path, reads=False):
            continue
        left -= bytes_at(file.path)
        if left < 0:
            return None
        try:
            if digest(file.path) == sha256:
                return file
        except BadModel:  # whatever it is, it is not what was used
            continue
    return None


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.lower(), other.lower()).ratio()
