"""What one press made, side by side, so that the best is found at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from ..qt import Qt, QtCore, QtGui, QtWidgets
from ..session.result import Result
from ..session.session import Session
from ..words import say
from .gallery import described
from .look import Meaning, Role, colour, faint, line, quiet
from .symbols import drawn

_LINES = 3.6
"""Lines of text that a picture is high."""


class Candidate(QtWidgets.QAbstractButton):
    """One of them: a click shows it."""

    def __init__(self, number: int, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = number
        self.result: Result | None = None
        self.image: QtGui.QImage | None = None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard stays with the canvas
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        side = round(line(self) * _LINES)
        self.setFixedSize(side, side)

    def show_result(self, result: Result, image: QtGui.QImage | None, shown: bool) -> None:
        """Another result, or its picture has come, or it is shown."""
        self.result, self.image = result, image
        self.setChecked(shown)
        self.setToolTip(described(result))
        self.setAccessibleName(say("Candidate {number}", number=self.number))
        self.update()

    def nextCheckState(self) -> None:
        """Only the session says which is shown."""

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """The picture, as large as fits; a frame round the one that is shown."""
        painter, palette = QtGui.QPainter(self), self.palette()
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform)
        room = QtCore.QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.fillRect(room, faint(palette))
        if self.image is not None and not self.image.isNull():
            size = QtCore.QSizeF(self.image.size())
            size.scale(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QtCore.QRectF(QtCore.QPointF(0, 0), size)
            place.moveCenter(room.center())
            painter.drawImage(place, self.image)
        if self.result is not None and self.result.rough:
            side = line(self) * 0.95
            mark = QtCore.QRectF(room.left() + 1, room.bottom() - side - 1, side, side)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(Role.Base))
            painter.drawEllipse(mark)
            ink = colour(Meaning.CAUTION, palette)
            drawn(painter, "warning", mark.adjusted(2, 1, -2, -3), ink)
        if self.isChecked() or self.underMouse():
            checked = self.isChecked()
            ink = palette.color(Role.Highlight) if checked else quiet(palette)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QtGui.QPen(ink, 2 if checked else 1))
            painter.drawRect(room.adjusted(-0.5, -0.5, 0.5, 0.5))


class Candidates(QtWidgets.QWidget):
    """A row of them, from the left; hidden where a press made one alone."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self.buttons: list[Candidate] = []
        self._row = QtWidgets.QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        self._row.addStretch(1)

    def show_session(self, session: Session | None, room: int) -> None:
        """What the press of the shown result made, in so many pixels of width."""
        self._session = session
        candidates = list(session.candidates) if session else []
        shown = session.shown if session else ""
        side = round(line(self) * _LINES) + self._row.spacing()
        part = _around(candidates, shown, max(1, room // side))
        while len(self.buttons) < len(part):
            button = Candidate(len(self.buttons) + 1)
            button.clicked.connect(lambda _, button=button: self._show(button))
            self._row.insertWidget(len(self.buttons), button)
            self.buttons.append(button)
        for index, button in enumerate(self.buttons):
            button.setVisible(index < len(part))
        for button, result in zip(self.buttons, part, strict=False):
            image = session.thumbnail(result.id) if session else None
            button.show_result(result, image, result.id == shown)
        self.setVisible(len(candidates) > 1)

    def _show(self, button: Candidate) -> None:
        if self._session is not None and button.result is not None:
            self._session.show(button.result.id)


def _around(candidates: Sequence[Result], shown: str, most: int) -> Sequence[Result]:
    """As many as fit, the shown one among them."""
    at = next((at for at, one in enumerate(candidates) if one.id == shown), 0)
    first = min(max(0, at - most // 2), max(0, len(candidates) - most))
    return candidates[first : first + most]
