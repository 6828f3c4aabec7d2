"""What PNG, JPEG, WebP and TIFF files carry beside pixels, read and written byte for byte.

libvips codes the pixels; it also knows metadata, but writes EXIF anew (maker notes break),
leaves it out of TIFF, and rounds resolutions. So everything beside pixels is carried here.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ritocco.canvas import stored_recipe, tags
from ritocco.canvas.picture import Metadata
from ritocco.canvas.tags import Buffer, Damaged, Entry

_LARGEST_PROFILE = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Carried:
    """What a file holds beside its pixels.

    orientation  1 (upright) to 8, as EXIF counts
    animated     the file shows more than one picture in time
    associated   the pixels' colours are multiplied by alpha already
    """

    profile: bytes | None = None
    metadata: Metadata = field(default_factory=Metadata)
    orientation: int = 1
    animated: bool = False
    associated: bool = False


def _carried(
    profile: bytes | None,
    metadata: Metadata,
    *,
    orientation: int | None = None,
    animated: bool = False,
    associated: bool = False,
) -> Carried:
    """Carried, with the recipe taken out of the XMP packet, and what only EXIF knows."""
    directory: tags.Directory = {}
    if metadata.exif is not None:
        try:
            directory = tags.read(metadata.exif)
        except Damaged:  # kept as it is; it only tells us nothing
            directory = {}
    xmp, recipe = stored_recipe.take(metadata.xmp)
    return Carried(
        profile,
        replace(
            metadata,
            xmp=xmp,
            recipe=metadata.recipe if metadata.recipe is not None else recipe,
            resolution=metadata.resolution or tags.resolution(directory),
        ),
        tags.orientation(directory) if orientation is None else orientation,
        animated,
        associated,
    )


def _packet(metadata: Metadata) -> bytes | None:
    """The XMP packet to write, with the recipe in it."""
    if metadata.recipe is None:
        return metadata.xmp
    return stored_recipe.put(metadata.xmp, metadata.recipe)


def _exif(data: Buffer) -> bytes:
    """An EXIF block without the marker that some writers put before it."""
    return bytes(data).removeprefix(b"Exif\0\0")


# PNG: a signature, then chunks of (length, type, data, checksum).

_PNG = b"\x89PNG\r\n\x1a\n"
_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_XMP_KEYWORD, _RECIPE_KEYWORD = b"XML:com.adobe.xmp", b"ritocco"


def _chunks(data: Buffer) -> Iterator[tuple[bytes, int, int]]:
    """Type, start and end of the data of each chunk. Raises Damaged without an end chunk."""
    position = len(_PNG)
    while position + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        if position + 12 + length > len(data):
            break
        yield kind, position + 8, position + 8 + length
        if kind == b"IEND":
            return
        position += 12 + length
    raise Damaged("the last chunk is missing")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _inflated(data: Buffer) -> bytes:
    """What was deflated. Raises Damaged where it is broken or absurdly large."""
    try:
        engine = zlib.decompressobj()
        whole = engine.decompress(data, _LARGEST_PROFILE)
    except zlib.error as error:
        raise Damaged(str(error)) from error
    if not engine.eof:
        raise Damaged("compressed data without an end")
    return whole


def _international(data: bytes) -> bytes:
    """The text of an iTXt chunk, UTF-8."""
    _, _, rest = data.partition(b"\0")
    body = rest[2:].split(b"\0", 2)[-1]
    return _inflated(body) if rest[:1] == b"\1" else body


def _read_png(data: Buffer) -> Carried:
    profile, animated, texts, metadata = None, False, [], Metadata()
    for kind, start, end in _chunks(data):
        if kind in (b"IDAT", b"IEND"):
            continue
        body = bytes(data[start:end])
        keyword = body.partition(b"\0")[0]
        if kind == b"iCCP":
            profile = _inflated(body[len(keyword) + 2 :])
        elif kind == b"pHYs" and body[8:] == b"\1":
            x, y = struct.unpack_from(">II", body)
            metadata = replace(metadata, resolution=(x / 1000, y / 1000) if x and y else None)
        elif kind == b"eXIf":
            metadata = replace(metadata, exif=_exif(body))
        elif kind == b"acTL":
            animated = True
        elif kind == b"iTXt" and keyword == _XMP_KEYWORD:
            metadata = replace(metadata, xmp=_international(body))
        elif kind == b"iTXt" and keyword == _RECIPE_KEYWORD:
            metadata = replace(metadata, recipe=_international(body).decode(errors="replace"))
        elif kind == b"tEXt" and keyword == _RECIPE_KEYWORD:
            metadata = replace(metadata, recipe=body[len(keyword) + 1 :].decode("latin-1"))
        elif kind in _TEXTS:
            texts.append(kind + body)
    return _carried(profile, replace(metadata, texts=tuple(texts)), animated=animated)


def _write_png(data: Buffer, profile: bytes | None, metadata: Metadata) -> list[Buffer]:
    chunks = []
    if profile is not None:
        chunks.append((b"iCCP", b"ICC profile\0\0" + zlib.compress(profile)))
    if metadata.resolution:
        x, y = (round(value * 1000) for value in metadata.resolution)
        chunks.append((b"pHYs", struct.pack(">IIB", x, y, 1)))
    if metadata.exif is not None:
        chunks.append((b"eXIf", metadata.exif))
    if metadata.xmp is not None:
        chunks.append((b"iTXt", _XMP_KEYWORD + b"\0\0\0\0\0" + metadata.xmp))
    if metadata.recipe is not None and metadata.recipe.isascii():
        chunks.append((b"tEXt", _RECIPE_KEYWORD + b"\0" + metadata.recipe.encode()))
    elif metadata.recipe is not None:
        chunks.append((b"iTXt", _RECIPE_KEYWORD + b"\0\0\0\0\0" + metadata.recipe.encode()))
    chunks += [(text[:4], text[4:]) for text in metadata.texts]
    first = next(start for kind, start, _ in _chunks(data) if kind == b"IDAT") - 8
    header = data[: len(_PNG) + 25]
    return [header, *(_chunk(kind, body) for kind, body in chunks), data[first:]]


# JPEG: segments of (0xFF, marker, length, data) until the scan starts.

_APP0, _APP1, _APP2, _APP13, _SCAN = 0xE0, 0xE1, 0xE2, 0xED, 0xDA
_LONGEST_SEGMENT = 65533
_JFIF, _EXIF, _XMP = b"JFIF\0", b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0"
_ICC, _PHOTOSHOP = b"ICC_PROFILE\0", b"Photoshop 3.0\0"
_IPTC_RESOURCE = 0x0404
_DENSITY = {1: 25.4, 2: 10.0}
_BARE_MARKERS = frozenset({0x01, *range(0xD0, 0xD9)})


def _segments(data: Buffer) -> Iterator[tuple[int, int, int]]:
    """Marker, start and end (marker included) of the segments before the scan."""
    position = 2
    while position + 4 <= len(data) and data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
            continue
        if marker == _SCAN:
            return
        length = 0 if marker in _BARE_MARKERS else struct.unpack_from(">H", data, position + 2)[0]
        yield marker, position, position + 2 + length
        position += 2 + length
    raise Damaged("no picture data")


def _read_jpeg(data: Buffer) -> Carried:
    metadata, parts = Metadata(), {}
    for marker, start, end in _segments(data):
        body = bytes(data[start + 4 : end])
        if marker == _APP0 and body.startswith(_JFIF) and len(body) >= 12:
            unit, x, y = struct.unpack_from(">BHH", body, 7)
            if unit in _DENSITY and x and y:
                per = _DENSITY[unit]
                metadata = replace(metadata, resolution=(x / per, y / per))
        elif marker == _APP1 and body.startswith(_EXIF):
            metadata = replace(metadata, exif=_exif(body))
        elif marker == _APP1 and body.startswith(_XMP):
            metadata = replace(metadata, xmp=body[len(_XMP) :])
        elif marker == _APP2 and body.startswith(_ICC):
            parts[body[len(_ICC)]] = body[len(_ICC) + 2 :]
        elif marker == _APP13 and body.startswith(_PHOTOSHOP):
            metadata = replace(metadata, iptc=_resource(body[len(_PHOTOSHOP) :], _IPTC_RESOURCE))
    profile = b"".join(part for _, part in sorted(parts.items())) if parts else None
    return _carried(profile, metadata)


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


def _write_jpeg(data: Buffer, profile: bytes | None, metadata: Metadata) -> list[Buffer]:
    segments = [(_APP0, _JFIF + b"\1\2" + _density(metadata.resolution) + b"\0\0")]
    if metadata.exif is not None:
        segments.append((_APP1, _EXIF + metadata.exif))
    packet = _packet(metadata)
    if packet is not None and len(_XMP) + len(packet) > _LONGEST_SEGMENT:
        packet = metadata.xmp
    if packet is not None:
        segments.append((_APP1, _XMP + packet))
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
    x, y = (min(65535, max(1, round(value * _DENSITY[unit]))) for value in resolution)
    return struct.pack(">BHH", unit, x, y)


# WebP: RIFF chunks of (type, length, data padded to even).

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


def _read_webp(data: Buffer) -> Carried:
    found = {kind: (start, end) for kind, start, end in _riff(data)}

    def body(kind: bytes) -> bytes | None:
        return bytes(data[slice(*found[kind])]) if kind in found else None

    exif, extended = body(b"EXIF"), body(b"VP8X")
    metadata = Metadata(exif=None if exif is None else _exif(exif), xmp=body(b"XMP "))
    animated = b"ANIM" in found or bool(extended and extended[0] & _ANIMATION_FLAG)
    return _carried(body(b"ICCP"), metadata, animated=animated)


def _write_webp(data: Buffer, profile: bytes | None, metadata: Metadata) -> list[Buffer]:
    around = {b"ICCP": profile, b"EXIF": metadata.exif, b"XMP ": _packet(metadata)}
    if not any(body is not None for body in around.values()):
        return [data]
    start, end = next((a, b) for kind, a, b in _riff(data) if kind == b"VP8L")
    (bits,) = struct.unpack_from("<I", data, start + 1)
    width, height, alpha = bits & 0x3FFF, bits >> 14 & 0x3FFF, bits >> 28 & 1
    flag = {b"ICCP": _ICC_FLAG, b"EXIF": _EXIF_FLAG, b"XMP ": _XMP_FLAG}
    flags = sum(flag[kind] for kind, body in around.items() if body is not None)
    flags |= _ALPHA_FLAG if alpha else 0
    extended = struct.pack("<I", flags) + width.to_bytes(3, "little") + height.to_bytes(3, "little")
    order = [(b"VP8X", extended), (b"ICCP", profile), (b"VP8L", data[start:end])]
    order += [(kind, around[kind]) for kind in (b"EXIF", b"XMP ")]
    pieces: list[Buffer] = []
    for kind, body in order:
        if body is not None:
            pieces += [struct.pack("<4sI", kind, len(body)), body, b"\0" * (len(body) % 2)]
    return [struct.pack("<4sI4s", b"RIFF", 4 + sum(map(len, pieces)), b"WEBP"), *pieces]


# TIFF: one directory holds what describes the pixels, the metadata, and EXIF's own directories.

_XMP_TAG, _IPTC_TAG, _ICC_TAG, _EXTRA_SAMPLES = 700, 33723, 34675, 338
_SEGMENTS = ((273, 279), (324, 325))  # where strips or tiles start, how long they are
_DESCRIBING = frozenset(
    {269, 270, 271, 272, 285, 305, 306, 315, 316, 18246, 18249, 33432, *range(40091, 40096)}
    | tags.NESTED
)
_RESERVED = frozenset(
    {*range(254, 267), *range(273, 285), 296, 297, *range(317, 348), 530, 531, 532}
)
_ASSOCIATED = 1


def _value(directory: tags.Directory, tag: int) -> bytes | None:
    entry = directory.get(tag)
    return entry.value if isinstance(entry, Entry) and entry.value else None


def _numbers(directory: tags.Directory, tag: int) -> tuple[int, ...]:
    entry = directory.get(tag)
    return entry.numbers if isinstance(entry, Entry) else ()


def _read_tiff(data: Buffer) -> Carried:
    directory = tags.read(data)
    for starts, lengths in _SEGMENTS:
        ends = map(sum, zip(_numbers(directory, starts), _numbers(directory, lengths), strict=False))
        if max(ends, default=0) > len(data):
            raise Damaged("the file ends early")
    described = {tag: item for tag, item in directory.items() if tag in _DESCRIBING}
    metadata = Metadata(
        resolution=tags.resolution(directory),
        exif=tags.block(described) if described else None,
        xmp=_value(directory, _XMP_TAG),
        iptc=_value(directory, _IPTC_TAG),
    )
    return _carried(
        _value(directory, _ICC_TAG),
        metadata,
        orientation=tags.orientation(directory),
        associated=_numbers(directory, _EXTRA_SAMPLES)[:1] == (_ASSOCIATED,),
    )


def _write_tiff(data: Buffer, profile: bytes | None, metadata: Metadata) -> list[Buffer]:
    directory = tags.read(data) | tags.resolution_entries(metadata.resolution)
    directory[tags.ORIENTATION] = Entry(tags.SHORT, b"\1\0")
    if metadata.exif is not None:
        try:
            exif = tags.read(metadata.exif)
        except Damaged:  # TIFF takes EXIF apart, so what cannot be read cannot be kept
            exif = {}
        taken = _RESERVED | directory.keys()
        directory |= {tag: item for tag, item in exif.items() if tag not in taken}
    bodies = {_XMP_TAG: _packet(metadata), _IPTC_TAG: metadata.iptc, _ICC_TAG: profile}
    for tag, body in bodies.items():
        if body is not None:
            directory[tag] = Entry(tags.UNDEFINED, body)
    form = tags.form_of(data)
    at = len(data) + len(data) % 2
    pointer = struct.pack(form.offset, at)
    head = bytes(data[: form.header - len(pointer)]) + pointer
    padding = b"\0" * (len(data) % 2)
    return [head, data[form.header :], padding, tags.pack(directory, at, form.big)]


READERS = {"PNG": _read_png, "JPEG": _read_jpeg, "WebP": _read_webp, "TIFF": _read_tiff}
"""Each: the bytes of a file -> Carried. Raises Damaged (or struct.error, IndexError)."""

WRITERS = {"PNG": _write_png, "JPEG": _write_jpeg, "WebP": _write_webp, "TIFF": _write_tiff}
"""Each: (a coded picture without metadata, profile, metadata) -> the pieces of the whole file."""
