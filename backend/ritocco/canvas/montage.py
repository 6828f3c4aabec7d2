"""Which known pixel each unknown pixel copies: few long pieces, joined where it shows least.

Each unknown pixel p gets an offset s out of a short list, and will copy the known pixel p + s.
The list holds the offsets at which the picture resembles itself (He and Sun, "Statistics of
patch offsets for image completion", 2012) and those of a sketch. The choice minimises, by
alpha-expansion (Boykov, Veksler and Zabih, "Fast approximate energy minimization via graph
cuts", 2001), the visibility of the joins (Kwatra et al., "Graphcut textures", 2003) plus the
departure from the sketch. It is made on a small picture and carried up: at each size every piece
is shifted by up to a pixel to where it fits best, and its joins are moved within a narrow band.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import maxflow
import numpy as np
from numpy.typing import NDArray

from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.exemplar import nearest_known
from ritocco.watch import Watch

Numbers = NDArray[np.int64]

_JOIN = 4.0
"""What any join costs per pixel of its length, in colour steps of 0..255: fewer, longer pieces."""
_UNSEEN = 60.0
"""What a join costs where the pixels that would tell are unknown."""
_FORBIDDEN = 1e6
_SLOPE = 1.0
"""Weight of a difference in gradient against a difference in colour."""
_BAND = 4


@dataclass(frozen=True, slots=True)
class Montage:
    """Where each unknown pixel comes from.

    offsets  (K, 2): y, x to add to a pixel's place to find its source
    labels   (H, W) int32: row of `offsets`, -1 at known pixels
    """

    offsets: Numbers
    labels: NDArray[np.int32]

    def sources(self) -> tuple[Numbers, Numbers]:
        """Coordinates (y, x) of the source of each unknown pixel, in scan order."""
        y, x = np.nonzero(self.labels >= 0)
        offset = self.offsets[self.labels[y, x]]
        return y + offset[:, 0], x + offset[:, 1]

    def copied(self, pixels: Floats) -> Floats:
        """`pixels` (H, W, C) with every unknown pixel replaced by its source."""
        result = pixels.copy()
        result[self.labels >= 0] = pixels[self.sources()]
        return result


@dataclass(frozen=True, slots=True)
class Scene:
    """What joins are judged by: colours 0..255 and gradients of lightness, (H, W, 5), and `known`."""

    features: Floats
    known: Flags

    @staticmethod
    def of(pixels: Floats, known: Flags) -> Scene:
        """From pixels (H, W, 3) in 0..1."""
        light = pixels.mean(axis=2) * np.float32(255 * 3**0.5 * _SLOPE)
        features = np.zeros((*known.shape, 5), np.float32)
        features[..., :3] = pixels * 255
        both = known[:, 1:] & known[:, :-1]
        features[:, 1:, 3] = (light[:, 1:] - light[:, :-1]) * both
        both = known[1:] & known[:-1]
        features[1:, :, 4] = (light[1:] - light[:-1]) * both
        return Scene(features, known)

    def at(self, y: Numbers, x: Numbers) -> tuple[Floats, Flags]:
        """Features (N, 5) at these places, and whether they are known pixels at all."""
        height, width = self.known.shape
        inside = (y >= 0) & (y < height) & (x >= 0) & (x < width)
        y, x = np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)
        return self.features[y, x], inside & self.known[y, x]


Seen = tuple[Floats, Flags]


def _apart(one: Seen, other: Seen) -> tuple[Floats, Flags]:
    """Euclidean distance of features, and where both are known."""
    gap = one[0] - other[0]
    return np.sqrt(np.einsum("nc,nc->n", gap, gap)), one[1] & other[1]


def _join(
    near: tuple[Floats, Flags], far: tuple[Floats, Flags]
) -> Floats:
    """Cost of a join between two neighbours from the differences at either of them."""
    total = np.where(near[1], near[0], 0) + np.where(far[1], far[0], 0)
    seen = near[1].astype(np.float32) + far[1]
    return np.where(seen > 0, 2 * total / np.maximum(seen, 1), _UNSEEN).astype(np.float32) + _JOIN


class Cut:
    """Alpha-expansion over the `free` pixels of a montage; all others keep what they have.

    `own` (K, H, W) or None: what each label costs by itself at each pixel.
    """

    def __init__(
        self, scene: Scene, montage: Montage, free: Flags, own: Floats | None = None
    ) -> None:
        self._scene, self._offsets = scene, montage.offsets
        self._all = montage.labels
        self._y, self._x = np.nonzero(free)
        self._label = montage.labels[free].astype(np.int64)
        self._own = None if own is None else own[:, self._y, self._x]
        number = np.full(free.shape, -1, np.int64)
        number[free] = np.arange(len(self._y))
        pairs, fixed = [], []
        height, width = free.shape
        for dy, dx in ((0, 1), (1, 0), (0, -1), (-1, 0)):
            y, x = self._y + dy, self._x + dx
            inside = (y >= 0) & (y < height) & (x >= 0) & (x < width)
            node = np.flatnonzero(inside)
            other = number[y[node], x[node]]
            if dy + dx > 0:
                pairs.append(np.stack([node[other >= 0], other[other >= 0]]))
            outer = node[other < 0]
            fixed.append(np.stack([outer, y[outer], x[outer]]))
        self._from, self._to = np.concatenate(pairs, axis=1)
        self._rim, self._rim_y, self._rim_x = np.concatenate(fixed, axis=1)

    def _look(self, y: Numbers, x: Numbers, label: Numbers) -> Seen:
        offset = self._offsets[label]
        return self._scene.at(y + offset[..., 0], x + offset[..., 1])

    def _rim_cost(self, label: Numbers, rim: Numbers) -> Floats:
        """Joins of rim nodes (rows `rim` of the rim list) with fixed neighbours under `label`."""
        node = self._rim[rim]
        fixed = self._all[self._rim_y[rim], self._rim_x[rim]].astype(np.int64)
        known = fixed < 0
        fixed = np.where(known, 0, fixed)
        theirs_offset = np.where(known[:, None], 0, self._offsets[fixed])
        y, x = self._y[node], self._x[node]
        qy, qx = self._rim_y[rim], self._rim_x[rim]
        near = _apart(
            self._look(y, x, label),
            self._scene.at(y + theirs_offset[:, 0], x + theirs_offset[:, 1]),
        )
        far = _apart(
            self._look(qy, qx, label),
            self._scene.at(qy + theirs_offset[:, 0], qx + theirs_offset[:, 1]),
        )
        cost = _join(near, far)
        return np.where(~known & (fixed == label), 0, cost).astype(np.float32)

    def _single(self, label: Numbers, nodes: Numbers, rim: Numbers) -> Floats:
        """What nodes pay on their own for `label`: validity, data and joins with fixed pixels."""
        _, valid = self._look(self._y[nodes], self._x[nodes], label[nodes])
        cost = np.where(valid, 0, _FORBIDDEN)
        if self._own is not None:
            cost = cost + self._own[label[nodes], nodes]
        full = np.zeros(len(self._y))
        full[nodes] = cost
        np.add.at(full, self._rim[rim], self._rim_cost(label[self._rim[rim]], rim))
        return full

    def sweep(self, order: Numbers, watch: Watch, reach: int = 0) -> None:
        """One expansion for each label of `order`; with `reach`, only that near its pixels."""
        everything = np.arange(len(self._y)), np.arange(len(self._from)), np.arange(len(self._rim))
        for turn, alpha in enumerate(order):
            watch.step(turn / len(order), "Joining pieces")
            part = everything
            if reach:
                part = self._vicinity(int(alpha), reach)
            if len(part[0]):
                self._expand(int(alpha), *part)

    def _vicinity(self, alpha: int, reach: int) -> tuple[Numbers, Numbers, Numbers]:
        """Nodes, pairs and rim rows within `reach` of where a label is used."""
        used = self.labels() == alpha
        if not used.any():
            none = np.zeros(0, np.int64)
            return none, none, none
        near = cv2.dilate(used.astype(np.uint8), np.ones((2 * reach + 1,) * 2, np.uint8)) > 0
        inside = near[self._y, self._x]
        return (
            np.flatnonzero(inside),
            np.flatnonzero(inside[self._from] & inside[self._to]),
            np.flatnonzero(inside[self._rim]),
        )

    def labels(self) -> NDArray[np.int32]:
        """The labels as they stand, (H, W)."""
        result = self._all.copy()
        result[self._y, self._x] = self._label
        return result

    def _expand(self, alpha: int, nodes: Numbers, pairs: Numbers, rim: Numbers) -> None:
        label = self._label
        wanted = np.full_like(label, alpha)
        # Nodes beside the vicinity are fixed for this move; pairs with them are left out, which
        # only makes the move a little less well informed.
        gain = (self._single(wanted, nodes, rim) - self._single(label, nodes, rim))
        p, q = self._from[pairs], self._to[pairs]
        fp, fq = label[p], label[q]
        py, px, qy, qx = self._y[p], self._x[p], self._y[q], self._x[q]
        mine_p, mine_q = self._look(py, px, fp), self._look(qy, qx, fp)
        theirs_p, theirs_q = self._look(py, px, fq), self._look(qy, qx, fq)
        new_p, new_q = self._look(py, px, wanted[p]), self._look(qy, qx, wanted[q])
        keep = np.where(
            fp == fq, 0, _join(_apart(mine_p, theirs_p), _apart(mine_q, theirs_q))
        )
        second = np.where(fp == alpha, 0, _join(_apart(mine_p, new_p), _apart(mine_q, new_q)))
        first = np.where(fq == alpha, 0, _join(_apart(new_p, theirs_p), _apart(new_q, theirs_q)))
        np.add.at(gain, p, first - keep)
        np.add.at(gain, q, -first)
        capacity = np.maximum(second + first - keep, 0)
        number = np.full(len(label), -1, np.int64)
        number[nodes] = np.arange(len(nodes))
        graph = maxflow.Graph[float](len(nodes), len(pairs))
        ids = graph.add_grid_nodes(len(nodes))
        graph.add_edges(number[p], number[q], capacity.astype(np.float64), np.zeros(len(p)))
        graph.add_grid_tedges(ids, np.maximum(gain[nodes], 0), np.maximum(-gain[nodes], 0))
        graph.maxflow()
        label[nodes[graph.get_grid_segments(ids)]] = alpha


def departures(guide: Floats, pixels: Floats, known: Flags, offsets: Numbers) -> Floats:
    """How far each offset's copy is from the `guide` around each pixel, (K, H, W), 0..255.

    `guide` is (H, W, 3) in 0..1 and complete; differences are pooled over the patch around.
    """
    height, width = known.shape
    result = np.empty((len(offsets), height, width), np.float32)
    for number, (dy, dx) in enumerate(offsets):
        difference = np.zeros((height, width), np.float32)
        weight = np.zeros((height, width), np.float32)
        y0, y1 = max(0, -dy), min(height, height - dy)
        x0, x1 = max(0, -dx), min(width, width - dx)
        if y0 < y1 and x0 < x1:
            here, there = np.s_[y0:y1, x0:x1], np.s_[y0 + dy : y1 + dy, x0 + dx : x1 + dx]
            gap = guide[here] - pixels[there]
            weight[here] = known[there]
            difference[here] = np.sqrt(np.einsum("yxc,yxc->yx", gap, gap)) * 255 * weight[here]
        total = cv2.boxFilter(difference, -1, (5, 5), normalize=False)
        share = cv2.boxFilter(weight, -1, (5, 5), normalize=False)
        result[number] = np.where(share > 0, total / np.maximum(share, 1), 255.0)
    return result


def assembled(
    scene: Scene, offsets: Numbers, own: Floats, watch: Watch, sweeps: int = 3
) -> Montage:
    """The best montage out of a list of offsets; every unknown pixel must have a valid one.

    `own` (K, H, W) is what each offset costs at each pixel by itself.
    """
    hole = ~scene.known
    y, x = np.nonzero(hole)
    cost = own[:, y, x].copy()
    for number, (dy, dx) in enumerate(offsets):
        cost[number, ~scene.at(y + dy, x + dx)[1]] += _FORBIDDEN
    labels = np.full(hole.shape, -1, np.int32)
    labels[y, x] = cost.argmin(axis=0)
    cut = Cut(scene, Montage(offsets, labels), hole, own)
    for turn in range(sweeps):
        used = np.bincount(cut.labels()[hole], minlength=len(offsets))
        order = np.argsort(-used, kind="stable")
        if turn:
            order = order[used[order] > 0]
        before = cut.labels()
        cut.sweep(order, watch.part(turn / sweeps, (turn + 1) / sweeps))
        if (before == cut.labels()).all():
            break
    return Montage(offsets, cut.labels())


def carried_up(scene: Scene, coarse: Montage, watch: Watch) -> Montage:
    """A montage at twice the size: pieces shifted to where they fit, joins moved in a band."""
    height, width = scene.known.shape
    labels = coarse.labels.repeat(2, axis=0).repeat(2, axis=1)[:height, :width].copy()
    labels[scene.known] = -1
    doubled = Montage(2 * coarse.offsets, labels)
    fitted = _fitted(scene, _repaired(scene, doubled), watch.part(0.0, 0.4))
    band = _seams(fitted.labels, _BAND)
    if not band.any():
        return fitted
    cut = Cut(scene, fitted, band)
    used = np.unique(fitted.labels[band])
    cut.sweep(used.astype(np.int64), watch.part(0.4, 1.0), reach=2 * _BAND)
    return Montage(fitted.offsets, cut.labels())


def _seams(labels: NDArray[np.int32], reach: int) -> Flags:
    """Unknown pixels within `reach` of a join between two pieces."""
    change = np.zeros(labels.shape, np.uint8)
    beside = (labels[:, 1:] != labels[:, :-1]) & (labels[:, 1:] >= 0) & (labels[:, :-1] >= 0)
    change[:, 1:] |= beside
    change[:, :-1] |= beside
    below = (labels[1:] != labels[:-1]) & (labels[1:] >= 0) & (labels[:-1] >= 0)
    change[1:] |= below
    change[:-1] |= below
    near = cv2.dilate(change, np.ones((2 * reach + 1,) * 2, np.uint8)) > 0
    return np.asarray(near & (labels >= 0), np.bool_)


def _repaired(scene: Scene, montage: Montage) -> Montage:
    """Pixels whose source is not known get the first offset that serves them.

    Halving may round a picture's odd last row or column up, so a few can turn up there.
    """
    y, x = np.nonzero(montage.labels >= 0)
    offset = montage.offsets[montage.labels[y, x]]
    _, valid = scene.at(y + offset[:, 0], x + offset[:, 1])
    if valid.all():
        return montage
    labels, offsets = montage.labels.copy(), montage.offsets
    y, x = y[~valid], x[~valid]
    for number, (dy, dx) in enumerate(offsets):
        _, serves = scene.at(y + dy, x + dx)
        labels[y[serves], x[serves]] = number
        y, x = y[~serves], x[~serves]
    while len(y):
        offset = nearest_known(scene.known)[y[0], x[0]]
        offsets = np.concatenate([offsets, offset[None]])
        _, serves = scene.at(y + offset[0], x + offset[1])
        labels[y[serves], x[serves]] = len(offsets) - 1
        y, x = y[~serves], x[~serves]
    return Montage(offsets, labels)


def _fitted(scene: Scene, montage: Montage, watch: Watch) -> Montage:
    """Each piece shifted by up to one pixel to where it meets its surroundings best."""
    height, width = scene.known.shape
    offsets = montage.offsets.copy()
    labels = montage.labels
    composite = scene.features.copy()
    sources = montage.sources()
    composite[labels >= 0] = scene.features[sources]
    used, counts = np.unique(labels[labels >= 0], return_counts=True)
    kernel = np.ones((5, 5), np.uint8)
    for turn, label in enumerate(used[np.argsort(-counts, kind="stable")]):
        if turn % 8 == 0:
            watch.step(turn / len(used), "Fitting pieces")
        rows = np.flatnonzero((labels == label).any(axis=1))
        columns = np.flatnonzero((labels == label).any(axis=0))
        top, bottom = max(0, rows[0] - 2), min(height, rows[-1] + 3)
        left, right = max(0, columns[0] - 2), min(width, columns[-1] + 3)
        piece = labels[top:bottom, left:right] == label
        ring = (cv2.dilate(piece.astype(np.uint8), kernel) > 0) & ~piece
        y, x = np.nonzero(piece)
        y, x = y + top, x + left
        ry, rx = np.nonzero(ring)
        ry, rx = ry + top, rx + left
        target = composite[ry, rx]
        best, chosen = np.inf, offsets[label].copy()
        for dy, dx in _SHIFTS:
            offset = montage.offsets[label] + (dy, dx)
            if not scene.at(y + offset[0], x + offset[1])[1].all():
                continue
            seen, valid = scene.at(ry + offset[0], rx + offset[1])
            if not valid.any():
                continue
            gap = (seen - target)[valid]
            cost = float(np.sqrt(np.einsum("nc,nc->n", gap, gap)).mean())
            if cost < best * 0.999:
                best, chosen = cost, offset
        offsets[label] = chosen
        composite[y, x] = scene.features[y + chosen[0], x + chosen[1]]
    return Montage(offsets, labels)


_SHIFTS = sorted(
    ((dy, dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)), key=lambda s: s[0] ** 2 + s[1] ** 2
)
