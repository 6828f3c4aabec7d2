"""Where a face lies, and its pixels there and back: similarities of the plane, and sampling.

Coordinates are continuous, (x, y), x to the right and y down: pixel (column i, row j) covers
i..i+1 by j..j+1, so its centre lies at a half. A point is the complex number x + iy, since a
turn, a scale and a move are then one product and one sum.
"""

from __future__ import annotations

import cmath
from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import affine_transform, spline_filter  # type: ignore[import-untyped]

from ritocco.canvas.arrays import Floats
from ritocco.geometry import Box, Size

Points = NDArray[np.float64]
"""Places in a picture, (N, 2): x, y."""

SIDE = 512
"""Side in pixels of the square in which face networks see a face."""

TEMPLATE: Points = np.array(
    [
        [192.98138, 239.94708],
        [318.90277, 240.1936],
        [256.63416, 314.01935],
        [201.26117, 371.41043],
        [313.08905, 371.15118],
    ]
)
"""Where the two eyes, the tip of the nose and the corners of the mouth lie in that square, from
left to right as seen: the means over FFHQ that GFPGAN, RestoreFormer and CodeFormer were trained
with (facexlib, face_restoration_helper.py). Counted there from the centre of the first pixel."""
TEMPLATE = TEMPLATE + 0.5
TEMPLATE.setflags(write=False)

_MARGIN = 12
"""Pixels read around a region, so that the spline does not feel where it was cut off."""
_LOBES = 3
"""Of the filter that reduces: half its width, in pixels of the result."""
_ROWS = 256
"""Rows sampled at a time, so that memory does not grow with the face."""


@dataclass(frozen=True, slots=True)
class Similarity:
    """Turns, scales and moves: a point z goes to `turn * z + move`. `turn` is not 0."""

    turn: complex
    move: complex

    @classmethod
    def fit(cls, source: Points, target: Points) -> Self:
        """The similarity that brings `source` closest to `target`, both (N, 2), N at least 2.

        The least squares solution (Umeyama 1991, "Least-squares estimation of transformation
        parameters between two point patterns"), which for complex numbers is plain linear
        regression; it never mirrors. Raises ValueError where all points of either are one.
        """
        z, w = _complex(source), _complex(target)
        spread = z - z.mean()
        power = float((np.abs(spread) ** 2).sum())
        turn = complex((spread.conj() * (w - w.mean())).sum() / power) if power else 0j
        if not turn or not cmath.isfinite(turn):
            raise ValueError("points that all lie in one place have no direction")
        return cls(turn, complex(w.mean()) - turn * complex(z.mean()))

    @property
    def scale(self) -> float:
        """Factor by which lengths grow."""
        return abs(self.turn)

    @property
    def inverse(self) -> Similarity:
        """The way back."""
        return Similarity(1 / self.turn, -self.move / self.turn)

    def __call__(self, points: Points) -> Points:
        """Points (..., 2) moved."""
        moved = _complex(points) * self.turn + self.move
        return np.stack([moved.real, moved.imag], -1)

    def then(self, other: Similarity) -> Similarity:
        """This one, and `other` after it."""
        return Similarity(other.turn * self.turn, other.turn * self.move + other.move)


def _complex(points: Points) -> NDArray[np.complex128]:
    points = np.asarray(points, np.float64)
    return points[..., 0] + 1j * points[..., 1]


def covered(similarity: Similarity, size: Size) -> Box:
    """The smallest box that holds where a picture of this size goes."""
    width, height = size.width, size.height
    corners = similarity(np.array([[0, 0], [width, 0], [0, height], [width, height]], np.float64))
    low, high = np.floor(corners.min(0)).astype(int), np.ceil(corners.max(0)).astype(int)
    return Box.between(int(low[0]), int(low[1]), int(high[0]), int(high[1]))


def sampled(pixels: Floats, to_source: Similarity, size: Size) -> Floats:
    """A picture of `size` whose point p shows what `pixels` (H, W, C) show at `to_source(p)`.

    Cubic splines through the pixels where it enlarges; where it reduces, what is too fine for
    the new pixels is filtered away first. Beyond its border `pixels` are mirrored. Values may
    overshoot at hard edges, as those of any cubic do.
    """
    if not size.area:
        return np.zeros((size.height, size.width, pixels.shape[2]), np.float32)
    # A great reduction starts with whole blocks; two to three pixels are left for the filter.
    block = max(1, int(to_source.scale / 2))
    step = block * (_MARGIN + 3 * _LOBES)
    near = covered(to_source, size)
    left, top = near.x - step, near.y - step
    columns, rows = (
        -(-(length + 2 * step) // block) * block for length in (near.width, near.height)
    )
    region = mirrored(pixels, Box(left, top, columns, rows))
    if block > 1:
        small = (columns // block, rows // block)
        region = _planes(cv2.resize(region, small, interpolation=cv2.INTER_AREA))
    # From there to the region: its corner is the origin, and its pixels are `block` wide.
    there = to_source.then(Similarity(1 / block + 0j, -complex(left, top) / block))
    if there.scale > 1:
        taps = _low_pass(there.scale)
        region = _planes(cv2.sepFilter2D(region, cv2.CV_32F, taps, taps))
    planes = [spline_filter(region[..., c], 3, output=np.float32) for c in range(region.shape[2])]
    result = np.empty((size.height, size.width, len(planes)), np.float32)
    for start in range(0, size.height, _ROWS):
        end = min(start + _ROWS, size.height)
        strip = Similarity(1 + 0j, 1j * start).then(there)
        for channel, plane in enumerate(planes):
            result[start:end, :, channel] = _interpolated(plane, strip, (end - start, size.width))
    return result


def _low_pass(width: float) -> NDArray[np.float64]:
    """Taps of Lanczos' filter of three lobes, `width` pixels from its centre to its first zero.

    On a face that goes there and back it loses half of what Keys' cubic does.
    """
    reach = int(_LOBES * width)
    x = np.arange(-reach, reach + 1) / width
    taps = np.sinc(x) * np.sinc(x / _LOBES)
    return np.asarray(taps / taps.sum(), np.float64)


def _interpolated(plane: Floats, to_plane: Similarity, shape: tuple[int, int]) -> Floats:
    """Values (H, W) of a spline at the centres of new pixels."""
    turn = to_plane.turn
    # In (row, column), and between centres of pixels, as scipy counts.
    matrix = np.array([[turn.real, turn.imag], [-turn.imag, turn.real]])
    offset = matrix @ [0.5, 0.5] + [to_plane.move.imag - 0.5, to_plane.move.real - 0.5]
    values = affine_transform(
        plane, matrix, offset, shape, np.float32, order=3, mode="mirror", prefilter=False
    )
    return np.asarray(values, np.float32)


def mirrored(pixels: Floats, box: Box) -> Floats:
    """The pixels of `box`, which may lie anywhere; beyond the border they are mirrored."""
    rows = _reflected(np.arange(box.y, box.bottom), pixels.shape[0])
    columns = _reflected(np.arange(box.x, box.right), pixels.shape[1])
    return np.asarray(pixels[rows[:, None], columns], np.float32)


def _reflected(index: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    """Indices beyond 0..length-1 folded back, the border's own pixel twice."""
    folded = index % (2 * length)
    return np.minimum(folded, 2 * length - 1 - folded)


def _planes(pixels: NDArray[np.generic]) -> Floats:
    """OpenCV drops the axis of a single channel."""
    return np.asarray(pixels[..., None] if pixels.ndim == 2 else pixels, np.float32)
