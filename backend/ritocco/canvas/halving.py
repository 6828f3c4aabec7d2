"""A picture that is only partly known at half its size."""

from __future__ import annotations

import numpy as np

from ritocco.canvas.arrays import Flags, Floats


def halved(pixels: Floats, known: Flags) -> tuple[Floats, Flags]:
    """Half the size, odd sides rounded up; a pixel is known where all four it stands for are.

    `pixels` (H, W, 3) are finite everywhere; those of unknown pixels come back as 0.
    """
    height, width = known.shape
    if height % 2 or width % 2:
        odd = ((0, height % 2), (0, width % 2))
        pixels = np.pad(pixels, (*odd, (0, 0)), mode="edge")
        known = np.pad(known, odd, mode="edge")
    all_known = known[::2, ::2] & known[1::2, ::2] & known[::2, 1::2] & known[1::2, 1::2]
    total = pixels[::2, ::2] + pixels[1::2, ::2] + pixels[::2, 1::2] + pixels[1::2, 1::2]
    mean = total * (all_known[..., None] * np.float32(0.25))
    return mean.astype(np.float32), all_known
