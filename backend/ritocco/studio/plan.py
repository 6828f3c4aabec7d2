"""The Plan: which regions are repainted in which windows, in which order, at what cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any

from ritocco import budget
from ritocco.canvas.seamless import in_one, whole_window
from ritocco.canvas.window import Native, Window, margin_of, pieces, plan_window, tiles
from ritocco.engine import Painter
from ritocco.errors import BadRecipe, BadSelection
from ritocco.geometry import Box, Sides, Size
from ritocco.recipe.recipe import Recipe
from ritocco.sentence import Sentence, told
from ritocco.studio.crew import Crew
from ritocco.studio.estimates import Duration

NOTHING_SELECTED = Sentence(
    "Nothing is selected. Select the part to repaint, or leave it transparent, and try again."
)
MOST_PASSES = 1024
"""More windows than this for one run are a mistake, not a wish."""
FRAME_BYTES = 52
"""Working memory per pixel of the frame: colours, also those before tiles, weights, flags and the
layer."""
AROUND = 64
"""Pixels around a part to be enlarged that are sent with it: its edges see real surroundings."""
LEAST_FACE_MARGIN, MOST_FACE_MARGIN = 256, 1024
"""Pixels around a selection in which its faces are sought: who selects an eye means the face.
Four times the selection's longer side, with these limits (the upper one on top of the side)."""
PICTURE_BYTES = 8
"""Memory per pixel of a picture that has been made larger: 16 bits, with alpha."""


@dataclass(frozen=True, slots=True)
class Pass:
    """One window of a run: the part of it that is taken over, and what paints it.

    Without a `painter` nothing is painted, but faces are repaired. `fade` is how far from the
    region's sides the new pixels fade in, where an earlier tile overlaps it. `sketches` says that
    tiles follow in which the region is painted over at full size; in such a tile (after a sketch
    or, where most stays, without) `tile_of` is that region.
    """

    region: Box
    window: Window
    painter: Painter | None = None
    fade: Sides = field(default_factory=Sides)
    sketches: bool = False
    tile_of: Box | None = None

    @property
    def refines(self) -> bool:
        """Whether it is one of the tiles in which a region is painted over at full size."""
        return self.tile_of is not None

    @property
    def restores_faces(self) -> bool:
        """Whether faces are repaired in it, and nothing else."""
        return self.painter is None


