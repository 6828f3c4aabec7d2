"""The whole walk with a fake engine (what it is given, what becomes of what it returns) and the
real one."""

import threading
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ritocco import budget
from ritocco.canvas import mask
from ritocco.canvas.composite import flatten
from ritocco.canvas.document import Document, Position
from ritocco.canvas.guides import content_hash, with_guides
from ritocco.canvas.picture import ColourModel, Depth, Layout, Metadata, Picture
from ritocco.canvas.window import Native, tiles
from ritocco.engine import Engines
from ritocco.errors import BadRecipe, BadSelection, Cancelled, OutOfMemory, TooLarge, TooLittle
from ritocco.geometry import Box, Sides, Size
from ritocco.recipe.finishing import Upscale
from ritocco.recipe.guide import Guide, Role
from ritocco.recipe.recipe import Content, Diffusion, Kind, Recipe
from ritocco.sentence import Sentence
from ritocco.studio.estimates import Estimates
from ritocco.studio.plan import enlarging_plan, plan_of
from ritocco.studio.selection import strong_enough
from ritocco.studio.studio import Studio
from ritocco.watch import Watch
from tests.effort import examples

RGB8 = Layout(ColourModel.RGB, Depth.U8, False)
RGBA8 = RGB8.with_alpha()


class Painter:
    """Paints everything selected in one colour and remembers what it saw."""

    name = engine = key = "painter"
    candidates = 1
    bytes_per_pixel = 12
    hints = ()
    estimate = 1.0
    sketches = True

    def __init__(self, native: Native | None = None, refines: bool = False):
        self.native = native or Native(512 * 512)
        self.tiling = self if refines else None
        self.seen: list[tuple[np.ndarray, np.ndarray, np.ndarray, int]] = []
        self.prepared = self.runs = self.in_run = 0

    def prepare(self, recipe):
        self.prepared += 1
        return self

    @contextmanager
    def running(self):
        self.runs += 1
        self.in_run += 1
        try:
            yield
        finally:
            self.in_run -= 1

    def paint(self, view, seed, watch):
        assert self.in_run == 1
        watch.step(0.5, "painting")
        pixels, mask, known = view.pixels, view.mask, view.known
        self.seen.append((pixels, mask, known, seed))
        value = np.float32(0.25 + 0.5 * (len(self.seen) % 2))
        return np.where((mask > 0)[..., None], value, pixels).astype(np.float32)


def studio_with(painter: Painter) -> Studio:
    engines = Engines()
    engines.of = lambda recipe: painter  # type: ignore[method-assign]
    return Studio(engines)


def test_the_device_is_told_once_a_network_was_needed():
    studio = Studio()
    assert studio.device == ""
    studio.plan(Recipe(), Size(64, 64), Box(8, 8, 8, 8))
    assert studio.device == ""  # filling from the surroundings needs none
    studio.plan(Recipe(kind=Kind.UPSCALE, upscale=Upscale()), Size(64, 64), Box(0, 0, 64, 64))
    assert studio.device


def test_a_result_tells_how_many_there_were_to_choose_from():
    painter = Painter()
    painter.candidates = 5
    document = document_of(picture_of(Size(40, 30)), Box(9, 9, 6, 5))
    result = studio_with(painter).run(Recipe(candidate=4), document)
    assert (result.candidates, result.to_dict()["candidates"]) == (5, 5)
    assert result.recipe.candidate == 4


def test_what_comes_out_rough_says_so_in_words():
    flat = Picture(np.full((80, 80, 3), 100, np.uint8), RGB8)
    result = studio_with(Painter()).run(
        Recipe(harmonize=False), document_of(flat, Box(30, 30, 20, 20))
    )
    assert result.quality.seam > 2
    assert result.quality.joins > 1.6
    assert result.quality.rough
    assert result.hints == ("This one came out rough; try another, or grow the selection.",)


