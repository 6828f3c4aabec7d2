"""Copied pieces as one picture: reconstructed from their gradients, so that no join shows.

A join between pieces, or of a piece with what is known, is healed where the two show the same
thing in another light: the difference is spread over the whole of them (`poisson.py`). Where two
different things meet, or in texture, spreading it would bleed the colour of one far into the
other, a halo or a smear; there the difference stays, softened over a few pixels as the edge of
anything is.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.cut import Labels, Numbers, serves
from ritocco.canvas.montage import Montage
from ritocco.canvas.poisson import solve
from ritocco.sentence import Sentence
from ritocco.watch import Watch

_SMOOTHED, _KEPT = (0.12, 0.04), (0.35, 0.12)
"""Colour differences at a join (0..1, Euclidean) up to which it is healed, from which it stays:
where both sides are calm, and where one is busy."""
_CALM, _BUSY = 0.01, 0.04
"""Standard deviations of lightness around a join that count as calm, and as busy."""
_NEARBY = 3.0
"""Standard deviation in pixels of the neighbourhood in which texture is measured."""
_ALONG = 3.0
"""Pixels along a join over which its difference is averaged."""
_LASTING, _REACH = 0.75, 8
"""What share of its neighbours' mean softening a pixel takes: about a third of it is left with each
pixel further from a join. How far it reaches in pixels."""
_WIDE = 16
"""Rows beyond a band that its own texture may depend on, at least."""
_AT_ONCE = 1 << 20
"""Pixels whose texture is measured before a cancel is heard."""
_AXES = ((0, 1), (1, 0), (0, -1), (-1, 0))


def blended(pixels: Floats, copies: Montage, watch: Watch) -> Floats:
    """The picture whose gradients are those of the copied pieces, also across their borders.

    `pixels` (H, W, 3) in 0..1, of which `copies` copies; known ones stay as they are. New ones are
    not clipped. Works on the hole's bounding box. Raises Cancelled.
    """
    hole = copies.labels >= 0
    box = copies.box(1)
    watch.step(0.0, Sentence("Blending"))
    copied, labels = copies.copied(pixels, box), copies.labels[box]
    texture = _texture(pixels, ~hole, watch)
    corner = np.array([box[0].start, box[1].start])
    right, down = copied[:, 1:] - copied[:, :-1], copied[1:] - copied[:-1]
    kept = []
    for wanted, step in ((right, np.array([0, 1])), (down, np.array([1, 0]))):
        joins = _Joins.of(labels, step)
        if len(joins.places) == 0:
            continue
        shifts = [
            np.where(label[:, None] < 0, 0, copies.offsets[label])
            for label in (joins.near, joins.far)
        ]
        there = joins.places + corner
        at = tuple(joins.places.T)
        jumps = wanted[at] - _gradients(pixels, ~hole, there, step, shifts)
        busy = np.maximum(_at(texture, there + shifts[0]), _at(texture, there + step + shifts[1]))
        stays = _staying(jumps, busy, at, labels.shape) * jumps
        wanted[at] += stays - jumps
        kept.append((joins, stays))
    result = pixels.copy()
    result[box] = solve(pixels[box], ~hole[box], right, down, watch=watch.part(0.0, 0.9))
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


def _gradients(
    pixels: Floats, known: Flags, places: Numbers, step: Numbers, shifts: list[Numbers]
) -> Floats:
    """Gradients (N, 3) from `places` to a `step` further, as the two pieces that meet there have.

    The pieces copy by `shifts`. The mean of both, where both are known; 0 where neither is.
    """
    total = np.zeros((len(places), 3), np.float32)
    count = np.zeros((len(places), 1), np.float32)
    for shift in shifts:
        here, there = places + shift, places + shift + step
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


def _softening(labels: Labels, kept: list[tuple[_Joins, Floats]], watch: Watch) -> Floats:
    """What softens the jumps that stay, (H, W, 3): it dies away inside each piece.

    Between two pieces each takes half of it; beside the known all is on the piece's side.
    """
    push = np.zeros((*labels.shape, 3), np.float32)
    count = np.zeros(labels.shape, np.float32)
    for joins, stays in kept:
        both = (joins.near >= 0) & (joins.far >= 0)
        share = np.where(both, np.float32(0.5), np.float32(1))[:, None] * stays
        for places, label, sign in (
            (joins.places, joins.near, 1),
            (joins.places + joins.step, joins.far, -1),
        ):
            free = label >= 0
            at = tuple(places[free].T)
            np.add.at(push, at, sign * share[free])
            np.add.at(count, at, np.float32(1))
    held = count > 0
    push[held] /= count[held][:, None]
    return _dying_away(push, held, labels, watch)


def _dying_away(push: Floats, held: Flags, labels: Labels, watch: Watch) -> Floats:
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
    # One row more, of zeros, stands for neighbours that have none of it.
    values = np.concatenate([start, np.zeros((1, 3), np.float32)])
    for turn in range(_REACH):
        watch.step(turn / _REACH, Sentence("Blending"))
        mean = sum(values[other] for other in beside) / np.maximum(count, 1)
        values[:-1] = np.where(fixed, start, np.float32(_LASTING) * mean)
    result = np.zeros_like(push)
    result[near] = values[:-1]
    return result


def _texture(pixels: Floats, known: Flags, watch: Watch) -> Floats:
    """Standard deviation (H, W) of lightness around each pixel, among known ones, 0..1.

    Raises Cancelled.
    """
    height, width = known.shape
    result = np.empty(known.shape, np.float32)
    rows = max(_WIDE, _AT_ONCE // width)
    for top in range(0, height, rows):
        watch.step(0.0, Sentence("Blending"))
        above = max(0, top - _WIDE)
        part = np.s_[above : top + rows + _WIDE]
        light = pixels[part].mean(axis=2) * known[part]
        count, total, squares = (
            np.asarray(cv2.GaussianBlur(values, (0, 0), _NEARBY), np.float32)
            for values in (known[part].astype(np.float32), light, light * light)
        )
        np.maximum(count, np.float32(1e-6), out=count)
        total /= count
        squares /= count
        spread = np.sqrt(np.maximum(squares - total * total, 0))
        result[top : top + rows] = spread[top - above : top - above + rows]
    return result


def _at(values: Floats, places: Numbers) -> Floats:
    """Values (N, 1) at places (N, 2); the nearest where one lies outside."""
    inside = np.clip(places, 0, np.array(values.shape) - 1)
    return np.asarray(values[tuple(inside.T)][:, None], np.float32)
