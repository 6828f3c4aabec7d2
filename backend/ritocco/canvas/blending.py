"""Copied pieces as one picture: reconstructed from their gradients, so that no join shows.

A join between pieces, or of a piece with what is known, is healed where the two show the same
thing in another light: the difference is spread over the whole of them (`poisson.py`). Where two
different things meet, or in texture, spreading it would bleed the colour of one far into the
other, a halo or a smear; there the difference stays, softened as much as edges near by are: over
about two pixels where the picture is sharp, more where it is blurred.

What is healed leads colours away from those that were copied, in a deep hole ever further: beyond
the edge of a picture a sky grew darker than any. So they come back to them, as slowly as the hole
is deep.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.busyness import NEARBY, busyness, steepness
from ritocco.canvas.cut import Labels, Numbers, serves
from ritocco.canvas.distances import distances
from ritocco.canvas.montage import Montage
from ritocco.canvas.poisson import Screen, solve
from ritocco.sentence import Sentence
from ritocco.watch import Watch

_SMOOTHED, _KEPT = (0.12, 0.04), (0.35, 0.12)
"""Colour differences at a join (0..1, Euclidean) up to which it is healed, from which it stays:
where both sides are calm, and where one is busy."""
_CALM, _BUSY = 0.01, 0.04
"""Standard deviations of lightness around a join that count as calm, and as busy."""
_ALONG = 3.0
"""Pixels along a join over which its difference is averaged."""
_SHARP, _BLURRED = 0.87, 8.0
"""Pixels over which the softening of a step falls to about a third: at least, and at most."""
_REACH = 20
"""How far it reaches in pixels."""
_LEAST_SLOPE = 1e-3
"""Slope, in lightness a pixel, that the calmest of surroundings are taken to have."""
_GENTLE = 1.5
"""How many times gentler than that a step that stays becomes."""
_FAITHFUL = 24.0
"""Pixels over which healed colours come back to those that were copied, at the least; else it is
the hole's depth."""
_AXES = ((0, 1), (1, 0), (0, -1), (-1, 0))
_STEPS = (np.array([0, 1]), np.array([1, 0]))


def blended(pixels: Floats, copies: Montage, watch: Watch) -> Floats:
    """The picture whose gradients are those of the copied pieces, also across their borders.

    `pixels` (H, W, 3) in 0..1, of which `copies` copies; known ones stay as they are. New ones are
    not clipped. Works on the hole's bounding box. Raises Cancelled.
    """
    hole = copies.labels >= 0
    box = copies.box(1)
    watch.step(0.0, Sentence("Blending"))
    copied, labels = copies.copied(pixels, box), copies.labels[box]
    corner = np.array([box[0].start, box[1].start])
    right, down = copied[:, 1:] - copied[:, :-1], copied[1:] - copied[:-1]
    met = [_Joins.of(labels, step) for step in _STEPS]
    sources = [joins.sources(copies, corner) for joins in met]
    # One after the other: each is as large as the picture.
    busy, slopes = (
        _greater(measured(pixels, ~hole, watch), sources) for measured in (busyness, steepness)
    )
    kept = []
    for joins, wanted, pair, rough, slope in zip(
        met, (right, down), sources, busy, slopes, strict=True
    ):
        if len(joins.places) == 0:
            continue
        at = tuple(joins.places.T)
        jumps = wanted[at] - _gradients(pixels, ~hole, pair, joins.step)
        stays = _staying(jumps, rough, at, labels.shape) * jumps
        wanted[at] += stays - jumps
        kept.append(_Kept(joins, stays, slope))
    result = pixels.copy()
    screen = Screen(copied, max(_FAITHFUL, float(distances(hole[box]).max())))
    result[box] = solve(
        pixels[box], ~hole[box], right, down, watch=watch.part(0.0, 0.9), screen=screen
    )
    result[box] += _softening(labels, kept, watch.part(0.9, 1.0))
    return result


@dataclass(frozen=True, slots=True)
class _Joins:
    """Pairs of neighbours that belong to different pieces, or one of them to none.

    places     (N, 2): the first of each pair; the second lies a `step` further
    near, far  (N,): their labels
    """

    places: Numbers
    step: Numbers
    near: Numbers
    far: Numbers

    @staticmethod
    def of(labels: Labels, step: Numbers) -> _Joins:
        near = labels[: labels.shape[0] - step[0], : labels.shape[1] - step[1]]
        far = labels[step[0] :, step[1] :]
        places = np.argwhere(near != far)
        at = tuple(places.T)
        return _Joins(places, step, near[at].astype(np.int64), far[at].astype(np.int64))

    def sources(self, copies: Montage, corner: Numbers) -> tuple[Numbers, Numbers]:
        """What either of each pair copies, (N, 2) in the picture; `corner` is the labels' own."""
        there = self.places + corner
        near, far = (
            np.where(label[:, None] < 0, places, copies.source(places, label))
            for places, label in ((there, self.near), (there + self.step, self.far))
        )
        return near, far


@dataclass(frozen=True, slots=True)
class _Kept:
    """Steps (N, 3) that stay at joins, and how steep the picture is there, (N, 1)."""

    joins: _Joins
    steps: Floats
    slopes: Floats


