"""The one place that runs a Recipe on a Picture. Every face ends here.

The walk: regions (what is repainted, in order) -> a window for each -> the engine -> harmony
with the ring -> one layer. A later window sees what an earlier one made.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from time import perf_counter
from typing import Any

import numpy as np

from ritocco.canvas import mask as masks
from ritocco.canvas import quality
from ritocco.canvas.arrays import Flags, Floats, Levels
from ritocco.canvas.colour import to_working
from ritocco.canvas.composite import layer_of
from ritocco.canvas.document import Document, Layer
from ritocco.canvas.harmonize import harmonize
from ritocco.canvas.quality import Quality
from ritocco.canvas.window import Native, Window, pieces, plan_window
from ritocco.engine import Engine, Engines
from ritocco.errors import BadSelection, OutOfMemory
from ritocco.geometry import Box, Sides, Size
from ritocco.recipe import Recipe
from ritocco.watch import Watch

OPAQUE_ENOUGH = 0.5
"""Opacity from which a pixel's colour is taken as known."""
NOTHING_SELECTED = (
    "Nothing is selected. Select the part to repaint, or leave it transparent, and try again."
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run will do, known before any pixel is touched.

    Boxes are in the coordinates of the canvas before extension. `regions` are repainted in
    order, each inside the window of the same index. `export` is the part of the canvas that a
    client has to send, `layer` the part that can change. `seconds` and `memory` (bytes) are
    estimates.
    """

    recipe: Recipe
    canvas: Size
    regions: tuple[Box, ...]
    windows: tuple[Window, ...]
    export: Box
    layer: Box
    engine: str
    seconds: float
    memory: int

    @property
    def frame(self) -> Box:
        """The smallest box that holds all windows."""
        return reduce(or_, (window.box for window in self.windows))

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "window": window_dict(self.windows[0]),
            "windows": [window_dict(window) for window in self.windows],
            "export": box_dict(self.export),
            "layer": box_dict(self.layer),
            "passes": len(self.windows),
            "engine": self.engine,
            "seconds": round(self.seconds, 2),
            "memory": self.memory,
        }


@dataclass(frozen=True, slots=True)
class Result:
    """A finished layer with all that is to be known about it. `timings` are seconds by stage."""

    recipe: Recipe
    canvas: Size
    layer: Layer
    windows: tuple[Window, ...]
    quality: Quality
    timings: dict[str, float]

    @property
    def seconds(self) -> float:
        """Time the whole run took."""
        return sum(self.timings.values())

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, without the pixels."""
        return {
            "recipe": self.recipe.to_dict(),
            "canvas": {"width": self.canvas.width, "height": self.canvas.height},
            "layer": box_dict(self.layer.box),
            "layer_position": "below" if self.layer.below else "above",
            "window": window_dict(self.windows[0]),
            "windows": [window_dict(window) for window in self.windows],
            "seed": self.recipe.seed,
            "seconds": round(self.seconds, 3),
            "timings": {stage: round(seconds, 4) for stage, seconds in self.timings.items()},
            "quality": self.quality.to_dict(),
        }


def box_dict(box: Box) -> dict[str, int]:
    """A box as JSON writes it."""
    return {"x": box.x, "y": box.y, "width": box.width, "height": box.height}


def window_dict(window: Window) -> dict[str, int]:
    """A window as JSON writes it: its place on the canvas and its size for the model."""
    model = window.model
    return {**box_dict(window.box), "model_width": model.width, "model_height": model.height}


class Studio:
    """Plans and runs recipes. Holds the engines and what was learnt of their pace."""

    def __init__(self, engines: Engines | None = None) -> None:
        self._engines = engines or Engines()
        self._pace: dict[str, float] = {}

    def plan(self, recipe: Recipe, canvas: Size, selection: Box) -> Plan:
        """The windows for a selection with these exact bounds, on a canvas of this size.

        Raises BadSelection where nothing on the canvas is selected and nothing is added to it.
        """
        engine = self._engines.of(recipe.kind)
        native = engine.native
        if recipe.model_size is not None:
            native = native.resized(recipe.model_size)
        whole = Box.of(canvas)
        extended = whole.grown(recipe.extend)
        regions = tuple(_regions(recipe, whole, selection & whole, native))
        if not regions:
            raise BadSelection(NOTHING_SELECTED)
        windows = tuple(plan_window(extended, region, native) for region in regions)
        area = sum(window.model.area for window in windows)
        pace = self._pace.get(engine.name, engine.seconds_per_megapixel)
        largest = max(window.model.area for window in windows)
        frame = reduce(or_, (window.box for window in windows))
        return Plan(
            recipe=recipe,
            canvas=canvas,
            regions=regions,
            windows=windows,
            export=frame & whole,
            layer=reduce(or_, regions),
            engine=engine.name,
            seconds=pace * area / 1e6,
            memory=engine.bytes_per_pixel * largest + FRAME_BYTES * frame.area,
        )

    def run(self, recipe: Recipe, document: Document, watch: Watch | None = None) -> Result:
        """The layer that `recipe` makes of `document`.

        `document` must hold at least the plan's `export`; what lies beyond it is not looked at.
        Raises BadSelection, Cancelled, OutOfMemory or what the engine raises; the document is
        only read.
        """
        watch = watch or Watch()
        bounds = masks.bounds(document.selection).moved(document.box.x, document.box.y)
        plan = self.plan(recipe, document.canvas, bounds)
        try:
            return self._run(plan, document, watch)
        except MemoryError:
            raise OutOfMemory(
                f"Not enough memory for {len(plan.windows)} window(s) of up to "
                f"{max(window.model.area for window in plan.windows) / 1e6:.1f} megapixels. "
                "Select a smaller part, or close other programs, and try again."
            ) from None

    def _run(self, plan: Plan, document: Document, watch: Watch) -> Result:
        engine = self._engines.of(plan.recipe.kind)
        clock = _Clock()
        watch.step(0, "Preparing the window")
        easel = _Easel(plan, document)
        clock.lap("prepare")
        measured = []
        shares = np.cumsum([0, *(window.model.area for window in plan.windows)])
        for index, (region, window) in enumerate(zip(plan.regions, plan.windows, strict=True)):
            part = watch.part(*(0.97 * shares[index : index + 2] / shares[-1]))
            pixels, weights, known = easel.look(window)
            painted = _painted(engine, window, pixels, weights, known, plan.recipe, index, part)
            clock.lap("paint")
            if plan.recipe.harmonize:
                painted = harmonize(painted, pixels, weights > 0, known & (weights == 0))
            clock.lap("harmonize")
            easel.put(region, window, painted)
            measured.append((region.area, easel.measured(region, window, pixels, painted, known)))
            clock.lap("measure")
        watch.step(0.98, "Making the layer")
        layer = easel.layer(document)
        clock.lap("composite")
        self._pace[engine.name] = clock.laps["paint"] / shares[-1] * 1e6
        watch.step(1, "Done")
        return Result(
            recipe=plan.recipe,
            canvas=document.canvas,
            layer=layer,
            windows=plan.windows,
            quality=_mean_quality(measured),
            timings=clock.laps,
        )


FRAME_BYTES = 40
"""Working memory per pixel of the frame: colours, weights, flags and the layer."""


class _Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = perf_counter()

    def lap(self, stage: str) -> None:
        now = perf_counter()
        self.laps[stage] = self.laps.get(stage, 0.0) + now - self._last
        self._last = now


class _Easel:
    """The frame that is being worked on: what it shows, what is known, what is still to do."""

    def __init__(self, plan: Plan, document: Document) -> None:
        recipe, frame = plan.recipe, plan.frame
        self._frame = frame
        extended = Box.of(plan.canvas).grown(recipe.extend)
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
        self._selection[(frame & Box.of(plan.canvas)).in_frame_of(frame).slices] = 0
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
        at = window.box.in_frame_of(self._frame).slices
        return self._shown[at].copy(), masks.as_weights(self._todo[at]), self._known[at].copy()

    def put(self, region: Box, window: Window, painted: Floats) -> None:
        """Take over the pixels of `region` that were still to do from a repainted window."""
        at = region.in_frame_of(self._frame).slices
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
        at = around.in_frame_of(self._frame).slices
        there = around.in_frame_of(window.box).slices
        only = np.zeros_like(self._selection)
        inside = region.in_frame_of(self._frame).slices
        only[inside] = self._selection[inside]
        half = only[at] > masks.FULL // 2
        selected = half if half.any() else only[at] > 0
        return quality.measure(
            before[there],
            painted[there],
            self._shown[at],
            selected,
            known[there] & (self._selection[at] == 0),
        )

    def layer(self, document: Document) -> Layer:
        """All that was repainted, as one layer."""
        tight = masks.bounds(self._selection)
        at = tight.slices
        return layer_of(
            self._colours[at],
            self._selection[at],
            document.picture,
            tight.moved(self._frame.x, self._frame.y),
            below=document.fill_transparent,
        )


def _regions(recipe: Recipe, whole: Box, selection: Box, native: Native) -> list[Box]:
    """What is repainted, in order: the selection, then the sides, then top and bottom."""
    extend = recipe.extend
    extended = whole.grown(extend)
    strips = [
        Box(extended.x, whole.y, extend.left, whole.height),
        Box(whole.right, whole.y, extend.right, whole.height),
        Box(extended.x, extended.y, extended.width, extend.top),
        Box(extended.x, whole.bottom, extended.width, extend.bottom),
    ]
    reach = Sides.all(recipe.grow + recipe.blend_band)
    wide = [part.grown(reach) & extended for part in (selection, *strips) if part]
    return [piece for part in wide for piece in pieces(extended, part, native)]


def _painted(
    engine: Engine,
    window: Window,
    pixels: Floats,
    weights: Floats,
    known: Flags,
    recipe: Recipe,
    index: int,
    watch: Watch,
) -> Floats:
    """The window repainted by the engine, at canvas size."""
    seed = (recipe.seed + index) % 2**32
    shares = known.astype(np.float32)
    sums = window.to_model(np.where(known[..., None], pixels, 0))
    reduced = window.to_model(shares)
    at_model = sums if window.scale == 1 else sums / np.maximum(reduced, 1e-3)[..., None]
    small = engine.paint(
        at_model, masks.to_model(weights, window), reduced >= 1 - 1e-3, seed, watch
    )
    return window.to_canvas(small)


def _mean_quality(measured: list[tuple[int, Quality]]) -> Quality:
    """Mean over regions, each counted by its area; None where no region has the number."""

    def mean(name: str) -> float | None:
        pairs = [(area, getattr(one, name)) for area, one in measured]
        found = [(area, value) for area, value in pairs if value is not None]
        total = sum(area for area, _ in found)
        return sum(area * value for area, value in found) / total if total else None

    return Quality(seam=mean("seam"), drift=mean("drift"), style=mean("style"))
