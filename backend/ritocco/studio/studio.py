"""The one place that runs a Recipe on a Picture. Every face ends here.

A picture is enlarged before its windows are painted (`passes.py`), if that is the recipe's kind,
or after it; and then painted over once more, if the recipe has a second pass.
"""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import numpy as np

from ritocco.canvas import mask as masks
from ritocco.canvas.arrays import Levels, bands
from ritocco.canvas.composite import flatten
from ritocco.canvas.document import Document, Layer, Position
from ritocco.canvas.guides import with_guides
from ritocco.canvas.picture import Picture
from ritocco.canvas.quality import Quality
from ritocco.canvas.seamless import surrounded
from ritocco.engine import Engines
from ritocco.errors import BadSelection, OutOfMemory
from ritocco.geometry import Box, Sides, Size
from ritocco.recipe.recipe import Kind, Recipe
from ritocco.recipe.refining import on_enlarged
from ritocco.sentence import Sentence
from ritocco.studio.between import Between
from ritocco.studio.crew import Crew, crew_of
from ritocco.studio.enlarge import enlarged
from ritocco.studio.estimates import Clock, Estimates
from ritocco.studio.hints import came_out
from ritocco.studio.holding import check_holds, selected
from ritocco.studio.passes import paint
from ritocco.studio.plan import (
    AROUND,
    Plan,
    covered,
    enlarging_plan,
    plan_of,
    restoring_plan,
    then_enlarging,
    then_on_enlarged,
    then_restoring,
)
from ritocco.studio.result import Result
from ritocco.watch import Watch

_NO_QUALITY = Quality(seam=None, drift=None, style=None)


