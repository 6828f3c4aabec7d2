"""Selections and masks: levels 0 to 255 as a `Raster`, made from paths and combined exactly."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from ..geometry import Box
from ..qt import QtCore, QtGui
from .bounds import bounds as bounds
from .raster import FULL, LEVELS, TILE, Place, Raster, blank, bytes_of, is_full

_Mode = QtGui.QPainter.CompositionMode
_ZEROS = bytes(TILE * TILE)
_ONES = b"\xff" * (TILE * TILE)
NOTHING = Raster(LEVELS)


class Combine(Enum):
    """What a new shape does to the selection that is there."""

    REPLACE = "replace"
    ADD = "add"
    SUBTRACT = "subtract"
    INTERSECT = "intersect"


def everything(canvas: Box) -> Raster:
    """All of a canvas selected."""
    tiles = dict.fromkeys(NOTHING.places(canvas), FULL)
    return Raster(LEVELS, tiles).clipped(canvas)


def of_path(path: QtGui.QPainterPath, smooth: bool = True) -> Raster:
    """What a path encloses (odd-even), in canvas pixels; its edge covers pixels by their share."""
    bounds = path.boundingRect().toAlignedRect()
    if bounds.isEmpty():
        return NOTHING
    box = Box(bounds.x(), bounds.y(), bounds.width(), bounds.height())
    tiles: dict[Place, QtGui.QImage] = {}
    first, last = box.x // TILE, (box.right - 1) // TILE
    for row in range(box.y // TILE, (box.bottom - 1) // TILE + 1):
        # A whole row of tiles at once: the path is walked once for each row, not for each tile.
        strip = blank(LEVELS, (last - first + 1) * TILE, TILE)
        painter = QtGui.QPainter(strip)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing, smooth)
        painter.translate(-first * TILE, -row * TILE)
        painter.fillPath(path, QtCore.Qt.GlobalColor.white)
        painter.end()
        for column in range(first, last + 1):
            tile = shared(strip.copy((column - first) * TILE, 0, TILE, TILE))
            if tile is not None:
                tiles[column, row] = tile
    return Raster(LEVELS, tiles)


def shared(tile: QtGui.QImage) -> QtGui.QImage | None:
    """The shared tile where this one is full everywhere, None where it is empty."""
    data = bytes_of(tile, 1)
    if data == _ZEROS:
        return None
    return FULL if data == _ONES else tile


def tidied(raster: Raster) -> Raster:
    """The same levels with empty tiles gone and full ones shared."""
    return Raster(
        LEVELS,
        {
            place: kept
            for place, tile in raster.tiles.items()
            if (kept := tile if is_full(tile) else shared(tile)) is not None
        },
        raster.origin,
    )


def aligned(raster: Raster) -> Raster:
    """The same levels in tiles that begin at (0, 0), as combining needs them."""
    dx, dy = raster.origin
    if dx % TILE == 0 and dy % TILE == 0:
        columns, rows = dx // TILE, dy // TILE
        return Raster(LEVELS, {(c + columns, r + rows): t for (c, r), t in raster.tiles.items()})
    made = Raster(LEVELS, {})
    fresh = {place: raster.image(made.place_box(place)) for place in set(made.places(raster.box))}
    return tidied(made.with_tiles(fresh))


def inverted_tile(tile: QtGui.QImage) -> QtGui.QImage:
    """255 minus each level."""
    turned = tile.copy()
    turned.invertPixels()
    return turned


def _mixed(below: QtGui.QImage, above: QtGui.QImage, mode: _Mode) -> QtGui.QImage:
    image = below.copy()
    painter = QtGui.QPainter(image)
    painter.setCompositionMode(mode)
    painter.drawImage(0, 0, above)
    painter.end()
    return image


def _add(first: QtGui.QImage | None, second: QtGui.QImage | None) -> QtGui.QImage | None:
    if first is None or second is None:
        return second if first is None else first
    if is_full(first) or is_full(second):
        return FULL
    return _mixed(first, second, _Mode.CompositionMode_Lighten)


def _intersect(first: QtGui.QImage | None, second: QtGui.QImage | None) -> QtGui.QImage | None:
    if first is None or second is None:
        return None
    if is_full(first):
        return second
    return first if is_full(second) else _mixed(first, second, _Mode.CompositionMode_Darken)


def _subtract(first: QtGui.QImage | None, second: QtGui.QImage | None) -> QtGui.QImage | None:
    if first is None or second is None:
        return first
    return None if is_full(second) else _intersect(first, inverted_tile(second))


_WAYS: dict[Combine, Callable[[QtGui.QImage | None, QtGui.QImage | None], QtGui.QImage | None]] = {
    Combine.REPLACE: lambda first, second: second,
    Combine.ADD: _add,
    Combine.SUBTRACT: _subtract,
    Combine.INTERSECT: _intersect,
}


def combined(first: Raster, second: Raster, how: Combine) -> Raster:
    """Larger (add), smaller (intersect), smaller of the rest (subtract) of two levels."""
    if how is Combine.REPLACE:
        return second
    first, second = aligned(first), aligned(second)
    way = _WAYS[how]
    fresh = {
        place: way(first.tiles.get(place), second.tiles.get(place))
        for place in first.tiles.keys() | second.tiles.keys()
    }
    return tidied(Raster(LEVELS).with_tiles(fresh))


def inverted(raster: Raster, canvas: Box) -> Raster:
    """What was not selected of the canvas."""
    return combined(everything(canvas), raster, Combine.SUBTRACT)
