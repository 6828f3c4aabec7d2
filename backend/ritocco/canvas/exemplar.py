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
from dataclasses import dataclass

import cv2
import numpy as np

from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.patches import (
    MIDDLE,
    SIDE,
    Code,
    Places,
    levels_of,
    source_places,
    target_places,
)
from ritocco.canvas.poisson import membrane
from ritocco.canvas.structure import Edge, guide
from ritocco.watch import Watch

_MOST_TARGETS = 8_000
_MOST_PAIRS = 40_000_000
"""More targets, or more pairs of target and source, and the sketch is made at half the size."""
_ROUND_PAIRS = 80_000_000
_FEWEST_ROUNDS, _MOST_ROUNDS = 3, 16
"""Rounds of search and vote at one size: as many as this number of pairs allows."""
_CHUNK = 128
_LEAST_KNOWN = 0.4
"""Share of a source patch that must be known; the rest is neither compared nor copied."""
_NEARNESS = 100.0
"""What a source costs at a whole picture's distance, in squared colour steps."""
_TRUST = 1.7
"""Each pixel deeper in the hole, a patch counts less by this factor: filling goes inward."""
_FIRM = 0.5
"""How firmly an edge's colour must be wanted to stand in the first guess."""
_HELD = 0.5
"""How much of that is also put into what a round of voting says."""


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
        sources, targets = source_places(known, _LEAST_KNOWN), target_places(known)
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
    targets = len(target_places(known))
    return targets > _MOST_TARGETS or targets * len(source_places(known, 1.0)) > _MOST_PAIRS


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
    """Search and vote in turn, until nothing changes or for some rounds; known pixels stay.

    `wanted` are colours (H, W, 3) and how firmly they are, (H, W, 1). Sources s are sought at
    the least (1 - w) |s - now|^2 + w |s - wanted|^2, which is that of |s - a mix of both|^2.
    """
    shown, firm = wanted
    current, chosen = start, sources[:0]
    trust = _trust(known, targets)
    code = Code.of(pixels, known, sources, _NEARNESS)
    affordable = _ROUND_PAIRS // (len(targets) * len(sources))
    rounds = min(max(affordable, _FEWEST_ROUNDS), _MOST_ROUNDS)
    before: tuple[Floats, ...] = ()
    for turn in range(rounds):
        nearest = []
        sought = current + firm * (shown - current)
        asked = levels_of(sought), code.bias
        if before and all(map(np.array_equal, asked, before)):
            break  # all further rounds would find, and vote, the same
        before = asked
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
    deep = np.minimum(depth[tuple((targets + MIDDLE).T)], 40)
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
    width = known.shape[1]
    to, out_of = (corners[:, 0] * width + corners[:, 1] for corners in (targets, sources))
    colours, trusted = pixels.reshape(-1, 3), known.ravel()
    total, share = np.zeros_like(colours), np.zeros(known.size, np.float32)
    for y in range(SIDE):
        for x in range(SIDE):
            step = y * width + x
            use = weight * trusted[out_of + step]
            total[to + step] += colours[out_of + step] * use[:, None]
            share[to + step] += use
    have = ~trusted & (share > 0)
    result = current.reshape(-1, 3).copy()
    result[have] = total[have] / share[have][:, None]
    return result.reshape(current.shape)
