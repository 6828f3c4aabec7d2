"""A new picture in two passes: painted small, enlarged, and painted over, in one run."""

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ritocco.canvas.document import Document, Position
from ritocco.canvas.window import Native
from ritocco.engine import Engines
from ritocco.errors import BadRecipe, Cancelled, TooLarge
from ritocco.geometry import Box, Size
from ritocco.recipe.finishing import Upscale
from ritocco.recipe.guide import Guide
from ritocco.recipe.recipe import Content, Diffusion, Kind, Recipe
from ritocco.recipe.second_pass import SecondPass
from ritocco.studio.plan import FRAME_BYTES, PICTURE_BYTES
from ritocco.studio.studio import Studio
from ritocco.watch import Watch
from tests.studio.test_studio import Painter, document_of, picture_of

FIRST = Diffusion(model="x", prompt="a lake", steps=9, content=Content.NOISE)
CANVAS = Size(51, 37)


class Remembers(Painter):
    """Paints, and knows for which recipes it was prepared."""

    def __init__(self) -> None:
        super().__init__(Native(512 * 512))
        self.recipes: list[Recipe] = []

    def prepare(self, recipe: Recipe) -> Painter:
        self.recipes.append(recipe)
        return super().prepare(recipe)


@pytest.fixture
def painter() -> Remembers:
    return Remembers()


@pytest.fixture
def studio(painter: Remembers) -> Studio:
    engines = Engines()
    engines.of = lambda recipe: painter  # type: ignore[method-assign]
    return Studio(engines)


def plain(**measures: object) -> Upscale:
    """Without a network."""
    return Upscale(model="not here", strength=0.0, **measures)  # type: ignore[arg-type]


def recipe(second: SecondPass | None = None, **more: object) -> Recipe:
    return Recipe(
        kind=Kind.GENERATE,
        diffusion=FIRST,
        second_pass=second or SecondPass(),
        **{"upscale": plain(factor=2.0), **more},  # type: ignore[arg-type]
    )


def whole(size: Size = CANVAS) -> Document:
    return document_of(picture_of(size), Box.of(size))


def test_the_second_pass_paints_over_the_enlarged_first(painter, studio):
    wanted = recipe(SecondPass(strength=0.3, steps=4, sampler="ddim", negative="mud"), seed=7)
    result = studio.run(wanted, whole())
    assert (result.recipe, result.layer.position) == (wanted, Position.APART)
    assert result.layer.picture.size == Size(102, 74)
    first, second = painter.seen
    assert first[3] == second[3] == 7
    assert (second[1][second[2]] > 0).all()
    assert np.allclose(second[0][second[2]], 0.75, atol=1 / 255), "it sees what the first painted"
    assert np.allclose(result.layer.picture.pixels / 255, 0.25, atol=1 / 255)
    again = painter.recipes[1].diffusion
    assert painter.recipes[1].kind is Kind.REFINE
    assert (again.strength, again.steps, again.least_steps) == (0.3, 4, 4)
    assert (again.prompt, again.negative, again.sampler) == ("a lake", "mud", "ddim")
    assert again.content is Content.ORIGINAL
    assert result.timings["paint"] > 0
    assert result.timings["enlarge"] > 0


def test_what_is_not_said_of_the_second_pass_is_as_in_the_first(painter, studio):
    studio.check(recipe())
    again = painter.recipes[1].diffusion
    assert (again.steps, again.least_steps, again.schedule) == (9, 9, FIRST.schedule)
    assert (again.prompt, again.sampler) == (FIRST.prompt, FIRST.sampler)


sides = st.integers(1, 60)


@given(sides, sides, sides, sides, st.floats(1, 8))
def test_the_size_is_exact_whatever_its_proportions(width, height, wide, high, factor):
    size = Size(width, height)
    assert recipe(upscale=plain(factor=factor)).upscale.target(size) == Size(
        max(1, round(width * factor)), max(1, round(height * factor))
    )
    cut = plain(width=width * 2 + wide, height=height * 2 + high, crop=True)
    source = cut.source(size)
    assert source in Box.of(size)
    ratios = ((width * 2 + wide) / width, (height * 2 + high) / height)
    if max(ratios) <= 8:
        assert cut.target(size) == Size(width * 2 + wide, height * 2 + high)
        assert source.width == width or source.height == height
        assert abs(source.width * max(ratios) - cut.width) <= max(ratios)
        assert abs(source.height * max(ratios) - cut.height) <= max(ratios)


@pytest.mark.parametrize(
    ("upscale", "size"),
    [
        (plain(factor=1.0), CANVAS),
        (plain(factor=1.7), Size(87, 63)),
        (plain(width=101), Size(101, 73)),
        (plain(width=64, height=90, crop=True), Size(64, 90)),
    ],
)
def test_a_run_makes_the_size_that_was_planned(studio, upscale, size):
    wanted = recipe(upscale=upscale)
    plan = studio.plan(wanted, CANVAS, Box.of(CANVAS))
    assert plan.picture == size
    assert plan.to_dict()["passes"] == 2
    assert studio.run(wanted, whole()).layer.picture.size == size


def test_memory_is_planned_for_the_larger_size(studio):
    once = studio.plan(Recipe(kind=Kind.GENERATE, diffusion=FIRST), CANVAS, Box.of(CANVAS))
    plan = studio.plan(recipe(upscale=plain(factor=8.0)), CANVAS, Box.of(CANVAS))
    larger = plan.picture.area
    assert plan.held >= larger * (FRAME_BYTES + PICTURE_BYTES) > once.held
    assert plan.memory >= larger * Painter.bytes_per_pixel + plan.held - once.held
    big = Size(8000, 8000)
    with pytest.raises(TooLarge):
        studio.plan(recipe(upscale=plain(factor=8.0)), big, Box.of(big))


def test_progress_goes_through_both_passes_and_either_can_be_cancelled(studio):
    told: list[tuple[float, str]] = []
    studio.run(recipe(), whole(), Watch(lambda share, words: told.append((share, words))))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    painting = [share for share, words in told if words == "painting"]
    assert len(painting) == 2
    for share in painting:
        cancelled = threading.Event()

        def at(now: float, words: str, share=share, cancelled=cancelled) -> None:
            if now >= share - 0.2 and words == "painting":
                cancelled.set()

        with pytest.raises(Cancelled):
            studio.run(recipe(), whole(), Watch(at, cancelled))


def test_guides_are_refused(studio):
    with pytest.raises(BadRecipe, match="A second pass cannot use guides yet"):
        studio.plan(recipe(guides=(Guide(name="a"),)), CANVAS, Box.of(CANVAS))


def test_only_what_is_painted_from_nothing_has_a_second_pass():
    with pytest.raises(BadRecipe, match="second_pass belongs to generate"):
        Recipe(kind=Kind.INPAINT, diffusion=FIRST, second_pass=SecondPass())
    made = Recipe.from_dict(
        {"kind": "generate", "diffusion": {"model": "x"}, "second_pass": {"adapters": None}}
    )
    assert made.upscale == Upscale(factor=2.0)
    assert Recipe.from_json(made.to_json()) == made
