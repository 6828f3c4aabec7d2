"""An embedding in a picture: as text beside the pixels, or in the low bits of the pixels.

Both hold JSON in which a tensor is `{"TORCHTENSOR": [[...]]}`. As text (`sd-ti-embedding` of a
PNG) it is in base64. In the pixels its deflated bytes stand left and right of the picture itself,
the low half of each byte in the left block, the high half in the right one, mixed with numbers
that look random; columns whose low bits are all 0 part the blocks from the picture.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ritocco.canvas.files import load, metadata_of
from ritocco.canvas.picture import ColourModel, Depth, Metadata
from ritocco.diffusion.headers import Contents
from ritocco.errors import BadModel, BadPicture, TooLarge
from ritocco.from_disk import json_from, told_of_damage

_KEYWORD = b"sd-ti-embedding"
_TENSOR = "TORCHTENSOR"
_MOST_TEXT = 16 << 20
"""Bytes of JSON; 75 vectors for SDXL are 3 MB."""
_MOST_PIXELS = 16 << 20
_Bytes = NDArray[np.uint8]
Vectors = Mapping[str, NDArray[np.float32]]


def contents_in_picture(path: Path) -> Contents:
    """Names and shapes of an embedding in a picture. Raises BadModel where there is none."""
    return Contents({key: one.shape for key, one in vectors_in_picture(path).items()})


def vectors_in_picture(path: Path) -> Vectors:
    """The tensors of an embedding in a picture, by their keys. Raises BadModel."""
    try:
        text = _beside(path.name, metadata_of(path)) or _in_pixels(path)
    except (BadPicture, TooLarge) as error:
        raise BadModel(
            "{name} is a picture that cannot be read, so there is no embedding in it: {reason}",
            name=path.name,
            reason=error,
        ) from None
    if text is None:
        raise BadModel(
            "{name} is a picture with no embedding in it. Choose another file.", name=path.name
        )
    with told_of_damage(lambda why: _damaged(path.name)):
        return dict(_tensors(json_from(text)))


def _damaged(name: str) -> BadModel:
    return BadModel(
        "The embedding in the picture {name} is damaged. Get the picture again as it was made: "
        "sites that scale pictures or make JPEGs of them lose it.",
        name=name,
    )


def _beside(name: str, metadata: Metadata) -> bytes | None:
    """The JSON in a text chunk."""
    for chunk in metadata.texts:
        keyword, _, body = chunk[4:].partition(b"\0")
        if keyword == _KEYWORD:
            with told_of_damage(lambda why: _damaged(name)):
                return base64.b64decode(_text(chunk[:4], body))
    return None


def _text(kind: bytes, body: bytes) -> bytes:
    """The text of a chunk behind its keyword (PNG 1.2, section 4.2.3)."""
    if kind == b"zTXt":
        return _inflated(body[1:])
    if kind == b"iTXt":
        text = body[2:].split(b"\0", 2)[-1]
        return _inflated(text) if body[:1] == b"\1" else text
    return body


def _in_pixels(path: Path) -> bytes | None:
    """The JSON in the low bits of the pixels; None where there are no blocks."""
    picture = load(path)
    layout = picture.layout
    if layout.model is not ColourModel.RGB or layout.depth is not Depth.U8:
        return None
    pixels = np.asarray(picture.pixels, np.uint8)[..., :3]
    if pixels.shape[0] * pixels.shape[1] > _MOST_PIXELS:
        return None
    bits = _framed(pixels) & 15
    parting = np.flatnonzero(bits.sum((0, 2)) == 0)
    if not len(parting):
        return None
    low, high = bits[:, : parting[0]], bits[:, parting[-1] + 1 :]
    if low.shape != high.shape or not low.size:
        return None
    mixed = _numbers(low.size).reshape(low.shape)
    packed = ((high ^ mixed) << 4) | (low ^ mixed)
    with told_of_damage(lambda why: _damaged(path.name)):
        return _inflated(packed.tobytes())


def _framed(pixels: _Bytes) -> _Bytes:
    """What lies between the first and the last row, and column, with a pixel that has no channel
    at 0."""
    bright: NDArray[np.bool_] = np.all(pixels > 0, axis=2)
    rows, columns = np.flatnonzero(bright.any(1)), np.flatnonzero(bright.any(0))
    if not len(rows):
        return pixels[:0, :0]
    return pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _numbers(count: int) -> _Bytes:
    """So many numbers of 4 bits: s -> 1664525 s + 1013904223 mod 2^32, begun at 0."""
    states = np.array([1013904223], np.uint32)
    factor = np.uint32(1664525)  # what `len(states)` steps multiply by
    with np.errstate(over="ignore"):
        while len(states) < count:
            states = np.concatenate([states, states * factor + states[-1]])
            factor = factor * factor
    return ((states[:count] % 255) & 15).astype(np.uint8)


def _inflated(packed: bytes) -> bytes:
    """What was deflated; bytes that follow it count for nothing. Raises ValueError."""
    engine = zlib.decompressobj()
    try:
        whole = engine.decompress(packed, _MOST_TEXT)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if not engine.eof:
        raise ValueError("it is cut short, or larger than it can be")
    return whole


def _tensors(said: Any) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """The tensors in JSON by their keys, those of nested ones joined by dots."""
    rest = [("", said)]
    while rest:
        key, value = rest.pop()
        if isinstance(value, dict) and _TENSOR in value:
            yield key, np.array(value[_TENSOR], np.float32)
        elif isinstance(value, dict):
            rest += [(f"{key}.{name}" if key else name, inner) for name, inner in value.items()]
