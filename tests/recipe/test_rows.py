"""One row per field: what checks it, describes it and says what is usual agree."""

from dataclasses import fields, replace

import pytest

from ritocco.errors import BadRecipe
from ritocco.recipe.adapter import Adapter
from ritocco.recipe.finishing import Faces, Upscale
from ritocco.recipe.guide import Guide
from ritocco.recipe.recipe import Content, Diffusion, Kind, Recipe
from ritocco.recipe.rows import rows
from ritocco.recipe.second_pass import SecondPass
from ritocco.recipe.usual import KNOBS, usual

MADE = {
    Recipe: Recipe(),
    Diffusion: Diffusion(model="x"),
    Faces: Faces(),
    Upscale: Upscale(),
    SecondPass: SecondPass(),
    Adapter: Adapter(name="x"),
    Guide: Guide(name="x"),
}
PARTS = {"diffusion", "adapters", "guides", "faces", "upscale", "second_pass"}
RANGED = [(part, row) for part in MADE for row in rows(part).values() if row.low is not None]


@pytest.mark.parametrize("part", MADE)
def test_every_field_has_a_row_that_says_what_it_is(part):
    assert list(rows(part)) == [one.name for one in fields(part)]
    assert {name for name, row in rows(part).items() if not row.help} <= PARTS
    for name, row in rows(part).items():
        assert row.needed or getattr(part(**needed(part)), name) in (row.default, row.low, 4.0)


def needed(part) -> dict[str, str]:
    return {name: "x" for name, row in rows(part).items() if row.needed}


@pytest.mark.parametrize(("part", "row"), RANGED, ids=lambda value: getattr(value, "name", ""))
def test_both_ends_of_a_range_are_in_it_and_nothing_beyond(part, row):
    if row.name == "factor" or row.name in ("width", "height"):
        base = Upscale(factor=2) if row.name == "factor" else Upscale(width=9, height=9)
    else:
        base = MADE[part]
    for end in {row.low, row.high}:
        assert row.checked(end) == end
    for beyond in (row.low - 1, row.high + 1):
        with pytest.raises(BadRecipe) as told:
            replace(base, **{row.name: beyond})
        assert str(told.value).startswith(f"{row.name} must be a")
        assert str(told.value).endswith(f", not {beyond!r}.")


def test_what_is_whole_is_no_float_and_what_is_a_float_may_be_whole():
    with pytest.raises(BadRecipe):
        Diffusion(model="x", steps=25.0)
    assert type(Diffusion(model="x", cfg=7).cfg) is float


def test_what_is_usual_differs_by_kind():
    told = {
        kind: (usual(kind)["diffusion.strength"], usual(kind)["diffusion.content"])
        for kind in (Kind.INPAINT, Kind.OUTPAINT, Kind.REFINE, Kind.GENERATE, Kind.UPSCALE)
    }
    assert told == {
        Kind.INPAINT: (1.0, Content.PADDED),
        Kind.OUTPAINT: (1.0, Content.PADDED),
        Kind.REFINE: (0.5, Content.ORIGINAL),
        Kind.GENERATE: (1.0, Content.NOISE),
        Kind.UPSCALE: (0.25, Content.ORIGINAL),
    }
    assert not [place for place in usual(Kind.FILL) if place.startswith("diffusion")]
    assert "extend.left" in usual(Kind.OUTPAINT)
    assert "extend.left" not in usual(Kind.FILL)


@pytest.mark.parametrize("kind", Kind)
def test_what_is_usual_is_what_json_without_it_gets(kind):
    data = {"kind": kind.value}
    if usual(kind).get("diffusion.steps"):
        data["diffusion"] = {"model": "x"}
    if kind is Kind.GENERATE:
        data["second_pass"] = {}
    recipe = Recipe.from_dict({**data, "faces": {}, "upscale": {}})
    for place, value in usual(kind).items():
        part, _, name = place.rpartition(".")
        got = getattr(getattr(recipe, part) if part else recipe, name)
        factor = 2.0 if kind is Kind.GENERATE else 4.0  # for its second pass
        assert got == (factor if place == "upscale.factor" else value)


def test_places_are_where_the_recipe_has_them():
    written = Recipe(
        kind=Kind.GENERATE,
        diffusion=Diffusion(model="x"),
        faces=Faces(),
        upscale=Upscale(),
        second_pass=SecondPass(),
    ).to_dict()
    for place in KNOBS:
        part, _, name = place.rpartition(".")
        assert name in (written[part] if part else written)
