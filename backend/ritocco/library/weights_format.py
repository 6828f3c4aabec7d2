"""In which format a file of weights is written: told by its first bytes, never by its name."""

from __future__ import annotations

from pathlib import Path

from ritocco.errors import BadModel

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
    first = first_bytes(path)
    pickled = not is_safetensors(first) and first.startswith((b"PK\x03\x04", b"\x80"))
    if pickled and path.suffix.lower() == ".safetensors":
        raise BadModel(
            f"{path.name} is no safetensors file but a pickle, as .ckpt files are. If you trust "
            "where it comes from, rename it to .ckpt."
        )
    return pickled


def first_bytes(path: Path) -> bytes:
    """How a file begins. Raises BadModel if it cannot be opened."""
    try:
        with path.open("rb") as file:
            return file.read(FIRST_BYTES)
    except OSError as error:
        reason = error.strerror or error
        raise BadModel(f"{path.name} cannot be opened ({reason}). Check the path.") from None
