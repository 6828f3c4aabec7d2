"""Means over neighbourhoods in which only some pixels count: colour without its texture."""

from __future__ import annotations

import cv2
import numpy as np

from ritocco.canvas.arrays import Flags, Floats

_FAINTEST = 1e-6
"""Weight below which a neighbourhood counts as empty."""


def local_means(values: Floats, where: Flags | Floats, deviation: float) -> Floats:
    """The Gaussian mean around each pixel of `where` over pixels of `where` only; else 0.

    values     (H, W, C)
    where      (H, W), or how much each pixel counts
    deviation  of the Gaussian, in pixels
    """
    weights = where.astype(np.float32)
    total = cv2.GaussianBlur(
        values * weights[..., None], (0, 0), deviation, borderType=cv2.BORDER_CONSTANT
    )
    share = cv2.GaussianBlur(weights, (0, 0), deviation, borderType=cv2.BORDER_CONSTANT)
    means = total.reshape(values.shape) / np.maximum(share, _FAINTEST)[..., None]
    return np.asarray(np.where(weights[..., None] > 0, means, 0), np.float32)
