"""Layers seen from above: in the document's own depth for jobs, in sRGB for the screen.

`projection` is exact where it matters: a pixel that only one layer touches, at full opacity,
keeps its bytes, also under a partly transparent layer's empty parts.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..geometry import Box
from ..qt import QtCore, QtGui
from .document import Canvas, Layer
from .raster import PixelKind, Raster, blank, bytes_of, image_of

_Mode = QtGui.QPainter.CompositionMode
_Format = QtGui.QImage.Format
SCREEN = _Format.Format_ARGB32_Premultiplied
_NOT_ZERO = bytes([0, *[255] * 255])


def projection(layers: Sequence[Layer], kind: PixelKind, box: Box) -> QtGui.QImage:
    """The visible ones of these layers (bottom first) in `box`, flattened, straight alpha."""
    shown = [
        layer for layer in layers if layer.visible and layer.opacity > 0 and layer.raster.box & box
    ]
    if not shown:
        return blank(kind, box.width, box.height)
    first, *rest = shown
    image = _alone(first, kind, box)
    for layer in rest:
        above = _alone(layer, kind, box)
        mixed = image.convertToFormat(kind.mixing)
        painter = QtGui.QPainter(mixed)
        painter.drawImage(0, 0, above)
        painter.end()
        image = _where(above, mixed.convertToFormat(kind.straight), image, kind, box)
    return image


def _alone(layer: Layer, kind: PixelKind, box: Box) -> QtGui.QImage:
    """One layer in `box` with its mask and opacity in its alpha, straight."""
    image = layer.raster.image(box)
    if layer.opacity >= 1 and layer.hiding is None:
        return image
    faded = blank(kind, box.width, box.height).convertToFormat(kind.mixing)
    painter = QtGui.QPainter(faded)
    painter.drawImage(0, 0, image)
    painter.setCompositionMode(_Mode.CompositionMode_DestinationIn)
    if layer.hiding is not None:
        painter.drawImage(0, 0, as_alpha(layer.hiding.image(box)))
    if layer.opacity < 1:
        # Not by the painter's own opacity, which knows 256 steps only.
        painter.fillRect(faded.rect(), QtGui.QColor.fromRgbF(0, 0, 0, layer.opacity))
    painter.end()
    straight = faded.convertToFormat(kind.straight)
    if layer.hiding is None:
        return straight
    # Where mask and opacity are full the way through premultiplied colours is undone.
    if layer.opacity < 1:
        return straight
    full = as_alpha(layer.hiding.image(box))
    return _keeping(full, image, straight, kind, box)


def _keeping(
    mask: QtGui.QImage, image: QtGui.QImage, other: QtGui.QImage, kind: PixelKind, box: Box
) -> QtGui.QImage:
    """`image` where the mask is full, else `other`."""
    full = bytes_of(mask, 1).translate(bytes([*[0] * 255, 255]))
    return _chosen(full, image, other, kind, box)


def _where(
    above: QtGui.QImage, mixed: QtGui.QImage, below: QtGui.QImage, kind: PixelKind, box: Box
) -> QtGui.QImage:
    """`mixed` where `above` (straight) has any opacity, the bytes of `below` elsewhere."""
    data = bytes_of(above, kind.pixel_bytes)
    size = kind.pixel_bytes // 4
    touched = 0
    for part in range(size):
        plane = data[kind.pixel_bytes - size + part :: kind.pixel_bytes]
        touched |= int.from_bytes(plane.translate(_NOT_ZERO), "little")
    return _chosen(touched.to_bytes(box.area, "little"), mixed, below, kind, box)


def _is_plain(image: QtGui.QImage, kind: PixelKind) -> bool:
    """Whether whole numbers are opaque everywhere, or all of it is 0."""
    if kind.name not in ("u8", "u16"):
        return False
    data, size = bytes_of(image, kind.pixel_bytes), kind.pixel_bytes // 4
    planes = [data[kind.pixel_bytes - size + part :: kind.pixel_bytes] for part in range(size)]
    return all(not plane.strip(b"\xff") for plane in planes) or not data.strip(b"\0")


def over(
    below: QtGui.QImage,
    ink: QtGui.QImage,
    alpha: QtGui.QImage,
    kind: PixelKind,
    opacity: float,
    erase: bool = False,
) -> QtGui.QImage:
    """Straight pixels with ink on them, or taken away; bytes stay where `alpha` is 0."""
    mixed = below.convertToFormat(kind.mixing)
    painter = QtGui.QPainter(mixed)
    painter.setOpacity(opacity)
    if erase:
        painter.setCompositionMode(_Mode.CompositionMode_DestinationOut)
    painter.drawImage(0, 0, ink)
    painter.end()
    if _is_plain(below, kind):  # then no byte is lost by premultiplying
        return mixed.convertToFormat(kind.straight)
    touched = bytes_of(alpha, 1).translate(_NOT_ZERO)
    box = Box(0, 0, below.width(), below.height())
    return _chosen(touched, mixed.convertToFormat(kind.straight), below, kind, box)


def _chosen(
    flags: bytes, yes: QtGui.QImage, no: QtGui.QImage, kind: PixelKind, box: Box
) -> QtGui.QImage:
    """By one byte a pixel, 255 or 0: `yes` or `no`. Whole integers do the work of a loop."""
    if not flags.strip(b"\0"):
        return no
    if not flags.strip(b"\xff"):
        return yes
    wide = bytearray(box.area * kind.pixel_bytes)
    for part in range(kind.pixel_bytes):
        wide[part :: kind.pixel_bytes] = flags
    choice = int.from_bytes(wide, "little")
    yes_bits = int.from_bytes(bytes_of(yes, kind.pixel_bytes), "little")
    other = int.from_bytes(bytes_of(no, kind.pixel_bytes), "little")
    mixed = other ^ ((yes_bits ^ other) & choice)
    return image_of(mixed.to_bytes(len(wide), "little"), box, kind)


def as_alpha(levels: QtGui.QImage) -> QtGui.QImage:
    """Levels read as opacity."""
    image = levels.copy()
    image.reinterpretAsFormat(_Format.Format_Alpha8)
    return image


def screen(
    canvas: Canvas,
    box: Box,
    reduction: int,
    colours: QtGui.QColorTransform | None,
    grey: bool = False,
) -> QtGui.QImage:
    """The canvas in `box` for the screen, one pixel for `reduction` pixels each way.

    Where it reduces it takes single pixels: quick, and coarse. `colours` leads to sRGB; None:
    the document is in sRGB. `grey`: the transform is one of a grey profile.
    """
    width, height = -(-box.width // reduction), -(-box.height // reduction)
    image = QtGui.QImage(width, height, canvas.kind.mixing)
    image.fill(QtCore.Qt.GlobalColor.transparent)
    painter = QtGui.QPainter(image)
    for layer in canvas.layers:
        if layer.visible and layer.raster.box & box:
            _paint(painter, layer, box, reduction, (width, height), canvas.kind)
    painter.end()
    if colours is None:
        return image.convertToFormat(SCREEN)
    if grey:
        return _grey_shown(image, colours)
    return image.colorTransformed(colours, SCREEN)


def _grey_shown(image: QtGui.QImage, colours: QtGui.QColorTransform) -> QtGui.QImage:
    """Grey values through a grey profile; alpha apart, since grey images of Qt have none."""
    light = image.convertToFormat(_Format.Format_RGBA64).convertToFormat(_Format.Format_RGBX64)
    shown = light.convertToFormat(_Format.Format_Grayscale16).colorTransformed(
        colours, _Format.Format_RGB32
    )
    result = shown.convertToFormat(SCREEN)
    painter = QtGui.QPainter(result)
    painter.setCompositionMode(_Mode.CompositionMode_DestinationIn)
    painter.drawImage(0, 0, image)
    painter.end()
    return result


def _paint(
    painter: QtGui.QPainter,
    layer: Layer,
    box: Box,
    reduction: int,
    size: tuple[int, int],
    kind: PixelKind,
) -> None:
    if layer.hiding is None:
        painter.setOpacity(layer.opacity)
        _paint_tiles(painter, layer.raster, box, reduction)
        return
    part = QtGui.QImage(*size, kind.mixing)
    part.fill(QtCore.Qt.GlobalColor.transparent)
    inner = QtGui.QPainter(part)
    _paint_tiles(inner, layer.raster, box, reduction)
    inner.end()
    mask = QtGui.QImage(*size, _Format.Format_Grayscale8)
    mask.fill(0)
    inner = QtGui.QPainter(mask)
    _paint_tiles(inner, layer.hiding, box, reduction)
    inner.end()
    mask.reinterpretAsFormat(_Format.Format_Alpha8)
    inner = QtGui.QPainter(part)
    inner.setCompositionMode(_Mode.CompositionMode_DestinationIn)
    inner.drawImage(0, 0, mask)
    inner.end()
    painter.setOpacity(layer.opacity)
    painter.drawImage(0, 0, part)


def _paint_tiles(painter: QtGui.QPainter, raster: Raster, box: Box, reduction: int) -> None:
    painter.save()
    painter.scale(1 / reduction, 1 / reduction)
    for whole, tile in raster.within(box):
        painter.drawImage(whole.x - box.x, whole.y - box.y, tile)
    painter.restore()
