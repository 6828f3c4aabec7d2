"""The Plan: which regions are repainted in which windows, in which order, at what cost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any

from ritocco.canvas.window import Native, Window, pieces, plan_window, tiles
from ritocco.engine import Engine
from ritocco.errors import BadRecipe, BadSelection
from ritocco.geometry import Box, Sides, Size
from ritocco.recipe import Recipe

NOTHING_SELECTED = (
    "Nothing is selected. Select the part to repaint, or leave it transparent, and try again."
)
MOST_PASSES = 1024
"""More windows than this for one run are a mistake, not a wish."""
FRAME_BYTES = 40
"""Working memory per pixel of the frame: colours, weights, flags and the layer."""


@dataclass(frozen=True, slots=True)
class Pass:
    """One window of a run: the part of it that is taken over, and how it is painted.

    `fade` is how far from the region's sides the new pixels fade in, where an earlier tile
    overlaps it. `sketches` says that tiles follow in which the region is painted over at full
    size; `refines`, that this is such a tile (after a sketch or, where most stays, without).
    """

    region: Box
    window: Window
    recipe: Recipe
    fade: Sides = field(default_factory=Sides)
    sketches: bool = False
    refines: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run will do, known before any pixel is touched.

    Boxes are in the coordinates of the canvas before extension. `export` is the part of the
    canvas that a client has to send, `layer` the part that can change. `seconds` and `memory`
    (bytes) are estimates.
    """

    recipe: Recipe
    canvas: Size
    passes: tuple[Pass, ...]
    export: Box
    layer: Box
    engine: str
    seconds: float
    memory: int

    @property
    def windows(self) -> tuple[Window, ...]:
        """The windows of all passes, in order."""
        return tuple(one.window for one in self.passes)

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
            "passes": len(self.passes),
            "engine": self.engine,
            "seconds": round(self.seconds, 2),
            "memory": self.memory,
        }


def box_dict(box: Box) -> dict[str, int]:
    """A box as JSON writes it."""
    return {"x": box.x, "y": box.y, "width": box.width, "height": box.height}


def window_dict(window: Window) -> dict[str, int]:
    """A window as JSON writes it: its place on the canvas and its size for the model."""
    model = window.model
    return {**box_dict(window.box), "model_width": model.width, "model_height": model.height}


def plan_of(recipe: Recipe, canvas: Size, selection: Box, engine: Engine, pace: float) -> Plan:
    """The plan for a selection with these exact bounds; `pace` is in seconds per megapixel.

    Raises BadSelection where nothing on the canvas is selected and nothing is added to it,
    BadRecipe where it would take too many windows.
    """
    native = engine.native(recipe)
    if recipe.model_size is not None:
        native = native.resized(recipe.model_size)
    whole = Box.of(canvas)
    found = _passes(recipe, whole, selection & whole, native, engine)
    passes = tuple(islice(found, MOST_PASSES + 1))
    if not passes:
        raise BadSelection(NOTHING_SELECTED)
    if len(passes) > MOST_PASSES:
        raise BadRecipe(
            f"This would take more than {MOST_PASSES} windows. Choose a larger model size, or "
            "do a smaller part at a time."
        )
    areas = [one.window.model.area for one in passes]
    frame = reduce(or_, (one.window.box for one in passes))
    return Plan(
        recipe=recipe,
        canvas=canvas,
        passes=passes,
        export=frame & whole,
        layer=reduce(or_, (one.region for one in passes)),
        engine=engine.name,
        seconds=pace * sum(areas) / 1e6,
        memory=engine.bytes_per_pixel * max(areas) + FRAME_BYTES * frame.area,
    )


def _passes(
    recipe: Recipe, whole: Box, selection: Box, native: Native, engine: Engine
) -> Iterator[Pass]:
    """A pass for each region; in one that is too large, tiles at full size where there are any."""
    extended = whole.grown(recipe.extend)
    tiling, sketches = engine.tiling(recipe), engine.sketches(recipe)
    for region in _regions(recipe, whole, selection, native):
        window = plan_window(extended, region, native)
        tiled = window.scale < 1 and tiling is not None
        if sketches or not tiled:
            yield Pass(region, window, recipe, sketches=tiled)
        if tiled and tiling is not None:
            for tile in tiles(extended, region, native):
                yield Pass(tile.core, tile.window, tiling, tile.fade, refines=True)


def _regions(recipe: Recipe, whole: Box, selection: Box, native: Native) -> Iterator[Box]:
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
    for part in (selection, *strips):
        if part:
            yield from pieces(extended, part.grown(reach) & extended, native)
