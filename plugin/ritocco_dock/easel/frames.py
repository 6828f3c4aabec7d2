"""The canvas made another one: cut, turned, mirrored. Layers, masks and selection go along.

Every byte of every pixel that stays is what it was, in any depth.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace

from ..geometry import Anchor, Box, Size
from ..qt import QtGui
from .document import Canvas, Layer
from .raster import TILE, Raster, is_full

_RIGHT, _LEFT = QtGui.QTransform().rotate(90), QtGui.QTransform().rotate(-90)


@dataclass(frozen=True)
class Turn:
    """One way of turning or mirroring a picture.

    tile    does it to the pixels of a tile
    corner  (x, y, width, height of the canvas) -> where the tile's corner at x, y comes to lie
    across  width and height change places
    """

    tile: Callable[[QtGui.QImage], QtGui.QImage]
    corner: Callable[[int, int, int, int], tuple[int, int]]
    across: bool = False


TURNS: dict[str, Turn] = {
    "right": Turn(
        lambda tile: tile.transformed(_RIGHT),
        lambda x, y, width, height: (height - y - TILE, x),
        across=True,
    ),
    "left": Turn(
        lambda tile: tile.transformed(_LEFT),
        lambda x, y, width, height: (y, width - x - TILE),
        across=True,
    ),
    "around": Turn(
        lambda tile: tile.mirrored(True, True),
        lambda x, y, width, height: (width - x - TILE, height - y - TILE),
    ),
    "mirror": Turn(
        lambda tile: tile.mirrored(True, False),
        lambda x, y, width, height: (width - x - TILE, y),
    ),
    "flip": Turn(
        lambda tile: tile.mirrored(False, True),
        lambda x, y, width, height: (x, height - y - TILE),
    ),
}
"""By name: a quarter turn to the right or left, half a turn, left and right or up and down
exchanged."""


def turning(canvas: Canvas, turn: Turn) -> Generator[None, None, Canvas]:
    """The whole picture turned, a tile in each step; the result is what it returns."""
    width, height = canvas.size.width, canvas.size.height
    layers: list[Layer] = []
    for layer in canvas.layers:
        raster = yield from turning_raster(layer.raster, turn, canvas.size)
        mask = layer.mask
        if mask is not None:
            mask = yield from turning_raster(mask, turn, canvas.size)
        layers.append(replace(layer, raster=raster, mask=mask))
    chosen = canvas.selection
    if chosen is not None:
        chosen = yield from turning_raster(chosen, turn, canvas.size)
    return replace(
        canvas,
        size=Size(height, width) if turn.across else canvas.size,
        layers=tuple(layers),
        selection=chosen or None,
        anchor=Anchor.apart(),
    )


def turning_raster(raster: Raster, turn: Turn, size: Size) -> Generator[None, None, Raster]:
    """Pixels turned with a canvas of this size, in steps as above."""
    corners = {
        turn.corner(box.x, box.y, size.width, size.height): tile
        for place, tile in raster.tiles.items()
        if (box := raster.place_box(place))
    }
    if not corners:
        return raster
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    tiles = {}
    for (x, y), tile in corners.items():
        turned = tile if is_full(tile) else turn.tile(tile)
        tiles[(x - left) // TILE, (y - top) // TILE] = turned
        yield
    return Raster(raster.kind, tiles, (left, top))


def cropped(canvas: Canvas, box: Box) -> Canvas:
    """The part of the canvas in `box`, and nothing of the layers beyond it."""
    framed = canvas.reframed(box)

    def cut(layer: Layer) -> Layer:
        mask = layer.mask and layer.mask.clipped(framed.box)
        return replace(layer, raster=layer.raster.clipped(framed.box), mask=mask)

    return replace(framed, layers=tuple(cut(layer) for layer in framed.layers))
