"""Options of the command line are made from the rows of the recipe's fields."""

import argparse

import pytest

from ritocco.cli import options as take
from ritocco.cli.grid_axes import varied
from ritocco.cli.knob_option import destination, knob_option
from ritocco.errors import BadRecipe
from ritocco.recipe.recipe import Content, Diffusion, Kind, Recipe
from ritocco.recipe.usual import KNOBS

ELSEWHERE = {"faces", "upscale", "extend"}
PAINTED = Recipe(kind=Kind.INPAINT, diffusion=Diffusion(model="x"))


def parser(*groups) -> argparse.ArgumentParser:
    made = argparse.ArgumentParser()
    for add in groups:
        add(made)
    return made


def test_every_knob_of_a_model_and_of_any_recipe_is_an_option():
    made = parser(take.recipe, take.choosing, take.prompting("inpaint"), take.second_pass)
    places = [place for place in KNOBS if place.partition(".")[0] not in ELSEWHERE]
    assert {destination(place) for place in places} == set(vars(made.parse_args([]))) - {"recipe"}


def test_what_is_not_given_is_none_and_what_is_has_its_type():
    made = parser(take.recipe, take.prompting("inpaint"))
    assert set(vars(made.parse_args([])).values()) == {None}
    given = made.parse_args(["--rescale", "0.7", "--clip-skip", "2", "--no-harmonize"])
    assert (given.rescale, given.clip_skip, given.harmonize) == (0.7, 2, False)


@pytest.mark.parametrize(
    ("kind", "strength", "content"),
    [
        ("inpaint", "the model's own, else 1", "padded"),
        ("refine", "0.5", "original"),
        ("generate", "1", "noise"),
    ],
)
def test_the_help_names_what_is_usual_for_the_kind(kind, strength, content):
    words = " ".join(parser(take.prompting(kind)).format_help().split())
    assert f"(0 to 1, default {strength})" in words
    assert f"(default {content})" in words


def test_ranges_stand_in_the_help():
    made = argparse.ArgumentParser()
    knob_option(made, "seed")
    knob_option(made, "upscale.strength", "upscale", "detail")
    words = " ".join(made.format_help().split())
    assert "--seed N another seed, another result (0 to 4294967295)" in words
    assert "--detail X" in words
    assert made.parse_args(["--detail", "1"]).upscale_strength == 1.0


@pytest.mark.parametrize(
    ("name", "text", "diffusion"),
    [
        ("steps", "9", Diffusion(model="x", steps=9)),
        ("rescale", "1", Diffusion(model="x", rescale=1.0)),
        ("content", "noise", Diffusion(model="x", content=Content.NOISE)),
        ("prompt", "12", Diffusion(model="x", prompt="12")),
        ("diffusion.cfg", "3", Diffusion(model="x", cfg=3.0)),
    ],
)
def test_a_grid_reads_a_value_by_its_row(name, text, diffusion):
    assert varied(PAINTED, name, text).diffusion == diffusion


def test_a_grid_varies_the_recipe_s_own_fields():
    assert varied(PAINTED, "harmonize", "false").harmonize is False
    assert varied(PAINTED, "grow", "4").grow == 4


@pytest.mark.parametrize(
    ("recipe", "name", "text", "words"),
    [
        (PAINTED, "wind", "1", "A grid cannot vary 'wind'. Try one of: seed, candidate, grow"),
        (PAINTED, "kind", "fill", "cannot vary 'kind'"),
        (PAINTED, "extend.left", "3", "cannot vary 'extend.left'"),
        (PAINTED, "steps", "many", "steps must be a whole number from 1 to 1000, not 'many'"),
        (Recipe(), "steps", "9", "cannot vary 'steps'"),
    ],
)
def test_what_a_grid_cannot_vary(recipe, name, text, words):
    with pytest.raises(BadRecipe, match=words):
        varied(recipe, name, text)
