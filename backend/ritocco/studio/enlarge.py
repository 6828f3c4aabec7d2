"""A picture made larger, tile by tile, in its own depth and profile: memory follows the tile.

The result is cut into tiles. Each is drawn by the enlarger from its own piece of the picture and
some surroundings, at the enlarger's multiple, and brought to the exact grid of the result by
resampling, so that tiles meet without a seam; where they overlap they fade over into each other.

Resampling is done in the working space (sRGB's curve), not in linear light: networks are trained
on pictures that were reduced so, and what they draw, reduced again, is then as bright as the
original. Colours are weighted by alpha; those of transparent pixels are continued from their
neighbours before a network sees them, so that nothing bleeds in from where nothing is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil

import cv2
import numpy as np

from ritocco.canvas import tiles
from ritocco.canvas.arrays import Flags, Floats, Levels, Pixels
from ritocco.canvas.colour import from_working, to_working
from ritocco.canvas.mask import as_weights
from ritocco.canvas.picture import Picture
from ritocco.canvas.resample import sampled
from ritocco.engine import Enlarger, TileSpec
from ritocco.errors import OutOfMemory
from ritocco.geometry import Box, Sides, Size
from ritocco.recipe.finishing import Upscale
from ritocco.sentence import Sentence
from ritocco.watch import Watch

LEAST_SIDE = 64
"""Pixels: when memory does not do for tiles this small, it does not do."""
NEARBY = 2
"""Pixels of the source within which an edge of alpha may be drawn."""
_FAINT = 1e-3
"""Opacity below which a mean of colours weighted by it means nothing."""


def enlarged(
    picture: Picture,
    source: Box,
    size: Size,
    asked: Upscale,
    enlarger: Enlarger,
    watch: Watch,
    shape: Levels | None = None,
) -> Picture:
    """The part `source` of a picture at `size`, which is at least as large.

    `shape` (H, W) of the picture's size says how far each pixel belongs to the result; where it
    is given the result has alpha. The picture around `source` is seen but not made. Raises
    Cancelled, OutOfMemory, and what the enlarger raises.
    """
    tile_spec = enlarger.tile_spec()
    first = Size(
        max(source.width, ceil(size.width / tile_spec.scale)),
        max(source.height, ceil(size.height / tile_spec.scale)),
    )
    if (
        tile_spec.scale > 1 and first != source.size
    ):  # more than one step of the network: the last one is whole
        share = first.area / (first.area + size.area)
        step = watch.part(0, share)
        picture = enlarged(picture, source, first, asked, enlarger, step, shape)
        source, shape, watch = Box.of(first), None, watch.part(share, 1)
    while True:
        try:
            return _Work(picture, source, size, asked, enlarger, tile_spec, shape).done(watch)
        except OutOfMemory:
            if tile_spec.side <= LEAST_SIDE:
                raise
            tile_spec = replace(tile_spec, side=max(LEAST_SIDE, tile_spec.side // 2))


@dataclass(frozen=True, slots=True)
class _Work:
    """One picture on its way to a size."""

    picture: Picture
    source: Box
    size: Size
    asked: Upscale
    enlarger: Enlarger
    tile_spec: TileSpec
    shape: Levels | None

    def done(self, watch: Watch) -> Picture:
        """All tiles."""
        layout = self.picture.layout if self.shape is None else self.picture.layout.with_alpha()
        shape = (self.size.height, self.size.width, layout.channels)
        try:
            pixels = np.empty(shape, layout.depth.dtype)
        except MemoryError:
            raise OutOfMemory(
                "There is not enough memory for a picture of {size}. Choose a smaller size, "
                "or close other programs, and try again.",
                size=self.size,
            ) from None
        parts = list(tiles.cores(self.source, self._most(), self.tile_spec.overlap))
        for index, core in enumerate(parts):
            part = watch.part(index / len(parts), (index + 1) / len(parts))
            part.step(
                0,
                Sentence("Enlarging part {number} of {parts}", number=index + 1, parts=len(parts)),
            )
            place = self._place(core.box)
            faded = Box(core.box.x, core.box.y, core.fade.left, core.fade.top)
            over = self._place(faded)  # rounded as the tiles before were
            fade = Sides(left=over.width, top=over.height)
            _lay(pixels[place.slices], self._tile(core.box, place, part), fade)
        return replace(self.picture, pixels=pixels, layout=layout)

    def _most(self) -> Size:
        """How large a tile may be for the enlarger to see no more than it takes.

        Along an axis on which it takes all there is, surroundings included, all is one tile.
        """
        seen = self.source.grown(Sides.all(self.tile_spec.margin)) & Box.of(self.picture.size)
        side, inner = self.tile_spec.side, self.tile_spec.side - 2 * self.tile_spec.margin
        return Size(
            self.source.width if seen.width <= side else inner,
            self.source.height if seen.height <= side else inner,
        )

    @property
    def across(self) -> float:
        """Pixels of the result per pixel of the source, along a row."""
        return self.size.width / self.source.width

    @property
    def down(self) -> float:
        """The same along a column."""
        return self.size.height / self.source.height

    def _place(self, core: Box) -> Box:
        """Where in the result a part of the source lies, rounded."""
        part = core.in_frame_of(self.source)
        return Box.between(
            round(part.x * self.across),
            round(part.y * self.down),
            round(part.right * self.across),
            round(part.bottom * self.down),
        )

    def _tile(self, core: Box, place: Box, watch: Watch) -> Pixels:
        """The pixels of `place`, in the document's own values."""
        seen = core.grown(Sides.all(self.tile_spec.margin)) & Box.of(self.picture.size)
        piece = self.picture.cropped(seen)
        colours, alpha = to_working(piece)
        shape = self._shape(seen)
        opaque = alpha if shape is None else alpha * shape
        layout, profile = self.picture.layout, self.picture.profile
        native = np.zeros((place.height, place.width, layout.colours), layout.depth.dtype)
        if opaque.any():
            colours = _continued(colours, alpha > 0)
            through = watch.part(0, 0.5 if self._has_edges(opaque) else 1)
            drawn = self._drawn(colours, place, seen, through, alpha)
            native = from_working(drawn, layout, profile)
            if layout.depth.is_float:  # brighter than white: no network knows that
                beyond = piece.colour - np.clip(piece.colour, 0, 1)
                if beyond.any():
                    native = native + self._plain(beyond, place, seen).astype(native.dtype)
        if not layout.alpha and shape is None:
            return native
        share = opaque[..., None]
        if self._has_edges(opaque):
            as_picture = np.repeat(share, 3, axis=2)
            share = self._drawn(as_picture, place, seen, watch.part(0.5, 1)).mean(2, keepdims=True)
            share = self._held(share, opaque, place, seen)
        else:
            share = np.full((*native.shape[:2], 1), share.flat[0], np.float32)
        stored = np.clip(share, 0, 1) * layout.depth.maximum
        if not layout.depth.is_float:
            stored = np.rint(stored)
        native[stored[..., 0] == 0] = 0
        return np.concatenate([native, stored.astype(native.dtype)], axis=2)

    def _held(self, share: Floats, opaque: Floats, place: Box, seen: Box) -> Floats:
        """What was drawn of alpha, within what it is nearby: clear stays clear, opaque opaque."""
        near = np.ones((2 * NEARBY + 1, 2 * NEARBY + 1), np.uint8)
        rows = (np.arange(place.y, place.bottom) + 0.5) / self.down + self.source.y - seen.y
        columns = (np.arange(place.x, place.right) + 0.5) / self.across + self.source.x - seen.x
        at = rows.astype(int)[:, None], columns.astype(int)
        low, high = np.asarray(cv2.erode(opaque, near)), np.asarray(cv2.dilate(opaque, near))
        return np.clip(share, low[at][..., None], high[at][..., None])

    def _shape(self, seen: Box) -> Floats | None:
        """The shape's weights in `seen`; beyond the source, where no edge is, its border's."""
        if self.shape is None:
            return None
        rows = np.arange(seen.y, seen.bottom).clip(self.source.y, self.source.bottom - 1)
        columns = np.arange(seen.x, seen.right).clip(self.source.x, self.source.right - 1)
        return as_weights(self.shape[rows[:, None], columns])

    @staticmethod
    def _has_edges(opaque: Floats) -> bool:
        return bool(opaque.min() != opaque.max())

    def _drawn(
        self, pixels: Floats, place: Box, seen: Box, watch: Watch, alpha: Floats | None = None
    ) -> Floats:
        """What the enlarger makes of `pixels` of `seen`, on the grid of `place`."""
        large = self.enlarger.enlarge(pixels, watch) if self.asked.strength else pixels
        scale = self.tile_spec.scale if self.asked.strength else 1
        made = self._on_grid(large, scale, place, seen, alpha)
        if not 0 < self.asked.strength < 1:
            return made
        plain = self._on_grid(pixels, 1, place, seen, alpha)
        return np.asarray(plain + (made - plain) * np.float32(self.asked.strength), np.float32)

    def _on_grid(
        self, large: Floats, scale: int, place: Box, seen: Box, alpha: Floats | None
    ) -> Floats:
        """Resampled, weighted by alpha where there is some that is not full."""
        if alpha is None or not self._has_edges(alpha):
            return self._plain(large, place, seen, scale)
        weights = np.repeat(np.repeat(alpha, scale, 0), scale, 1)[..., None]
        weighted = self._plain(np.concatenate([large * weights, weights], 2), place, seen, scale)
        total = weighted[..., 3:]
        even = self._plain(large, place, seen, scale)
        straight = weighted[..., :3] / np.maximum(total, _FAINT)
        return np.where(total > _FAINT, straight, even)

    def _plain(self, pixels: Floats, place: Box, seen: Box, scale: int = 1) -> Floats:
        """`pixels` of `seen`, each side `scale` times as long, on the grid of `place`."""
        start, step = [], []
        for first, corner, ratio in (
            (place.y, self.source.y - seen.y, self.down),
            (place.x, self.source.x - seen.x, self.across),
        ):
            start.append(((first + 0.5) / ratio + corner) * scale - 0.5)
            step.append(scale / ratio)
        return sampled(
            pixels, (start[0], start[1]), (step[0], step[1]), Size(place.width, place.height)
        )


def _continued(colours: Floats, there: Flags) -> Floats:
    """The colours (H, W, 3), with those of pixels that are not `there` taken from the nearest."""
    if there.all():
        return colours
    _, labels = cv2.distanceTransformWithLabels(
        (~there).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    index = np.zeros(int(labels.max()) + 1, np.int64)
    index[labels[there]] = np.flatnonzero(there)
    return np.asarray(colours.reshape(-1, 3)[index[labels]], np.float32)


def _lay(target: Pixels, fresh: Pixels, fade: Sides) -> None:
    """Lay a tile over what is there, fading in; both in the document's own values."""
    if not fade:
        target[...] = fresh
        return
    share = tiles.ramp(Size(target.shape[1], target.shape[0]), fade)
    rows, columns = slice(0, fade.top), slice(0, fade.left)
    corner = slice(fade.top, None)
    for part in ((rows, slice(None)), (corner, columns)):
        mixed = target[part].astype(np.float32)
        tiles.blend(mixed, fresh[part].astype(np.float32), share[part][..., None])
        fresh[part] = np.rint(mixed) if fresh.dtype.kind == "u" else mixed
    target[...] = fresh
