"""Repair of faces: found, shown to a network one by one, and what it changed put back.

Which network that is, and on what device it runs, is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Any

import numpy as np

from ritocco.canvas.arrays import Flags, Floats
from ritocco.geometry import Box, Size
from ritocco.recipe.finishing import Faces
from ritocco.restore.alignment import TEMPLATE, Similarity
from ritocco.restore.centerface import Find
from ritocco.restore.detection import FaceDetector
from ritocco.restore.pasting import mask_of, place_of, put_back, square_of, toned
from ritocco.sentence import Sentence
from ritocco.watch import Watch

Restore = Callable[[Floats], Floats]
"""A face in its square (512, 512, 3), sRGB 0..1, to the same restored. May raise Cancelled."""

_LOOKING = 0.15
"""Share of the time that finding faces takes, where there are some to repair."""


@dataclass(frozen=True, slots=True)
class Face:
    """A face that was found.

    box     left, top, right, bottom in pixels; may reach beyond the picture where the face does
    points  the eyes, the nose, the corners of the mouth, from left to right as seen: (x, y)
    score   how certain it is a face, 0..1
    mended  whether it was repaired; others were too small, too large or not selected
    """

    box: tuple[float, float, float, float]
    points: tuple[tuple[float, float], ...]
    score: float
    mended: bool = False

    @classmethod
    def of(cls, find: Find) -> Face:
        """What the detector found."""
        points = tuple((float(x), float(y)) for x, y in find.landmarks)
        return cls(find.box, points, find.score)

    @property
    def size(self) -> float:
        """The longer side of the box in pixels."""
        left, top, right, bottom = self.box
        return max(right - left, bottom - top)

    def moved(self, dx: float, dy: float) -> Face:
        """The same face in a picture whose corner lies elsewhere."""
        left, top, right, bottom = self.box
        points = tuple((x + dx, y + dy) for x, y in self.points)
        return replace(self, box=(left + dx, top + dy, right + dx, bottom + dy), points=points)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON: pixels to a tenth."""
        return {
            "box": [round(value, 1) for value in self.box],
            "points": [[round(x, 1), round(y, 1)] for x, y in self.points],
            "score": round(self.score, 3),
            "mended": self.mended,
        }


@dataclass(frozen=True, slots=True)
class Repaired:
    """The picture (H, W, 3) with its faces repaired, and all faces that were found."""

    pixels: Floats
    faces: tuple[Face, ...]


@cache
def _detector() -> FaceDetector:
    return FaceDetector()


def restore_faces(
    pixels: Floats,
    weights: Floats,
    asked: Faces,
    restore: Restore,
    watch: Watch,
    *,
    known: Flags | None = None,
    keep_tones: bool = True,
) -> Repaired:
    """The faces in `pixels` (H, W, 3), sRGB 0..1, repaired as `asked`; the largest come first.

    A face is repaired where some of it is selected, `weights` (H, W) above 0, and its size is
    within the limits. All of its mask is, whatever the weights; they are for whoever blends.
    Outside the masks, and where pixels are not `known` (transparent), faces bit stays. What
    `restore` gets depends on no other face; at strength 0 it is not called. `keep_tones`: the
    picture's colours and light stay where the network shifts them. Without faces `pixels` come
    back as they are. Raises Cancelled and what `restore` raises.
    """
    faces = find_faces(pixels, asked.certainty, watch.part(0, _LOOKING), known)
    taken = [
        placed for placed in _asked_for(faces, asked, pixels) if placed.selected(weights, known)
    ]
    result = pixels.copy() if taken else pixels
    part = watch.part(_LOOKING, 1)
    for index, placed in enumerate(taken):
        part.step(
            index / len(taken),
            Sentence("Repairing face {number} of {faces}", number=index + 1, faces=len(taken)),
        )
        square = square_of(pixels, known, placed.to_square)
        difference = restore(square) - square
        if keep_tones:
            difference = toned(difference)
        share = np.float32(asked.strength) * placed.share(taken, known)
        change = put_back(difference, placed.to_square, placed.place) * share[..., None]
        at = placed.place.slices
        result[at] = np.where(share[..., None] > 0, result[at] + change, result[at])
    mended = [placed.face for placed in taken]
    return Repaired(result, tuple(replace(face, mended=face in mended) for face in faces))


def find_faces(
    pixels: Floats, certainty: float, watch: Watch, known: Flags | None = None
) -> tuple[Face, ...]:
    """All faces in `pixels` (H, W, 3) of which the detector is that certain, the largest first.

    Pixels that are not `known` are not looked at. Raises Cancelled.
    """
    if known is not None and not known.all():
        pixels = np.where(known[..., None], pixels, np.float32(0.5))
    return tuple(Face.of(find) for find in _detector().find(pixels, certainty, watch))


@dataclass(frozen=True, slots=True)
class _Taken:
    """A face to be repaired: its way into the network's square, and what that covers."""

    face: Face
    to_square: Similarity
    place: Box

    def mask(self, place: Box, known: Flags | None) -> Floats:
        """How much of each pixel of `place` belongs to this face, 0..1."""
        mask = mask_of(self.to_square, place)
        return mask if known is None else mask * known[place.slices]

    def selected(self, weights: Floats, known: Flags | None) -> bool:
        """Whether any of it is selected."""
        there = weights[self.place.slices] > 0
        return bool(there.any()) and bool((self.mask(self.place, known)[there] > 0).any())

    def share(self, others: list[_Taken], known: Flags | None) -> Floats:
        """What of its change each pixel of its place takes over.

        Where masks overlap, the faces share the pixel by their masks, whatever their order.
        """
        own = self.mask(self.place, known)
        total, most = own, own
        for other in others:
            if other is not self and other.place & self.place:
                mask = other.mask(self.place, known)
                total, most = total + mask, np.maximum(most, mask)
        shared = total > most
        return np.where(shared, own * most / np.where(shared, total, 1), own)


def _asked_for(faces: tuple[Face, ...], asked: Faces, pixels: Floats) -> Iterator[_Taken]:
    """Those of a size that was asked for, the largest first, no more than asked for."""
    if asked.strength == 0:
        return
    largest = np.inf if asked.largest is None else asked.largest
    fitting = (face for face in faces if asked.smallest <= face.size <= largest)
    picture = Size(pixels.shape[1], pixels.shape[0])
    for face in islice(fitting, asked.at_most):
        to_square = Similarity.fit(np.array(face.points), TEMPLATE)
        yield _Taken(face, to_square, place_of(to_square, picture))
