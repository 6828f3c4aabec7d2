"""Selection -> context window -> model size, and back again, exact to the pixel.

A window is a grid of `across` x `down` square blocks. Each block is `step` canvas pixels wide
and `multiple` model pixels wide, so the scale is the same on both axes and the same number in
both directions, and no pixel moves by rounding. `step == multiple` is scale 1: pixels are
passed on untouched.

Margin: `max(32, ceil((w + h) / 4))` pixels of surroundings on every side of a selection of
w x h, that is half its mean side, or more where more is asked for. Where the canvas ends before
the margin does, the window shifts inward and holds real pixels on the far side instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import gcd, isqrt

import numpy as np

from ritocco.canvas.arrays import Floats
from ritocco.canvas.resample import resized
from ritocco.canvas.tiles import cores
from ritocco.errors import BadSelection
from ritocco.geometry import Box, Sides, Size

LEAST_MARGIN = 32
LONGEST_SIDE_RATIO = 2
_REACH = 4
"""Pixels beyond a side that resampling looks at, at most."""


@dataclass(frozen=True, slots=True)
class Native:
    """The sizes at which an engine works well.

    area      pixels of a window the engine likes best (512 * 512 for SD 1.5)
    multiple  both sides of a window are multiples of this
    ceiling   most pixels at which it still works at full size; larger regions are reduced
    enlarges  whether a canvas smaller than `area` is enlarged to it: a model draws badly below
              its own size, an engine that copies pixels gains nothing
    whole     whether a region is painted in one window, however much that reduces it
    """

    area: int
    multiple: int = 8
    ceiling: int = 0
    enlarges: bool = True
    whole: bool = False

    @property
    def most(self) -> int:
        """Most pixels of a window."""
        return max(self.area, self.ceiling)

    def resized(self, side: int) -> Native:
        """The same engine told to work at `side` x `side` pixels and nothing larger."""
        return Native(side * side, self.multiple, whole=self.whole)


@dataclass(frozen=True, slots=True)
class Window:
    """A place on the canvas (`box`, may reach beyond it) and the size it has for the model.

    wraps  whether its opposite sides meet
    """

    box: Box
    model: Size
    wraps: bool = False

    @property
    def scale(self) -> float:
        """Model pixels per canvas pixel."""
        return self.model.width / self.box.width

    def to_model(self, pixels: Floats) -> Floats:
        """Canvas pixels of `box`, (H, W[, C]), at model size; the same array at scale 1."""
        return self._resized(_checked(pixels, self.box.size), self.model)

    def to_canvas(self, pixels: Floats) -> Floats:
        """Model pixels at canvas size: the way back of `to_model`."""
        return self._resized(_checked(pixels, self.model), self.box.size)

    def _resized(self, pixels: Floats, want: Size) -> Floats:
        height, width = pixels.shape[:2]
        if not self.wraps or want == Size(width, height):
            return resized(pixels, want)
        shared = gcd(width, want.width)  # blocks that are whole pixels in both sizes
        blocks = -(-_REACH * shared // min(width, want.width))
        have, cut = blocks * width // shared, blocks * want.width // shared
        sides = ((have, have), (have, have)) + ((0, 0),) * (pixels.ndim - 2)
        larger = Size(want.width + 2 * cut, want.height + 2 * cut)
        return resized(np.pad(pixels, sides, mode="wrap"), larger)[cut:-cut, cut:-cut]


def _checked(pixels: Floats, have: Size) -> Floats:
    if (pixels.shape[1], pixels.shape[0]) != (have.width, have.height):
        raise ValueError(f"expected pixels of {have}, got an array of shape {pixels.shape}")
    return pixels


def margin_of(selection: Box, least: int = LEAST_MARGIN) -> int:
    """Least width in pixels of the surroundings a window holds around this selection."""
    return max(LEAST_MARGIN, least, -(-(selection.width + selection.height) // 4))


def plan_window(canvas: Box, selection: Box, native: Native, margin: int | None = None) -> Window:
    """The window in which a selection is repainted.

    `canvas` is the box of all that can be painted on; `selection` the bounds of what is
    selected, clipped to the canvas here; `margin` in pixels, None: `margin_of`. Raises
    BadSelection where nothing is left of the selection.
    """
    selection = selection & canvas
    if not selection:
        raise BadSelection("Nothing is selected on the canvas. Select the part to repaint first.")
    margin = margin_of(selection) if margin is None else margin
    need = selection.grown(Sides.all(margin))
    need = Box(
        need.x, need.y, min(need.width, canvas.width), min(need.height, canvas.height)
    ).centred_at(selection)
    multiple = native.multiple
    blocks = native.area // multiple**2
    if native.enlarges and canvas.area < native.area:
        need = canvas
        step = _step(need.size, blocks, 1)
    else:
        step = _step(need.size, native.most // multiple**2, multiple)
    across, down = -(-need.width // step), -(-need.height // step)
    room = Size(max(across, canvas.width // step), max(down, canvas.height // step))
    across, down = _filled_up(across, down, room, blocks)
    box = Box(0, 0, across * step, down * step).centred_at(need).shifted_into(canvas)
    return Window(box, Size(across * multiple, down * multiple))


def _step(need: Size, most: int, least: int) -> int:
    """Fewest canvas pixels per block, `least` or more, with which `need` takes `most` blocks."""

    def fits(step: int) -> bool:
        return -(-need.width // step) * -(-need.height // step) <= most

    low, high = least, max(least, need.width, need.height)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle) else (middle + 1, high)
    return low


def _filled_up(across: int, down: int, room: Size, blocks: int) -> tuple[int, int]:
    """The grid widened, shorter side first, while the engine's area and the canvas allow."""
    if across < down:
        down, across = _filled_up(down, across, Size(room.height, room.width), blocks)
        return across, down
    down = max(down, min(room.height, across, blocks // across))
    side = isqrt(blocks)
    if across < side:
        across = max(across, min(room.width, side))
        down = max(down, min(room.height, blocks // across))
        across = max(across, min(room.width, blocks // down, LONGEST_SIDE_RATIO * down))
    return across, down


def pieces(canvas: Box, region: Box, native: Native, least: int = LEAST_MARGIN) -> Iterator[Box]:
    """The region, cut into shorter parts if that spares it being reduced.

    A long thin region (a 1-pixel scratch across a poster, a strip of new canvas) would need a
    window so large that it must be reduced. Halves are made until a part is no longer twice
    as long as wide, or its window, with `least` of a margin, is at full size. The parts cover the
    region exactly.
    """
    width, height = region.width, region.height
    stocky = max(width, height) <= 2 * min(width, height)
    margin = margin_of(region, least)
    if native.whole or stocky or plan_window(canvas, region, native, margin).scale >= 1:
        yield region
        return
    if width > height:
        first = Box(region.x, region.y, width // 2, height)
        second = Box(first.right, region.y, width - first.width, height)
    else:
        first = Box(region.x, region.y, width, height // 2)
        second = Box(region.x, first.bottom, width, height - first.height)
    yield from pieces(canvas, first, native, least)
    yield from pieces(canvas, second, native, least)


TILE_MARGIN = 64
"""Pixels of finished picture that a tile sees around its core."""
TILE_OVERLAP = 64
"""Pixels by which a core overlaps the ones before it, fading in."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of a large region at full size: `core` is repainted inside `window`.

    `fade` says how far the core overlaps earlier tiles; there it fades in.
    """

    core: Box
    window: Window
    fade: Sides


def tiles(canvas: Box, region: Box, native: Native) -> Iterator[Tile]:
    """Tiles that cover the region at full size, row by row, each seeing those before it."""
    side = isqrt(native.area) // native.multiple * native.multiple
    overlap = min(TILE_OVERLAP, side // 8)
    margin = min(TILE_MARGIN, side // 8)
    most = Size(side - 2 * margin, side - 2 * margin)
    for core in cores(region, most, overlap):
        yield Tile(core.box, plan_window(canvas, core.box, native, margin), core.fade)
