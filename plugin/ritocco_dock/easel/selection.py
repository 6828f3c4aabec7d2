"""Selections and masks: levels 0 to 255 as a `Raster`, made from paths and combined exactly."""

from __future__ import annotations

from collections.abc import Callable, Generator
from enum import Enum

from ..geometry import Box
from ..qt import QtCore, QtGui
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


def of_levels(data: bytes, box: Box) -> Raster:
    """Levels of a box as rows without gaps."""
    image = QtGui.QImage(data, box.width, box.height, box.width, LEVELS.straight)
    return tidied(NOTHING.drawn(image, box))


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


def _add(one: QtGui.QImage | None, other: QtGui.QImage | None) -> QtGui.QImage | None:
    if one is None or other is None:
        return other if one is None else one
    if is_full(one) or is_full(other):
        return FULL
    return _mixed(one, other, _Mode.CompositionMode_Lighten)


def _intersect(one: QtGui.QImage | None, other: QtGui.QImage | None) -> QtGui.QImage | None:
    if one is None or other is None:
        return None
    if is_full(one):
        return other
    return one if is_full(other) else _mixed(one, other, _Mode.CompositionMode_Darken)


def _subtract(one: QtGui.QImage | None, other: QtGui.QImage | None) -> QtGui.QImage | None:
    if one is None or other is None:
        return one
    return None if is_full(other) else _intersect(one, inverted_tile(other))


_WAYS: dict[Combine, Callable[[QtGui.QImage | None, QtGui.QImage | None], QtGui.QImage | None]] = {
    Combine.REPLACE: lambda one, other: other,
    Combine.ADD: _add,
    Combine.SUBTRACT: _subtract,
    Combine.INTERSECT: _intersect,
}


def combined(one: Raster, other: Raster, how: Combine) -> Raster:
    """Larger (add), smaller (intersect), smaller of the rest (subtract) of two levels."""
    if how is Combine.REPLACE:
        return other
    one, other = aligned(one), aligned(other)
    way = _WAYS[how]
    fresh = {
        place: way(one.tiles.get(place), other.tiles.get(place))
        for place in one.tiles.keys() | other.tiles.keys()
    }
    return tidied(Raster(LEVELS).with_tiles(fresh))


def inverted(raster: Raster, canvas: Box) -> Raster:
    """What was not selected of the canvas."""
    return combined(everything(canvas), raster, Combine.SUBTRACT)


def bounds(raster: Raster) -> Box:
    """The smallest box that holds every level above 0."""
    if not raster.tiles:
        return Box(0, 0, 0, 0)
    columns, rows = [c for c, _ in raster.tiles], [r for _, r in raster.tiles]
    rim = {min(columns), max(columns)}, {min(rows), max(rows)}
    found = Box(0, 0, 0, 0)
    inner = [place for place in raster.tiles if place[0] in rim[0] or place[1] in rim[1]]
    for place in inner:
        whole = raster.place_box(place)
        found |= _tile_bounds(raster.tiles[place]).moved(whole.x, whole.y)
    return found


def _tile_bounds(tile: QtGui.QImage) -> Box:
    """Where a tile is above 0."""
    if is_full(tile):
        return Box(0, 0, TILE, TILE)
    data = bytes_of(tile, 1)
    rest = data.lstrip(b"\0")
    if not rest:
        return Box(0, 0, 0, 0)
    top = (len(data) - len(rest)) // TILE
    bottom = (len(data.rstrip(b"\0")) - 1) // TILE + 1
    lines = [data[at * TILE : (at + 1) * TILE] for at in range(top, bottom)]
    left = min(TILE - len(line.lstrip(b"\0")) for line in lines)
    right = max(len(line.rstrip(b"\0")) for line in lines)
    return Box.between(left, top, right, bottom)


def softened(raster: Raster, radius: float) -> Raster:
    """The same selection with an edge that rises over `radius` pixels on either side of it."""
    found: list[Raster] = []

    def all_of_it() -> Generator[None, None, None]:
        found.append((yield from softening(raster, radius)))

    for _ in all_of_it():
        pass
    return found[0]