def test_joins_say_nothing_of_what_a_model_invents():
    recipe = Recipe(kind=Kind.INPAINT, harmonize=False, diffusion=Diffusion(model="m"))
    document = document_of(picture_of(Size(80, 80)), Box(30, 30, 20, 20))
    assert studio_with(Painter()).run(recipe, document).quality.joins is None
    assert studio_with(Painter()).run(Recipe(), document).quality.joins is not None


def picture_of(size: Size, layout: Layout = RGB8, seed: int = 0) -> Picture:
    random = np.random.default_rng(seed)
    pixels = random.integers(0, 256, (size.height, size.width, layout.channels), np.uint8)
    if layout.alpha:
        pixels[..., -1] = 255
    return Picture(pixels, layout)


def document_of(picture: Picture, box: Box | None = None, level: int = 255) -> Document:
    selection = np.zeros((picture.size.height, picture.size.width), np.uint8)
    if box:
        selection[box.slices] = level
    return Document(picture.size, Box.of(picture.size), picture, selection)


@st.composite
def jobs(draw: st.DrawFn) -> tuple[Recipe, Document]:
    size = Size(draw(st.integers(1, 300)), draw(st.integers(1, 300)))
    x, y = draw(st.integers(0, size.width - 1)), draw(st.integers(0, size.height - 1))
    box = Box(x, y, draw(st.integers(1, size.width - x)), draw(st.integers(1, size.height - y)))
    side = st.integers(0, 90)
    extend = draw(st.builds(Sides, side, side, side, side))
    recipe = Recipe(
        kind=Kind.OUTPAINT if extend else Kind.FILL,
        extend=extend,
        grow=draw(st.integers(0, 6)),
        soften=draw(st.integers(0, 9)),
        blend_band=draw(st.integers(0, 6)),
        model_size=draw(st.none() | st.sampled_from([64, 128])),
        harmonize=False,  # the fake paints flat colours that are to come out as they are
    )
    picture = picture_of(size, draw(st.sampled_from([RGB8, RGBA8])))
    return recipe, document_of(picture, box, draw(st.integers(1, 255)))


@given(jobs())
@settings(max_examples=examples(25))
def test_every_job_keeps_what_is_outside_and_repaints_all_that_is_new(
    job: tuple[Recipe, Document],
):
    recipe, document = job
    painter = Painter()
    result = studio_with(painter).run(recipe, document)
    flat = flatten(document.picture, result.layer, recipe.extend)
    canvas = Box.of(document.canvas).grown(recipe.extend)
    assert flat.size == canvas.size
    reach = mask.banded(mask.grown(document.selection, recipe.grow), recipe.blend_band) > 0
    inside = Box.of(document.canvas).in_frame_of(canvas)
    kept = flat.pixels[inside.slices]
    if not recipe.extend:
        outside = ~reach
        assert (kept[outside] == document.picture.pixels[outside]).all()
    elif not recipe.grow and not recipe.blend_band:
        outside = document.selection == 0
        assert (kept[outside] == document.picture.pixels[outside]).all()
    fresh = np.ones((canvas.height, canvas.width), np.bool_)
    fresh[inside.slices] = False
    placed = result.layer.box.in_frame_of(canvas)
    opacity = np.zeros(fresh.shape, np.uint8)
    opacity[placed.slices] = result.layer.picture.pixels[..., -1]
    assert (opacity[fresh] == 255).all()
    if all(window.scale == 1 for window in result.windows):
        assert set(np.unique(flat.pixels[fresh][:, :3])) <= {64, 191}
    for pixels, weights, known, _ in painter.seen:
        assert pixels.shape[:2] == weights.shape == known.shape
        assert np.isfinite(pixels).all()
        assert 0 <= weights.min() <= weights.max() <= 1


