"""What coders take of memory beside the pixels themselves, known before they begin.

Of a file that is read, its header tells. Counted by watching coders at work (libjpeg, libpng,
libwebp, libtiff, libnsgif, libheif, libjxl); most of libvips's go row by row and take nothing that
counts. Those that cannot are here.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ritocco.canvas import tags
from ritocco.canvas.containers import jpeg
from ritocco.canvas.formats import JPEG, WEBP, Format
from ritocco.canvas.picture import Layout
from ritocco.canvas.tags import Buffer, Damaged, Tag
from ritocco.geometry import Size

MOST_OPTIMISED = 4096 * 4096
"""Pixels of a JPEG up to which its code is fitted to it. That takes 12 bytes of memory for each
pixel and makes the file 4 to 7 % smaller; the picture is the same."""
_SAMPLES = {0: 1, 2: 3, 3: 4, 4: 2, 6: 4}
"""Samples of a pixel by a PNG's kind of colours; a palette may have an alpha."""
_WEBP = 10
"""Bytes a pixel of libwebp at its worst, without loss and with alpha."""
_AVIF = 20
"""Bytes a pixel of libheif and dav1d at their worst, with more than 8 bits."""
JXL_BESIDE = 48
"""Bytes a pixel that libjxl takes at its worst, with alpha and loss: 33 measured."""
_USUALLY = {"AVIF": 8, "JPEG XL": 8}
"""Bytes a pixel of coders whose worst is far from it."""
_JPEG_IN_TIFF = frozenset({6, 7})


def _png(data: Buffer, size: Size) -> int:
    """An interlaced one is decoded whole before its first row is known."""
    bits, colours, _, _, interlaced = struct.unpack_from(">5B", data, 24)
    return size.area * _SAMPLES.get(colours, 4) * -(-bits // 8) if interlaced else 0


def _jpeg(data: Buffer, size: Size) -> int:
    """One in several scans, as all progressive ones are, is kept as coefficients until the last."""
    return 2 * jpeg.components_kept(data) * size.area


def _webp(data: Buffer, size: Size) -> int:
    """The whole picture in its own form, and what it refers back to."""
    return _WEBP * size.area


def _tiff(data: Buffer, size: Size) -> int:
    """Two rows of tiles, which may be larger than the picture; a JPEG's coefficients in a strip."""
    directory = tags.read(data)

    def first(tag: int, default: int) -> int:
        entry = directory.get(tag)
        return entry.numbers[0] if isinstance(entry, Tag) and entry.numbers else default

    samples, bits = first(277, 1), first(258, 1)
    wide, high = first(322, 0), first(323, 0)
    if wide and high:
        part = Size(-(-size.width // wide) * wide, high)
    else:
        part = Size(size.width, min(size.height, first(278, size.height)))
    coefficients = 2 * samples * part.area if first(259, 1) in _JPEG_IN_TIFF else 0
    tiles = 2 * part.area * samples * -(-bits // 8) if wide and high else 0
    return tiles + coefficients


def _gif(data: Buffer, size: Size) -> int:
    """The picture as it stands, and the one that is drawn on it."""
    return 6 * size.area


def _bmp(data: Buffer, size: Size) -> int:
    """Once more, as Pillow keeps it."""
    return 4 * size.area


def _avif(data: Buffer, size: Size) -> int:
    """Lightness and colours as they were coded, and what is made of them."""
    return _AVIF * size.area


def _jxl(data: Buffer, size: Size) -> int:
    """All of it in floats, in a process that keeps the pixels and the file once more."""
    return JXL_BESIDE * size.area + len(data)


def _psd(data: Buffer, size: Size) -> int:
    """Two channels, of 32 bits at the most: packed, and as they are."""
    return 8 * size.area


_TAKES: Mapping[str, Callable[[Buffer, Size], int]] = {
    "PNG": _png,
    "JPEG": _jpeg,
    "WebP": _webp,
    "TIFF": _tiff,
    "GIF": _gif,
    "BMP": _bmp,
    "AVIF": _avif,
    "JPEG XL": _jxl,
    "PSD": _psd,
}


def beside_pixels(form: str, data: Buffer, size: Size) -> int:
    """Bytes that decoding takes beside the pixels, of a file of this format and size in pixels.

    Raises Damaged where the header ends early.
    """
    try:
        return _TAKES[form](data, size)
    except (struct.error, IndexError) as error:
        raise Damaged(str(error)) from error


def usually(form: str, beside: int, size: Size) -> int:
    """Of the bytes that decoding takes `beside` the pixels at its worst: what it usually takes.

    That is held against the length of the file, which tells bombs: where the worst is many times
    the usual, photographs would be taken for them.
    """
    return min(beside, _USUALLY.get(form, beside) * size.area)


@dataclass(frozen=True, slots=True)
class Coding:
    """Bytes that writing a picture takes, the picture included.

    least  where hardly anything is on it
    most   where nothing of it can be packed
    """

    least: int
    most: int


def of_writing(form: Format, size: Size, layout: Layout) -> Coding:
    """What a picture of this size and layout takes while it is written in this format."""
    pixels = size.area * layout.channels * layout.depth.dtype.itemsize
    coder = (0, 0)
    if form is WEBP:
        coder = 18 * size.area, 48 * size.area
    elif form is JPEG and size.area <= MOST_OPTIMISED:
        coder = 12 * size.area, 12 * size.area
    return Coding(pixels + coder[0], 3 * pixels + coder[1])  # a buffer that grows is there twice
