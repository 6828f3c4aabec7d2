"""A softer edge for a selection: its levels averaged, tile by tile."""

from __future__ import annotations

from collections.abc import Generator

from ..qt import QtCore, QtGui
from .raster import LEVELS, TILE, Place, Raster, blank, bytes_of, is_full
from .selection import aligned, shared

_FULL = 255


def softened(raster: Raster, radius: float) -> Raster:
    """The same selection with an edge that rises over `radius` pixels on either side of it."""
    made: list[Raster] = []

    def all_of_it() -> Generator[None, None, None]:
        made.append((yield from softening(raster, radius)))

    for _ in all_of_it():
        pass
    return made[0]


def softening(raster: Raster, radius: float) -> Generator[None, None, Raster]:
    """As `softened`, in steps of a millisecond or less; the result is what it returns.

    A shape too thin for such an edge gets a narrower one: where it was strongest, no more than
    half of it may go, or little would be selected and nothing told.
    """
    while radius >= 0.5 and raster:
        soft = yield from _averaged(raster, radius)
        if (yield from _keeps_half(raster, soft)):
            return soft
        radius /= 2
    return raster


def _keeps_half(before: Raster, after: Raster) -> Generator[None, None, bool]:
    """Whether the strongest level is still half of what it was."""
    strongest = 0
    for tile in before.tiles.values():
        strongest = max(strongest, _strongest(tile))
        if strongest == _FULL:
            break
        yield
    for tile in after.tiles.values():
        if 2 * _strongest(tile) >= strongest:
            return True
        yield
    return False


def _strongest(tile: QtGui.QImage) -> int:
    return _FULL if is_full(tile) else max(bytes_of(tile, 1))


def _averaged(raster: Raster, radius: float) -> Generator[None, None, Raster]:
    """The selection softened whatever comes of it.

    Tiles that are alike with all their surroundings are passed on; others are blurred from
    surroundings reduced to where a few averages reach far enough.
    """
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

    for place in surroundings(raster, reach):
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


def surroundings(raster: Raster, reach: int) -> set[Place]:
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
