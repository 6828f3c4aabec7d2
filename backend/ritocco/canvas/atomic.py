"""Writing a file whole or not at all.

A link stays, and the file that it leads to is replaced. What is no file (a folder, a pipe, a
device, a socket) is left alone: a picture could not be put in its place whole.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from time import time

from ritocco.canvas.tags import Buffer
from ritocco.errors import CannotWrite
from ritocco.from_disk import reason
from ritocco.sentence import Sentence

_REASONS = {
    0: Sentence("{path} could not be written ({reason}); choose another name or folder."),
    errno.ENOSPC: Sentence(
        "{path} could not be written: the disk is full. Free some space and try again."
    ),
    errno.EDQUOT: Sentence(
        "{path} could not be written: your share of the disk is used up. Free some space."
    ),
    errno.EACCES: Sentence("{path} may not be written; choose another name or folder."),
    errno.EROFS: Sentence(
        "{path} may not be written: that disk is read-only. Choose another folder."
    ),
    errno.ENOENT: Sentence("The folder {folder} does not exist; make it, or choose another."),
    errno.ENOTDIR: Sentence("The folder {folder} does not exist; make it, or choose another."),
    errno.ENAMETOOLONG: Sentence("The name {name} or its path is too long; choose a shorter one."),
    errno.ELOOP: Sentence("{path} could not be written: it is a link that leads back to itself."),
}
_NO_FILES = {
    stat.S_IFDIR: Sentence("{path} is a folder; name a file in it."),
    stat.S_IFIFO: Sentence("{path} is a pipe, and results are written whole; name a file."),
    stat.S_IFSOCK: Sentence("{path} is a socket, and results are written whole; name a file."),
    stat.S_IFCHR: Sentence("{path} is a device, and results are written whole; name a file."),
    stat.S_IFBLK: Sentence("{path} is a device, and results are written whole; name a file."),
}
_MOST_LINKS = 40
_PARTS = f".ritocco-{'[0-9a-f]' * 16}.part"
_LEFT = 24 * 3600.0
"""Seconds after which a part that nobody writes to is what a killed process left."""


def check(path: Path) -> None:
    """Raises CannotWrite, in one sentence, where `write` is bound to fail.

    What only trying shows is tried, with an empty file beside it that is gone at once.
    """
    try:
        target, mode = _target(path)
        if mode is not None and not os.access(target, os.W_OK):
            raise CannotWrite(_REASONS[errno.EACCES].with_values(path=path))
        part = _part_of(target)
        part.open("xb").close()
        part.unlink()
    except OSError as error:
        raise _told(path, error) from error


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, where it is not there. Raises CannotWrite."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        if error.errno in (errno.EEXIST, errno.ENOTDIR):
            raise CannotWrite(
                "{folder} is in the way, or a file above it; name a folder.", folder=folder
            ) from error
        raise _told(folder, error) from error


def write(path: Path, pieces: Iterable[Buffer]) -> None:
    """Writes the pieces beside `path`, and puts the file in its place once it is on the disk.

    Raises CannotWrite, and then what is at `path` is as it was.
    """
    try:
        target, mode = _target(path)
        _sweep(target.parent)
        part = _part_of(target)
        try:
            with part.open("xb") as file:
                for piece in pieces:
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            if mode is not None:
                with suppress(PermissionError):  # disks that know no rights
                    part.chmod(mode)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise _told(path, error) from error


def _told(path: Path, error: OSError) -> CannotWrite:
    folder = Path(error.filename or path).parent  # where a link leads, if it is one
    told = _REASONS.get(error.errno or 0, _REASONS[0])
    return CannotWrite(
        told.with_values(path=path, reason=reason(error), folder=folder, name=path.name[:60])
    )


def _part_of(target: Path) -> Path:
    """A new name beside it, whose length does not depend on its own."""
    return target.with_name(f".ritocco-{secrets.token_hex(8)}.part")


def _sweep(folder: Path) -> None:
    """Remove parts of files that killed processes have left in here."""
    with suppress(OSError):  # it is not there, or somebody else's: writing will say so
        for left in folder.glob(_PARTS):
            if time() - left.lstat().st_mtime > _LEFT:
                left.unlink()


def _target(path: Path) -> tuple[Path, int | None]:
    """The file that is to be replaced, links followed, and its rights; None where it is new.

    Raises OSError, and CannotWrite for what is no file.
    """
    target = path
    for _ in range(_MOST_LINKS):
        if not target.is_symlink():
            break
        target = target.parent / target.readlink()
    try:
        found = target.stat()
    except FileNotFoundError:
        if not target.name:
            raise CannotWrite(_NO_FILES[stat.S_IFDIR].with_values(path=path)) from None
        return target, None
    if not stat.S_ISREG(found.st_mode):
        raise CannotWrite(
            _NO_FILES.get(stat.S_IFMT(found.st_mode), _NO_FILES[stat.S_IFCHR]).with_values(
                path=path
            )
        )
    return target, stat.S_IMODE(found.st_mode)