def _gradients(
    pixels: Floats, known: Flags, sources: tuple[Numbers, Numbers], step: Numbers
) -> Floats:
    """Gradients (N, 3) across joins, as the two pieces that meet there have.

    `sources` is what either pixel of a pair copies, which lies a `step` from the other. The mean
    of both gradients, where both are known; 0 where neither is.
    """
    total = np.zeros((len(sources[0]), 3), np.float32)
    count = np.zeros((len(sources[0]), 1), np.float32)
    for here in (sources[0], sources[1] - step):
        there = here + step
        good = serves(known, here) & serves(known, there)
        total[good] += pixels[tuple(there[good].T)] - pixels[tuple(here[good].T)]
        count += good[:, None]
    return np.asarray(total / np.maximum(count, 1), np.float32)


def _staying(jumps: Floats, busy: Floats, at: tuple[Numbers, ...], size: tuple[int, ...]) -> Floats:
    """How much of each jump (N, 3) across a join stays, (N, 1) in 0..1.

    A jump counts as large as it is on average along a stretch of its join. `busy` (N, 1) is the
    texture beside it; `at` and `size` say where the joins lie in the box.
    """
    field = np.zeros((*size, 4), np.float32)
    field[at] = np.concatenate([jumps, np.ones((len(jumps), 1), np.float32)], axis=1)
    smooth = cv2.GaussianBlur(field, (0, 0), _ALONG)[at]
    height = np.linalg.norm(smooth[:, :3] / smooth[:, 3:], axis=1, keepdims=True)
    share = np.clip((busy - _CALM) / (_BUSY - _CALM), 0, 1)
    smoothed, stays = (calm + share * (rough - calm) for calm, rough in (_SMOOTHED, _KEPT))
    part = np.clip((height - smoothed) / (stays - smoothed), 0, 1)
    return np.asarray(part * part * (3 - 2 * part), np.float32)


def _softening(labels: Labels, kept: list[_Kept], watch: Watch) -> Floats:
    """What softens the steps that stay, (H, W, 3): it dies away inside each piece.

    Between two pieces each takes half of it; beside the known all is on the piece's side.
    """
    push = np.zeros((*labels.shape, 3), np.float32)
    count, slopes = (np.zeros(labels.shape, np.float32) for _ in range(2))
    for one in kept:
        joins = one.joins
        both = (joins.near >= 0) & (joins.far >= 0)
        share = np.where(both, np.float32(0.5), np.float32(1))[:, None] * one.steps
        for places, label, sign in (
            (joins.places, joins.near, 1),
            (joins.places + joins.step, joins.far, -1),
        ):
            free = label >= 0
            at = tuple(places[free].T)
            np.add.at(push, at, sign * share[free])
            np.add.at(count, at, np.float32(1))
            np.maximum.at(slopes, at, one.slopes[free, 0])
    held = count > 0
    push[held] /= count[held][:, None]
    return _dying_away(push, held, labels, _widths(push, held, slopes), watch)


def _widths(push: Floats, held: Flags, slopes: Floats) -> Floats:
    """Pixels (H, W) over which what softens a step dies away: by it a step becomes gentler than
    the edges around are, as far as that can be.
    """
    height = np.linalg.norm(push, axis=2) * np.float32(_GENTLE / 3**0.5)
    height /= np.maximum(slopes, np.float32(_LEAST_SLOPE))
    own = np.clip(height, np.float32(_SHARP), np.float32(_BLURRED)) * held
    total, share = (
        np.asarray(cv2.GaussianBlur(values, (0, 0), NEARBY), np.float32)
        for values in (own, held.astype(np.float32))
    )
    mean = total / np.maximum(share, np.float32(1e-6))
    return np.clip(mean, np.float32(_SHARP), np.float32(_BLURRED))


def _dying_away(push: Floats, held: Flags, labels: Labels, widths: Floats, watch: Watch) -> Floats:
    """`push` (H, W, 3) as it is where `held`, and ever less of it further into the same piece."""
    wide = cv2.dilate(held.astype(np.uint8), np.ones((2 * _REACH + 1,) * 2, np.uint8)) > 0
    near = wide & (labels >= 0)
    places = np.argwhere(near)
    row = np.full((labels.shape[0] + 2, labels.shape[1] + 2), -1, np.int64)
    row[1:-1, 1:-1][near] = np.arange(len(places))
    padded = np.pad(labels, 1, constant_values=-1)
    label = labels[near]
    beside, count = [], np.zeros((len(places), 1), np.float32)
    for step in _AXES:
        at = tuple((places + 1 + step).T)
        same = padded[at] == label
        count += same[:, None]
        beside.append(np.where(same & (row[at] >= 0), row[at], len(places)))
    fixed = held[near][:, None]
    start = push[near]
    # A pixel takes this share of its neighbours' mean: so it falls by e over a width.
    lasting = np.float32(4) / (4 + np.square(widths[near][:, None]) ** -1)
    # One row more, of zeros, stands for neighbours that have none of it.
    values = np.concatenate([start, np.zeros((1, 3), np.float32)])
    for turn in range(_REACH):
        watch.step(turn / _REACH, Sentence("Blending"))
        mean = sum(values[other] for other in beside) / np.maximum(count, 1)
        values[:-1] = np.where(fixed, start, lasting * mean)
    result = np.zeros_like(push)
    result[near] = values[:-1]
    return result


def _greater(values: Floats, sources: Sequence[tuple[Numbers, Numbers]]) -> list[Floats]:
    """For each of several lists of pairs of places the greater values of each pair, (N, 1)."""
    return [np.maximum(_at(values, near), _at(values, far)) for near, far in sources]


def _at(values: Floats, places: Numbers) -> Floats:
    """Values (N, 1) at places (N, 2); the nearest where one lies outside."""
    inside = np.clip(places, 0, np.array(values.shape) - 1)
    return np.asarray(values[tuple(inside.T)][:, None], np.float32)
