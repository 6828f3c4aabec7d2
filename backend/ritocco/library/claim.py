"""One process at a time for one model; the system lets go when a process dies, however it does."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep

from filelock import FileLock, Timeout

from ritocco.errors import CannotWrite
from ritocco.library.troubles import Busy

EVERY = 0.25
"""Seconds between two tries."""


@contextmanager
def claim(
    folder: Path, name: str, waiting: Callable[[str], object] | None = None
) -> Iterator[None]:
    """Hold a model's claim in here.

    folder   where claims are kept
    waiting  is told every moment who holds it, and may raise to stop waiting; None: do not wait

    Raises Busy where another process holds it and nobody waits, CannotWrite.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / f"{name}.lock", timeout=0)
        while True:
            try:
                lock.acquire()
                break
            except Timeout:
                owner = _owner(folder / f"{name}.json")
                if waiting is None:
                    raise Busy(
                        f"{owner} is at work on {name} right now. Wait for it, or stop it."
                    ) from None
                waiting(owner)
                sleep(EVERY)
    except (OSError, NotImplementedError) as error:
        raise CannotWrite(
            f"Ritocco cannot lock files in its models folder {folder.parent} ({error}). Name one "
            "on this computer's own disk ([data] models in the settings)."
        ) from None
    try:
        _sign(folder / f"{name}.json")
        yield
    finally:
        lock.release()


def _sign(note: Path) -> None:
    with suppress(OSError):  # only for the other's words
        note.write_text(json.dumps({"pid": os.getpid(), "host": socket.gethostname()}), "utf-8")


def _owner(note: Path) -> str:
    try:
        owner = json.loads(note.read_text("utf-8"))
        if owner["pid"] == os.getpid():
            return "This Ritocco"
        return f"Another Ritocco (process {owner['pid']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "Another Ritocco"
