"""The line around a selection: where it crosses one half, as marching dashes.

The levels are drawn as the screen sees them, then compared with themselves moved by one pixel.
Whole integers do that in a millisecond or two, at any shape and softness.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..geometry import Box
from ..qt import QtCore, QtGui
from .raster import Raster

_HALF = bytes(255 if level >= 128 else 0 for level in range(256))
_Mode = QtGui.QPainter.CompositionMode
DASH = 4
"""Length of a dash in pixels of the screen."""


@dataclass(frozen=True)
class View:
    """How the canvas lies on the screen, in pixels of the screen (device pixels).

    corner  the point of the canvas at the view's corner
    zoom    pixels of the screen for one of the canvas
    """

    corner: QtCore.QPointF
    zoom: float
    width: int
    height: int

    def to_screen(self, point: QtCore.QPointF) -> QtCore.QPointF:
        """A point of the canvas on the screen."""
        return (point - self.corner) * self.zoom

    def to_canvas(self, point: QtCore.QPointF) -> QtCore.QPointF:
        """A point of the screen on the canvas."""
        return point / self.zoom + self.corner

    def rect(self, box: Box) -> QtCore.QRectF:
        """A box of the canvas on the screen, its edges on whole pixels."""
        near = self.to_screen(QtCore.QPointF(box.x, box.y))
        far = self.to_screen(QtCore.QPointF(box.right, box.bottom))
        left, top = round(near.x()), round(near.y())
        return QtCore.QRectF(left, top, round(far.x()) - left, round(far.y()) - top)

    @property
    def seen(self) -> Box:
        """The part of the canvas's plane that is on the screen, in whole pixels."""
        near = self.corner
        far = self.to_canvas(QtCore.QPointF(self.width, self.height))
        return Box.between(
            int(near.x() // 1), int(near.y() // 1), int(-(-far.x() // 1)), int(-(-far.y() // 1))
        )


@dataclass(frozen=True)
class Outline:
    """The line of a selection as the screen sees it."""

    place: QtCore.QPoint
    edge: QtGui.QImage
    levels: QtGui.QImage

    def dashes(self, phase: int, ratio: float = 1.0) -> QtGui.QImage:
        """The line in dashes, black and white, moved by `phase` pixels."""
        image = QtGui.QImage(self.edge.size(), QtGui.QImage.Format.Format_ARGB32_Premultiplied)
        painter = QtGui.QPainter(image)
        painter.setCompositionMode(_Mode.CompositionMode_Source)
        painter.setBrushOrigin(phase, 0)
        painter.fillRect(image.rect(), QtGui.QBrush(_stripes(max(2, round(DASH * ratio)))))
        painter.setCompositionMode(_Mode.CompositionMode_DestinationIn)
        painter.drawImage(0, 0, self.edge)
        painter.end()
        return image

    def veil(self, colour: QtGui.QColor) -> QtGui.QImage:
        """A colour over all that is not selected, as thin as the selection is soft."""
        image = QtGui.QImage(self.levels.size(), QtGui.QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(colour)
        outside = self.levels.copy()
        outside.invertPixels()
        outside.reinterpretAsFormat(QtGui.QImage.Format.Format_Alpha8)
        painter = QtGui.QPainter(image)
        painter.setCompositionMode(_Mode.CompositionMode_DestinationIn)
        painter.drawImage(0, 0, outside)
        painter.end()
        return image


_STRIPES: dict[int, QtGui.QPixmap] = {}


def _stripes(dash: int) -> QtGui.QPixmap:
    """Diagonal stripes, so that a line of any direction is dashed."""
    if dash not in _STRIPES:
        side = 2 * dash
        image = QtGui.QImage(side, side, QtGui.QImage.Format.Format_RGB32)
        for y in range(side):
            for x in range(side):
                white = (x + y) % side < dash
                image.setPixelColor(x, y, QtGui.QColor("white" if white else "black"))
        _STRIPES[dash] = QtGui.QPixmap.fromImage(image)
    return _STRIPES[dash]


def outline(selection: Raster, view: View, thick: int = 1) -> Outline | None:
    """The line of a selection, `thick` pixels of the screen; None where none of it is in view."""
    screen = Box(0, 0, view.width, view.height)
    rect = view.rect(selection.box)
    found = Box(int(rect.x()), int(rect.y()), int(rect.width()), int(rect.height()))
    area = Box.between(found.x - 2, found.y - 2, found.right + 2, found.bottom + 2)
    area &= Box.between(-2, -2, screen.right + 2, screen.bottom + 2)
    if not area:
        return None
    width = -(-area.width // 4) * 4  # rows without padding
    levels = QtGui.QImage(width, area.height, QtGui.QImage.Format.Format_Grayscale8)
    levels.fill(0)
    painter = QtGui.QPainter(levels)
    painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform, view.zoom < 1)
    for box, tile in selection.within(view.seen):
        painter.drawImage(view.rect(box).translated(-area.x, -area.y), tile)
    painter.end()
    pointer = levels.constBits()
    assert pointer is not None
    inside = pointer.asstring(levels.sizeInBytes()).translate(_HALF)
    whole = int.from_bytes(inside, "little")
    moved = (whole ^ (whole << 8)) | (whole ^ (whole << 8 * width))
    for _ in range(thick - 1):
        moved |= (moved << 8) | (moved << 8 * width)
    size = len(inside)
    edges = moved.to_bytes(size + thick * (width + 1), "little")[:size]
    # The first row and column were compared with nothing, or with the row before.
    clean = bytes(width) + edges[width:]
    edge = QtGui.QImage(clean, width, area.height, width, QtGui.QImage.Format.Format_Alpha8)
    return Outline(QtCore.QPoint(area.x, area.y), edge.copy(), levels)
