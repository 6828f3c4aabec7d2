"""Edges that run through a hole, such as a horizon, run through it without a step.

Pieces are chosen at a small size, so an edge that enters on one side and leaves on the other may
step where two of them meet. It is followed from end to end through what is copied, to a part of a
pixel. Where it steps, what is near it is shifted along with it: by just the step at the join, and
less and less towards the ends and away from the edge, so that it is whole and keeps its own shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ritocco.canvas.arrays import Floats
from ritocco.canvas.bending import Bent
from ritocco.canvas.courses import Exact, curve
from ritocco.canvas.cut import Labels, Numbers
from ritocco.canvas.montage import Montage
from ritocco.canvas.strips import JUMP, OUT, OUTSIDE, Strip, way_along
from ritocco.canvas.structure import Edge
from ritocco.sentence import Sentence
from ritocco.watch import Watch

_SEEN = 1.0
"""A step in pixels from which an edge is mended."""
_RUN, _FIT = 8, 16
"""Columns of the shortest stretch that is believed, and those at its end that say where it ends."""
_LOST, _FOLLOWED = 0.25, 0.7
"""Share of the change of colour below which the edge is not seen; of its length that must be."""
_ROUGH = 1.6
"""How far it may stray from a line at the end of a stretch, root of the mean square, in rows."""
_EVEN, _STEADY = 0.8, 0.5
"""The same from a gentle curve in the known, and the share of the change of colour that is left
in four of its five columns: an edge, not the crests of waves."""
_STEEPEST = 0.12
"""How much the shift may change from column to column within a stretch."""
_AWAY, _TIMES = 8.0, 4.0
"""Rows around an edge within which what is around is shifted too: these, and so many times its
own shift."""
_ROOM, _CROWDED = (2.0, 2.0), 0.15
"""Rows on either side of an edge that must be unknown too: these, and so many times its shift; and
the share of them that need not be."""
_FINENESS = 32
"""Parts of a pixel in which shifts are told, so that they are the same on every machine."""


def mended(copies: Montage, pixels: Floats, edges: Sequence[Edge], watch: Watch) -> Montage:
    """`copies` of `pixels` (H, W, 3), through which `edges` run without a step.

    Raises Cancelled.
    """
    for edge in edges:
        watch.step(0.0, Sentence("Blending"))
        strip = Strip.of(edge, copies, pixels)
        stretches = strip and _stretches(strip)
        if strip and stretches:
            copies = _shifted(copies, strip, stretches)
    return copies


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Columns of one piece through which an edge runs, and how far it is shifted there.

    first, end  its columns
    label       of the piece
    rows        (end - first,): where the edge is
    before      how far down it is shown from where it shall be, at `first`; and at its end `after`
    """

    first: int
    end: int
    label: int
    rows: Exact
    before: float = 0.0
    after: float = 0.0

    def shift(self, columns: Exact | Numbers) -> Exact:
        """How far, at these columns; before and after it as at its ends."""
        return np.asarray(np.interp(columns, (self.first, self.end), (self.before, self.after)))


def _stretches(strip: Strip) -> list[_Stretch]:
    """The stretches of an edge, shifted so that it has no step; none where there is nothing to do
    or it cannot be followed.
    """
    count = strip.changes.shape[1]
    way = way_along(strip)
    at = np.rint(way).astype(np.int64), np.arange(count)
    strength, labels = strip.changes[at], strip.labels[at]
    ends = np.s_[:OUTSIDE], np.s_[-OUTSIDE:]
    if not all(_arrives(way[end], strength[end], labels[end]) for end in ends):
        return []
    usual = min(float(np.median(strength[end][labels[end] == -1])) for end in ends)
    seen = np.convolve(strength, np.full(5, 0.2), "same") > _LOST * usual
    within = int(np.count_nonzero(labels >= 0))
    if np.count_nonzero(seen & (labels >= 0)) < _FOLLOWED * within:
        return []
    runs = _runs(np.where(seen, labels, OUT), way)
    pins = [number for number, run in enumerate(runs) if run.label == -1]
    if len(pins) < 2 or pins[0] != 0 or pins[-1] != len(runs) - 1:
        return []
    steps = [_step(one, other) for one, other in pairwise(runs)]
    if any(step is None for step in steps):
        return []
    known = [step for step in steps if step is not None]
    if not _SEEN / strip.factor <= max(abs(step) for step in known) <= JUMP:
        return []
    result: list[_Stretch] = [runs[0]]
    for one, other in pairwise(pins):
        result += _levelled(runs[one : other + 1], known[one:other])[1:]
    turns = [abs(run.after - run.before) / (run.end - run.first) for run in result]
    return result if max(turns) <= _STEEPEST and _roomy(strip.labels, result) else []


