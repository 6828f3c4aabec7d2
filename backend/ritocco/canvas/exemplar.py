"""A small sketch of what is missing: every patch in the hole looks like some known patch.

Patch-based completion by expectation and maximisation, from coarse to fine (Wexler, Shechtman
and Irani, "Space-time completion of video", 2007). It differs from the usual in three things:
sketches are so small that the best source of each patch is found exactly, by one matrix product;
sources may be partly unknown, so that thin known strips count; and sources near by, above all at
the same height, are preferred, since in most pictures sky is above and ground below.

The sketch blurs a little, as all voting does. It is never shown: it tells `montage.py` which
real pixels belong where.

Edges that cross the hole, a horizon that goes in on one side and comes out on the other, are
found first. Walking once around the hole, the colour changes sharply where an edge meets it. Two
such places belong together where the colours on both sides agree, crosswise, and the edge
outside points along the line between them (after Sun, Yuan, Jia and Shum, "Image completion with
structure propagation", 2005, where a person draws these lines). The line then tells the sketch
which colour class is on which side, and `montage.py` which offsets carry the edge along.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.poisson import membrane
from ritocco.canvas.structure import Edge, guide
from ritocco.watch import Watch

SIDE = 7
"""Patches are squares of this many pixels."""
_MIDDLE = SIDE // 2
_MOST_SOURCES = 10_000
"""Sources compared with; where there are more, the nearest to the hole are kept."""
_MOST_TARGETS = 8_000
_MOST_PAIRS = 40_000_000
"""More targets, or more pairs of target and source, and the sketch is made at half the size."""
_ROUND_PAIRS = 80_000_000
_FEWEST_ROUNDS, _MOST_ROUNDS = 3, 16
"""Rounds of search and vote at one size: as many as this number of pairs allows."""
_CHUNK = 128
_LEAST_KNOWN = 0.4
"""Share of a source patch that must be known; the rest is neither compared nor copied."""
_PARTIAL = 1500.0
"""What the unknown share of a source costs, in squared colour steps of 0..255."""
_NEARNESS = 100.0
"""What a source costs at a whole picture's distance, in squared colour steps."""
_GRAVITY = 40.0
"""How much more distance up or down costs than to the side."""
_REPEAT, _OFTEN, _MOST_OFTEN = 6.0, 2.0, 40.0
"""What it costs to be copied once more than the average source, in squared colour steps; how
many times the average is free, and beyond how many it costs no more."""
_TRUST = 1.7
"""Each pixel deeper in the hole, a patch counts less by this factor: filling goes inward."""
_FIRM = 0.5
"""How firmly an edge's colour must be wanted to stand in the first guess."""
_HELD = 0.5
"""How much of that is also put into what a round of voting says."""

