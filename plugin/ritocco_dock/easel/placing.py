"""Where the pixels of a layer are to go: moved, scaled, turned. Values, and what they do."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from math import atan2, degrees

from ..geometry import Box, Size
from ..qt import QtCore, QtGui
from .document import Layer
from .frames import TURNS, turning_raster
from .handles import Handle
from .raster import Raster
from .resampling import resampling

STEP = 15
"""Degrees between two angles where turning goes in steps."""
_LEAST = 1.0
"""Pixels that a side keeps."""


@dataclass(frozen=True)
class Placing:
    """Scaled and turned about the middle of its pixels, which then lies at `middle`.

    box           the bounds of the pixels before
    across, down  scales of width and height; mirrored below 0
    angle         degrees to the right
    """

    box: Box
    middle: QtCore.QPointF
    across: float = 1.0
    down: float = 1.0
    angle: float = 0.0

    @classmethod
    def at_rest(cls, box: Box) -> Placing:
        """Where they are."""
        return cls(box, QtCore.QPointF(box.x + box.width / 2, box.y + box.height / 2))

    def transform(self) -> QtGui.QTransform:
        """From a point of the canvas to where it goes."""
        rest = Placing.at_rest(self.box).middle
        turn = QtGui.QTransform().translate(self.middle.x(), self.middle.y()).rotate(self.angle)
        return turn.scale(self.across, self.down).translate(-rest.x(), -rest.y())

    def frame(self) -> QtGui.QTransform:
        """From the square of -1 to 1 to the bounds of the pixels as they lie then."""
        turn = QtGui.QTransform().translate(self.middle.x(), self.middle.y()).rotate(self.angle)
        return turn.scale(self.across * self.box.width / 2, self.down * self.box.height / 2)

    def moved(self, by: QtCore.QPointF) -> Placing:
        """Elsewhere, on whole pixels where they were: nothing is blurred by moving."""
        return replace(self, middle=self.middle + QtCore.QPointF(round(by.x()), round(by.y())))

    def pulled(self, handle: Handle, to: QtCore.QPointF, free: bool) -> Placing:
        """With a handle at `to` while the opposite one stays; corners in proportion unless `free`.

        Handles in the middle of a side change one scale only.
        """
        still = self.frame().map(QtCore.QPointF(-handle.x, -handle.y))
        local = QtGui.QTransform().rotate(-self.angle).map(to - still)
        wide, high = self.across * self.box.width, self.down * self.box.height
        new_wide = local.x() * handle.x if handle.x else wide
        new_high = local.y() * handle.y if handle.y else high
        if handle.x and handle.y and not free:
            share = (new_wide * wide + new_high * high) / (wide * wide + high * high)
            new_wide, new_high = wide * share, high * share
        new_wide, new_high = _kept(new_wide), _kept(new_high)
        half = QtCore.QPointF(handle.x * new_wide / 2, handle.y * new_high / 2)
        return replace(
            self,
            across=new_wide / self.box.width,
            down=new_high / self.box.height,
            middle=still + QtGui.QTransform().rotate(self.angle).map(half),
        )

    def turned(self, start: QtCore.QPointF, to: QtCore.QPointF, stepped: bool) -> Placing:
        """Turned about the middle as the hand went from one point to another."""
        angle = self.angle + _angle(to - self.middle) - _angle(start - self.middle)
        if stepped:
            angle = round(angle / STEP) * STEP
        return replace(self, angle=angle % 360)

    @property
    def is_move(self) -> bool:
        """Whether the pixels are moved and no more."""
        return (self.across, self.down, self.angle) == (1, 1, 0)

    @property
    def turns(self) -> list[str] | None:
        """Names of `TURNS` that do it without touching a byte; None where there are none."""
        if {abs(self.across), abs(self.down)} != {1} or self.angle % 90:
            return None
        mirrored = ["mirror"] * (self.across < 0) + ["flip"] * (self.down < 0)
        return mirrored + ["right"] * round(self.angle / 90)

    @property
    def text(self) -> str:
        """Size, angle, for the artist."""
        width = round(abs(self.across) * self.box.width)
        height = round(abs(self.down) * self.box.height)
        angle = round((self.angle + 180) % 360 - 180, 1)
        return f"{width} × {height}" + (f", {angle:g}°" if angle else "")


def _angle(way: QtCore.QPointF) -> float:
    return degrees(atan2(way.y(), way.x()))


def _kept(side: float) -> float:
    return side if abs(side) >= _LEAST else (_LEAST if side >= 0 else -_LEAST)


def placing_layer(layer: Layer, placing: Placing) -> Generator[None, None, Layer]:
    """The layer with its mask where it is to go, in small steps; the result is what it returns."""
    raster = yield from _placed(layer.raster, placing)
    mask = layer.mask
    if mask is not None:
        mask = yield from _placed(mask, placing)
    return replace(layer, raster=raster, mask=mask)


def _placed(raster: Raster, placing: Placing) -> Generator[None, None, Raster]:
    """Exactly for moves and right angles, else from the pixels between."""
    names = placing.turns
    if names is None:
        return (yield from resampling(raster, placing.transform(), (placing.across, placing.down)))
    box = placing.box
    size, raster = box.size, raster.moved(-box.x, -box.y)
    for name in names:
        raster = yield from turning_raster(raster, TURNS[name], size)
        size = Size(size.height, size.width) if TURNS[name].across else size
    corner = placing.middle - QtCore.QPointF(size.width / 2, size.height / 2)
    return raster.moved(round(corner.x()), round(corner.y()))
