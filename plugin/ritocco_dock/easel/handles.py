"""Handles on a frame: eight to pull at, in the corners and in the middle of the sides."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, degrees, hypot

from ..qt import Qt, QtCore, QtGui

REACH = 9.0
"""Pixels of the screen within which a handle is hit."""
_SIDE = 9.0
_CURSORS = (
    Qt.CursorShape.SizeHorCursor,
    Qt.CursorShape.SizeFDiagCursor,
    Qt.CursorShape.SizeVerCursor,
    Qt.CursorShape.SizeBDiagCursor,
)


@dataclass(frozen=True)
class Handle:
    """Where it is on the square from -1 to 1."""

    x: int
    y: int


HANDLES = tuple(
    Handle(x, y) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1), (0, -1), (1, 0), (0, 1), (-1, 0))
)
"""Corners first: on a small frame they are the ones that are hit."""


def corners(frame: QtGui.QTransform) -> QtGui.QPolygonF:
    """The outline of a frame, which maps the square from -1 to 1."""
    return QtGui.QPolygonF([_at(frame, handle) for handle in HANDLES[:4]])


def handle_at(frame: QtGui.QTransform, point: QtCore.QPointF, reach: float) -> Handle | None:
    """The handle that a point hits within `reach`; the nearest of them."""
    found = [(_distance(_at(frame, handle), point), at) for at, handle in enumerate(HANDLES)]
    distance, at = min(found)
    return HANDLES[at] if distance <= reach else None


def is_inside(frame: QtGui.QTransform, point: QtCore.QPointF) -> bool:
    """Whether a point lies on the frame."""
    return bool(corners(frame).containsPoint(point, Qt.FillRule.WindingFill))


def cursor_of(frame: QtGui.QTransform, handle: Handle) -> Qt.CursorShape:
    """The arrows that point the way a handle can be pulled."""
    way = _at(frame, handle) - frame.map(QtCore.QPointF(0, 0))
    return _CURSORS[round(degrees(atan2(way.y(), way.x())) / 45) % 4]


def draw_handles(painter: QtGui.QPainter, frame: QtGui.QTransform, ratio: float) -> None:
    """A frame of the screen with its handles; they show on light and on dark."""
    outline = corners(frame)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((QtGui.QColor(0, 0, 0, 150), 3.0), (QtGui.QColor("white"), 1.2)):
        painter.setPen(QtGui.QPen(colour, width * ratio))
        painter.drawPolygon(outline)
    painter.setPen(QtGui.QPen(QtGui.QColor(0, 0, 0, 190), ratio))
    painter.setBrush(QtGui.QColor("white"))
    side = _SIDE * ratio
    for handle in HANDLES:
        at = _at(frame, handle)
        painter.drawRect(QtCore.QRectF(at.x() - side / 2, at.y() - side / 2, side, side))


def draw_label(painter: QtGui.QPainter, at: QtCore.QPointF, text: str, ratio: float) -> None:
    """Words on a dark ground, with their upper left corner near a point of the screen."""
    font = painter.font()
    font.setPixelSize(round(12 * ratio))
    painter.setFont(font)
    box = QtCore.QRectF(painter.fontMetrics().boundingRect(text))
    ground = QtCore.QRectF(
        at.x(), at.y() + 10 * ratio, box.width() + 14 * ratio, box.height() + 6 * ratio
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QtGui.QColor(20, 20, 24, 200))
    painter.drawRoundedRect(ground, 4 * ratio, 4 * ratio)
    painter.setPen(QtGui.QColor("white"))
    painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, text)


def _at(frame: QtGui.QTransform, handle: Handle) -> QtCore.QPointF:
    return frame.map(QtCore.QPointF(handle.x, handle.y))


def _distance(one: QtCore.QPointF, other: QtCore.QPointF) -> float:
    return hypot(one.x() - other.x(), one.y() - other.y())
