"""A stroke of the round brush: where it went, as levels, and what it does to what is below.

A stroke covers no point twice: its levels are the highest of all that the brush was over. So a
stroke at half opacity is even, and a soft edge stays soft however slowly the hand moves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, hypot, pi

from ..geometry import Box
from ..qt import Qt, QtCore, QtGui
from .compose import as_alpha, over
from .raster import LEVELS, TILE, Edit, Place, Raster, bytes_of

_Mode = QtGui.QPainter.CompositionMode
_Stop = tuple[QtCore.QPointF, float]
"""A point of the hand, and how hard it pressed."""
_FULL = b"\xff" * (TILE * TILE)
_HARD = 0.99
_FADES = 8
_ASIDE = 0.25
"""Pixels that a point may lie beside a straight way and still be on it."""
_APART = 0.08
"""How far dabs are from each other, of their size."""


class Stroke:
    """The levels a brush leaves. Points are in pixels of the canvas.

    Every point is on the stroke, however fast the hand was: between two of them the brush is
    swept, not set down again and again, so a corner stays one and a long way costs little more
    than a short one.
    """

    def __init__(self, size: float, hardness: float, inside: Raster | None = None) -> None:
        """`size` diameter in pixels, `hardness` 0..1, `inside` the selection that holds it."""
        self._size, self._hardness, self._inside = size, hardness, inside
        self._edit = Edit(Raster(LEVELS))
        self._ahead: list[_Stop] = []
        self._last: _Stop | None = None
        self._full: set[Place] = set()  # tiles in which nothing can change any more
        self._changed: dict[Place, Box] = {}

    @property
    def raster(self) -> Raster:
        """The levels so far."""
        self._catch_up()
        return self._edit.raster()

    def to(self, point: QtCore.QPointF, pressure: float = 1.0) -> None:
        """Go on to a point. Costs nothing before somebody asks for the levels."""
        self._ahead.append((point, pressure))

    def changed(self) -> list[Box]:
        """What may have changed since this was last asked: at most a box for each tile."""
        self._catch_up()
        boxes, self._changed = list(self._changed.values()), {}
        return boxes

    def _catch_up(self) -> None:
        """Go through the points that wait; those on a straight way between others need no stop."""
        ahead, self._ahead = self._ahead, []
        for place, (point, pressure) in enumerate(ahead):
            following = ahead[place + 1] if place + 1 < len(ahead) else None
            if self._last and following and _between(self._last, (point, pressure), following):
                continue
            if self._last is not None:
                self._sweep(*self._last, point, pressure)
            self._dab(point, pressure)
            self._last = (point, pressure)

    def _radius(self, pressure: float) -> float:
        return max(0.5, self._size * pressure / 2)

    def _dab(self, centre: QtCore.QPointF, pressure: float) -> None:
        radius = self._radius(pressure)
        path = QtGui.QPainterPath()
        path.addEllipse(centre, radius, radius)
        self._lay(path, _round(centre, radius, self._hardness))

    def _sweep(self, start: QtCore.QPointF, first: float, end: QtCore.QPointF, last: float) -> None:
        """What the brush covers on the way, without its ends."""
        way = end - start
        length = hypot(way.x(), way.y())
        if length and first == last:
            self._lay(*_swept(start, way, length, self._radius(first), self._hardness))
            return
        at = 0.0  # the pen is pressed otherwise at the end: the brush is set down all along
        while at < length:
            pressure = first + (last - first) * at / length
            self._dab(start + way * (at / length), pressure)
            at += max(0.5, 2 * self._radius(pressure) * _APART)

    def _lay(self, path: QtGui.QPainterPath, brush: QtGui.QBrush) -> None:
        """Where the path is, the higher of what is there and the brush."""
        bounds = path.boundingRect().toAlignedRect().adjusted(-1, -1, 1, 1)
        box = Box(bounds.x(), bounds.y(), bounds.width(), bounds.height())
        empty = Raster(LEVELS)
        for place in empty.places(box):
            if place in self._full:
                continue
            part = empty.place_box(place) & box
            if not path.intersects(QtCore.QRectF(part.x, part.y, part.width, part.height)):
                continue
            for whole, tile in self._edit.tiles(part):
                painter = QtGui.QPainter(tile)
                painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
                painter.setCompositionMode(_Mode.CompositionMode_Lighten)
                painter.translate(-whole.x, -whole.y)
                painter.fillPath(path, brush)
                painter.end()
                if part == whole and bytes_of(tile, 1) == _FULL:
                    self._full.add(place)
            before = self._changed.get(place)
            self._changed[place] = part if before is None else before | part

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


def _between(start: _Stop, middle: _Stop, end: _Stop) -> bool:
    """Whether the brush goes over the middle anyway, on the straight way from start to end."""
    (a, first), (b, then), (c, last) = start, middle, end
    way, part = c - a, b - a
    length = hypot(way.x(), way.y())
    if not first == then == last or not length:
        return False
    along = (part.x() * way.x() + part.y() * way.y()) / length
    aside = abs(part.x() * way.y() - part.y() * way.x()) / length
    return 0 <= along <= length and aside <= _ASIDE


def _round(centre: QtCore.QPointF, radius: float, hardness: float) -> QtGui.QBrush:
    """The brush as it is set down: from its middle on, full as far as it is hard."""
    if hardness >= _HARD:
        return QtGui.QBrush(Qt.GlobalColor.white)
    gradient = QtGui.QRadialGradient(centre, radius)
    _fade(gradient, hardness, 0.0, 1.0)
    return QtGui.QBrush(gradient)


def _swept(
    start: QtCore.QPointF, way: QtCore.QPointF, length: float, radius: float, hardness: float
) -> tuple[QtGui.QPainterPath, QtGui.QBrush]:
    """The band that a brush covers on a straight way, and its levels across it."""
    aside = QtCore.QPointF(-way.y(), way.x()) * (radius / length)
    path = QtGui.QPainterPath(start + aside)
    for corner in (start + way + aside, start + way - aside, start - aside):
        path.lineTo(corner)
    path.closeSubpath()
    if hardness >= _HARD:
        return path, QtGui.QBrush(Qt.GlobalColor.white)
    gradient = QtGui.QLinearGradient(start - aside, start + aside)
    _fade(gradient, hardness, 0.5, 0.5)
    _fade(gradient, hardness, 0.5, -0.5)
    return path, QtGui.QBrush(gradient)


def _fade(gradient: QtGui.QGradient, hardness: float, middle: float, reach: float) -> None:
    """Full around the middle, then less and less, and 0 at the rim."""
    for step in range(_FADES + 1):
        level = round(255 * (0.5 + 0.5 * cos(pi * step / _FADES)))
        place = hardness + (1 - hardness) * step / _FADES
        gradient.setColorAt(middle + reach * place, QtGui.QColor(level, level, level))


@dataclass(frozen=True)
class Ink:
    """What a stroke lays on: a colour in the document's numbers, or nothing (`erase`)."""

    colour: QtGui.QColor
    opacity: float = 1.0
    erase: bool = False


def painted(base: Raster, now: Raster, stroke: Stroke, boxes: Iterable[Box], ink: Ink) -> Raster:
    """`now` with what a stroke does to `base` in `boxes`. Bytes the stroke does not touch stay.

    `base` is what was there before the stroke began: a stroke is laid on once, not dab by dab.
    """
    edit, levels = Edit(now), stroke.raster
    parts = [(whole, tile, whole & box) for box in boxes for whole, tile in edit.tiles(box)]
    for whole, tile, part in parts:
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
