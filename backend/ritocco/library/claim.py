"""One process at a time for one model; the system lets go when a process dies, however it does."""

from __future__ import annotations

import hashlib
import json
import os
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import sleep

from filelock import FileLock, Timeout

from ritocco.errors import CannotWrite
from ritocco.from_disk import json_in, reading
from ritocco.library.troubles import Busy
from ritocco.sentence import Sentence
from ritocco.setup.manifest import write_whole

_LONGEST = 100
EVERY = 0.25
"""Seconds between two tries."""


@contextmanager
def claim(
    folder: Path, name: str, waiting: Callable[[str], object] | None = None
) -> Iterator[None]:
    """Hold a model's claim in here.

    folder   where claims are kept
    name     of what is claimed: an id of the catalogue, or `kind:name`
    waiting  is told every moment who holds it, and may raise to stop waiting; None: do not wait

    Raises Busy where another process holds it and nobody waits, CannotWrite.
    """
    shown, name = name, _file_name(name)
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
                        "{owner} is at work on {shown} right now. Wait for it, or stop it.",
                        owner=owner,
                        shown=shown,
                    ) from None
                waiting(owner)
                sleep(EVERY)
    except (OSError, NotImplementedError) as error:
        raise CannotWrite(
            "Ritocco cannot lock files in its models folder {parent} ({reason}). Name one on "
            "this computer's own disk ([data] models in the settings).",
            parent=folder.parent,
            reason=error,
        ) from None
    try:
        _sign(folder / f"{name}.json")
        yield
    finally:
        lock.release()


def _file_name(name: str) -> str:
    """A name that every disk takes."""
    plain = re.sub(r"[^\w.\-]", "-", name, flags=re.ASCII)
    return name if name == plain and len(name) < _LONGEST else f"{plain[:_LONGEST]}-{_sum(name)}"


def _sum(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _sign(note: Path) -> None:
    with suppress(OSError):  # only for the other's words
        write_whole(note, json.dumps({"pid": os.getpid(), "host": socket.gethostname()}))


def _owner(note: Path) -> Sentence:
    process = reading(lambda: int(json_in(note)["pid"]), 0)
    if process == os.getpid():
        return Sentence("This Ritocco")
    if process > 0:
        return Sentence("Another Ritocco (process {process})", process=process)
    return Sentence("Another Ritocco")
