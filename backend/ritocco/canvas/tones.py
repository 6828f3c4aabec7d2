"""Tones: what is broader than detail in an enlarged picture is that of the picture itself.

Networks that enlarge shift flat tones by up to eight levels, so that an enlarged selection shows
as a rectangle. What they draw is detail; all that the picture has itself, it keeps.
"""

from __future__ import annotations

import cv2
import numpy as np

from ritocco.canvas.arrays import Floats
from ritocco.canvas.resample import resized
from ritocco.geometry import Size

DETAIL = 4.0
"""Standard deviation in pixels of the picture below which what was drawn counts as detail. JPEG's
blocks, which a network takes out, are detail too."""


def with_tones_of(large: Floats, pixels: Floats) -> Floats:
    """`large` (s * H, s * W, 3), drawn from `pixels` (H, W, 3), with their low frequencies.

    All in 0..1.
    """
    height, width = pixels.shape[:2]
    difference = pixels - resized(large, Size(width, height))
    broad = _broad(difference)
    broad += _broad(difference - broad)  # cuts more sharply: tones follow to a fiftieth
    toned = large + resized(broad, Size(large.shape[1], large.shape[0]))
    return np.asarray(toned.clip(0, 1), np.float32)


def _broad(values: Floats) -> Floats:
    blurred = cv2.GaussianBlur(values, (0, 0), DETAIL, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(blurred, np.float32)
