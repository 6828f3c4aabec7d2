"""Style-consistent filling of what is unknown: the hole, transparency, beyond the canvas edge.

In four steps, each in a file of its own: a small sketch of what is missing (`exemplar.py`), a
choice of the known pixel that each unknown one copies (`montage.py`, with `cut.py`), carried up
to full size, and a reconstruction from the copied gradients (`poisson.py`), so that neither the
hole's border nor a join between pieces shows, and a graded sky stays graded.
"""

from __future__ import annotations

import cv2
import numpy as np

from ritocco.canvas import exemplar
from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.cut import Numbers, Scene, serves
from ritocco.canvas.halving import halved
from ritocco.canvas.montage import Montage, assembled, carried_up, completed, departures, offsets_of
from ritocco.canvas.poisson import membrane, solve
from ritocco.canvas.structure import edges_across
from ritocco.errors import BadSelection
from ritocco.watch import Watch

_LONGEST, _SHORTEST = 80, 40
"""Sizes in pixels up to which a picture is not halved again: where a patch is a tenth of it, whole
objects are one patch, and are copied where they do not belong."""
_CLEAR = 512
"""Longest side in pixels of the size at which edges that cross the hole are looked for."""
_SMOOTHED, _KEPT = 0.12, 0.35
"""Colour differences at a join (0..1, Euclidean) up to which it is healed, from which it stays."""
_MASKING, _MOST_MASKED = 3.0, 0.2
"""How much the texture on both sides adds to these limits, and the most it adds: it hides what
healing spreads, but a picture of hard edges is not to be healed of them."""
_NEARBY = 3.0
"""Standard deviation in pixels of the neighbourhood in which texture is measured."""
_ALONG = 3.0
"""Pixels along a join over which its difference is averaged."""

_Level = tuple[Floats, Flags]


def pad(pixels: Floats, known: Flags, seed: int, watch: Watch) -> Floats:
    """`pixels` (H, W, 3) in 0..1 with all that is not `known` (H, W) filled in the same style.

    Known pixels come back bit-identical; filled ones lie in 0..1 and are made of copied known
    pixels. Too little known to copy from: a smooth transition. The same seed gives the same
    bytes; other seeds give other fills where there is texture. Raises BadSelection where nothing
    is known, and Cancelled.
    """
    watch.step(0.0, "Looking at the surroundings")
    if not known.any():
        raise BadSelection(
            "Everything is selected; content-aware fill needs some picture around the selection "
            "to continue from. Select less, or fill with a prompt."
        )
    if known.all():
        return pixels.copy()
    clean = np.where(known[..., None], pixels, np.float32(0)).astype(np.float32)
    copies = montage(clean, known, seed, watch.part(0.0, 0.8))
    if copies is None:
        filled = membrane(clean, known)
    else:
        filled = _blended(clean, copies, watch.part(0.8, 1.0))
    return np.where(known[..., None], pixels, np.clip(filled, 0, 1)).astype(np.float32)


def montage(pixels: Floats, known: Flags, seed: int, watch: Watch) -> Montage | None:
    """Which known pixel each unknown one copies; None where there is too little to copy from.

    `pixels` (H, W, 3) in 0..1 are finite everywhere. Raises Cancelled.
    """
    levels: list[_Level] = [(pixels, known)]
    while exemplar.too_large(levels[-1][1]):
        watch.step(0.0, "Looking at the surroundings")
        levels.append(halved(*levels[-1]))
    base = len(levels) - 1
    while max(levels[-1][1].shape) > _LONGEST and min(levels[-1][1].shape) > _SHORTEST:
        levels.append(halved(*levels[-1]))
    clear = next((at for at in range(base) if max(levels[at][1].shape) <= _CLEAR), base)
    edges = [edge.scaled(0.5 ** (base - clear)) for edge in edges_across(*levels[clear])]
    sketch = exemplar.sketch(levels[base:], seed, watch.part(0.0, 0.6), edges)
    if sketch is None:
        return None
    small, small_known = levels[base]
    offsets = offsets_of(sketch, small, small_known, watch.part(0.6, 0.65), edges)
    own = departures(sketch.pixels, small, small_known, offsets)
    if edges:
        part = watch.part(0.65, 0.66)
        offsets, own = completed(offsets, own, sketch, small, small_known, part)
    own *= _moods(seed, len(offsets))
    copies = assembled(Scene.of(small, small_known), offsets, own, watch.part(0.66, 0.75))
    for depth in range(base - 1, -1, -1):
        # Each size up has four times the pixels, and takes about that much longer.
        part = watch.part(0.75 + 0.25 * 4.0 ** -(depth + 1), 0.75 + 0.25 * 4.0**-depth)
        part.step(0.0, "Enlarging")
        guide = copies.copied(levels[depth + 1][0])
        scene = Scene.of(*levels[depth])
        part.step(0.0, "Enlarging")
        copies = carried_up(scene, copies, guide, part)
    return copies


