"""What is measured of one filled scene."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from _fill.going import Going
from _fill.scenes import Scene
from ritocco.canvas import quality
from ritocco.canvas.arrays import Levels
from ritocco.canvas.joins import joins
from ritocco.watch import Watch


@dataclass(frozen=True, slots=True)
class Measured:
    """One filled picture (H, W, 3) in 0..255, and its numbers; None: cannot be measured.

    seam     how far the hole's edge shows; 1: not at all
    joins    how far its patches are from known ones; 1: as the picture's own
    course   how edges go on where a picture is made larger
    seconds  of a processor
    """

    levels: Levels
    seam: float | None
    joins: float | None
    course: Going | None
    seconds: float

    @classmethod
    def of(cls, scene: Scene, levels: Levels, seconds: float) -> Measured:
        """The numbers of `levels`, a filled `scene`."""
        pixels = levels.astype(np.float32) / np.float32(255)
        everywhere = np.ones_like(scene.hole)
        return cls(
            levels,
            quality.seam(pixels, scene.hole, everywhere),
            joins(pixels, scene.hole, ~scene.hole, Watch()),
            Going.on(pixels, ~scene.hole),
            seconds,
        )


def ratio(ours: float | None, theirs: float | None) -> float | None:
    """Ours over theirs, of a number that is the better the nearer it is to 1, from above.

    Below 1 nothing is left to be won: two numbers there are equal.
    """
    if ours is None or theirs is None:
        return None
    return max(ours, 1.0) / max(theirs, 1.0)
