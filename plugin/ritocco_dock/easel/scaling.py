"""The whole picture with more or fewer pixels. Layers, masks and selection go along."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace

from ..geometry import Anchor, Box, Size
from ..qt import Qt, QtCore, QtGui
from .bounds import bounds
from .document import Canvas, Layer
from .raster import Raster
from .resampling import resampling


def scaling(canvas: Canvas, size: Size) -> Generator[None, None, Canvas]:
    """The canvas at another size, a tile in each step; the result is what it returns.

    What was made for it before has no place on it any more.
    """
    scales = size.width / canvas.size.width, size.height / canvas.size.height
    layers: list[Layer] = []
    for layer in canvas.layers:
        raster = yield from _scaling(layer.raster, scales)
        mask = layer.mask
        if mask is not None:
            mask = yield from _scaling(mask, scales)
        layers.append(replace(layer, raster=raster, mask=mask))
    chosen = canvas.selection
    if chosen is not None:
        chosen = yield from _scaling(chosen, scales)
    made = replace(canvas, size=size, layers=tuple(layers), selection=None, anchor=Anchor.apart())
    return made.selecting(chosen)


def _scaling(raster: Raster, scales: tuple[float, float]) -> Generator[None, None, Raster]:
    content = bounds(raster)
    if not content:
        return Raster(raster.kind)
    way = QtGui.QTransform.fromScale(*scales)
    scaled = yield from resampling(_edged(raster, content, scales), way, scales)
    rect = QtCore.QRectF(content.x, content.y, content.width, content.height)
    whole = way.mapRect(rect).toRect()  # to the nearest pixel
    if whole.isEmpty():
        return Raster(raster.kind)
    return scaled.clipped(Box(whole.x(), whole.y(), whole.width(), whole.height()))


def _edged(raster: Raster, content: Box, scales: tuple[float, float]) -> Raster:
    """With its outermost pixels repeated outwards, so that edges do not fade where they end."""
    beyond = 2 * max(2, *(int(1 / scale) + 1 for scale in scales))
    x, y, width, height = content.x, content.y, content.width, content.height
    sides = Box(x, y, 1, height), Box(content.right - 1, y, 1, height)
    places = Box(x - beyond, y, beyond, height), Box(content.right, y, beyond, height)
    raster = _repeated(raster, sides, places)
    wide, left = width + 2 * beyond, x - beyond
    ends = Box(left, y, wide, 1), Box(left, content.bottom - 1, wide, 1)
    rows = Box(left, y - beyond, wide, beyond), Box(left, content.bottom, wide, beyond)
    return _repeated(raster, ends, rows)


def _repeated(raster: Raster, lines: tuple[Box, Box], places: tuple[Box, Box]) -> Raster:
    for line, place in zip(lines, places):  # noqa: B905  one for each
        image = raster.image(line)
        wide = image.scaled(
            place.width,
            place.height,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.FastTransformation,
        )
        raster = raster.drawn(wide.convertToFormat(raster.kind.straight), place)
    return raster
