"""Overlapping tiles, each fading in over those before it: for large regions and for enlarging."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ritocco.canvas.arrays import Floats
from ritocco.geometry import Box, Sides, Size


@dataclass(frozen=True, slots=True)
class Core:
    """The part of a region that a tile makes; `fade` says how far it overlaps earlier tiles."""

    box: Box
    fade: Sides


def cores(region: Box, most: Size, overlap: int) -> Iterator[Core]:
    """Even parts, none larger than `most`, that cover the region row by row.

    Each reaches `overlap` into the ones to its left and above; `most` is more than that.
    """
    for top, height in _cuts(region.height, most.height, overlap):
        for left, width in _cuts(region.width, most.width, overlap):
            box = Box(region.x + left, region.y + top, width, height)
            yield Core(box, Sides(left=overlap if left else 0, top=overlap if top else 0))


def _cuts(length: int, most: int, overlap: int) -> list[tuple[int, int]]:
    """Starts and lengths of even cuts that cover `length`, each `overlap` into the one before."""
    count = 1 if length <= most else -(-(length - overlap) // (most - overlap))
    edges = [round(index * (length - overlap) / count) for index in range(count + 1)]
    return [(start, end + overlap - start) for start, end in pairwise(edges)]


def ramp(size: Size, fade: Sides) -> Floats:
    """How far each pixel of a tile is its own, (H, W), above 0 to 1."""

    def along(length: int, fade: int) -> Floats:
        steps = (np.arange(length, dtype=np.float32) + 1) / np.float32(fade + 1)
        return np.asarray(np.minimum(steps, 1), np.float32)

    down, across = along(size.height, fade.top), along(size.width, fade.left)
    return np.asarray(np.minimum(down[:, None], across[None]), np.float32)


def blend(target: Floats, fresh: Floats, share: Floats) -> None:
    """Blend `fresh` into `target` in place; where `share` is 0 or 1 exactly one of the two."""
    mixed = target + (fresh - target) * share
    np.copyto(target, np.where(share == 1, fresh, mixed), casting="same_kind")
