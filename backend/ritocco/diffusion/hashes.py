"""A1111's short model hash: the first ten digits of a file's sha256, remembered."""

from __future__ import annotations

from pathlib import Path

from ritocco.diffusion.folders import weight_files
from ritocco.library.digests import sha256_of

_DIGITS = 10


def short_hash(path: Path, memory: Path | None = None) -> str:
    """The hash of a model's file; of a diffusers folder, that of its U-Net's first file.

    `memory` is the JSON file that remembers hashes (None: the user's), so that gigabytes are read
    once. Raises BadModel, OSError.
    """
    return sha256_of(summed_file(path), memory)[:_DIGITS]


def summed_file(path: Path) -> Path:
    """The file whose sum stands for a model or one of its parts. Raises BadModel."""
    if not path.is_dir():
        return path
    unet = path / "unet"
    return weight_files(unet if unet.is_dir() else path)[0]
