"""The sum of a model, by which the web UI and sites know it."""

from __future__ import annotations

from pathlib import Path

from ritocco.diffusion.hashes import summed_file
from ritocco.errors import RitoccoError
from ritocco.from_disk import bytes_at
from ritocco.library.digests import remembered, sha256_of

SHORT = 10
"""Digits of it that stand in titles and in pictures."""
_SMALL = 64 << 20
"""Bytes of a file that is read whenever its sum is asked for: a moment."""


def model_sum(path: Path, *, reads: bool = False) -> str:
    """The sha256 of a model's file, of a folder that of its U-Net's; "" where it is not known.

    reads  whether a large file is read where its sum is not remembered: once for each, and for as
           long as its disk takes
    """
    try:
        file = summed_file(path)
        known = remembered().get(file)
        if isinstance(known, str):
            return known
        return sha256_of(file) if reads or bytes_at(file) <= _SMALL else ""
    except (RitoccoError, OSError):
        return ""
