"""The line of a model: symbol, title, size, and how it stands; it opens what is below."""

from __future__ import annotations

from ..qt import Qt, QtCore, QtGui, QtWidgets
from .look import Meaning, Role, colour, drawn_focus, faint, line, quiet
from .symbols import drawn

_Rect = QtCore.QRectF


class ModelHead(QtWidgets.QAbstractButton):
    """Draws itself in two lines; a long title ends in "…" before the size does."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._symbol, self._meaning = "get", None  # type: str, Meaning | None
        self.figure = self.words = ""
        self.faint = False
        """Whether the title is quiet too: nothing can be done with the model."""
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Fixed)

    def show_words(
        self, title: str, figure: str, words: str, symbol: tuple[str, Meaning | None]
    ) -> None:
        """Title, the number at its right, the quiet line below, symbol and its meaning."""
        self.setText(title)
        self.figure, self.words = figure, words
        self._symbol, self._meaning = symbol
        self.setAccessibleName(", ".join(part for part in (title, figure, words) if part))
        self.setToolTip(f"{title}\n{words}" if words else title)
        self.update()

    def sizeHint(self) -> QtCore.QSize:
        """Two lines with air around them."""
        return QtCore.QSize(line(self) * 8, round(line(self) * 2.75))

    def minimumSizeHint(self) -> QtCore.QSize:
        """Narrow docks are fine."""
        return self.sizeHint()

    def keyPressEvent(self, event: QtGui.QKeyEvent | None) -> None:
        """Return opens too, as in a list."""
        if event is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """Draws itself in the palette."""
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        high, palette, metrics = line(self), self.palette(), self.fontMetrics()
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(faint(palette))
            painter.drawRoundedRect(_Rect(self.rect()), 3, 3)
        gap, start = high * 0.4, high * 1.7
        top = (self.height() - 2.1 * high) / 2
        ink = colour(self._meaning, palette) if self._meaning else quiet(palette)
        drawn(painter, self._symbol, _Rect(gap, top + high * 0.5, high, high), ink)
        right = self.width() - gap
        beside = metrics.horizontalAdvance(self.figure)
        elide = Qt.TextElideMode.ElideRight
        title = metrics.elidedText(self.text(), elide, round(right - start - beside - gap))
        painter.setPen(quiet(palette) if self.faint else palette.color(Role.WindowText))
        self._write(painter, _Rect(start, top, right - start, high), title)
        painter.setPen(quiet(palette))
        self._write(painter, _Rect(right - beside - 1, top, beside + 2, high), self.figure)
        if self._meaning is Meaning.BAD:
            painter.setPen(colour(Meaning.BAD, palette))
        words = metrics.elidedText(self.words, elide, round(right - start))
        self._write(painter, _Rect(start, top + high * 1.1, right - start, high), words)
        drawn_focus(painter, self)

    @staticmethod
    def _write(painter: QtGui.QPainter, rect: QtCore.QRectF, text: str) -> None:
        option = QtGui.QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        option.setWrapMode(QtGui.QTextOption.WrapMode.NoWrap)
        painter.drawText(rect, text, option)
