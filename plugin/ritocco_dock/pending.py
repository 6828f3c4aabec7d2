"""Answers that come later: an editor in another process cannot be asked and answered at once."""

from __future__ import annotations

from collections.abc import Generator
from typing import Generic, TypeVar

from .errors import DockError
from .qt import QObject, Signal

Value = TypeVar("Value")


class Pending(QObject, Generic[Value]):
    """Stands for an answer that is on its way; settled once, by whoever made it.

    Whoever waits may stop waiting: then the answer reaches nobody, and does no harm.
    """

    settled = Signal()
    """The answer, or an error in its place, is here now."""

    def __init__(self) -> None:
        super().__init__()
        self._answers: list[Value] = []
        self._error: DockError | None = None

    @property
    def is_settled(self) -> bool:
        """Whether `result` can be asked for."""
        return bool(self._answers) or self._error is not None

    def arrive(self, answer: Value) -> None:
        """Here it is. What comes after the first is left."""
        if not self.is_settled:
            self._answers.append(answer)
            self.settled.emit()

    def fail(self, error: DockError) -> None:
        """It will not come."""
        if not self.is_settled:
            self._error = error
            self.settled.emit()

    def result(self) -> Value:
        """The answer. Raises the `DockError` that came in its place."""
        if self._error is not None:
            raise self._error
        return self._answers[0]


def arrived(answer: Value | Pending[Value]) -> Generator[Pending[Value] | None, None, Value]:
    """Inside steps of `slices.Slices`: `pixels = yield from arrived(snapshot.pixels(box))`.

    What is here is handed on at once, without a step of its own.
    """
    if not isinstance(answer, Pending):
        return answer
    yield answer
    return answer.result()
