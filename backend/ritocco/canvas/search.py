"""Sources for patches, found by trying: what neighbours have, and what lies near by.

Where exact search (`patches.py`) would compare too much. Each patch starts with the source that
the smaller size found for it, and takes another where that fits better: that of a patch beside
it, or one drawn by chance, far off at first and then ever nearer (Barnes, Shechtman, Finkelstein
and Goldman, "PatchMatch: a randomized correspondence algorithm for structural image editing",
2009).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ritocco.canvas import texture
from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.cut import Numbers
from ritocco.canvas.distances import nearest
from ritocco.canvas.patches import (
    MIDDLE,
    Places,
    distance_weight,
    levels_of,
    target_places,
    unknown_counts,
    windows,
)
from ritocco.sentence import Sentence
from ritocco.watch import Watch

_REACHES = (64, 24, 8, 3, 1)
"""How far from the source that a patch has others are tried, in pixels."""
_CHUNK = 4096
_BESIDE = ((0, 1), (1, 0), (0, -1), (-1, 0))


@dataclass(frozen=True, slots=True)
class Found:
    """A source for each target (N, 2), and what it costs in squared colour steps (N,)."""

    sources: Places
    cost: Floats


@dataclass(frozen=True, slots=True)
class Tried:
    """All that offers of sources are judged by.

    targets   (N, 2): the patches that touch the hole
    beside    four times (N,): the row of the target to the right, below, left, above; -1: none
    usable    (H - SIDE + 1, W - SIDE + 1): which patches are known as a whole
    patches   windows of the colours, whole numbers around 0
    textures  (H, W, T): mean texture around each pixel
    weight    (2,): see `patches.distance_weight`
    """

    targets: Places
    beside: tuple[Numbers, ...]
    usable: Flags
    patches: Floats
    textures: Floats
    weight: Floats

    @staticmethod
    def of(features: Floats, known: Flags, nearness: float) -> Tried:
        """From `features` (H, W, 3 + T), larger than a patch, with patches that are all known."""
        targets = target_places(known)
        usable = unknown_counts(known) == 0
        row = np.full((usable.shape[0] + 2, usable.shape[1] + 2), -1, np.int64)
        row[tuple((targets + 1).T)] = np.arange(len(targets))
        return Tried(
            targets=targets,
            beside=tuple(row[tuple((targets + 1 + step).T)] for step in _BESIDE),
            usable=usable,
            patches=_patches(features),
            textures=texture.around(features, known),
            weight=distance_weight(nearness, known.shape),
        )

    def start(self, targets: Places, sources: Places) -> Places:
        """Sources (N, 2) out of what half the size found: `sources` (M, 2) of its `targets`."""
        size = targets.max(axis=0) + 1
        rows = np.full(size, -1, np.int64)
        rows[tuple(targets.T)] = np.arange(len(targets))
        at = np.minimum(self.targets // 2, size - 1)
        row = rows[tuple(at.T)]
        # Only beside a picture's last row or column may the smaller size have no such patch.
        row = np.where(row < 0, 0, row)
        sought = 2 * sources[row] + self.targets - 2 * targets[row]
        sought = np.clip(sought, 0, np.array(self.usable.shape) - 1)
        return np.asarray(nearest(~self.usable)[tuple(sought.T)], np.int64)

    def better(
        self, sources: Places, sought: Floats, random: np.random.Generator, watch: Watch
    ) -> Found:
        """The sources after one round of offers; `sought` (H, W, 3 + T) is what they have to fit.

        Raises Cancelled.
        """
        seen = _patches(sought)
        coarse = texture.around(sought, None)[tuple((self.targets + MIDDLE).T)]
        all_rows = np.arange(len(self.targets))
        found = Found(sources.copy(), self._cost(all_rows, sources, seen, coarse, watch))
        for other in self.beside:
            rows = all_rows[other >= 0]
            shift = found.sources[other[rows]] - self.targets[other[rows]]
            self._offer(found, rows, self.targets[rows] + shift, seen, coarse, watch)
        for reach in _REACHES:
            step = random.integers(-reach, reach + 1, sources.shape)
            self._offer(found, all_rows, found.sources + step, seen, coarse, watch)
        return found

    def _offer(
        self,
        found: Found,
        rows: Numbers,
        offers: Places,
        seen: Floats,
        coarse: Floats,
        watch: Watch,
    ) -> None:
        """Put those offers into `found` that are better than what its `rows` have."""
        good = ((offers >= 0) & (offers < self.usable.shape)).all(axis=1)
        good &= (offers != found.sources[rows]).any(axis=1)
        rows, offers = rows[good], offers[good]
        good = self.usable[tuple(offers.T)]
        rows, offers = rows[good], offers[good]
        cost = self._cost(rows, offers, seen, coarse, watch)
        good = cost < found.cost[rows]
        found.cost[rows[good]], found.sources[rows[good]] = cost[good], offers[good]

    def _cost(
        self, rows: Numbers, sources: Places, seen: Floats, coarse: Floats, watch: Watch
    ) -> Floats:
        """What these sources cost for the targets `rows`; as `Code.nearest` has it."""
        result = np.empty(len(rows), np.float32)
        for first in range(0, len(rows), _CHUNK):
            watch.step(0.0, Sentence("Sketching"))
            part = slice(first, first + _CHUNK)
            target, source = self.targets[rows[part]], sources[part]
            gap = seen[target[:, 0], target[:, 1]] - self.patches[source[:, 0], source[:, 1]]
            gap = gap.reshape(len(target), -1)
            rough = coarse[rows[part]] - self.textures[tuple((source + MIDDLE).T)]
            away = np.square((target - source).astype(np.float32)) * self.weight
            result[part] = (
                np.einsum("nc,nc->n", gap, gap) / np.float32(gap.shape[1])
                + np.einsum("nc,nc->n", rough, rough)
                + away[:, 0]
                + away[:, 1]
            )
        return result


def _patches(features: Floats) -> Floats:
    """Windows of whole numbers: sums of their squares stay below 2^24, exact in any order."""
    return windows(levels_of(features[..., : texture.COLOURS]))