def softening(raster: Raster, radius: float) -> Generator[None, None, Raster]:
    """As `softened`, in steps of a millisecond or less; the result is what it returns.

    Tiles that are alike with all their surroundings are passed on; others are blurred from
    surroundings reduced to where a few averages reach far enough.
    """
    if radius < 0.5 or not raster:
        return raster
    raster = aligned(raster)
    reduction = 1
    while reduction * 4 <= radius and reduction < 64:
        reduction *= 2
    steps, rounds = _averages((radius / 2 / reduction) ** 2)
    margin = sum(steps) * rounds // 2 + 4
    reach = -(-margin * reduction // TILE)
    fresh: dict[Place, QtGui.QImage | None] = {}
    reduced: dict[Place, QtGui.QImage] = {}

    def small(place: Place) -> QtGui.QImage:
        if place not in reduced:
            tile = raster.tiles[place]
            side = TILE // reduction
            reduced[place] = tile if reduction == 1 else _scaled(tile, side, side)
        return reduced[place]

    for place in _surroundings(raster, reach):
        around = [
            (c, r)
            for c in range(place[0] - reach, place[0] + reach + 1)
            for r in range(place[1] - reach, place[1] + reach + 1)
        ]
        near = {other: raster.tiles[other] for other in around if other in raster.tiles}
        if len(near) == len(around) and all(is_full(tile) for tile in near.values()):
            continue
        side = TILE // reduction
        size = side + 2 * margin
        area = QtGui.QImage(size, size, QtGui.QImage.Format.Format_RGB32)
        area.fill(QtCore.Qt.GlobalColor.black)
        painter = QtGui.QPainter(area)
        for other in near:
            x = margin + (other[0] - place[0]) * side
            y = margin + (other[1] - place[1]) * side
            painter.drawImage(x, y, small(other))
        painter.end()
        yield
        fresh[place] = shared(_enlarged(_blurred(area, steps, rounds), margin, side))
    return raster.with_tiles(fresh)


def _surroundings(raster: Raster, reach: int) -> set[Place]:
    """The tiles of a raster and those within `reach` tiles of them."""
    span = range(-reach, reach + 1)
    return {(c + dc, r + dr) for c, r in raster.tiles for dc in span for dr in span}


def _scaled(image: QtGui.QImage, width: int, height: int) -> QtGui.QImage:
    """Resized smoothly, in Qt's own way: an area mean where it shrinks."""
    return image.scaled(
        width,
        height,
        QtCore.Qt.AspectRatioMode.IgnoreAspectRatio,
        QtCore.Qt.TransformationMode.SmoothTransformation,
    ).convertToFormat(image.format())


def _averages(variance: float) -> tuple[tuple[int, ...], int]:
    """Steps and rounds (an even number, so that nothing moves) that come near a variance."""
    steps, own = ((1,), 0.25) if variance < 1.25 else ((1, 2), 1.25)
    return steps, 2 * max(1, round(variance / own / 2))


def _blurred(area: QtGui.QImage, steps: tuple[int, ...], rounds: int) -> QtGui.QImage:
    """The mean over 2 (steps 1) or 4 (steps 1, 2) pixels each way, again and again."""
    for turn in range(rounds):
        sign = 1 if turn % 2 else -1
        for dx, dy in [(step, 0) for step in steps] + [(0, step) for step in steps]:
            painter = QtGui.QPainter(area)
            painter.setOpacity(0.5)
            painter.drawImage(sign * dx, sign * dy, area.copy())
            painter.end()
    return area


def _enlarged(area: QtGui.QImage, margin: int, side: int) -> QtGui.QImage:
    """The inner part of `area`, `side` pixels wide beyond `margin`, as a whole tile."""
    tile = blank(LEVELS, TILE, TILE)
    painter = QtGui.QPainter(tile)
    painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform)
    ratio = TILE / side
    # Some pixels more than the tile shows, so that its rim is interpolated from real neighbours.
    spare = 2
    inner = QtCore.QRectF(margin, margin, side, side).adjusted(-spare, -spare, spare, spare)
    more = spare * ratio
    painter.drawImage(
        QtCore.QRectF(0, 0, TILE, TILE).adjusted(-more, -more, more, more), area, inner
    )
    painter.end()
    return tile
