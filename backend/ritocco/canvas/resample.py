"""Pixels at another size, without moving them: a ramp stays the same ramp.

OpenCV's cubic (a = -0.75) bends ramps by up to a seventh of a pixel, which shows when a window
goes there and back; Keys' own choice of a = -0.5 (1981, "Cubic convolution interpolation")
reproduces them exactly. Pixel centres lie at half integers, edges are repeated.
"""

from __future__ import annotations

import cv2
import numpy as np

from ritocco.canvas.arrays import Floats
from ritocco.geometry import Size


def resized(pixels: Floats, want: Size) -> Floats:
    """`pixels` (H, W[, C]) at size `want`: area mean down, Keys' cubic up, each axis by itself."""
    for axis, length in ((0, want.height), (1, want.width)):
        have = pixels.shape[axis]
        if length < have:
            size = (pixels.shape[1], length) if axis == 0 else (length, pixels.shape[0])
            smaller = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
            pixels = np.asarray(smaller, np.float32)
        elif length > have:
            pixels = _stretched(pixels, length, axis)
    return pixels


def _stretched(pixels: Floats, length: int, axis: int) -> Floats:
    have = pixels.shape[axis]
    position = (np.arange(length) + 0.5) * have / length - 0.5
    base = np.floor(position).astype(int)
    part = position - base
    taps = np.stack(
        [
            part * (-0.5 + part * (1 - 0.5 * part)),
            1 + part * part * (-2.5 + 1.5 * part),
            part * (0.5 + part * (2 - 1.5 * part)),
            part * part * (-0.5 + 0.5 * part),
        ]
    ).astype(np.float32)
    shape = [1] * pixels.ndim
    shape[axis] = length
    total = np.zeros((), np.float32)
    for offset, weights in zip((-1, 0, 1, 2), taps, strict=True):
        picked = np.take(pixels, np.clip(base + offset, 0, have - 1), axis)
        total = total + picked * weights.reshape(shape)
    return np.asarray(total, np.float32)
