"""How well a fill hangs together: whether each piece of it is like some piece of the picture.

A hard cut between two copied pieces, a thing that stops, a smear: the patches over it look like
none that are known. Distances to the nearest known patch tell it (the completeness of Simakov et
al., "Summarizing visual data using bidirectional similarity", 2008); how far the picture's own
patches are from each other tells what is usual in it.
"""

from __future__ import annotations

import numpy as np

from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.halving import halved
from ritocco.canvas.patches import (
    SIDE,
    Code,
    Patches,
    Places,
    nearest_to_hole,
    source_places,
    target_places,
    unknown_counts,
)
from ritocco.sentence import Sentence
from ritocco.watch import Watch

_MOST_FILLED = 10_000
"""Filled pixels up to which a picture is not halved: cuts show at this size too."""
_MOST_SOURCES, _MOST_ASKED, _WITNESSES = 6_000, 1_500, 600
"""Known patches compared with, filled ones asked, and known ones that tell what is usual."""
HIGH = 95.0
"""The percentile that stands for a fill: its worst places, not one of them."""
_UNSEEN = 3.0
"""A distance per channel, in steps of 0..255, that no eye sees; keeps the ratio finite."""
_CHUNK = 250


def joins(
    pixels: Floats, filled: Flags, known: Flags, watch: Watch, high: float = HIGH
) -> float | None:
    """Distance of `filled` patches to the nearest known ones, over what is usual in the picture.

    `pixels` (H, W, 3) in 0..1; `filled` and `known` (H, W) do not overlap. The percentile `high`
    of either distance counts. 1: as well as the picture repeats itself, below: smoother or made of
    whole pieces; from 1.5 on cuts or smears can be seen. None where there is too little known to
    compare with. Raises Cancelled.
    """
    while np.count_nonzero(filled) > _MOST_FILLED:
        watch.step(0.0, Sentence("Looking at the result"))
        both = filled | known
        clean = np.where(both[..., None], pixels, np.float32(0))
        pixels, shown = halved(clean, both)
        known = halved(clean, known)[1]
        filled = shown & ~known
    sources = nearest_to_hole(~filled, source_places(known, 1.0), _MOST_SOURCES)
    asked = _whole(target_places(~filled), filled | known)
    if len(sources) < _WITNESSES or len(asked) == 0:
        return None
    code = Code.of(pixels, known, sources, 0.0)
    usual = nearest_to_hole(~filled, sources, _WITNESSES)
    # What overlaps a patch is like it: such neighbours do not tell how the picture repeats.
    inside = _high(
        code, pixels, asked[:: -(-len(asked) // _MOST_ASKED)], 0.0, high, watch.part(0.0, 0.7)
    )
    around = _high(code, pixels, usual, SIDE, high, watch.part(0.7, 1.0))
    return None if around is None or inside is None else (inside + _UNSEEN) / (around + _UNSEEN)


def _whole(places: Places, shown: Flags) -> Places:
    """Those of the patches that have no pixel that is not `shown`."""
    return np.asarray(places[unknown_counts(shown)[tuple(places.T)] == 0], np.int64)


def _high(
    code: Code, pixels: Floats, places: Places, least: float, high: float, watch: Watch
) -> float | None:
    """The percentile `high` of these patches' distances, in steps of 0..255 a channel."""
    distances = []
    asked = Patches.of(pixels, None, places)
    for first in range(0, len(places), _CHUNK):
        watch.step(first / len(places), Sentence("Looking at the result"))
        distances.append(code.nearest(asked[first : first + _CHUNK], least)[1])
    found = np.concatenate(distances)
    found = found[np.isfinite(found)]
    if len(found) == 0:
        return None
    # Whole numbers may leave a distance a hair below 0.
    return float(np.percentile(np.sqrt(np.maximum(found, 0)), high))
