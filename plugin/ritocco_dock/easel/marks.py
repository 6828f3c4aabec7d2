"""What is drawn with, and is no part of a picture: lines, frames, the chequer behind."""

from __future__ import annotations

from ..qt import Qt, QtCore, QtGui

_SQUARES: dict[int, QtGui.QPixmap] = {}


def squares(side: int) -> QtGui.QPixmap:
    """The chequer behind what is transparent; `side` of a square in pixels of the screen."""
    if side not in _SQUARES:
        pixmap = QtGui.QPixmap(2 * side, 2 * side)
        pixmap.fill(QtGui.QColor(204, 204, 204))
        painter = QtGui.QPainter(pixmap)
        for x, y in ((0, 0), (side, side)):
            painter.fillRect(x, y, side, side, QtGui.QColor(238, 238, 238))
        painter.end()
        _SQUARES[side] = pixmap
    return _SQUARES[side]


def draw_line(painter: QtGui.QPainter, path: QtGui.QPainterPath, ratio: float) -> None:
    """A thin line that shows on light and on dark."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QtGui.QPen(QtGui.QColor(0, 0, 0, 170), 3 * ratio))
    painter.drawPath(path)
    painter.setPen(QtGui.QPen(QtGui.QColor(255, 255, 255, 230), ratio))
    painter.drawPath(path)


def draw_frame(
    painter: QtGui.QPainter, rect: QtCore.QRectF, colour: QtGui.QColor, ratio: float, minor: bool
) -> None:
    """A dashed box, thinner where it is a `minor` one."""
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QtGui.QPen(QtGui.QColor(0, 0, 0, 120), (2 if minor else 4) * ratio))
    painter.drawRect(rect)
    painter.setPen(QtGui.QPen(colour, (1 if minor else 2) * ratio, Qt.PenStyle.DashLine))
    painter.drawRect(rect)
