"""A section that is folded until it is wanted; folded, it says in a few words how it stands."""

from __future__ import annotations

from ..qt import Qt, QtCore, QtGui, QtWidgets, Signal
from .look import Role, drawn_focus, faint, line, quiet


class FoldHead(QtWidgets.QAbstractButton):
    """The line that folds: arrow, title, and the summary at its right."""

    def __init__(self, title: str, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(title)
        self.setAccessibleName(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.summary = ""
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Fixed)

    def sizeHint(self) -> QtCore.QSize:
        """A line with air around it."""
        return QtCore.QSize(line(self) * 6, round(line(self) * 1.5))

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """Draws itself in the palette."""
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        high, palette = line(self), self.palette()
        if self.underMouse():
            painter.fillRect(self.rect(), faint(palette))
        painter.fillRect(0, 0, self.width(), 1, faint(palette))
        centre = QtCore.QPointF(high * 0.55, self.height() / 2)
        arrow = [(-0.12, -0.22), (0.14, 0), (-0.12, 0.22)]
        if self.isChecked():
            arrow = [(-0.24, -0.1), (0, 0.16), (0.24, -0.1)]
        pen = QtGui.QPen(quiet(palette), max(1.3, high / 12))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPolyline(
            QtGui.QPolygonF([centre + QtCore.QPointF(x * high, y * high) for x, y in arrow])
        )
        painter.setPen(palette.color(Role.WindowText))
        start = round(high * 1.15)
        title = self.fontMetrics().horizontalAdvance(self.text())
        middle = Qt.AlignmentFlag.AlignVCenter
        rect = QtCore.QRectF(start, 0, self.width() - start, self.height())
        painter.drawText(rect, self.text(), QtGui.QTextOption(middle | Qt.AlignmentFlag.AlignLeft))
        room = self.width() - start - title - high
        if self.summary and not self.isChecked() and room > high * 2:
            painter.setPen(quiet(palette))
            fitting = self.fontMetrics().elidedText(self.summary, Qt.TextElideMode.ElideRight, room)
            rect = QtCore.QRectF(self.width() - room - high * 0.3, 0, room, self.height())
            painter.drawText(rect, fitting, QtGui.QTextOption(middle | Qt.AlignmentFlag.AlignRight))
        drawn_focus(painter, self)


class Fold(QtWidgets.QWidget):
    """Head and content."""

    opened = Signal(bool)

    def __init__(
        self,
        title: str,
        tip: str,
        content: QtWidgets.QWidget,
        parent: QtWidgets.QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tip = tip
        self.head = FoldHead(title)
        self.head.setToolTip(tip)
        self.content = content
        box = QtWidgets.QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self.head)
        box.addWidget(content)
        content.setVisible(False)
        self.head.toggled.connect(self._turn)

    def _turn(self, is_open: bool) -> None:
        self.content.setVisible(is_open)
        self.opened.emit(is_open)

    def is_open(self) -> bool:
        """Whether the content shows."""
        return self.head.isChecked()

    def open(self, is_open: bool = True) -> None:
        """Unfold, or fold."""
        self.head.setChecked(is_open)

    def set_title(self, title: str) -> None:
        """Another title, which shows open and folded."""
        if title != self.head.text():
            self.head.setText(title)
            self.head.setAccessibleName(title)

    def set_summary(self, text: str) -> None:
        """A few words on how it stands, shown while it is folded."""
        self.head.summary = text
        self.head.setToolTip("\n".join(part for part in (self._tip, text) if part))
        self.head.update()
