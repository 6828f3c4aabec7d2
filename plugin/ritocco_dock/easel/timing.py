"""Timers, and work in slices between events."""

from __future__ import annotations

from collections.abc import Callable, Generator
from time import perf_counter
from typing import Generic, TypeVar

from ..qt import QObject, QTimer

SLICE = 0.008
"""Seconds of work between two looks at the event loop."""
Found = TypeVar("Found")


def timer(
    parent: QObject, milliseconds: int, act: Callable[[], object], once: bool = False
) -> QTimer:
    """A timer that is not yet running."""
    made = QTimer(parent)
    made.setInterval(milliseconds)
    made.setSingleShot(once)
    made.timeout.connect(act)
    return made


class Patience(QObject, Generic[Found]):
    """Work in small steps, done in slices; `then` is called with what the work returns.

    It ends with its parent: nothing is called that is gone.
    """

    def __init__(
        self, work: Generator[None, None, Found], then: Callable[[Found], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._work, self._then = work, then
        self._timer = timer(self, 0, self._turn)
        self._timer.start()

    @property
    def busy(self) -> bool:
        """Whether it is not done yet."""
        return self._timer.isActive()

    def stop(self) -> None:
        """Give it up."""
        self._timer.stop()

    def finish(self) -> None:
        """Do all the rest now."""
        while self.busy:
            self._step()

    def _turn(self) -> None:
        until = perf_counter() + SLICE
        while self.busy and perf_counter() < until:
            self._step()

    def _step(self) -> None:
        try:
            next(self._work)
        except StopIteration as end:
            self._timer.stop()
            self._then(end.value)
