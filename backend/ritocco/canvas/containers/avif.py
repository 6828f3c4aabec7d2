"""AVIF (and its kin in HEIF): only what is written beside the pixels, which we do not read.

A file of boxes of (length, type, data), ISO/IEC 14496-12. The box `meta` lists items (`iinf`) and
where they lie (`iloc`): one of type `Exif`, one of XMP (ISO/IEC 23008-12, annex A).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from ritocco.canvas.containers.bounds import counted
from ritocco.canvas.containers.carried import Carried, carried, exif_block
from ritocco.canvas.picture import Metadata
from ritocco.canvas.tags import Buffer, Damaged

SIGNATURES = (b"avif", b"avis", b"mif1", b"msf1", b"heic", b"heix")
"""Brands of files that are built so."""
_XMP = b"application/rdf+xml"
_LARGEST = 64 * 2**20
_MOST_EXTENTS = 2**16
"""Of all items: extents may be written in no bytes at all."""
_WIDTHS = (0, 4, 8)


def is_avif(head: bytes) -> bool:
    """Whether a file that begins so is one."""
    return head[4:8] == b"ftyp" and head[8:12] in SIGNATURES


def read(data: Buffer) -> Carried:
    """EXIF and XMP. Raises Damaged where the file ends early."""
    meta = next(((a, b) for kind, a, b in _boxes(data, 0, len(data)) if kind == b"meta"), None)
    if meta is None:
        raise Damaged("no meta box")
    parts = {kind: (a, b) for kind, a, b in _boxes(data, meta[0] + 4, meta[1])}
    if b"iinf" not in parts or b"iloc" not in parts:
        return carried(None, Metadata())
    kinds = dict(_items(data, *parts[b"iinf"]))
    exif = xmp = None
    inside = parts.get(b"idat", (0, 0))[0]
    for item, body in _bodies(data, *parts[b"iloc"], inside, frozenset(kinds)):
        if kinds[item] == b"Exif" and len(body) > 4:
            (skipped,) = struct.unpack_from(">I", body)
            exif = exif_block(body[4 + skipped :])
        elif kinds[item] == _XMP:
            xmp = body
    return carried(None, Metadata(exif=exif, xmp=xmp), orientation=1)


def _boxes(data: Buffer, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Type, start and end of the data of each box. Raises Damaged for more than there can be."""
    return counted(_each_box(data, start, end))


def _each_box(data: Buffer, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    while start + 8 <= end:
        length, kind = struct.unpack_from(">I4s", data, start)
        head = 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, start + 8)
            head = 16
        length = length or end - start
        if length < head or start + length > end:
            raise Damaged("a box reaches beyond the end")
        yield kind, start + head, start + length
        start += length


def _items(data: Buffer, start: int, end: int) -> Iterator[tuple[int, bytes]]:
    """Number and kind of the items that hold EXIF or XMP."""
    start += 4 + (2 if data[start] == 0 else 4)
    for kind, at, until in _boxes(data, start, end):
        if kind != b"infe" or data[at] not in (2, 3):
            continue
        wide = data[at] == 3
        (item,) = struct.unpack_from(">I" if wide else ">H", data, at + 4)
        at += 10 if wide else 8
        type_, rest = bytes(data[at : at + 4]), bytes(data[at + 4 : until])
        if type_ == b"Exif":
            yield item, type_
        elif type_ == b"mime" and rest.split(b"\0")[1:2] == [_XMP]:
            yield item, _XMP


def _bodies(
    data: Buffer, at: int, end: int, inside: int, wanted: frozenset[int]
) -> Iterator[tuple[int, bytes]]:
    """The bytes of the wanted items, each once. `inside`: where the box `idat` has its data."""
    version = data[at]
    sizes, more = data[at + 4], data[at + 5]
    widths = [sizes >> 4, sizes & 15, more >> 4, more & 15 if version else 0]
    if any(width not in _WIDTHS for width in widths):
        raise Damaged("offsets of an unknown width")
    at += 6
    left, waiting = _MOST_EXTENTS, set(wanted)

    def number(width: int) -> int:
        nonlocal at
        if at + width > end:
            raise Damaged("the list of items ends early")
        at += width
        return int.from_bytes(data[at - width : at], "big")

    for _ in range(number(4 if version == 2 else 2)):
        item = number(4 if version == 2 else 2)
        method = number(2) & 15 if version else 0
        number(2)
        base = number(widths[2])
        extents = []
        count = number(2)
        left -= count
        if left < 0:
            raise Damaged("more extents than any picture has")
        for _ in range(count):
            number(widths[3])
            extents.append((number(widths[0]), number(widths[1])))
        if item in waiting and method in (0, 1):
            waiting.remove(item)
            yield item, _joined(data, base + (inside if method else 0), extents)


def _joined(data: Buffer, base: int, extents: list[tuple[int, int]]) -> bytes:
    total = sum(length for _, length in extents)
    if total > _LARGEST or any(base + a + length > len(data) for a, length in extents):
        raise Damaged("an item reaches beyond the end")
    return b"".join(bytes(data[base + a : base + a + length]) for a, length in extents)
