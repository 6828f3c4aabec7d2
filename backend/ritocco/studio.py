"""The one place that runs a Recipe on a Picture. Every face ends here.

The walk: regions (what is repainted, in order) -> a window for each -> the engine -> harmony
with the ring -> one layer. A later window sees what an earlier one made.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from time import perf_counter
from typing import Any

import numpy as np

from ritocco.canvas import mask as masks
from ritocco.canvas.arrays import Floats
from ritocco.canvas.document import Document, Layer
from ritocco.canvas.harmonize import harmonize
from ritocco.canvas.quality import Quality
from ritocco.canvas.window import Window
from ritocco.engine import Engine, Engines, View
from ritocco.errors import OutOfMemory
from ritocco.frame import Frame
from ritocco.geometry import Box, Size
from ritocco.plan import Pass, Plan, box_dict, plan_of, window_dict
from ritocco.recipe import Recipe
from ritocco.watch import Watch


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


class Studio:
    """Plans and runs recipes. Holds the engines and what was learnt of their pace."""

    def __init__(self, engines: Engines | None = None) -> None:
        self._engines = engines or Engines()
        self._pace: dict[tuple[object, ...], float] = {}

    @property
    def engines(self) -> tuple[str, ...]:
        """Names of the engines made so far."""
        return self._engines.names

    @property
    def device(self) -> str:
        """What the engines run on."""
        return "CPU"

    def check(self, recipe: Recipe) -> None:
        """Raise what `plan` would raise for this recipe on any canvas."""
        self._engines.of(recipe).native(recipe)

    def plan(self, recipe: Recipe, canvas: Size, selection: Box) -> Plan:
        """The windows for a selection with these exact bounds, on a canvas of this size.

        Raises BadSelection where nothing on the canvas is selected and nothing is added to it.
        """
        engine = self._engines.of(recipe)
        pace = self._pace.get(_pace_key(recipe)) or engine.seconds_per_megapixel(recipe)
        return plan_of(recipe, canvas, selection, engine, pace)

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
        engine = self._engines.of(plan.recipe)
        clock = _Clock()
        watch.step(0, "Preparing the window")
        frame = Frame(plan.frame, plan.recipe, document)
        clock.lap("prepare")
        measured = []
        shares = list(accumulate((window.model.area for window in plan.windows), initial=0))
        for index, one in enumerate(plan.passes):
            start, end = (0.97 * share / shares[-1] for share in shares[index : index + 2])
            pixels, weights, known = frame.look(one)
            seed = (plan.recipe.seed + index) % 2**32
            painted = _painted(
                engine, one, View(pixels, weights, known), seed, watch.part(start, end)
            )
            clock.lap("paint")
            if plan.recipe.harmonize:
                painted = harmonize(painted, pixels, weights > 0, known & (weights == 0))
            clock.lap("harmonize")
            frame.put(one, painted)
            if not one.sketches:
                measured.append((one.region.area, frame.measured(one, pixels, painted, known)))
            clock.lap("measure")
        watch.step(0.98, "Making the layer")
        layer = frame.layer(document)
        clock.lap("composite")
        self._pace[_pace_key(plan.recipe)] = clock.laps["paint"] / shares[-1] * 1e6
        watch.step(1, "Done")
        return Result(
            recipe=plan.recipe,
            canvas=document.canvas,
            layer=layer,
            windows=plan.windows,
            quality=_mean_quality(measured),
            timings=clock.laps,
        )


class _Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = perf_counter()

    def lap(self, stage: str) -> None:
        now = perf_counter()
        self.laps[stage] = self.laps.get(stage, 0.0) + now - self._last
        self._last = now


def _pace_key(recipe: Recipe) -> tuple[object, ...]:
    """What the pace of a run hangs on, beside the window's size."""
    asked = recipe.diffusion
    return (asked.model, asked.steps, asked.sampler, asked.strength) if asked else ()


def _painted(engine: Engine, one: Pass, view: View, seed: int, watch: Watch) -> Floats:
    """The window repainted by the engine, from canvas size and back to it."""
    window = one.window
    pixels = window.to_model(np.where(view.known[..., None], view.pixels, np.float32(0)))
    share = window.to_model(view.known.astype(np.float32))
    if window.scale != 1:  # a mean of known pixels only
        pixels = np.divide(pixels, np.maximum(share, 1e-3)[..., None], dtype=np.float32)
    at_model = View(pixels, masks.to_model(view.mask, window), share >= 1 - 1e-3)
    return window.to_canvas(engine.paint(at_model, one.recipe, seed, watch))


def _mean_quality(measured: list[tuple[int, Quality]]) -> Quality:
    """Mean over regions, each counted by its area; None where no region has the number."""

    def mean(name: str) -> float | None:
        pairs = [(area, getattr(one, name)) for area, one in measured]
        found = [(area, value) for area, value in pairs if value is not None]
        total = sum(area for area, _ in found)
        return sum(area * value for area, value in found) / total if total else None

    return Quality(seam=mean("seam"), drift=mean("drift"), style=mean("style"))
