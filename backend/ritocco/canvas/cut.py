"""Where to join copied pieces so that it shows least: graph cuts over a choice of offsets.

Alpha-expansion (Boykov, Veksler and Zabih, "Fast approximate energy minimization via graph
cuts", 2001): one offset at a time is offered to all pixels at once, and the best set of pixels
to take it is found exactly. A join costs what the two pieces differ by in colour and gradient
where they meet (Kwatra et al., "Graphcut textures", 2003).
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import maxflow
import numpy as np
from numpy.typing import NDArray

from ritocco.canvas.arrays import Flags, Floats
from ritocco.sentence import Sentence
from ritocco.watch import Watch

Numbers = NDArray[np.int64]
Labels = NDArray[np.int32]

_JOIN = 4.0
"""What any join costs per pixel of its length, in colour steps of 0..255: fewer, longer pieces."""
_UNSEEN = 60.0
"""What a join costs where the pixels that would tell are unknown."""
_STRAY = 100.0
"""Squared colour steps from the guide that cost 1."""
FORBIDDEN = 1e6
"""What it costs to copy a pixel that is not known."""
_AT_ONCE = 1 << 20
"""Pixels whose features are made before a cancel is heard."""
_AXES = ((0, 1), (1, 0), (0, -1), (-1, 0))


@dataclass(frozen=True, slots=True)
class Seen:
    """What is found at some places: features (N, 5), and whether each is a known pixel."""

    features: Floats
    known: Flags

    def __getitem__(self, rows: Numbers | Flags) -> Seen:
        return Seen(self.features[rows], self.known[rows])

    def apart(self, other: Seen) -> tuple[Floats, Flags]:
        """Euclidean distance of the features, and where both are known."""
        gap = self.features - other.features
        return np.sqrt(np.einsum("nc,nc->n", gap, gap)), self.known & other.known


@dataclass(frozen=True, slots=True)
class Scene:
    """What joins are judged by: colours 0..255 and lightness gradients (H, W, 5), and `known`."""

    features: Floats
    known: Flags

    @staticmethod
    def of(pixels: Floats, known: Flags, watch: Watch) -> Scene:
        """From pixels (H, W, 3) in 0..1. Gradients next to unknown pixels count as 0.

        Raises Cancelled.
        """
        height, width = known.shape
        features = np.empty((height, width, 5), np.float32)
        rows = max(1, _AT_ONCE // width)
        for top in range(0, height, rows):
            watch.step(0.0, Sentence("Enlarging"))
            above = max(0, top - 1)
            part, there = pixels[above : top + rows], known[above : top + rows]
            made = np.zeros((*there.shape, 5), np.float32)
            light = part[..., 0] + part[..., 1] + part[..., 2]
            light *= np.float32(255 / 3**0.5)
            np.multiply(part, 255, out=made[..., :3])
            made[:, 1:, 3] = (light[:, 1:] - light[:, :-1]) * (there[:, 1:] & there[:, :-1])
            made[1:, :, 4] = (light[1:] - light[:-1]) * (there[1:] & there[:-1])
            features[top : top + rows] = made[top - above :]
        return Scene(features, known)

    def at(self, places: Numbers) -> Seen:
        """What is at these places (N, 2), which may lie anywhere."""
        flat = self.features.reshape(-1, self.features.shape[2])
        index = places[:, 0] * self.known.shape[1] + places[:, 1]
        return Seen(np.take(flat, index, axis=0, mode="clip"), serves(self.known, places))


def serves(known: Flags, places: Numbers) -> Flags:
    """Whether these places (N, 2) lie inside the picture and are known."""
    height, width = known.shape
    y, x = places[:, 0], places[:, 1]
    inside = (y >= 0) & (y < height) & (x >= 0) & (x < width)
    inside &= np.take(known.reshape(-1), y * width + x, mode="clip")
    return np.asarray(inside, np.bool_)


def _join(near: tuple[Floats, Flags], far: tuple[Floats, Flags]) -> Floats:
    """Cost of a join between two neighbours from the differences at either of them."""
    total = near[0] * near[1] + far[0] * far[1]
    seen = near[1].astype(np.float32) + far[1]
    cost = np.where(seen > 0, 2 * total / np.maximum(seen, 1), np.float32(_UNSEEN))
    return cost.astype(np.float32) + np.float32(_JOIN)


class Cut:
    """Alpha-expansion over the `free` pixels of a labelling; all others keep what they have.

    `offsets` (K, 2); `labels` (H, W) rows of `offsets`, -1 at known pixels. What a label costs by
    itself at each free pixel, in scan order, is given by `own` (K, N), or found by comparison
    with `guide` (N, 3) in 0..1, or is nothing.
    """

    def __init__(
        self,
        scene: Scene,
        offsets: Numbers,
        labels: Labels,
        free: Flags,
        *,
        own: Floats | None = None,
        guide: Floats | None = None,
    ) -> None:
        self._scene, self._offsets, self._all, self._own = scene, offsets, labels.copy(), own
        self._places = np.argwhere(free)
        self._guide = None if guide is None else guide * 255
        self._label = labels[free].astype(np.int64)
        number = np.full(free.shape, -1, np.int32)
        number[free] = np.arange(len(self._places))
        self._pairs, self._rim, self._outer = self._neighbours(number)
        # What fixed neighbours show, at the node and at their own place. Known pixels show
        # themselves: their offset is 0, so that at the node nothing is known of them.
        self._rim_label = self._all[tuple(self._outer.T)].astype(np.int64)
        shift = np.where(self._rim_label[:, None] < 0, 0, offsets[self._rim_label])
        self._rim_near = scene.at(self._places[self._rim] + shift)
        self._rim_far = scene.at(self._outer + shift)
        self._mine = scene.at(self._places + offsets[self._label])
        everything = np.arange(self._pairs.shape[1])
        self._crossed = self._cross(everything)
        self._keep = self._kept(everything)
        nodes = np.arange(len(self._places))
        self._paid = self._alone(self._mine, self._label, nodes, self._rim_rows)

    def _neighbours(self, number: Labels) -> tuple[Numbers, Numbers, Numbers]:
        """Pairs of free neighbours (2, M); nodes with a fixed neighbour (R,), its place (R, 2)."""
        pairs, rim, outer = [], [], []
        for step in _AXES:
            places = self._places + step
            node = np.flatnonzero(((places >= 0) & (places < number.shape)).all(axis=1))
            other = number[tuple(places[node].T)]
            if sum(step) > 0:
                pairs.append(np.stack([node, other])[:, other >= 0])
            rim.append(node[other < 0])
            outer.append(places[node[other < 0]])
        return np.concatenate(pairs, axis=1), np.concatenate(rim), np.concatenate(outer)

    @property
    def _rim_rows(self) -> Numbers:
        return np.arange(len(self._rim))

    def labels(self) -> Labels:
        """The labels as they stand, (H, W)."""
        self._all[tuple(self._places.T)] = self._label
        return self._all.copy()

    def sweep(self, order: Numbers, watch: Watch, reach: int = 0) -> None:
        """One expansion for each label of `order`; with `reach`, only that near its pixels."""
        nodes, pairs = np.arange(len(self._places)), np.arange(self._pairs.shape[1])
        for turn, alpha in enumerate(order):
            watch.step(turn / len(order), Sentence("Joining pieces"))
            if not reach:
                self._expand(int(alpha), nodes, pairs, self._rim_rows)
                continue
            near = self._near(int(alpha), reach)
            if near.any():
                self._expand(
                    int(alpha),
                    np.flatnonzero(near),
                    np.flatnonzero(near[self._pairs].all(axis=0)),
                    np.flatnonzero(near[self._rim]),
                )

    def _near(self, alpha: int, reach: int) -> Flags:
        """Which nodes are within `reach` of a node that has a label, measured in squares."""
        used = self._places[self._label == alpha]
        if len(used) == 0:
            return np.zeros(len(self._places), np.bool_)
        start = used.min(axis=0) - reach
        grid = np.zeros(used.max(axis=0) + reach + 1 - start, np.uint8)
        grid[tuple((used - start).T)] = 1
        wide = cv2.dilate(grid, np.ones((2 * reach + 1,) * 2, np.uint8)) > 0
        return serves(np.asarray(wide, np.bool_), self._places - start)

    def _cross(self, pairs: Numbers) -> tuple[Seen, Seen]:
        """What the second of a pair would show with the first's label, and the other way round."""
        first, second = self._pairs[:, pairs]
        offset = self._offsets[self._label]
        return (
            self._scene.at(self._places[second] + offset[first]),
            self._scene.at(self._places[first] + offset[second]),
        )

    def _kept(self, pairs: Numbers) -> Floats:
        """What the join within each pair costs as labels stand."""
        first, second = self._pairs[:, pairs]
        ahead, back = self._crossed[0][pairs], self._crossed[1][pairs]
        cost = _join(self._mine[first].apart(back), ahead.apart(self._mine[second]))
        return np.where(self._label[first] == self._label[second], np.float32(0), cost)

    def _alone(self, shown: Seen, label: Numbers, nodes: Numbers, rim: Numbers) -> Floats:
        """What `nodes` pay on their own when they show `shown` (all nodes): (N,), else 0."""
        result = np.zeros(len(self._places), np.float32)
        result[nodes] = np.where(shown.known[nodes], 0, FORBIDDEN)
        if self._guide is not None:
            gap = shown.features[nodes, :3] - self._guide[nodes]
            result[nodes] += np.einsum("nc,nc->n", gap, gap) / np.float32(_STRAY)
        if self._own is not None:
            result[nodes] += self._own[label[nodes], nodes]
        node = self._rim[rim]
        far = self._scene.at(self._outer[rim] + self._offsets[label[node]])
        cost = _join(shown[node].apart(self._rim_near[rim]), far.apart(self._rim_far[rim])) * (
            label[node] != self._rim_label[rim]
        )
        result += np.bincount(node, cost, len(result)).astype(np.float32)
        return result

    def _expand(self, alpha: int, nodes: Numbers, pairs: Numbers, rim: Numbers) -> None:
        """Offer label `alpha` to `nodes`. Pairs that reach beyond them do not take part."""
        wanted = np.full_like(self._label, alpha)
        new = Seen(np.zeros_like(self._mine.features), np.zeros_like(self._mine.known))
        seen = self._scene.at(self._places[nodes] + self._offsets[alpha])
        new.features[nodes], new.known[nodes] = seen.features, seen.known
        price = self._alone(new, wanted, nodes, rim)
        first, second = self._pairs[:, pairs]
        keep = self._keep[pairs]
        ahead, back = self._crossed[0][pairs], self._crossed[1][pairs]
        new_first, new_second = new[first], new[second]
        # The second takes alpha, the first does not; and the other way round.
        only_second = _join(self._mine[first].apart(new_first), ahead.apart(new_second))
        only_second *= self._label[first] != alpha
        only_first = _join(new_first.apart(back), new_second.apart(self._mine[second]))
        only_first *= self._label[second] != alpha
        gain = price - self._paid
        gain += np.bincount(first, only_first - keep, len(gain)).astype(np.float32)
        gain -= np.bincount(second, only_first, len(gain)).astype(np.float32)
        number = np.zeros(len(gain), np.int64)
        number[nodes] = np.arange(len(nodes))
        graph = maxflow.Graph[float](len(nodes), len(pairs))
        ids = graph.add_grid_nodes(len(nodes))
        # Unknown pixels can break the triangle inequality; such a pair is then simply not linked.
        capacity = np.maximum(only_second + only_first - keep, 0).astype(np.float64)
        graph.add_edges(number[first], number[second], capacity, np.zeros(len(pairs)))
        weight = gain[nodes].astype(np.float64)
        graph.add_grid_tedges(ids, np.maximum(weight, 0), np.maximum(-weight, 0))
        graph.maxflow()
        taken = nodes[graph.get_grid_segments(ids)]
        taken = taken[self._label[taken] != alpha]
        if len(taken) == 0:
            return
        self._label[taken] = alpha
        self._mine.features[taken], self._mine.known[taken] = new.features[taken], new.known[taken]
        changed = np.zeros(len(gain), np.bool_)
        changed[taken] = True
        self._paid[taken] = price[taken]
        touched = np.flatnonzero(changed[self._pairs].any(axis=0))
        for store, fresh in zip(self._crossed, self._cross(touched), strict=True):
            store.features[touched], store.known[touched] = fresh.features, fresh.known
        self._keep[touched] = self._kept(touched)
