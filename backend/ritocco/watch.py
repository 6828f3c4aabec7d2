"""How work in progress speaks to whoever waits for it: progress out, cancel in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from time import perf_counter
from typing import Any

from ritocco.errors import Cancelled


class Watch:
    """Given to every piece of long work; the work calls `step` often (at least each second).

    `report(fraction, text)` is called with the overall fraction done (0..1, never falling)
    and a few words on what is being done. `part` hands a sub-range on to a callee, so that a
    callee reports 0..1 and need not know where it stands in the whole. `show`, where there is
    one, takes small previews: (h, w, 3) in sRGB, 8 bits.
    """

    def __init__(
        self,
        report: Callable[[float, str], None] | None = None,
        cancelled: Event | None = None,
        show: Callable[[Any], None] | None = None,
    ) -> None:
        self._report = report or (lambda fraction, text: None)
        self._cancelled = cancelled or Event()
        self.show = show
        self._start, self._end = 0.0, 1.0
        self._loading = [0.0]  # seconds, shared with all parts

    @property
    def loaded(self) -> float:
        """Seconds that loading took so far, in all parts of this work."""
        return self._loading[0]

    @contextmanager
    def loading(self) -> Iterator[None]:
        """What is done within is loading, which is no part of how fast something works."""
        began = perf_counter()
        try:
            yield
        finally:
            self._loading[0] += perf_counter() - began

    @property
    def is_cancelled(self) -> bool:
        """Whether the artist has asked to stop; for work that cannot call `step` meanwhile."""
        return self._cancelled.is_set()

    def part(self, start: float, end: float) -> Watch:
        """A watch whose 0..1 is `start..end` of this one."""
        child = Watch(self._report, self._cancelled, self.show)
        child._loading = self._loading
        span = self._end - self._start
        child._start = self._start + span * start
        child._end = self._start + span * end
        return child

    def quiet(self) -> Watch:
        """A watch that takes the same cancel and reports nothing."""
        child = Watch(cancelled=self._cancelled)
        child._loading = self._loading
        return child

    def check(self) -> None:
        """Raise Cancelled when the artist has asked to stop; reports nothing."""
        if self._cancelled.is_set():
            raise Cancelled("Cancelled. Nothing was changed.")

    def step(self, fraction: float, text: str) -> None:
        """Report progress. Raises Cancelled when the artist has asked to stop."""
        self.check()
        fraction = min(max(fraction, 0.0), 1.0)
        self._report(self._start + (self._end - self._start) * fraction, text)
