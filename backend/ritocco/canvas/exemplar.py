"""A small sketch of what is missing: every patch in the hole looks like some known patch.

Patch-based completion by expectation and maximisation, from coarse to fine (Wexler, Shechtman
and Irani, "Space-time completion of video", 2007). Two things differ from the usual: sketches
are small, so that the nearest neighbour of each patch is found exactly, by one matrix product,
and colours are whole numbers there, so that sums are exact and the outcome is the same on any
number of threads.

The sketch blurs a little, as all voting does. It is never shown: it tells `montage.py` which
real pixels belong where.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.poisson import membrane
from ritocco.watch import Watch

REACH = 3
"""A patch is the square of pixels up to this far from its middle."""
SIDE = 2 * REACH + 1
MOST_SOURCES = 10_000
"""Source patches compared with; where there are more, the nearest to the hole are kept."""
MOST_TARGETS = 6_000
"""A hole touching more patches than this is sketched at half the size first."""

_ROUNDS = 6
_CHUNK = 512
_PARTIAL = 100.0
_NEARNESS = 100.0
"""Squared colour steps by which a source a whole picture away must look better."""
_LEAST_KNOWN = 0.4
"""Share of a source patch that must be known; the rest is neither compared nor copied."""
_GRAVITY = 4.0
"""How much more a step up or down counts: sky stays above, ground below."""

Places = NDArray[np.int64]
"""Top left corners of patches or plain pixel coordinates, (N, 2): y, x."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """A completed small picture, and where its parts come from.

    pixels   (H, W, 3) in 0..1; known pixels as they were
    targets  patches that touch the hole, by their top left corner
    sources  for each target its source patch, all of whose pixels are known
    """

    pixels: Floats
    targets: Places
    sources: Places


def sketch(levels: list[tuple[Floats, Flags]], seed: int, watch: Watch) -> Sketch | None:
    """Complete the finest of `levels`, fine to coarse, each half the size of the one before.

    A level is pixels (H, W, 3) in 0..1 and known (H, W). None where no level has a known patch.
    Raises Cancelled.
    """
    done: Sketch | None = None
    pixels: Floats | None = None
    for depth in range(len(levels) - 1, -1, -1):
        part = watch.part(1 - (depth + 1) / len(levels), 1 - depth / len(levels))
        picture, known = levels[depth]
        part.step(0.0, "Sketching")
        sources = _sources(known)
        targets = _targets(known)
        if len(sources) == 0 or len(targets) == 0:
            continue
        if done is None or pixels is None:
            start = _rough(picture, known, seed)
        else:
            start = _enlarged(done, picture, known)
        done = _improved(picture, known, start, targets, sources, part)
        pixels = done.pixels
    if done is None or done.pixels.shape != levels[0][0].shape:
        return None
    return done


def _patches_touching(flags: Flags) -> NDArray[np.int64]:
    """How many set pixels each patch inside the array has, by top left corner."""
    height, width = flags.shape
    if height < SIDE or width < SIDE:
        return np.zeros((0, 0), np.int64)
    sums = np.zeros((height + 1, width + 1), np.int64)
    sums[1:, 1:] = flags.cumsum(0).cumsum(1)
    return (
        sums[SIDE:, SIDE:] - sums[:-SIDE, SIDE:] - sums[SIDE:, :-SIDE] + sums[:-SIDE, :-SIDE]
    )


def _sources(known: Flags, least: float = _LEAST_KNOWN) -> Places:
    """Patches of which at least this share is known, nearest to the hole where too many."""
    missing = _patches_touching(~known)
    places = np.argwhere(missing <= (1 - least) * SIDE * SIDE)
    if len(places) <= MOST_SOURCES:
        return places
    distance = cv2.distanceTransform(known.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    away = distance[places[:, 0] + REACH, places[:, 1] + REACH]
    return places[np.sort(np.argsort(away, kind="stable")[:MOST_SOURCES])]


def _targets(known: Flags) -> Places:
    return np.argwhere(_patches_touching(~known) > 0)


def target_count(known: Flags) -> int:
    """How many patches touch what is unknown."""
    return int(np.count_nonzero(_patches_touching(~known)))


def _rough(pixels: Floats, known: Flags, seed: int) -> Floats:
    """The membrane, with noise as strong as the known pixels' departure from smoothness."""
    smooth = membrane(pixels, known)
    detail = pixels - cv2.GaussianBlur(smooth, (0, 0), 2)
    strength = 1.48 * np.median(np.abs(detail[known]), axis=0)
    noise = np.random.default_rng(seed).standard_normal(pixels.shape) * strength
    return np.where(known[..., None], pixels, np.clip(smooth + noise, 0, 1)).astype(np.float32)


