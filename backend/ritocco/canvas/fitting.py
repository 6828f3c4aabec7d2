"""Pictures and selections at a size that was asked for, whatever their proportions.

Both go by one grid, so that a selection stays where it was drawn. What has that size already is
not touched; where the scale is 1, no pixel changes its value.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from enum import Enum

import numpy as np

from ritocco.canvas.arrays import Floats, Levels, Pixels, bands
from ritocco.canvas.mask import FULL
from ritocco.canvas.picture import Picture
from ritocco.canvas.resample import reach_of, sampled
from ritocco.geometry import Size
from ritocco.sentence import Sentence
from ritocco.watch import Watch

AT_ONCE = 1 << 21
"""Pixels that are made, or looked at, before a cancel is heard."""
_LEAST_ROWS = 16
"""At a time, so that what a row of them has in common is not worked out for each."""


class Fit(Enum):
    """What becomes of proportions that are not those of the size asked for."""

    STRETCH = "stretch"
    """They change."""
    CROP = "crop"
    """They stay, the size is filled, and what is beyond it is cut off on both sides alike."""
    FILL = "fill"
    """They stay, all is to be seen, and what is left beside it repeats the edge."""


_SCALES: dict[Fit, Callable[[float, float], tuple[float, float]]] = {
    Fit.STRETCH: lambda down, across: (down, across),
    Fit.CROP: lambda down, across: (min(down, across),) * 2,
    Fit.FILL: lambda down, across: (max(down, across),) * 2,
}
"""Pixels there are for each one that is wanted, on both axes -> the steps that are taken."""


def fitted(picture: Picture, want: Size, fit: Fit, watch: Watch | None = None) -> Picture:
    """The picture at that size; colours that nobody sees do not run into the others.

    Lanczos down, Keys' cubic up, in the document's own encoding. Beside both pictures it takes
    memory for a band of rows. Raises Cancelled.
    """
    if picture.size == want:
        return picture
    start, step = _grid(picture.size, want, fit)
    if step == (1, 1):
        return replace(picture, pixels=_moved(picture.pixels, start, want))
    watch, layout = watch or Watch(), picture.layout
    pixels = np.empty((want.height, want.width, layout.channels), layout.depth.dtype)
    looked_at = math.ceil(max(want.width, picture.size.width) * max(step[0], 1.0))
    for rows in bands(want.height, looked_at, max(AT_ONCE, _LEAST_ROWS * looked_at)):
        watch.step(rows.start / want.height, Sentence("Enlarging"))
        first = start[0] + rows.start * step[0]
        part, above = _around(picture, first, step[0], rows.stop - rows.start)
        _put(part, (first - above, start[1]), step, pixels[rows])
    return replace(picture, pixels=pixels)


def _around(picture: Picture, first: float, step: float, count: int) -> tuple[Picture, int]:
    """The rows that so many are made of, as a picture, and which row the first of them is."""
    height, reach = picture.size.height, reach_of(step)
    above = min(max(math.floor(first) + 1 - reach, 0), height - 1)
    below = max(math.floor(first + (count - 1) * step) + 1 + reach, above + 1)
    return replace(picture, pixels=picture.pixels[above:below]), above


def _put(
    picture: Picture, start: tuple[float, float], step: tuple[float, float], pixels: Pixels
) -> None:
    """Fill `pixels` with the picture as seen on a grid."""
    layout, maximum = picture.layout, picture.layout.depth.maximum
    want = Size(pixels.shape[1], pixels.shape[0])
    share, seen = None, None
    if picture.alpha is not None:
        share = picture.alpha.astype(np.float32) / np.float32(maximum)
        seen = sampled(share, start, step, want).clip(0, 1)
        pixels[..., -1] = _stored(seen * np.float32(maximum), picture)
    for channel in range(layout.colours):  # one by one: all at once would take as many times more
        values = picture.pixels[..., channel].astype(np.float32)
        made = sampled(values if share is None else values * share, start, step, want)
        if seen is not None:
            unseen = sampled(values, start, step, want) if not seen.all() else made
            made = np.divide(made, seen, out=unseen, where=seen > 0)
        pixels[..., channel] = _stored(made, picture)


def fitted_selection(selection: Levels, want: Size, fit: Fit) -> Levels:
    """The selection at that size: nothing is selected that lies in what was not."""
    have = Size(selection.shape[1], selection.shape[0])
    if have == want:
        return selection
    start, step = _grid(have, want, fit)
    if step == (1, 1):
        return _moved(selection, start, want)
    made = sampled(selection.astype(np.float32), start, step, want, within=True)
    return np.asarray(np.rint(made.clip(0, FULL)), np.uint8)


def _grid(have: Size, want: Size, fit: Fit) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where the first pixel of the wanted size lies in what there is, and the steps from there.

    The middle of one is the middle of the other, but for half a pixel where the scale is 1.
    """
    steps = _SCALES[fit](have.height / want.height, have.width / want.width)
    return (
        _start(have.height, want.height, steps[0]),
        _start(have.width, want.width, steps[1]),
    ), steps


def _start(have: int, want: int, step: float) -> float:
    return (have - want) // 2 if step == 1 else (have - 1 - step * (want - 1)) / 2


def _moved(pixels: Pixels, start: tuple[float, float], want: Size) -> Pixels:
    """The pixels from a place on that may lie outside, where edges are repeated."""
    rows, columns = (
        (int(first) + np.arange(count)).clip(0, have - 1)
        for first, count, have in zip(start, (want.height, want.width), pixels.shape, strict=False)
    )
    moved: Pixels = pixels[rows[:, None], columns]
    return moved


def _stored(values: Floats, like: Picture) -> Pixels:
    """Values as the document stores them."""
    depth = like.layout.depth
    if not depth.is_float:
        values = np.rint(values.clip(0, depth.maximum))
    return values.astype(depth.dtype)
