"""An object that an artist points at, as a selection: cut out by colours and edges (GrabCut).

It is found on a copy of a bounded size, and its edge then follows the pixels of the picture
itself. The same pixels and the same hint give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from ritocco import budget
from ritocco.canvas.arrays import Flags, Floats, Levels, bands
from ritocco.canvas.colour import srgb_to_lab, to_working
from ritocco.canvas.distances import distances
from ritocco.canvas.mask import FULL
from ritocco.canvas.picture import Picture
from ritocco.errors import BadPicture, BadSelection
from ritocco.sentence import Sentence
from ritocco.watch import Watch

MOST_PIXELS = 1 << 24
"""Of a picture that an object is looked for in."""
_SIDE = 480
"""Longer side of the copy that the object is found on."""
_ROUNDS = 5
_SEED = 7
_COLOURS = 6
"""Colours that the object, and what is around it, are told apart by at first."""
_FRAME = 0.02
"""Of the longer side: how wide the border is that counts as no part of an object."""
_FAR = 0.25
"""Of the longer side: how far from a stroke the object is half as likely."""
_SMALL_HOLE = 0.01
_SMALL_PART = 0.1
"""Of the largest part of what was found: what is smaller is no part of the object."""
_BLOCK = 9
"""Side of the neighbourhoods by which an edge follows the picture, in pixels of the copy."""
_STEEP = 2.5
"""By how much an edge that follows the picture is made steeper: fur stays soft, the rest crisp."""
_BYTES = 40
"""Of memory for each pixel of the picture."""


@dataclass(frozen=True, slots=True)
class Hint:
    """How an artist says which object is meant.

    points  (x, y) in pixels of the picture, at least one; may lie beyond it
    around  they go around the object (at least three); else they are a stroke across it
    width   of the stroke in pixels
    """

    points: tuple[tuple[float, float], ...]
    around: bool = False
    width: float = 8.0


def object_at(picture: Picture, hint: Hint, watch: Watch) -> Levels:
    """The selection of the object that is meant, (H, W); zeros where there is none.

    Raises BadPicture where the picture is too large, BadSelection where the hint lies beyond it,
    Cancelled.
    """
    size = picture.size
    if size.area > MOST_PIXELS:
        raise BadPicture(
            "An object is looked for in at most {most} pixels, and {size} are more; send the "
            "part around it, or a smaller copy.",
            most=MOST_PIXELS,
            size=size,
        )
    budget.check(_BYTES * size.area, f"Finding an object in {size} pixels", "send a smaller part")
    rgb, alpha = to_working(picture)
    watch.step(0.1, Sentence("Looking"))
    scale = min(1.0, _SIDE / max(size.width, size.height))
    small = (max(1, round(size.width * scale)), max(1, round(size.height * scale)))
    copy = np.asarray(cv2.resize(rgb, small, interpolation=cv2.INTER_AREA), np.float32)
    clear = cv2.resize(alpha, small, interpolation=cv2.INTER_AREA) <= 0
    hinted = _drawn(hint, copy.shape[:2], scale) & ~clear
    if not hinted.any():
        raise BadSelection("The hint lies beside the picture; draw it on the object.")
    begun = _by_region(hinted) if hint.around else _by_stroke(copy, hinted)
    begun[clear] = cv2.GC_BGD
    found = _cut(copy, begun, watch)
    return _edged(rgb, copy, _whole(found, None if hint.around else hinted), watch)


def _drawn(hint: Hint, shape: tuple[int, int], scale: float) -> Flags:
    """Where the hint lies on the copy."""
    limit = 4.0 * max(shape)
    points = np.clip((np.asarray(hint.points, np.float64)) * scale - 0.5, -limit, limit)
    place = np.rint(points).astype(np.int32)
    marks = np.zeros(shape, np.uint8)
    if hint.around:
        cv2.fillPoly(marks, [place], 1)
    else:
        place = np.repeat(place, 2, axis=0)  # one point alone would not be drawn
        cv2.polylines(marks, [place], False, 1, int(np.clip(round(hint.width * scale), 1, limit)))
    return marks > 0


def _by_region(inside: Flags) -> Levels:
    """What lies around a drawn outline is no part of the object; within it all may be."""
    return np.where(inside, cv2.GC_PR_FGD, cv2.GC_BGD).astype(np.uint8)


def _by_stroke(copy: Floats, stroke: Flags) -> Levels:
    """What is under a stroke is the object, what lies at the border is not.

    Of the rest that may be which is nearer in colour to the one than to the other; the less so
    the farther it is from the stroke.
    """
    height, width = stroke.shape
    rim = max(2, round(_FRAME * max(height, width)))
    border = np.ones(stroke.shape, np.bool_)
    border[rim:-rim, rim:-rim] = False
    border &= ~stroke
    begun = np.full(stroke.shape, cv2.GC_PR_BGD, np.uint8)
    begun[stroke], begun[border] = cv2.GC_FGD, cv2.GC_BGD
    if border.any():
        lab = srgb_to_lab(copy)
        away = distances(~stroke) / (_FAR * max(height, width))
        nearer = _apart(lab, stroke) * (1 + away * away) < _apart(lab, border)
        begun[nearer & (begun == cv2.GC_PR_BGD)] = cv2.GC_PR_FGD
    return begun


def _apart(lab: Floats, where: Flags) -> Floats:
    """How far each pixel's colour is from the few that stand for the pixels `where`; squared."""
    some = np.ascontiguousarray(lab[where], np.float32)
    count = min(_COLOURS, len(some))
    ends = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_COUNT, 10, 1.0)
    cv2.setRNGSeed(_SEED)
    _, _, centres = cv2.kmeans(some, count, np.empty(0), ends, 1, cv2.KMEANS_PP_CENTERS)
    squares = [((lab - centre) ** 2).sum(-1) for centre in np.asarray(centres, np.float32)]
    return np.asarray(np.min(squares, axis=0), np.float32)


