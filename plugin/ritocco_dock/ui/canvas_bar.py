"""The bar that lies over a canvas while a result is shown there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..qt import Qt, QtCore, QtGui, QtWidgets
from ..session.session import Session
from ..words import say
from .candidates import Candidates
from .look import Role, faint, line, mixed
from .plan_view import FittedLabel
from .result_bar import ResultBar
from .symbols import SymbolButton

_AIR = 12
"""Pixels between the bar and the edge of what it lies on."""


_WIDE = 24
"""Lines of text that it is wide, where there is room."""


class CanvasBar(QtWidgets.QFrame):
    """Candidates, the row of buttons, and a line that says how things stand.

    It lies at the bottom, in the middle; where it would hide the middle of the result it goes to
    the top, but never from under the pointer.
    """

    def __init__(
        self,
        session: Session,
        middle: Callable[[], QtCore.QPointF | None],
        parent: QtWidgets.QWidget,
    ) -> None:
        """`middle`: where the middle of the shown result is on `parent`; None: not known."""
        super().__init__(parent)
        self._session, self._middle = session, middle
        self.setObjectName("RitoccoCanvasBar")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.candidates, self.row, self.words = Candidates(), ResultBar(), FittedLabel()
        self.leave = SymbolButton(
            "close", say("Look no longer"), say("Looks no longer; the result is kept (Esc).")
        )
        self.row.show_session(session)
        for button in self.row.findChildren(QtWidgets.QAbstractButton):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard stays with the canvas
        self.leave.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.leave.clicked.connect(lambda: session.show(""))
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.row, 1)
        row.addWidget(self.leave)
        box = QtWidgets.QVBoxLayout(self)
        gap = line(self) // 2
        box.setContentsMargins(gap, gap, gap, gap)
        box.setSpacing(max(3, gap // 2))
        box.addWidget(self.candidates)
        box.addLayout(row)
        box.addWidget(self.words)
        for signal in self._signals():
            signal.connect(self.refresh)
        parent.installEventFilter(self)
        self.refresh()
        self.show()
        self.raise_()

    def _signals(self) -> list[Any]:  # signals have no type
        session = self._session
        return [
            session.shown_changed,
            session.armed_changed,
            session.results_changed,
            session.thumbnail_changed,
            session.applying_changed,
        ]

    def end(self) -> None:
        """Go, and let go of the session."""
        self.row.show_session(None)
        for signal in self._signals():
            signal.disconnect(self.refresh)
        self.hide()
        self.deleteLater()

    def refresh(self, *_: object) -> None:
        """Show how things stand, and lie in the right place."""
        self.candidates.show_session(self._session, self._width() - line(self))
        self.words.setText(_told(self._session))
        self.words.setToolTip(self.words.text())
        lines = 1 if self._width() >= line(self) * _WIDE else 2  # of one height in all states
        self.words.setFixedHeight(self.words.fontMetrics().lineSpacing() * lines)
        self.put()

    def put(self) -> None:
        """Lie in the right place."""
        parent, layout = self.parentWidget(), self.layout()
        if parent is None or layout is None:
            return
        layout.activate()
        size = QtCore.QSize(self._width(), layout.sizeHint().height())
        left = max(0, (parent.width() - size.width()) // 2)
        bottom = QtCore.QPoint(left, max(0, parent.height() - size.height() - _AIR))
        place = QtCore.QRect(bottom, size)
        middle, other = self._middle(), QtCore.QRect(QtCore.QPoint(left, _AIR), size)
        if middle is not None and place.contains(middle.toPoint()):
            place = place if other.contains(middle.toPoint()) else other
        held = self.underMouse() and self.isVisible() and place.size() == self.size()
        if self.geometry() != place and not held:
            self.setGeometry(place)

    def _width(self) -> int:
        """As wide as it likes to be, and fits."""
        parent = self.parentWidget()
        room = parent.width() - 2 * _AIR if parent is not None else 0
        return max(1, min(line(self) * _WIDE, room))

    def eventFilter(self, watched: QtCore.QObject | None, event: QtCore.QEvent | None) -> bool:
        """What it lies on has another size."""
        if event is not None and event.type() == QtCore.QEvent.Type.Resize:
            self.refresh()
        return super().eventFilter(watched, event)

    def event(self, event: QtCore.QEvent | None) -> bool:
        """What the pointer does here is not the canvas' business."""
        kinds = QtCore.QEvent.Type
        own = (kinds.MouseButtonPress, kinds.MouseButtonRelease, kinds.MouseMove, kinds.Wheel)
        pen = (kinds.TabletPress, kinds.TabletRelease, kinds.TabletMove)
        done = super().event(event)
        if event is not None and event.type() in (*own, kinds.MouseButtonDblClick):
            event.accept()
            return True
        if event is not None and event.type() in pen:
            event.ignore()  # Qt makes a mouse of it
            return False
        return done

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """A sheet in the window's colour with a fine line round it, seen on any picture."""
        painter, palette = QtGui.QPainter(self), self.palette()
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        box = QtCore.QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        edge = mixed(faint(palette), palette.color(Role.WindowText), 0.25)
        painter.setPen(QtGui.QPen(edge, 1))
        painter.setBrush(palette.color(Role.Window))
        painter.drawRoundedRect(box, 6, 6)


def _told(session: Session) -> str:
    """The line below the buttons."""
    result = session.shown_result
    if result is None:
        return ""
    if session.armed == result.id:
        return say("Press again to discard this result for good.")
    if session.compares:
        return say("Before: the picture without the result.")
    if session.is_applied(result.id):
        return say("This is a layer already; applying it makes one more.")
    if result.is_picture:
        return say("A picture of its own; it opens beside this one.")
    rough = result.hints if result.rough else ()
    return " ".join([say("Shown only; not part of the picture until applied."), *rough])
