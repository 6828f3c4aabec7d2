"""A face out of the picture and back: what a network sees, and what it changed put in place.

Put back is the *difference* between what the network made and what it was shown, not the face
itself. A network that changes nothing then changes nothing, bit for bit, and what the square of
512 pixels cannot hold stays: the pores of a face larger than that, the grain of the picture.
Where the face is smaller than the square the square holds all there is, and both ways agree.
"""

from __future__ import annotations

import cv2
import numpy as np

from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.poisson import membrane
from ritocco.geometry import Box, Size
from ritocco.restore.alignment import SIDE, Similarity, covered, sampled

_SQUARE = Size(SIDE, SIDE)
_MIDDLE, _REACH = (256.0, 272.0), (232.0, 238.0)
"""Of the mask in the square: its centre and half axes; hair and chin are in it."""
_ROUND = 2.5
"""Between an ellipse (2) and a rectangle."""
_FULL = 0.78
"""Share of its half axes within which the mask is full."""
_FADED, _BLUR = 64.0, 10.0
"""How far beyond the picture's border, in pixels of the square, the mirrored picture has become
a blur, and how soft a one: FFHQ's own squares, from which the networks learnt, do so too."""
_TONE = 64.0
"""Standard deviation in pixels of the square of what counts as tone. Eyes and mouth are smaller,
and blurred faces of 16 pixels and more have their tones right at this size."""


def place_of(to_square: Similarity, picture: Size) -> Box:
    """The part of the picture that a face's square can change."""
    return covered(to_square.inverse, _SQUARE) & Box.of(picture)


def mask_of(to_square: Similarity, place: Box) -> Floats:
    """How much of each pixel of `place` belongs to the face, (H, W), 0..1.

    A rounded shape in the square, soft at its edge and 0 where the square ends; evaluated at
    each pixel, so that it is as smooth on small and turned faces as on large ones.
    """
    x = np.arange(place.x, place.right) + 0.5
    y = np.arange(place.y, place.bottom) + 0.5
    at = to_square(np.stack(np.meshgrid(x, y), -1)).astype(np.float32)
    away = np.abs(at - np.array(_MIDDLE, np.float32)) / np.array(_REACH, np.float32)
    radius = (away**_ROUND).sum(-1) ** (1 / _ROUND)
    part = np.clip((1 - radius) / (1 - _FULL), 0, 1)
    return np.asarray(part * part * (3 - 2 * part), np.float32)


def square_of(pixels: Floats, known: Flags | None, to_square: Similarity) -> Floats:
    """The face as the network sees it: (512, 512, 3) in 0..1.

    Beyond the border of `pixels` (H, W, 3) the picture is mirrored, then blurred; what is not
    `known` is filled smoothly from around it.
    """
    if known is not None:
        box = covered(to_square.inverse, _SQUARE)
        inside = box & Box.of(Size(pixels.shape[1], pixels.shape[0]))
        there = known[inside.slices]
        if there.any() and not there.all():
            pixels = membrane(pixels[inside.slices], there)
            to_square = Similarity(1 + 0j, complex(inside.x, inside.y)).then(to_square)
    square = sampled(pixels, to_square.inverse, _SQUARE)
    beyond = _beyond(Size(pixels.shape[1], pixels.shape[0]), to_square)
    if beyond.any():
        soft = cv2.GaussianBlur(square, (0, 0), _BLUR)
        square = square + (soft - square) * np.clip(beyond / _FADED, 0, 1)[..., None]
    return np.asarray(square.clip(0, 1), np.float32)


def _beyond(picture: Size, to_square: Similarity) -> Floats:
    """How far each pixel of the square lies beyond the picture's border, in its own pixels."""
    across = np.arange(SIDE) + 0.5
    at = to_square.inverse(np.stack(np.meshgrid(across, across), -1))
    outside = np.maximum(np.maximum(-at, at - (picture.width, picture.height)), 0)
    return np.asarray(np.hypot(*np.moveaxis(outside, -1, 0)) * to_square.scale, np.float32)


def toned(difference: Floats) -> Floats:
    """A difference (512, 512, 3) without what it does to tones: colour and light stay.

    Face networks shift colours, and tint what is grey. What changes over distances larger than
    the features of a face is such a shift, and is left away; measured within the mask, since
    what surrounds the face is not put back.
    """
    weights = mask_of(Similarity(1 + 0j, 0j), Box.of(_SQUARE))[..., None]
    known = np.concatenate([difference * weights, weights], -1)
    small = cv2.resize(known, (SIDE // 8, SIDE // 8), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), _TONE / 8, borderType=cv2.BORDER_CONSTANT)
    total = sampled(np.asarray(small, np.float32), Similarity(1 / 8 + 0j, 0j), _SQUARE)
    tone = total[..., :3] / np.maximum(total[..., 3:], 1e-4)
    return np.asarray(difference - tone, np.float32)


def put_back(difference: Floats, to_square: Similarity, place: Box) -> Floats:
    """A difference in the square (512, 512, 3) as it looks on `place` of the picture."""
    from_place = Similarity(1 + 0j, complex(place.x, place.y)).then(to_square)
    return sampled(difference, from_place, place.size)
