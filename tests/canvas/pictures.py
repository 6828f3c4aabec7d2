"""Makers of pictures and of picture files, written by hand where no library writes them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ritocco.canvas.arrays import Pixels
from ritocco.canvas.picture import ColourModel, Depth, Layout, Metadata, Picture

LAYOUTS = [Layout(m, d, a) for m, d, a in product(ColourModel, Depth, (False, True))]
LOSSLESS = [
    (layout, suffix)
    for layout in LAYOUTS
    for suffix, depths in {
        ".png": {Depth.U8, Depth.U16},
        ".tif": {Depth.U8, Depth.U16, Depth.F32},
        ".webp": {Depth.U8} if layout.model is ColourModel.RGB else set(),
    }.items()
    if layout.depth in depths
]


def noise(layout: Layout, width: int, height: int, seed: int = 0) -> Pixels:
    """Random pixels over the whole range; floats from -1 to 2."""
    random = np.random.default_rng(seed)
    values = random.random((height, width, layout.channels))
    if layout.depth.is_float:
        return (values * 3 - 1).astype(layout.depth.dtype)
    return np.rint(values * layout.depth.maximum).astype(layout.depth.dtype)


def picture(
    layout: Layout, width: int = 9, height: int = 7, seed: int = 0, **parts: object
) -> Picture:
    """A picture of noise."""
    return Picture(noise(layout, width, height, seed), layout, **parts)  # type: ignore[arg-type]


XMP = (
    b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 9.1">\n'
    b' <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
    b'  <rdf:Description rdf:about="uuid:1" xmlns:dc="http://purl.org/dc/elements/1.1/"\n'
    b'    xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="6">\n'
    b"   <!-- mine --><dc:title>\xc3\x9cber &amp; unter</dc:title>\n"
    b"  </rdf:Description>\n"
    b" </rdf:RDF>\n"
    b"</x:xmpmeta>\n" + b" " * 100 + b'\n<?xpacket end="w"?>'
)
IPTC = b"\x1c\x02\x05\x00\x05title\x1c\x02\x19\x00\x04word"


def exif(order: str = "<", orientation: int = 1) -> bytes:
    """An EXIF block: camera, orientation, 300 dpi, a nested directory with a maker note."""
    heap = b""
    nested = 8 + 2 + 12 * 6 + 4
    after = nested + 2 + 12 * 2 + 4

    def entry(tag: int, kind: int, count: int, value: bytes) -> bytes:
        nonlocal heap
        head = struct.pack(order + "HHI", tag, kind, count)
        if len(value) <= 4:
            return head + value.ljust(4, b"\0")
        heap += value
        return head + struct.pack(order + "I", after + len(heap) - len(value))

    dpi = struct.pack(order + "II", 300, 1)
    first = (
        entry(271, 2, 6, b"Maker\0")
        + entry(274, 3, 1, struct.pack(order + "H", orientation))
        + entry(282, 5, 1, dpi)
        + entry(283, 5, 1, dpi)
        + entry(296, 3, 1, struct.pack(order + "H", 2))
        + entry(34665, 4, 1, struct.pack(order + "I", nested))
    )
    second = entry(33434, 5, 1, struct.pack(order + "II", 1, 60)) + entry(37500, 7, 9, b"makernote")
    mark = {"<": b"II", ">": b"MM"}[order]
    return (
        mark
        + struct.pack(order + "HI", 42, 8)
        + struct.pack(order + "H", 6)
        + first
        + bytes(4)
        + struct.pack(order + "H", 2)
        + second
        + bytes(4)
        + heap
    )


def png_chunk(kind: bytes, data: bytes) -> bytes:
    crc = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)


def png(
    width: int,
    height: int,
    bits: int,
    colour: int,
    rows: list[bytes] | None = None,
    *chunks: tuple[bytes, bytes],
) -> bytes:
    """A PNG from rows of packed samples; without rows a header with no pixels behind it."""
    data = b"\x89PNG\r\n\x1a\n"
    data += png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0))
    for kind, body in chunks:
        data += png_chunk(kind, body)
    packed = zlib.compress(b"".join(b"\0" + row for row in rows or []))
    return data + png_chunk(b"IDAT", packed) + png_chunk(b"IEND", b"")


def tiff(
    pixels: NDArray[np.generic],
    *,
    order: str = "<",
    photometric: int | None = None,
    extra: tuple[int, ...] = (),
    planar: bool = False,
    big: bool = False,
    bits: int | None = None,
    sample_format: int | None = None,
    tags: tuple[tuple[int, int, int, bytes], ...] = (),
    pages: int = 1,
    size: tuple[int, int] | None = None,
) -> bytes:
    """An uncompressed TIFF of pixels (H, W, C), in one strip (one per plane where planar).

    `tags` are further ones: (tag, type, count, value in this byte order). `size` lies about the
    size. Further pages are black.
    """
    height, width, channels = pixels.shape
    kind = {"u": 1, "i": 2, "f": 3}[pixels.dtype.kind]
    big_code, room = ("Q", 8) if big else ("I", 4)
    data = {"<": b"II", ">": b"MM"}[order] + struct.pack(order + "H", 43 if big else 42)
    data += struct.pack(order + "HH", 8, 0) if big else b""
    link = len(data)
    data += bytes(room)
    for page in range(pages):
        stored = np.moveaxis(pixels, 2, 0) if planar else pixels
        raw = (stored * (page == 0)).astype(pixels.dtype.newbyteorder(order)).tobytes()
        strips = channels if planar else 1
        starts = [len(data) + i * len(raw) // strips for i in range(strips)]
        data += raw + bytes(len(raw) % 2)
        entries = {
            256: ("I", [size[0] if size else width]),
            257: ("I", [size[1] if size else height]),
            258: ("H", [bits or pixels.itemsize * 8] * channels),
            259: ("H", [1]),
            262: ("H", [photometric if photometric is not None else (channels > 2) + 1]),
            273: (big_code, starts),
            277: ("H", [channels]),
            278: ("I", [height]),
            279: (big_code, [len(raw) // strips] * strips),
            284: ("H", [2 if planar else 1]),
            339: ("H", [sample_format or kind] * channels),
        }
        if extra:
            entries[338] = ("H", list(extra))
        types = {"H": 3, "I": 4, "Q": 16}
        rows = [
            (tag, types[code], len(values), struct.pack(f"{order}{len(values)}{code}", *values))
            for tag, (code, values) in entries.items()
        ]
        table = b""
        for tag, code, count, value in sorted([*rows, *tags]):
            head = struct.pack(order + "HH" + big_code, tag, code, count)
            if len(value) > room:
                head += struct.pack(order + big_code, len(data))
                data += value + bytes(len(value) % 2)
                table += head
            else:
                table += head + value.ljust(room, b"\0")
        data = data[:link] + struct.pack(order + big_code, len(data)) + data[link + room :]
        data += struct.pack(order + ("Q" if big else "H"), len(rows) + len(tags)) + table
        link = len(data)
        data += bytes(room)
    return data


def prefixes(data: bytes, count: int = 12) -> Iterator[bytes]:
    """Beginnings of a file: as an interrupted copy leaves it."""
    for length in sorted({*np.linspace(1, len(data) - 8, count).astype(int)}):
        yield data[:length]


def written(path: Path, data: bytes) -> Path:
    """The path, after writing the bytes there."""
    path.write_bytes(data)
    return path


METADATA = Metadata(
    resolution=(300 / 25.4, 300 / 25.4), exif=exif(), xmp=XMP, iptc=IPTC, recipe='{"seed": 7}'
)
