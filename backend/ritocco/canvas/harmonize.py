"""Colours from the ring: what an engine did to pixels whose truth is known is undone inside.

A decoded window also holds the ring around the selection, where the picture is known. Three
corrections, all measured there and nowhere else:

1. `match_ring`: mean and contrast of each Lab channel (Reinhard et al. 2001, "Color transfer
   between images", restricted to the ring). Selected and unknown pixels never count.
2. `close_seam`: what colours still differ by along the selection's edge, as means over a
   neighbourhood, is carried inside as a membrane (Perez et al. 2003, "Poisson image editing").
3. What then differs at the very edge, a line that the model drew softer for one, is closed
   within a few pixels. Carried farther, the dark outline or the white border of a picture
   would tint all that lies beyond it.
"""

from __future__ import annotations

import cv2
import numpy as np

from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.colour import lab_to_srgb, srgb_to_lab
from ritocco.canvas.mask import ring
from ritocco.canvas.means import local_means
from ritocco.canvas.poisson import membrane

RING_WIDTH = 48
"""Pixels of surroundings in which colours are measured."""
SEAM_WIDTH = 1
"""Pixels just outside the selection at which the picture is met exactly: the edge."""
GRAIN = 0.5
"""Standard deviation in pixels of the means at the edge. Grain that is carried inside fades within
its own size; means over more pixels left a step at the edge that the eye sees as a line."""
CAST = 12.0
"""Standard deviation in pixels of the means whose difference counts as a cast of that place."""
REACH = 6.0
"""Pixels within which what is no cast fades to a third inside."""
TEXTURE = 4.0
"""Standard deviation in pixels of the means whose contrast is compared: a model that lost fine
texture has not lost contrast, and making up for it would paint casts over the picture."""
UNUSUAL = 6.0
"""Times the ring's median departure from its median difference beyond which a pixel is left out."""
LEAST_RING = 64
"""Fewer known pixels than this are no statistic."""
GAIN_LIMITS = (0.5, 2.0)
FLAT = 0.5
"""Deviation in Lab (0..100) at which half a difference in contrast is believed: a flatter ring
tells less of what its contrast was."""
SPREAD = 3.0
"""Deviations from the ring's mean beyond which contrast is not stretched further: of colours that
the ring does not hold it says nothing."""
_ROUNDS = 2
"""How often the usual departure from a cast is estimated anew."""


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
    around = _usual(truth - lab, around)
    have, want = lab[around], truth[around]
    have_deviation, want_deviation = (
        local_means(side, around, TEXTURE)[around].std(0) for side in (lab, truth)
    )
    gain = np.clip(want_deviation / np.maximum(have_deviation, 1e-3), *GAIN_LIMITS)
    flatter = np.minimum(have_deviation, want_deviation) ** 2
    more = (gain - 1) * flatter / (flatter + FLAT**2)
    reach = SPREAD * have.std(0)
    stretched = more * np.clip(lab - have.mean(0), -reach, reach)
    matched = lab + (want.mean(0) - have.mean(0)) + stretched
    return lab_to_srgb(np.asarray(matched, np.float32))


def _usual(difference: Floats, around: Flags) -> Flags:
    """The pixels of `around` but for those whose difference is far from what is usual there.

    A frame around the picture, which no model draws, says nothing of the colours beyond it.
    """
    apart = np.linalg.norm(difference - np.median(difference[around], axis=0), axis=2)
    return np.asarray(around & (apart <= UNUSUAL * np.median(apart[around])), np.bool_)


def close_seam(painted: Floats, original: Floats, selected: Flags, known: Flags) -> Floats:
    """`painted` with what its ring differs by undone inside: exactly at the edge, in 0..1.

    Unknown pixels beside the selection, such as those beyond the canvas, hold nothing: no
    condition is set there.
    """
    free = _holed(selected, known)
    edge = ring(free, known, SEAM_WIDTH)
    if not edge.any():
        return painted
    difference = original - painted
    cast = _cast(difference, ring(free, known, RING_WIDTH), edge)
    rest = local_means(difference, edge, GRAIN) - cast
    carried = membrane(np.concatenate([cast, rest], axis=2), ~free)
    away = cv2.distanceTransform((~edge).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5)
    fading = np.exp((1 - away) / np.float32(REACH))[..., None]
    mended = np.clip(painted + carried[..., :3] + fading * carried[..., 3:], 0, 1)
    return np.asarray(np.where(selected[..., None], mended, painted), np.float32)


def _holed(selected: Flags, known: Flags) -> Flags:
    """The selection, and the unknown places that touch it."""
    free = selected | ~known
    count, part = cv2.connectedComponents(free.astype(np.uint8), connectivity=4)
    touched = np.zeros(count, np.bool_)
    touched[part[selected]] = True
    return np.asarray(touched[part], np.bool_)


def _cast(difference: Floats, around: Flags, edge: Flags) -> Floats:
    """What colours are off by around each pixel of `edge`, (H, W, 3); elsewhere 0.

    The mean difference over the neighbourhood, in which pixels that depart from it by more than
    is usual hardly count: a line that the model softened is no cast.
    """
    mean = local_means(difference, around, CAST)
    for _ in range(_ROUNDS):
        apart = np.linalg.norm(difference - mean, axis=2)
        usual = max(float(np.median(apart[around])), 1e-4)
        weight = np.where(around, 1 / (1 + np.square(apart / usual)), 0)
        mean = local_means(difference, weight, CAST)
    return np.asarray(np.where(edge[..., None], mean, 0), np.float32)
