"""Good pictures whose metadata is out of any range, deep, endless or turns in a circle."""

import json
import struct

from tests.breaking.lying_headers import Case, chunk, zeros
from tests.breaking.small_pictures import in_every_format

EXIF_POINTER, SHORT_OFFSET = 0x8769, 8


def _entry(tag: int, kind: int, count: int, value: int) -> bytes:
    return struct.pack("<HHII", tag, kind, count, value)


def looping_exif(entries: int = 60) -> bytes:
    """A directory whose entries all point to itself."""
    pointers = (EXIF_POINTER, 0x8825, 0xA005, 0x014A)
    inside = b"".join(_entry(pointers[n % 4], 4, 1, SHORT_OFFSET) for n in range(entries))
    return b"II*\0" + struct.pack("<IH", 8, entries) + inside + struct.pack("<I", SHORT_OFFSET)


def crossing_exif(directories: int = 8, entries: int = 6) -> bytes:
    """Directories of which each entry points to another of them: n^n ways through."""
    length = 2 + 12 * entries + 4
    data = b"II*\0" + struct.pack("<I", 8)
    for own in range(directories):
        data += struct.pack("<H", entries)
        for number in range(entries):
            to = 8 + length * ((own + number + 1) % directories)
            data += _entry(EXIF_POINTER + (number % 2) * (0x8825 - EXIF_POINTER), 4, 1, to)
        data += struct.pack("<I", 8 + length * ((own + 1) % directories))
    return data


def exif_with(tag: int, kind: int, value: bytes, count: int = 1) -> bytes:
    """One entry whose value lies behind its directory."""
    return b"II*\0" + struct.pack("<IH", 8, 1) + _entry(tag, kind, count, 26) + bytes(4) + value


def _resolution(kind: int, *numbers: int) -> bytes:
    value = struct.pack("<II" if kind == 5 else "<ii", *numbers)
    both = _entry(282, kind, 1, 38) + _entry(283, kind, 1, 38)
    return b"II*\0" + struct.pack("<IH", 8, 2) + both + bytes(4) + value


EXIFS: dict[str, bytes] = {
    "exif that points at itself": looping_exif(),
    "exif in eight circles": crossing_exif(),
    "exif of 65535 entries": b"II*\0" + struct.pack("<IH", 8, 65_535) + bytes(12 * 5000),
    "exif beyond its end": b"II*\0" + struct.pack("<I", 2**32 - 1),
    "exif with a count of 2^32": exif_with(0x010E, 2, b"a", 2**32 - 1),
    "exif of 0/0 dpi": _resolution(5, 0, 0),
    "exif of 1/0 dpi": _resolution(5, 1, 0),
    "exif of 4 billion dpi": _resolution(5, 2**32 - 1, 1),
    "exif of -300 dpi": _resolution(10, -300, 1),
    "exif turned by 99": exif_with(274, 3, b"")[:18] + struct.pack("<I", 99) + bytes(4),
    "exif whose comment is half a surrogate": exif_with(
        0x9286, 7, b"UNICODE\0" + b"\xd8\x00s\0t\0" * 20, 100
    ),
    "exif that is noise": bytes(range(256)) * 8,
}


def _png_with(*chunks: bytes) -> Case:
    data = in_every_format()["png rgb"][1]
    return ".png", data[:33] + b"".join(chunks) + data[33:]


def _jpeg_with(*segments: bytes) -> Case:
    data = in_every_format()["jpeg progressive"][1]
    return ".jpg", data[:2] + b"".join(segments) + data[2:]


def _segment(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def _webp_with(kind: bytes, data: bytes) -> Case:
    inner = in_every_format()["webp lossless"][1]
    at = inner.find(b"VP8L")
    flag = {b"EXIF": 0x08, b"XMP ": 0x04, b"ICCP": 0x20}[kind]
    head = b"VP8X" + struct.pack("<I", 10) + bytes((flag | 0x10, 0, 0, 0, 47, 0, 0, 39, 0, 0))
    extra = kind + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)
    parts = (extra, inner[at:]) if kind == b"ICCP" else (inner[at:], extra)
    body = b"WEBP" + head + b"".join(parts)
    return ".webp", b"RIFF" + struct.pack("<I", len(body)) + body


def _tiff_with(tag: int, kind: int, value: int, to: int | None = None) -> Case:
    """A good TIFF, one entry of which has another kind and value, or another tag."""
    data = in_every_format()["tiff"][1]
    start = int.from_bytes(data[4:8], "little") + 2
    at = next(
        at for at in range(start, len(data), 12) if data[at : at + 2] == struct.pack("<H", tag)
    )
    return ".tif", data[:at] + _entry(to or tag, kind, 1, value) + data[at + 12 :]


def _deep(levels: int) -> str:
    return '{"kind": "fill", "note": ' + "[" * levels + "]" * levels + "}"


def _itxt(keyword: bytes, text: bytes) -> bytes:
    return chunk(b"iTXt", keyword + b"\0\0\0\0\0" + text)


