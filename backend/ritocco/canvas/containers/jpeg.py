"""JPEG: segments of (0xFF, marker, length, data) until the scan starts."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import replace

from ritocco.canvas.containers.bounds import counted
from ritocco.canvas.containers.carried import Carried, carried, exif_block, packet
from ritocco.canvas.picture import Metadata
from ritocco.canvas.tags import Buffer, Damaged

_APP0, _APP1, _APP2, _APP13, _COMMENT, _SCAN = 0xE0, 0xE1, 0xE2, 0xED, 0xFE, 0xDA
_LONGEST_SEGMENT = 65533
_JFIF, _EXIF, _XMP = b"JFIF\0", b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0"
_ICC, _PHOTOSHOP = b"ICC_PROFILE\0", b"Photoshop 3.0\0"
_IPTC_RESOURCE = 0x0404
_DENSITY = {1: 25.4, 2: 10.0}
_BARE_MARKERS = frozenset({0x01, *range(0xD0, 0xD9)})
_SCANS = re.compile(rb"\xff\xda")
_NO_FILL = re.compile(rb"[^\xff]")
_HIDDEN = frozenset({*range(_APP1, 0xEE), 0xEF, _COMMENT})
"""What the pixels do not need: all that programs may add but JFIF's and Adobe's (0xEE) segments."""
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_PROGRESSIVE = frozenset({0xC2, 0xC6, 0xCA, 0xCE})


def _segments(data: Buffer) -> Iterator[tuple[int, int, int]]:
    """Marker, start and end (marker included) of the segments before the scan."""
    position = 2
    while position + 4 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xFF:  # any number of them may stand before a marker
            fill = _NO_FILL.search(data, position)
            if fill is None:
                break
            position = fill.start() - 1
            continue
        if marker == _SCAN:
            return
        length = 0 if marker in _BARE_MARKERS else struct.unpack_from(">H", data, position + 2)[0]
        yield marker, position, position + 2 + length
        position += 2 + length
    raise Damaged("no picture data")


def components_kept(data: Buffer) -> int:
    """How many components a decoder keeps whole until the last scan; 0 where one scan has all.

    Raises Damaged (or IndexError) where no pixels follow.
    """
    components, progressive, at = 0, False, 2
    for marker, start, end in _segments(data):
        if marker in _FRAMES:
            components, progressive = data[start + 9], marker in _PROGRESSIVE
        at = end
    scan = _NO_FILL.search(data, at)
    in_first = data[scan.start() + 3] if scan else 0
    return components if progressive or in_first < components else 0


def read(data: Buffer) -> Carried:
    """The profile and metadata. Raises Damaged where no pixels follow."""
    metadata, parts = Metadata(), {}
    for marker, start, end in counted(_segments(data)):
        body = bytes(data[start + 4 : end])
        if marker == _APP0 and body.startswith(_JFIF) and len(body) >= 12:
            unit, x, y = struct.unpack_from(">BHH", body, 7)
            if unit in _DENSITY and x and y:
                per = _DENSITY[unit]
                metadata = replace(metadata, resolution=(x / per, y / per))
        elif marker == _APP1 and body.startswith(_EXIF):
            metadata = replace(metadata, exif=exif_block(body))
        elif marker == _APP1 and body.startswith(_XMP):
            metadata = replace(metadata, xmp=body[len(_XMP) :])
        elif marker == _APP2 and body.startswith(_ICC):
            parts[body[len(_ICC)]] = body[len(_ICC) + 2 :]
        elif marker == _APP13 and body.startswith(_PHOTOSHOP):
            metadata = replace(metadata, iptc=_resource(body[len(_PHOTOSHOP) :], _IPTC_RESOURCE))
        elif marker == _COMMENT and metadata.comment is None:
            metadata = replace(metadata, comment=body)
    profile = b"".join(part for _, part in sorted(parts.items())) if parts else None
    return carried(profile, metadata)


def scans(data: Buffer) -> int:
    """In how many passes the pixels come: 1, or some 10 where the file is progressive."""
    last = max((end for _, _, end in _segments(data)), default=2)
    return sum(1 for _ in _SCANS.finditer(data, last))


def hide(data: memoryview) -> None:
    """Overwrite what is beside the pixels with fill bytes (ISO/IEC 10918-1, B.1.1.2)."""
    for marker, start, end in _segments(data):
        if marker in _HIDDEN:
            end = min(end, len(data))
            data[start:end] = b"\xff" * (end - start)


def _resource(data: bytes, wanted: int) -> bytes | None:
    """One of Photoshop's image resources: (8BIM, number, padded name, length, padded data)."""
    position = 0
    while position + 12 <= len(data) and data[position : position + 4] == b"8BIM":
        (number,) = struct.unpack_from(">H", data, position + 4)
        position += 6 + (data[position + 6] + 2) // 2 * 2
        if position + 4 > len(data):
            break
        (length,) = struct.unpack_from(">I", data, position)
        if number == wanted:
            return data[position + 4 : position + 4 + length]
        position += 4 + (length + 1) // 2 * 2
    return None


def write(data: Buffer, profile: bytes | None, metadata: Metadata) -> list[Buffer]:
    """The pieces of a JPEG. What is longer than a segment (64 KB) has no place and is left out."""
    segments = [(_APP0, _JFIF + b"\1\2" + _density(metadata.resolution) + b"\0\0")]
    if metadata.exif is not None:
        segments.append((_APP1, _EXIF + metadata.exif))
    xmp = packet(metadata)
    if xmp is not None and len(_XMP) + len(xmp) > _LONGEST_SEGMENT:
        xmp = metadata.xmp
    if xmp is not None:
        segments.append((_APP1, _XMP + xmp))
    if metadata.iptc is not None:
        size = struct.pack(">HHI", _IPTC_RESOURCE, 0, len(metadata.iptc))
        padding = b"\0" * (len(metadata.iptc) % 2)
        segments.append((_APP13, _PHOTOSHOP + b"8BIM" + size + metadata.iptc + padding))
    if profile is not None:
        step = _LONGEST_SEGMENT - len(_ICC) - 2
        pieces = [profile[i : i + step] for i in range(0, len(profile), step)]
        segments += [
            (_APP2, _ICC + bytes([number, len(pieces)]) + piece)
            for number, piece in enumerate(pieces[:255], 1)
        ]
    if metadata.comment is not None:
        segments.append((_COMMENT, metadata.comment))
    first = next(start for marker, start, _ in _segments(data) if marker != _APP0)
    written = [
        b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body
        for marker, body in segments
        if len(body) <= _LONGEST_SEGMENT
    ]
    return [data[:2], *written, data[first:]]


def _density(resolution: tuple[float, float] | None) -> bytes:
    """Unit and whole numbers of JFIF: per inch, or per centimetre where that is more exact."""
    if resolution is None:
        return struct.pack(">BHH", 0, 1, 1)

    def error(unit: int) -> float:
        return max(abs(v * _DENSITY[unit] - round(v * _DENSITY[unit])) for v in resolution)

    unit = 2 if error(2) < error(1) - 1e-3 else 1
    x, y = (round(value * _DENSITY[unit]) for value in resolution)
    if not (1 <= x <= 65535 and 1 <= y <= 65535):  # rather nothing than another one
        return _density(None)
    return struct.pack(">BHH", unit, x, y)
