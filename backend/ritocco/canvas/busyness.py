"""How busy a picture is around each of its pixels, and how steep."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ritocco.canvas.arrays import Flags, Floats
from ritocco.sentence import Sentence
from ritocco.watch import Watch

NEARBY = 3.0
"""Standard deviation in pixels of the neighbourhood in which texture is measured."""
_SQUARE = np.ones((9, 9), np.uint8)
"""Where the steepest change of lightness around a pixel is looked for."""
_WIDE = 16
"""Rows beyond a band that its own texture may depend on, at least."""
_AT_ONCE = 1 << 20
"""Pixels whose texture is measured before a cancel is heard."""

_Band = tuple[slice, slice, slice]


def _bands(size: tuple[int, int], watch: Watch) -> Iterator[_Band]:
    """Rows of a picture, those that they depend on, and where the first are among the second.

    Raises Cancelled.
    """
    height, width = size
    rows = max(_WIDE, _AT_ONCE // width)
    for top in range(0, height, rows):
        watch.step(0.0, Sentence("Blending"))
        above, end = max(0, top - _WIDE), min(height, top + rows)
        yield slice(top, end), slice(above, end + _WIDE), slice(top - above, end - above)


def busyness(pixels: Floats, known: Flags, watch: Watch) -> Floats:
    """Standard deviation (H, W) of lightness around each pixel, among known ones, 0..1.

    Raises Cancelled.
    """
    result = np.empty(known.shape, np.float32)
    for own, part, inner in _bands((known.shape[0], known.shape[1]), watch):
        light = pixels[part].mean(axis=2) * known[part]
        count, total, squares = map(_around, (known[part], light, light * light))
        np.maximum(count, np.float32(1e-6), out=count)
        total /= count
        squares /= count
        result[own] = np.sqrt(np.maximum(squares - total * total, 0))[inner]
    return result


def steepness(pixels: Floats, known: Flags, watch: Watch) -> Floats:
    """The greatest change of lightness from one known pixel to the next around each, (H, W).

    Raises Cancelled.
    """
    result = np.empty(known.shape, np.float32)
    for own, part, inner in _bands((known.shape[0], known.shape[1]), watch):
        light, there = pixels[part].mean(axis=2), known[part]
        steepest = np.zeros(there.shape, np.float32)
        for first, second in (np.s_[:, 1:], np.s_[:, :-1]), (np.s_[1:], np.s_[:-1]):
            change = np.abs(light[first] - light[second]) * (there[first] & there[second])
            np.maximum(steepest[first], change, out=steepest[first])
        result[own] = cv2.dilate(steepest, _SQUARE)[inner]
    return result


def _around(values: NDArray[Any]) -> Floats:
    """The mean around each pixel of a band."""
    return np.asarray(cv2.GaussianBlur(values.astype(np.float32), (0, 0), NEARBY), np.float32)