def _enlarged(coarse: Sketch, pixels: Floats, known: Flags) -> Floats:
    """A first guess at twice the size: the sources of the coarse sketch, copied at full detail."""
    height, width = known.shape
    total = np.zeros((height, width, 3), np.float32)
    weight = np.zeros((height, width), np.float32)
    for y in range(2 * SIDE):
        for x in range(2 * SIDE):
            targets, sources = 2 * coarse.targets + (y, x), 2 * coarse.sources + (y, x)
            inside = (
                (targets < (height, width)).all(axis=1)
                & (sources < (height, width)).all(axis=1)
            )
            ty, tx = targets[inside].T
            sy, sx = sources[inside].T
            near = np.float32(np.exp(-(((y - SIDE + 0.5) ** 2 + (x - SIDE + 0.5) ** 2) / SIDE)))
            use = known[sy, sx] * near
            total[ty, tx] += pixels[sy, sx] * use[:, None]
            weight[ty, tx] += use
    bigger = cv2.resize(coarse.pixels, None, fx=2, fy=2, interpolation=cv2.INTER_LINEAR)
    guess = bigger[:height, :width].copy()
    have = weight > 0
    guess[have] = total[have] / weight[have][:, None]
    return np.where(known[..., None], pixels, guess).astype(np.float32)


def _improved(
    pixels: Floats, known: Flags, start: Floats, targets: Places, sources: Places, watch: Watch
) -> Sketch:
    """Search and vote in turn, some rounds; known pixels stay."""
    height, width = known.shape
    current = start
    trust = _trust(known)
    code = _Code.of(pixels, known, sources, _NEARNESS)
    chosen = sources[:0]
    rounds = 3 if len(targets) > 2500 else 4 if len(targets)>1000 else 12
    for turn in range(rounds):
        found = []
        for first in range(0, len(targets), _CHUNK):
            watch.step((turn + first / len(targets)) / rounds, "Sketching")
            found.append(code.nearest(current, targets[first : first + _CHUNK]))
        index = np.concatenate([one for one, _ in found])
        error = np.concatenate([one for _, one in found])
        chosen = sources[index]
        current = _voted(pixels, known, current, targets, chosen, error, trust)
    return Sketch(current, targets, chosen)


@dataclass(frozen=True, slots=True)
class _Code:
    """Source patches as rows of numbers that are whole or eighths, ready for comparison.

    The score of a source is its inner product with the target minus half its own square, with
    two more columns for the places: the largest score is the least distance. Sums stay below
    2^21 in steps of 1/8, which float32 holds exactly, so no order of adding changes them.
    """

    rows: Floats
    bias: Floats
    places: Places
    share: Floats

    @staticmethod
    def of(pixels: Floats, known: Flags, places: Places, nearness: float) -> _Code:
        """`nearness` is what a source a whole picture away pays, in squared colour steps."""
        scale = nearness / max(known.shape) ** 2
        weight = np.array([_GRAVITY * scale, scale])
        masks = _windows(known)[places[:, 0], places[:, 1]].reshape(len(places), -1)
        count = masks.sum(axis=1, dtype=np.float32)[:, None]
        share = count / (SIDE * SIDE)
        rows = _rows(pixels, places) * np.tile(masks, 3) / (3 * count)
        squares = masks / (-2 * 3 * count)
        columns = weight * places
        half = np.square(_rows(pixels, places) * np.tile(masks, 3)).sum(axis=1) / (6 * count[:, 0])
        bias = half + (weight * places**2).sum(axis=1) / 2 + _PARTIAL * (1 - share[:, 0])
        return _Code(
            np.concatenate([rows, squares, columns], axis=1).astype(np.float32),
            bias.astype(np.float32),
            places,
            share[:, 0],
        )

    def nearest(
        self, pixels: Floats, targets: Places, least: float = 0.0
    ) -> tuple[NDArray[np.int64], Floats]:
        """Row numbers of the best sources of `targets`, and mean squared errors (0..255)^2.

        Sources closer than `least` to a target do not count for it.
        """
        rows = _rows(pixels, targets)
        squares = np.square(rows).reshape(len(rows), 3, -1).sum(axis=1)
        columns = np.concatenate([rows, squares, targets], axis=1).astype(np.float32)
        score = columns @ self.rows.T
        score -= self.bias
        if least > 0:
            close = np.abs(targets[:, None, 0] - self.places[None, :, 0]) < least
            close &= np.abs(targets[:, None, 1] - self.places[None, :, 1]) < least
            score[close] = -np.inf
        index = score.argmax(axis=1)
        best = np.take_along_axis(score, index[:, None], axis=1)[:, 0]
        return index, np.maximum(-2 * best, 0)


def _windows(values: NDArray[Any]) -> NDArray[Any]:
    """All patches of an array (H, W[, C]) by top left corner; the patch's axes come last."""
    return np.lib.stride_tricks.sliding_window_view(values, (SIDE, SIDE), axis=(0, 1))


def _rows(pixels: Floats, places: Places) -> Floats:
    """Patches at `places` as rows of whole numbers around 0, (N, 3 * SIDE^2)."""
    levels = np.clip(np.rint(pixels * 255) - 128, -128, 127)
    rows = _windows(levels)[places[:, 0], places[:, 1]].reshape(len(places), -1)
    return np.ascontiguousarray(rows, np.float32)