Places = NDArray[np.int64]
"""Top left corners of patches, (N, 2): y, x."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """A completed small picture, and where its parts come from.

    pixels   (H, W, 3) in 0..1; known pixels as they were
    targets  patches that touch the hole
    sources  for each target its source patch, which may be partly unknown
    """

    pixels: Floats
    targets: Places
    sources: Places


def sketch(
    levels: list[tuple[Floats, Flags]], seed: int, watch: Watch, edges: Sequence[Edge] = ()
) -> Sketch | None:
    """Complete the first of `levels`, each half as large: pixels (H, W, 3) in 0..1, known (H, W).

    `edges` run through the first level: which colours are wanted on either side of them.
    Levels too coarse to hold a known patch are passed over. None where the first is so itself.
    Raises Cancelled.
    """
    done: Sketch | None = None
    for depth in range(len(levels) - 1, -1, -1):
        part = watch.part(1 - (depth + 1) / len(levels), 1 - depth / len(levels))
        part.step(0.0, "Sketching")
        pixels, known = levels[depth]
        sources, targets = source_places(known, _LEAST_KNOWN), _target_places(known)
        if len(sources) == 0 or len(targets) == 0:
            done = None
            continue
        shown, firm = guide([edge.scaled(0.5**depth) for edge in edges], known.shape)
        firm *= ~known[..., None]
        start = _enlarged(done, pixels, known) if done else _rough(pixels, known, seed, shown, firm)
        done = _improved(pixels, known, start, targets, sources, part, (shown, firm))
    return done


def too_large(known: Flags) -> bool:
    """Whether a sketch at this size would take too long, so that half the size is better."""
    if np.count_nonzero(~known) > 2 * _MOST_TARGETS:
        return True
    targets = len(_target_places(known))
    return targets > _MOST_TARGETS or targets * len(source_places(known, 1.0)) > _MOST_PAIRS


def source_places(known: Flags, least: float) -> Places:
    """Patches of which at least the share `least` is known; the nearest to the hole if too many."""
    places = np.argwhere(_unknown_counts(known) <= (1 - least) * SIDE * SIDE)
    return nearest_to_hole(known, places, _MOST_SOURCES)


def nearest_to_hole(known: Flags, places: Places, most: int) -> Places:
    """At most so many of these patches, those nearest to what is unknown, in scan order."""
    if len(places) <= most:
        return places
    away = cv2.distanceTransform(known.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    order = np.argsort(away[tuple((places + _MIDDLE).T)], kind="stable")
    return places[np.sort(order[:most])]


def _target_places(known: Flags) -> Places:
    return np.argwhere(_unknown_counts(known) > 0)


def _unknown_counts(known: Flags) -> Places:
    """How many unknown pixels each patch inside the array has, by top left corner."""
    height, width = known.shape
    if height < SIDE or width < SIDE:
        return np.zeros((0, 0), np.int64)
    sums = np.zeros((height + 1, width + 1), np.int64)
    sums[1:, 1:] = (~known).cumsum(axis=0).cumsum(axis=1)
    return sums[SIDE:, SIDE:] - sums[:-SIDE, SIDE:] - sums[SIDE:, :-SIDE] + sums[:-SIDE, :-SIDE]


def _rough(pixels: Floats, known: Flags, seed: int, shown: Floats, firm: Floats) -> Floats:
    """The membrane, over `shown` where that is `firm`, with noise.

    The noise is as strong as the known pixels' usual departure from smoothness.
    """
    given = known | (firm[..., 0] > _FIRM)
    smooth = membrane(np.where(known[..., None], pixels, shown), given)
    detail = pixels - cv2.GaussianBlur(smooth, (0, 0), 2)
    strength = 1.48 * np.median(np.abs(detail[known]), axis=0)
    noise = np.random.default_rng(seed).standard_normal(pixels.shape) * strength
    return np.where(known[..., None], pixels, np.clip(smooth + noise, 0, 1)).astype(np.float32)


def _enlarged(coarse: Sketch, pixels: Floats, known: Flags) -> Floats:
    """A first guess at twice the size: the sources of the coarse sketch, copied in full detail."""
    size = known.shape
    total = np.zeros((*size, 3), np.float32)
    weight = np.zeros(size, np.float32)
    for y in range(2 * SIDE):
        for x in range(2 * SIDE):
            targets, sources = 2 * coarse.targets + (y, x), 2 * coarse.sources + (y, x)
            inside = (targets < size).all(axis=1) & (sources < size).all(axis=1)
            ty, tx = targets[inside].T
            sy, sx = sources[inside].T
            off = (y - SIDE + 0.5) ** 2 + (x - SIDE + 0.5) ** 2
            use = known[sy, sx] * np.float32(np.exp(-off / SIDE))
            total[ty, tx] += pixels[sy, sx] * use[:, None]
            weight[ty, tx] += use
    bigger = cv2.resize(coarse.pixels, None, fx=2, fy=2, interpolation=cv2.INTER_LINEAR)
    guess = bigger[: size[0], : size[1]]
    have = weight > 0
    guess[have] = total[have] / weight[have][:, None]
    return np.where(known[..., None], pixels, guess).astype(np.float32)


def _improved(
    pixels: Floats,
    known: Flags,
    start: Floats,
    targets: Places,
    sources: Places,
    watch: Watch,
    wanted: tuple[Floats, Floats],
) -> Sketch:
    """Search and vote in turn, some rounds; known pixels stay.

    `wanted` are colours (H, W, 3) and how firmly they are, (H, W, 1). Sources s are sought at
    the least (1 - w) |s - now|^2 + w |s - wanted|^2, which is that of |s - a mix of both|^2.
    """
    shown, firm = wanted
    current, chosen = start, sources[:0]
    trust = _trust(known, targets)
    code = Code.of(pixels, known, sources, _NEARNESS)
    affordable = _ROUND_PAIRS // (len(targets) * len(sources))
    rounds = min(max(affordable, _FEWEST_ROUNDS), _MOST_ROUNDS)
    for turn in range(rounds):
        nearest = []
        sought = current + firm * (shown - current)
        for first in range(0, len(targets), _CHUNK):
            watch.step((turn + first / len(targets)) / rounds, "Sketching")
            nearest.append(code.nearest(sought, targets[first : first + _CHUNK]))
        index = np.concatenate([rows for rows, _ in nearest])
        chosen = sources[index]
        code = code.discouraged(index, known.shape)
        error = np.concatenate([error for _, error in nearest])
        # The usual error of good matches decides how much worse ones may count.
        spread = max(float(np.percentile(error, 75)), 1.0)
        weight = (np.exp(-error / (2 * spread)) + 1e-4) * trust
        current = _voted(pixels, known, current, targets, chosen, weight.astype(np.float32))
        current = current + firm * np.float32(_HELD) * (shown - current)
    return Sketch(current, targets, chosen)


def _trust(known: Flags, targets: Places) -> Floats:
    """How much each target counts in the vote: less the deeper its middle lies in the hole."""
    depth = cv2.distanceTransform((~known).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    deep = np.minimum(depth[tuple((targets + _MIDDLE).T)], 40)
    return np.asarray(np.power(_TRUST, -deep), np.float32)


def _voted(
    pixels: Floats,
    known: Flags,
    current: Floats,
    targets: Places,
    sources: Places,
    weight: Floats,
) -> Floats:
    """Each unknown pixel as the weighted mean of what the patches over it say."""
    total = np.zeros_like(current)
    share = np.zeros(known.shape, np.float32)
    for y in range(SIDE):
        for x in range(SIDE):
            corner = np.array([y, x])
            ty, tx = (targets + corner).T
            sy, sx = (sources + corner).T
            use = weight * known[sy, sx]
            total[ty, tx] += pixels[sy, sx] * use[:, None]
            share[ty, tx] += use
    have = ~known & (share > 0)
    result = current.copy()
    result[have] = total[have] / share[have][:, None]
    return result


@dataclass(frozen=True, slots=True)
class Code:
    """Source patches as rows of whole numbers, so that a matrix product compares them.

    A source s with known pixels k, n of them, is at distance sum_k (t - s)^2 / n from a target t.
    The product gives 2 sum_k t s - sum_k t^2, whose parts all are whole and below 2^24: float32
    holds them exactly, so that no order of adding, on any number of threads, changes a tie.

    rows     (S, 4 * SIDE^2): 2 s where known, else 0, and -1 where known
    squares  (S,): sum_k s^2
    share    (S,): 1 / n
    places   (S, 2)
    weight   (2,): what a step up and a step aside cost, squared
    bias     (S,): what each source costs wherever it is copied to
    """

    rows: Floats
    squares: Floats
    share: Floats
    places: Places
    weight: Floats
    bias: Floats
    penalty: Floats | float = 0.0

    @staticmethod
    def of(pixels: Floats, known: Flags, places: Places, nearness: float) -> Code:
        """`nearness` is what a source a whole picture away pays, in squared colour steps."""
        masks = _windows(known)[places[:, 0], places[:, 1]].reshape(len(places), -1)
        count = 3 * masks.sum(axis=1, dtype=np.float32)
        values = _rows(pixels, places) * np.tile(masks, 3)
        return Code(
            rows=np.concatenate([2 * values, -masks.astype(np.float32)], axis=1),
            squares=np.square(values).sum(axis=1),
            share=1 / count,
            places=places,
            weight=(np.array([_GRAVITY, 1.0]) * nearness / max(known.shape) ** 2).astype(
                np.float32
            ),
            bias=np.float32(_PARTIAL) * (1 - count / (3 * SIDE * SIDE)),
        )

    def discouraged(self, index: NDArray[np.int64], size: tuple[int, ...]) -> Code:
        """The same sources, those that were used (row numbers `index`) too often at a cost.

        How often is counted per place over the patches that overlap it (after Kaspar et al.,
        "Self tuning texture optimization", 2015). Only the last count matters.
        """
        counts = np.zeros(size, np.float32)
        np.add.at(counts, tuple(self.places[index].T), 1)
        usage = cv2.boxFilter(counts, -1, (SIDE, SIDE), borderType=cv2.BORDER_CONSTANT)
        average = len(index) / len(self.places)
        often = usage[tuple(self.places.T)] / average - _OFTEN
        penalty = np.float32(_REPEAT) * np.clip(often, 0, _MOST_OFTEN)
        return replace(self, bias=self.bias - self.penalty + penalty, penalty=penalty)

    def nearest(
        self, pixels: Floats, targets: Places, least: float = 0.0
    ) -> tuple[NDArray[np.int64], Floats]:
        """Row numbers of the best sources of `targets`, and their cost in squared colour steps.

        Sources closer than `least` to a target, both up and sideways, do not count for it.
        Among equals the first in scan order.
        """
        values = _rows(pixels, targets)
        squares = np.square(values).reshape(len(values), 3, -1).sum(axis=1)
        cost = np.concatenate([values, squares], axis=1) @ self.rows.T
        np.subtract(self.squares, cost, out=cost)
        cost *= self.share
        cost += self.bias
        if self.weight.any():
            places, others = targets.astype(np.float32), self.places.astype(np.float32)
            for axis in (0, 1):
                away = np.subtract.outer(places[:, axis], others[:, axis])
                away *= away
                away *= self.weight[axis]
                cost += away
        if least > 0:
            close = np.abs(targets[:, None, 0] - self.places[None, :, 0]) < least
            close &= np.abs(targets[:, None, 1] - self.places[None, :, 1]) < least
            cost[close] = np.inf
        index = cost.argmin(axis=1)
        return index, np.take_along_axis(cost, index[:, None], axis=1)[:, 0]


def _windows(values: NDArray[Any]) -> NDArray[Any]:
    """All patches of an array (H, W[, C]) by top left corner; the patch's own axes come last."""
    return np.lib.stride_tricks.sliding_window_view(values, (SIDE, SIDE), axis=(0, 1))


def _rows(pixels: Floats, places: Places) -> Floats:
    """Patches at `places` as rows of whole numbers around 0, (N, 3 * SIDE^2)."""
    levels = np.rint(pixels * 255) - 128
    return np.ascontiguousarray(
        _windows(levels)[places[:, 0], places[:, 1]].reshape(len(places), -1), np.float32
    )
