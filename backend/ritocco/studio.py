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
from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.document import Document, Layer
from ritocco.canvas.frame import Frame
from ritocco.canvas.harmonize import harmonize
from ritocco.canvas.quality import Quality
from ritocco.canvas.window import Window
from ritocco.engine import Engine, Engines
from ritocco.errors import OutOfMemory
from ritocco.geometry import Box, Size
from ritocco.plan import Plan, box_dict, plan_of, window_dict
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
        self._pace: dict[str, float] = {}

    @property
    def engines(self) -> tuple[str, ...]:
        """Names of the engines made so far."""
        return self._engines.names

    @property
    def device(self) -> str:
        """What the engines run on."""
        return "CPU"

    def plan(self, recipe: Recipe, canvas: Size, selection: Box) -> Plan:
        """The windows for a selection with these exact bounds, on a canvas of this size.

        Raises BadSelection where nothing on the canvas is selected and nothing is added to it.
        """
        engine = self._engines.of(recipe.kind)
        pace = self._pace.get(engine.name, engine.seconds_per_megapixel)
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
        engine = self._engines.of(plan.recipe.kind)
        clock = _Clock()
        watch.step(0, "Preparing the window")
        frame = Frame(plan.frame, plan.recipe, document)
        clock.lap("prepare")
        measured = []
        shares = list(accumulate((window.model.area for window in plan.windows), initial=0))
        for index, (region, window) in enumerate(zip(plan.regions, plan.windows, strict=True)):
            start, end = (0.97 * share / shares[-1] for share in shares[index : index + 2])
            pixels, weights, known = frame.look(window)
            painted = _painted(
                engine, window, pixels, weights, known, plan.recipe, index, watch.part(start, end)
            )
            clock.lap("paint")
            if plan.recipe.harmonize:
                painted = harmonize(painted, pixels, weights > 0, known & (weights == 0))
            clock.lap("harmonize")
            frame.put(region, window, painted)
            measured.append((region.area, frame.measured(region, window, pixels, painted, known)))
            clock.lap("measure")
        watch.step(0.98, "Making the layer")
        layer = frame.layer(document)
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


class _Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = perf_counter()

    def lap(self, stage: str) -> None:
        now = perf_counter()
        self.laps[stage] = self.laps.get(stage, 0.0) + now - self._last
        self._last = now


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
    if window.scale != 1:  # a mean of known pixels only
        sums = np.divide(sums, np.maximum(reduced, 1e-3)[..., None], dtype=np.float32)
    small = engine.paint(sums, masks.to_model(weights, window), reduced >= 1 - 1e-3, seed, watch)
    return window.to_canvas(small)


def _mean_quality(measured: list[tuple[int, Quality]]) -> Quality:
    """Mean over regions, each counted by its area; None where no region has the number."""

    def mean(name: str) -> float | None:
        pairs = [(area, getattr(one, name)) for area, one in measured]
        found = [(area, value) for area, value in pairs if value is not None]
        total = sum(area for area, _ in found)
        return sum(area * value for area, value in found) / total if total else None

    return Quality(seam=mean("seam"), drift=mean("drift"), style=mean("style"))
