"""What lies beside a file of weights and tells of it: notes and a picture, named as it is."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from ritocco.from_disk import is_file

NOTES = (".json", ".civitai.info", ".txt")
"""Endings of notes that other programs keep under a file's name."""
PICTURES = (
    ".preview.png",
    ".preview.jpg",
    ".preview.jpeg",
    ".preview.webp",
    ".png",
    ".jpg",
    ".jpeg",
    ".webp",
)
"""Endings of the picture that shows what it does, the first that is there."""


def notes_beside(path: Path) -> list[Path]:
    """The notes that are there."""
    return _there(path, NOTES)


def pictures_beside(path: Path) -> list[Path]:
    """The pictures that are there, the one to show first."""
    return _there(path, PICTURES)


def side_files(path: Path) -> list[Path]:
    """All of them: they come and go with the file."""
    return _there(path, (*NOTES, *PICTURES))


def is_beside(path: Path, endings: Collection[str]) -> bool:
    """Whether a picture shows what another file does, one of these endings."""
    if not path.name.lower().endswith(PICTURES):
        return False
    others = (path.with_name(path.stem + ending) for ending in endings if ending not in PICTURES)
    return path.stem.lower().endswith(".preview") or any(map(is_file, others))


def _there(path: Path, endings: tuple[str, ...]) -> list[Path]:
    if not path.stem:
        return []
    named = [path.with_name(path.stem + ending) for ending in endings]
    return [one for one in named if one != path and is_file(one)]
