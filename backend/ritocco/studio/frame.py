"""The part of a canvas that a run works on: what it shows, what is known, what is to do."""

from __future__ import annotations

import numpy as np

from ritocco.canvas import mask as masks
from ritocco.canvas import quality
from ritocco.canvas.arrays import Flags, Floats, Levels
from ritocco.canvas.colour import to_working
from ritocco.canvas.composite import layer_of
from ritocco.canvas.document import Document, Layer
from ritocco.canvas.joins import joins
from ritocco.canvas.quality import Quality
from ritocco.canvas.tiles import blend, ramp
from ritocco.errors import BadSelection
from ritocco.geometry import Box, Sides
from ritocco.recipe.recipe import Content, Kind, Recipe
from ritocco.studio.joining import joined
from ritocco.studio.plan import NOTHING_SELECTED, Pass
from ritocco.watch import Watch

OPAQUE_ENOUGH = 0.5
"""Opacity from which a pixel's colour is taken as known."""


class Frame:
    """The pixels of `frame`, a box around all windows of a run; only read from outside."""

    def __init__(self, frame: Box, recipe: Recipe, document: Document) -> None:
        self._box = frame
        extended = Box.of(document.canvas).grown(recipe.extend)
        shape = (frame.height, frame.width)
        self._keeps_opacity = recipe.kind is Kind.REFINE
        self._copied = recipe.content_aware
        self._opacity: Floats = np.zeros(shape, np.float32)
        self._shown: Floats = np.zeros((*shape, 3), np.float32)
        self._known: Flags = np.zeros(shape, np.bool_)
        self._selection: Levels = np.zeros(shape, np.uint8)
        place = frame & document.box
        inside = place.in_frame_of(frame).slices
        source = place.in_frame_of(document.box)
        colours, alpha = to_working(document.picture.cropped(source))
        self._shown[inside], self._opacity[inside] = colours, alpha
        whole = document.fill_transparent or recipe.kind is Kind.FACES
        self._known[inside] = alpha >= (1 if whole else OPAQUE_ENOUGH)
        self._selection[(frame & extended).in_frame_of(frame).slices] = masks.FULL
        self._selection[(frame & Box.of(document.canvas)).in_frame_of(frame).slices] = 0
        self._selection[inside] = document.selection[source.slices]
        self._selection = self._shaped(recipe, (frame & extended).in_frame_of(frame))
        self._todo = self._selection.copy()
        self._colours = self._shown.copy()
        self._untiled: tuple[Box, Floats] | None = None
        self._tiled: Flags = np.zeros(shape, np.bool_)
        self.still = _is_still(recipe)
        self._there = self._known.copy() if self.still else None

    def _shaped(self, recipe: Recipe, canvas: Box) -> Levels:
        """The selection as the recipe changes it; soft only where there is a picture under it."""
        wide = masks.grown(self._selection, recipe.grow)
        soft = np.where(self._known, masks.softened(wide, recipe.soften), wide)
        shaped = np.zeros_like(soft)
        shaped[canvas.slices] = masks.banded(soft, recipe.blend_band)[canvas.slices]
        return shaped

    def check(self) -> None:
        """Raise BadSelection where a run that is to change something would change nothing."""
        selected = self._selection > 0
        if not selected.any():
            raise BadSelection(NOTHING_SELECTED)
        changes = self._keeps_opacity and not self.still
        if changes and not (self._opacity[selected] > 0).any():
            raise BadSelection(
                "What is selected is transparent, and refine works on what is there. Select what "
                "can be seen; inpaint fills what is transparent."
            )

    def look(self, pass_: Pass) -> tuple[Floats, Floats, Flags]:
        """Pixels, weights (0..1) and known flags of a pass's window.

        Weights are those of all that is still to do; for a tile, of its own core, whole even
        where it will fade in, and of what the tiles after it will paint: were any of that held,
        each tile would return to it at its sides, and so show. In its core it sees what was there
        before any tile: else it would carry on the edge of those that it overlaps.
        """
        at = pass_.window.box.in_frame_of(self._box).slices
        if pass_.tile_of is not None:
            weights = np.zeros(self._known[at].shape, np.float32)
            later = (pass_.window.box & pass_.tile_of).in_frame_of(self._box).slices
            there = (pass_.window.box & pass_.tile_of).in_frame_of(pass_.window.box).slices
            undone = np.where(self._tiled[later], 0, self._selection[later])
            weights[there] = masks.as_weights(undone)
            core = pass_.region.in_frame_of(pass_.window.box).slices
            weights[core] = self._weights(pass_.region)
            pixels = self._shown[at].copy()
            pixels[core] = self._before_tiles(pass_.tile_of, pass_.region)
            return pixels, weights, self._known[at].copy()
        still_to_do = self._selection if pass_.restores_faces else self._todo
        weights = masks.as_weights(still_to_do[at])
        return self._shown[at].copy(), weights, self._known[at].copy()

    def _before_tiles(self, whole: Box, part: Box) -> Floats:
        """What `part` of the region `whole` showed when its first tile was looked at."""
        if self._untiled is None or self._untiled[0] != whole:
            self._untiled = whole, self._shown[whole.in_frame_of(self._box).slices].copy()
        return self._untiled[1][part.in_frame_of(whole).slices]

    def put(self, pass_: Pass, painted: Floats) -> None:
        """Take over the pixels of a pass's region from its repainted window."""
        at = pass_.region.in_frame_of(self._box).slices
        fresh = painted[pass_.region.in_frame_of(pass_.window.box).slices]
        weights = np.where(self._known[at], self._weights(pass_.region), 1)
        due = self._selection[at] > 0 if pass_.refines else self._todo[at] > 0
        if pass_.refines:
            fresh = joined(fresh, self._colours[at], due & self._tiled[at], pass_.fade)
        share = np.where(due, ramp(pass_.region.size, pass_.fade), np.float32(0))[..., None]
        blend(self._colours[at], fresh, share)
        blend(self._shown[at], fresh, share * weights[..., None])
        self._known[at] |= due
        self._todo[at] = 0
        self._tiled[at] |= pass_.refines

    def take_restored(self, pass_: Pass, before: Floats, mended: Floats) -> None:
        """Take over what a pass has mended in the pixels it looked at, within the selection."""
        at = pass_.window.box.in_frame_of(self._box).slices
        change = mended - before
        self._colours[at] += change
        self._shown[at] += change * masks.as_weights(self._selection[at])[..., None]

    def keep_only(self, pass_: Pass, changed: Flags) -> None:
        """Leave nothing of the layer but what has changed, and is opaque, in a pass's window."""
        at = pass_.window.box.in_frame_of(self._box).slices
        self._selection[at] *= changed & self._known[at]

    def _weights(self, region: Box) -> Floats:
        return masks.as_weights(self._selection[region.in_frame_of(self._box).slices])

    def measured(
        self,
        pass_: Pass,
        before: Floats,
        drawn: Floats,
        painted: Floats,
        known: Flags,
        watch: Watch,
    ) -> Quality:
        """Quality of a repainted region, measured with as much around it as is looked at.

        `before`, `drawn` by the engine and `painted`, which is harmonized, are windows. Raises
        Cancelled.
        """
        region, window = pass_.region, pass_.window
        around = region.grown(Sides.all(2 * quality.RING_WIDTH)) & window.box
        at = around.in_frame_of(self._box).slices
        there = around.in_frame_of(window.box).slices
        selection, real = self._selection[at], known[there]
        if pass_.refines:
            # Tiles beside it may not be painted yet: of the selection only what is counts.
            only = np.where(self._tiled[at], selection, 0)
            real = real & ((selection == 0) | (only > 0))
        else:
            only = np.zeros_like(selection)
            inside = region.in_frame_of(around).slices
            only[inside] = selection[inside]
        half = only > masks.FULL // 2
        selected = half if half.any() else only > 0
        staying = real & (selection == 0)
        shown = self._shown[at]
        return quality.measure(
            before[there],
            painted[there],
            shown,
            selected,
            staying,
            real | (only > 0),
            drawn[there] if drawn is not painted else None,
            joins(shown, selected, staying, watch) if self._copied else None,
        )

    def layer(self, document: Document) -> Layer:
        """All that was repainted, as one layer. Of what is there, a still run has the document's
        own values where nothing shines through, and leaves the rest out."""
        same = self._unchanged(document)
        if same is not None:
            whole = (self._opacity >= 1) & (self._selection == masks.FULL)
            self._selection[same & ~whole] = 0
        tight = masks.bounds(self._selection) or Box(0, 0, 1, 1)  # nothing: one clear pixel
        at = tight.slices
        layer = layer_of(
            self._colours[at],
            self._selection[at],
            document.picture,
            tight.moved(self._box.x, self._box.y),
            below=document.fill_transparent,
            opacity_kept=self._opacity[at] if self._keeps_opacity else None,
        )
        if same is not None:  # not through the working space, which rounds
            place = layer.box & document.box
            own = document.picture.cropped(place.in_frame_of(document.box))
            held = same[place.in_frame_of(self._box).slices]
            held &= self._selection[place.in_frame_of(self._box).slices] > 0
            target = layer.picture.pixels[place.in_frame_of(layer.box).slices]
            target[held, :-1] = own.colour[held]
        return layer

    def _unchanged(self, document: Document) -> Flags | None:
        """Where a still run left what is there as it was; None for any other run."""
        if self._there is None:
            return None
        before = np.zeros_like(self._colours)
        place = self._box & document.box
        part = document.picture.cropped(place.in_frame_of(document.box))
        before[place.in_frame_of(self._box).slices] = to_working(part)[0]
        return np.asarray(self._there & (self._colours == before).all(2))


def _is_still(recipe: Recipe) -> bool:
    """Whether nothing that is there may change: a model at strength 0 over what is there."""
    asked = recipe.diffusion
    return asked is not None and asked.strength == 0 and asked.content is Content.ORIGINAL
