"""The file formats we read and write: how each is known, and what it can hold."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ritocco.canvas.picture import ColourModel, Depth, Layout
from ritocco.errors import CannotHold

_INTEGERS = frozenset({Depth.U8, Depth.U16})
_ALL = frozenset(Depth)


@dataclass(frozen=True, slots=True)
class Format:
    """What a file format is called, how it is known, and what it can hold."""

    name: str
    suffixes: tuple[str, ...]
    signatures: tuple[bytes, ...]
    depths: frozenset[Depth]
    grey: bool
    alpha: bool
    longest: int
    options: dict[str, Any]

    def lacks(self, layout: Layout) -> str | None:
        """What of this layout the format cannot hold, in the artist's words; None if nothing."""
        if layout.depth not in self.depths:
            return {Depth.U8: "8-bit", Depth.U16: "16-bit"}.get(layout.depth, "floating-point")
        if layout.alpha and not self.alpha:
            return "transparent"
        return "grey" if layout.model is ColourModel.GREY and not self.grey else None


PNG = Format(
    "PNG",
    (".png",),
    (b"\x89PNG\r\n\x1a\n",),
    _INTEGERS,
    grey=True,
    alpha=True,
    longest=2**31 - 1,
    options={"compression": 6, "filter": "all"},
)
JPEG = Format(
    "JPEG",
    (".jpg", ".jpeg"),
    (b"\xff\xd8\xff",),
    frozenset({Depth.U8}),
    grey=True,
    alpha=False,
    longest=65500,
    options={"Q": 95, "subsample_mode": "off", "optimize_coding": True},
)
WEBP = Format(
    "WebP",
    (".webp",),
    (b"RIFF",),
    frozenset({Depth.U8}),
    grey=False,
    alpha=True,
    longest=16383,
    options={"lossless": True, "exact": True},
)
TIFF = Format(
    "TIFF",
    (".tif", ".tiff"),
    (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
    _ALL,
    grey=True,
    alpha=True,
    longest=2**31 - 1,
    options={"compression": "deflate"},
)
FORMATS = (PNG, JPEG, WEBP, TIFF)


def format_for(path: Path) -> Format:
    """The format a name asks for by its suffix. Raises CannotHold where it asks for none."""
    suffix = path.suffix.lower()
    for form in FORMATS:
        if suffix in form.suffixes:
            return form
    known = ", ".join(suffix for form in FORMATS for suffix in form.suffixes)
    raise CannotHold(f"{path.name} does not say which format is wanted; end it in one of {known}.")
