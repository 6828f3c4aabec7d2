"""Files that mean harm: small ones that say they are endless. Each is a picture of 8 x 8 pixels."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

import numpy as np
import pyvips

from .pictures import png

SIDE = 8
ROWS = [bytes(range(y, y + 3 * SIDE)) for y in range(SIDE)]
PIXELS = np.frombuffer(b"".join(ROWS), np.uint8).reshape(SIDE, SIDE, 3)
EXIF, GPS, INTEROPERABILITY, MAKER_NOTE, SUB, PRINT_IM = 34665, 34853, 40965, 37500, 330, 50341


def entry(tag: int, kind: int, count: int, value: int, order: str = "<") -> bytes:
    """One entry of a directory; `value` is a number or a place."""
    return struct.pack(order + "HHII", tag, kind, count, value)


def block(entries: list[bytes], order: str = "<", rest: bytes = b"", link: int = 0) -> bytes:
    """An EXIF block of one directory, which begins at 8, and of what follows it."""
    mark = {"<": b"II", ">": b"MM"}[order]
    count = struct.pack(order + "H", len(entries))
    head = mark + struct.pack(order + "HI", 42, 8) + count
    return head + b"".join(entries) + struct.pack(order + "I", link) + rest


def big(entries: list[tuple[int, int, int, int]], start: int = 16) -> bytes:
    """The same in BigTIFF's form."""
    head = b"II" + struct.pack("<HHHQ", 43, 8, 0, start) + struct.pack("<Q", len(entries))
    return head + b"".join(struct.pack("<HHQQ", *each) for each in entries) + bytes(8)


def chain(length: int) -> bytes:
    """Directories that each hold the next, and the first of all once more."""
    parts = []
    for place in range(length):
        after = 8 + 30 * (place + 1) if place + 1 < length else 8
        two = entry(EXIF, 4, 1, after) + entry(GPS, 4, 1, 8)
        parts.append(struct.pack("<H", 2) + two + bytes(4))
    return b"II*\0\x08\0\0\0" + b"".join(parts)


SELF = {
    "itself": block([entry(EXIF, 4, 1, 8)] * 38),
    "itself, 5000 times": block([entry(EXIF, 4, 1, 8)] * 5000),
    "itself, big-endian": block([entry(GPS, 4, 1, 8, ">")] * 38, ">"),
    "itself by all names": block(
        [entry(tag, 4, 1, 8) for tag in (SUB, EXIF, GPS, INTEROPERABILITY, MAKER_NOTE)] * 8
    ),
    "its own link": block([entry(274, 3, 1, 1)], link=8),
    "a chain": chain(200),
}
"""EXIF that points at itself."""
ENDLESS = {
    "65535 entries": block([entry(271, 2, 4, 0x41414141)] * 65535),
    "65535 entries and no more bytes": b"II*\0\x08\0\0\0\xff\xff" + bytes(40),
    "counts of 2^31": block([entry(MAKER_NOTE, 7, 2**31, 8), entry(271, 2, 2**32 - 1, 0)]),
    "one value, many times": block(
        [entry(tag, 7, 60_000, 8) for tag in range(3000)], rest=bytes(60_000)
    ),
    "no directory": b"MM\0*\xff\xff\xff\xff" + bytes(40),
    "big: itself": big([(EXIF, 16, 1, 16)] * 38),
    "big: counts of 2^63": big([(271, 2, 2**63, 8), (EXIF, 16, 1, 2**63)]),
    "big: begins at 2^64": big([(271, 2, 1, 65)], start=2**64 - 1),
    "big: 2^64 entries": b"II" + struct.pack("<HHHQQ", 43, 8, 0, 16, 2**64 - 1) + bytes(40),
    "divided by zero": block(
        [entry(282, 5, 1, 50), entry(283, 5, 1, 50), entry(296, 3, 1, 2)],
        rest=struct.pack("<II", 1, 0),
    ),
    "an orientation of 65535": block([entry(274, 3, 1, 65535)]),
    "a text as orientation": block([entry(274, 2, 4, 0x36363636)]),
    "a date of no calendar": block([entry(306, 2, 20, 26)], rest=b"9999:99:99 99:99:99\0"),
}
"""EXIF that says it is larger than it is, or what cannot be."""
ALL_EXIF = SELF | ENDLESS


def in_png(exif: bytes) -> bytes:
    return png(SIDE, SIDE, 8, 2, ROWS, (b"eXIf", exif))