def _trust(known: Flags) -> Floats:
    """How much a patch counts in the vote, by its middle: less the deeper in the hole."""
    depth = cv2.distanceTransform((~known).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.asarray(np.power(1.3, -np.minimum(depth, 40)), np.float32)


def _voted(
    pixels: Floats,
    known: Flags,
    current: Floats,
    targets: Places,
    sources: Places,
    error: Floats,
    trust: Floats,
) -> Floats:
    """Each unknown pixel as the weighted mean of what the patches over it say."""
    spread = max(float(np.percentile(error, 75)), 1.0)
    weight = np.exp(-error / (2 * spread)) + 1e-4
    weight *= trust[targets[:, 0] + REACH, targets[:, 1] + REACH]
    total = np.zeros_like(current)
    share = np.zeros(known.shape, np.float32)
    for y in range(SIDE):
        for x in range(SIDE):
            ty, tx = targets[:, 0] + y, targets[:, 1] + x
            sy, sx = sources[:, 0] + y, sources[:, 1] + x
            use = weight * known[sy, sx]
            total[ty, tx] += pixels[sy, sx] * use[:, None]
            share[ty, tx] += use
    have = ~known & (share > 0)
    result = current.copy()
    result[have] = total[have] / share[have][:, None]
    return result


def offsets_of(found: Sketch, pixels: Floats, known: Flags, watch: Watch) -> Places:
    """A short list of offsets worth trying; at least one of them is valid at each unknown pixel."""
    height, width = known.shape
    counts = np.zeros((2 * height + 1, 2 * width + 1), np.float32)
    apart = found.sources - found.targets
    np.add.at(counts, (apart[:, 0] + height, apart[:, 1] + width), 1)
    by_sketch = _peaks(counts, 45)
    counts[:] = 0
    places = _sources(known, 1.0)
    distance = cv2.distanceTransform(known.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    away = distance[places[:, 0] + REACH, places[:, 1] + REACH]
    near = places[np.sort(np.argsort(away, kind="stable")[:1000])]
    code = _Code.of(pixels, known, places, 0.0)
    least = max(height, width) / 15
    for first in range(0, len(near), _CHUNK):
        watch.step(0.0, "Looking for repetition")
        part = near[first : first + _CHUNK]
        index = code.nearest(pixels, part, least)[0]
        far = code.places[index] - part
        np.add.at(counts, (far[:, 0] + height, far[:, 1] + width), 1)
    by_picture = _peaks(cv2.GaussianBlur(counts, (0, 0), 0.7), 25)
    zero = np.array([[height, width]])
    offsets = np.unique(np.concatenate([by_sketch, by_picture]), axis=0) - zero
    offsets = offsets[(offsets != 0).any(axis=1)]
    return _covering(offsets, found, known)


def _peaks(counts: Floats, most: int) -> Places:
    top = cv2.dilate(counts, np.ones((3, 3), np.uint8))
    peak = (counts > 0) & (counts >= top)
    y, x = np.nonzero(peak)
    order = np.argsort(-counts[y, x], kind="stable")[:most]
    return np.stack([y[order], x[order]], axis=1)


def _covering(offsets: Places, found: Sketch, known: Flags) -> Places:
    """`offsets`, and as many of the sketch's own as are needed to serve each unknown pixel.

    Where the sketch has none either, the offset to the nearest known pixel.
    """
    height, width = known.shape
    own = nearest_known(known)
    for dy in range(SIDE):
        for dx in range(SIDE):
            targets, sources = found.targets + (dy, dx), found.sources + (dy, dx)
            good = known[sources[:, 0], sources[:, 1]]
            own[targets[good, 0], targets[good, 1]] = (sources - targets)[good]
    y, x = np.nonzero(~known)

    def unserved(offset: Places, y: Places, x: Places) -> Flags:
        sy, sx = y + offset[0], x + offset[1]
        inside = (sy >= 0) & (sy < height) & (sx >= 0) & (sx < width)
        return ~(inside & known[np.clip(sy, 0, height - 1), np.clip(sx, 0, width - 1)])

    for offset in offsets:
        left = unserved(offset, y, x)
        y, x = y[left], x[left]
    more = []
    while len(y):
        more.append(own[y[len(y) // 2], x[len(y) // 2]])
        left = unserved(more[-1], y, x)
        y, x = y[left], x[left]
    return np.concatenate([offsets, np.array(more).reshape(-1, 2)]).astype(np.int64)


def nearest_known(known: Flags) -> Places:
    """For each pixel the offset (H, W, 2) to a nearest known pixel; (0, 0) at known pixels."""
    _, number = cv2.distanceTransformWithLabels(
        (~known).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    places = np.zeros((int(number.max()) + 1, 2), np.int64)
    places[number[known]] = np.argwhere(known)
    here = np.stack(np.mgrid[: known.shape[0], : known.shape[1]], axis=-1)
    return np.asarray(places[number] - here, np.int64)
