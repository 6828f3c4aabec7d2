"""Where a picture that is made larger ended before: strips of it along each of its old sides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ritocco.canvas.arrays import Flags, Floats

_BEFORE, _BEYOND = 60, 128
"""Columns of a strip on either side of the old side, in pixels of a picture of `_USUAL`."""
_LEAST_BEFORE, _LEAST_BEYOND = 30, 12
_USUAL = 1000
"""Pixels of a longest side up to which a strip is looked at as it is; twice that: at half."""


@dataclass(frozen=True, slots=True)
class OldSide:
    """One old side, seen as if it were the right one: rows go along it, columns lead across it.

    box      the strip's rows and columns in the picture
    axis     of the picture, along which the strip's rows go
    flipped  whether columns come in the other order than in the picture
    before   columns of the strip that were there before
    factor   pixels of the picture to a pixel of what is looked at
    whole    whether the strip goes on to the picture's end
    """

    box: tuple[slice, slice]
    axis: int
    flipped: bool
    before: int
    factor: int
    whole: bool

    def seen(self, strip: Floats) -> Floats:
        """The strip (H, W, C), cut out by `box`, as rows and columns of this side, reduced."""
        turned = self.turned(strip)
        rows, columns = (size // self.factor for size in turned.shape[:2])
        whole = np.ascontiguousarray(turned[: rows * self.factor, : columns * self.factor])
        if self.factor == 1:
            return whole
        return np.asarray(cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA))

    def turned(self, strip: NDArray[Any]) -> NDArray[Any]:
        """The strip's array (H, W, ...), with rows along this side and the old ones first."""
        along = strip if self.axis == 0 else strip.swapaxes(0, 1)
        return along[:, ::-1] if self.flipped else along

    def back(self, seen: NDArray[Any]) -> NDArray[Any]:
        """What `turned` turns into `seen`."""
        along = seen[:, ::-1] if self.flipped else seen
        return along if self.axis == 0 else along.swapaxes(0, 1)


def old_sides(known: Flags) -> Iterator[OldSide]:
    """The sides beyond which nothing is `known` (H, W), of a known part that is long enough."""
    factor = -(-max(known.shape) // _USUAL)
    spans = [np.flatnonzero(known.any(axis=axis)) for axis in (1, 0)]
    if min(map(len, spans)) == 0:
        return
    ends = [(int(span[0]), int(span[-1]) + 1) for span in spans]
    for across in (1, 0):
        first, last = ends[across]
        for flipped, there, beyond in (
            (True, first, first),
            (False, last, known.shape[across] - last),
        ):
            before = min(_BEFORE * factor, last - first) // factor * factor
            after = min(_BEYOND * factor, beyond)
            if before < _LEAST_BEFORE * factor or after < _LEAST_BEYOND * factor:
                continue
            way = (
                slice(there - after, there + before)
                if flipped
                else slice(there - before, there + after)
            )
            along = slice(*ends[1 - across])
            box = (along, way) if across == 1 else (way, along)
            if known[_edge(box, across, flipped, before)].all():
                yield OldSide(box, 1 - across, flipped, before // factor, factor, after == beyond)


def _edge(box: tuple[slice, slice], across: int, flipped: bool, before: int) -> tuple[slice, slice]:
    """The known part of a strip."""
    way = box[across]
    known = slice(way.stop - before, way.stop) if flipped else slice(way.start, way.start + before)
    return (box[0], known) if across == 1 else (known, box[1])
