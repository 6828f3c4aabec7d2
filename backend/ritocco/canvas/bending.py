"""Edges that are displaced at a picture's old side meet there: what is beyond it is bent gently.

Pieces are copied by whole pixels, and chosen at a small size, so a horizon that slants a little
or bends goes on a few pixels too high. What is copied near it is shifted along the old side by
just so much, less and less further beyond and away from the edge: texture does not suffer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.courses import Course, Exact, courses
from ritocco.canvas.cut import Numbers, serves
from ritocco.canvas.montage import WHOLE, Box, Montage
from ritocco.canvas.old_sides import OldSide, old_sides
from ritocco.sentence import Sentence
from ritocco.watch import Watch

_SEEN = 1.0
"""A step in pixels from which an edge is made to meet."""
_EVEN = 8.0
"""Standard deviation in columns over which an edge's rows are smoothed."""
_AWAY, _TIMES = 8.0, 4.0
"""Rows around an edge within which what is around is shifted too: these, and so many times its
own shift."""
_STEEPEST = 0.5
"""How much the shift may change from row to row (from 1 on, rows would change their order), and
from column to column at the most."""
_FADING = 6.0
"""Columns in which a shift of one row is gone at the soonest."""
_FINENESS = 32
"""Parts of a pixel in which shifts are told, so that they are the same on every machine."""


@dataclass(frozen=True, slots=True)
class Bent(Montage):
    """A montage some of whose pixels show what it has a little beside them.

    `labels` are those of what is shown there.

    places  (N, 2), in scan order: which pixels
    shifts  (N, 2): how far beside them, in pixels
    """

    places: Numbers
    shifts: Floats

    @staticmethod
    def of(copies: Montage, places: Numbers, shifts: Floats) -> Montage:
        """`copies` that show at `places` (N, 2) what they have `shifts` (N, 2) beside them.

        Where that lies outside the picture, they are left as they are.
        """
        shown = places + np.rint(shifts).astype(np.int64)
        made = ((shown >= 0) & (shown < copies.labels.shape)).all(axis=1)
        if not made.any():
            return copies
        places, shifts, shown = places[made], shifts[made], shown[made]
        offsets, labels = copies.offsets, copies.labels.copy()
        label = copies.labels[tuple(shown.T)]
        if (label < 0).any():
            # Of what is known around the hole a part is shown as it is.
            label = np.where(label < 0, np.int32(len(offsets)), label)
            offsets = np.concatenate([offsets, np.zeros((1, 2), np.int64)])
        labels[tuple(places.T)] = label
        if isinstance(copies, Bent):
            shifts = shifts + copies.shifted(shown)
            kept = ~_among(copies.places, places, labels.shape[1])
            places = np.concatenate([places, copies.places[kept]])
            shifts = np.concatenate([shifts, copies.shifts[kept]])
        order = np.lexsort(places.T[::-1])
        return Bent(offsets, labels, places[order], shifts[order])

    def shifted(self, places: Numbers) -> Floats:
        """How far beside them what is shown at `places` (N, 2) is, (N, 2)."""
        width = self.labels.shape[1]
        own, asked = (at[:, 0] * width + at[:, 1] for at in (self.places, places))
        found = np.minimum(np.searchsorted(own, asked), len(own) - 1)
        found_there = (own[found] == asked)[:, None]
        return np.where(found_there, self.shifts[found], np.float32(0))

    def source(self, places: Numbers, labels: Numbers) -> Numbers:
        """See `Montage.source`: the nearest whole pixel."""
        shifts = np.rint(self.shifted(places)).astype(np.int64)
        return np.asarray(places + shifts + self.offsets[labels], np.int64)

    def copied(self, pixels: Floats, box: Box = WHOLE) -> Floats:
        """See `Montage.copied`. What is shifted lies between the pixels that are copied."""
        result = Montage.copied(self, pixels, box)
        sides = [side.indices(size) for side, size in zip(box, self.labels.shape, strict=True)]
        start, end = (np.array([side[at] for side in sides]) for at in (0, 1))
        inside = ((self.places >= start) & (self.places < end)).all(axis=1)
        places, shifts = self.places[inside], self.shifts[inside]
        copied = places + self.offsets[self.labels[tuple(places.T)]]
        result[tuple((places - start).T)] = _between(pixels, self.labels < 0, copied, shifts)
        return result


def bent(copies: Montage, pixels: Floats, watch: Watch) -> Montage:
    """`copies` of `pixels` (H, W, 3), whose edges meet those of what was there before.

    Raises Cancelled.
    """
    known = copies.labels < 0
    everywhere, by_how_much = [np.zeros((0, 2), np.int64)], [np.zeros((0, 2), np.float32)]
    for side in old_sides(known):
        watch.step(0.0, Sentence("Blending"))
        downwards = _shifts(side, copies, pixels)
        if downwards is None:
            continue
        strip = side.back(downwards)
        places = np.argwhere(strip)
        shifts = np.zeros((len(places), 2), np.float32)
        shifts[:, side.axis] = strip[tuple(places.T)]
        everywhere.append(places + [part.start for part in side.box])
        by_how_much.append(shifts)
    places, shifts = np.concatenate(everywhere), np.concatenate(by_how_much)
    return Bent.of(copies, places, shifts)


