"""A case made out of its picture: what is known, and what is to be filled."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from _fill.cases import LONGEST, Case, Lasso
from ritocco.canvas import files
from ritocco.canvas.arrays import Flags, Floats, Levels
from ritocco.canvas.colour import to_working
from ritocco.geometry import Box, Sides, Size

ENDING = ".webp"


@dataclass(frozen=True, slots=True)
class Scene:
    """`levels` (H, W, 3), 0..255, with the thing still there; `hole` (H, W) is to be filled.

    Beyond the picture's old edge `levels` are grey.
    """

    name: str
    levels: Levels
    hole: Flags

    @property
    def pixels(self) -> Floats:
        """`levels` in 0..1."""
        return self.levels.astype(np.float32) / np.float32(255)

    @property
    def mask(self) -> Levels:
        """The hole as a mask (H, W): 255 is to be filled."""
        return np.where(self.hole, np.uint8(255), np.uint8(0))


def scene_of(case: Case, folder: Path) -> Scene:
    """What `case` says of its picture in `folder`. Raises what `files.load` does."""
    whole = _reduced(folder / f"{case.picture}{ENDING}")
    there = case.crop or Box.of(Size(whole.shape[1], whole.shape[0]))
    old = np.ascontiguousarray(whole[there.slices])
    hole = np.zeros(old.shape[:2], np.uint8)
    for lasso in case.lassos:
        cv2.fillPoly(hole, [_corners(lasso) - (there.x, there.y)], 1)
    return grown(case.name, old, hole, case.grown)


def grown(name: str, levels: Levels, hole: Levels, sides: Sides) -> Scene:
    """A scene made larger by `sides`, all of which is to be filled, as is where `hole` is set."""
    around = (sides.top, sides.bottom, sides.left, sides.right)
    larger = cv2.copyMakeBorder(levels, *around, cv2.BORDER_CONSTANT, value=(128, 128, 128))
    whole = cv2.copyMakeBorder(hole, *around, cv2.BORDER_CONSTANT, value=1)
    return Scene(name, np.asarray(larger, np.uint8), whole > 0)


def saved(levels: Levels, path: Path) -> None:
    """Write 8-bit levels, (H, W) or (H, W, 3), as a PNG."""
    Image.fromarray(levels).save(path)


def levels_of(path: Path) -> Levels:
    """A PNG's 8-bit levels (H, W, 3)."""
    return np.asarray(Image.open(path).convert("RGB"), np.uint8)


def _corners(lasso: Lasso) -> NDArray[np.int32]:
    """Its corners (N, 2) as x and y."""
    return np.array([corner.split(",") for corner in lasso.split()], np.int32)


def _reduced(path: Path) -> Levels:
    """A picture (H, W, 3) in sRGB 0..255, its longest side no more than `LONGEST`."""
    pixels, _ = to_working(files.load(path))
    height, width = pixels.shape[:2]
    scale = min(1.0, LONGEST / max(height, width))
    size = (round(width * scale), round(height * scale))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return np.asarray(np.rint(np.clip(small, 0, 1) * 255), np.uint8)
