"""How far each pixel is from what is known, and from which known pixel."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ritocco.canvas.arrays import Flags, Floats


def distances(inside: Flags) -> Floats:
    """The Euclidean distance of each pixel `inside` (H, W) to the nearest that is not; else 0.

    OpenCV's differ in their last bit with where in memory an array lies; their squares are whole
    numbers, so these are the same wherever it does. Where all is inside: large.
    """
    found = cv2.distanceTransform(inside.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.asarray(np.sqrt(np.rint(np.square(found))), np.float32)


def nearest(inside: Flags) -> NDArray[np.int64]:
    """For each pixel the place (H, W, 2) of a nearest one that is not `inside`.

    That is itself where it is not inside. One at least must not be.
    """
    _, number = cv2.distanceTransformWithLabels(
        inside.astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    places = np.zeros((int(number.max()) + 1, 2), np.int64)
    places[number[~inside]] = np.argwhere(~inside)
    return np.asarray(places[number], np.int64)
