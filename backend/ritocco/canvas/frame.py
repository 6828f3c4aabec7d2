"""The part of a canvas that is being worked on: what it shows, what is known, what is to do."""

from __future__ import annotations

import numpy as np

from ritocco.canvas import mask as masks
from ritocco.canvas import quality
from ritocco.canvas.arrays import Flags, Floats, Levels
from ritocco.canvas.colour import to_working
from ritocco.canvas.composite import layer_of
from ritocco.canvas.document import Document, Layer
from ritocco.canvas.quality import Quality
from ritocco.canvas.window import Window
from ritocco.geometry import Box, Sides
from ritocco.recipe import Recipe

OPAQUE_ENOUGH = 0.5
"""Opacity from which a pixel's colour is taken as known."""


class Frame:
    """The pixels of `frame`, a box around all windows of a run; only read from outside."""

    def __init__(self, frame: Box, recipe: Recipe, document: Document) -> None:
        self._box = frame
        extended = Box.of(document.canvas).grown(recipe.extend)
        shape = (frame.height, frame.width)
        self._shown: Floats = np.zeros((*shape, 3), np.float32)
        self._known: Flags = np.zeros(shape, np.bool_)
        self._selection: Levels = np.zeros(shape, np.uint8)
        place = frame & document.box
        inside = place.in_frame_of(frame).slices
        source = place.in_frame_of(document.box)
        colours, alpha = to_working(document.picture.cropped(source))
        self._shown[inside] = colours
        self._known[inside] = alpha >= (1 if document.fill_transparent else OPAQUE_ENOUGH)
        self._selection[(frame & extended).in_frame_of(frame).slices] = masks.FULL
        self._selection[(frame & Box.of(document.canvas)).in_frame_of(frame).slices] = 0
        self._selection[inside] = document.selection[source.slices]
        self._selection = self._shaped(recipe, (frame & extended).in_frame_of(frame))
        self._todo = self._selection.copy()
        self._colours = self._shown.copy()

    def _shaped(self, recipe: Recipe, canvas: Box) -> Levels:
        """The selection as the recipe changes it; soft only where there is a picture under it."""
        wide = masks.grown(self._selection, recipe.grow)
        soft = np.where(self._known, masks.softened(wide, recipe.soften), wide)
        shaped = np.zeros_like(soft)
        shaped[canvas.slices] = masks.banded(soft, recipe.blend_band)[canvas.slices]
        return shaped

    def look(self, window: Window) -> tuple[Floats, Floats, Flags]:
        """Pixels, weights (0..1, all that is still to do) and known flags of a window."""
        at = window.box.in_frame_of(self._box).slices
        return self._shown[at].copy(), masks.as_weights(self._todo[at]), self._known[at].copy()

    def put(self, region: Box, window: Window, painted: Floats) -> None:
        """Take over the pixels of `region` that were still to do from a repainted window."""
        at = region.in_frame_of(self._box).slices
        fresh = painted[region.in_frame_of(window.box).slices]
        todo = self._todo[at]
        weights = np.where(self._known[at], masks.as_weights(todo), 1)[..., None]
        due = (todo > 0)[..., None]
        blended = self._shown[at] + (fresh - self._shown[at]) * weights
        self._shown[at] = np.where(due, blended, self._shown[at])
        self._colours[at] = np.where(due, fresh, self._colours[at])
        self._known[at] |= todo > 0
        self._todo[at] = 0

    def measured(
        self, region: Box, window: Window, before: Floats, painted: Floats, known: Flags
    ) -> Quality:
        """Quality of a repainted region, measured with as much around it as is looked at."""
        around = region.grown(Sides.all(2 * quality.RING_WIDTH)) & window.box
        at = around.in_frame_of(self._box).slices
        there = around.in_frame_of(window.box).slices
        only = np.zeros_like(self._selection)
        inside = region.in_frame_of(self._box).slices
        only[inside] = self._selection[inside]
        half = only[at] > masks.FULL // 2
        selected = half if half.any() else only[at] > 0
        return quality.measure(
            before[there],
            painted[there],
            self._shown[at],
            selected,
            known[there] & (self._selection[at] == 0),
            known[there] | (only[at] > 0),
        )

    def layer(self, document: Document) -> Layer:
        """All that was repainted, as one layer."""
        tight = masks.bounds(self._selection)
        at = tight.slices
        return layer_of(
            self._colours[at],
            self._selection[at],
            document.picture,
            tight.moved(self._box.x, self._box.y),
            below=document.fill_transparent,
        )