def test_more_surroundings_are_sent_and_shown_where_a_recipe_asks_for_them():
    canvas, selected = Size(4000, 3000), Box(2000, 1500, 60, 40)
    studio = studio_with(Painter())
    near = studio.plan(Recipe(), canvas, selected)
    far = studio.plan(Recipe(margin=600), canvas, selected)
    (window,) = far.windows
    assert near.windows[0].box.size == Size(512, 512)
    assert selected.grown(Sides.all(600)) in window.box
    assert window.box & Box.of(canvas) == far.export
    assert window.model.area <= 512 * 512
    scratch = Box(0, 1500, 4000, 1)
    assert all(
        pass_.region.grown(Sides.all(100)) & Box.of(canvas) in pass_.window.box
        for pass_ in studio.plan(Recipe(margin=100), canvas, scratch).passes
    )


def test_a_part_gives_the_same_bytes_as_the_whole():
    """Cost follows the window: what is beyond the plan's export does not matter."""
    picture = picture_of(Size(1500, 1100))
    box = Box(700, 400, 80, 60)
    whole = document_of(picture, box)
    studio = Studio()
    plan = studio.plan(Recipe(seed=5), picture.size, box)
    assert plan.export.area <= 512 * 512
    part = Document(
        picture.size,
        plan.export,
        picture.cropped(plan.export),
        whole.selection[plan.export.slices],
    )
    one, two = studio.run(Recipe(seed=5), whole), studio.run(Recipe(seed=5), part)
    assert one.layer.box == two.layer.box
    assert (one.layer.picture.pixels == two.layer.picture.pixels).all()


@pytest.mark.parametrize(
    ("recipe", "selected"),
    [
        (Recipe(), Box(400, 380, 40, 30)),
        (Recipe(kind=Kind.OUTPAINT, extend=Sides(left=8)), None),
        (Recipe(kind=Kind.UPSCALE, upscale=Upscale()), Box(400, 380, 40, 30)),
    ],
    ids=["fill", "outpaint", "upscale"],
)
def test_less_than_the_plan_exports_is_refused_before_anything_is_painted(recipe, selected):
    whole = document_of(picture_of(Size(900, 800)), selected)
    painter = Painter()
    studio = studio_with(painter)
    export = studio.plan(recipe, whole.canvas, selected or Box(0, 0, 0, 0)).export
    for less in (
        Box(export.x + 1, export.y, export.width - 1, export.height),
        Box(export.x, export.y + 1, export.width, export.height - 1),
        Box(export.x, export.y, export.width - 1, export.height),
        Box(export.x, export.y, export.width, export.height - 1),
    ):
        picture, selection = whole.picture.cropped(less), whole.selection[less.slices]
        with pytest.raises(TooLittle, match="Try again"):
            studio.run(recipe, Document(whole.canvas, less, picture, selection))
    assert painter.seen == []


def test_the_same_recipe_gives_the_same_bytes_and_another_seed_does_not():
    document = document_of(picture_of(Size(200, 200)), Box(80, 80, 40, 40))
    studio = Studio()
    runs = [studio.run(Recipe(seed=seed), document).layer.picture.pixels for seed in (1, 1, 2)]
    assert (runs[0] == runs[1]).all()
    assert (runs[0] != runs[2]).any()


def test_the_engine_sees_transparency_and_the_canvas_edge_as_unknown():
    picture = picture_of(Size(300, 200), RGBA8)
    picture.pixels[:50, :, 3] = 0
    painter = Painter()
    studio_with(painter).run(Recipe(), document_of(picture, Box(100, 100, 20, 20)))
    _, weights, known, _ = painter.seen[0]
    assert not known.all()
    assert weights.max() == 1
    assert (weights > 0).sum() < weights.size / 10


