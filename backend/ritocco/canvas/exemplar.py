"""A small sketch of what is missing: every patch in the hole looks like some known patch.

Patch-based completion by expectation and maximisation, from coarse to fine (Wexler, Shechtman
and Irani, "Space-time completion of video", 2007). It differs from the usual in four things:
as long as a size is small the best source of each patch is found exactly, by one matrix product,
and only then by trying (`search.py`); sources may be partly unknown there, so that thin known
strips count; sources near by, above all at the same height, are preferred, since in most pictures
sky is above and ground below; and each source brings its texture along (`texture.py`).

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

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.distances import distances
from ritocco.canvas.patches import (
    MIDDLE,
    SIDE,
    Code,
    Patches,
    Places,
    source_places,
    target_places,
    unknown_counts,
)
from ritocco.canvas.poisson import membrane
from ritocco.canvas.search import Found, Tried
from ritocco.canvas.structure import Edge, guide
from ritocco.canvas.texture import COLOURS
from ritocco.sentence import Sentence
from ritocco.watch import Watch

_MOST_TARGETS = 8_000
_MOST_PAIRS = 40_000_000
"""More targets, or more pairs of target and source, and the sketch is made at half the size."""
_EXACT_PAIRS = 8_000_000
"""Pairs up to which the best source is found exactly, where there is a smaller size to go by."""
_ROUND_PAIRS = 60_000_000
_FEWEST_ROUNDS, _MOST_ROUNDS = 3, 12
"""Rounds of exact search and vote at one size: as many as this number of pairs allows."""
_TRIED_ROUNDS = 5
_CHUNK = 128
_LEAST_KNOWN = 0.4
"""Share of a source patch that must be known; the rest is neither compared nor copied."""
NEARNESS = 100.0
"""What a source usually costs at a whole picture's distance, in squared colour steps."""
_TRUST = 1.7
"""Each pixel deeper in the hole, a patch counts less by this factor: filling goes inward."""
_FIRM = 0.5
"""How firmly an edge's colour must be wanted to stand in the first guess."""
_HELD = 0.5
"""How much of that is also put into what a round of voting says."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """A completed small picture, and where its parts come from.

    features  (H, W, 3 + T): colours in 0..1, and texture if any; known pixels as they were
    targets   patches that touch the hole
    sources   for each target its source patch, which may be partly unknown
    """

    features: Floats
    targets: Places
    sources: Places

    @property
    def pixels(self) -> Floats:
        """Its colours, (H, W, 3)."""
        return np.ascontiguousarray(self.features[..., :COLOURS])


def sketch(
    levels: list[tuple[Floats, Flags]],
    seed: int,
    watch: Watch,
    edges: Sequence[Edge] = (),
    nearness: float = NEARNESS,
    rows_go_on: bool = True,
) -> Sketch | None:
    """Complete the first of `levels`, each half as large: features (H, W, 3 + T), known (H, W).

    `edges` run through the first level: which colours are wanted on either side of them.
    `nearness` is what a source costs at a whole picture's distance, in squared colour steps.
    `rows_go_on`: beyond a picture's sides each row is guessed as it ends, else all is one membrane.
    Levels too coarse to hold a known patch are passed over. None where the first is so itself.
    Raises Cancelled.
    """
    done: Sketch | None = None
    random = np.random.default_rng(seed)
    for depth in range(len(levels) - 1, -1, -1):
        part = watch.part(1 - (depth + 1) / len(levels), 1 - depth / len(levels))
        part.step(0.0, Sentence("Sketching"))
        features, known = levels[depth]
        sources, targets = source_places(known, _LEAST_KNOWN), target_places(known)
        if len(sources) == 0 or len(targets) == 0:
            done = None
            continue
        wanted = _Wanted.of([edge.scaled(0.5**depth) for edge in edges], known, features.shape[2])
        if done:
            start = _enlarged(done, features, known)
        else:
            start = _rough(features, known, random, wanted, rows_go_on)
        pairs = len(sources) * len(targets)
        if done and pairs > _EXACT_PAIRS and (unknown_counts(known) == 0).any():
            step, rounds = _trying(features, known, done, nearness, random), _TRIED_ROUNDS
        else:
            code = Code.of(features, known, sources, nearness)
            step = _searching(code, targets, known)
            rounds = min(max(_ROUND_PAIRS // pairs, _FEWEST_ROUNDS), _MOST_ROUNDS)
        done = _improved(features, known, start, targets, step, rounds, part, wanted)
    return done


def too_large(known: Flags) -> bool:
    """Whether a sketch at this size would take too long, so that half the size is better."""
    if np.count_nonzero(~known) > 2 * _MOST_TARGETS:
        return True
    targets = len(target_places(known))
    return targets > _MOST_TARGETS or targets * len(source_places(known, 1.0)) > _MOST_PAIRS


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What edges ask for: features (H, W, C), and how firmly each is wanted, (H, W, C)."""

    shown: Floats
    firm: Floats

    @staticmethod
    def of(edges: Sequence[Edge], known: Flags, channels: int) -> _Wanted:
        """Edges say nothing of texture, and nothing where the picture is known."""
        colours, hold = guide(edges, known.shape)
        shown, firm = (np.zeros((*known.shape, channels), np.float32) for _ in range(2))
        shown[..., :COLOURS], firm[..., :COLOURS] = colours, hold * ~known[..., None]
        return _Wanted(shown, firm)

    def pulled(self, features: Floats, share: float) -> Floats:
        """`features`, moved by this share to where they are wanted."""
        return np.asarray(features + self.firm * np.float32(share) * (self.shown - features))


