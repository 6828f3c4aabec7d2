"""In which format a file of weights is written: told by its first bytes, never by its name."""

from __future__ import annotations

import os
from pathlib import Path

from ritocco.errors import BadModel
from ritocco.from_disk import opened

LONGEST_HEADER = 100 << 20
"""Bytes. Real headers are below 1 MB; the format's own reader draws its line here too."""
FIRST_BYTES = 512
"""Bytes at the beginning of a file that tell what it is."""


def is_safetensors(first: bytes) -> bool:
    """Whether a file that begins so is safetensors: the length of a header, and a header."""
    return first[8:9] == b"{" and int.from_bytes(first[:8], "little") <= LONGEST_HEADER


def is_pickled(path: Path) -> bool:
    """Whether a file is a pickle, as torch writes it (in a zip or bare).

    Raises BadModel if it cannot be opened, and for a pickle that calls itself safetensors: who
    chose that name wanted a file that cannot hold code.
    """
    first, _ = beginning(path)
    pickled = not is_safetensors(first) and first.startswith((b"PK\x03\x04", b"\x80"))
    if pickled and path.suffix.lower() == ".safetensors":
        raise BadModel(
            "{name} is no safetensors file but a pickle, as .ckpt files are. If you trust "
            "where it comes from, rename it to .ckpt.",
            name=path.name,
        )
    return pickled


def beginning(path: Path) -> tuple[bytes, int]:
    """How a file begins, and its size in bytes. Raises BadModel if it cannot be opened."""
    try:
        with opened(path) as file:
            return file.read(FIRST_BYTES), os.fstat(file.fileno()).st_size
    except OSError as error:
        reason = error.strerror or error
        raise BadModel(
            "{name} cannot be opened ({reason}). Check the path.", name=path.name, reason=reason
        ) from None