def test_a_reduced_window_sees_no_unknown_pixels_mixed_into_known_ones():
    picture = picture_of(Size(1200, 1200), RGBA8)
    picture.pixels[...] = 200
    picture.pixels[:, :301, 3] = 0
    picture.pixels[:, :301, :3] = 0
    painter = Painter(Native(256 * 256))
    studio_with(painter).run(Recipe(), document_of(picture, Box(500, 300, 500, 500)))
    pixels, _, known, _ = painter.seen[0]
    assert not known.all()
    assert np.abs(pixels[known] - 200 / 255).max() < 1e-5


def test_transparent_areas_are_filled_from_behind():
    picture = picture_of(Size(64, 64), RGBA8)
    picture.pixels[20:40, 20:40, 3] = 0
    picture.pixels[20:40, 40, 3] = 128
    document = replace(
        document_of(picture), selection=mask.from_alpha(picture), fill_transparent=True
    )
    result = studio_with(Painter()).run(Recipe(), document)
    assert result.layer.position is Position.BELOW
    flat = flatten(picture, result.layer, Sides())
    assert (flat.pixels[..., 3] == 255).all()
    assert (flat.pixels[:, 41:] == picture.pixels[:, 41:]).all()


def test_a_long_scratch_takes_several_windows_each_seeing_the_one_before():
    painter = Painter(Native(256 * 256))
    document = document_of(picture_of(Size(2000, 300)), Box(0, 150, 2000, 4))
    result = studio_with(painter).run(Recipe(seed=7), document)
    assert len(result.windows) > 2
    assert all(window.scale == 1 for window in result.windows)
    assert [seed for *_, seed in painter.seen] == [7 + n for n in range(len(result.windows))]
    second, first_colour = painter.seen[1][0], 0.75
    assert (np.abs(second - first_colour) < 1e-6).all(2).any()
    flat = flatten(document.picture, result.layer, Sides())
    assert set(np.unique(flat.pixels[150:154])) == {64, 191}


def test_extending_all_sides_repaints_each_corner_once():
    painter = Painter()
    document = document_of(picture_of(Size(100, 80)))
    recipe = Recipe(kind=Kind.OUTPAINT, extend=Sides.all(40))
    result = studio_with(painter).run(recipe, document)
    assert len(result.windows) == 4
    assert result.layer.box == Box(-40, -40, 180, 160)
    assert (result.layer.picture.pixels[..., 3] == 255).sum() == 180 * 160 - 100 * 80


@pytest.mark.parametrize("recipe", [Recipe(), Recipe(kind=Kind.OUTPAINT)])
def test_nothing_selected_is_said(recipe: Recipe):
    with pytest.raises(BadSelection, match="Nothing is selected"):
        Studio().run(recipe, document_of(picture_of(Size(20, 20))))


def test_everything_selected_is_said():
    document = document_of(picture_of(Size(20, 20)), Box(0, 0, 20, 20))
    with pytest.raises(BadSelection):
        Studio().run(Recipe(), document)


def test_cancel_stops_within_one_step():
    cancelled = threading.Event()
    seen = []

    def report(fraction: float, text: str) -> None:
        seen.append(fraction)
        if fraction > 0.1:
            cancelled.set()

    document = document_of(picture_of(Size(400, 400)), Box(100, 100, 200, 200))
    with pytest.raises(Cancelled):
        Studio().run(Recipe(), document, Watch(report, cancelled))
    assert sum(fraction > 0.1 for fraction in seen) == 1


def test_progress_rises_to_one():
    seen = []
    document = document_of(picture_of(Size(300, 300)), Box(100, 100, 90, 90))
    Studio().run(Recipe(), document, Watch(lambda fraction, text: seen.append(fraction)))
    assert seen == sorted(seen)
    assert seen[-1] == 1
    assert len(seen) > 5


def test_out_of_memory_is_said_in_words():
    class Greedy(Painter):
        def paint(self, view, seed, watch):
            raise MemoryError

    document = document_of(picture_of(Size(50, 50)), Box(10, 10, 9, 9))
    with pytest.raises(OutOfMemory, match="megapixels"):
        studio_with(Greedy()).run(Recipe(), document)