class Studio:
    """Plans and runs recipes. Holds the engines and what was learnt of their pace."""

    def __init__(self, engines: Engines | None = None) -> None:
        self._engines = engines or Engines()
        self._estimates = Estimates()
        self._leaving = Between(lambda: self._engines.make_room(None))

    @property
    def engines(self) -> tuple[str, ...]:
        """Names of the engines made so far."""
        return self._engines.names

    @property
    def device(self) -> str:
        """What networks run on; empty until one was needed, since only torch can tell."""
        if not self._engines.compute:
            return ""
        from ritocco.device import find_device

        return find_device().short_name

    def release(self) -> None:
        """Let go of all that engines keep loaded: now, or when what runs has ended."""
        self._leaving.ask()

    def check(self, recipe: Recipe) -> None:
        """Raise what `plan` would raise for this recipe on any canvas."""
        crew_of(recipe, self._engines)

    def plan(self, recipe: Recipe, canvas: Size, selection: Box) -> Plan:
        """The windows for a selection with these exact bounds, on a canvas of this size.

        Raises BadSelection where nothing on the canvas is selected and nothing is added to it,
        TooLarge where its pixels would take more memory than there is.
        """
        return self._planned(recipe, canvas, selection, crew_of(recipe, self._engines))

    def _planned(self, recipe: Recipe, canvas: Size, selection: Box, crew: Crew) -> Plan:
        """As `plan`, for this crew."""
        made = self._planned_first if recipe.kind is Kind.UPSCALE else self._planned_windows
        plan = made(recipe, canvas, selection, crew)
        after = on_enlarged(recipe)
        if after is not None:
            size = plan.picture or plan.layer.size
            rest = self._planned(after, size, Box.of(size), crew.on_enlarged)
            plan = then_on_enlarged(plan, rest)
        plan = replace(plan, crew=crew)
        plan.check_memory()
        return plan

    def _planned_windows(self, recipe: Recipe, canvas: Size, selection: Box, crew: Crew) -> Plan:
        """Windows are worked on, then the picture is enlarged where that is asked for."""
        painter, enlarger = crew.painter, crew.enlarger
        faces = None if recipe.second_pass else crew.face_restorer  # there they come after it
        if painter is not None:
            taking = self._estimates.of_seconds(painter)
            plan = plan_of(recipe, canvas, selection, painter, taking)
            around = self._estimates.around(covered(plan.passes))
            plan = replace(plan, seconds=plan.seconds + around)
            if faces is not None:
                plan = then_restoring(plan, self._estimates.of_megapixels(faces))
        else:
            assert faces is not None
            taking = self._estimates.of_megapixels(faces)
            plan = restoring_plan(recipe, canvas, selection, faces.engine, taking)
        if enlarger is not None:
            working = enlarger.bytes_at_work
            plan = then_enlarging(plan, self._estimates.of_megapixels(enlarger), working)
        return plan

    def _planned_first(self, recipe: Recipe, canvas: Size, selection: Box, crew: Crew) -> Plan:
        """What is selected is enlarged."""
        assert crew.enlarger is not None
        engine, working = crew.enlarger.engine, crew.enlarger.bytes_at_work
        taking = self._estimates.of_megapixels(crew.enlarger)
        return enlarging_plan(recipe, canvas, selection, engine, taking, working)

    def run(self, recipe: Recipe, document: Document, watch: Watch | None = None) -> Result:
        """The layer that `recipe` makes of `document`.

        `document` must hold at least the plan's `export`; what lies beyond it is not looked at.
        Raises BadSelection, TooLittle where it holds less, Cancelled, OutOfMemory, BadRecipe
        where guides are not those that the recipe names, or what an engine raises; the document is
        only read. The result's recipe holds the content hashes of its guides.
        """
        recipe = with_guides(recipe, document)
        with self._leaving.running():
            done = self._run(recipe, document, watch or Watch(), crew_of(recipe, self._engines))
        flaws, rough = document.picture.metadata.flaws, came_out(recipe, done.quality)
        return replace(done, hints=(*flaws, *done.hints, *rough, *_of_layer(done.layer)))

    def _run(self, recipe: Recipe, document: Document, watch: Watch, crew: Crew) -> Result:
        """As `run`, with this crew."""
        plan = self._planned(recipe, document.canvas, selected(document), crew)
        check_holds(plan, document)
        try:
            if recipe.kind is Kind.UPSCALE:
                return self._enlarge_first(plan, document, watch)
            if recipe.upscale is not None:
                return self._enlarge_last(plan, document, watch)
            return paint(self._estimates, plan, document, watch)
        except MemoryError:
            raise OutOfMemory(
                "Not enough memory for {count} window(s) of up to {size} megapixels. Select "
                "a smaller part, or close other programs, and try again.",
                count=len(plan.windows),
                size=round(max(window.model.area for window in plan.windows) / 1000000.0, 1),
            ) from None

    def _enlarge_first(self, plan: Plan, document: Document, watch: Watch) -> Result:
        """The selected part made larger, and what is then to be done to it."""
        assert plan.enlargement is not None
        clock = Clock()
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
            if not layer.picture.pixels[..., -1].any():
                raise BadSelection(
                    "Nothing that is selected is opaque, and detail is restored only there. "
                    "Select something that is, and try again."
                )
        else:
            layer = Layer(picture, Box.of(picture.size), Position.APART)
        result = Result(plan.recipe, document.canvas, layer, plan.windows, _NO_QUALITY, clock.laps)
        if plan.after is not None:
            result = self._then(plan.after, result, watch.part(own, 1))
        watch.step(1, Sentence("Done"))
        return result

    def _enlarge_last(self, plan: Plan, document: Document, watch: Watch) -> Result:
        """What was painted, on the whole picture made larger; then what is done to that."""
        assert plan.enlargement is not None
        assert plan.crew.enlarger is not None
        taking = self._estimates.of_megapixels(plan.crew.enlarger)
        enlarging = taking(plan.enlargement.size.area / 1e6)
        last = 1 - plan.after.seconds / plan.seconds if plan.after and plan.seconds else 1
        own = last - enlarging / plan.seconds if plan.seconds else 0.5
        done = paint(self._estimates, plan, document, watch.part(0, own))
        clock = Clock()
        flat = flatten(document.picture, done.layer, plan.recipe.extend)
        part = plan.enlargement.source
        picture = self._enlarged(plan, flat, part, watch.part(own, 0.99 * last))
        clock.lap("enlarge")
        layer = Layer(picture, Box.of(picture.size), Position.APART)
        result = replace(done, layer=layer, timings={**done.timings, **clock.laps})
        if plan.after is not None:
            result = self._then(plan.after, result, watch.part(last, 1))
        watch.step(1, Sentence("Done"))
        return result

    def _then(self, after: Plan, result: Result, watch: Watch) -> Result:
        """A result that is a picture apart, with what is done to it after it was enlarged."""
        picture = result.layer.picture
        levels = masks.FULL - masks.from_alpha(picture)
        whole = Document(picture.size, Box.of(picture.size), picture, levels)
        done = self._run(after.recipe, whole, watch, after.crew)
        pixels = flatten(picture, done.layer, Sides()).pixels
        if picture.alpha is not None:
            pixels[..., -1] = picture.alpha
        stages = dict.fromkeys((*result.timings, *done.timings))
        return replace(
            result,
            layer=replace(result.layer, picture=replace(picture, pixels=pixels)),
            quality=done.quality,
            timings={
                stage: result.timings.get(stage, 0) + done.timings.get(stage, 0) for stage in stages
            },
            faces=done.faces,
            hints=tuple(dict.fromkeys((*result.hints, *done.hints))),
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
        assert plan.crew.enlarger is not None
        enlarger, size = plan.crew.enlarger, plan.enlargement.size
        if enlarger.tile_spec().cramped:  # loads its network, if it is not here
            self._engines.make_room(self._engines.upscaling)
        if plan.recipe.seamless and shape is None and part == Box.of(picture.size):
            picture, part = surrounded(picture, AROUND), part.moved(AROUND, AROUND)
        began, loaded = perf_counter(), watch.loaded
        made = enlarged(picture, part, size, plan.recipe.upscale, enlarger, watch, shape)
        estimated = enlarger.estimate * size.area / 1e6
        seconds = perf_counter() - began - (watch.loaded - loaded)
        self._estimates.learn(enlarger, seconds, estimated)
        return made


def _of_layer(layer: Layer) -> list[Sentence]:
    """What is to be said of a layer that an editor would not show."""
    if layer.faint is None or not layer.faint.any() or layer.picture.pixels[..., -1].any():
        return []
    return [
        Sentence(
            "All that is selected is half transparent: a layer over it would make it less so, and "
            "is therefore empty; a picture written as a whole has the change."
        )
    ]


def _opaque_only(picture: Picture, before: Picture, selection: Levels, box: Box) -> Layer:
    """`picture` as a layer over `before`, where that is selected and opaque.

    A layer over what is half transparent would make it less so.
    """
    layout = picture.layout.with_alpha()
    alpha = before.alpha
    pixels = np.zeros((*selection.shape, layout.channels), layout.depth.dtype)
    for rows in bands(*selection.shape):
        opaque = np.bool_(True) if alpha is None else alpha[rows] >= layout.depth.maximum
        opacity = np.where(opaque, selection[rows], 0) / masks.FULL * layout.depth.maximum
        if not layout.depth.is_float:
            opacity = np.rint(opacity)
        pixels[rows, :, :-1] = np.where(opacity[..., None] > 0, picture.colour[rows], 0)
        pixels[rows, :, -1] = opacity
    return Layer(replace(picture, pixels=pixels, layout=layout), box)
