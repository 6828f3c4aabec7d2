"""The file formats we read and write: how each is known, and what it can hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ritocco.canvas.picture import ColourModel, Depth, Layout
from ritocco.canvas.tags import Buffer
from ritocco.errors import CannotHold
from ritocco.sentence import Sentence

_DEPTHS = {Depth.U8: Sentence("8-bit"), Depth.U16: Sentence("16-bit")}
_FLOATS = Sentence("floating-point")
_INTEGERS = frozenset({Depth.U8, Depth.U16})
_ALL = frozenset(Depth)
HEAD = 12
"""Bytes of a file that say what it is."""


@dataclass(frozen=True, slots=True)
class Readable:
    """A file format that we read: what it is called, its suffixes, and how a file of it begins."""

    name: str
    suffixes: tuple[str, ...]
    begins: re.Pattern[bytes]


@dataclass(frozen=True, slots=True)
class Format(Readable):
    """One that we write too, and what it can hold."""

    depths: frozenset[Depth]
    grey: bool
    alpha: bool
    longest: int
    options: dict[str, Any]

    def lacks(self, layout: Layout) -> Sentence | None:
        """What of this layout the format cannot hold, in the artist's words; None if nothing."""
        if layout.depth not in self.depths:
            return _DEPTHS.get(layout.depth, _FLOATS)
        if layout.alpha and not self.alpha:
            return Sentence("transparent")
        grey = layout.model is ColourModel.GREY
        return Sentence("grey") if grey and not self.grey else None


def _beginning(*ways: bytes) -> re.Pattern[bytes]:
    return re.compile(b"|".join(ways), re.DOTALL)


PNG = Format(
    "PNG",
    (".png",),
    _beginning(rb"\x89PNG\r\n\x1a\n"),
    _INTEGERS,
    grey=True,
    alpha=True,
    longest=2**31 - 1,
    options={"compression": 6, "filter": "all"},
)
JPEG = Format(
    "JPEG",
    (".jpg", ".jpeg"),
    _beginning(rb"\xff\xd8\xff"),
    frozenset({Depth.U8}),
    grey=True,
    alpha=False,
    longest=65500,
    options={"Q": 95, "subsample_mode": "off", "optimize_coding": True},
)
WEBP = Format(
    "WebP",
    (".webp",),
    _beginning(rb"RIFF....WEBP"),
    frozenset({Depth.U8}),
    grey=False,
    alpha=True,
    longest=16383,
    options={"lossless": True, "exact": True},
)
TIFF = Format(
    "TIFF",
    (".tif", ".tiff"),
    _beginning(rb"II[*+]\0", rb"MM\0[*+]"),
    _ALL,
    grey=True,
    alpha=True,
    longest=2**31 - 1,
    options={"compression": "deflate"},
)
GIF = Readable("GIF", (".gif",), _beginning(rb"GIF8[79]a"))
BMP = Readable("BMP", (".bmp",), _beginning(rb"BM"))
AVIF = Readable("AVIF", (".avif",), _beginning(rb"....ftyp(?:avi[fs]|mi[fa]1|msf1|hei[cx])"))
JXL = Readable("JPEG XL", (".jxl",), _beginning(rb"\xff\x0a", rb"\0\0\0\x0cJXL \r\n\x87\n"))
PSD = Readable("PSD", (".psd", ".psb"), _beginning(rb"8BPS\0[\1\2]"))
FORMATS = (PNG, JPEG, WEBP, TIFF)
READ_ONLY = (GIF, BMP, AVIF, JXL, PSD)


def format_of(head: Buffer) -> Readable | None:
    """The format of a file that begins so (its first `HEAD` bytes); None for none of ours."""
    return next((one for one in (*FORMATS, *READ_ONLY) if one.begins.match(head)), None)


def format_for(path: Path) -> Format:
    """The format a name asks for by its suffix. Raises CannotHold where it asks for none."""
    suffix = path.suffix.lower()
    for form in FORMATS:
        if suffix in form.suffixes:
            return form
    for one in READ_ONLY:
        if suffix in one.suffixes:
            raise CannotHold(
                "{one} files are opened, but not written; name the result {name} instead of "
                "{path}.",
                one=one.name,
                name=path.with_suffix(".png").name,
                path=path.name,
            )
    known = ", ".join(_suffixes(FORMATS))
    raise CannotHold(
        "{name} does not say which format is wanted; end it in one of {known}.",
        name=path.name,
        known=known,
    )


def _suffixes(forms: Iterable[Readable]) -> list[str]:
    return [suffix for form in forms for suffix in form.suffixes]
