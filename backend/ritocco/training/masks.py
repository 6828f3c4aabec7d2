"""Random masks of the kinds that artists make: strokes, boxes, objects, halves, borders."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from ritocco.canvas.arrays import Flags

LEAST, MOST = 0.03, 0.7
"""Share of the window that is masked, save where all of it is."""


def strokes(side: int, random: np.random.Generator) -> Flags:
    """A few brush strokes, each a walk that turns a little at a time."""
    drawn = np.zeros((side, side), np.uint8)
    for _ in range(int(random.integers(1, 4))):
        point = random.uniform(0, side, 2)
        heading = random.uniform(0, 2 * np.pi)
        width = int(random.uniform(0.08, 0.25) * side)
        for _ in range(int(random.integers(2, 9))):
            heading += random.normal(0, 0.6)
            step = random.uniform(0.05, 0.2) * side
            end = point + step * np.array([np.cos(heading), np.sin(heading)])
            cv2.line(drawn, _corner(point), _corner(end), 1, width)
            point = end
    return drawn > 0


def box(side: int, random: np.random.Generator) -> Flags:
    """One upright rectangle."""
    width, height = (int(random.uniform(0.2, 0.75) * side) for _ in range(2))
    left = int(random.integers(0, side - width + 1))
    top = int(random.integers(0, side - height + 1))
    flags = np.zeros((side, side), bool)
    flags[top : top + height, left : left + width] = True
    return flags


def blob(side: int, random: np.random.Generator) -> Flags:
    """The outline of no particular object: smooth noise around a centre, above a threshold."""
    coarse = random.normal(0, 1, (6, 6)).astype(np.float32)
    noise = cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC)
    down, right = np.mgrid[:side, :side] / side - random.uniform(0.25, 0.75, (2, 1, 1))
    return np.asarray(random.uniform(0.15, 0.4) + 0.12 * noise > np.hypot(down, right))


def half(side: int, random: np.random.Generator) -> Flags:
    """One side of the window, as where a canvas is extended."""
    flags = np.zeros((side, side), bool)
    flags[: int(random.uniform(0.2, 0.6) * side)] = True
    return np.rot90(flags, int(random.integers(4))).copy()


def border(side: int, random: np.random.Generator) -> Flags:
    """All but a rectangle inside, as where a canvas is extended on every side."""
    kept = ~np.zeros((side, side), bool)
    first = (random.uniform(0, 0.3, 2) * side).astype(int)
    last = side - (random.uniform(0, 0.3, 2) * side).astype(int)
    kept[first[0] : last[0], first[1] : last[1]] = False
    return kept


def everything(side: int, random: np.random.Generator) -> Flags:
    """The whole window: a picture from nothing."""
    return np.ones((side, side), bool)


KINDS: dict[Callable[[int, np.random.Generator], Flags], float] = {
    strokes: 0.25,
    box: 0.2,
    blob: 0.3,
    half: 0.1,
    border: 0.07,
    everything: 0.08,
}
"""Kind of mask -> how often it comes up."""


def random_mask(side: int, random: np.random.Generator) -> Flags:
    """(side, side): what is to be repainted; between LEAST and MOST of it, or all."""
    kinds = list(KINDS)
    while True:
        kind = kinds[int(random.choice(len(kinds), p=list(KINDS.values())))]
        flags = kind(side, random)
        if kind is everything or LEAST <= flags.mean() <= MOST:
            return flags


def _corner(point: np.ndarray) -> tuple[int, int]:
    return int(point[0]), int(point[1])
