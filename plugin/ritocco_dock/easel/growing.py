"""A selection made wider or narrower by a disc, exactly: every level spreads as it is.

Grown by r, a pixel has the highest level of all pixels whose middle is at most r pixels away
from its own; shrunk by r, the lowest.
"""

from __future__ import annotations

from collections.abc import Generator
from math import isqrt

from ..geometry import Box
from ..qt import QtCore, QtGui
from .raster import LEVELS, TILE, Place, Raster, is_clear, is_full
from .selection import aligned, inverted, shared
from .softening import surroundings

_Lighten = QtGui.QPainter.CompositionMode.CompositionMode_Lighten
_PLAIN = QtGui.QImage.Format.Format_RGB32
"""Grey as three equal colours: what Qt compares quickest."""


def growing(raster: Raster, radius: int, canvas: Box) -> Generator[None, None, Raster]:
    """Wider by so many pixels, as far as the canvas goes; the result is what it returns.

    Each step takes a millisecond or less.
    """
    raster = aligned(raster)
    if radius < 1:
        return raster
    reach = -(-radius // TILE)
    fresh: dict[Place, QtGui.QImage | None] = {}
    for place in surroundings(raster, reach):
        own, box = raster.tiles.get(place), raster.place_box(place)
        inside = box & canvas
        if not inside or (own is not None and _is_full(raster, inside, own)):
            continue
        side = TILE + 2 * radius
        area = raster.image(Box(box.x - radius, box.y - radius, side, side))
        yield
        if not is_clear(area, 1):
            spread = yield from _spread(area.convertToFormat(_PLAIN), radius)
            fresh[place] = shared(spread)
    return raster.with_tiles(fresh)


def shrinking(raster: Raster, radius: int, canvas: Box) -> Generator[None, None, Raster]:
    """Narrower by so many pixels; at the canvas's edges, beyond which nothing is, it stays."""
    return inverted((yield from growing(inverted(raster, canvas), radius, canvas)), canvas)


def _is_full(raster: Raster, box: Box, tile: QtGui.QImage) -> bool:
    """Whether nothing of a box, which is the tile's or a part of it, can become more."""
    return is_full(tile) or not raster.bytes(box).strip(b"\xff")


def _spread(area: QtGui.QImage, radius: int) -> Generator[None, None, QtGui.QImage]:
    """The tile in the middle of an area that is wider than it by `radius` on every side.

    A disc is a pile of runs. From its ends to its middle each is wider than the one before, so
    the widened area is taken on from run to run.
    """
    tile = QtGui.QImage(TILE, TILE, _PLAIN)
    tile.fill(QtCore.Qt.GlobalColor.black)
    wide = 0
    for dy in range(radius, -1, -1):
        run = isqrt(radius * radius - dy * dy)
        while wide < run:
            step = min(run - wide, 2 * wide + 1)
            once = area.copy()
            _lighten(area, once, -step, 0)
            _lighten(area, once, step, 0)
            wide += step
        for side in {-dy, dy}:
            _lighten(tile, area, -radius, side - radius)
        yield
    return tile.convertToFormat(LEVELS.straight)


def _lighten(image: QtGui.QImage, other: QtGui.QImage, x: int, y: int) -> None:
    painter = QtGui.QPainter(image)
    painter.setCompositionMode(_Lighten)
    painter.drawImage(x, y, other)
    painter.end()
