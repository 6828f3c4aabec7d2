"""How Krita keeps pixels, in the API's words; and the ICC profiles, which its API only names.

RGB and grey documents travel as they are, at any depth. Other models (CMYK, L*a*b*, XYZ, YCbCr)
are none of the backend's: Krita converts what is sent to 8-bit sRGB, and the result becomes a
layer in that space, which Krita mixes with the others. Their own bytes stay as they are.
"""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import krita as api

from ..editor import SRGB, SRGB8, Colour, Layout
from ..words import say

SRGB_PROFILE = "sRGB-elle-V2-srgbtrc.icc"
_MODELS = {"RGBA": "rgb", "GRAYA": "grey"}
_NAMES = {"RGBA": "RGB", "GRAYA": "Grey", "CMYKA": "CMYK", "LABA": "L*a*b*", "XYZA": "XYZ"}
_DEPTHS = {"U8": "8 bit", "U16": "16 bit", "F16": "16 bit float", "F32": "32 bit float"}
_OPAQUE = {"u8": b"\xff", "u16": b"\xff\xff", "f16": b"\x00\x3c", "f32": b"\x00\x00\x80\x3f"}
_TIFF_PROFILE = 34675


@dataclass(frozen=True)
class Space:
    """A colour space as Krita names it: "RGBA", "U16", "sRGB-elle-V2-g10.icc"."""

    model: str
    depth: str
    profile: str

    @classmethod
    def of(cls, thing: Any) -> Space:
        """That of a Krita document or node."""
        return cls(thing.colorModel(), thing.colorDepth(), thing.colorProfile())

    @property
    def text(self) -> str:
        """For the artist."""
        depth = say(_DEPTHS.get(self.depth, self.depth))
        return f"{say(_NAMES.get(self.model, self.model))} {depth}, {self.profile}"

    @property
    def layout(self) -> Layout | None:
        """Krita's order of bytes; None for a model that the API does not know."""
        if self.model not in _MODELS or self.depth not in _DEPTHS:
            return None
        order = "rgba" if self.depth.startswith("F") else "bgra"
        return Layout(_MODELS[self.model], self.depth.lower(), True, order)


SRGB_SPACE = Space("RGBA", "U8", SRGB_PROFILE)


class Colours:
    """The colours met so far. Finding a profile takes Krita about 50 ms, once for each."""

    def __init__(self) -> None:
        self._known: dict[Space, Colour] = {SRGB_SPACE: SRGB}

    def of(self, document: Any) -> Colour:
        """How the pixels of this document are to be read."""
        for _ in self.meet(document):
            pass
        return self._known[Space.of(document)]

    def meet(self, document: Any) -> Iterator[None]:
        """Find out, in steps of at most a few tens of milliseconds; none where it is known."""
        space = Space.of(document)
        if space in self._known:
            return
        layout = space.layout
        profile = b""
        if layout:
            for found in _profile(document):
                profile = found
                yield
        if layout and profile:
            self._known[space] = Colour(layout, profile, space.text)
        else:
            self._known[space] = Colour(SRGB8, b"", space.text, converted=True)

    def space(self, colour: Colour) -> Space | None:
        """Where pixels of this colour belong, alpha or not; None for one that was never met."""
        if colour.converted:
            return SRGB_SPACE
        full = replace(colour, layout=replace(colour.layout, alpha=True))
        return next((space for space, known in self._known.items() if known == full), None)


def _profile(document: Any) -> Iterator[bytes]:
    """The profile's bytes, at last; b"" on the way there, or if Krita does not tell.

    A copy of the document, one pixel large, is saved as TIFF: the way to the bytes of profiles
    that lie in no folder, such as one embedded in a photograph.
    """
    copy = document.clone()
    try:
        yield b""
        copy.setBatchmode(True)
        copy.crop(0, 0, 1, 1)
        yield b""
        with tempfile.TemporaryDirectory(prefix="ritocco-") as folder:
            path = Path(folder, "pixel.tif")
            copy.exportImage(str(path), api.InfoObject())
            saved = path.read_bytes() if path.exists() else b""
    finally:
        copy.close()
    yield profile_in(saved)


def with_alpha(pixels: bytes, layout: Layout) -> bytes:
    """Pixels as Krita keeps them: it knows none without alpha. Opaque where `layout` has none."""
    if layout.alpha:
        return pixels
    alpha, before = _OPAQUE[layout.depth], layout.pixel_bytes
    after = before + len(alpha)
    full = bytearray((bytes(before) + alpha) * (len(pixels) // before))
    for place in range(before):
        full[place::after] = pixels[place::before]
    return bytes(full)


def profile_in(tiff: bytes) -> bytes:
    """The ICC profile inside a classic TIFF file; b"" where there is none."""
    mark = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if not mark:
        return b""
    try:
        (at,) = struct.unpack_from(f"{mark}I", tiff, 4)
        (count,) = struct.unpack_from(f"{mark}H", tiff, at)
        for entry in range(count):
            tag, _, length, where = struct.unpack_from(f"{mark}HHII", tiff, at + 2 + 12 * entry)
            if tag == _TIFF_PROFILE:
                return tiff[where : where + length]
    except struct.error:
        return b""
    return b""
