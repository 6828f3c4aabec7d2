"""Where the faces are: boxes and five landmarks, by CenterFace through OpenCV, without torch.

The network sees faces best that are a few dozen to about two hundred pixels high. So the
picture is looked at in several sizes, a factor of two apart, in overlapping tiles, and of each
size only faces that are well seen in it count. Every find is then looked at again, upright and
at the network's favourite size: that makes the landmarks of small, large and tilted faces
exact, and throws out what looked like a face from afar only.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from ritocco.canvas.arrays import Floats
from ritocco.geometry import Box, Size
from ritocco.recipe.finishing import Faces
from ritocco.restore.alignment import TEMPLATE, Similarity, mirrored, sampled
from ritocco.restore.centerface import CenterFace, Find
from ritocco.sentence import Sentence
from ritocco.watch import Watch

CERTAINTY = Faces().certainty
"""Score (0..1) from which something is a face."""
LEAST, LEAST_SHARE = 16.0, 1 / 256
"""Smaller faces are not looked for: in pixels, and as a share of the picture's longer side."""
_NEARLY = 0.8
"""How far below the least size a find may be: boxes are not that exact."""
_WORTH_A_LOOK = 0.25
"""Score from which a second look is taken."""
_WELL_SEEN = (14.0, 150.0)
"""Sizes in pixels of faces that count in one of the sizes looked at; the last has no limit."""
_COARSEST = 160
"""The picture is halved until its longer side is at most this many pixels."""
_TILE, _OVERLAP = 640, 160
"""Side of a tile; the overlap lets every face that counts lie whole in some tile."""
_EDGE = 3.0
"""A find this close to where a tile was cut off is only part of a face."""
_LOOK, _LOOK_FACE = 256, 112.0
"""The second look: side of its square, and size of the face in it."""
_UPRIGHT, _MOST_LOOKS = 0.2, 3
"""Tilt in radians that is none; more asks for another look, up to so many."""
_SAME, _INSIDE = 0.35, 0.7
"""Finds are one face that share this much of their union, or of the smaller one."""


class FaceDetector:
    """Finds faces. Keeps the network; to be used by one thread at a time."""

    def __init__(self) -> None:
        self._network = CenterFace()

    def find(
        self,
        pixels: Floats,
        certainty: float = CERTAINTY,
        watch: Watch | None = None,
    ) -> tuple[Find, ...]:
        """The faces in `pixels` (H, W, 3), sRGB 0..1, the largest first.

        Faces below `LEAST` and `LEAST_SHARE` are not looked for. The same pixels give the same
        finds. Raises Cancelled.
        """
        watch = watch or Watch()
        longer = max(pixels.shape[:2])
        least = max(LEAST, LEAST_SHARE * longer)
        levels = _levels(longer, least)
        finds: list[Find] = []
        for glance in _glances(pixels, levels):
            watch.step(0.9 * glance.done, Sentence("Looking for faces"))
            finds += glance.placed(self._network(glance.pixels, _WORTH_A_LOOK))
        sure = []
        distinct = _distinct(finds)
        for index, find in enumerate(distinct):
            watch.step(0.9 + 0.1 * index / len(distinct), Sentence("Looking at each face"))
            face = self._looked_at(pixels, find)
            if face and face.score >= certainty and face.size >= _NEARLY * least:
                sure.append(face)
        return tuple(sorted(_distinct(sure), key=lambda find: (-find.size, find.box)))

    def _looked_at(self, pixels: Floats, find: Find) -> Find | None:
        """The face looked at upright and at the size the network likes; None: it was none."""
        face = find
        for _ in range(_MOST_LOOKS):
            look = _look_at(face)
            shown = sampled(pixels, look.inverse, Size(_LOOK, _LOOK)).clip(0, 1)
            shown *= _inside(pixels, look.inverse)[..., None]
            near = [
                seen
                for seen in self._network(shown, _WORTH_A_LOOK)
                if math.dist(seen.centre, (_LOOK / 2, _LOOK / 2)) < _LOOK_FACE / 2
                and 0.5 < seen.size / _LOOK_FACE < 2
            ]
            if not near:
                return None
            best = max(near, key=lambda seen: seen.score)
            face = best.moved(look.inverse)
            if abs(cmath.phase(_turn(best))) < _UPRIGHT:
                break
        return face


def _levels(longer: int, least: float) -> range:
    """The sizes looked at, by how often the picture is halved; -1: a small one is doubled."""
    first = math.floor(math.log2(least / _WELL_SEEN[0])) if longer > 2 * _COARSEST else -1
    return range(first, max(first, math.ceil(math.log2(longer / _COARSEST))) + 1)


