"""What lies along an edge that runs through a hole, as a strip in which it runs to the right.

It is followed there from end to end, on the best way through the strength of the change of colour
that makes it an edge; where two copied pieces meet the way may step.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ritocco.canvas.arrays import Floats
from ritocco.canvas.courses import Exact, changes
from ritocco.canvas.cut import Labels, Numbers
from ritocco.canvas.montage import Box, Montage
from ritocco.canvas.structure import Edge

_USUAL = 1000
"""Pixels of a longest side up to which an edge is followed as it is; twice that: at half."""
OUTSIDE, _ACROSS = 40, 24
"""Columns before and after the hole, and rows on either side, in which an edge is followed."""
JUMP = 12
"""Rows by which it may step where two pieces meet."""
_TURN, _STEP = 0.15, (1.0, 0.05)
"""What it costs to go up or down a row, and to step and for each row of it, in shares of the
strongest change."""
_ASIDE = 0.02
"""What it costs to begin or end a row aside of where it is expected, in the same shares."""
_SHORTEST = 16
"""Rows that an edge must be long."""
OUT = -2
"""The label of what lies outside the picture."""


@dataclass(frozen=True, slots=True)
class Strip:
    """What lies along an edge, seen as if it ran to the right: columns along it, rows across it.

    Rows are counted downwards or to a side in the picture, whichever is more across the edge.

    origin   (2,): where column 0 of row 0 is in the picture, y and x
    along    (2,): from a column to the next, across: from a row to the next, in pixels
    changes  (V, U): how much the colour changes from row to row as it does across the edge
    labels   (V, U): of the piece that is shown, -1 where the picture is known, `OUT` outside
    factor   pixels of the picture to a row
    """

    origin: Exact
    along: Exact
    across: Exact
    changes: Exact
    labels: Labels
    factor: int

    @staticmethod
    def of(edge: Edge, copies: Montage, pixels: Floats) -> Strip | None:
        """Around an edge with two ends; None where it is too short or does not end in the known."""
        factor = max(1, round(max(copies.labels.shape) / _USUAL))
        ends = edge.ends.astype(np.float64)
        way = ends[1] - ends[0]
        axis = int(np.argmax(np.abs(way)))
        length = float(abs(way[axis]))
        count = int(length / factor) + 2 * OUTSIDE
        if length < _SHORTEST * factor:
            return None
        along = factor * way / length
        # To the right of who walks along it; joins of pieces often run so too.
        across = np.zeros(2)
        across[1 - axis] = factor * np.sign(way[axis]) * (1 if axis == 1 else -1)
        origin = ends[0] - OUTSIDE * along - _ACROSS * across
        rows, columns = np.arange(2 * _ACROSS + 1), np.arange(count)
        there = origin + rows[:, None, None] * across + columns[:, None] * along
        height, width = copies.labels.shape
        inside = ((there >= 0) & (there <= (height - 1, width - 1))).all(axis=2)
        low = np.maximum(np.floor(there.min(axis=(0, 1))).astype(np.int64) - factor, 0)
        high = np.ceil(there.max(axis=(0, 1))).astype(np.int64) + factor + 1
        box: Box = (slice(int(low[0]), int(high[0])), slice(int(low[1]), int(high[1])))
        nearest = np.clip(np.rint(there).astype(np.int64), 0, (height - 1, width - 1))
        labels = np.where(inside, copies.labels[nearest[..., 0], nearest[..., 1]], OUT)
        seen = _sampled(copies.copied(pixels, box), there - low, factor)
        mean = (edge.colours[:, 1] - edge.colours[:, 0]).mean(axis=0)
        towards = (mean / max(float(np.linalg.norm(mean)), 1e-6)).astype(np.float32)
        found = changes(seen) * inside[..., None] * towards
        strength = (found[..., 0] + found[..., 1] + found[..., 2]).astype(np.float64)
        return Strip(origin, along, across, strength, labels.astype(np.int32), factor)

    def places(self, columns: Numbers, rows: Exact) -> Exact:
        """Where these are in the picture, (N, 2)."""
        return self.origin + columns[:, None] * self.along + rows[:, None] * self.across

    def seen_at(self, places: Numbers) -> tuple[Exact, Exact]:
        """Columns and rows (N,) of places (N, 2) of the picture."""
        axis = int(np.argmax(np.abs(self.along)))
        to = places - self.origin
        column = to[:, axis] / self.along[axis]
        rows = (to - column[:, None] * self.along) @ self.across / self.factor**2
        return column, rows


def _sampled(pixels: Floats, places: Exact, factor: int) -> Floats:
    """Colours (..., 3) at `places` (..., 2), of `pixels` reduced by `factor`."""
    if factor > 1:
        height, width = (size // factor for size in pixels.shape[:2])
        whole = np.ascontiguousarray(pixels[: height * factor, : width * factor])
        small = cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA)
        pixels = np.asarray(small, np.float32)
        places = (places + 0.5) / factor - 0.5
    most = np.array(pixels.shape[:2]) - 1
    at = np.clip(places, 0, most)
    first = np.minimum(np.floor(at).astype(np.int64), np.maximum(most - 1, 0))
    part = (at - first).astype(np.float32)
    result = np.zeros((*places.shape[:-1], pixels.shape[2]), np.float32)
    for down in (0, 1):
        for right in (0, 1):
            y, x = (
                np.minimum(first[..., axis] + (down, right)[axis], most[axis]) for axis in (0, 1)
            )
            weight = np.abs(1 - down - part[..., 0]) * np.abs(1 - right - part[..., 1])
            result += weight[..., None] * pixels[y, x]
    return result


def way_along(strip: Strip) -> Exact:
    """Rows (U,) of the strongest way from end to end, to a part of one.

    It goes on at the same row or next to it, and may step where two pieces meet.
    """
    along, labels = strip.changes, strip.labels
    high, width = along.shape
    most = float(along.max())
    rows = np.arange(high)
    turns = np.array(sorted(range(-JUMP, JUMP + 1), key=abs))[:, None]
    far = np.abs(turns)
    cost = most * np.where(far < 2, _TURN * far, _STEP[0] + _STEP[1] * far)
    inside = (rows + turns >= 0) & (rows + turns < high)
    source = np.clip(rows + turns, 0, high - 1)
    cost = np.where(inside, cost, np.inf)
    aside = _ASIDE * most * np.abs(rows - _ACROSS)
    total = along[:, 0] - aside
    back = np.zeros((width, high), np.int64)
    for column in range(1, width):
        steps = (far < 2) | (labels[source, column - 1] != labels[:, column])
        offered = np.where(steps, total[source] - cost, -np.inf)
        best = offered.argmax(axis=0)
        back[column] = source[best, rows]
        total = offered[best, rows] + along[:, column]
    way = np.zeros(width, np.int64)
    way[-1] = int((total - aside).argmax())
    for column in range(width - 1, 0, -1):
        way[column - 1] = back[column, way[column]]
    at = np.clip(way, 1, high - 2)
    above, here, below = (along[at + turn, np.arange(width)] for turn in (-1, 0, 1))
    bend = above - 2 * here + below
    part = np.where(bend < -1e-9, (above - below) / np.where(bend < -1e-9, 2 * bend, 1), 0.0)
    return np.asarray(at + np.clip(part, -0.5, 0.5), np.float64)
