"""Smooth interpolation and gradient-domain reconstruction: Laplace's and Poisson's equation.

Unknown pixels u minimise the sum over neighbouring pixels p, q of (u_q - u_p - g_pq)^2, with u
given at known pixels (Dirichlet) and no condition at the array's border (Neumann). With g = 0
that is the membrane; with g the gradients of another picture it is seamless cloning (Perez,
Gangnet and Blake, "Poisson Image Editing", 2003). A screened one also adds (u_p - w_p)^2 / r^2:
far from what is known, beyond r pixels, u is near a given picture w.

Method: conjugate gradients preconditioned by one multigrid V-cycle, for domains of any shape
(McAdams, Sifakis and Teran, "A parallel multigrid Poisson solver for fluids simulation on large
grids", 2010). About ten rounds whatever the size; cost and memory grow with the unknown's
bounding box only. Channels are solved one after the other, so that memory is that of one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ritocco.canvas.arrays import Flags, Floats
from ritocco.sentence import Sentence
from ritocco.watch import Watch

_COARSEST = 8
"""Levels stop where neither side is longer than this; there a dense inverse takes over."""
_DAMPING = np.float32(0.8)
_SWEEPS = 2
_ROUNDS = 60
_CROSS = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], np.float32)
_RESTRICT = np.array([0.25, 0.75, 0.75, 0.25], np.float32)


def membrane(values: Floats, known: Flags) -> Floats:
    """Harmonic interpolation of `values` (H, W, C) into the pixels that are not `known` (H, W).

    Known pixels come back bit-identical; what stands in unknown pixels is never read. New values
    lie within the range of the known pixels next to the unknown, per channel (maximum principle).
    Nothing known: zeros.
    """
    return _solve(values, known, None, 1e-4, Watch())


def solve(
    values: Floats,
    known: Flags,
    right: Floats,
    down: Floats,
    *,
    tolerance: float = 1e-5,
    watch: Watch | None = None,
    screen: Screen | None = None,
) -> Floats:
    """The picture that keeps `values` where `known` and has the wanted gradients elsewhere.

    `values` (H, W, C); `known` (H, W). `right` (H, W - 1, C): wanted u[y, x + 1] - u[y, x];
    `down` (H - 1, W, C): wanted u[y + 1, x] - u[y, x]. Differences between two known pixels are
    ignored. Known pixels come back bit-identical; new values are not clipped. Nothing known: zeros.
    `tolerance` is the error's energy relative to that of the first guess. `screen` says what else
    the new values have to be near. Raises Cancelled.
    """
    return _solve(values, known, (right, down), tolerance, watch or Watch(), screen)


@dataclass(frozen=True, slots=True)
class Screen:
    """A picture (H, W, C) that a solution is near, but for what dies away over `reach` pixels."""

    values: Floats
    reach: float

    @property
    def pull(self) -> float:
        """What a difference from it counts beside one of gradients."""
        return self.reach**-2


@dataclass(frozen=True, slots=True)
class _Level:
    """One grid of the hierarchy. All arrays (H, W).

    unknown   1 where a value is sought, else 0
    degree    the diagonal of the Laplacian: how many neighbours a pixel has inside the array, and
              the pull of a screen
    relax     unknown * damping / degree: one Jacobi step's factor
    inverse   on the coarsest level, the dense inverse (N, N) over its N unknown pixels
    """

    unknown: Floats
    degree: Floats
    relax: Floats
    inverse: NDArray[np.float64] | None


def _solve(
    values: Floats,
    known: Flags,
    wanted: tuple[Floats, Floats] | None,
    tolerance: float,
    watch: Watch,
    screen: Screen | None = None,
) -> Floats:
    """Shared by `membrane` and `solve`; see there. `wanted` None: zero gradients and clipping."""
    if known.all():
        return np.array(values, np.float32)
    if not known.any():
        return np.zeros_like(values, np.float32)
    result = np.where(known[..., None], values, np.float32(0)).astype(np.float32, copy=False)
    top, bottom = _reach(np.any(~known, axis=1))
    left, end = _reach(np.any(~known, axis=0))
    inside = np.s_[top:bottom, left:end]
    levels = _hierarchy(~known[inside], screen.pull if screen else 0.0)
    unknown = ~known[inside]
    ring = ~unknown & (cv2.dilate(unknown.astype(np.uint8), _CROSS.astype(np.uint8)) > 0)
    for channel in range(values.shape[2]):
        # Gradients and neighbours are sought around the mean of the ring, which saves precision.
        part = result[..., channel][inside]
        ground = np.float32(part[ring].mean(dtype=np.float64))
        fixed = np.where(unknown, np.float32(0), part - ground).astype(np.float32)
        load = _neighbours(fixed)
        if wanted is not None:
            across = wanted[0][top:bottom, left : end - 1, channel]
            along = wanted[1][top : bottom - 1, left:end, channel]
            load[:, 1:] += across
            load[:, :-1] -= across
            load[1:] += along
            load[:-1] -= along
        if screen is not None:
            load += np.float32(screen.pull) * (screen.values[inside][..., channel] - ground)
        part_watch = watch.part(channel / values.shape[2], (channel + 1) / values.shape[2])
        load *= levels[0].unknown
        solved = _conjugate_gradients(levels, load, tolerance, part_watch) + ground
        if wanted is None:
            np.clip(solved, part[ring].min(), part[ring].max(), out=solved)
        part[unknown] = solved[unknown]
    return result


def _reach(line: Any) -> tuple[int, int]:
    """First and last-plus-one index set in `line`, each one further out where there is room."""
    places = np.flatnonzero(line)
    return max(0, int(places[0]) - 1), min(len(line), int(places[-1]) + 2)


def _hierarchy(unknown: Flags, pull: float) -> list[_Level]:
    """Grids from fine to coarse, each half the size; a coarse pixel with a known child is known.

    `pull` is that of a screen; a coarse pixel has that of the four it stands for.

    Where halving would leave nothing unknown the list ends: so narrow a place is solved by
    relaxation alone.
    """
    levels: list[_Level] = []
    while True:
        height, width = unknown.shape
        degree = np.full((height, width), 4, np.float32)
        degree[0] -= 1
        degree[-1] -= 1
        degree[:, 0] -= 1
        degree[:, -1] -= 1
        degree += np.float32(pull)
        pull *= 4
        mask = unknown.astype(np.float32)
        relax = (mask * _DAMPING / np.maximum(degree, 1)).astype(np.float32)
        small = max(height, width) <= _COARSEST
        inverse = _dense_inverse(unknown, degree) if small else None
        levels.append(_Level(mask, degree, relax, inverse))
        if small:
            return levels
        padded = np.pad(unknown, ((0, height % 2), (0, width % 2)), mode="edge")
        unknown = padded[::2, ::2] & padded[1::2, ::2] & padded[::2, 1::2] & padded[1::2, 1::2]
        if not unknown.any():
            return levels


def _dense_inverse(unknown: Flags, degree: Floats) -> NDArray[np.float64]:
    """The inverse of the Laplacian over the unknown pixels of a small grid, in scan order.

    A coarse grid always holds a known pixel, so the matrix is regular.
    """
    height, width = unknown.shape
    across = np.eye(width, k=1) + np.eye(width, k=-1)
    along = np.eye(height, k=1) + np.eye(height, k=-1)
    links = np.kron(np.eye(height), across) + np.kron(along, np.eye(width))
    matrix = np.diag(degree.ravel().astype(np.float64)) - links
    chosen = np.flatnonzero(unknown)
    return np.asarray(np.linalg.inv(matrix[np.ix_(chosen, chosen)]), np.float64)


def _neighbours(values: Floats) -> Floats:
    """Sum of the four neighbours; beyond the border is 0. (H, W) -> (H, W)."""
    return np.asarray(
        cv2.filter2D(values, -1, _CROSS, borderType=cv2.BORDER_CONSTANT), np.float32
    ).reshape(values.shape)


def _laplacian(level: _Level, values: Floats) -> Floats:
    """The positive Laplacian of `values`, which is 0 at known pixels."""
    result = level.degree * values
    result -= _neighbours(values)
    result *= level.unknown
    return result


def _v_cycle(levels: list[_Level], load: Floats) -> Floats:
    """A symmetric approximation of the inverse Laplacian applied to `load`; starts from zero."""
    level = levels[0]
    if level.inverse is not None:
        chosen = level.unknown > 0
        values = np.zeros_like(load)
        # One short dot product per pixel: einsum keeps its order on any number of threads.
        values[chosen] = np.einsum("ij,j->i", level.inverse, load[chosen].astype(np.float64))
        return values
    values = level.relax * load
    for _ in range(_SWEEPS - 1 if len(levels) > 1 else 2 * _SWEEPS - 1):
        values += level.relax * (load - _laplacian(level, values))
    if len(levels) == 1:
        return values
    values += _prolonged(
        _v_cycle(levels[1:], _restricted(load - _laplacian(level, values), levels[1])), level
    )
    for _ in range(_SWEEPS):
        values += level.relax * (load - _laplacian(level, values))
    return values


def _restricted(values: Floats, coarse: _Level) -> Floats:
    """Values handed to the grid of half the size: the exact transpose of `_prolonged`."""
    height, width = coarse.unknown.shape
    padded = np.zeros((2 * height, 2 * width), np.float32)
    padded[: values.shape[0], : values.shape[1]] = values
    # Mirrored borders are what the transpose of a border-replicating enlargement amounts to.
    spread = cv2.sepFilter2D(
        padded, -1, _RESTRICT, _RESTRICT, anchor=(1, 1), borderType=cv2.BORDER_REFLECT
    )
    return np.asarray(spread[::2, ::2] * coarse.unknown, np.float32)


def _prolonged(values: Floats, fine: _Level) -> Floats:
    """Bilinear enlargement to the grid of twice the size, zero at its known pixels."""
    height, width = values.shape
    double = cv2.resize(values, (2 * width, 2 * height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(
        double[: fine.unknown.shape[0], : fine.unknown.shape[1]] * fine.unknown, np.float32
    )


def _dot(first: Floats, second: Floats) -> float:
    """Inner product in double precision, in an order that no thread count changes."""
    return float(np.sum(first * second, dtype=np.float64))


def _conjugate_gradients(
    levels: list[_Level], load: Floats, tolerance: float, watch: Watch
) -> Floats:
    """Solve Laplacian(u) = load on the finest level, until the error's energy fell by tolerance."""
    values = np.zeros_like(load)
    residual = load.copy()
    nearer = _v_cycle(levels, residual)
    direction = nearer
    energy = first = _dot(residual, nearer)
    for turn in range(_ROUNDS):
        watch.step(turn / _ROUNDS, Sentence("Blending"))
        if energy <= first * tolerance**2 or energy <= np.finfo(np.float32).tiny:
            break
        spread = _laplacian(levels[0], direction)
        length = np.float32(energy / _dot(direction, spread))
        values += length * direction
        residual -= length * spread
        nearer = _v_cycle(levels, residual)
        before, energy = energy, _dot(residual, nearer)
        direction = nearer + np.float32(energy / before) * direction
    return values