@dataclass(frozen=True, slots=True)
class _Glance:
    """A tile of the picture in one size.

    `pixels` are what the network sees, `box` their place in the `whole` of this size, `scale`
    what one pixel measures in the picture, `most` the size of the largest face that counts,
    `done` the share of the work before it.
    """

    pixels: Floats
    box: Box
    whole: Box
    scale: float
    most: float
    done: float

    def placed(self, finds: list[Find]) -> list[Find]:
        """Those finds that count, in pixels of the picture."""
        grow = Similarity(self.scale + 0j, self.scale * complex(self.box.x, self.box.y))
        return [find.moved(grow) for find in finds if self._counts(find)]

    def _counts(self, find: Find) -> bool:
        left, top, right, bottom = find.box
        sides = (
            (left, self.box.x > self.whole.x),
            (top, self.box.y > self.whole.y),
            (self.box.width - right, self.box.right < self.whole.right),
            (self.box.height - bottom, self.box.bottom < self.whole.bottom),
        )
        whole = all(room > _EDGE for room, cut in sides if cut)
        return whole and _NEARLY * _WELL_SEEN[0] <= find.size <= self.most


def _glances(pixels: Floats, levels: range) -> Iterator[_Glance]:
    """All tiles of all sizes, the largest size first."""
    shown, halvings, done = pixels, 0, 0.0
    work = sum(0.25**level for level in levels)
    for level in levels:
        while halvings < level:
            shown, halvings = _halved(shown), halvings + 1
        seen = _doubled(shown) if level < 0 else shown
        size = Size(seen.shape[1], seen.shape[0])
        tiles = list(_tiles(size))
        for index, tile in enumerate(tiles):
            yield _Glance(
                pixels=seen[tile.slices],
                box=tile,
                whole=Box.of(size),
                scale=2.0**level,
                most=math.inf if level == levels[-1] else _WELL_SEEN[1],
                done=(done + 0.25**level * index / len(tiles)) / work,
            )
        done += 0.25**level


def _tiles(size: Size) -> Iterator[Box]:
    """Overlapping boxes that cover a picture."""
    for y in _starts(size.height):
        for x in _starts(size.width):
            yield Box(x, y, min(_TILE, size.width), min(_TILE, size.height))


def _starts(length: int) -> list[int]:
    last = max(0, length - _TILE)
    return [*range(0, last, _TILE - _OVERLAP), last]


def _doubled(pixels: Floats) -> Floats:
    """Twice the size."""
    size = Size(2 * pixels.shape[1], 2 * pixels.shape[0])
    return sampled(pixels, Similarity(0.5 + 0j, 0j), size).clip(0, 1)


def _halved(pixels: Floats) -> Floats:
    """Half the size; an odd side's last pixel counts twice."""
    height, width = (length + length % 2 for length in pixels.shape[:2])
    if (height, width) != pixels.shape[:2]:
        pixels = mirrored(pixels, Box(0, 0, width, height))
    smaller = cv2.resize(pixels, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    return np.asarray(smaller, np.float32)


def _turn(find: Find) -> complex:
    """By how much a face has to turn to be upright, a complex number of length 1."""
    try:
        turn = Similarity.fit(find.landmarks, TEMPLATE).turn
    except ValueError:
        return 1 + 0j
    return turn / abs(turn)


def _look_at(find: Find) -> Similarity:
    """From the picture to a square with the face in its middle, upright."""
    turn = _turn(find) * _LOOK_FACE / find.size
    return Similarity(turn, complex(_LOOK, _LOOK) / 2 - turn * complex(*find.centre))


def _inside(pixels: Floats, to_picture: Similarity) -> Floats:
    """(H, W) of the second look: 1 where there is a picture, 0 beyond its border."""
    across = np.arange(_LOOK) + 0.5
    places = to_picture(np.stack(np.meshgrid(across, across), -1))
    limits = (pixels.shape[1], pixels.shape[0])
    return np.asarray(((places >= 0) & (places <= limits)).all(-1), np.float32)


def _distinct(finds: list[Find]) -> list[Find]:
    """Of finds that are one face only the surest."""
    kept: list[Find] = []
    for find in sorted(finds, key=lambda find: (-find.score, find.box)):
        if not any(_same(find, other) for other in kept):
            kept.append(find)
    return kept


def _same(first: Find, second: Find) -> bool:
    low = np.maximum(first.box[:2], second.box[:2])
    high = np.minimum(first.box[2:], second.box[2:])
    common = float(np.prod(np.maximum(high - low, 0)))
    smaller = min(first.area, second.area)
    return common > _SAME * (first.area + second.area - common) or common > _INSIDE * smaller
