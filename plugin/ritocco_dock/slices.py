"""Long work in short turns of the event loop, so that the editor stays alive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

from .errors import DockError
from .pending import Pending
from .qt import QObject, QTimer, Signal

TURN_SECONDS = 0.008
"""After so long the editor gets its turn; a single step should take no longer."""
FIRST_PIXELS = 2**16
MOST_PIXELS = 2**22


Steps = Iterator["Pending[Any] | None"]
"""Work in steps; each says what the next one has to wait for, or None."""


class Slices(QObject):
    """Runs a generator step by step. One of `done` and `failed` comes, unless it was cancelled."""

    done = Signal()
    failed = Signal(object)
    """A `DockError` that the generator raised."""

    def __init__(self, steps: Steps, parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Steps | None = steps
        QTimer.singleShot(0, self._turn)

    def cancel(self) -> None:
        """No further step is done, and no signal comes."""
        self._steps = None
        self.deleteLater()

    def _end(self, tell: Callable[..., None], *what: DockError) -> None:
        if self._steps is not None:  # else it was cancelled inside its last step
            self.cancel()
            tell(*what)

    def _turn(self) -> None:
        end = perf_counter() + TURN_SECONDS
        while self._steps is not None:
            try:
                awaited = next(self._steps)
            except StopIteration:
                self._end(self.done.emit)
                return
            except DockError as error:
                self._end(self.failed.emit, error)
                return
            if awaited is not None and not awaited.is_settled:
                awaited.settled.connect(self._turn)
                return
            if perf_counter() >= end:
                QTimer.singleShot(0, self._turn)
                return


class StepSize:
    """How many pixels to handle in one step: as many as fit in a turn, learnt on the way."""

    def __init__(self) -> None:
        self.pixels = FIRST_PIXELS

    def rows(self, width: int) -> int:
        """Rows of this width for the next step, at least 1."""
        return max(1, self.pixels // max(1, width))

    def took(self, seconds: float) -> None:
        """Learn from the step just done."""
        if seconds < TURN_SECONDS / 3:
            self.pixels = min(MOST_PIXELS, self.pixels * 2)
        elif seconds > TURN_SECONDS:
            self.pixels = max(1024, self.pixels // 2)
