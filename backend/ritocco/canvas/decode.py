"""The pixels of a file as they are stored, by libvips; what we cannot work on is refused."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyvips

from ritocco import budget
from ritocco.canvas import tags
from ritocco.canvas.arrays import Pixels
from ritocco.canvas.containers import jpeg
from ritocco.canvas.expansion import beside_pixels
from ritocco.canvas.formats import JPEG, Format
from ritocco.canvas.in_time import TookTooLong, in_time
from ritocco.canvas.picture import ColourModel, Depth, Layout
from ritocco.canvas.tags import Buffer, Damaged
from ritocco.errors import BadPicture, BadSelection
from ritocco.geometry import Size

CUT = "crop or reduce it first, in the program that made it"
COPIES = 2
"""How often whoever decodes pixels has them at least: turned, with alpha, or with a layer on them.
A selection of a byte for each comes with them."""
MOST_PIXELS = 900_000_000
"""Pictures with more pixels than 30000 x 30000 are refused by their header."""

MOST_SECONDS = 120.0
"""Time that the pixels of one picture may take. Usual ones take below a second, 900 megapixels
below a minute."""
_MOST_SCANNED = 10**10
"""Pixels of a progressive JPEG, times its scans: each is a pass over all of them. Usual are 10."""

# A changed file under the same name must never come out of libvips's cache.
pyvips.cache_set_max(0)

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


def damaged(path: Path, form: str) -> BadPicture:
    """What to say of a file (PNG, JPEG, ...) that ends early or contradicts itself."""
    return BadPicture(f"{path} is damaged or incomplete ({form}); export or copy it again.")


def check_tiff(path: Path, data: Buffer) -> None:
    """Refuses by name what libvips would refuse in its own words, or misread."""
    directory = tags.read(data)

    def first(tag: int, default: int) -> int:
        entry = directory.get(tag)
        return entry.numbers[0] if isinstance(entry, tags.Tag) and entry.numbers else default

    model, bits, numbers = first(262, 1), first(258, 1), first(339, 1)
    if model in _TIFF_MODELS:
        raise _foreign(path, _TIFF_MODELS[model])
    stored = f"{bits}-bit {_TIFF_NUMBERS.get(numbers, 'unknown')}"
    if bits not in _TIFF_DEPTHS.get(numbers, ()):
        raise _unusual(path, f"{stored} numbers")
    if first(284, 1) == 2 and first(277, 1) == 2:  # libvips reads beyond the first plane
        raise _unusual(path, "separate planes")


def other_size(path: Path, found: Size, wanted: Size) -> BadSelection:
    """What to say of a picture that does not cover what it belongs to."""
    return BadSelection(
        f"{path} is {found} pixels, but what it belongs to is {wanted}; they must be of one size."
    )


def pixels(
    path: Path, form: Format, data: memoryview, size: Size | None = None
) -> tuple[Pixels, Layout]:
    """Pixels as stored in the bytes of a file, and what they are. `path` is named in errors.

    `data` is what the file holds. Where a `size` is given, no other is decoded, upright or on its
    side: raises BadSelection. Raises TooLarge, by the header, where decoding and one more copy
    would take more memory than there is for a file of this length.
    """
    load = getattr(pyvips.Image, f"{form.name.lower()}load_source")
    source: Any = pyvips.Source.new_from_memory(data)
    image: Any = None
    try:
        image = load(source, access="sequential", fail_on="error")
        found = Size(image.width, image.height)
        if size is not None and size not in (found, Size(found.height, found.width)):
            raise other_size(path, found, size)
        if found.area > MOST_PIXELS:
            raise BadPicture(
                f"{path} is {found} pixels, more than the {MOST_PIXELS // 10**6} megapixels we "
                "work on; crop or reduce it first."
            )
        layout = _layout(path, image)
        if form is JPEG and jpeg.scans(data) * found.area > _MOST_SCANNED:
            raise _unusual(path, "in very many passes")
        need = found.area * (COPIES * layout.channels * layout.depth.dtype.itemsize + 1)
        need += beside_pixels(form.name, data, found)
        with budget.claimed(need, f"{path} ({found} pixels)", CUT, len(data)):
            memory = in_time(image.write_to_memory, partial(image.set_kill, True), MOST_SECONDS)
    except TookTooLong:
        raise BadPicture(
            f"{path} takes longer than {MOST_SECONDS:.0f} s to be read; crop or reduce it first."
        ) from None
    except (pyvips.Error, Damaged) as error:
        raise damaged(path, form.name) from error.with_traceback(None)
    finally:  # whoever keeps an error keeps no bytes of the file
        source = image = None
    shape = found.height, found.width, layout.channels
    return np.frombuffer(memory, layout.depth.dtype).reshape(shape), layout


def _foreign(path: Path, model: str) -> BadPicture:
    return BadPicture(
        f"{path} is {model}, which we cannot work on; convert it to RGB (in Krita: "
        "Image > Convert Image Color Space) and try again."
    )


def _unusual(path: Path, what: str) -> BadPicture:
    return BadPicture(
        f"{path} stores its pixels in an unusual way ({what}); export it with 8 or 16 bits per "
        "channel or as 32-bit float and try again."
    )


def _layout(path: Path, image: Any) -> Layout:
    meaning, channels = str(image.interpretation), int(image.bands)
    if meaning in _FOREIGN:
        raise _foreign(path, _FOREIGN[meaning])
    depth, model = _DEPTHS.get(str(image.format)), _MODELS.get(meaning)
    if depth is None:
        raise _unusual(path, f"{image.format} numbers")
    for alpha in (False, True):
        if model and Layout(model, depth, alpha).channels == channels:
            return Layout(model, depth, alpha)
    raise BadPicture(
        f"{path} has {channels} channels that are not grey or RGB with one alpha; convert it to "
        "RGB without further channels and try again."
    )
