"""A picture whose header was read, before any of its pixels is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ritocco.canvas.picture import Layout
from ritocco.canvas.tags import Buffer
from ritocco.geometry import Size


@dataclass(frozen=True, slots=True)
class Decoded:
    """The pixels, rows without gaps; profile and layout where the coder alone knows them.

    flaws   what of the file is not in them, a sentence each
    """

    pixels: Buffer
    profile: bytes | None = None
    layout: Layout | None = None
    flaws: tuple[str, ...] = ()


def _at_its_end() -> None:
    """Work that ends soon whatever a file says."""


@dataclass(frozen=True, slots=True)
class Undecoded:
    """What a header says, and the way to the pixels.

    layout  what the pixels are, or what they are at the most
    decode  the pixels
    stop    ends `decode` soon, from another thread
    """

    size: Size
    layout: Layout
    decode: Callable[[], Decoded]
    stop: Callable[[], object] = _at_its_end