def _cut(copy: Floats, begun: Levels, watch: Watch) -> Flags:
    """Rounds of GrabCut from there."""
    pixels = np.rint(np.clip(copy, 0, 1) * FULL).astype(np.uint8)
    labels = begun.copy()
    outside, inside = np.zeros((1, 65)), np.zeros((1, 65))
    sides = [np.isin(labels, pair).any() for pair in ((0, 2), (1, 3))]
    if not all(sides):  # one colour model would have nothing to learn from
        return np.full(labels.shape, bool(sides[1]), np.bool_)
    cv2.setRNGSeed(_SEED)
    for turn in range(_ROUNDS):
        watch.step(0.2 + 0.6 * turn / _ROUNDS, Sentence("Cutting out"))
        mode = cv2.GC_EVAL if turn else cv2.GC_INIT_WITH_MASK
        cv2.grabCut(pixels, labels, (0, 0, 1, 1), outside, inside, 1, mode)
    return np.isin(labels, (cv2.GC_FGD, cv2.GC_PR_FGD))


def _whole(found: Flags, stroke: Flags | None) -> Flags:
    """The parts that a stroke touches, else all that are not small; without small holes."""
    count, part, stats, _ = cv2.connectedComponentsWithStats(found.astype(np.uint8), connectivity=8)
    area = stats[:, cv2.CC_STAT_AREA].astype(np.float64)
    area[0] = 0
    kept = area >= _SMALL_PART * max(1.0, area.max())
    if stroke is not None:
        kept = np.zeros(count, np.bool_)
        kept[np.unique(part[stroke & found])] = True
    kept[0] = False
    one = np.asarray(kept[part], np.bool_)
    _, hole, stats, _ = cv2.connectedComponentsWithStats((~one).astype(np.uint8), connectivity=4)
    small = stats[:, cv2.CC_STAT_AREA] < _SMALL_HOLE * one.sum()
    small[0] = False
    return np.asarray(one | small[hole], np.bool_)


def _edged(rgb: Floats, copy: Floats, found: Flags, watch: Watch) -> Levels:
    """What was found on the copy, at the picture's size, its edge where the picture has one.

    In each neighbourhood what was found is told as a linear function of colour (a guided filter,
    learnt on the copy), and that is asked of the picture. Only near the edge; elsewhere it is
    what was found.
    """
    height, width = rgb.shape[:2]
    slope, level = _as_colour(copy, found.astype(np.float32))
    ring = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_BLOCK, _BLOCK))
    flags = found.astype(np.float32)
    fields = np.dstack([slope, level, cv2.erode(flags, ring), cv2.dilate(flags, ring)])
    levels = np.empty((height, width), np.uint8)
    for rows in bands(height, width):
        watch.step(0.8 + 0.2 * rows.start / height, Sentence("Following the edge"))
        here = _enlarged(fields, (height, width), rows)
        share = (here[..., :3] * rgb[rows]).sum(-1) + here[..., 3]
        share = np.clip((share - 0.5) * _STEEP + 0.5, here[..., 4], here[..., 5])
        levels[rows] = np.rint(np.clip(share, 0, 1) * FULL)
    return levels


def _as_colour(copy: Floats, flags: Floats) -> tuple[Floats, Floats]:
    """Slopes (H, W, 3) and level (H, W): what is a part of the object, from colour, around."""

    def mean(values: Floats) -> Floats:
        return np.asarray(cv2.boxFilter(values, -1, (_BLOCK, _BLOCK)), np.float32)

    colour, share = mean(copy), mean(flags)
    shared = mean(copy * flags[..., None]) - colour * share[..., None]
    spread = np.empty((*flags.shape, 3, 3), np.float32)
    for one in range(3):
        for other in range(one, 3):
            both = mean(copy[..., one] * copy[..., other]) - colour[..., one] * colour[..., other]
            spread[..., one, other] = spread[..., other, one] = both
    spread += np.float32(1e-4) * np.eye(3, dtype=np.float32)
    slope = np.linalg.solve(spread, shared[..., None])[..., 0].astype(np.float32)
    return mean(slope), mean(share - (slope * colour).sum(-1))


def _enlarged(fields: Floats, size: tuple[int, int], rows: slice) -> Floats:
    """Rows of a picture of this height and width, between the values of the copy."""
    height, width = size
    small_height, small_width = fields.shape[:2]
    y = (np.arange(rows.start, rows.stop, dtype=np.float32) + 0.5) * small_height / height - 0.5
    x = (np.arange(width, dtype=np.float32) + 0.5) * small_width / width - 0.5
    across, down = (np.asarray(one, np.float32) for one in np.meshgrid(x, y))
    parts = [
        cv2.remap(
            np.ascontiguousarray(fields[..., first : first + 3]),
            across,
            down,
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        for first in (0, 3)
    ]
    return np.concatenate(parts, axis=-1)
