"""Letting a result go for good: it takes two presses, wherever they come from."""

from __future__ import annotations

from collections.abc import Callable

from ..qt import QObject, QtCore, Signal

ARMED_MS = 4000
"""Milliseconds in which a second press does it."""


class Discarding(QObject):
    """Remembers the first press.

    That goes for what was applied, too: the artist may have undone that, and nobody tells.
    """

    changed = Signal()
    """`armed` is another one."""

    def __init__(self, discard: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._discard = discard
        self._armed = ""
        self._timer = QtCore.QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.disarm)

    @property
    def armed(self) -> str:
        """Id of the result that another press lets go, or ""."""
        return self._armed

    def press(self, result: str) -> None:
        """The first press on a result arms it, the second lets it go."""
        if self._armed == result:
            self.disarm()
            self._discard(result)
            return
        self._armed = result
        self._timer.start(ARMED_MS)
        self.changed.emit()

    def disarm(self) -> None:
        """It stays."""
        self._timer.stop()
        if self._armed:
            self._armed = ""
            self.changed.emit()
