"""A picture in the document's own depth: what a file or an editor hands us, and gets back.

Nothing here converts colours or reads files: see `colour.py` and `files.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import numpy as np

from ritocco.canvas.arrays import Pixels, bands
from ritocco.errors import BadPicture
from ritocco.geometry import Box, Size
from ritocco.sentence import Sentence


class ColourModel(StrEnum):
    """Colour model: how many colour channels a pixel has."""

    GREY = "grey"
    RGB = "rgb"


class Depth(StrEnum):
    """How one channel is stored. Integers span 0..maximum; floats are nominally 0..1."""

    U8 = "u8"
    U16 = "u16"
    F16 = "f16"
    F32 = "f32"

    @property
    def dtype(self) -> np.dtype[np.generic]:
        """The numpy type of one channel, native byte order."""
        return np.dtype(
            {"u8": np.uint8, "u16": np.uint16, "f16": np.float16, "f32": np.float32}[self.value]
        )

    @property
    def maximum(self) -> float:
        """The stored value of full intensity and of full opacity."""
        return {"u8": 255.0, "u16": 65535.0, "f16": 1.0, "f32": 1.0}[self.value]

    @property
    def is_float(self) -> bool:
        """Whether values may lie outside 0..1."""
        return self in (Depth.F16, Depth.F32)


@dataclass(frozen=True, slots=True)
class Layout:
    """What one pixel of a document is made of. Alpha, where present, is last and straight."""

    model: ColourModel
    depth: Depth
    alpha: bool

    @property
    def colours(self) -> int:
        """Number of colour channels: 1 or 3."""
        return 1 if self.model is ColourModel.GREY else 3

    @property
    def channels(self) -> int:
        """Number of all channels, alpha included."""
        return self.colours + self.alpha

    def with_alpha(self) -> Layout:
        """The same layout with an alpha channel."""
        return replace(self, alpha=True)

    def __str__(self) -> str:
        alpha = " with alpha" if self.alpha else ""
        return f"{self.depth.value} {self.model.value}{alpha}"


ODD_RESOLUTION = Sentence("What the picture says of its size is damaged.")
ODD_RECIPE = Sentence("The recipe in the picture is damaged.")
_ODD_CHUNKS = Sentence(
    "Some of what the picture holds beside its pixels cannot be, so it is left away."
)
_RESOLUTIONS = (1e-3, 1e6)
"""Pixels per millimetre, the least and the most: from one in a metre to what a PNG can say."""
TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
SIGNALS = frozenset({b"gAMA", b"cHRM", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"pHYs"})
SIGNALS |= {b"mDCv", b"cLLi"}  # as drafts of it had them
"""What is said of the colours beside a profile (PNG, third edition, sections 11.3.2 and 11.3.3),
and of the shape of a pixel."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a file carries beside its pixels; kept byte for byte from file to file.

    What cannot be, wherever it came from, is left away and leaves a flaw: a resolution that no
    picture has (not a number, 0, negative, beyond what files can say), a recipe that is no text
    (half characters), chunks that are neither texts nor signals.

    `resolution` is in pixels per millimetre (x, y), or None where the file states none.
    `exif` begins with its byte order mark; `iptc` is the bare IIM data. `texts` are the text
    chunks of a PNG (title, author, ...), each as stored: four letters of type, then the data;
    `signals`, in the same form, what a PNG says of its colours beside a profile (gAMA, cHRM,
    cICP, ...). `comment` is a JPEG's. `recipe` is the text of a Ritocco recipe stored in the
    file. `flaws` tell what of the file could not be used, a sentence each.
    """

    resolution: tuple[float, float] | None = None
    exif: bytes | None = None
    xmp: bytes | None = None
    iptc: bytes | None = None
    texts: tuple[bytes, ...] = ()
    recipe: str | None = None
    signals: tuple[bytes, ...] = ()
    comment: bytes | None = None
    flaws: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, possible, flaw in _POSSIBLE:
            said = getattr(self, name)
            if not said:
                continue
            kept = possible(said)
            object.__setattr__(self, name, kept)
            if kept is None or len(kept) < len(said):
                object.__setattr__(self, "flaws", (*self.flaws, flaw))


def _resolution(said: Any) -> tuple[float, float] | None:
    least, most = _RESOLUTIONS
    try:
        across, down = (float(value) for value in said)
    except (TypeError, ValueError, OverflowError):
        return None
    return (across, down) if least <= across <= most and least <= down <= most else None


def _text(said: str) -> str | None:
    try:
        said.encode()
    except UnicodeEncodeError:
        return None
    return said


_POSSIBLE: tuple[tuple[str, Callable[[Any], Any], str], ...] = (
    ("resolution", _resolution, ODD_RESOLUTION),
    ("recipe", _text, ODD_RECIPE),
    ("texts", lambda said: tuple(one for one in said if one[:4] in TEXTS), _ODD_CHUNKS),
    ("signals", lambda said: tuple(one for one in said if one[:4] in SIGNALS), _ODD_CHUNKS),
)
"""Of what is said: as much of it as can be, and what to say where that is not all."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels (H, W, channels) of `layout`, with the ICC profile that gives them meaning.

    `profile` None means: sRGB for integers (grey: the sRGB curve), and for floats linear light
    with sRGB's primaries, as Krita, GIMP and the float TIFFs of the film world have it.
    Raises BadPicture where the array does not fit the layout or a float is not finite.
    """

    pixels: Pixels
    layout: Layout
    profile: bytes | None = None
    metadata: Metadata = field(default_factory=Metadata)

    def __post_init__(self) -> None:
        shape, layout = self.pixels.shape, self.layout
        if (
            len(shape) != 3
            or shape[2] != layout.channels
            or self.pixels.dtype != layout.depth.dtype
        ):
            raise BadPicture(
                "These pixels ({shape}, {dtype}) are not what was announced ({layout}).",
                shape=shape,
                dtype=self.pixels.dtype,
                layout=layout,
            )
        if layout.depth.is_float and not all(
            np.isfinite(self.pixels[rows]).all() for rows in bands(*shape[:2])
        ):
            raise BadPicture(
                "The picture holds pixels that are not numbers (NaN or infinite); "
                "repair them in the program that made it, then try again."
            )

    @property
    def size(self) -> Size:
        """Width and height."""
        return Size(self.pixels.shape[1], self.pixels.shape[0])

    @property
    def colour(self) -> Pixels:
        """The colour channels, (H, W, 1 or 3), a view."""
        return self.pixels[..., : self.layout.colours]

    @property
    def alpha(self) -> Pixels | None:
        """The alpha channel, (H, W), a view; None where every pixel is opaque by layout."""
        return self.pixels[..., -1] if self.layout.alpha else None

    def cropped(self, box: Box) -> Picture:
        """The pixels of `box`, which must lie inside the picture; a view, not a copy."""
        if box not in Box.of(self.size):
            raise ValueError(f"{box} is not inside a picture of {self.size}")
        return replace(self, pixels=self.pixels[box.slices])
