"""The pixels of a file as they are stored; what we cannot work on is refused."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyvips

from ritocco import budget
from ritocco.canvas.arrays import Pixels
from ritocco.canvas.coders import CODERS, Decoded, Undecoded
from ritocco.canvas.containers import jpeg
from ritocco.canvas.expansion import beside_pixels, usually
from ritocco.canvas.formats import JPEG, Readable
from ritocco.canvas.in_time import TookTooLong, in_time
from ritocco.canvas.picture import Layout
from ritocco.canvas.refused import damaged, other_size, too_slow, unusual
from ritocco.canvas.tags import UNREADABLE
from ritocco.errors import BadPicture
from ritocco.geometry import Size
from ritocco.sentence import Sentence

CUT = Sentence("crop or reduce it first, in the program that made it")
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


@dataclass(frozen=True, slots=True)
class Stored:
    """The pixels of a file, (H, W, channels) of `layout`.

    profile  where it lies among the pixels
    flaws    what of the file is not in them, a sentence each
    """

    pixels: Pixels
    layout: Layout
    profile: bytes | None
    flaws: tuple[str, ...]


def in_header(
    path: Path, form: Readable, data: memoryview, most: int = MOST_PIXELS
) -> tuple[Size, Layout]:
    """The size that the header of a file says, as stored, and the layout, or what it is at most.

    Raises BadPicture, also above `most` pixels.
    """
    try:
        told = CODERS[form.name](path, data)
    except TookTooLong:
        raise too_slow(path, MOST_SECONDS) from None
    except (pyvips.Error, *UNREADABLE) as error:
        raise damaged(path, form.name) from error.with_traceback(None)
    _check_area(path, told.size, most)
    return told.size, told.layout


def _check_area(path: Path, found: Size, most: int) -> None:
    if found.area > most:
        raise BadPicture(
            "{path} is {found} pixels, more than the {most} megapixels we work on; crop "
            "or reduce it first.",
            path=path,
            found=found,
            most=most // 10**6,
        )


def stored(
    path: Path,
    form: Readable,
    data: memoryview,
    size: Size | None = None,
    most: int = MOST_PIXELS,
) -> Stored:
    """Pixels as stored in the bytes of a file, and what they are. `path` is named in errors.

    `data` is what the file holds. Where a `size` is given, no other is decoded, upright or on its
    side: raises BadSelection. Raises BadPicture above `most` pixels, and TooLarge, both by the
    header, where decoding and one more copy would take more memory than there is for a file of
    this length.
    """
    told: Undecoded | None = None
    try:
        told = CODERS[form.name](path, data)
        found, layout = told.size, told.layout
        if size is not None and size not in (found, Size(found.height, found.width)):
            raise other_size(path, found, size)
        _check_area(path, found, most)
        if form is JPEG and jpeg.scans(data) * found.area > _MOST_SCANNED:
            raise unusual(path, Sentence("in very many passes"))
        need = found.area * (COPIES * layout.channels * layout.depth.dtype.itemsize + 1)
        beside = beside_pixels(form.name, data, found)
        what = Sentence("{path} ({size} pixels)", path=path, size=found)
        budget.check(need + usually(form.name, beside, found), what, CUT, len(data))
        with budget.claimed(need + beside, what, CUT):
            decoded: Decoded = in_time(told.decode, told.stop, MOST_SECONDS)
    except TookTooLong:
        raise too_slow(path, MOST_SECONDS) from None
    except (pyvips.Error, *UNREADABLE) as error:
        raise damaged(path, form.name) from error.with_traceback(None)
    finally:  # whoever keeps an error keeps no bytes of the file
        told = None
    layout = decoded.layout or layout
    pixels = np.frombuffer(decoded.pixels, layout.depth.dtype)
    shape = found.height, found.width, layout.channels
    return Stored(pixels.reshape(shape), layout, decoded.profile, decoded.flaws)
