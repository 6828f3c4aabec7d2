"""A frame around the dock while something is dragged over it that it would take."""

from __future__ import annotations

from ..qt import Qt, QtCore, QtGui, QtWidgets
from .look import Role


class DropFrame(QtWidgets.QWidget):
    """Lies over all of its parent; the mouse does not feel it."""

    def __init__(self, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_frame(self, shown: bool) -> None:
        """Be there, or not."""
        parent = self.parentWidget()
        if shown and parent is not None:
            self.setGeometry(parent.rect())
            self.raise_()
        self.setVisible(shown)

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """A line in the colour of what is chosen, and a breath of it within."""
        painter, ink = QtGui.QPainter(self), self.palette().color(Role.Highlight)
        ground = QtGui.QColor(ink)
        ground.setAlphaF(0.12)
        painter.fillRect(self.rect(), ground)
        painter.setPen(QtGui.QPen(ink, 3))
        painter.drawRect(QtCore.QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5))