def with_chunks(*chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG with these chunks before its pixels."""
    return png(SIDE, SIDE, 8, 2, ROWS, *chunks)


def coded(form: str) -> bytes:
    """The picture as a file of this form, with nothing beside its pixels."""
    image = pyvips.Image.new_from_memory(PIXELS.tobytes(), SIDE, SIDE, 3, "uchar")
    options = {"lossless": True} if form == "webp" else {}
    data: bytes = getattr(image.copy(interpretation="srgb"), f"{form}save_buffer")(
        keep="none", **options
    )
    return data


def segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg_with(*segments: bytes) -> bytes:
    """A JPEG with these segments before all others."""
    data = coded("jpeg")
    return data[:2] + b"".join(segments) + data[2:]


def webp_with(*chunks: tuple[bytes, bytes]) -> bytes:
    """A WebP in its extended form, with chunks after its pixels."""
    flags = sum({b"ICCP": 0x20, b"EXIF": 8, b"XMP ": 4}.get(kind, 0) for kind, _ in chunks)
    side = (SIDE - 1).to_bytes(3, "little")
    body = b"VP8X" + struct.pack("<II", 10, flags) + side + side + coded("webp")[12:]
    for kind, data in chunks:
        body += kind + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


IN: dict[str, Callable[[bytes], bytes]] = {
    "png": in_png,
    "jpg": lambda exif: jpeg_with(segment(0xE1, b"Exif\0\0" + exif)),
    "webp": lambda exif: webp_with((b"EXIF", exif)),
}
"""A picture that carries an EXIF block."""


def packed_text(kind: bytes, keyword: bytes, bytes_: int) -> tuple[bytes, bytes]:
    """A text chunk that is this long once unpacked."""
    body = zlib.compress(bytes(bytes_), 9)
    return kind, keyword + {b"zTXt": b"\0\0", b"iTXt": b"\0\1\0\0\0", b"iCCP": b"\0\0"}[kind] + body


def tiff_of_pages(pages: int) -> bytes:
    """A TIFF whose further pages are empty, the last of them leading back to the first."""
    data = bytearray(coded("tiff"))
    (first,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, first)
    start = len(data) + len(data) % 2
    data += bytes(len(data) % 2)
    struct.pack_into("<I", data, first + 2 + 12 * count, start)
    one = struct.pack("<H", 1) + entry(254, 4, 1, 2)
    size = len(one) + 4
    for page in range(pages):
        data += one + struct.pack("<I", start + size * (page + 1) if page + 1 < pages else first)
    return bytes(data)


def tiff_with(*entries: bytes, rest: bytes = b"") -> bytes:
    """A TIFF with entries more in its first directory, which is moved to the end."""
    data = bytearray(coded("tiff"))
    (first,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, first)
    own = [bytes(data[first + 2 + 12 * i : first + 14 + 12 * i]) for i in range(count)]
    data += bytes(len(data) % 2)
    struct.pack_into("<I", data, 4, len(data))
    all_ = sorted([*own, *entries], key=lambda each: struct.unpack_from("<H", each))
    return bytes(data) + struct.pack("<H", len(all_)) + b"".join(all_) + bytes(4) + rest


def box(kind: bytes, body: bytes = b"", length: int | None = None) -> bytes:
    """A box of ISO/IEC 14496-12, whatever length it says it has."""
    return struct.pack(">I4s", 8 + len(body) if length is None else length, kind) + body


def avif(iinf: bytes, iloc: bytes, *more: bytes) -> bytes:
    """An AVIF of metadata alone."""
    inside = box(b"iinf", iinf) + box(b"iloc", iloc) + b"".join(more)
    return box(b"ftyp", b"avif" + bytes(4)) + box(b"meta", bytes(4) + inside)


ONE_EXIF_ITEM = bytes(4) + b"\0\1" + box(b"infe", b"\2\0\0\0" + b"\0\1" + b"\0\0" + b"Exif")
AVIFS = {
    "a box of length 0": box(b"ftyp", b"avif" + bytes(4)) + box(b"meta", bytes(16), 0),
    "boxes of length 0 inside": avif(ONE_EXIF_ITEM + box(b"infe", b"", 0) * 99, bytes(8)),
    "a box of length 1": box(b"ftyp", b"avif" + bytes(4)) + box(b"meta", struct.pack(">Q", 0), 1),
    "a box that holds itself": box(b"ftyp", b"avif" + bytes(4)) + box(b"meta", bytes(4), 2**31),
    "extents of no bytes": avif(
        ONE_EXIF_ITEM,
        b"\0\0\0\0" + b"\0\0" + b"\xff\xff" + b"\0\1\0\0\xff\xff" * 40 + bytes(400_000),
    ),
    "one extent, many times": avif(
        ONE_EXIF_ITEM,
        b"\0\0\0\0" + b"\x44\0" + b"\0\1" + b"\0\1\0\0\xff\xff" + struct.pack(">II", 0, 2**31) * 9,
    ),
    "one item, many times": avif(
        ONE_EXIF_ITEM,
        b"\0\0\0\0"
        + b"\x44\0"
        + b"\xff\xff"
        + (b"\0\1\0\0\0\1" + struct.pack(">II", 0, 5000)) * 400,
        bytes(5000),
    ),
    "2^32 items": avif(ONE_EXIF_ITEM, b"\2\0\0\0" + b"\0\0" + b"\xff\xff\xff\xff"),
}
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_PACKET = (
    f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{_RDF}">%s</rdf:RDF></x:xmpmeta>'
)
_OTHER_FORM = (
    '<rdf:Description rdf:about="" xmlns:q="https://ritocco.org/ns/1.0/"><q:recipe >{}</q:recipe>'
    "</rdf:Description>"
)
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
PACKETS = {
    "deep": _PACKET % ("<a>" * 100_000 + "</a>" * 100_000),
    "deep, and rewritten": _PACKET % (_OTHER_FORM + "<a>" * 100_000 + "</a>" * 100_000),
    "many elements": _PACKET % ("<a/>" * (2**16 + 1)),
    "many names": _PACKET % (_OTHER_FORM + "".join(f'<a xmlns:n{i}="u{i}"/>' for i in range(9999))),
    "many ends": _PACKET % ("<rdf:RDF></rdf:RDF>" * 9999 + " " * 1_000_000),
    "entities": f'<!DOCTYPE a [<!ENTITY l0 "ha">{_LAUGHS}]>' + _PACKET % "&l9;",
    "a file as entity": '<!DOCTYPE a [<!ENTITY l SYSTEM "file:///etc/passwd">]>' + _PACKET % "&l;",
    "cut": _PACKET[:90],
    "no text": "\0" * 1000,
}
"""XMP that is deep, many, or unfolds."""
