"""Scenes of the pictures that ship: a horse, a sea made larger, a hole in it. Known to be good."""

from __future__ import annotations

import cv2
import numpy as np

from _fill.scenes import Scene, grown
from ritocco.canvas import files
from ritocco.canvas.arrays import Levels
from ritocco.canvas.colour import to_working
from ritocco.geometry import Sides, Size
from ritocco.shipped import resource


def own_scenes() -> list[Scene]:
    """The three, at the pictures' own size."""
    horse, sea = _picture("horse.webp"), _picture("narwhal.webp")
    size = Size(horse.shape[1], horse.shape[0])
    selected = files.load_selection(resource("pictures", "horse-mask.png"), size) > 0
    nothing = np.zeros(sea.shape[:2], np.uint8)
    part = np.ascontiguousarray(sea[:260, 440:1024])
    oval = cv2.ellipse(nothing[:260, 440:1024].copy(), (300, 120), (120, 80), 0, 0, 360, 1, -1)
    return [
        Scene("demo-horse", horse, selected),
        grown("demo-sea-larger", sea, nothing, Sides(left=160, right=160, top=96)),
        Scene("demo-sea-hole", part, oval > 0),
    ]


def _picture(name: str) -> Levels:
    pixels, _ = to_working(files.load(resource("pictures", name)))
    return np.asarray(np.rint(pixels * 255), np.uint8)
