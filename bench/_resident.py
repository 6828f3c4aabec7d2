"""Memory of this process, as Linux tells it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread


def memory(which: str) -> int:
    """Bytes of this process: VmRSS now, VmHWM the most since it was last forgotten."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(which)).split()[1]) * 1024


def forget_peak() -> None:
    """Let VmHWM start anew from what is held now."""
    Path("/proc/self/clear_refs").write_text("5")


@contextmanager
def most(which: str) -> Iterator[list[int]]:
    """Within it the most of `which` is looked for, a thousand times a second: its one element.

    VmHWM counts what a file is mapped to as well, which the system takes back where it is short.
    """
    seen, ended = [memory(which)], Event()

    def look() -> None:
        while not ended.wait(0.001):
            seen[0] = max(seen[0], memory(which))

    looking = Thread(target=look)
    looking.start()
    try:
        yield seen
    finally:
        ended.set()
        looking.join()
