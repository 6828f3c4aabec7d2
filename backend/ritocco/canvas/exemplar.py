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

import cv2
import numpy as np
from numpy.typing import NDArray

from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.poisson import membrane
from ritocco.watch import Watch

REACH = 3
"""A patch is the square of pixels up to this far from its middle."""
SIDE = 2 * REACH + 1
MOST_SOURCES = 16_000
"""Source patches compared with; where there are more, the nearest to the hole are kept."""
MOST_TARGETS = 6_000
"""A hole touching more patches than this is sketched at half the size first."""

_ROUNDS = 5
_CHUNK = 512
_NEARNESS = 6.0
"""Squared colour steps per patch value that a source a whole picture away must look better by."""

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


def _sources(known: Flags) -> Places:
    """Patches with known pixels only, the nearest to the hole where there are too many."""
    places = np.argwhere(_patches_touching(~known) == 0)
    if _patches_touching(~known).size == 0:
        return np.zeros((0, 2), np.int64)
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
    strength = detail[known].std(axis=0) if known.any() else np.zeros(3)
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
    scale = _NEARNESS * SIDE * SIDE * 3 / max(height, width) ** 2
    code = _Code.of(pixels, sources, scale)
    chosen = sources[:0]
    for turn in range(_ROUNDS):
        found = []
        for first in range(0, len(targets), _CHUNK):
            watch.step((turn + first / len(targets)) / _ROUNDS, "Sketching")
            found.append(code.nearest(current, targets[first : first + _CHUNK]))
        index = np.concatenate([one for one, _ in found])
        error = np.concatenate([one for _, one in found])
        chosen = sources[index]
        current = _voted(pixels, known, current, targets, chosen, error, trust)
    return Sketch(current, targets, chosen)


@dataclass(frozen=True, slots=True)
class _Code:
    """Source patches as rows of whole numbers, ready for comparison."""

    rows: Floats
    norms: Floats
    places: Places
    scale: float

    @staticmethod
    def of(pixels: Floats, places: Places, scale: float) -> _Code:
        rows = _rows(pixels, places)
        norms = np.square(rows).sum(axis=1) / 2
        return _Code(rows, norms, places, scale)

    def nearest(self, pixels: Floats, targets: Places) -> tuple[NDArray[np.int64], Floats]:
        """Row numbers of the best sources of `targets`, and mean squared errors (0..255)^2."""
        rows = _rows(pixels, targets)
        score = rows @ self.rows.T
        score -= self.norms
        if self.scale > 0:
            for axis in range(2):
                apart = (
                    targets[:, None, axis].astype(np.float32)
                    - self.places[None, :, axis].astype(np.float32)
                )
                np.square(apart, out=apart)
                apart *= np.float32(self.scale / 2)
                score -= apart
        index = score.argmax(axis=1)
        best = np.take_along_axis(score, index[:, None], axis=1)[:, 0]
        own = np.square(rows).sum(axis=1)
        error = np.maximum(own - 2 * best, 0) / rows.shape[1]
        return index, error.astype(np.float32)


def _rows(pixels: Floats, places: Places) -> Floats:
    """Patches at `places` as rows of whole numbers around 0, (N, 3 * SIDE^2).

    At most 147 products of up to 128^2 are summed, which float32 holds exactly.
    """
    levels = np.rint(pixels * 255) - 128
    windows = np.lib.stride_tricks.sliding_window_view(levels, (SIDE, SIDE), axis=(0, 1))
    rows = windows[places[:, 0], places[:, 1]].reshape(len(places), -1)
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
            total[ty, tx] += pixels[sources[:, 0] + y, sources[:, 1] + x] * weight[:, None]
            share[ty, tx] += weight
    have = ~known & (share > 0)
    result = current.copy()
    result[have] = total[have] / share[have][:, None]
    return result
