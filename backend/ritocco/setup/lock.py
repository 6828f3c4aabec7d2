"""One installation at a time."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ritocco.errors import CannotInstall


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock on a folder, which is there; the system lets go of it when we end, however.

    Raises CannotInstall where another process holds it.
    """
    taken = CannotInstall("Ritocco is being installed or removed by another window; wait for it.")
    if sys.platform == "win32":
        import msvcrt

        file = folder / "install.lock"
        try:
            with file.open("w", encoding="ascii") as opened:
                msvcrt.locking(opened.fileno(), msvcrt.LK_NBLCK, 1)
                yield
        except PermissionError:
            raise taken from None
        file.unlink(missing_ok=True)
        return
    import fcntl

    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not folder.exists() or not os.path.samestat(os.fstat(held), folder.stat()):
            raise taken  # it was removed between the two
        yield
    except BlockingIOError:
        raise taken from None
    finally:
        os.close(held)
