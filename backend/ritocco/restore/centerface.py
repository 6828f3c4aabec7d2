"""CenterFace, a face detector of 7 MB that ships with Ritocco: one picture, one look.

Xu et al. 2019, "CenterFace: Joint Face Detection and Alignment Using Face as Point". For each
cell of 4 x 4 pixels it says how likely the middle of a face lies there, where in the cell, how
large the face is, and where its landmarks lie in its box.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from ritocco.canvas.arrays import Floats
from ritocco.errors import BadModel
from ritocco.restore.alignment import Points, Similarity
from ritocco.shipped import resource

_CELL = 4
_MULTIPLE = 32
"""The network takes sides that are multiples of this."""
_OUTPUTS = ["537", "538", "539", "540"]
"""Names in the file: likelihood, size, place in the cell, landmarks; rows before columns."""
_NEIGHBOURS = np.ones((3, 3), np.uint8)


@dataclass(frozen=True, slots=True, eq=False)
class Find:
    """A face, in pixels of the picture looked at.

    box        left, top, right, bottom; may reach beyond the picture where the face does
    landmarks  (5, 2): the eyes, the nose, the corners of the mouth, from left to right as seen
    score      how certain it is, 0..1
    """

    box: tuple[float, float, float, float]
    landmarks: Points
    score: float

    @property
    def size(self) -> float:
        """The longer side of the box in pixels."""
        left, top, right, bottom = self.box
        return max(right - left, bottom - top)

    @property
    def area(self) -> float:
        """Pixels in the box."""
        left, top, right, bottom = self.box
        return (right - left) * (bottom - top)

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the box."""
        left, top, right, bottom = self.box
        return (left + right) / 2, (top + bottom) / 2

    def moved(self, by: Similarity) -> Find:
        """The same face elsewhere. A box stays upright: it turns in steps of a quarter."""
        left, top, right, bottom = self.box
        across, down = (right - left) * by.scale / 2, (bottom - top) * by.scale / 2
        if abs(by.turn.imag) > abs(by.turn.real):
            across, down = down, across
        x, y = (float(value) for value in by(np.array(self.centre)))
        box = (x - across, y - down, x + across, y + down)
        return Find(box, by(self.landmarks), self.score)


class CenterFace:
    """The network; to be used by one thread at a time. Raises BadModel where it is damaged."""

    def __init__(self) -> None:
        path = resource("restore", "centerface.onnx")
        try:
            self._network: Any = cv2.dnn.readNetFromONNX(str(path))
        except cv2.error:
            raise BadModel(
                "The face detector {path} is damaged; install Ritocco again to mend it.", path=path
            ) from None

    def __call__(self, pixels: Floats, least: float) -> list[Find]:
        """Faces in `pixels` (H, W, 3), sRGB 0..1, from a score of `least`; one for each peak."""
        height, width = pixels.shape[:2]
        shape = (*(-(-length // _MULTIPLE) * _MULTIPLE for length in (height, width)), 3)
        shown = np.zeros(shape, np.float32)
        shown[:height, :width] = pixels
        self._network.setInput(np.ascontiguousarray(shown.transpose(2, 0, 1)[None] * 255))
        likely, size, shift, marks = (output[0] for output in self._network.forward(_OUTPUTS))
        peak = likely[0] >= cv2.dilate(likely[0], _NEIGHBOURS)
        rows, columns = np.nonzero(peak & (likely[0] >= least))
        faces = []
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
            down, across = (float(value) for value in np.exp(size[:, row, column]) * _CELL)
            y, x = (
                (at + float(shift[axis, row, column]) + 0.5) * _CELL
                for axis, at in enumerate((row, column))
            )
            top, left = y - down / 2, x - across / 2
            places = marks[:, row, column].astype(np.float64).reshape(5, 2)[:, ::-1]
            faces.append(
                Find(
                    (left, top, left + across, top + down),
                    places * (across, down) + (left, top),
                    float(likely[0, row, column]),
                )
            )
        return faces