@dataclass(frozen=True, slots=True)
class Enlargement:
    """A part of the (extended) canvas, and the size it gets.

    apart  whether the result is a picture of its own, though the size stays
    """

    source: Box
    size: Size
    apart: bool = False

    @property
    def in_place(self) -> bool:
        """Whether the size stays: detail is restored, and the result is an ordinary layer."""
        return self.size == self.source.size and not self.apart

    @property
    def window(self) -> Window:
        """As a window: the part, and the size it gets."""
        return Window(self.source, self.size)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run will do, known before any pixel is touched.

    Boxes are in the coordinates of the canvas before extension. `export` is the part of the
    canvas that a client has to send, `layer` the part that can change. `seconds` and `memory`
    (bytes) are estimates; `held` is what of the memory the pixels of the canvas and the result
    take in any case, beside what the engines make room for as they can.

    `enlargement` comes first where that is the recipe's kind; for other kinds it comes after the
    passes. `after` is what is then done to the enlarged picture. `hints` tell what is known of the
    recipe beside what its painter says. `crew` was prepared for the recipe; all passes are painted
    within one run of its painter.
    """

    recipe: Recipe
    canvas: Size
    passes: tuple[Pass, ...]
    export: Box
    layer: Box
    engine: str
    seconds: float
    memory: int
    held: int
    enlargement: Enlargement | None = None
    after: Plan | None = None
    hints: tuple[Sentence, ...] = ()
    crew: Crew = field(default_factory=Crew, repr=False, compare=False)

    @property
    def windows(self) -> tuple[Window, ...]:
        """The windows of all passes, in order; of an enlargement that comes first, its own."""
        if self.enlargement and not self.passes:
            return (self.enlargement.window,)
        return tuple(pass_.window for pass_ in self.passes)

    @property
    def picture(self) -> Size | None:
        """The size of the result where that is a picture of its own; None for a layer."""
        enlargement = self.enlargement
        return enlargement.size if enlargement and not enlargement.in_place else None

    @property
    def frame(self) -> Box:
        """The smallest box that holds all windows."""
        return reduce(or_, (window.box for window in self.windows))

    @property
    def told(self) -> tuple[Sentence, ...]:
        """What the artist is to be told before it runs."""
        return (*self.hints, *(self.crew.painter.hints if self.crew.painter else ()))

    def check_memory(self) -> None:
        """Raise TooLarge where its pixels take more memory than there is for us."""
        what = Sentence(
            "Working on {part} pixels of a canvas of {canvas}",
            part=self.frame.size,
            canvas=self.canvas,
        )
        if self.picture:
            what = Sentence("{work}, made {size},", work=what, size=self.picture)
        remedy = Sentence("select a smaller part, add less at a time, or choose a smaller size")
        budget.check(self.held, what, remedy)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        hints = self.told
        return {
            "window": window_dict(self.windows[0]),
            "windows": [window_dict(window) for window in self.windows],
            "export": box_dict(self.export),
            "layer": box_dict(self.layer),
            "picture": size_dict(self.picture) if self.picture else None,
            "passes": len(self.windows) + (len(self.after.passes) if self.after else 0),
            "engine": self.engine,
            "seconds": round(self.seconds, 2),
            "memory": self.memory,
            "hints": list(hints),
            "sentences": [told(hint) for hint in hints],
        }


def box_dict(box: Box) -> dict[str, int]:
    """A box as JSON writes it."""
    return {"x": box.x, "y": box.y, "width": box.width, "height": box.height}


def size_dict(size: Size) -> dict[str, int]:
    """A size as JSON writes it."""
    return {"width": size.width, "height": size.height}


def window_dict(window: Window) -> dict[str, int]:
    """A window as JSON writes it: its place on the canvas and its size for the model."""
    model = window.model
    return {**box_dict(window.box), "model_width": model.width, "model_height": model.height}


def plan_of(
    recipe: Recipe, canvas: Size, selection: Box, painter: Painter, taking: Duration
) -> Plan:
    """The plan for a selection with these exact bounds.

    `taking` is how long what painters say they take takes here; in what follows megapixels.

    Raises BadSelection where nothing on the canvas is selected and nothing is added to it,
    BadRecipe where it would take too many windows.
    """
    native = in_one(painter.native) if recipe.seamless else painter.native
    if recipe.model_size is not None:
        native = native.resized(recipe.model_size)
    whole = Box.of(canvas)
    planned = _passes(recipe, whole, selection & whole, native, painter)
    passes = tuple(islice(planned, MOST_PASSES + 1))
    if not passes:
        raise BadSelection(NOTHING_SELECTED)
    if len(passes) > MOST_PASSES:
        raise BadRecipe(
            "This would take more than {most} windows. Choose a larger model size, or "
            "do a smaller part at a time.",
            most=MOST_PASSES,
        )
    areas = [pass_.window.model.area for pass_ in passes]
    frame = reduce(or_, (pass_.window.box for pass_ in passes))
    return Plan(
        recipe=recipe,
        canvas=canvas,
        passes=passes,
        export=frame & whole,
        layer=reduce(or_, (pass_.region for pass_ in passes)),
        engine=painter.engine,
        seconds=taking(estimated(passes)),
        memory=painter.bytes_per_pixel * max(areas) + FRAME_BYTES * frame.area,
        held=FRAME_BYTES * frame.area,
    )


def estimated(passes: Iterable[Pass]) -> float:
    """First guess of the seconds that all windows take that are painted."""
    return sum(
        pass_.painter.estimate * pass_.window.model.area / 1e6 for pass_ in passes if pass_.painter
    )


def covered(passes: Iterable[Pass]) -> float:
    """Megapixels of the canvas that all windows cover that are painted."""
    return sum(pass_.window.box.area / 1e6 for pass_ in passes if pass_.painter)


def restoring_plan(
    recipe: Recipe, canvas: Size, selection: Box, engine: str, taking: Duration
) -> Plan:
    """The plan of a recipe that only repairs faces. Raises BadSelection as `plan_of` does."""
    whole = Box.of(canvas)
    region = selection.grown(Sides.all(recipe.grow + recipe.blend_band)) & whole
    if not selection & whole:
        raise BadSelection(NOTHING_SELECTED)
    longer = max(region.width, region.height)
    around = max(LEAST_FACE_MARGIN, min(4 * longer, MOST_FACE_MARGIN + longer))
    box = region.grown(Sides.all(around)) & whole
    window = Window(box, box.size)
    return Plan(
        recipe=recipe,
        canvas=canvas,
        passes=(Pass(region, window),),
        export=window.box & whole,
        layer=region,
        engine=engine,
        seconds=taking(window.model.area / 1e6),
        memory=window.box.area * FRAME_BYTES,
        held=window.box.area * FRAME_BYTES,
    )


def then_restoring(plan: Plan, taking: Duration) -> Plan:
    """The plan with a repair of the faces in all that was painted."""
    frame = plan.frame
    last = Pass(plan.layer, Window(frame, frame.size))
    seconds = plan.seconds + taking(frame.area / 1e6)
    return replace(plan, passes=(*plan.passes, last), seconds=seconds)


def enlarging_plan(
    recipe: Recipe, canvas: Size, selection: Box, engine: str, taking: Duration, working: int
) -> Plan:
    """The plan of a recipe that enlarges what is selected; `working` is the engine's memory.

    Raises BadSelection as `plan_of` does, BadRecipe where the size cannot be had.
    """
    source = selection & Box.of(canvas)
    if not source:
        raise BadSelection(NOTHING_SELECTED)
    assert recipe.upscale is not None
    size = recipe.upscale.target(source.size)
    source = recipe.upscale.source(source.size).moved(source.x, source.y)
    return Plan(
        recipe=recipe,
        canvas=canvas,
        passes=(),
        export=source.grown(Sides.all(AROUND)) & Box.of(canvas),
        layer=source,
        engine=engine,
        seconds=taking(size.area / 1e6),
        memory=size.area * PICTURE_BYTES + working,
        held=size.area * PICTURE_BYTES,
        enlargement=Enlargement(source, size),
    )


def then_enlarging(plan: Plan, taking: Duration, working: int) -> Plan:
    """The plan with the whole picture then made larger, for which all of it is needed.

    Raises BadRecipe where it would not be larger, and nothing follows either.
    """
    assert plan.recipe.upscale is not None
    whole = Box.of(plan.canvas)
    painted = whole.grown(plan.recipe.extend).size
    source, size = plan.recipe.upscale.source(painted), plan.recipe.upscale.target(painted)
    apart = plan.recipe.second_pass is not None
    if size == painted and not apart:
        raise BadRecipe(
            "A last step that enlarges must enlarge: give upscale a factor above 1, or a larger "
            "size."
        )
    return replace(
        plan,
        export=whole,
        seconds=plan.seconds + taking(size.area / 1e6),
        memory=max(plan.memory, working) + size.area * PICTURE_BYTES,
        held=plan.held + size.area * PICTURE_BYTES,
        enlargement=Enlargement(source, size, apart),
    )


def then_on_enlarged(plan: Plan, after: Plan) -> Plan:
    """A plan that enlarges, with what is then done to the enlarged picture.

    What the first part works with is let go before the second begins, but for the picture.
    """
    if plan.picture is None:
        raise BadRecipe(
            "Nothing is enlarged here, so there is nothing to refine or repair after it; use "
            "refine or faces instead of upscale."
        )
    picture = plan.picture.area * PICTURE_BYTES
    return replace(
        plan,
        seconds=plan.seconds + after.seconds,
        memory=max(plan.memory, picture + after.memory),
        held=max(plan.held, picture + after.held),
        after=after,
    )


def _passes(
    recipe: Recipe, whole: Box, selection: Box, native: Native, painter: Painter
) -> Iterator[Pass]:
    """A pass for each region; in one that is too large, tiles at full size where there are any."""
    extended = whole.grown(recipe.extend)
    tiling, sketches = painter.tiling, painter.sketches
    for region in _regions(recipe, whole, selection, native):
        window = _window(recipe, extended, region, native)
        tiled = window.scale < 1 and tiling is not None and not native.whole
        if sketches or not tiled:
            yield Pass(region, window, painter, sketches=tiled)
        if tiled and tiling is not None:
            for tile in tiles(extended, region, native):
                yield Pass(tile.core, tile.window, tiling, tile.fade, tile_of=region)


def _window(recipe: Recipe, extended: Box, region: Box, native: Native) -> Window:
    """The window in which a region is painted."""
    if recipe.seamless:
        return whole_window(extended, native)
    return plan_window(extended, region, native, margin_of(region, recipe.margin))


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
            yield from pieces(extended, part.grown(reach) & extended, native, recipe.margin)
