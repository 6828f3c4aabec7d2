"""The line around a selection: where it crosses one half, as marching dashes.

The levels are drawn as the screen sees them, then compared with themselves moved by one pixel.
Whole integers do that in a millisecond or two, at any shape and softness.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..geometry import Box
from ..qt import QtCore, QtGui, QtWidgets
from .raster import Raster, is_full
from .timing import timer
from .view import View

_HALF = bytes(255 if level >= 128 else 0 for level in range(256))
_Mode = QtGui.QPainter.CompositionMode
DASH = 4
"""Length of a dash in pixels of the screen."""
_STEP_MS = 120
_ROUND = 64
"""Steps after which the dashes are where they were."""
_VEIL = QtGui.QColor(214, 48, 49, 110)


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
    seen = Box(int(rect.x()), int(rect.y()), int(rect.width()), int(rect.height()))
    area = Box.between(seen.x - 2, seen.y - 2, seen.right + 2, seen.bottom + 2)
    area &= Box.between(-2, -2, screen.right + 2, screen.bottom + 2)
    if not area:
        return None
    width = -(-area.width // 4) * 4  # rows without padding
    levels = QtGui.QImage(width, area.height, QtGui.QImage.Format.Format_Grayscale8)
    levels.fill(0)
    painter = QtGui.QPainter(levels)
    painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform, view.zoom < 1)
    for box, tile in selection.within(view.seen):
        place = view.rect(box).translated(-area.x, -area.y)
        if is_full(tile):  # most of a large selection; to scale it would change nothing
            painter.fillRect(place, QtCore.Qt.GlobalColor.white)
        else:
            painter.drawImage(place, tile)
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


class Ants:
    """The marching line over one widget; it is found anew where selection or view are others."""

    def __init__(self, widget: QtWidgets.QWidget) -> None:
        self._widget = widget
        self._phase = 0
        self._found: Outline | None = None
        # Compared by the objects themselves: kept here, so that no other can take their place.
        self._of: tuple[Raster, View] | None = None
        self._march = timer(widget, _STEP_MS, self._marched)

    @property
    def marching(self) -> bool:
        """Whether there is a line."""
        return self._march.isActive()

    def paint(
        self,
        painter: QtGui.QPainter,
        selection: Raster | None,
        view: View,
        canvas: Box,
        veiled: bool,
    ) -> None:
        """Draw the line; where `veiled` also a tint over all of the canvas that is not selected.

        The painter's units are pixels of the screen.
        """
        if selection is None:
            self._march.stop()
            self._found = self._of = None
            return
        ratio = self._widget.devicePixelRatioF()
        if self._of is None or self._of[0] is not selection or self._of[1] != view:
            self._found = outline(selection, view, max(1, round(ratio)))
            self._of = selection, view
        if self._found is None:
            return
        if veiled:
            _draw_veil(painter, self._found, view.rect(canvas))
        painter.drawImage(self._found.place, self._found.dashes(self._phase, ratio))
        if not self._march.isActive():
            self._march.start()

    def _marched(self) -> None:
        self._phase = (self._phase + 1) % _ROUND
        if self._found is None or not self._widget.isVisible():
            self._march.stop()
            return
        ratio = self._widget.devicePixelRatioF()
        place = QtCore.QRectF(
            QtCore.QPointF(self._found.place) / ratio,
            QtCore.QSizeF(self._found.edge.size()) / ratio,
        )
        self._widget.update(place.toAlignedRect())


def _draw_veil(painter: QtGui.QPainter, outline: Outline, whole: QtCore.QRectF) -> None:
    place = QtCore.QRectF(QtCore.QRect(outline.place, outline.levels.size()))
    around = QtGui.QPainterPath()
    around.addRect(whole)
    around.addRect(place.intersected(whole))
    painter.fillPath(around, _VEIL)
    painter.setClipRect(whole)
    painter.drawImage(outline.place, outline.veil(_VEIL))
    painter.setClipping(False)
