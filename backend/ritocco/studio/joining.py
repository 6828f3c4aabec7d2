"""Tiles that meet: the slow colours of a tile join those of the tiles that it overlaps.

What two windows make of one picture differs in colour by a little everywhere. Faded over a few
pixels that shows as a line; carried across a whole tile it is a slope that nobody sees.
"""

from __future__ import annotations

import cv2
import numpy as np

from ritocco.canvas.arrays import Flags, Floats
from ritocco.geometry import Sides

_FAINTEST = 1e-6
"""Share of a neighbourhood below which it counts as empty."""


def joined(fresh: Floats, before: Floats, shared: Flags, fade: Sides) -> Floats:
    """A tile `fresh` (H, W, 3) with the colours of `before` at the sides where it fades in.

    `shared` (H, W) says where `before` was made by other tiles. The mean difference across each
    such side, smooth along it, is undone where the tiles overlap, and less and less from there on
    to the far side, where it is left as it is.
    """
    for axis, width in ((1, fade.left), (0, fade.top)):
        if width:
            fresh = _joined_along(fresh, before, shared, axis, width)
    return fresh


def _joined_along(fresh: Floats, before: Floats, shared: Flags, axis: int, width: int) -> Floats:
    """As `joined`, for the side where `axis` begins."""
    tile, other, there = (np.moveaxis(one, axis, 0) for one in (fresh, before, shared))
    weights = there[:width, :, None].astype(np.float32)
    total = _along((weights * (other[:width] - tile[:width])).sum(0), width / 2)
    count = _along(weights.sum(0), width / 2)
    apart = np.where(count > _FAINTEST, total / np.maximum(count, _FAINTEST), 0)
    beyond = max(1, len(tile) - width)
    steps = (np.arange(len(tile), dtype=np.float32) + 1 - width) / np.float32(beyond)
    share = 1 - np.clip(steps, 0, 1)
    return np.asarray(np.moveaxis(tile + share[:, None, None] * apart, 0, axis), np.float32)


def _along(values: Floats, deviation: float) -> Floats:
    """Values (N, C) along a side, smoothed; beyond its ends there is nothing."""
    lines = np.ascontiguousarray(values.T)  # one row for each channel
    size = (2 * int(np.ceil(3 * deviation)) + 1, 1)
    smooth = cv2.GaussianBlur(lines, size, deviation, borderType=cv2.BORDER_CONSTANT)
    return np.asarray(smooth.reshape(lines.shape).T, np.float32)
