"""AVIF (and its kin in HEIF): a file of boxes.

The box `meta` lists items (`iinf`) and where they lie (`iloc`): one of type `Exif`, one of XMP
(ISO/IEC 23008-12, annex A); in `iprp` it says what the colours mean (`colr`). Who decodes the
pixels turns them as the file says, so nothing is left to turn.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from ritocco.canvas.containers.boxes import boxes
from ritocco.canvas.containers.carried import Carried, carried, exif_block
from ritocco.canvas.picture import Metadata
from ritocco.canvas.tags import Buffer, Damaged

_XMP = b"application/rdf+xml"
_LARGEST = 64 * 2**20
_MOST_EXTENTS = 2**16
"""Of all items: extents may be written in no bytes at all."""
_WIDTHS = (0, 4, 8)
_UNSAID = 2
_LONGEST = 10**7


def read(data: Buffer) -> Carried:
    """The profile, EXIF and XMP. Raises Damaged where the file ends early."""
    parts = _parts(data)
    profile, signals = _colours(data, *parts.get(b"iprp", (0, 0)))
    exif = xmp = None
    if b"iinf" in parts and b"iloc" in parts:
        kinds = {item: kind for item, kind, _ in _items(data, *parts[b"iinf"])}
        inside = parts.get(b"idat", (0, 0))[0]
        for item, body in _bodies(data, *parts[b"iloc"], inside, frozenset(kinds)):
            if kinds[item] == b"Exif" and len(body) > 4:
                (skipped,) = struct.unpack_from(">I", body)
                exif = exif_block(body[4 + skipped :])
            elif kinds[item] == _XMP:
                xmp = body
    return carried(profile, Metadata(exif=exif, xmp=xmp, signals=signals), orientation=1)


def hide(data: memoryview) -> None:
    """Give EXIF and XMP a type that no decoder knows."""
    parts = _parts(data)
    if b"iinf" in parts:
        for _, _, at in list(_items(data, *parts[b"iinf"])):
            data[at : at + 4] = b"hide"


def _parts(data: Buffer) -> dict[bytes, tuple[int, int]]:
    """Where the boxes inside `meta` begin and end."""
    meta = next(((a, b) for kind, a, b in boxes(data, 0, len(data)) if kind == b"meta"), None)
    if meta is None:
        raise Damaged("no meta box")
    return {kind: (a, b) for kind, a, b in boxes(data, meta[0] + 4, meta[1])}


def _colours(data: Buffer, start: int, end: int) -> tuple[bytes | None, tuple[bytes, ...]]:
    """The first profile, and what the first numbers (ITU-T H.273) say as a PNG would."""
    profile: bytes | None = None
    signals: tuple[bytes, ...] = ()
    inside = next(((a, b) for kind, a, b in boxes(data, start, end) if kind == b"ipco"), (0, 0))
    for kind, at, until in boxes(data, *inside):
        if kind == b"ispe" and max(struct.unpack_from(">II", data, at + 4)) > _LONGEST:
            raise Damaged("larger than any picture")  # libvips would say so in words of its own
        said = bytes(data[at : at + 4]) if kind == b"colr" else b""
        if said in (b"prof", b"rICC") and profile is None:
            profile = bytes(data[at + 4 : until])
        elif said == b"nclx" and not signals:
            primaries, curve = struct.unpack_from(">HH", data, at + 4)
            if max(primaries, curve) < 256 and _UNSAID not in (primaries, curve):
                signals = (b"cICP" + bytes([primaries, curve, 0, 1]),)
    return profile, signals


def _items(data: Buffer, start: int, end: int) -> Iterator[tuple[int, bytes, int]]:
    """Number and kind of the items that hold EXIF or XMP, and where that is said."""
    start += 4 + (2 if data[start] == 0 else 4)
    for kind, at, until in boxes(data, start, end):
        if kind != b"infe" or data[at] not in (2, 3):
            continue
        wide = data[at] == 3
        (item,) = struct.unpack_from(">I" if wide else ">H", data, at + 4)
        at += 10 if wide else 8
        type_, rest = bytes(data[at : at + 4]), bytes(data[at + 4 : until])
        if type_ == b"Exif":
            yield item, type_, at
        elif type_ == b"mime" and rest.split(b"\0")[1:2] == [_XMP]:
            yield item, _XMP, at


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
