"""What is said of a file whose pixels cannot be had, whichever of its coders noticed it."""

from __future__ import annotations

from pathlib import Path

from ritocco.errors import BadPicture, BadSelection
from ritocco.geometry import Size


def damaged(path: Path, form: str) -> BadPicture:
    """A file (PNG, JPEG, ...) that ends early or contradicts itself."""
    return BadPicture(f"{path} is damaged or incomplete ({form}); export or copy it again.")


def foreign(path: Path, model: str) -> BadPicture:
    """One whose colours are of a model (CMYK, ...) that we have not."""
    return BadPicture(
        f"{path} is {model}, which we cannot work on; convert it to RGB (in Krita: "
        "Image > Convert Image Color Space) and try again."
    )


def unusual(path: Path, what: str) -> BadPicture:
    """One whose pixels are stored as hardly any program does."""
    return BadPicture(
        f"{path} stores its pixels in an unusual way ({what}); export it with 8 or 16 bits per "
        "channel or as 32-bit float and try again."
    )


def other_size(path: Path, found: Size, wanted: Size) -> BadSelection:
    """A picture that does not cover what it belongs to."""
    return BadSelection(
        f"{path} is {found} pixels, but what it belongs to is {wanted}; they must be of one size."
    )


def too_slow(path: Path, seconds: float) -> BadPicture:
    """One that is not read after so many seconds."""
    return BadPicture(
        f"{path} takes longer than {seconds:.0f} s to be read; crop or reduce it first."
    )
