"""PNG: a signature, then chunks of (length, type, data, checksum)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from ritocco.canvas.containers.bounds import counted
from ritocco.canvas.containers.carried import Carried, carried, exif_block
from ritocco.canvas.picture import (
    ODD_RECIPE,
    ODD_RESOLUTION,
    SIGNALS,
    TEXTS,
    ColourModel,
    Metadata,
)
from ritocco.canvas.signals import profile_of
from ritocco.canvas.tags import Buffer, Damaged
from ritocco.sentence import Sentence

_LARGEST_PROFILE, _LARGEST_TEXT, _LARGEST_CHUNK = 16 * 2**20, 4 * 2**20, 16 * 2**20
_MOST_TEXTS, _MOST_TEXT = 4096, 64 * 2**20
"""Text chunks of a file, and bytes of them all."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MOST_IDAT = 2**20
"""Pieces that pixels are cut into: of 8 KB each, as is usual, 8 GB."""
_ANCILLARY, _UNKNOWN = 0x20, b"hiDe"  # by its letters' cases one that may be passed over
_XMP_KEYWORD, _RECIPE_KEYWORD = b"XML:com.adobe.xmp", b"ritocco"


def _chunks(data: Buffer) -> Iterator[tuple[bytes, int, int]]:
    """Type, start and end of the data of each chunk. Raises Damaged without an end chunk."""
    position = len(_SIGNATURE)
    while position + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        if position + 12 + length > len(data):
            break
        yield kind, position + 8, position + 8 + length
        if kind == b"IEND":
            return
        position += 12 + length
    raise Damaged("the last chunk is missing")


def _beside(data: Buffer) -> Iterator[tuple[bytes, int, int]]:
    """The chunks that hold no pixels. Raises Damaged as `_chunks`, and for pixels in crumbs."""
    pixels = 0
    for kind, start, end in _chunks(data):
        pixels += kind == b"IDAT"
        if pixels > _MOST_IDAT:
            raise Damaged("more pieces than any picture is cut into")
        if kind not in (b"IDAT", b"IEND"):
            yield kind, start, end


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _inflated(data: Buffer, most: int) -> bytes:
    """What was deflated. Raises Damaged where it is broken or absurdly large."""
    try:
        engine = zlib.decompressobj()
        whole = engine.decompress(data, most)
    except zlib.error as error:
        raise Damaged(str(error)) from error
    if not engine.eof:
        raise Damaged("compressed data without an end")
    return whole


def _international(body: bytes) -> bytes:
    """The text of an iTXt chunk, UTF-8."""
    _, _, rest = body.partition(b"\0")
    text = rest[2:].split(b"\0", 2)[-1]
    return _inflated(text, _LARGEST_TEXT) if rest[:1] == b"\1" else text


def _profile(body: bytes) -> bytes:
    return _inflated(body.partition(b"\0")[2][1:], _LARGEST_PROFILE)


def _resolution(body: bytes) -> tuple[float, float] | None:
    """Pixels per millimetre; None where it says nothing."""
    x, y, unit = struct.unpack(">IIB", body)
    return (x / 1000, y / 1000) if unit == 1 and x and y else None


def _recipe(body: bytes) -> str:
    return _international(body).decode(errors="replace")


_READ: dict[tuple[bytes, bytes | None], tuple[str, Callable[[bytes], Any], str]] = {
    (b"iCCP", None): (
        "profile",
        _profile,
        Sentence("The picture's colour profile is damaged, so it is left away."),
    ),
    (b"pHYs", None): ("resolution", _resolution, ODD_RESOLUTION),
    (b"eXIf", None): ("exif", exif_block, ""),
    (b"iTXt", _XMP_KEYWORD): (
        "xmp",
        _international,
        Sentence(
            "What the picture says of itself (XMP) is damaged; it is kept, but not understood."
        ),
    ),
    (b"iTXt", _RECIPE_KEYWORD): ("recipe", _recipe, ODD_RECIPE),
    (b"tEXt", _RECIPE_KEYWORD): (
        "recipe",
        lambda body: body[len(_RECIPE_KEYWORD) + 1 :].decode("latin-1"),
        "",
    ),
}
"""Type, and keyword of a text -> where it goes, how it is read, what to say where that fails."""


def read(data: Buffer) -> Carried:
    """The profile, metadata and whether it moves. Raises Damaged where the file ends early.

    A chunk beside the pixels that is damaged is a flaw of the metadata, not of the picture. Of
    several that should be one the first counts.
    """
    animated = False
    found: dict[str, Any] = {}
    texts: list[bytes] = []
    signals: list[bytes] = []
    flaws: list[str] = []
    room = _MOST_TEXT
    for kind, start, end in counted(_beside(data)):
        if kind == b"acTL":
            animated = True
        if kind not in _KNOWN:
            continue
        room -= end - start
        if end - start > _LARGEST_CHUNK or room < 0 or len(texts) + len(signals) >= _MOST_TEXTS:
            flaws.append(
                Sentence(
                    "What the picture holds beside its pixels ({kind}) is too large, so it is "
                    "left away.",
                    kind=kind.decode(),
                )
            )
            continue
        body = bytes(data[start:end])
        keyword = body.partition(b"\0")[0] if kind in TEXTS else None
        if kind in SIGNALS and (kind != b"pHYs" or body[8:] == b"\0"):  # 0: a shape, no size
            signals.append(kind + body)
        elif (kind, keyword) in _READ and _READ[kind, keyword][0] not in found:
            name, read_as, flaw = _READ[kind, keyword]
            try:
                found[name] = read_as(body)
            except (Damaged, struct.error):
                flaws.append(flaw)
                if kind in TEXTS:
                    texts.append(kind + body)
        elif kind in TEXTS:
            texts.append(kind + body)
    profile = found.pop("profile", None)
    found |= {
        "texts": tuple(texts),
        "signals": tuple(signals),
        "flaws": tuple(dict.fromkeys(flaws)),
    }
    return carried(profile, Metadata(**found), animated=animated)


def hide(data: memoryview) -> None:
    """Give each chunk that the pixels do not need a type that no decoder knows."""
    for kind, start, end in _chunks(data):
        if kind[0] & _ANCILLARY and kind != b"tRNS":
            data[start - 4 : start] = _UNKNOWN
            data[end : end + 4] = struct.pack(">I", zlib.crc32(data[start - 4 : end]))


_KNOWN = TEXTS | SIGNALS | {kind for kind, _ in _READ}


def write(data: Buffer, profile: bytes | None, metadata: Metadata) -> list[Buffer]:
    """The pieces of a PNG with everything before the pixels."""
    first = next(start for kind, start, _ in _chunks(data) if kind == b"IDAT") - 8
    header = data[: len(_SIGNATURE) + 25]
    return [header, *beside(profile, metadata), data[first:]]


def beside(profile: bytes | None, metadata: Metadata) -> list[bytes]:
    """The chunks that stand before the pixels; texts as they were.

    A profile that says what the chunks of the file said is not written beside them.
    """
    chunks = [(signal[:4], signal[4:]) for signal in metadata.signals]
    said = [profile_of(metadata.signals, model) for model in ColourModel]
    if profile is not None and profile not in said:
        chunks.append((b"iCCP", b"ICC profile\0\0" + zlib.compress(profile)))
    if metadata.resolution and not any(kind == b"pHYs" for kind, _ in chunks):
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
    return [_chunk(kind, body) for kind, body in chunks]
