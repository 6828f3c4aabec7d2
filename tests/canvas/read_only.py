"""Makers of files that are read and never written: GIF, BMP, AVIF, JPEG XL, PSD."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import Any

import pillow_jxl
import pyvips
from PIL import Image

from ritocco.canvas.arrays import Pixels

from .hostile import box

_MODES = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}


def by_pillow(pixels: Pixels, form: str, **options: Any) -> bytes:
    stream = BytesIO()
    Image.fromarray(pixels.squeeze()).save(stream, form, **options)
    return stream.getvalue()


def gif(*pictures: Pixels) -> bytes:
    """Of at most 256 colours each."""
    first, *rest = [Image.fromarray(one.squeeze()) for one in pictures]
    stream = BytesIO()
    first.save(stream, "GIF", save_all=bool(rest), append_images=rest)
    return stream.getvalue()


def avif(pixels: Pixels, bits: int = 8, **options: Any) -> bytes:
    """Without loss; 16-bit pixels keep their highest `bits`."""
    height, width, channels = pixels.shape
    kind, meaning = ("uchar", "srgb") if pixels.itemsize == 1 else ("ushort", "rgb16")
    image = pyvips.Image.new_from_memory(pixels.tobytes(), width, height, channels, kind)
    data: bytes = image.copy(interpretation=meaning).heifsave_buffer(
        compression="av1", bitdepth=bits, lossless=True, effort=0, **options
    )
    return data


def jxl(pixels: Pixels, **options: Any) -> bytes:
    """Without loss; of 8 bits, or grey ones of 16."""
    height, width, channels = pixels.shape
    mode = "I;16" if pixels.itemsize == 2 else _MODES[channels]
    code = pillow_jxl.Encoder(mode=mode, lossless=True, quality=100, effort=1)
    data: bytes = code(pixels.tobytes(), width, height, jpeg_encode=False, **options)
    return data


def jxl_of_jpeg(data: bytes) -> bytes:
    """A JPEG, packed anew."""
    code = pillow_jxl.Encoder(mode="RGB", lossless=True, quality=100)
    packed: bytes = code(data, 0, 0, jpeg_encode=True)
    return packed


def jxl_head(width: int, height: int, *after: tuple[int, int]) -> bytes:
    """The beginning of a codestream; `after` are (number, bits) that follow the size."""
    at = value = 0
    for number, bits in [(0, 1), (3, 2), (height - 1, 30), (0, 3), (3, 2), (width - 1, 30), *after]:
        value |= number << at
        at += bits
    return b"\xff\x0a" + value.to_bytes(at // 8 + 1, "little") + bytes(40)


def in_boxes(codestream: bytes, *more: bytes) -> bytes:
    """A codestream in JPEG XL's boxes, behind `more`."""
    start = box(b"JXL ", b"\r\n\x87\n") + box(b"ftyp", b"jxl \0\0\0\0jxl ")
    return start + b"".join(more) + box(b"jxlc", codestream)


def resource(kind: int, body: bytes) -> bytes:
    """One of a PSD's resources."""
    return b"8BIM" + struct.pack(">HHI", kind, 0, len(body)) + body + bytes(len(body) % 2)


def psd(
    planes: Pixels,
    mode: int = 3,
    *,
    packed: bool = True,
    large: bool = False,
    bits: int | None = None,
    transparent: bool = False,
    resources: bytes = b"",
    table: bytes = b"",
    size: tuple[int, int] | None = None,
) -> bytes:
    """Channels (C, H, W) as a PSD's flattened picture; one bit as 8 pixels a byte, `size` apart."""
    channels, height, width = planes.shape
    width, height = size or (width, height)
    head = struct.pack(
        ">4sH6xHIIHH",
        b"8BPS",
        1 + large,
        channels,
        height,
        width,
        bits or 8 * planes.itemsize,
        mode,
    )
    long = ">Q" if large else ">I"
    info = struct.pack(long, 2) + struct.pack(">h", -1) if transparent else b""
    body = head + struct.pack(">I", len(table)) + table
    body += struct.pack(">I", len(resources)) + resources + struct.pack(long, len(info)) + info
    rows = [row.astype(row.dtype.newbyteorder(">")).tobytes() for each in planes for row in each]
    if not packed:
        return body + b"\0\0" + b"".join(rows)
    rows = [_runs(row) for row in rows]
    count = ">I" if large else ">H"
    return body + b"\0\1" + b"".join(struct.pack(count, len(row)) for row in rows) + b"".join(rows)


def _runs(row: bytes) -> bytes:
    """A row, its equal bytes packed (at most 128 together), the others as they are."""
    out, at = b"", 0
    while at < len(row):
        same = 1
        while same < 128 and row[at : at + 1] == row[at + same : at + same + 1]:
            same += 1
        out += bytes([257 - same, row[at]]) if same > 1 else bytes([0, row[at]])
        at += same
    return out
