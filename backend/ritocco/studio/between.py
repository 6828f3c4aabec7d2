"""Work that is done between runs: at once where there is none, else when the last one has ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock


class Between:
    """Keeps some work and runs apart; any thread may ask, and no run waits for another.

    work  is done once for any number of times it was asked for meanwhile
    """

    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work
        self._lock = Lock()
        self._runs, self._due = 0, False

    @contextmanager
    def running(self) -> Iterator[None]:
        """A run: until its end the work waits."""
        with self._lock:
            self._runs += 1
        try:
            yield
        finally:
            with self._lock:
                self._runs -= 1
                self._done_if_due()

    def ask(self) -> None:
        """Have the work done."""
        with self._lock:
            self._due = True
            self._done_if_due()

    def _done_if_due(self) -> None:
        if self._due and not self._runs:
            self._due = False
            self._work()