def _rough(
    features: Floats,
    known: Flags,
    random: np.random.Generator,
    wanted: _Wanted,
    rows_go_on: bool,
) -> Floats:
    """The membrane, over what is firmly `wanted`, with noise in its colours.

    The noise is as strong as the known pixels' usual departure from smoothness.
    """
    given = known | (wanted.firm[..., 0] > _FIRM)
    shown = np.where(known[..., None], features, wanted.shown)
    smooth = np.concatenate(
        [membrane(shown[..., :COLOURS], given), membrane(features[..., COLOURS:], known)], axis=2
    )
    if rows_go_on:
        smooth = _going_on(smooth, known)
    detail = (features - cv2.GaussianBlur(smooth, (0, 0), 2))[..., :COLOURS]
    strength = 1.48 * np.median(np.abs(detail[known]), axis=0)
    noise = random.standard_normal(detail.shape) * strength
    smooth[..., :COLOURS] = np.clip(smooth[..., :COLOURS] + noise, 0, 1)
    return np.where(known[..., None], features, smooth).astype(np.float32)


def _going_on(values: Floats, known: Flags) -> Floats:
    """`values` (H, W, C) whose rows go on as they end beyond the picture's left and right side.

    A membrane has lost there, far from the picture, what is at which height.
    """
    columns = np.flatnonzero(known.any(axis=0))
    return values[:, np.clip(np.arange(known.shape[1]), columns[0], columns[-1])]


def _enlarged(coarse: Sketch, features: Floats, known: Flags) -> Floats:
    """A first guess at twice the size: the sources of the coarse sketch, copied in full detail."""
    size = known.shape
    total = np.zeros((*size, features.shape[2]), np.float32)
    weight = np.zeros(size, np.float32)
    for y in range(2 * SIDE):
        for x in range(2 * SIDE):
            targets, sources = 2 * coarse.targets + (y, x), 2 * coarse.sources + (y, x)
            inside = (targets < size).all(axis=1) & (sources < size).all(axis=1)
            ty, tx = targets[inside].T
            sy, sx = sources[inside].T
            off = (y - SIDE + 0.5) ** 2 + (x - SIDE + 0.5) ** 2
            use = known[sy, sx] * np.float32(np.exp(-off / SIDE))
            total[ty, tx] += features[sy, sx] * use[:, None]
            weight[ty, tx] += use
    bigger = cv2.resize(coarse.features, None, fx=2, fy=2, interpolation=cv2.INTER_LINEAR)
    guess = bigger[: size[0], : size[1]]
    have = weight > 0
    guess[have] = total[have] / weight[have][:, None]
    return np.where(known[..., None], features, guess).astype(np.float32)


