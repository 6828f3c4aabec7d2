"""The one place that runs a Recipe on a Picture. Every face ends here.

The walk: regions (what is repainted, in order) -> a window for each -> the engine -> harmony
with the ring -> faces repaired -> one layer. A later window sees what an earlier one made.
A picture is enlarged before that walk, if that is the recipe's kind, or after it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate
from time import perf_counter
from typing import Any

import numpy as np

from ritocco.canvas import mask as masks
from ritocco.canvas.arrays import Floats, Levels
from ritocco.canvas.composite import flatten
from ritocco.canvas.document import Document, Layer, Position
from ritocco.canvas.harmonize import harmonize
from ritocco.canvas.picture import Picture
from ritocco.canvas.quality import Quality
from ritocco.canvas.window import Window
from ritocco.engine import Engine, Engines, View
from ritocco.enlarge import enlarged
from ritocco.errors import OutOfMemory
from ritocco.frame import Frame
from ritocco.geometry import Box, Sides, Size
from ritocco.plan import (
    Pass,
    Plan,
    box_dict,
    enlarging_plan,
    mending_plan,
    plan_of,
    size_dict,
    then_enlarging,
    then_mending,
    then_on_enlarged,
    window_dict,
)
from ritocco.recipe import Kind, Recipe
from ritocco.watch import Watch


@dataclass(frozen=True, slots=True)
class Result:
    """A finished layer with all that is to be known about it. `timings` are seconds by stage.

    `faces` are those found, as JSON writes them, in pixels of the canvas (of the new picture,
    where there is one); None where none were looked for.
    """

    recipe: Recipe
    canvas: Size
    layer: Layer
    windows: tuple[Window, ...]
    quality: Quality
    timings: dict[str, float]
    faces: tuple[dict[str, Any], ...] | None = None

    @property
    def seconds(self) -> float:
        """Time the whole run took."""
        return sum(self.timings.values())

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, without the pixels."""
        return {
            "recipe": self.recipe.to_dict(),
            "canvas": size_dict(self.canvas),
            "layer": box_dict(self.layer.box),
            "layer_position": self.layer.position.value,
            "window": window_dict(self.windows[0]),
            "windows": [window_dict(window) for window in self.windows],
            "seed": self.recipe.seed,
            "seconds": round(self.seconds, 3),
            "timings": {stage: round(seconds, 4) for stage, seconds in self.timings.items()},
            "quality": self.quality.to_dict(),
            "faces": None if self.faces is None else list(self.faces),
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
        if recipe.faces is not None:
            self._engines.mender.check(recipe.faces)
        if recipe.upscale is not None:
            self._engines.enlarger.check(recipe.upscale)
        if _paints(recipe):
            self._engines.of(recipe).native(recipe)

    def plan(self, recipe: Recipe, canvas: Size, selection: Box) -> Plan:
        """The windows for a selection with these exact bounds, on a canvas of this size.

        Raises BadSelection where nothing on the canvas is selected and nothing is added to it.
        """
        self.check(recipe)
        if recipe.kind is Kind.UPSCALE:
            engine, working = self._engines.enlarger.name, self._engines.enlarger.bytes_at_work
            pace = self._enlarging_pace(recipe)
            plan = enlarging_plan(recipe, canvas, selection, engine, pace, working)
            after = _after_enlarging(recipe)
            if after is not None:
                size = plan.picture or plan.layer.size
                plan = then_on_enlarged(plan, self.plan(after, size, Box.of(size)))
            return plan
        if recipe.kind is Kind.FACES:
            name = self._engines.mender.name
            plan = mending_plan(recipe, canvas, selection, name, self._mending_pace(recipe))
        else:
            painter = self._engines.of(recipe)
            pace = self._pace.get(_pace_key(recipe)) or painter.seconds_per_megapixel(recipe)
            plan = plan_of(recipe, canvas, selection, painter, pace)
            if recipe.faces is not None:
                plan = then_mending(plan, self._mending_pace(recipe))
        if recipe.upscale is not None:
            working = self._engines.enlarger.bytes_at_work
            plan = then_enlarging(plan, self._enlarging_pace(recipe), working)
        return plan

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
            if recipe.kind is Kind.UPSCALE:
                return self._enlarge_first(plan, document, watch)
            if recipe.upscale is not None:
                return self._enlarge_last(plan, document, watch)
            return self._paint(plan, document, watch)
        except MemoryError:
            raise OutOfMemory(
                f"Not enough memory for {len(plan.windows)} window(s) of up to "
                f"{max(window.model.area for window in plan.windows) / 1e6:.1f} megapixels. "
                "Select a smaller part, or close other programs, and try again."
            ) from None

    def _enlarge_first(self, plan: Plan, document: Document, watch: Watch) -> Result:
        """The selected part made larger, and what is then to be done to it."""
        assert plan.enlargement is not None
        clock = _Clock()
        own = 1 - (plan.after.seconds / plan.seconds if plan.after and plan.seconds else 0)
        source = plan.enlargement.source
        selection = document.selection[source.in_frame_of(document.box).slices]
        everything = plan.enlargement.in_place or bool((selection == masks.FULL).all())
        shape = None if everything else document.selection
        part = source.in_frame_of(document.box)
        picture = self._enlarged(plan, document.picture, part, watch.part(0, 0.98 * own), shape)
        clock.lap("enlarge")
        if plan.enlargement.in_place:
            layer = _opaque_only(picture, document.picture.cropped(part), selection, source)
        else:
            layer = Layer(picture, Box.of(picture.size), Position.APART)
        result = Result(plan.recipe, document.canvas, layer, plan.windows, _NO_QUALITY, clock.laps)
        if plan.after is not None:
            levels = masks.FULL - masks.from_alpha(picture)
            whole = Document(picture.size, Box.of(picture.size), picture, levels)
            done = self.run(plan.after.recipe, whole, watch.part(own, 1))
            pixels = flatten(picture, done.layer, Sides()).pixels
            if picture.alpha is not None:
                pixels[..., -1] = picture.alpha
            result = replace(
                result,
                layer=replace(layer, picture=replace(picture, pixels=pixels)),
                quality=done.quality,
                timings={**clock.laps, **done.timings},
                faces=done.faces,
            )
        watch.step(1, "Done")
        return result

    def _enlarge_last(self, plan: Plan, document: Document, watch: Watch) -> Result:
        """What was painted, on the whole picture made larger."""
        assert plan.enlargement is not None
        enlarging = self._enlarging_pace(plan.recipe) * plan.enlargement.size.area / 1e6
        own = 1 - enlarging / plan.seconds if plan.seconds else 0.5
        done = self._paint(plan, document, watch.part(0, own))
        clock = _Clock()
        flat = flatten(document.picture, done.layer, plan.recipe.extend)
        part = plan.enlargement.source
        picture = self._enlarged(plan, flat, part, watch.part(own, 0.99))
        clock.lap("enlarge")
        watch.step(1, "Done")
        return replace(
            done,
            layer=Layer(picture, Box.of(picture.size), Position.APART),
            timings={**done.timings, **clock.laps},
        )

    def _enlarged(
        self,
        plan: Plan,
        picture: Picture,
        part: Box,
        watch: Watch,
        shape: Levels | None = None,
    ) -> Picture:
        """A part of a picture at the size planned; learns the pace."""
        assert plan.enlargement is not None
        assert plan.recipe.upscale is not None
        enlarger, size, began = self._engines.enlarger, plan.enlargement.size, perf_counter()
        if enlarger.grip(plan.recipe.upscale).cramped:
            self._engines.make_room(enlarger)
        made = enlarged(picture, part, size, plan.recipe.upscale, enlarger, watch, shape)
        key = ("enlarge", plan.recipe.upscale.model)
        self._pace[key] = (perf_counter() - began) / size.area * 1e6
        return made

    def _enlarging_pace(self, recipe: Recipe) -> float:
        """Seconds per megapixel of the result."""
        asked = recipe.upscale
        assert asked is not None
        learnt = self._pace.get(("enlarge", asked.model))
        return learnt or self._engines.enlarger.seconds_per_megapixel(asked)

    def _mending_pace(self, recipe: Recipe) -> float:
        """Seconds per megapixel looked at."""
        asked = recipe.faces
        assert asked is not None
        learnt = self._pace.get(("mend", asked.model))
        return learnt or self._engines.mender.seconds_per_megapixel(asked)

    def _paint(self, plan: Plan, document: Document, watch: Watch) -> Result:
        clock = _Clock()
        watch.step(0, "Preparing the window")
        frame = Frame(plan.frame, plan.recipe, document)
        clock.lap("prepare")
        measured: list[tuple[int, Quality]] = []
        faces: tuple[dict[str, Any], ...] | None = None
        shares = list(accumulate((window.model.area for window in plan.windows), initial=0))
        for index, one in enumerate(plan.passes):
            start, end = (0.97 * share / shares[-1] for share in shares[index : index + 2])
            part = watch.part(start, end)
            if one.mends:
                faces = self._mend(frame, one, plan, part)
                clock.lap("faces")
                continue
            pixels, weights, known = frame.look(one)
            seed = (plan.recipe.seed + index) % 2**32
            engine = self._engines.of(plan.recipe)
            painted = _painted(engine, one, View(pixels, weights, known), seed, part)
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
        if "paint" in clock.laps:
            painted_area = sum(one.window.model.area for one in plan.passes if not one.mends)
            self._pace[_pace_key(plan.recipe)] = clock.laps["paint"] / painted_area * 1e6
        watch.step(1, "Done")
        return Result(
            recipe=plan.recipe,
            canvas=document.canvas,
            layer=layer,
            windows=plan.windows,
            quality=_mean_quality(measured),
            timings=clock.laps,
            faces=faces,
        )

    def _mend(
        self, frame: Frame, one: Pass, plan: Plan, watch: Watch
    ) -> tuple[dict[str, Any], ...]:
        """Repair the faces in a pass's window; what was found, in pixels of the canvas."""
        asked = plan.recipe.faces
        assert asked is not None
        began = perf_counter()
        view = View(*frame.look(one))
        mended = self._engines.mender.mend(view, asked, plan.recipe.harmonize, watch)
        frame.take_mended(one, view.pixels, mended.pixels)
        if plan.recipe.kind is Kind.FACES:
            frame.keep_only(one, (mended.pixels != view.pixels).any(2))
        pace = (perf_counter() - began) / one.window.box.area * 1e6
        self._pace["mend", asked.model] = pace
        corner = one.window.box
        return tuple(face.moved(corner.x, corner.y).to_dict() for face in mended.faces)


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


def _paints(recipe: Recipe) -> bool:
    """Whether an engine that paints has a part in it."""
    return recipe.kind not in (Kind.UPSCALE, Kind.FACES) or recipe.diffusion is not None


def _after_enlarging(recipe: Recipe) -> Recipe | None:
    """What is to be done to an enlarged picture; None where that was all."""
    if recipe.diffusion is not None:
        kind = Kind.REFINE
    elif recipe.faces is not None:
        kind = Kind.FACES
    else:
        return None
    return replace(recipe, kind=kind, upscale=None, grow=0, soften=0, blend_band=0)


def _opaque_only(picture: Picture, before: Picture, selection: Levels, box: Box) -> Layer:
    """`picture` as a layer over `before`, where that is selected and opaque.

    A layer over what is half transparent would make it less so.
    """
    layout = picture.layout.with_alpha()
    opaque = masks.from_alpha(before) == 0
    opacity = np.where(opaque, selection, 0) / masks.FULL * layout.depth.maximum
    if not layout.depth.is_float:
        opacity = np.rint(opacity)
    pixels = np.zeros((*selection.shape, layout.channels), layout.depth.dtype)
    pixels[..., :-1] = np.where(opacity[..., None] > 0, picture.colour, 0)
    pixels[..., -1] = opacity
    return Layer(replace(picture, pixels=pixels, layout=layout), box)


def _painted(engine: Engine, one: Pass, view: View, seed: int, watch: Watch) -> Floats:
    """The window repainted by the engine, from canvas size and back to it."""
    window = one.window
    pixels = window.to_model(np.where(view.known[..., None], view.pixels, np.float32(0)))
    share = window.to_model(view.known.astype(np.float32))
    if window.scale != 1:  # a mean of known pixels only
        pixels = np.divide(pixels, np.maximum(share, 1e-3)[..., None], dtype=np.float32)
    at_model = View(pixels, masks.to_model(view.mask, window), share >= 1 - 1e-3)
    return window.to_canvas(engine.paint(at_model, one.recipe, seed, watch))


_NO_QUALITY = Quality(seam=None, drift=None, style=None)


def _mean_quality(measured: list[tuple[int, Quality]]) -> Quality:
    """Mean over regions, each counted by its area; None where no region has the number."""

    def mean(name: str) -> float | None:
        pairs = [(area, getattr(one, name)) for area, one in measured]
        found = [(area, value) for area, value in pairs if value is not None]
        total = sum(area for area, _ in found)
        return sum(area * value for area, value in found) / total if total else None

    return Quality(seam=mean("seam"), drift=mean("drift"), style=mean("style"))
