"""How far the pixels of a raster reach that are not 0."""

from __future__ import annotations

from collections.abc import Iterator
from weakref import WeakKeyDictionary

from ..geometry import Box
from ..qt import QtGui
from .raster import TILE, Raster, bytes_of, is_full

_BOUNDS: WeakKeyDictionary[Raster, Box] = WeakKeyDictionary()
"""Found once for each raster: the status line and the dock both ask after every change."""


def bounds(raster: Raster) -> Box:
    """The smallest box that holds every pixel with a byte above 0."""
    known = _BOUNDS.get(raster)
    if known is None:
        known = _BOUNDS[raster] = _found(raster)
    return known


def _found(raster: Raster) -> Box:
    """Looks at the outermost tiles only, and in each at the side on which it lies."""
    if not raster.tiles:
        return Box(0, 0, 0, 0)
    tiles, width = raster.tiles, raster.kind.pixel_bytes
    columns, rows = [c for c, _ in tiles], [r for _, r in tiles]
    first, last, top, bottom = min(columns), max(columns), min(rows), max(rows)
    found = Box.between(
        first * TILE + min(_left(tile, width) for (c, _), tile in tiles.items() if c == first),
        top * TILE + min(_top(tile, width) for (_, r), tile in tiles.items() if r == top),
        last * TILE + max(_right(tile, width) for (c, _), tile in tiles.items() if c == last),
        bottom * TILE + max(_bottom(tile, width) for (_, r), tile in tiles.items() if r == bottom),
    )
    return found.moved(*raster.origin) if found else Box(0, 0, 0, 0)


def _left(tile: QtGui.QImage, width: int) -> int:
    """The first column of a tile with a pixel above 0; TILE where there is none.

    `width` is that of a pixel in bytes.
    """
    return 0 if is_full(tile) else _zeros_before(_rows(bytes_of(tile, width), width)) // width


def _right(tile: QtGui.QImage, width: int) -> int:
    """The column after the last one with a pixel above 0; 0 where there is none."""
    if is_full(tile):
        return TILE
    return TILE - _zeros_before(_rows(bytes_of(tile, width)[::-1], width)) // width


def _top(tile: QtGui.QImage, width: int) -> int:
    """As `_left`, of rows."""
    return 0 if is_full(tile) else _empty_before(_rows(bytes_of(tile, width), width))


def _bottom(tile: QtGui.QImage, width: int) -> int:
    """As `_right`, of rows."""
    if is_full(tile):
        return TILE
    return TILE - _empty_before(_rows(bytes_of(tile, width)[::-1], width))


def _rows(data: bytes, width: int) -> Iterator[bytes]:
    step = TILE * width
    return (data[at : at + step] for at in range(0, len(data), step))


def _zeros_before(rows: Iterator[bytes]) -> int:
    """The zeros before the first byte of the row that begins earliest.

    That row is the largest, as bytes are compared: one comparison for each row.
    """
    earliest = max(rows)
    return len(earliest) - len(earliest.lstrip(b"\0"))


def _empty_before(rows: Iterator[bytes]) -> int:
    """The number of rows before the first that is not empty."""
    return next((at for at, row in enumerate(rows) if row.strip(b"\0")), TILE)
