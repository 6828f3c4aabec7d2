"""The flattened picture of a PSD or PSB: its channels one after another, plain or packed.

Pillow has a reader of PSD too, for 8 bits, and takes saved selections for transparency; of it only
the packing is used. What lies in layers is not looked at.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from ritocco.canvas.arrays import Pixels
from ritocco.canvas.coders.undecoded import Decoded, Undecoded
from ritocco.canvas.containers import psd
from ritocco.canvas.picture import ColourModel, Depth, Layout
from ritocco.canvas.refused import foreign, unusual
from ritocco.canvas.tags import Damaged
from ritocco.errors import BadPicture

_BITMAP, _GREY, _INDEXED, _RGB, _DUOTONE = 0, 1, 2, 3, 8
_FOREIGN = {4: "CMYK", 7: "multichannel", 9: "L*a*b*"}
_PLAIN, _PACKED = 0, 1
_DEPTHS = {1: Depth.U8, 8: Depth.U8, 16: Depth.U16, 32: Depth.F32}


def undecoded(path: Path, data: memoryview) -> Undecoded:
    """What the header says. Raises BadPicture, and Damaged, as does decoding."""
    head = psd.head(data)
    if head.mode in _FOREIGN:
        raise foreign(path, _FOREIGN[head.mode])
    if head.mode not in (_BITMAP, _GREY, _INDEXED, _RGB, _DUOTONE) or head.bits not in _DEPTHS:
        raise unusual(path, f"mode {head.mode}, {head.bits} bits")
    if not head.flattened:
        raise BadPicture(
            "{path} holds its layers alone, without the picture they make; save it with "
            "compatibility maximized, or as a flattened copy, and try again.",
            path=path,
        )
    model = ColourModel.RGB if head.mode in (_RGB, _INDEXED) else ColourModel.GREY
    layout = Layout(model, _DEPTHS[head.bits], False)
    stored = 1 if head.mode == _INDEXED else layout.colours
    if head.channels < stored or (head.mode == _BITMAP) != (head.bits == 1):
        raise Damaged("too few channels")
    if head.transparent and head.channels > stored:
        layout = layout.with_alpha()
        stored += 1
    return Undecoded(head.size, layout, lambda: _decoded(data, head, layout, stored))


def _decoded(data: memoryview, head: psd.Head, layout: Layout, stored: int) -> Decoded:
    (packing,) = struct.unpack_from(">H", data, head.at)
    if packing not in (_PLAIN, _PACKED):
        raise Damaged("an unknown packing")
    pixels = np.empty((head.size.height, head.size.width, layout.channels), layout.depth.dtype)
    for number, plane in enumerate(_planes(data, head, packing == _PACKED, stored)):
        if head.mode == _INDEXED and number == 0:
            if len(head.table) < 768:
                raise Damaged("no table of colours")
            table = np.frombuffer(head.table, np.uint8, 768).reshape(3, 256)
            pixels[..., :3] = table.T[plane]
        else:
            pixels[..., number - stored + layout.channels] = plane
    if layout.alpha:
        _without_white(pixels, layout.depth)
    return Decoded(pixels.reshape(-1).view(np.uint8).data)


def _planes(data: memoryview, head: psd.Head, packed: bool, stored: int) -> Iterator[Pixels]:
    """The first channels, (H, W)."""
    width, height = head.size.width, head.size.height
    row = -(-width * head.bits // 8)
    at = head.at + 2
    lengths = np.zeros(0, np.int64)
    if packed:
        kind, rows = ">u4" if head.large else ">u2", head.channels * height
        if at + rows * int(kind[-1]) > len(data):
            raise Damaged("the file ends early")
        lengths = np.frombuffer(data, kind, rows, at).astype(np.int64).reshape(-1, height).sum(1)
        at += rows * int(kind[-1])
    for number in range(stored):
        length = int(lengths[number]) if packed else row * height
        if at + length > len(data):
            raise Damaged("the file ends early")
        plain = data[at : at + length]
        if packed:
            plain = _unpacked(plain, row, height)
        yield _numbers(plain, head, row)
        at += length


def _unpacked(packed: memoryview, row: int, height: int) -> memoryview:
    try:
        image = Image.frombytes("L", (row, height), bytes(packed), "packbits", "L")
    except ValueError as error:
        raise Damaged(str(error)) from error
    return np.asarray(image).reshape(-1).data


def _numbers(plain: memoryview, head: psd.Head, row: int) -> Pixels:
    width, height = head.size.width, head.size.height
    if head.bits == 1:  # 1 is black
        bits = np.unpackbits(np.frombuffer(plain, np.uint8).reshape(height, row), 1, width)
        return np.asarray((1 - bits) * 255, np.uint8)
    kind = {8: "u1", 16: ">u2", 32: ">f4"}[head.bits]
    plane: Pixels = np.frombuffer(plain, kind).reshape(height, width)
    return plane


def _without_white(pixels: Pixels, depth: Depth) -> None:
    """Take out the white that Photoshop lays under a transparent picture; other programs do not.

    With it no colour is darker than the white that shines through: that tells who wrote it.
    """
    full = depth.maximum
    slack = 0.001 if depth.is_float else 1.0
    if any((row[:, :-1] + slack < full - row[:, -1:].astype(np.float64)).any() for row in pixels):
        return
    for row in pixels:
        alpha = row[:, -1:].astype(np.float64)
        above = row[:, :-1] - (full - alpha)
        colour = np.divide(above * full, alpha, out=np.zeros(above.shape), where=alpha > 0)
        row[:, :-1] = colour if depth.is_float else np.rint(colour).clip(0, full)
