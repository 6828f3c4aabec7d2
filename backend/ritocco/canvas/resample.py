"""Pixels at another size, without moving them: a ramp stays the same ramp.

OpenCV's cubic (a = -0.75) bends ramps by up to a seventh of a pixel, which shows when a window
goes there and back; Keys' own choice of a = -0.5 (1981, "Cubic convolution interpolation")
reproduces them exactly. Pixel centres lie at half integers, edges are repeated.
"""

from __future__ import annotations

import math
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ritocco.canvas.arrays import Floats
from ritocco.geometry import Size


def resized(pixels: Floats, want: Size) -> Floats:
    """`pixels` (H, W[, C]) at size `want`: area mean down, Keys' cubic up, each axis by itself.

    An axis that keeps its length is not touched; the same array where neither changes.
    """
    for axis, length in ((0, want.height), (1, want.width)):
        have = pixels.shape[axis]
        if length < have:
            size = (pixels.shape[1], length) if axis == 0 else (length, pixels.shape[0])
            smaller = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
            pixels = np.asarray(smaller, np.float32)
        elif length > have:
            step = have / length
            larger = _along(axis, pixels, (step - 1) / 2, step, length)
            pixels = np.ascontiguousarray(larger)
    return pixels


def sampled(
    pixels: Floats,
    start: tuple[float, float],
    step: tuple[float, float],
    want: Size,
    within: bool = False,
) -> Floats:
    """`pixels` (H, W[, C]) as seen on another grid: a part of a picture at another size, exactly.

    Pixel (i, j) of the result lies at row `start[0] + i * step[0]`, column `start[1] + j *
    step[1]`, where whole numbers are centres of pixels. So parts of one grid, each made from
    its own piece of the picture, meet without a seam. Steps above 1: Lanczos' window of three
    lobes, as wide as the step; else Keys' cubic. `within`: a triangle instead, softer, which makes
    nothing that is more or less than all it is made of. Edges are repeated.
    """
    for axis, length in ((0, want.height), (1, want.width)):
        pixels = _along(axis, pixels, start[axis], step[axis], length, within)
    return np.ascontiguousarray(pixels, np.float32)


def reach_of(step: float) -> int:
    """How many pixels on each side of a place `sampled` looks at, along one axis."""
    return math.ceil((3 if step > 1 else 2) * max(step, 1.0))


def _along(
    axis: int, pixels: Floats, start: float, step: float, count: int, within: bool = False
) -> Floats:
    """One axis on its new grid; a slice of the pixels where the grid is theirs."""
    have = pixels.shape[axis]
    turned = pixels if axis == 0 else pixels.swapaxes(0, 1)
    if step == 1 and start == int(start) and 0 <= start <= have - count:
        turned = turned[int(start) : int(start) + count]
    else:
        lines = np.ascontiguousarray(turned).reshape(have, -1)
        mixed = _taps(have, start, step, count, within) @ lines
        turned = np.asarray(mixed, np.float32).reshape(count, *turned.shape[1:])
    return turned if axis == 0 else turned.swapaxes(0, 1)


def _taps(have: int, start: float, step: float, count: int, within: bool) -> Any:
    """The weights (count, have) of the pixels of one axis, a sparse matrix."""
    from scipy.sparse import csr_array  # type: ignore[import-untyped]  # slow to import, and often not needed

    wide, reach = max(step, 1.0), reach_of(step)
    places = start + step * np.arange(count)
    picked = np.floor(places).astype(int)[:, None] + np.arange(1 - reach, reach + 1)
    kernel = _triangle if within else _lanczos if step > 1 else _keys
    weights = kernel(np.abs(picked - places[:, None]) / wide)
    weights /= weights.sum(1, keepdims=True)
    rows = np.repeat(np.arange(count), picked.shape[1])
    columns = np.clip(picked, 0, have - 1).ravel()
    return csr_array((weights.ravel().astype(np.float32), (rows, columns)), shape=(count, have))


def _lanczos(away: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(away < 3, np.sinc(away) * np.sinc(away / 3), 0.0)


def _keys(away: NDArray[np.float64]) -> NDArray[np.float64]:
    near = 1 + away * away * (1.5 * away - 2.5)
    far = 2 + away * (-4 + away * (2.5 - 0.5 * away))
    return np.where(away < 1, near, np.where(away < 2, far, 0.0))


def _triangle(away: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.maximum(1 - away, 0)
