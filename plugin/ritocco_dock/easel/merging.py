"""Layers made one: what is seen of them, with masks and opacity, as plain pixels."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace

from ..qt import QtGui
from .compose import projection
from .document import Canvas, Layer
from .raster import Place, Raster, is_clear


def merging_down(canvas: Canvas) -> Generator[None, None, Canvas]:
    """The active layer laid on the one below it, which keeps its name. Both must be visible."""
    above, below = canvas.layer, canvas.layers[canvas.index - 1]
    assert above is not None
    raster = yield from _seen((below, above), Raster(below.raster.kind, {}, below.raster.origin))
    merged = replace(below, raster=raster, opacity=1.0, mask=None, masked=True, recipe="")
    return replace(canvas.without(above.number).with_layer(merged), active=below.number)


def flattening(canvas: Canvas, name: str) -> Generator[None, None, Canvas]:
    """All that is seen as one layer, and nothing beyond the canvas."""
    shown = tuple(layer for layer in canvas.layers if layer.visible)
    raster = yield from _seen(shown, Raster(canvas.kind))
    layer = Layer(name, raster.clipped(canvas.box))
    return replace(canvas, layers=(layer,), active=layer.number)


def _seen(layers: Sequence[Layer], empty: Raster) -> Generator[None, None, Raster]:
    """The layers flattened, in tiles that begin where those of `empty` do."""
    places: dict[Place, None] = {}
    for layer in layers:
        for place in layer.raster.tiles:
            places.update(dict.fromkeys(empty.places(layer.raster.place_box(place))))
    fresh: dict[Place, QtGui.QImage | None] = {}
    for place in places:
        image = projection(layers, empty.kind, empty.place_box(place))
        if not is_clear(image, empty.kind.pixel_bytes):
            fresh[place] = image
        yield
    return empty.with_tiles(fresh)
