"""WebP: RIFF chunks of (type, length, data padded to even)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

from ritocco.canvas.containers.bounds import counted
from ritocco.canvas.containers.carried import Carried, carried, exif_block, packet
from ritocco.canvas.picture import Metadata
from ritocco.canvas.tags import Buffer, Damaged

_PIXELS = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH"})
_ICC_FLAG, _ALPHA_FLAG, _EXIF_FLAG, _XMP_FLAG, _ANIMATION_FLAG = 0x20, 0x10, 0x08, 0x04, 0x02


def _riff(data: Buffer) -> Iterator[tuple[bytes, int, int]]:
    """Type, start and end of the data of each chunk. Raises Damaged where the file ends early."""
    (length,) = struct.unpack_from("<I", data, 4)
    if length + 8 > len(data):
        raise Damaged("the file ends early")
    position = 12
    while position + 8 <= length + 8:
        kind, size = struct.unpack_from("<4sI", data, position)
        yield kind, position + 8, position + 8 + size
        position += 8 + size + size % 2


def read(data: Buffer) -> Carried:
    """The profile, metadata and whether it moves. Raises Damaged where the file ends early."""
    places = {kind: (start, end) for kind, start, end in counted(_riff(data))}

    def body(kind: bytes) -> bytes | None:
        return bytes(data[slice(*places[kind])]) if kind in places else None

    exif, extended = body(b"EXIF"), body(b"VP8X")
    metadata = Metadata(exif=None if exif is None else exif_block(exif), xmp=body(b"XMP "))
    animated = b"ANIM" in places or bool(extended and extended[0] & _ANIMATION_FLAG)
    return carried(body(b"ICCP"), metadata, animated=animated)


def hide(data: memoryview) -> None:
    """Give what is beside the pixels a type that no decoder knows, and say it is not there."""
    for kind, start, _ in _riff(data):
        if kind == b"VP8X":
            data[start] &= ~(_ICC_FLAG | _EXIF_FLAG | _XMP_FLAG) & 0xFF
        elif kind not in _PIXELS:
            data[start - 8 : start - 4] = b"hide"


def write(data: Buffer, profile: bytes | None, metadata: Metadata) -> list[Buffer]:
    """The pieces of a WebP, in its extended form where there is anything to carry."""
    around = {b"ICCP": profile, b"EXIF": metadata.exif, b"XMP ": packet(metadata)}
    if not any(body is not None for body in around.values()):
        return [data]
    coded = {kind: data[start:end] for kind, start, end in _riff(data) if kind in _PIXELS}
    width, height, alpha = _seen(coded)
    flag = {b"ICCP": _ICC_FLAG, b"EXIF": _EXIF_FLAG, b"XMP ": _XMP_FLAG}
    flags = sum(flag[kind] for kind, body in around.items() if body is not None)
    flags |= _ALPHA_FLAG if alpha else 0
    extended = struct.pack("<I", flags) + width.to_bytes(3, "little") + height.to_bytes(3, "little")
    order: list[tuple[bytes, Buffer | None]] = [(b"VP8X", extended), (b"ICCP", profile)]
    order += [(kind, coded.get(kind)) for kind in (b"ALPH", b"VP8 ", b"VP8L")]
    order += [(kind, around[kind]) for kind in (b"EXIF", b"XMP ")]
    pieces: list[Buffer] = []
    for kind, body in order:
        if body is not None:
            pieces += [struct.pack("<4sI", kind, len(body)), body, b"\0" * (len(body) % 2)]
    return [struct.pack("<4sI4s", b"RIFF", 4 + sum(map(len, pieces)), b"WEBP"), *pieces]


def _seen(coded: Mapping[bytes, Buffer]) -> tuple[int, int, bool]:
    """Width, height and whether there is alpha, by the pixels' own heads.

    RFC 9649, section 2.6; for lossy pixels RFC 6386, section 9.1.
    """
    if b"VP8L" in coded:
        (bits,) = struct.unpack_from("<I", coded[b"VP8L"], 1)
        return bits & 0x3FFF, bits >> 14 & 0x3FFF, bool(bits >> 28 & 1)
    width, height = struct.unpack_from("<HH", coded[b"VP8 "], 6)
    return (width & 0x3FFF) - 1, (height & 0x3FFF) - 1, b"ALPH" in coded