def _moods(seed: int, count: int) -> Floats:
    """Factors (count, 1) around 1: a seed's likes and dislikes among equally good offsets."""
    return np.random.default_rng(seed).uniform(0.75, 1.25, (count, 1)).astype(np.float32)


def _blended(pixels: Floats, copies: Montage, watch: Watch) -> Floats:
    """The picture whose gradients are those of the copied pieces, also across their borders.

    Works on the hole's bounding box; all else stays. Raises Cancelled.
    """
    hole = copies.labels >= 0
    rows, columns = np.flatnonzero(hole.any(axis=1)), np.flatnonzero(hole.any(axis=0))
    box = np.s_[
        max(0, int(rows[0]) - 1) : int(rows[-1]) + 2,
        max(0, int(columns[0]) - 1) : int(columns[-1]) + 2,
    ]
    copied = copies.copied(pixels)[box]
    labels = copies.labels[box]
    texture = _texture(pixels, ~hole)
    watch.step(0.0, "Blending")
    start = np.array([box[0].start, box[1].start])
    right, down = copied[:, 1:] - copied[:, :-1], copied[1:] - copied[:-1]
    for wanted, step in ((right, np.array([0, 1])), (down, np.array([1, 0]))):
        size = wanted.shape[:2]
        near, far = labels[: size[0], : size[1]], labels[step[0] :, step[1] :]
        joins = np.argwhere(near != far)
        if len(joins) == 0:
            continue
        at = tuple(joins.T)
        shifts = [
            np.where(side[at][:, None] < 0, 0, copies.offsets[side[at]]) for side in (near, far)
        ]
        hidden = np.minimum(
            *(_at(texture, joins + start + move) for move in (shifts[0], shifts[1] + step))
        )
        wanted[at] = _across(
            pixels, ~hole, joins + start, step, shifts, wanted[at], at, size, hidden
        )
    result = pixels.copy()
    result[box] = solve(pixels[box], ~hole[box], right, down, watch=watch)
    return result


def _across(
    pixels: Floats,
    known: Flags,
    places: Numbers,
    step: Numbers,
    shifts: list[Numbers],
    shown: Floats,
    at: tuple[Numbers, ...],
    size: tuple[int, int],
    hidden: Floats,
) -> Floats:
    """Gradients (N, 3) wanted across joins: those of the pieces, plus the jump where it is large.

    A join between pixel `places` and its neighbour by `step` belongs to the two pieces that copy
    by `shifts`. `shown` is the plain difference there. Where it departs from the pieces' own
    gradient by much, along a stretch of the join, two different things meet: smoothing the edge
    between them away would bleed the colour of one into the other. `hidden` (N, 1) is the
    texture that both sides have, in which such bleeding would not show. `at` and `size` say
    where the joins lie in the box.
    """
    total = np.zeros_like(shown)
    count = np.zeros((len(places), 1), np.float32)
    for shift in shifts:
        here, there = places + shift, places + shift + step
        good = serves(known, here) & serves(known, there)
        total[good] += pixels[tuple(there[good].T)] - pixels[tuple(here[good].T)]
        count += good[:, None]
    gradient = total / np.maximum(count, 1)
    jump = shown - gradient
    field = np.zeros((*size, 4), np.float32)
    field[at] = np.concatenate([jump, np.ones_like(count)], axis=1)
    smooth = cv2.GaussianBlur(field, (0, 0), _ALONG)[at]
    height = np.linalg.norm(smooth[:, :3] / smooth[:, 3:], axis=1, keepdims=True)
    masked = np.minimum(_MASKING * hidden, _MOST_MASKED)
    smoothed, kept = _SMOOTHED + masked, _KEPT + 2 * masked
    part = np.clip((height - smoothed) / (kept - smoothed), 0, 1)
    return np.asarray(gradient + part * part * (3 - 2 * part) * jump, np.float32)


def _texture(pixels: Floats, known: Flags) -> Floats:
    """Standard deviation (H, W) of lightness around each pixel, among known ones, 0..1."""
    grey = pixels.mean(axis=2)
    weights = known.astype(np.float32)
    parts = np.dstack([weights, grey * weights, grey * grey * weights])
    count, total, squares = np.moveaxis(cv2.GaussianBlur(parts, (0, 0), _NEARBY), 2, 0)
    count = np.maximum(count, np.float32(1e-6))
    return np.asarray(np.sqrt(np.maximum(squares / count - (total / count) ** 2, 0)), np.float32)


def _at(values: Floats, places: Numbers) -> Floats:
    """Values (N, 1) at places (N, 2); the nearest where one lies outside."""
    inside = np.clip(places, 0, np.array(values.shape) - 1)
    return np.asarray(values[tuple(inside.T)][:, None], np.float32)
