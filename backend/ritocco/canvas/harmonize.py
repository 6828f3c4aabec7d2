"""Colours from the ring: what an engine did to pixels whose truth is known is undone inside.

A decoded window also holds the ring around the selection, where the picture is known. Two
corrections, both measured there and nowhere else:

1. `match_ring`: mean and contrast of each Lab channel (Reinhard et al. 2001, "Color transfer
   between images", restricted to the ring). Selected and unknown pixels never count.
2. `close_seam`: what then still differs at the selection's edge is carried inside as a
   membrane (Perez et al. 2003, "Poisson image editing"): zero Laplacian, exact at the edge.
"""

from __future__ import annotations

import cv2
import numpy as np

from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.colour import lab_to_srgb, srgb_to_lab
from ritocco.canvas.mask import ring
from ritocco.canvas.poisson import membrane

RING_WIDTH = 48
"""Pixels of surroundings in which colours are measured."""
SEAM_WIDTH = 3
"""Pixels just outside the selection whose remaining difference is carried inside."""
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
    lab = srgb_to_lab(painted)
    have, want = lab[around], srgb_to_lab(original[around][None])[0]
    have_deviation, want_deviation = have.std(0), want.std(0)
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
    difference = _averaged(original - painted, edge)
    correction = membrane(difference, edge | ~selected)
    return np.asarray(np.where(selected[..., None], painted + correction, painted), np.float32)


def _averaged(values: Floats, where: Flags) -> Floats:
    """Each pixel of `where` averaged with its neighbours in `where`: grain is no seam."""
    side = 2 * SEAM_WIDTH + 1
    weights = where.astype(np.float32)
    total = cv2.blur(values * weights[..., None], (side, side), borderType=cv2.BORDER_CONSTANT)
    count = cv2.blur(weights, (side, side), borderType=cv2.BORDER_CONSTANT)
    mean = total / np.maximum(count, 1e-6)[..., None]
    return np.asarray(np.where(where[..., None], mean, 0), np.float32)
