"""Long work in short turns of the event loop, so that the editor stays alive."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

from .errors import DockError
from .qt import QObject, QTimer, Signal

TURN_SECONDS = 0.008
"""After so long the editor gets its turn; a single step should take no longer."""
FIRST_PIXELS = 2**16
MOST_PIXELS = 2**22


class Slices(QObject):
    """Runs a generator step by step. One of `done` and `failed` comes, unless it was cancelled."""

    done = Signal()
    failed = Signal(object)
    """A `DockError` that the generator raised."""

    def __init__(self, steps: Iterator[None], parent: QObject) -> None:
        super().__init__(parent)
        self._steps: Iterator[None] | None = steps
        QTimer.singleShot(0, self._turn)

    def cancel(self) -> None:
        """No further step is done, and no signal comes."""
        self._steps = None
        self.deleteLater()

    def _turn(self) -> None:
        end = perf_counter() + TURN_SECONDS
        while self._steps is not None:
            try:
                next(self._steps)
            except StopIteration:
                self.cancel()
                self.done.emit()
                return
            except DockError as error:
                self.cancel()
                self.failed.emit(error)
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
