"""Colours from the ring: what an engine did to pixels whose truth is known is undone inside.

A decoded window also holds the ring around the selection, where the picture is known. Two
corrections, both measured there and nowhere else:

1. `match_ring`: mean and contrast of each Lab channel (Reinhard et al. 2001, "Color transfer
   between images", restricted to the ring). Selected and unknown pixels never count.
2. `close_seam`: what then still differs at the selection's edge is carried inside as a
   membrane (Perez et al. 2003, "Poisson image editing"): zero Laplacian, exact at the edge.
"""

from __future__ import annotations

import numpy as np

from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.colour import lab_to_srgb, srgb_to_lab
from ritocco.canvas.mask import ring
from ritocco.canvas.means import local_means
from ritocco.canvas.poisson import membrane

RING_WIDTH = 48
"""Pixels of surroundings in which colours are measured."""
SEAM_WIDTH = 1
"""Pixels just outside the selection whose remaining difference is carried inside: the edge."""
GRAIN = 0.5
"""Standard deviation in pixels of the means at the edge. Grain that is carried inside fades within
its own size; means over more pixels left a step at the edge that the eye sees as a line."""
TEXTURE = 4.0
"""Standard deviation in pixels of the means whose contrast is compared: a model that lost fine
texture has not lost contrast, and making up for it would paint casts over the picture."""
LEAST_RING = 64
"""Fewer known pixels than this are no statistic."""
GAIN_LIMITS = (0.5, 2.0)
FLAT = 0.5
"""A channel with less deviation than this in Lab (0..100) has no contrast to measure."""


def harmonize(painted: Floats, original: Floats, selected: Flags, known: Flags) -> Floats:
    """`painted` (H, W, 3) fitted to `original` around `selected`; the same array if it fits.

    `known` says where `original` is real. Where no ring is known, nothing is changed.
    """
    around = ring(selected, known, RING_WIDTH)
    if np.array_equal(painted[around], original[around]):
        return painted
    return close_seam(match_ring(painted, original, around), original, selected, known)


def match_ring(painted: Floats, original: Floats, around: Flags) -> Floats:
    """The whole of `painted` with the Lab mean and contrast that `original` has in the ring."""
    if around.sum() < LEAST_RING:
        return painted
    lab, truth = srgb_to_lab(painted), srgb_to_lab(original)
    have, want = lab[around], truth[around]
    have_deviation, want_deviation = (
        local_means(side, around, TEXTURE)[around].std(0) for side in (lab, truth)
    )
    measurable = (have_deviation > FLAT) & (want_deviation > FLAT)
    gain = np.where(measurable, want_deviation / np.maximum(have_deviation, FLAT), 1)
    gain = np.clip(gain, *GAIN_LIMITS)
    matched = (lab - have.mean(0)) * gain + want.mean(0)
    return lab_to_srgb(np.asarray(matched, np.float32))


def close_seam(painted: Floats, original: Floats, selected: Flags, known: Flags) -> Floats:
    """`painted` with the difference at the selection's edge spread smoothly over its inside."""
    edge = ring(selected, known, SEAM_WIDTH)
    if not edge.any():
        return painted
    difference = local_means(original - painted, edge, GRAIN)
    correction = membrane(difference, edge | ~selected)
    return np.asarray(np.where(selected[..., None], painted + correction, painted), np.float32)
