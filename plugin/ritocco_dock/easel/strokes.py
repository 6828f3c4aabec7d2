"""A stroke of the round brush: where it went, as levels, and what it does to what is below.

A stroke covers no point twice: its levels are the highest of its dabs. So a stroke at half
opacity is even, and a soft edge stays soft however slowly the hand moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, pi

from ..geometry import Box
from ..qt import Qt, QtCore, QtGui
from .compose import as_alpha, over
from .raster import LEVELS, Edit, Raster

_Mode = QtGui.QPainter.CompositionMode


class Stroke:
    """The levels a brush leaves. Points are in pixels of the canvas."""

    def __init__(self, size: float, hardness: float, inside: Raster | None = None) -> None:
        """`size` diameter in pixels, `hardness` 0..1, `inside` the selection that holds it."""
        self._size, self._hardness, self._inside = size, hardness, inside
        self._edit = Edit(Raster(LEVELS))
        self._last: tuple[QtCore.QPointF, float] | None = None
        self._rest = 0.0

    @property
    def raster(self) -> Raster:
        """The levels so far."""
        return self._edit.raster()

    def to(self, point: QtCore.QPointF, pressure: float = 1.0) -> Box:
        """Go on to a point; what it may have changed."""
        if self._last is None:
            self._last = (point, pressure)
            return self._dab(point, pressure)
        start, first = self._last
        path = point - start
        length = hypot(path.x(), path.y())
        step = max(0.5, self._size * 0.08 * max(0.15, min(first, pressure)))
        changed = Box(0, 0, 0, 0)
        at = step - self._rest
        while at <= length:
            share = at / length
            changed |= self._dab(start + path * share, first + (pressure - first) * share)
            at += step
        self._rest = length - (at - step)
        self._last = (point, pressure)
        return changed

    def _dab(self, centre: QtCore.QPointF, pressure: float) -> Box:
        radius = max(0.5, self._size * pressure / 2)
        left, top = int((centre.x() - radius) // 1) - 1, int((centre.y() - radius) // 1) - 1
        box = Box(left, top, int(2 * radius) + 4, int(2 * radius) + 4)
        brush = _soft(centre, radius, self._hardness)
        for whole, tile in self._edit.tiles(box):
            painter = QtGui.QPainter(tile)
            painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
            painter.setCompositionMode(_Mode.CompositionMode_Lighten)
            painter.translate(-whole.x, -whole.y)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(brush)
            painter.drawEllipse(centre, radius, radius)
            painter.end()
        return box

    def alpha(self, levels: Raster, box: Box) -> QtGui.QImage:
        """How much of the stroke (its `levels` so far) shows in a box; nothing outside `inside`."""
        image = levels.image(box)
        if self._inside is not None:
            image = image.copy()
            painter = QtGui.QPainter(image)
            painter.setCompositionMode(_Mode.CompositionMode_Multiply)
            painter.drawImage(0, 0, self._inside.image(box))
            painter.end()
        return as_alpha(image)


def _soft(centre: QtCore.QPointF, radius: float, hardness: float) -> QtGui.QBrush:
    if hardness >= 0.99:
        return QtGui.QBrush(Qt.GlobalColor.white)
    gradient = QtGui.QRadialGradient(centre, radius)
    for step in range(9):
        level = round(255 * (0.5 + 0.5 * cos(pi * step / 8)))
        place = hardness + (1 - hardness) * step / 8
        gradient.setColorAt(place, QtGui.QColor(level, level, level))
    return QtGui.QBrush(gradient)


@dataclass(frozen=True)
class Ink:
    """What a stroke lays on: a colour in the document's numbers, or nothing (`erase`)."""

    colour: QtGui.QColor
    opacity: float = 1.0
    erase: bool = False


def painted(base: Raster, now: Raster, stroke: Stroke, box: Box, ink: Ink) -> Raster:
    """`now` with what a stroke does to `base` in `box`. Bytes the stroke does not touch stay.

    `base` is what was there before the stroke began: a stroke is laid on once, not dab by dab.
    """
    edit, levels = Edit(now), stroke.raster
    for whole, tile in edit.tiles(box):
        part = whole & box
        alpha, below = stroke.alpha(levels, part), base.image(part)
        if base.kind is LEVELS:
            changed = _on_levels(below, alpha, ink)
        else:
            wet = _wet(alpha, ink.colour, base.kind.mixing)
            changed = over(below, wet, alpha, base.kind, ink.opacity, ink.erase)
        painter = QtGui.QPainter(tile)
        painter.setCompositionMode(_Mode.CompositionMode_Source)
        painter.drawImage(part.x - whole.x, part.y - whole.y, changed)
        painter.end()
    return edit.raster()


def _on_levels(below: QtGui.QImage, alpha: QtGui.QImage, ink: Ink) -> QtGui.QImage:
    """A mask: painted with the colour's lightness; erasing hides."""
    level = 0 if ink.erase else QtGui.qGray(ink.colour.rgb())
    shade = QtGui.QColor(level, level, level)
    image = below.copy()
    painter = QtGui.QPainter(image)
    painter.setOpacity(ink.opacity)
    painter.drawImage(0, 0, _wet(alpha, shade, QtGui.QImage.Format.Format_RGBA8888_Premultiplied))
    painter.end()
    return image


def _wet(alpha: QtGui.QImage, colour: QtGui.QColor, form: QtGui.QImage.Format) -> QtGui.QImage:
    """A colour, as opaque as `alpha` says."""
    ink = QtGui.QImage(alpha.size(), form)
    ink.fill(colour)
    painter = QtGui.QPainter(ink)
    painter.setCompositionMode(_Mode.CompositionMode_DestinationIn)
    painter.drawImage(0, 0, alpha)
    painter.end()
    return ink