@dataclass(frozen=True, slots=True)
class _Bend:
    """An edge that shall go on as it was, by the columns beyond a side.

    rows   (M,): where it shall be
    shift  (M,): how many rows further down it is
    reach  rows around it that are shifted with it
    """

    rows: Exact
    shift: Exact
    reach: float

    @staticmethod
    def of(course: Course, height: int, count: int, whole: bool) -> _Bend:
        """Of a course in a strip so high, over so many columns; `whole`: they are all there are.

        It is shifted as far as it is seen; before it is lost, less and less.
        """
        length, step = len(course.beyond), course.step()
        shift = np.full(count, step)
        if length < count or not whole:
            end = max(length, _FADING * abs(step))
            share = np.clip(2 * (np.arange(count) + 0.5) / end - 1, 0, 1)
            shift = step * (1 - share * share * (3 - 2 * share))
        rows = np.asarray(course.row + course.slope * (np.arange(count) + 0.5), np.float64)
        rows[:length] = _evened(course.beyond) - step
        rows[length:] += rows[length - 1] - course.straight()[-1]
        to_end = float(np.minimum(rows, height - 1 - rows)[np.abs(shift) > 0].min(initial=height))
        return _Bend(rows, shift, min(_AWAY + _TIMES * abs(step), to_end))

    def even(self) -> bool:
        """Whether it comes back slowly enough, and has room to."""
        most = float(np.abs(self.shift).max())
        turn = float(np.abs(np.diff(self.shift)).max(initial=0.0))
        return turn <= _STEEPEST and most <= _STEEPEST * self.reach

    def beside(self, other: _Bend) -> bool:
        """Whether neither is bent over the other, nor what is between them."""
        apart = np.abs(self.rows - other.rows)
        return bool((np.abs(self.shift - other.shift) <= _STEEPEST * apart).all())


def _evened(rows: Exact) -> Exact:
    """`rows` (N,) smoothed; beyond its ends they go on as they came."""
    reach = min(int(3 * _EVEN), len(rows) - 1)
    before, after = 2 * rows[0] - rows[reach:0:-1], 2 * rows[-1] - rows[-2 : -reach - 2 : -1]
    taps = np.exp(-np.square(np.arange(-reach, reach + 1) / _EVEN) / 2)
    whole = np.concatenate([before, rows, after])
    return np.asarray(np.convolve(whole, taps / taps.sum(), "valid"), np.float64)


def _shifts(side: OldSide, copies: Montage, pixels: Floats) -> Floats | None:
    """How many pixels further down to look, at each place of a turned strip; None: nowhere."""
    strip = copies.copied(pixels, side.box)
    seen = side.seen(strip)
    count = seen.shape[1] - side.before
    bends: list[_Bend] = []
    met = 0
    for course in courses(seen, side.before):
        bend = _Bend.of(course, seen.shape[0], count, side.whole)
        if bend.even() and all(bend.beside(other) for other in bends):
            bends.append(bend)
            met += abs(course.step()) * side.factor >= _SEEN
    if not met:
        return None
    height, width = side.turned(strip).shape[:2]
    rows = (np.arange(height) + 0.5) / side.factor - 0.5
    columns = (np.arange(width) + 0.5) / side.factor - 0.5 - side.before
    result = np.zeros((height, width), np.float32)
    for place in range(side.before * side.factor, width):
        nodes = sorted(_node(bend, columns[place]) for bend in bends)
        result[:, place] = _between_nodes(rows, nodes)
    return np.asarray(np.rint(result * (side.factor * _FINENESS)) / _FINENESS, np.float32)


_Node = tuple[float, float, float]
"""A row at which an edge shall be, by how much it is shifted, and how far that reaches."""


def _node(bend: _Bend, column: float) -> _Node:
    at = np.arange(len(bend.rows))
    row, shift = (float(np.interp(column, at, values)) for values in (bend.rows, bend.shift))
    return row, shift, bend.reach


def _between_nodes(rows: Exact, nodes: Sequence[_Node]) -> Exact:
    """Shifts at `rows` (H,): as at the nodes, and none far from them."""
    first, last = nodes[0], nodes[-1]
    points = [(first[0] - first[2], 0.0)]
    for one, other in pairwise(nodes):
        points.append(one[:2])
        if other[0] - one[0] > one[2] + other[2]:
            points += [(one[0] + one[2], 0.0), (other[0] - other[2], 0.0)]
    points += [last[:2], (last[0] + last[2], 0.0)]
    at, shifts = zip(*points, strict=True)
    return np.asarray(np.interp(rows, at, shifts), np.float64)


def _among(places: Numbers, others: Numbers, width: int) -> Flags:
    """Which of `places` (N, 2) are among `others` (M, 2)."""
    one, other = (at[:, 0] * width + at[:, 1] for at in (places, others))
    return np.asarray(np.isin(one, other), np.bool_)


def _between(pixels: Floats, known: Flags, places: Numbers, shifts: Floats) -> Floats:
    """Colours (N, C) so far from `places` (N, 2), by a cubic through four pixels each way.

    Where one of those is not known, the nearest one stands for it.
    """
    nearest = places + np.rint(shifts).astype(np.int64)
    first = np.floor(shifts)
    weights = _cubic(shifts - first)
    total = np.zeros((len(places), pixels.shape[2]), np.float32)
    middle = pixels[tuple(nearest.T)]
    for down in range(4):
        for right in range(4):
            weight = weights[down, :, 0] * weights[right, :, 1]
            at = places + first.astype(np.int64) + (down - 1, right - 1)
            there = serves(known, at)[:, None]
            at = np.clip(at, 0, np.array(known.shape) - 1)
            total += weight[:, None] * np.where(there, pixels[tuple(at.T)], middle)
    return total


def _cubic(part: Floats) -> Floats:
    """Weights (4, ...) of the pixels around a place that lies so far, 0..1, after the second."""
    p = part.astype(np.float32)
    return np.stack(
        [
            ((2 - p) * p - 1) * p / 2,
            ((3 * p - 5) * p * p + 2) / 2,
            ((4 - 3 * p) * p + 1) * p / 2,
            (p - 1) * p * p / 2,
        ]
    )
