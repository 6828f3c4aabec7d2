"""Writing a file whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

from ritocco.canvas.tags import Buffer
from ritocco.errors import CannotWrite

_REASONS = {
    0: "{0} could not be written ({1.strerror}); choose another name or folder.",
    errno.ENOSPC: "{0} could not be written: the disk is full. Free some space and try again.",
    errno.EDQUOT: "{0} could not be written: your share of the disk is used up. Free some space.",
    errno.EACCES: "{0} may not be written; choose another name or folder.",
    errno.EROFS: "{0} may not be written: that disk is read-only. Choose another folder.",
}


def write(path: Path, pieces: Iterable[Buffer]) -> None:
    """Writes the pieces beside `path`, and puts the file in its place once it is on the disk."""
    target = path.resolve()
    part = target.with_name(f".ritocco-{secrets.token_hex(8)}.part")
    try:
        try:
            with part.open("xb") as file:
                for piece in pieces:
                    file.write(piece)
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                part.chmod(target.stat().st_mode & 0o7777)
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWrite(
            _REASONS.get(error.errno or 0, _REASONS[0]).format(path, error)
        ) from error
