"""What one piece of work may take of the machine's memory: planned, and refused before it begins.

Whoever makes pixels says first how many bytes they will be at the most. That is held against the
machine's memory, or its container's where that has less; what comes out of a file also against
the file's length, since no picture that somebody drew unpacks to a thousand times of itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import psutil  # type: ignore[import-untyped]

from ritocco.errors import OutOfMemory, TooLarge
from ritocco.sizes import size_text

SHARE = 0.75
"""Of the machine's memory, for all work at a time."""
SENT_LEAST = 5 * 2**28
"""Bytes of memory that a file may take however short it is: a flat drawing packs well."""
SENT_TIMES = 128
"""How many times its own length a longer one may take."""
_CGROUPS = Path("/sys/fs/cgroup")
_OWN_CGROUP = Path("/proc/self/cgroup")
_LIMITS = ("memory.max", "memory.limit_in_bytes")
_USED = ("memory.current", "memory.usage_in_bytes")


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes of main memory: how many there are for us, and how many of them are free now."""

    total: int
    free: int


def machine() -> Memory:
    """The machine's memory, or that of the container we are in where it has less."""
    whole = psutil.virtual_memory()
    total, free = int(whole.total), int(whole.available)
    for folder in _cgroups():
        most, used = (_first_number(folder, names) for names in (_LIMITS, _USED))
        if most is not None and most < total:
            total, free = most, min(free, max(0, most - (used or 0) + _given_back(folder)))
    return Memory(total, free)


def share() -> int:
    """Bytes that all our work may take at a time."""
    return int(SHARE * machine().total)


def allowed(sent: int) -> int:
    """Bytes of memory that what comes out of a file of `sent` bytes may take."""
    return min(share(), max(SENT_LEAST, SENT_TIMES * sent))


def check(need: int, what: str, remedy: str, sent: int | None = None) -> None:
    """Raise TooLarge where `need` bytes are more than there are for it.

    what    what needs them, as the sentence begins
    remedy  what the artist can do, as it ends
    sent    bytes of the file that it comes from, where it does
    """
    most = share()
    if need > most:
        raise TooLarge(
            "{what} would take {need} of memory, and this computer has {most} for it; {remedy}.",
            what=what,
            need=size_text(need),
            most=size_text(most),
            remedy=remedy,
        )
    if sent is not None and need > allowed(sent):
        raise TooLarge(
            "{what} would take {need} of memory, which is suspicious of the {sent} that were "
            "read ({allowed} at most); {remedy}, or save it without compression.",
            what=what,
            need=size_text(need),
            sent=size_text(sent),
            allowed=size_text(allowed(sent)),
            remedy=remedy,
        )


_claims: list[int] = []
_claiming = Lock()


@contextmanager
def claimed(need: int, what: str, remedy: str, sent: int | None = None) -> Iterator[None]:
    """As `check`, and while it lasts others get only what this leaves of our share.

    Raises OutOfMemory where others have too much of it just now: nobody waits here.
    """
    check(need, what, remedy, sent)
    with _claiming:
        if need > share() - sum(_claims):
            raise OutOfMemory(
                "{what} would take {need} of memory, and too much else is at work just now; "
                "try again in a moment.",
                what=what,
                need=size_text(need),
            )
        _claims.append(need)
    try:
        yield
    finally:
        with _claiming:
            _claims.remove(need)


def _cgroups() -> Iterator[Path]:
    """The folders of the control groups we are in, from the innermost out; none but on Linux."""
    try:
        lines = _OWN_CGROUP.read_text().splitlines()
    except OSError:
        return
    for line in lines:
        _, kinds, path = line.split(":", 2)
        if kinds and "memory" not in kinds.split(","):
            continue
        top = _CGROUPS / "memory" if kinds else _CGROUPS
        inner = top / path.lstrip("/")
        yield from (one for one in (inner, *inner.parents) if one.is_relative_to(top))


def _first_number(folder: Path, names: Iterable[str]) -> int | None:
    """What the first of these files that is there says; None where none does, or "max"."""
    for name in names:
        try:
            return int((folder / name).read_text())
        except (OSError, ValueError):
            continue
    return None


def _given_back(folder: Path) -> int:
    """Bytes of files that a group counts as used, and gives back when they are wanted."""
    try:
        told = dict(line.split() for line in (folder / "memory.stat").read_text().splitlines())
        return int(told.get("total_inactive_file", told.get("inactive_file", 0)))
    except (OSError, ValueError):
        return 0