def _arrives(way: Exact, strength: Exact, labels: Labels) -> bool:
    """Whether an edge is one where it is known, on its way to the hole."""
    known = labels == -1
    if np.count_nonzero(known) < _RUN:
        return False
    _, rough = curve(np.arange(len(way), dtype=np.float64)[known], way[known], 2)
    least = np.sort(strength[known])[np.count_nonzero(known) // 5]
    return rough <= _EVEN and bool(least >= _STEADY * np.median(strength[known]))


def _roomy(labels: Labels, stretches: Sequence[_Stretch]) -> bool:
    """Whether the hole is wide enough around an edge for what is near it to be shifted."""
    close, count = 0, 0
    for run in stretches:
        if run.label < 0:
            continue
        columns = np.arange(run.first, run.end)
        shift = np.abs(run.shift(columns))
        for away in (-1, 1):
            rows = run.rows + away * (_ROOM[0] + _ROOM[1] * shift)
            beside = labels[np.clip(np.rint(rows).astype(np.int64), 0, len(labels) - 1), columns]
            close += int(np.count_nonzero(beside < 0))
            count += len(columns)
    return close <= _CROWDED * count


def _levelled(runs: Sequence[_Stretch], steps: Sequence[float]) -> list[_Stretch]:
    """Those between two known ones: what is shifted by each step comes back evenly."""
    joins = [(one.end + other.first) / 2 for one, other in pairwise(runs)]
    slope = sum(steps) / max(joins[-1] - joins[0], 1)
    result, shift = [runs[0]], 0.0
    for number, run in enumerate(runs[1:-1]):
        shift += steps[number]
        passed = [shift - slope * (at - joins[0]) for at in joins[number : number + 2]]
        first, end = int(np.ceil(joins[number])), int(np.ceil(joins[number + 1]))
        rows = np.interp(np.arange(first, end), np.arange(run.first, run.end), run.rows)
        result.append(_Stretch(first, end, run.label, rows, *passed))
    return [*result, runs[-1]]


def _runs(labels: Numbers, way: Exact) -> list[_Stretch]:
    """Stretches of the same piece that are long enough to be believed, in order."""
    ends = np.flatnonzero(np.diff(labels)) + 1
    found: list[_Stretch] = []
    for first, end in pairwise([0, *ends.tolist(), len(labels)]):
        label = int(labels[first])
        if label == OUT or end - first < _RUN:
            continue
        if found and found[-1].label == label:
            first = found.pop().first
        found.append(_Stretch(first, end, label, way[first:end]))
    return found


def _step(one: _Stretch, other: _Stretch) -> float | None:
    """Rows by which an edge is displaced between two stretches; None where it is too rough."""
    middle = (one.end + other.first - 1) / 2
    ends = []
    for run, near in ((one, slice(-_FIT, None)), (other, slice(None, _FIT))):
        columns = np.arange(run.first, run.end)[near] - middle
        (row, _), rough = curve(columns.astype(np.float64), run.rows[near], 1)
        if rough > _ROUGH:
            return None
        ends.append(row)
    return float(ends[1] - ends[0])


def _shifted(copies: Montage, strip: Strip, stretches: Sequence[_Stretch]) -> Montage:
    """`copies`, with what is near an edge shifted as its stretches are."""
    places = _near(copies.labels, strip, stretches)
    columns, rows = strip.seen_at(places)
    whole = [np.arange(run.first, run.end) for run in stretches]
    level = [run.rows - run.shift(at) for run, at in zip(stretches, whole, strict=True)]
    wanted = np.interp(columns, np.concatenate(whole), np.concatenate(level))
    away: Exact = np.asarray(rows - wanted, np.float64)
    offered = np.stack([_faded(run.shift(columns), away) for run in stretches])
    belongs = _Belonging(copies.labels, strip, stretches)
    beside = belongs.beside(places)
    every = np.arange(len(places))
    # Where none leads back to its own piece, the piece above or below is shown with the edge.
    chosen, left = beside, np.ones(len(places), np.bool_)
    for tried in (belongs.of(places), beside, beside - 1, beside + 1):
        tried = np.clip(tried, 0, len(stretches) - 1)
        moved = offered[tried, every][:, None] * strip.across
        shown = np.rint(places + moved).astype(np.int64)
        good = left & (belongs.of(shown) == tried)
        chosen, left = np.where(good, tried, chosen), left & ~good
    shifts = offered[chosen, every][:, None] * strip.across
    shifts = np.rint(shifts * _FINENESS) / _FINENESS
    moving = (shifts != 0).any(axis=1)
    return Bent.of(copies, places[moving], shifts[moving].astype(np.float32))


def _faded(shift: Exact, away: Exact) -> Exact:
    """A shift at so many rows from the edge."""
    reach = _AWAY + _TIMES * np.abs(shift)
    return np.asarray(shift * np.maximum(1 - np.abs(away) / reach, 0))


def _near(labels: Labels, strip: Strip, stretches: Sequence[_Stretch]) -> Numbers:
    """Unknown places (N, 2) that a shift may reach, in scan order."""
    most = max(max(abs(run.before), abs(run.after)) for run in stretches)
    low = min(float(run.rows.min()) for run in stretches) - _AWAY - (_TIMES + 1) * most
    high = max(float(run.rows.max()) for run in stretches) + _AWAY + (_TIMES + 1) * most
    end = strip.changes.shape[1]
    corners = strip.places(np.array([0, 0, end, end]), np.array([low, high, low, high]))
    first = np.maximum(np.floor(corners.min(axis=0)).astype(np.int64), 0)
    last = np.ceil(corners.max(axis=0)).astype(np.int64) + 1
    part = labels[first[0] : last[0], first[1] : last[1]]
    return np.asarray(np.argwhere(part >= 0) + first, np.int64)


@dataclass(frozen=True, slots=True)
class _Belonging:
    """Which stretch of an edge each place goes with."""

    labels: Labels
    strip: Strip
    stretches: Sequence[_Stretch]

    def of(self, places: Numbers) -> Numbers:
        """Numbers of stretches (N,): of the same piece the nearest, else the nearest of all."""
        most = np.array(self.labels.shape) - 1
        return self._nearest(places, self.labels[tuple(np.clip(places, 0, most).T)])

    def beside(self, places: Numbers) -> Numbers:
        """Numbers of stretches (N,) in whose columns they are."""
        return self._nearest(places, None)

    def _nearest(self, places: Numbers, label: Labels | None) -> Numbers:
        column, _ = self.strip.seen_at(places)
        least = np.full(len(places), np.inf)
        result = np.zeros(len(places), np.int64)
        for number, run in enumerate(self.stretches):
            far = np.maximum(np.maximum(run.first - column, column - run.end + 1), 0)
            if label is not None:
                far = far + np.where(label == run.label, 0.0, 1e6)
            result = np.where(far < least, number, result)
            least = np.minimum(far, least)
        return result