_Step = Callable[[Floats, Watch], Found | None]
"""What is sought (H, W, C) -> a source for each target; None where it would be the same again."""


def _searching(code: Code, targets: Places, known: Flags) -> _Step:
    """Exact search, round after round; sources that were used often cost more in the next one."""
    before: tuple[Floats, ...] = ()

    def step(sought: Floats, watch: Watch) -> Found | None:
        nonlocal code, before
        asked = Patches.of(sought, None, targets)
        now = asked.rows, code.bias
        if _same(now, before):
            return None
        before = now
        nearest = []
        for first in range(0, len(targets), _CHUNK):
            watch.step(first / len(targets), Sentence("Sketching"))
            nearest.append(code.nearest(asked[first : first + _CHUNK]))
        index = np.concatenate([rows for rows, _ in nearest])
        found = Found(code.places[index], np.concatenate([cost for _, cost in nearest]))
        code = code.discouraged(index, known.shape)
        return found

    return step


def _same(now: tuple[Floats, ...], before: tuple[Floats, ...]) -> bool:
    return bool(before) and all(map(np.array_equal, now, before))


def _trying(
    features: Floats,
    known: Flags,
    coarse: Sketch,
    nearness: float,
    random: np.random.Generator,
) -> _Step:
    """Search by trying, from where the smaller sketch found its sources."""
    tried = Tried.of(features, known, nearness)
    sources = tried.start(coarse.targets, coarse.sources)

    def step(sought: Floats, watch: Watch) -> Found:
        nonlocal sources
        found = tried.better(sources, sought, random, watch)
        sources = found.sources
        return found

    return step


def _improved(
    features: Floats,
    known: Flags,
    start: Floats,
    targets: Places,
    step: _Step,
    rounds: int,
    watch: Watch,
    wanted: _Wanted,
) -> Sketch:
    """Search and vote in turn, until nothing changes or for some rounds; known pixels stay.

    Sources s are sought at the least (1 - w) |s - now|^2 + w |s - wanted|^2, which is that of
    |s - a mix of both|^2.
    """
    current, sources = start, targets[:0]
    trust = _trust(known, targets)
    for turn in range(rounds):
        found = step(wanted.pulled(current, 1), watch.part(turn / rounds, (turn + 1) / rounds))
        if found is None:
            break  # all further rounds would find, and vote, the same
        sources = found.sources
        # The usual error of good matches decides how much worse ones may count.
        spread = max(float(np.percentile(found.cost, 75)), 1.0)
        weight = ((np.exp(-found.cost / (2 * spread)) + 1e-4) * trust).astype(np.float32)
        current = _voted(features, known, current, targets, sources, weight)
        current = wanted.pulled(current, _HELD)
    return Sketch(current, targets, sources)


def _trust(known: Flags, targets: Places) -> Floats:
    """How much each target counts in the vote: less the deeper its middle lies in the hole."""
    depth = distances(~known)
    deep = np.minimum(depth[tuple((targets + MIDDLE).T)], 40)
    return np.asarray(np.power(_TRUST, -deep), np.float32)


def _voted(
    features: Floats,
    known: Flags,
    current: Floats,
    targets: Places,
    sources: Places,
    weight: Floats,
) -> Floats:
    """Each unknown pixel as the weighted mean of what the patches over it say."""
    width = known.shape[1]
    to, out_of = (corners[:, 0] * width + corners[:, 1] for corners in (targets, sources))
    values, trusted = features.reshape(-1, features.shape[2]), known.ravel()
    total, share = np.zeros_like(values), np.zeros(known.size, np.float32)
    for y in range(SIDE):
        for x in range(SIDE):
            step = y * width + x
            use = weight * trusted[out_of + step]
            total[to + step] += values[out_of + step] * use[:, None]
            share[to + step] += use
    have = ~trusted & (share > 0)
    result = current.reshape(-1, current.shape[2]).copy()
    result[have] = total[have] / share[have][:, None]
    return result.reshape(current.shape)
