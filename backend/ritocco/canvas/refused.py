"""What is said of a file whose pixels cannot be had, whichever of its coders noticed it."""

from __future__ import annotations

from pathlib import Path

from ritocco.errors import BadPicture, BadSelection
from ritocco.geometry import Size


def damaged(path: Path, form: str) -> BadPicture:
    """A file (PNG, JPEG, ...) that ends early or contradicts itself."""
    return BadPicture(
        "{path} is damaged or incomplete ({form}); export or copy it again.", path=path, form=form
    )


def foreign(path: Path, model: str) -> BadPicture:
    """One whose colours are of a model (CMYK, ...) that we have not."""
    return BadPicture(
        "{path} is {model}, which we cannot work on; convert it to RGB (in Krita: Image > "
        "Convert Image Color Space) and try again.",
        path=path,
        model=model,
    )


def unusual(path: Path, what: str) -> BadPicture:
    """One whose pixels are stored as hardly any program does."""
    return BadPicture(
        "{path} stores its pixels in an unusual way ({what}); export it with 8 or 16 bits "
        "per channel or as 32-bit float and try again.",
        path=path,
        what=what,
    )


def other_size(path: Path, found: Size, wanted: Size) -> BadSelection:
    """A picture that does not cover what it belongs to."""
    return BadSelection(
        "{path} is {found} pixels, but what it belongs to is {wanted}; they must be of one size.",
        path=path,
        found=found,
        wanted=wanted,
    )


def too_slow(path: Path, seconds: float) -> BadPicture:
    """One that is not read after so many seconds."""
    return BadPicture(
        "{path} takes longer than {seconds} s to be read; crop or reduce it first.",
        path=path,
        seconds=round(seconds),
    )