def test_sizes_that_disagree_are_said():
    picture = picture_of(Size(20, 20))
    with pytest.raises(BadSelection, match="one size"):
        Document(Size(20, 20), Box(0, 0, 20, 20), picture, np.zeros((20, 21), np.uint8))
    with pytest.raises(BadSelection, match="does not fit"):
        Document(Size(30, 30), Box(15, 0, 20, 20), picture, np.zeros((20, 20), np.uint8))


def test_a_mistake_of_a_million_windows_is_said_at_once():
    recipe = Recipe(kind=Kind.OUTPAINT, extend=Sides.all(1), model_size=64)
    with pytest.raises(BadRecipe, match="larger model size"):
        studio_with(Painter()).plan(recipe, Size(100000, 100000), Box(0, 0, 0, 0))


@pytest.mark.parametrize(
    ("recipe", "canvas"),
    [
        (Recipe(kind=Kind.FILL), Size(100_000, 100_000)),
        (Recipe(kind=Kind.OUTPAINT, extend=Sides(right=400)), Size(60_000, 90_000)),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_a_plan_of_more_pixels_than_memory_is_refused(recipe: Recipe, canvas: Size, monkeypatch):
    monkeypatch.setattr(budget, "machine", lambda: budget.Memory(24 * 10**9, 20 * 10**9))
    studio = Studio()
    with pytest.raises(TooLarge, match=r"would take \d+ GB .* 18 GB .*smaller"):
        studio.plan(recipe, canvas, Box.of(canvas))
    small = Size(canvas.width // 40, canvas.height // 40)
    assert studio.plan(recipe, small, Box.of(small)).held > 0


def test_a_picture_made_larger_than_memory_is_refused(monkeypatch):
    monkeypatch.setattr(budget, "machine", lambda: budget.Memory(24 * 10**9, 20 * 10**9))
    recipe = Recipe(kind=Kind.UPSCALE, upscale=Upscale(factor=8))
    canvas, small = Size(20_000, 12_000), Size(4000, 3000)
    enlarging_plan(recipe, small, Box.of(small), "", float, 0).check_memory()
    with pytest.raises(TooLarge, match=r"made 160000 x 96000, would take 123 GB"):
        enlarging_plan(recipe, canvas, Box.of(canvas), "", float, 0).check_memory()


def test_a_region_too_large_is_sketched_then_refined_tile_by_tile():
    painter = Painter(Native(256 * 256), refines=True)
    document = document_of(picture_of(Size(900, 700)), Box(100, 100, 600, 500))
    result = studio_with(painter).run(Recipe(harmonize=False), document)
    assert result.windows[0].scale < 1
    assert all(window.scale == 1 for window in result.windows[1:])
    assert all(window.model.area <= 256 * 256 for window in result.windows)
    truth = document.picture.pixels.astype(np.float32) / 255
    selected = document.selection > 0
    for window, (pixels, weights, known, _) in zip(
        result.windows[1:], painter.seen[1:], strict=True
    ):
        inside = selected[window.box.slices]
        # the surroundings of a tile are the real pixels, at full size
        assert np.allclose(pixels[~inside], truth[window.box.slices][~inside], atol=1e-6)
        assert (weights[~inside] == 0).all()
        assert known.all()
    flat = flatten(document.picture, result.layer, Sides())
    assert (flat.pixels[~selected] == document.picture.pixels[~selected]).all()
    inside = flat.pixels[selected]
    assert 60 <= inside.min() <= inside.max() <= 200  # between the fake's two greys


@pytest.mark.parametrize(
    ("kind", "selected", "extend"),
    [
        (Kind.INPAINT, Box(100, 100, 2000, 2000), Sides()),
        (Kind.REFINE, Box(0, 0, 8192, 5461), Sides()),
        (Kind.INPAINT, Box(0, 9, 8192, 3), Sides()),
        (Kind.OUTPAINT, Box(0, 0, 0, 0), Sides(left=400, top=400, right=400, bottom=400)),
    ],
)
def test_who_paints_everything_in_one_window_does_so_for_each_region(kind, selected, extend):
    painter = Painter(Native(256 * 256, whole=True), refines=True)
    for painter.sketches in (True, False):
        recipe = Recipe(kind=kind, extend=extend, diffusion=Diffusion(model="m"))
        plan = studio_with(painter).plan(recipe, Size(8192, 5461), selected)
        assert len(plan.passes) == (4 if extend else 1)
        assert not any(pass_.refines or pass_.sketches for pass_ in plan.passes)
        assert max(window.model.area for window in plan.windows) <= 256 * 256
    assert Native(256 * 256, whole=True).resized(128).whole


def test_a_reduced_window_in_which_most_stays_gives_only_its_changes_back():
    class Brighter(Painter):
        sketches = False

        def paint(self, view, seed, watch):
            super().paint(view, seed, watch)
            return view.pixels + np.float32(0.125)

    fine = Picture(np.full((256, 256, 3), 100, np.uint8), RGB8)
    fine.pixels[:, ::2] = 140  # finer than the window can hold
    recipe = Recipe(kind=Kind.REFINE, harmonize=False, diffusion=Diffusion(model="m"))
    painter = Brighter(Native(64 * 64, whole=True))
    result = studio_with(painter).run(recipe, document_of(fine, Box.of(fine.size)))
    assert painter.seen[0][0].shape == (64, 64, 3)
    shown = flatten(fine, result.layer, Sides()).pixels.astype(int)
    assert abs(shown - fine.pixels - 32).max() <= 1


@given(st.integers(1, 3000), st.integers(1, 3000), st.sampled_from([256, 512, 1024]))
@settings(max_examples=examples(60))
def test_tiles_cover_a_region_and_fade_where_they_overlap(width: int, height: int, side: int):
    canvas = Box(0, 0, 4000, 3500)
    region = Box(300, 200, width, height)
    covered = np.zeros((height, width), np.bool_)
    for tile in tiles(canvas, region, Native(side * side)):
        at = tile.core.in_frame_of(region)
        assert tile.core in region
        assert tile.core in tile.window.box
        assert tile.window.scale == 1
        assert tile.window.model.area <= side * side
        if at.x:
            assert covered[at.y : at.bottom, at.x : at.x + tile.fade.left].all()
        if at.y:
            assert covered[at.y : at.y + tile.fade.top, at.x : at.right].all()
        covered[at.slices] = True
    assert covered.all()


def test_a_recipe_is_prepared_once_and_all_its_windows_are_painted_in_one_run():
    painter = Painter(Native(128 * 128), refines=True)
    studio = studio_with(painter)
    document = document_of(picture_of(Size(500, 400)), Box(20, 20, 400, 300))
    plan = studio.plan(Recipe(), document.canvas, Box(20, 20, 400, 300))
    assert (painter.prepared, painter.runs) == (1, 0)
    assert len(plan.passes) > 4
    assert {one.painter for one in plan.passes} == {plan.crew.painter} == {painter}
    assert "crew" not in plan.to_dict()
    studio.run(Recipe(), document)
    assert (painter.prepared, painter.runs, painter.in_run) == (2, 1, 0)
    assert len(painter.seen) == len(plan.passes)


def test_a_run_is_left_when_painting_fails_or_is_cancelled():
    class Failing(Painter):
        def paint(self, view, seed, watch):
            assert self.in_run == 1
            raise self.error

    document = document_of(picture_of(Size(50, 50)), Box(10, 10, 9, 9))
    for error, seen in ((MemoryError(), OutOfMemory), (Cancelled(), Cancelled)):
        painter = Failing()
        painter.error = error
        with pytest.raises(seen):
            studio_with(painter).run(Recipe(), document)
        assert (painter.runs, painter.in_run) == (1, 0)


def test_a_plan_tells_what_is_learnt_of_what_painters_say_of_themselves():
    painter = Painter(Native(128 * 128), refines=True)
    painter.estimate = 300.0
    estimates = Estimates()
    estimates.learn(painter, 60.0, 40.0)
    plan = plan_of(
        Recipe(),
        Size(512, 512),
        Box(100, 100, 64, 64),
        painter,
        estimates.of_seconds(painter),
    )
    said = 300.0 * plan.windows[0].model.area / 1e6
    assert plan.seconds == estimates.of_seconds(painter)(said)
    assert said < plan.seconds < 2 * said
    assert estimates.of_megapixels(painter)(0.2) == estimates.of_seconds(painter)(60.0)


class Guided(Painter):
    """Keeps what it sees of the guides."""

    def __init__(self, native: Native):
        super().__init__(native, refines=True)
        self.guides: list[dict[str, np.ndarray]] = []

    def paint(self, view, seed, watch):
        self.guides.append(view.guides)
        return super().paint(view, seed, watch)


def test_each_window_sees_its_part_of_the_guides_and_the_result_knows_them():
    painter = Guided(Native(128 * 128))
    guides = (Guide(name="a"), Guide(name="b", role=Role.REGION))
    recipe = Recipe(kind=Kind.INPAINT, diffusion=Diffusion(model="x"), guides=guides)
    hint = picture_of(Size(500, 400), seed=1)
    region = Picture(hint.pixels[..., :1], Layout(ColourModel.GREY, Depth.U8, False))
    whole = document_of(picture_of(Size(500, 400)), Box(20, 20, 400, 300))
    document = replace(whole, guides={"a": hint, "b": region})
    result = studio_with(painter).run(recipe, document)
    exact = 0
    for window, seen in zip(result.windows, painter.guides, strict=True):
        assert seen["a"].shape == (window.model.height, window.model.width, 3)
        assert seen["b"].shape == (window.model.height, window.model.width)
        if window.scale == 1:
            exact += 1
            part = hint.pixels[window.box.slices] / np.float32(255)
            assert np.array_equal(seen["a"], part)
            assert np.array_equal(seen["b"], part[..., 0])
    assert exact > 4
    hashes = [guide.sha256 for guide in result.recipe.guides]
    assert hashes == [content_hash(hint), content_hash(region)]
    assert result.recipe == with_guides(recipe, document)


def test_guides_are_refused_where_nothing_could_use_them():
    studio = studio_with(Painter())
    document = document_of(picture_of(Size(50, 50)), Box(10, 10, 9, 9))
    named = Recipe(kind=Kind.INPAINT, diffusion=Diffusion(model="x"), guides=(Guide(name="edges"),))
    with pytest.raises(BadRecipe, match="needs the pixels of its guide 'edges'"):
        studio.run(named, document)
    gentle = Diffusion(model="x", content=Content.ORIGINAL, strength=0.3)
    larger = replace(named, kind=Kind.UPSCALE, diffusion=gentle)
    with pytest.raises(BadRecipe, match="An upscale cannot use guides yet"):
        studio.plan(larger, Size(50, 50), Box(0, 0, 50, 50))


def test_a_result_tells_what_its_painter_says_and_what_was_damaged():
    pixels = np.zeros((32, 32, 3), np.uint8)
    picture = Picture(pixels, RGB8, metadata=Metadata(flaws=("Its profile is damaged.",)))
    selection = np.zeros((32, 32), np.uint8)
    selection[8:16, 8:16] = 255
    document = Document(picture.size, Box.of(picture.size), picture, selection)
    recipe = Recipe(kind=Kind.INPAINT, diffusion=Diffusion(model="m", prompt="a"))
    painter = Painter()
    painter.hints = ("258 of 264 parts fit.",)
    studio = studio_with(painter)
    rough = "The edge of this one shows; try another seed, or a softer selection."
    told = studio.run(recipe, document).to_dict()["hints"]
    assert told == ["Its profile is damaged.", "258 of 264 parts fit.", rough]
    plan = studio.plan(recipe, picture.size, Box(8, 8, 8, 8))
    told = replace(plan, hints=(Sentence("Another file."),)).to_dict()["hints"]
    assert told == ["Another file.", "258 of 264 parts fit."]


@pytest.mark.parametrize("depth", [Depth.U8, Depth.U16, Depth.F32])
@pytest.mark.parametrize("selected", ["all", "a part"])
def test_refine_leaves_transparency_as_it_is(depth, selected):
    layout = Layout(ColourModel.RGB, depth, True)
    random = np.random.default_rng(5)
    pixels = (random.random((48, 64, 4)) * depth.maximum).astype(depth.dtype)
    pixels[:, :20, 3] = 0
    pixels[:, 40:, 3] = depth.maximum
    picture = Picture(pixels, layout)
    selection = np.zeros((48, 64), np.uint8)
    selection[(slice(None) if selected == "all" else slice(9, 30))] = 255
    recipe = Recipe(kind=Kind.REFINE, soften=3, diffusion=Diffusion(model="m"))
    document = Document(picture.size, Box.of(picture.size), picture, selection)
    layer = studio_with(Painter()).run(recipe, document).layer
    after = flatten(picture, layer, Sides()).pixels
    assert after[..., 3].tobytes() == pixels[..., 3].tobytes()
    assert after[:, :20].tobytes() == pixels[:, :20].tobytes()
    changed = (after != pixels).any(2)
    assert changed[20, 21:39].all()
    assert changed[20, 41:].all()


def test_refine_of_what_is_transparent_is_told_before_anything_is_painted():
    pixels = np.zeros((32, 32, 4), np.uint8)
    pixels[:8, :, 3] = 255
    picture, painter = Picture(pixels, RGBA8), Painter()
    levels = np.full((32, 32), 255, np.uint8)
    levels[:8] = 0
    document = Document(picture.size, Box.of(picture.size), picture, levels)
    recipe = Recipe(kind=Kind.REFINE, diffusion=Diffusion(model="m"))
    with pytest.raises(BadSelection, match="what can be seen"):
        studio_with(painter).run(recipe, document)
    assert not painter.seen


def test_a_selection_that_changes_nothing_is_told():
    for level in (0, 3, 255):
        levels = np.full((4, 4), level, np.uint8)
        assert strong_enough(levels) is levels
    with pytest.raises(BadSelection, match="fainter than 1 %"):
        strong_enough(np.full((4, 4), 2, np.uint8))


def test_a_faintly_transparent_picture_is_filled_all_the_same():
    pixels = np.full((32, 32, 4), 254, np.uint8)
    picture = Picture(pixels, RGBA8)
    document = Document(picture.size, Box.of(picture.size), picture, mask.from_alpha(picture), True)
    assert document.selection.max() == 1
    recipe = Recipe(kind=Kind.INPAINT, diffusion=Diffusion(model="m"))
    layer = studio_with(Painter()).run(recipe, document).layer
    assert (flatten(picture, layer, Sides()).pixels[..., 3] == 255).all()


def test_a_layer_that_an_editor_would_not_show_is_told():
    picture = Picture(np.full((32, 32, 4), 128, np.uint8), RGBA8)
    levels = np.full((32, 32), 255, np.uint8)
    document = Document(picture.size, Box.of(picture.size), picture, levels)
    recipe = Recipe(kind=Kind.REFINE, diffusion=Diffusion(model="m"))
    result = studio_with(Painter()).run(recipe, document)
    assert "half transparent" in result.hints[0]
    assert (flatten(picture, result.layer, Sides()).pixels[..., :3] != 128).any()
