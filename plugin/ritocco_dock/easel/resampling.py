"""Pixels scaled and turned by any amount, in the document's own depth."""

from __future__ import annotations

from collections.abc import Generator

from ..geometry import Box, Sides
from ..qt import Qt, QtCore, QtGui
from .bounds import bounds
from .raster import LEVELS, TILE, Place, Raster, is_clear

_AROUND = 2
"""Pixels beside a part that smooth drawing looks at."""


def resampling(
    raster: Raster, transform: QtGui.QTransform, scales: tuple[float, float]
) -> Generator[None, None, Raster]:
    """A raster with its pixels where `transform` sends them, in steps of one tile.

    Between pixels it is linear, in premultiplied colours; what shrinks by more than a half is
    averaged before. `scales` are those of the transform before it turns.
    """
    content = bounds(raster)
    made = Raster(raster.kind)
    back, possible = transform.inverted()
    if not content or not possible:
        return made
    less = [max(1, int(1 / abs(scale))) for scale in scales]
    whole = _box(transform.mapRect(_rect(content)))
    fresh: dict[Place, QtGui.QImage | None] = {}
    for place in made.places(_wider(whole, 1)):
        box = made.place_box(place)
        wanted = _box(back.mapRect(_rect(box)))
        source = _on_grid(_wider(wanted, _AROUND * max(less)) & _wider(content, 1), content, less)
        if source:
            tile = _drawn(raster, source, less, box, transform)
            if not is_clear(tile, raster.kind.pixel_bytes):
                fresh[place] = tile
        yield
    return made.with_tiles(fresh)


def _drawn(
    raster: Raster, source: Box, less: list[int], box: Box, transform: QtGui.QTransform
) -> QtGui.QImage:
    """The tile at `box`, from the pixels of `source`, which are averaged `less` to one first."""
    kind = raster.kind
    mixing = QtGui.QImage.Format.Format_RGB32 if kind is LEVELS else kind.mixing
    image = raster.image(source).convertToFormat(mixing)
    if less != [1, 1]:
        image = image.scaled(
            source.width // less[0],
            source.height // less[1],
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        ).convertToFormat(mixing)
    tile = QtGui.QImage(TILE, TILE, mixing)
    tile.fill(Qt.GlobalColor.black if kind is LEVELS else Qt.GlobalColor.transparent)
    painter = QtGui.QPainter(tile)
    painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform)
    painter.setTransform(transform * QtGui.QTransform().translate(-box.x, -box.y))
    painter.translate(source.x, source.y)
    painter.scale(less[0], less[1])
    painter.drawImage(0, 0, image)
    painter.end()
    return tile.convertToFormat(kind.straight)


def _on_grid(part: Box, content: Box, less: list[int]) -> Box:
    """The part, grown so that averages begin at the same places for every tile."""
    if not part:
        return part
    left = content.x + (part.x - content.x) // less[0] * less[0]
    top = content.y + (part.y - content.y) // less[1] * less[1]
    right = left - (left - part.right) // less[0] * less[0]
    bottom = top - (top - part.bottom) // less[1] * less[1]
    return Box.between(left, top, right, bottom)


def _wider(box: Box, pixels: int) -> Box:
    return box.grown(Sides(pixels, pixels, pixels, pixels))


def _rect(box: Box) -> QtCore.QRectF:
    return QtCore.QRectF(box.x, box.y, box.width, box.height)


def _box(rect: QtCore.QRectF) -> Box:
    whole = rect.toAlignedRect()
    return Box(whole.x(), whole.y(), whole.width(), whole.height())
