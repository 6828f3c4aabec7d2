"""How the canvas lies on the screen: zoom and place, and the ways in which they are moved."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..geometry import Box, Size
from ..qt import QtCore, QtGui

MOST_ZOOM = 64.0
_STOPS = [2 ** (step / 2) for step in range(-12, 13)]
"""Where the zoom keys stop; wheels go in between."""
_LEAST_SIDE = 24
"""Pixels of the screen that the longer side of a picture keeps, however far it is away."""
_KEPT = 48
"""Pixels of the screen by which a picture stays in sight."""


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

    @property
    def transform(self) -> QtGui.QTransform:
        """From the canvas to the screen."""
        scaled = QtGui.QTransform.fromScale(self.zoom, self.zoom)
        return scaled.translate(-self.corner.x(), -self.corner.y())

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

    def zoomed(self, zoom: float, around: QtCore.QPointF, size: Size) -> View:
        """At another zoom; the point of the screen `around` shows what it showed."""
        zoom = min(MOST_ZOOM, max(least_zoom(size), zoom))
        return replace(self, corner=self.to_canvas(around) - around / zoom, zoom=zoom)

    def panned(self, step: QtCore.QPointF) -> View:
        """With the picture moved by pixels of the screen."""
        return replace(self, corner=self.corner - step / self.zoom)

    def fitted(self, box: Box) -> View:
        """All of a box of the plane, with a little room around it; as it is where it is empty."""
        if not box or not self.width or not self.height:
            return self
        room = 0.96
        return self._centred(
            min(self.width * room / box.width, self.height * room / box.height), box
        )

    def fitted_across(self, box: Box) -> View:
        """The whole width of a box of the plane."""
        return self._centred(self.width * 0.98 / max(1, box.width), box)

    def _centred(self, zoom: float, box: Box) -> View:
        zoom = min(MOST_ZOOM, zoom)
        middle = QtCore.QPointF(box.x + box.width / 2, box.y + box.height / 2)
        corner = middle - QtCore.QPointF(self.width, self.height) / 2 / zoom
        return replace(self, corner=corner, zoom=zoom)

    def in_reach(self, box: Box) -> View:
        """On whole pixels of the screen, so that nothing is blurred; never with the box unseen."""
        keep = _KEPT / self.zoom
        x = min(max(self.corner.x(), box.x + keep - self.width / self.zoom), box.right - keep)
        y = min(max(self.corner.y(), box.y + keep - self.height / self.zoom), box.bottom - keep)
        corner = QtCore.QPointF(round(x * self.zoom) / self.zoom, round(y * self.zoom) / self.zoom)
        return replace(self, corner=corner)


def least_zoom(size: Size) -> float:
    """How far a picture can be zoomed out."""
    return min(1.0, _LEAST_SIDE / max(size.width, size.height, _LEAST_SIDE))


def stop_after(zoom: float, direction: int, size: Size) -> float:
    """The next stop of the zoom keys, in (1) or out (-1)."""
    if direction > 0:
        return next((stop for stop in _STOPS if stop > zoom * 1.01), MOST_ZOOM)
    return next((stop for stop in reversed(_STOPS) if stop < zoom / 1.01), least_zoom(size))
