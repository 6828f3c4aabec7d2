"""Files are replaced whole: the new one is written beside the old, which stays until it is there.

A link stays, and the file it leads to is replaced. What is no file (a folder, a pipe, a device)
is left alone.
"""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path
from time import time

_MOST_LINKS = 40
_PARTS = f".ritocco-{'[0-9a-f]' * 16}.part"
_LEFT = 24 * 3600.0
"""Seconds after which a part that nobody writes to is what a killed process left."""


class NotAFile(OSError):
    """A folder, a pipe, a device or a socket where a file should go."""


def target_of(path: Path) -> Path:
    """The file that is to be replaced: what `path` leads to. Raises OSError, NotAFile."""
    target = path
    for _ in range(_MOST_LINKS):
        if not target.is_symlink():
            break
        target = target.parent / target.readlink()
    try:
        found = target.stat()
    except FileNotFoundError:
        return target
    if not stat.S_ISREG(found.st_mode):
        raise NotAFile(f"{path.name} is no file")
    return target


def part_of(target: Path) -> Path:
    """A new name beside it, whose length does not depend on its own."""
    return target.with_name(f".ritocco-{secrets.token_hex(8)}.part")


def sweep(folder: Path) -> None:
    """Remove parts of files that killed processes have left in here; may wait for the disk."""
    with suppress(OSError):  # it is not there, or somebody else's
        for left in folder.glob(_PARTS):
            if time() - left.lstat().st_mtime > _LEFT:
                left.unlink()


def replace(part: Path, target: Path) -> None:
    """Put the finished part in its place, with the rights of what was there. Raises OSError."""
    if target.exists():
        part.chmod(stat.S_IMODE(target.stat().st_mode))
    part.replace(target)


def write(path: Path, text: str) -> None:
    """Write a small file that is ours alone. Raises OSError, and then the old one stays.

    A half character, which no file can hold, becomes a question mark.
    """
    target = target_of(path)
    sweep(target.parent)
    part = part_of(target)
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
        replace(part, target)
    finally:
        if part.exists():
            part.unlink()
