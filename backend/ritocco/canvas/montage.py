"""Which known pixel each unknown pixel copies: few long pieces, joined where it shows least.

Each unknown pixel p gets an offset s out of a short list, and copies the known pixel p + s. The
list holds the offsets at which the picture resembles itself (He and Sun, "Statistics of patch
offsets for image completion", 2012) and those of a sketch. The choice is made on a small picture,
by graph cuts, and carried up: at each size every piece is shifted by up to a pixel to where it
fits best, and its joins are moved within a narrow band.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.cut import FORBIDDEN, Cut, Labels, Numbers, Scene, serves
from ritocco.canvas.distances import nearest
from ritocco.canvas.exemplar import Sketch
from ritocco.canvas.patches import SIDE, Code, Patches, nearest_to_hole, source_places
from ritocco.canvas.structure import Edge, carriers
from ritocco.sentence import Sentence
from ritocco.watch import Watch

_SWEEPS = 3
_TOLERANCE = 25.0
"""Colour steps from the sketch beyond which a source is taken for another thing altogether."""
_FROM_SKETCH, _FROM_PICTURE = 45, 25
"""How many offsets are taken from the sketch, and from the picture's own repetition."""
_WITNESSES = 1000
"""Known patches, the nearest to the hole, that are asked where they repeat."""
_FAR, _MORE = 40.0, 30
"""A departure from the sketch at which a better offset is looked for, and how many at most."""
_BAND = 4
"""How far a join may move at each size, in pixels."""
_RING = 2
"""Width of the surroundings by which a piece's place is judged, in pixels."""
Box = tuple[slice, slice]
WHOLE: Box = np.s_[:, :]
_SHIFTS = ((0, 0), (-1, 0), (0, -1), (0, 1), (1, 0), (-1, -1), (-1, 1), (1, -1), (1, 1))


@dataclass(frozen=True, slots=True)
class Montage:
    """Where each unknown pixel comes from.

    offsets  (K, 2): y, x to add to a pixel's place to find its source
    labels   (H, W) int32: row of `offsets`, -1 at known pixels
    """

    offsets: Numbers
    labels: Labels

    def source(self, places: Numbers, labels: Numbers) -> Numbers:
        """What pixels at `places` (N, 2) with these `labels` (N,) copy, (N, 2)."""
        return np.asarray(places + self.offsets[labels], np.int64)

    def sources(self, box: Box = WHOLE) -> tuple[Numbers, Numbers]:
        """Coordinates (y, x) of the source of each unknown pixel in `box`, in scan order."""
        part = self.labels[box]
        corner = [side.start or 0 for side in box]
        places = np.argwhere(part >= 0)
        y, x = self.source(places + corner, part[tuple(places.T)].astype(np.int64)).T
        return y, x

    def copied(self, pixels: Floats, box: Box = WHOLE) -> Floats:
        """`pixels` (H, W, C) with every unknown pixel replaced by its source; of that a part."""
        result = pixels[box].copy()
        result[self.labels[box] >= 0] = pixels[self.sources(box)]
        return result

    def box(self, margin: int) -> Box:
        """Rows and columns of what is unknown, with some known pixels around."""
        hole = self.labels >= 0
        sides = (np.flatnonzero(hole.any(axis=axis)) for axis in (1, 0))
        rows, columns = (
            slice(max(0, int(side[0]) - margin), int(side[-1]) + 1 + margin) for side in sides
        )
        return rows, columns


