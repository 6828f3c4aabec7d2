"""Patches of a picture as rows of numbers, and which known one is nearest to each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ritocco.canvas import texture
from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.distances import distances

SIDE = 7
"""Patches are squares of this many pixels."""
MIDDLE = SIDE // 2
_MOST_SOURCES = 10_000
"""Sources compared with; where there are more, the nearest to the hole are kept."""
_PARTIAL = 1500.0
"""What the unknown share of a source costs, in squared colour steps of 0..255."""
_GRAVITY = 40.0
"""How much more distance up or down costs than to the side."""
_REPEAT, _OFTEN, _MOST_OFTEN = 6.0, 2.0, 40.0
"""What it costs to be copied once more than the average source, in squared colour steps; how
many times the average is free, and beyond how many it costs no more."""

_WHOLE = np.array([1.0] * SIDE**2 + [3.0 * SIDE**2], np.float32)
"""What of a target's squares counts beside a source that is all known."""

Places = NDArray[np.int64]
"""Top left corners of patches, (N, 2): y, x."""


def source_places(known: Flags, least: float) -> Places:
    """Patches of which at least the share `least` is known; the nearest to the hole if too many."""
    places = np.argwhere(unknown_counts(known) <= (1 - least) * SIDE * SIDE)
    return nearest_to_hole(known, places, _MOST_SOURCES)


def nearest_to_hole(known: Flags, places: Places, most: int) -> Places:
    """At most so many of these patches, those nearest to what is unknown, in scan order."""
    if len(places) <= most:
        return places
    away = distances(known)
    order = np.argsort(away[tuple((places + MIDDLE).T)], kind="stable")
    return places[np.sort(order[:most])]


def target_places(known: Flags) -> Places:
    """Patches that are not all known."""
    return np.argwhere(unknown_counts(known) > 0)


def unknown_counts(known: Flags) -> Places:
    """How many unknown pixels each patch inside the array has, by top left corner."""
    height, width = known.shape
    if height < SIDE or width < SIDE:
        return np.zeros((0, 0), np.int64)
    sums = np.zeros((height + 1, width + 1), np.int64)
    sums[1:, 1:] = (~known).cumsum(axis=0).cumsum(axis=1)
    return sums[SIDE:, SIDE:] - sums[:-SIDE, SIDE:] - sums[SIDE:, :-SIDE] + sums[:-SIDE, :-SIDE]


@dataclass(frozen=True, slots=True)
class Patches:
    """Patches as rows of whole numbers, and where they lie.

    rows    (N, 3 * SIDE^2 + T): colours around 0, one channel after the other; mean textures
    places  (N, 2)
    """

    rows: Floats
    places: Places

    @staticmethod
    def of(features: Floats, known: Flags | None, places: Places) -> Patches:
        """From `features` (H, W, 3 + T); textures are those of `known` pixels, or of all."""
        colours = windows(levels_of(features[..., : texture.COLOURS]))
        rows = colours[places[:, 0], places[:, 1]].reshape(len(places), -1)
        coarse = texture.around(features, known)[tuple((places + MIDDLE).T)]
        return Patches(np.ascontiguousarray(np.concatenate([rows, coarse], axis=1)), places)

    @property
    def colours(self) -> Floats:
        """The part of the rows that shows colours."""
        return self.rows[:, : 3 * SIDE * SIDE]

    @property
    def textures(self) -> Floats:
        """The part of the rows that tells textures."""
        return self.rows[:, 3 * SIDE * SIDE :]

    def __getitem__(self, part: slice) -> Patches:
        return Patches(self.rows[part], self.places[part])


