"""How finely a picture is drawn at each place, carried along where it is made smaller or copied.

A guess at what is missing is a mean of many patches, so it is smooth, and smooth sources are what
it resembles: filled walls came out as plaster, grass as felt. The size of the steps from pixel to
pixel, measured on the known picture at full size, goes with each source instead of being measured
on the guess (after Newson, Almansa, Fradet, Gousseau and Perez, "Video inpainting of complex
scenes", 2014). It also keeps what is in focus from what is not.
"""

from __future__ import annotations

import cv2
import numpy as np

from ritocco.canvas.arrays import Flags, Floats
from ritocco.sentence import Sentence
from ritocco.watch import Watch

COLOURS = 3
"""Channels of a picture; those that follow tell its texture."""
_WORTH = 2.0
"""How much a step of texture counts beside one of colour, as the root of mean squares does."""
_BREADTH = 5
"""Side in pixels of the square over which texture is averaged, twice: what a regular pattern adds
evens out, and texture still ends where a thing does."""
_AT_ONCE = 1 << 20
"""Pixels whose steps are measured before a cancel is heard."""
_COARSEST = 127
"""Texture, in whole numbers, from which on all is alike."""


def steps(pixels: Floats, known: Flags, watch: Watch) -> Floats:
    """How much lightness changes to the left and upwards of each pixel, (H, W, 2) in 0..1.

    `pixels` (H, W, 3) in 0..1. 0 where a pixel or its neighbour is not `known`. Raises Cancelled.
    """
    height, width = known.shape
    result = np.zeros((height, width, 2), np.float32)
    rows = max(1, _AT_ONCE // width)
    for top in range(0, height, rows):
        watch.step(0.0, Sentence("Looking at the surroundings"))
        above = max(0, top - 1)
        light, there = pixels[above : top + rows].mean(axis=2), known[above : top + rows]
        across = np.abs(light[:, 1:] - light[:, :-1]) * (there[:, 1:] & there[:, :-1])
        along = np.abs(light[1:] - light[:-1]) * (there[1:] & there[:-1])
        result[top : top + rows, 1:, 0] = across[top - above :]
        result[above + 1 : top + rows, :, 1] = along
    return result


def around(features: Floats, known: Flags | None) -> Floats:
    """The mean texture of the neighbourhood of each place, (H, W, T).

    `features` (H, W, 3 + T); only `known` pixels count, or all. Whole numbers from 0 to 127, such
    that a difference of 1 is one step of 0..255 in the colours of all of a patch.
    """
    texture = features[..., COLOURS:]
    use = np.ones(texture.shape[:2], np.float32) if known is None else known.astype(np.float32)
    share = np.maximum(_summed(use), np.float32(1))
    result = np.empty_like(texture)
    for channel in range(texture.shape[2]):
        mean = _summed(texture[..., channel] * use) / share
        result[..., channel] = np.rint(np.minimum(mean * np.float32(255 * _WORTH), _COARSEST))
    return result


def _summed(values: Floats) -> Floats:
    square = (_BREADTH, _BREADTH)
    total: Floats = values
    for _ in range(2):
        once = cv2.boxFilter(total, -1, square, normalize=False, borderType=cv2.BORDER_CONSTANT)
        total = np.asarray(once, np.float32)
    return total
