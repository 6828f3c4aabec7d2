"""A picture with a hole, made ready, and what might fill it: drafts at a small size, carried up.

A draft costs little, as it is made at a size whose hole is small whatever the picture's is. How a
sketch begins decides what it becomes, so drafts that begin otherwise are other pictures; which is
better is seen on them, and only that is carried up to full size (`candidates.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ritocco.canvas import exemplar, texture
from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.bending import bent
from ritocco.canvas.blending import blended
from ritocco.canvas.crossings import mended
from ritocco.canvas.cut import Numbers, Scene
from ritocco.canvas.halving import halved
from ritocco.canvas.montage import (
    Montage,
    assembled,
    carried_up,
    completed,
    departures,
    offsets_of,
    repeats_of,
)
from ritocco.canvas.structure import Edge, edges_across
from ritocco.sentence import Sentence
from ritocco.watch import Watch

_CLEAR = 512
"""Longest side in pixels of the size at which edges that cross the hole are looked for."""

_Level = tuple[Floats, Flags]


@dataclass(frozen=True, slots=True)
class Start:
    """How a sketch begins.

    longest     pixels up to which a picture is not halved again: where a patch is a tenth of it,
                whole things are copied; where it is half, only their places are
    nearness    see `exemplar.sketch`
    rows_go_on  see there
    turn        added to the seed: where a hole is so large that two ways begin at the same size,
                they still are two
    """

    longest: int
    nearness: float
    rows_go_on: bool = True
    turn: int = 0


USUAL = Start(80, exemplar.NEARNESS)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What there is to continue from, at all sizes.

    sizes     colours (H, W, 3) and what is known of them, each half as large as the one before,
              the last so small that a montage of it is soon made
    sketched  features (H, W, 5) and what is known of them, from that size on
    edges     those that cross the hole, in pixels of that size
    repeats   offsets (K, 2) at which the picture of that size is like itself
    """

    sizes: tuple[_Level, ...]
    sketched: tuple[_Level, ...]
    edges: tuple[Edge, ...]
    repeats: Numbers

    @staticmethod
    def of(pixels: Floats, known: Flags, watch: Watch) -> Surroundings:
        """Of `pixels` (H, W, 3) in 0..1, finite everywhere, some `known`. Raises Cancelled."""
        sizes: list[_Level] = [(pixels, known)]
        coarse = texture.steps(pixels, known, watch)
        while exemplar.too_large(sizes[-1][1]):
            watch.step(0.0, Sentence("Looking at the surroundings"))
            coarse, _ = halved(coarse, sizes[-1][1])
            sizes.append(halved(*sizes[-1]))
        small, small_known = sizes[-1]
        sketched = [(np.concatenate([small, coarse], axis=2), small_known)]
        while min(sketched[-1][1].shape) > 1:
            sketched.append(halved(*sketched[-1]))
        base = len(sizes) - 1
        clear = next((at for at in range(base) if max(sizes[at][1].shape) <= _CLEAR), base)
        edges = tuple(edge.scaled(0.5 ** (base - clear)) for edge in edges_across(*sizes[clear]))
        repeats = repeats_of(small, small_known, watch)
        return Surroundings(tuple(sizes), tuple(sketched), edges, repeats)

    def draft(self, start: Start, seed: int, watch: Watch) -> Montage | None:
        """A montage at the last of the sizes; None where there is too little to copy from.

        Raises Cancelled.
        """
        levels = [self.sketched[0]]
        for level in self.sketched[1:]:
            high, wide = levels[-1][1].shape
            if max(high, wide) <= start.longest or min(high, wide) <= start.longest // 2:
                break
            levels.append(level)
        sketch = exemplar.sketch(
            levels,
            seed + start.turn,
            watch.part(0.0, 0.75),
            self.edges,
            start.nearness,
            start.rows_go_on,
        )
        if sketch is None:
            return None
        pixels, known = self.sizes[-1]
        watch.step(0.75, Sentence("Looking for repetition"))
        offsets = offsets_of(sketch, known, self.repeats, self.edges)
        own = departures(sketch.pixels, pixels, known, offsets)
        if self.edges:
            part = watch.part(0.75, 0.78)
            offsets, own = completed(offsets, own, sketch, pixels, known, part)
        own *= _moods(seed + start.turn, len(offsets))
        return assembled(
            Scene.of(pixels, known, watch.part(0.78, 0.78)), offsets, own, watch.part(0.78, 1.0)
        )

    def copied(self, draft: Montage) -> Floats:
        """What a draft shows, (H, W, 3)."""
        return draft.copied(self.sizes[-1][0])

    def carried_up(self, draft: Montage, watch: Watch) -> Montage:
        """A draft at full size. Raises Cancelled."""
        copies = draft
        for depth in range(len(self.sizes) - 2, -1, -1):
            # Each size up has four times the pixels, and takes about that much longer.
            part = watch.part(4.0 ** -(depth + 1), 4.0**-depth)
            part.step(0.0, Sentence("Enlarging"))
            guide = copies.copied(self.sizes[depth + 1][0])
            scene = Scene.of(*self.sizes[depth], part)
            copies = carried_up(scene, copies, guide, part)
        return copies

    def filled(self, draft: Montage, watch: Watch) -> Floats:
        """The picture (H, W, 3) with a draft in it at full size, not clipped. Raises Cancelled."""
        pixels = self.sizes[0][0]
        crossing = [edge.scaled(2.0 ** (len(self.sizes) - 1)) for edge in self.edges]
        copies = self.carried_up(draft, watch.part(0.0, 0.6))
        copies = mended(copies, pixels, crossing, watch.part(0.6, 0.6))
        copies = bent(copies, pixels, watch.part(0.6, 0.6))
        return blended(pixels, copies, watch.part(0.6, 1.0))


def _moods(seed: int, count: int) -> Floats:
    """Factors (count, 1) around 1: a seed's likes and dislikes among equally good offsets."""
    return np.random.default_rng(seed).uniform(0.75, 1.25, (count, 1)).astype(np.float32)
