"""The sum of a model, by which the web UI and sites know it."""

from __future__ import annotations

from pathlib import Path

from ritocco.diffusion.hashes import summed_file
from ritocco.errors import RitoccoError
from ritocco.installed.same_file import digest

SHORT = 10
"""Digits of it that stand in titles and in pictures."""


def model_sum(path: Path, *, reads: bool = False) -> str:
    """The sha256 of a model's file, of a folder that of its U-Net's; "" where it is not known.

    reads  whether the file is read, which may be gigabytes, where its sum is not remembered
    """
    try:
        return digest(summed_file(path), reads=reads)
    except (RitoccoError, OSError, IndexError):
        return ""
