"""The dock's knobs against the backend's: the same ranges and usual values, no code shared."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ritocco.recipe.recipe import Kind, Recipe
from ritocco.recipe.usual import KNOBS as ROWS
from ritocco.recipe.usual import usual
from ritocco_dock.geometry import Sides
from ritocco_dock.knobs.adapters import CHOSEN, STRONGEST, Adapter
from ritocco_dock.knobs.extend import MOST_SIDE
from ritocco_dock.knobs.knobs import KNOBS, Knobs
from ritocco_dock.knobs.models import ModelInfo
from ritocco_dock.knobs.recipe import knobs_of, recipe_of
from ritocco_dock.knobs.styles import STYLED, Style, parse
from ritocco_dock.knobs.tasks import DETAILED, TASKS
from ritocco_dock.ui.axes import AXES, axis

MODEL = ModelInfo("plain")
PLACED = [
    pytest.param(row, place, id=place)
    for row in KNOBS.values()
    for place in row.places
    if place not in ("extend", "adapters")
]
CHOSEN_BY_DOCK = {"seed", "diffusion.model", "upscale.factor"}
"""Another seed each time, the best model there is, a factor of 2."""


@pytest.mark.parametrize(("row", "place"), PLACED)
def test_the_range_is_the_backends(row, place):
    theirs = ROWS[place]
    assert (row.low, row.high, row.longest) == (theirs.low, theirs.high, theirs.longest)
    assert issubclass(theirs.type, type(row.usual))
    if issubclass(theirs.type, str) and row.choices:
        assert set(row.choices) == set(theirs.type)


@pytest.mark.parametrize("side", [one.name for one in fields(Sides)])
def test_an_extension_is_as_wide_as_the_backends(side):
    assert (ROWS[f"extend.{side}"].low, ROWS[f"extend.{side}"].high) == (0, MOST_SIDE)


@pytest.mark.parametrize(("row", "place"), PLACED)
def test_the_usual_value_is_the_backends(row, place):
    if place in CHOSEN_BY_DOCK or place == "faces.strength":
        return  # that of faces comes with the task
    left_to_backend = row.none is not None and row.usual == row.none
    assert left_to_backend or row.usual == ROWS[place].default


@pytest.mark.parametrize("task", [*TASKS.values(), DETAILED], ids=lambda task: task.label)
def test_each_task_is_usual_for_its_kind(task):
    kind = Kind(task.kinds[0] or task.kinds[1])
    if task.prompts or task.kinds[0]:
        known = usual(kind)
        assert task.strength == known["diffusion.strength"]
        assert (task.content or Knobs().content) == known["diffusion.content"]
    elif task.strength is not None:
        assert task.strength == usual(kind)["faces.strength"]


def test_every_knob_of_a_task_is_one_of_the_backends_and_the_other_way_round():
    places = {place for row in KNOBS.values() for place in row.places}
    sides = {f"extend.{one.name}" for one in fields(Sides)}
    places -= {"extend", "adapters"}  # values with parts
    lacking = set(ROWS) - sides - places
    assert places <= set(ROWS)
    assert lacking <= {
        "diffusion.prediction",
        "diffusion.seamless",
        "diffusion.seed_width",
        "diffusion.seed_height",
        "margin",
        "upscale.width",
        "upscale.height",
        "upscale.strength",
        "upscale.crop",
        *(place for place in ROWS if place.startswith("second_pass.")),
        *(place for place in ROWS if place.startswith("faces.")),
    }, "a knob of the backend that the dock does not know"


STRENGTHS = st.floats(-STRONGEST, STRONGEST)
ADAPTERS = st.builds(
    Adapter,
    st.sampled_from(CHOSEN),
    st.text(min_size=1, max_size=20).filter(str.strip),
    STRENGTHS,
    STRENGTHS,
    st.sampled_from(["", "MIDD"]) | st.lists(STRENGTHS, min_size=1, max_size=26).map(tuple),
    st.sampled_from(["", "a0" * 32]),
)


def values_of(row):
    """Values in bounds, or the one that leaves it to the backend."""
    if isinstance(row.usual, bool):
        found = st.booleans()
    elif isinstance(row.usual, int):
        found = st.integers(int(row.low), int(row.high))
    elif isinstance(row.usual, float):
        found = st.floats(row.low, row.high)
    elif isinstance(row.usual, Sides):
        return st.builds(Sides, *[st.integers(0, MOST_SIDE)] * 4).filter(bool)
    elif row.name == "adapters":
        return st.lists(ADAPTERS, max_size=3).map(tuple)
    elif row.choices:
        found = st.sampled_from(sorted(row.choices))
    else:
        found = st.text(min_size=1, max_size=min(row.longest, 40))
    return found if row.none is None or row.name == "seed" else found | st.just(row.none)


ANY_KNOBS = st.fixed_dictionaries({name: values_of(row) for name, row in KNOBS.items()}).map(
    lambda values: Knobs(**{**values, "model": MODEL.name})
)


@given(ANY_KNOBS)
def test_all_that_can_be_turned_is_a_recipe_and_comes_back_from_it(knobs):
    assert Knobs.from_dict(knobs.to_dict()) == knobs
    recipe = Recipe.from_dict(recipe_of(knobs, [MODEL], knobs.seed))
    again = replace(knobs_of(recipe.to_dict(), knobs.task, Knobs()), model=MODEL.name)
    assert Recipe.from_dict(recipe_of(again, [MODEL], again.seed)) == recipe


@pytest.mark.parametrize("name", [name for name, row in KNOBS.items() if row.low is not None])
def test_what_is_out_of_bounds_is_no_value(name):
    row = KNOBS[name]
    kind = type(row.usual)
    for value in (kind(row.high + 1), kind(row.low - 1), str(row.high), True, None):
        if row.none is None or value != row.none:
            assert not row.accepts(value)
            assert getattr(Knobs.from_dict({name: value}), name) == row.usual
    for value in (kind(row.low), kind(row.high), row.usual):
        assert row.accepts(value)


@pytest.mark.parametrize("name", AXES)
def test_what_a_grid_begins_with_can_be_read(name):
    row = AXES[name]
    if row.axis:
        values = axis(name, row.axis, (), ()).values
        assert len(values) > 1
        assert all(row.accepts(value) for value in values)


def test_a_style_keeps_what_the_table_says():
    usual_style = Style.of("any", Knobs(), "")
    assert tuple(usual_style.knobs) == STYLED
    assert parse(usual_style.to_json(), "it") == usual_style
    assert {"steps", "cfg", "clip_skip"} <= set(STYLED)
    assert not {"seed", "prompt", "grow", "strength", "model"} & set(STYLED)


@pytest.mark.parametrize("name", [name for name, row in KNOBS.items() if row.low is not None])
def test_a_recipe_older_than_a_knob_was_made_with_its_usual_value(name):
    row = KNOBS[name]
    recipe = recipe_of(Knobs(task="fill", prompt="x", model=MODEL.name), [MODEL], 1)
    for place in row.places:
        part, _, field = place.rpartition(".")
        recipe.get(part, {}).pop(field, None) if part else recipe.pop(field, None)
    turned = replace(Knobs(), **{name: type(row.usual)(row.high)})
    part = row.places[0].rpartition(".")[0] if row.places else ""
    if row.places and (not part or part in recipe):
        untold = row.usual if row.none is None else row.none
        assert getattr(knobs_of(recipe, "fill", turned), name) == untold
