"""PNG: a signature, then chunks of (length, type, data, checksum)."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace

from ritocco.canvas.containers.carried import Carried, carried, exif_block
from ritocco.canvas.picture import Metadata
from ritocco.canvas.tags import Buffer, Damaged

_LARGEST = 64 * 2**20
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
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


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _inflated(data: Buffer) -> bytes:
    """What was deflated. Raises Damaged where it is broken or absurdly large."""
    try:
        engine = zlib.decompressobj()
        whole = engine.decompress(data, _LARGEST)
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


def read(data: Buffer) -> Carried:
    """The profile, metadata and whether it moves. Raises Damaged where the file ends early."""
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
            metadata = replace(metadata, exif=exif_block(body))
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
    return carried(profile, replace(metadata, texts=tuple(texts)), animated=animated)


def write(data: Buffer, profile: bytes | None, metadata: Metadata) -> list[Buffer]:
    """The pieces of a PNG with everything before the pixels; texts as they were."""
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
    header = data[: len(_SIGNATURE) + 25]
    return [header, *(_chunk(kind, body) for kind, body in chunks), data[first:]]
