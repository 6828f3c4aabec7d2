"""Places for a moment on the disk: gone when they were used, and swept where a process was killed.

A server has all of it below its data folder (`tempfile.tempdir`); commands use the system's place.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import time

from ritocco.errors import RitoccoError

_PREFIX = "ritocco-"
_LEFT = 24 * 3600.0
"""Seconds after which a folder here is what a killed process left."""


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder of our own."""
    _sweep(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as folder:
        yield Path(folder)


@contextmanager
def scratch_file(name: str, called: str) -> Iterator[Path]:
    """A path of our own. Errors of ours say `called` where they would say the path."""
    with scratch_folder() as folder:
        path = folder / name
        try:
            yield path
        except RitoccoError as error:
            if str(path) not in str(error):
                raise
            raise type(error)(error.sentence.calling(path, called)) from None


def _sweep(place: Path) -> None:
    with suppress(OSError):  # another's, or gone meanwhile
        for left in place.glob(f"{_PREFIX}*"):
            found = left.lstat()
            if left.is_dir() and time() - found.st_mtime > _LEFT:
                shutil.rmtree(left, ignore_errors=True)