@dataclass(frozen=True, slots=True)
class Code:
    """Source patches as rows of whole numbers, so that a matrix product compares them.

    A source s with known pixels k, n of them, is at distance sum_k (t - s)^2 / n from a target t,
    and further by (T - S)^2 where their mean textures are T and S. The product gives 2 sum_k t s
    + 2 n T S, whose parts all are whole and which stays below 2^24: float32 holds it exactly, so
    that no order of adding, on any number of threads, changes a tie.

    rows     (S, 3 * SIDE^2 + textures): 2 s where known, else 0; 2 n S
    partial  row numbers of the sources that are not all known, (P,)
    masks    (P, SIDE^2 + 1): 1 where such a source is known, else 0; n
    squares  (S,): sum_k s^2 + n S^2
    share    (S,): 1 / n
    places   (S, 2)
    weight   (2,): what a step up and a step aside cost, squared
    bias     (S,): what each source costs wherever it is copied to
    """

    rows: Floats
    partial: NDArray[np.int64]
    masks: Floats
    squares: Floats
    share: Floats
    places: Places
    weight: Floats
    bias: Floats
    penalty: Floats | float = 0.0

    @staticmethod
    def of(features: Floats, known: Flags, places: Places, nearness: float) -> Code:
        """Of the patches at `places` in `features` (H, W, 3 + T): colours, and texture if any.

        `nearness` is what a source a whole picture away pays, in squared colour steps.
        """
        masks = windows(known)[places[:, 0], places[:, 1]].reshape(len(places), -1)
        count = 3 * masks.sum(axis=1, dtype=np.float32)
        found = Patches.of(features, known, places)
        values, coarse = found.colours * np.tile(masks, 3), found.textures
        partial = np.flatnonzero(~masks.all(axis=1))
        weights = np.concatenate([masks, count[:, None]], axis=1)
        return Code(
            rows=2 * np.concatenate([values, count[:, None] * coarse], axis=1),
            partial=partial,
            masks=weights[partial].astype(np.float32),
            squares=np.square(values).sum(axis=1) + count * np.square(coarse).sum(axis=1),
            share=1 / count,
            places=places,
            weight=distance_weight(nearness, known.shape),
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

    def nearest(self, asked: Patches, least: float = 0.0) -> tuple[NDArray[np.int64], Floats]:
        """Row numbers of the best source of each, and their cost in squared colour steps.

        Sources closer than `least` to a target, both up and sideways, do not count for it.
        Among equals the first in scan order.
        """
        targets = asked.places
        cost = asked.rows @ self.rows.T
        np.subtract(self.squares, cost, out=cost)
        squares = np.concatenate(
            [
                np.square(asked.colours).reshape(len(targets), 3, -1).sum(axis=1),
                np.square(asked.textures).sum(axis=1, keepdims=True),
            ],
            axis=1,
        )
        known = squares @ self.masks.T
        whole = (squares @ _WHOLE)[:, None]
        known -= whole
        cost += whole
        cost[:, self.partial] += known
        cost *= self.share
        cost += self.bias
        # Targets in one row, or one column, of the picture share what belongs to that way.
        ways = [_Way.of(targets[:, axis], self.places[:, axis]) for axis in (0, 1)]
        if self.weight.any():
            for way, weight in zip(ways, self.weight, strict=True):
                dear = np.square(way.steps) * weight
                for target, line in enumerate(way.lines):
                    cost[target] += dear[line]
        if least > 0:
            near = [np.abs(way.steps) < least for way in ways]
            for target, (up, aside) in enumerate(zip(*(way.lines for way in ways), strict=True)):
                cost[target, near[0][up] & near[1][aside]] = np.inf
        index = cost.argmin(axis=1)
        return index, np.take_along_axis(cost, index[:, None], axis=1)[:, 0]


@dataclass(frozen=True, slots=True)
class _Way:
    """How far sources are from targets along one axis.

    steps  (L, S): from each line (row or column of the picture) with targets to each source
    lines  (T,): the line of each target
    """

    steps: Floats
    lines: NDArray[np.int64]

    @staticmethod
    def of(targets: NDArray[np.int64], sources: NDArray[np.int64]) -> _Way:
        at, lines = np.unique(targets, return_inverse=True)
        return _Way(np.subtract.outer(at, sources).astype(np.float32), lines)


def windows(values: NDArray[Any]) -> NDArray[Any]:
    """All patches of an array (H, W[, C]) by top left corner; the patch's own axes come last."""
    return np.lib.stride_tricks.sliding_window_view(values, (SIDE, SIDE), axis=(0, 1))


def levels_of(pixels: Floats) -> Floats:
    """Pixels in 0..1 as what patches are compared by: whole numbers around 0."""
    return np.rint(pixels * 255) - np.float32(128)


def distance_weight(nearness: float, size: tuple[int, ...]) -> Floats:
    """What a squared step up and one aside cost where a whole picture aside costs `nearness`."""
    return (np.array([_GRAVITY, 1.0]) * nearness / max(size) ** 2).astype(np.float32)
