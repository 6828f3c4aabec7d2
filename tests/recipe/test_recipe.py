import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ritocco.errors import BadRecipe
from ritocco.geometry import Sides, Size
from ritocco.recipe.finishing import Faces, Upscale
from ritocco.recipe.recipe import Content, Diffusion, Kind, Recipe

side = st.integers(0, 30000)
words = st.text(max_size=60)
diffusions = st.builds(
    Diffusion,
    model=words,
    prompt=words,
    negative=words,
    steps=st.integers(1, 1000),
    cfg=st.floats(0, 100),
    strength=st.floats(0, 1),
    content=st.sampled_from(Content),
    clip_skip=st.none() | st.integers(1, 32),
    variation_strength=st.floats(0, 1),
)
recipes = st.builds(
    Recipe,
    kind=st.just(Kind.OUTPAINT),
    diffusion=st.none() | diffusions,
    seed=st.integers(0, 2**32 - 1),
    extend=st.builds(Sides, side, side, side, side),
    grow=st.integers(0, 512),
    soften=st.integers(0, 512),
    blend_band=st.integers(0, 512),
    model_size=st.none() | st.integers(64, 8192),
    harmonize=st.booleans(),
    faces=st.none()
    | st.builds(Faces, model=words, strength=st.floats(0, 1), at_most=st.none() | st.just(3)),
    upscale=st.none()
    | st.builds(Upscale, model=words, factor=st.floats(1, 8), strength=st.floats(0, 1))
    | st.builds(Upscale, width=st.integers(1, 100_000)),
)


@given(recipes)
def test_json_gives_back_the_same_recipe(recipe: Recipe):
    assert Recipe.from_json(recipe.to_json()) == recipe
    assert json.loads(recipe.to_json()) == recipe.to_dict()


@given(recipes)
def test_equal_recipes_write_equal_text(recipe: Recipe):
    assert Recipe.from_json(recipe.to_json()).to_json() == recipe.to_json()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"colour": 1}, "'colour'"),
        ({"seed": -1}, "seed"),
        ({"seed": True}, "seed"),
        ({"seed": 1.5}, "seed"),
        ({"seed": 2**32}, "seed"),
        ({"kind": "dream"}, "fill, outpaint, inpaint"),
        ({"extend": {"left": 1, "up": 2}}, "'up'"),
        ({"extend": 5}, "extend"),
        ({"extend": {"left": 3}}, "outpaint"),
        ({"kind": "outpaint", "extend": {"left": -3}}, "extend.left"),
        ({"grow": 513}, "grow"),
        ({"harmonize": "yes"}, "harmonize"),
        ({"model_size": 10}, "model_size"),
        ({"kind": "inpaint"}, "needs a model"),
        ({"kind": "fill", "diffusion": {"model": "x"}}, "uses no model"),
        ({"kind": "inpaint", "diffusion": {"model": "x", "colour": 2}}, "'colour'"),
        ({"kind": "inpaint", "diffusion": {"prompt": "x"}}, "name a model"),
        ({"kind": "inpaint", "diffusion": {"model": "x", "cfg": "7"}}, "cfg"),
        ({"kind": "inpaint", "diffusion": {"model": "x", "strength": 1.5}}, "strength"),
        ({"kind": "inpaint", "diffusion": {"model": "x", "steps": 0}}, "steps"),
        ({"kind": "inpaint", "diffusion": {"model": "x", "content": "air"}}, "content"),
        ({"kind": "inpaint", "diffusion": 5}, "diffusion"),
        ({"kind": "upscale", "upscale": {"factor": 9}}, "factor"),
        ({"kind": "upscale", "upscale": {"factor": 2, "width": 90}}, "either"),
        ({"kind": "upscale", "upscale": {"height": 0}}, "height"),
        ({"kind": "upscale", "upscale": {"colour": 0}}, "'colour'"),
        ({"kind": "upscale", "diffusion": {"model": "x"}}, "content"),
        ({"kind": "faces", "diffusion": {"model": "x"}}, "uses no model"),
        ({"kind": "faces", "faces": {"strength": 2}}, "strength"),
        ({"kind": "faces", "faces": {"at_most": 0}}, "at_most"),
        ({"kind": "faces", "faces": {"smallest": 50, "largest": 40}}, "largest"),
        ({"version": 99}, "newer"),
        ({"version": "x"}, "version"),
        ([], "object"),
    ],
)
def test_what_is_wrong_is_named(data: object, words: str):
    with pytest.raises(BadRecipe, match=words):
        Recipe.from_json(json.dumps(data))


def test_text_that_is_not_json_is_named():
    with pytest.raises(BadRecipe, match="not JSON"):
        Recipe.from_json("{")


def test_nesting_without_end_is_refused():
    with pytest.raises(BadRecipe, match="not JSON"):
        Recipe.from_json("[" * 100_000)


def test_upscale_and_faces_bring_their_usual_values():
    assert Recipe(kind=Kind.UPSCALE).upscale == Upscale(factor=4.0)
    assert Recipe(kind=Kind.FACES).faces == Faces()
    assert Recipe().upscale is None
    assert Recipe().faces is None


@given(
    st.builds(Size, st.integers(1, 20_000), st.integers(1, 20_000)),
    st.builds(Upscale, factor=st.floats(1, 8)) | st.builds(Upscale, width=st.integers(1, 90_000)),
)
def test_a_target_is_no_smaller_and_at_most_eight_times_as_large(size: Size, asked: Upscale):
    try:
        target = asked.target(size)
    except BadRecipe:
        assert asked.width
        assert not size.width <= asked.width <= 8 * size.width
        return
    for had, gets in ((size.width, target.width), (size.height, target.height)):
        assert had <= gets <= 8 * had
    ratio = target.width / size.width
    assert abs(target.height - size.height * ratio) <= 0.5 + size.height / size.width
