"""Pictures with faces, and stand-ins for detector and network."""

from __future__ import annotations

from functools import cache

import numpy as np

from ritocco.canvas import files
from ritocco.canvas.arrays import Floats
from ritocco.canvas.colour import to_working
from ritocco.geometry import Size
from ritocco.restore.alignment import TEMPLATE, Points, Similarity, sampled
from ritocco.restore.centerface import Find
from ritocco.shipped import resource


@cache
def shown(name: str) -> Floats:
    """A shipped picture in working colours, (H, W, 3)."""
    pixels = to_working(files.load(resource("pictures", name)))[0]
    pixels.setflags(write=False)
    return pixels


def moved(pixels: Floats, by: Similarity, size: Size) -> Floats:
    """A picture scaled, turned and moved; its mirror image around it."""
    return sampled(pixels, by.inverse, size).clip(0, 1)


def about(centre: complex, turn: complex, to: complex) -> Similarity:
    """The similarity that scales and turns by `turn` and brings `centre` to `to`."""
    return Similarity(turn, to - turn * centre)


def face_at(x: float, y: float, size: float, angle: float = 0.0, score: float = 0.9) -> Find:
    """A face whose box is about `size` pixels high, around (x, y), turned by `angle` radians."""
    turn = size / 360 * complex(np.cos(angle), np.sin(angle))
    place = about(256 + 290j, turn, complex(x, y))
    half = size / 2
    return Find((x - half * 0.75, y - half, x + half * 0.75, y + half), place(TEMPLATE), score)


class Detector:
    """Finds what it was told to."""

    def __init__(self, *finds: Find) -> None:
        self._finds = finds

    def find(self, *_: object, **__: object) -> tuple[Find, ...]:
        return tuple(sorted(self._finds, key=lambda one: (-one.size, one.box)))


def smooth(height: int, width: int, seed: int = 0) -> Floats:
    """Random colours without detail, 0.2..0.8."""
    random = np.random.default_rng(seed)
    small = random.uniform(0.2, 0.8, (6, 6, 3)).astype(np.float32)
    to_small = Similarity(4 / max(height, width) + 0j, 1 + 1j)
    return sampled(small, to_small, Size(width, height)).clip(0, 1)


def close(one: Points, other: Points, size: float) -> float:
    """Mean distance of landmarks as a share of the face's size."""
    return float(np.linalg.norm(one - other, axis=1).mean() / size)
