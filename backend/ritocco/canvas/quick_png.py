"""A PNG in little time: rows as steps from pixel to pixel, packed by their runs and frequencies.

Bands of rows are packed in threads of their own. Photographs come out as small as zlib's quickest
level makes them, in two thirds of its time on one core; drawings somewhat larger. The bytes do not
depend on the number of threads.
"""

from __future__ import annotations

import os
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain

import numpy as np

from ritocco.canvas.arrays import Pixels
from ritocco.canvas.picture import ColourModel, Depth, Layout

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_BAND = 2**19
"""Bytes of a band, and a row more: a few milliseconds of work."""
_KINDS = {
    (ColourModel.GREY, False): 0,
    (ColourModel.RGB, False): 2,
    (ColourModel.GREY, True): 4,
    (ColourModel.RGB, True): 6,
}
_BITS = {Depth.U8: 8, Depth.U16: 16}
_SUB = 1
"""The filter that takes from each byte that of the pixel before it (PNG, section 9.2)."""
_ZLIB = b"\x78\x01"
_WINDOW, _MEMORY = -15, 9
_PRIME = 65521
_FEW_RUNS = 0.2
"""Share of steps that are 0, up to which looking for runs takes longer than it saves."""


@dataclass(frozen=True, slots=True)
class _Packed:
    """A band: deflated, its bytes before that, and their sum (Adler-32)."""

    body: bytes
    length: int
    sum: int


def coded(pixels: Pixels, layout: Layout) -> tuple[bytes, list[bytes]]:
    """The file of pixels (H, W, channels) of 8 or 16 bits: its beginning, and the pieces after it.

    What stands beside the pixels has its place between the two.
    """
    height, width, _ = pixels.shape
    rows = max(1, _BAND // max(1, pixels[0].nbytes))
    bands = [pixels[top : top + rows] for top in range(0, height, rows)]
    workers = min(len(bands), os.cpu_count() or 1)
    if workers > 1:
        with ThreadPoolExecutor(workers) as threads:
            packed = list(threads.map(_packed, bands, [band is bands[-1] for band in bands]))
    else:
        packed = [_packed(band, band is bands[-1]) for band in bands]
    total = 1
    for one in packed:
        total = _joined(total, one)
    bodies = [_ZLIB + packed[0].body, *(one.body for one in packed[1:])]
    bodies[-1] += struct.pack(">I", total)
    head = struct.pack(
        ">IIBBBBB", width, height, _BITS[layout.depth], _KINDS[layout.model, layout.alpha], 0, 0, 0
    )
    chunks = [*((b"IDAT", body) for body in bodies), (b"IEND", b"")]
    beginning = b"".join([_SIGNATURE, *_chunk(b"IHDR", head)])
    return beginning, list(chain.from_iterable(_chunk(*one) for one in chunks))


def _packed(band: Pixels, is_last: bool) -> _Packed:
    """Some rows, so that what is packed of those after them may follow."""
    height, _, channels = band.shape
    numbers = np.ascontiguousarray(band).astype(band.dtype.newbyteorder(">"), copy=False)
    values = numbers.view(np.uint8).reshape(height, -1)
    pixel = channels * band.dtype.itemsize
    steps = np.empty((height, values.shape[1] + 1), np.uint8)
    steps[:, 0] = _SUB
    steps[:, 1 : pixel + 1] = values[:, :pixel]
    np.subtract(values[:, pixel:], values[:, :-pixel], out=steps[:, pixel + 1 :])
    few = steps.size - np.count_nonzero(steps) < _FEW_RUNS * steps.size
    by = zlib.Z_HUFFMAN_ONLY if few else zlib.Z_RLE
    engine = zlib.compressobj(1, zlib.DEFLATED, _WINDOW, _MEMORY, by)
    body = engine.compress(steps.data)
    body += engine.flush(zlib.Z_FINISH if is_last else zlib.Z_SYNC_FLUSH)
    return _Packed(body, steps.size, zlib.adler32(steps.data))


def _joined(before: int, after: _Packed) -> int:
    """Adler-32 of two stretches of bytes, one after the other (RFC 1950, section 9)."""
    low = ((before & 0xFFFF) + (after.sum & 0xFFFF) - 1) % _PRIME
    high = (before >> 16) + (after.sum >> 16) + after.length * ((before & 0xFFFF) - 1)
    return high % _PRIME << 16 | low


def _chunk(kind: bytes, body: bytes) -> list[bytes]:
    check = zlib.crc32(body, zlib.crc32(kind))
    return [struct.pack(">I", len(body)), kind, body, struct.pack(">I", check)]
