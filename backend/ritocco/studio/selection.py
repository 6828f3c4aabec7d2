"""What is selected where the artist selected nothing."""

from __future__ import annotations

import numpy as np

from ritocco.canvas.arrays import Levels
from ritocco.canvas.mask import FULL, from_alpha
from ritocco.canvas.picture import Picture
from ritocco.errors import BadSelection
from ritocco.recipe.recipe import Kind

FAINTEST = 3
"""Level of 255 from which what is selected can be seen to change."""
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


def strong_enough(selection: Levels) -> Levels:
    """A selection that somebody made. Raises BadSelection where it is so faint that nothing shows.

    An empty one is told by the plan, which knows whether the canvas grows instead.
    """
    if 0 < selection.max(initial=0) < FAINTEST:
        raise BadSelection(
            "The selection is fainter than 1 %, which changes nothing that can be seen. Select it "
            "more strongly and try again."
        )
    return selection