def _xmp(recipe: str) -> bytes:
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-'
        'syntax-ns#"><rdf:Description xmlns:ritocco="https://ritocco.org/ns/1.0/" rdf:about="">'
        f"<ritocco:recipe>{recipe}</ritocco:recipe></rdf:Description></rdf:RDF></x:xmpmeta>"
    ).encode("utf-8", "surrogatepass")


_HALF = '{"kind": "fill", "seed": 3, "note": "\\ud800"}'
_NESTED = b"<a>" * 100_000
_XMP_KEY = b"XML:com.adobe.xmp"
_IN_JPEG = b"http://ns.adobe.com/xap/1.0/\0"


def _everywhere(exif: bytes) -> dict[str, Case]:
    return {
        "png": _png_with(chunk(b"eXIf", exif)),
        "jpeg": _jpeg_with(_segment(0xE1, b"Exif\0\0" + exif[:60_000])),
        "webp": _webp_with(b"EXIF", exif),
    }


def odd_metadata() -> dict[str, Case]:
    """By a name, the suffix and the bytes."""
    made: dict[str, Case] = {
        "png of 200 million dpi": _png_with(chunk(b"pHYs", struct.pack(">IIB", 2**32 - 1, 1, 1))),
        "png of 0 dpi": _png_with(chunk(b"pHYs", struct.pack(">IIB", 0, 0, 1))),
        "jpeg of 65535 dots": _jpeg_with(_segment(0xE0, b"JFIF\0\1\1\1\xff\xff\xff\xff\0\0")),
        "jpeg of 0 dots": _jpeg_with(_segment(0xE0, b"JFIF\0\1\1\1\0\0\0\0\0\0")),
        "png with a deep recipe": _png_with(_itxt(_XMP_KEY, _xmp(_deep(100_000)))),
        "png with half a surrogate": _png_with(_itxt(_XMP_KEY, _xmp(_HALF))),
        "png with a surrogate in its text": _png_with(_itxt(b"parameters", b"a \xed\xa0\x80 b")),
        "png with deep parameters": _png_with(_itxt(b"parameters", _deep(100_000).encode())),
        "png with deep xml": _png_with(_itxt(_XMP_KEY, _NESTED)),
        "png with a text of a gigabyte": _png_with(
            chunk(b"zTXt", b"parameters\0\0" + zeros(10**9))
        ),
        "png with a profile of 600 MB": _png_with(chunk(b"iCCP", b"a\0\0" + zeros(6 * 10**8))),
        "png with 50000 texts": _png_with(*(chunk(b"tEXt", b"a\0b") for _ in range(50_000))),
        "png of odd colours": _png_with(
            chunk(b"gAMA", bytes(4)), chunk(b"cHRM", b"\xff" * 32), chunk(b"cICP", b"\xff" * 4)
        ),
        "jpeg with a deep recipe": _jpeg_with(_segment(0xE1, _IN_JPEG + _xmp(_deep(30_000)))),
        "jpeg with half a surrogate": _jpeg_with(_segment(0xE1, _IN_JPEG + _xmp(_HALF))),
        "jpeg with 200 profiles": _jpeg_with(
            *(
                _segment(0xE2, b"ICC_PROFILE\0" + bytes((n, 200)) + b"\xff" * 9000)
                for n in range(200)
            )
        ),
        "webp with half a surrogate": _webp_with(b"XMP ", _xmp(_HALF)),
        "webp with deep xml": _webp_with(b"XMP ", _NESTED),
        "webp with a profile of noise": _webp_with(b"ICCP", bytes(range(256)) * 20),
        "tiff of NaN dpi": _tiff_with(282, 11, 0x7FC00000),
        "tiff of infinite dpi": _tiff_with(282, 11, 0x7F800000),
        "tiff of -1e38 dpi": _tiff_with(282, 11, 0xFE967699),
        "tiff of 4 billion dpi": _tiff_with(282, 4, 2**32 - 1),
        "tiff whose dpi lie beyond its end": _tiff_with(282, 5, 2**32 - 1),
        "tiff whose exif is itself": _tiff_with(296, 4, 8, to=EXIF_POINTER),
        "tiff in units of 77": _tiff_with(296, 3, 77),
    }
    for name, exif in EXIFS.items():
        made |= {f"{form}, {name}": case for form, case in _everywhere(exif).items()}
    return made


def odd_recipes() -> dict[str, bytes]:
    """Files that are named as recipes."""
    return {
        "deep": _deep(100_000).encode(),
        "half a surrogate": b'{"kind": "fill", "diffusion": {"prompt": "\\ud800"}}',
        "no utf-8": b'{"kind": "\xff"}',
        "huge numbers": json.dumps({"kind": "fill", "seed": 10**400, "grow": 1e300}).encode(),
        "NaN": b'{"kind": "fill", "soften": NaN, "blend_band": Infinity}',
        "a list": b"[" * 100_000,
        "nothing": b"",
        "zeros": bytes(100_000),
        "long digits": b'{"kind": "fill", "seed": ' + b"9" * 100_000 + b"}",
    }
