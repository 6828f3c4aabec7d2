"""What is selected where the artist selected nothing."""

from __future__ import annotations

import numpy as np

from ritocco.canvas.arrays import Levels
from ritocco.canvas.mask import FULL, from_alpha
from ritocco.canvas.picture import Picture
from ritocco.recipe.recipe import Kind

_WHOLE = (Kind.REFINE, Kind.GENERATE, Kind.UPSCALE, Kind.FACES)


def implied_selection(kind: Kind, picture: Picture) -> tuple[Levels, bool]:
    """What is selected where no selection was made, and whether that is the transparency.

    Nothing for an extension, everything where the picture stays, else what is transparent.
    """
    shape = (picture.size.height, picture.size.width)
    if kind is Kind.OUTPAINT:
        return np.zeros(shape, np.uint8), False
    if kind in _WHOLE:
        return np.full(shape, FULL, np.uint8), False
    return from_alpha(picture), True
