"""PNG, JPEG, WebP, TIFF, GIF (its first picture) and AVIF, by libvips."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyvips

from ritocco.canvas import tags
from ritocco.canvas.arrays import bands
from ritocco.canvas.coders.undecoded import Decoded, Undecoded
from ritocco.canvas.picture import ColourModel, Depth, Layout
from ritocco.canvas.refused import foreign, unusual
from ritocco.canvas.tags import Buffer
from ritocco.errors import BadPicture
from ritocco.geometry import Size
from ritocco.sentence import Sentence

# A changed file under the same name must never come out of libvips's cache.
pyvips.cache_set_max(0)

LOADERS: Mapping[str, str] = {
    "PNG": "pngload",
    "JPEG": "jpegload",
    "WebP": "webpload",
    "TIFF": "tiffload",
    "GIF": "gifload",
    "AVIF": "heifload",
}
_LOOKED_AT = 2**16
"""Bytes in which a file of boxes says what its pictures are made of."""
_DEPTHS = {"uchar": Depth.U8, "ushort": Depth.U16, "float": Depth.F32}
_MODELS = {
    "b-w": ColourModel.GREY,
    "grey16": ColourModel.GREY,
    "srgb": ColourModel.RGB,
    "rgb16": ColourModel.RGB,
    "scrgb": ColourModel.RGB,
    "rgb": ColourModel.RGB,
}
_TIFF_MODELS = {5: "CMYK", 8: "L*a*b*", 9: "L*a*b*", 10: "L*a*b*"}
_TIFF_NUMBERS = {1: "whole", 2: "signed", 3: "floating-point", 4: "untyped", 5: "complex"}
_TIFF_DEPTHS = {1: (1, 2, 4, 8, 16), 4: (1, 2, 4, 8, 16), 3: (32,)}
_FOREIGN = {"cmyk": "CMYK", "lab": "L*a*b*", "labs": "L*a*b*", "labq": "L*a*b*", "xyz": "XYZ"}


def header(form: str) -> Callable[[Path, memoryview], Undecoded]:
    """The reader of headers of this format, one of `LOADERS`."""
    return partial(_undecoded, form)


def _undecoded(form: str, path: Path, data: memoryview) -> Undecoded:
    if form == "AVIF" and b"hvc1" in bytes(data[:_LOOKED_AT]):
        raise BadPicture(
            "{path} is HEIC, which we cannot read; export it as AVIF, PNG or JPEG and try again.",
            path=path,
        )
    load = getattr(pyvips.Image, f"{LOADERS[form]}_source")
    source: Any = pyvips.Source.new_from_memory(data)
    image: Any = load(source, access="sequential", fail_on="error")
    layout = _layout(path, image)
    bits = int(image.get("bits-per-sample")) if form == "AVIF" else 0
    decode = image.write_to_memory
    return Undecoded(
        Size(image.width, image.height),
        layout,
        lambda: Decoded(_full(decode(), bits) if 8 < bits < 16 else decode()),
        partial(image.set_kill, True),
    )


def _full(pixels: Buffer, bits: int) -> Buffer:
    """Numbers of so many bits, shifted up to 16 by libvips, over the whole range: 1023 is 65535."""
    values = np.frombuffer(pixels, np.uint16).copy()
    for part in bands(len(values), 1):
        values[part] |= values[part] >> bits
    return values.data.cast("B")


def check_tiff(path: Path, data: Buffer) -> None:
    """Refuses by name what libvips would refuse in its own words, or misread."""
    directory = tags.read(data)

    def first(tag: int, default: int) -> int:
        entry = directory.get(tag)
        return entry.numbers[0] if isinstance(entry, tags.Tag) and entry.numbers else default

    model, bits, numbers = first(262, 1), first(258, 1), first(339, 1)
    if model in _TIFF_MODELS:
        raise foreign(path, _TIFF_MODELS[model])
    stored = f"{bits} bit, {_TIFF_NUMBERS.get(numbers, 'unknown')}"
    if bits not in _TIFF_DEPTHS.get(numbers, ()):
        raise unusual(path, stored)
    if first(284, 1) == 2 and first(277, 1) == 2:  # libvips reads beyond the first plane
        raise unusual(path, Sentence("separate planes"))


def _layout(path: Path, image: Any) -> Layout:
    meaning, channels = str(image.interpretation), int(image.bands)
    if meaning in _FOREIGN:
        raise foreign(path, _FOREIGN[meaning])
    depth, model = _DEPTHS.get(str(image.format)), _MODELS.get(meaning)
    if depth is None:
        raise unusual(path, str(image.format))
    for alpha in (False, True):
        if model and Layout(model, depth, alpha).channels == channels:
            return Layout(model, depth, alpha)
    raise BadPicture(
        "{path} has {channels} channels that are not grey or RGB with one alpha; convert it "
        "to RGB without further channels and try again.",
        path=path,
        channels=channels,
    )