def repeats_of(pixels: Floats, known: Flags, watch: Watch) -> Numbers:
    """Offsets (K, 2) at which what is `known` of `pixels` (H, W, 3) is most like itself.

    Raises Cancelled.
    """
    places = source_places(known, 1.0)
    if len(places) == 0:
        return np.zeros((0, 2), np.int64)
    witnesses = nearest_to_hole(known, places, _WITNESSES)
    code = Code.of(pixels, known, places, 0.0)
    asked = Patches.of(pixels, None, witnesses)
    repeats = []
    for first in range(0, len(witnesses), _WITNESSES // 4):
        watch.step(0.0, Sentence("Looking for repetition"))
        part = asked[first : first + _WITNESSES // 4]
        # Next door everything looks alike: He and Sun ask for a fifteenth of the picture.
        index, cost = code.nearest(part, max(known.shape) / 15)
        repeats.append((code.places[index] - part.places)[np.isfinite(cost)])
    return _commonest(np.concatenate(repeats), known.shape, 0.7, _FROM_PICTURE)


def offsets_of(
    sketch: Sketch, known: Flags, repeats: Numbers, edges: Sequence[Edge] = ()
) -> Numbers:
    """A short list of offsets worth trying, (K, 2); one of them at least serves each unknown pixel.

    Those of the sketch, where `known` (H, W) is, those along `edges` that cross it, and `repeats`.
    """
    own = sketch.sources - sketch.targets
    chosen = [_commonest(own, known.shape, 0, _FROM_SKETCH), carriers(edges, known), repeats]
    offsets = np.unique(np.concatenate(chosen), axis=0)
    return _covering(offsets[(offsets != 0).any(axis=1)], sketch, known)


def _commonest(offsets: Numbers, size: tuple[int, ...], blur: float, most: int) -> Numbers:
    """The commonest offsets: peaks of their histogram, blurred by `blur` pixels."""
    height, width = size
    counts = np.zeros((2 * height + 1, 2 * width + 1), np.float32)
    np.add.at(counts, (offsets[:, 0] + height, offsets[:, 1] + width), 1)
    if blur:
        counts = np.asarray(cv2.GaussianBlur(counts, (0, 0), blur), np.float32)
    around = cv2.dilate(counts, np.ones((3, 3), np.uint8))
    y, x = np.nonzero((counts > 0) & (counts >= around))
    order = np.argsort(-counts[y, x], kind="stable")[:most]
    return np.stack([y[order] - height, x[order] - width], axis=1)


def _covering(offsets: Numbers, sketch: Sketch, known: Flags) -> Numbers:
    """`offsets`, and as many of the sketch's own as are needed to serve each unknown pixel.

    Where the sketch has none either, the offset to the nearest known pixel.
    """
    own = _sketched(sketch, known, False)
    left = np.argwhere(~known)
    for offset in offsets:
        left = left[~serves(known, left + offset)]
    more = []
    while len(left):
        more.append(own[tuple(left[len(left) // 2])])
        left = left[~serves(known, left + more[-1])]
    return np.concatenate([offsets, np.array(more, np.int64).reshape(-1, 2)])


def _sketched(sketch: Sketch, known: Flags, inward: bool) -> Numbers:
    """For each pixel an offset (H, W, 2) to a known pixel: the sketch's, else the nearest.

    Of the patches over a pixel the last in scan order decides, or the one around it (`inward`).
    """
    own = nearest_known(known)
    corners = list(np.ndindex(SIDE, SIDE))
    if inward:
        middle = SIDE // 2
        corners.sort(key=lambda at: -abs(at[0] - middle) - abs(at[1] - middle))
    for y, x in corners:
        corner = np.array([y, x])
        targets, sources = sketch.targets + corner, sketch.sources + corner
        good = known[sources[:, 0], sources[:, 1]]
        own[targets[good, 0], targets[good, 1]] = (sources - targets)[good]
    return own


def completed(
    offsets: Numbers, costs: Floats, sketch: Sketch, pixels: Floats, known: Flags, watch: Watch
) -> tuple[Numbers, Floats]:
    """`offsets` (K, 2) and their `costs` (K, N), with some offsets of the sketch's own added
    where no valid one shows anything like it. Raises Cancelled.
    """
    own = _sketched(sketch, known, True)[~known]
    places = np.argwhere(~known)
    least = np.full(len(own), np.float32(FORBIDDEN))
    for offset, cost in zip(offsets, costs, strict=True):
        np.minimum(least, cost, out=least, where=serves(known, places + offset))
    added: list[Numbers] = []
    prices: list[Floats] = []
    for turn in range(_MORE):
        watch.step(turn / _MORE, Sentence("Looking for repetition"))
        worst = int(least.argmax())
        if least[worst] < _FAR:
            break
        added.append(own[worst])
        prices.append(departures(sketch.pixels, pixels, known, own[worst][None]))
        good = serves(known, places + own[worst])
        np.minimum(least, prices[-1][0], out=least, where=good)
        least[(own == own[worst]).all(axis=1)] = 0
    if not added:
        return offsets, costs
    return np.concatenate([offsets, np.array(added)]), np.concatenate([costs, *prices])


def nearest_known(known: Flags) -> Numbers:
    """For each pixel the offset (H, W, 2) to a nearest known pixel; (0, 0) at known pixels."""
    here = np.moveaxis(np.indices(known.shape), 0, -1)
    return np.asarray(nearest(~known) - here, np.int64)


def departures(guide: Floats, pixels: Floats, known: Flags, offsets: Numbers) -> Floats:
    """How far each offset's copy is from the `guide` around each unknown pixel, (K, N), 0..255.

    `guide` is (H, W, 3) in 0..1 and complete; differences are pooled over the 5 x 5 around.
    """
    height, width = known.shape
    hole = ~known
    result = np.empty((len(offsets), int(hole.sum())), np.float32)
    for number, (dy, dx) in enumerate(offsets):
        difference = np.zeros((height, width), np.float32)
        weight = np.zeros((height, width), np.float32)
        top, bottom = max(0, -dy), min(height, height - dy)
        left, right = max(0, -dx), min(width, width - dx)
        if top < bottom and left < right:
            here = np.s_[top:bottom, left:right]
            there = np.s_[top + dy : bottom + dy, left + dx : right + dx]
            gap = guide[here] - pixels[there]
            weight[here] = known[there]
            difference[here] = np.sqrt(np.einsum("yxc,yxc->yx", gap, gap)) * 255 * weight[here]
        total = cv2.boxFilter(difference, -1, (5, 5), normalize=False)
        share = cv2.boxFilter(weight, -1, (5, 5), normalize=False)
        mean = np.where(share > 0, total / np.maximum(share, 1), 255.0)[hole]
        result[number] = mean + np.square(mean) / _TOLERANCE
    return result


def assembled(scene: Scene, offsets: Numbers, own: Floats, watch: Watch) -> Montage:
    """The best montage out of a list of offsets; every unknown pixel must have a valid one.

    `own` (K, N) is what each offset costs at each unknown pixel by itself. Raises Cancelled.
    """
    hole = ~scene.known
    places = np.argwhere(hole)
    cost = own.copy()
    for number, offset in enumerate(offsets):
        cost[number, ~serves(scene.known, places + offset)] += FORBIDDEN
    labels = np.full(hole.shape, -1, np.int32)
    labels[hole] = cost.argmin(axis=0)
    cut = Cut(scene, offsets, labels, hole, own=own)
    for turn in range(_SWEEPS):
        before = cut.labels()
        used = np.bincount(before[hole], minlength=len(offsets))
        order = np.argsort(-used, kind="stable")
        # Offsets that found no place in the first sweep seldom do later.
        order = order if turn == 0 else order[used[order] > 0]
        cut.sweep(order, watch.part(turn / _SWEEPS, (turn + 1) / _SWEEPS))
        if np.array_equal(before, cut.labels()):
            break
    return Montage(offsets, cut.labels())


def carried_up(scene: Scene, coarse: Montage, guide: Floats, watch: Watch) -> Montage:
    """A montage at twice the size: pieces shifted to where they fit, joins moved in a band.

    `guide` (h, w, 3) in 0..1 is what the coarse montage shows; what strays from it costs.
    Raises Cancelled.
    """
    height, width = scene.known.shape
    labels = coarse.labels.repeat(2, axis=0).repeat(2, axis=1)[:height, :width].copy()
    labels[scene.known] = -1
    doubled = _repaired(scene, Montage(2 * coarse.offsets, labels))
    watch.step(0.0, Sentence("Fitting pieces"))
    fitted = _fitted(scene, doubled, watch.part(0.0, 0.4))
    watch.step(0.4, Sentence("Joining pieces"))
    band = _seams(fitted.labels)
    watch.step(0.4, Sentence("Joining pieces"))
    if not band.any():
        return fitted
    wanted = _enlarged(guide, band, fitted.box(0))
    watch.step(0.4, Sentence("Joining pieces"))
    cut = Cut(scene, fitted.offsets, fitted.labels, band, guide=wanted)
    cut.sweep(np.unique(fitted.labels[band]), watch.part(0.4, 1.0), reach=2 * _BAND)
    return Montage(fitted.offsets, cut.labels())


def _enlarged(guide: Floats, band: Flags, box: Box) -> Floats:
    """What `guide` (h, w, 3) shows at twice the size at the places of `band`, (N, 3), scan order.

    Only what lies in `box` is enlarged, with a pixel around, as far as interpolation looks.
    """
    small = tuple(slice(max(0, side.start // 2 - 2), -(-side.stop // 2) + 2) for side in box)
    wide = cv2.resize(guide[small], None, fx=2, fy=2, interpolation=cv2.INTER_LINEAR)
    places = np.argwhere(band) - [2 * side.start for side in small]
    return np.asarray(wide[tuple(places.T)], np.float32)


def _seams(labels: Labels) -> Flags:
    """Unknown pixels within a band's reach of a join between two pieces."""
    hole = labels >= 0
    change = np.zeros(labels.shape, np.uint8)
    beside = (labels[:, 1:] != labels[:, :-1]) & hole[:, 1:] & hole[:, :-1]
    below = (labels[1:] != labels[:-1]) & hole[1:] & hole[:-1]
    change[:, 1:] |= beside
    change[1:] |= below
    near = cv2.dilate(change, np.ones((2 * _BAND + 1,) * 2, np.uint8)) > 0
    return np.asarray(near & hole, np.bool_)


def _repaired(scene: Scene, montage: Montage) -> Montage:
    """Pixels whose source is not known get the first offset that serves them.

    Halving may round a picture's odd last row or column up, so a few can turn up there.
    """
    places = np.argwhere(montage.labels >= 0)
    bad = ~serves(scene.known, np.stack(montage.sources(), axis=1))
    if not bad.any():
        return montage
    labels, offsets, places = montage.labels.copy(), montage.offsets, places[bad]
    near = nearest_known(scene.known)
    number = 0
    while len(places):
        if number == len(offsets):
            offsets = np.concatenate([offsets, near[tuple(places[0])][None]])
        good = serves(scene.known, places + offsets[number])
        labels[tuple(places[good].T)] = number
        places = places[~good]
        number += 1
    return Montage(offsets, labels)


def _fitted(scene: Scene, montage: Montage, watch: Watch) -> Montage:
    """Each piece shifted by up to one pixel to where it meets its surroundings best."""
    offsets, labels = montage.offsets.copy(), montage.labels
    box = montage.box(_RING)
    corner = np.array([box[0].start, box[1].start])
    composite = montage.copied(scene.features, box)
    watch.step(0.0, Sentence("Fitting pieces"))
    places = np.argwhere(labels >= 0)
    order = np.argsort(labels[tuple(places.T)], kind="stable")
    pieces = np.split(places[order], np.cumsum(np.bincount(labels[labels >= 0]))[:-1])
    largest_first = sorted(range(len(pieces)), key=lambda label: -len(pieces[label]))
    for turn, label in enumerate(largest_first):
        inner = pieces[label]
        if len(inner) == 0:
            break
        watch.step(turn / len(pieces), Sentence("Fitting pieces"))
        ring = _ring(inner, labels.shape)
        target = composite[tuple((ring - corner).T)]
        least = np.inf
        for shift in _SHIFTS:
            offset = montage.offsets[label] + shift
            if not serves(scene.known, inner + offset).all():
                continue
            seen = scene.at(ring + offset)
            if not seen.known.any():
                continue
            gap = (seen.features - target)[seen.known]
            cost = float(np.sqrt(np.einsum("nc,nc->n", gap, gap)).mean(dtype=np.float64))
            if cost < least:
                least, offsets[label] = cost, offset
        composite[tuple((inner - corner).T)] = scene.features[tuple((inner + offsets[label]).T)]
    return Montage(offsets, labels)


def _ring(places: Numbers, size: tuple[int, ...]) -> Numbers:
    """The pixels around a piece, (M, 2), from its own, (N, 2)."""
    start = np.maximum(places.min(axis=0) - _RING, 0)
    end = np.minimum(places.max(axis=0) + _RING + 1, size)
    piece = np.zeros(end - start, np.uint8)
    piece[tuple((places - start).T)] = 1
    wide = cv2.dilate(piece, np.ones((2 * _RING + 1,) * 2, np.uint8))
    return np.asarray(np.argwhere(wide > piece) + start, np.int64)
