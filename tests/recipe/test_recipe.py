import json
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ritocco.errors import BadRecipe
from ritocco.geometry import Sides, Size
from ritocco.recipe.adapter import Adapter, AdapterKind
from ritocco.recipe.finishing import Faces, Upscale
from ritocco.recipe.guide import Guide, Mode, Role
from ritocco.recipe.recipe import VERSION, Content, Diffusion, Kind, Recipe
from ritocco.recipe.usual import for_kind, usual

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
    clip_skip=st.none() | st.integers(1, 23),
    rescale=st.floats(0, 1),
    variation_strength=st.floats(0, 1),
    seamless=st.booleans(),
    seed_width=st.integers(0, 8192),
    seed_height=st.integers(0, 8192),
)
names = st.text(min_size=1, max_size=20).filter(str.strip)
hashes = st.just("") | st.binary(min_size=32, max_size=32).map(bytes.hex)
strengths = st.floats(-10, 10)
adapters = st.builds(
    Adapter,
    kind=st.sampled_from(AdapterKind),
    name=names,
    sha256=hashes,
    unet_strength=strengths,
    text_strength=strengths,
    block_weights=words | st.lists(strengths, max_size=30).map(tuple),
)
scalars = st.booleans() | st.integers(-1000, 1000) | st.floats(-1e9, 1e9) | words
guides = st.builds(
    lambda span, role, prompt, **more: Guide(
        start=min(span),
        end=max(span),
        role=role,
        prompt=prompt if role is Role.REGION else "",
        **more,
    ),
    st.tuples(st.floats(0, 1), st.floats(0, 1)),
    st.sampled_from(Role),
    words,
    name=st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True),
    method=words,
    model=words,
    weight=st.floats(0, 2),
    mode=st.sampled_from(Mode),
    parameters=st.dictionaries(names, scalars, max_size=5),
    sha256=hashes,
)
modelled = st.fixed_dictionaries(
    {
        "diffusion": diffusions,
        "adapters": st.lists(adapters, max_size=3).map(tuple),
        "guides": st.lists(guides, max_size=3).map(tuple),
    }
)
recipes = st.builds(
    lambda painted, **more: Recipe(kind=Kind.OUTPAINT, **painted, **more),
    st.fixed_dictionaries({"candidate": st.integers(0, 15)}) | modelled,
    seed=st.integers(0, 2**32 - 1),
    extend=st.builds(Sides, side, side, side, side),
    grow=st.integers(0, 512),
    soften=st.integers(0, 512),
    blend_band=st.integers(0, 512),
    margin=st.integers(0, 8192),
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
        ({"candidate": 16}, "candidate must be a whole number from 0 to 15, not 16"),
        ({"candidate": True}, "candidate must be a whole number"),
        ({"kind": "faces", "candidate": 1}, "candidate belongs to a fill or an outpaint"),
        ({"kind": "inpaint", "candidate": 1, "diffusion": {"model": "x"}}, "candidate belongs"),
        ({"kind": "outpaint", "candidate": 1, "diffusion": {"model": "x"}}, "candidate belongs"),
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
        ({"kind": "upscale", "diffusion": {"model": "x", "content": "noise"}}, "content"),
        ({"kind": "faces", "diffusion": {"model": "x"}}, "uses no model"),
        ({"kind": "faces", "faces": {"strength": 2}}, "strength"),
        ({"kind": "faces", "faces": {"at_most": 0}}, "at_most"),
        ({"kind": "faces", "faces": {"smallest": 50, "largest": 40}}, "largest"),
        ({"version": 99}, "newer"),
        ({"version": 0}, "version"),
        ({"version": True}, "version"),
        ({"adapters": [{"name": "ink"}]}, "adapters belong to a model; leave 'ink' away"),
        ({"kind": "fill", "guides": [{"name": "sky"}]}, "guides belong to a model"),
        ({"adapters": {"name": "ink"}}, "adapters must be a list"),
        ({"adapters": [None]}, r"adapters\[0\] must be a JSON object, not None"),
        ({"adapters": ["ink"]}, r"adapters\[0\] must be a JSON object, not 'ink'"),
        ({"adapters": [{"kind": "lora"}]}, r"adapters\[0\] must name a name"),
        ({"adapters": [{"name": "ink", "kind": "spell"}]}, "lora, hypernetwork, embedding"),
        ({"adapters": [{"name": " "}]}, "name must be text of 1 to 1000 characters"),
        ({"adapters": [{"name": "ink", "unet_strength": -10.5}]}, "from -10 to 10, not -10.5"),
        ({"adapters": [{"name": "ink", "sha256": "abc"}]}, "sha256 must be 64 hexadecimal"),
        ({"adapters": [{"name": "ink", "block_weights": [1, 11]}]}, r"block_weights\[1\]"),
        ({"guides": [{"name": "a sky"}]}, "letters"),
        ({"guides": [{"name": "sky", "weight": 3}]}, "weight must be a number from 0 to 2"),
        ({"guides": [{"name": "sky", "start": 0.6, "end": 0.5}]}, "end must not be before"),
        ({"guides": [{"name": "sky", "prompt": "blue"}]}, "Only a region has a prompt"),
        ({"guides": [{"name": "sky", "parameters": {"low": None}}]}, "parameters.low"),
        ({"guides": [{"name": "sky", "parameters": [1]}]}, "parameters must be a JSON object"),
        ({"version": "x"}, "version"),
        ([], "object"),
    ],
)
def test_what_is_wrong_is_named(data: object, words: str):
    with pytest.raises(BadRecipe, match=words):
        Recipe.from_json(json.dumps(data))


def test_a_recipe_of_version_1_is_read_as_one_of_today():
    diffusion = {"model": "x", "prompt": "a cat", "steps": 12, "content": "noise"}
    written = json.dumps({"version": 1, "kind": "inpaint", "seed": 7, "diffusion": diffusion})
    recipe = Recipe.from_json(written)
    assert recipe == Recipe(
        kind=Kind.INPAINT,
        seed=7,
        diffusion=Diffusion(model="x", prompt="a cat", steps=12, content=Content.NOISE),
        named=True,
    )
    assert (recipe.version, recipe.adapters, recipe.guides) == (VERSION, (), ())
    assert recipe.to_dict()["version"] == 3


@pytest.mark.parametrize(("version", "named"), [(1, True), (2, True), (3, False), (None, False)])
def test_before_version_3_what_prompts_name_was_passed_over(version: int | None, named: bool):
    data = {"kind": "inpaint", "diffusion": {"model": "x", "prompt": "<lora:ink:1> a cat"}}
    said = data if version is None else {**data, "version": version}
    assert Recipe.from_dict(said).named is named
    assert Recipe.from_dict({**said, "named": False}).named is False  # its words were changed


@pytest.mark.parametrize(("written", "read"), [(20, 20), (23, 23), (24, 23), (32, 23)])
def test_version_1_could_name_layers_that_no_model_has(written: int, read: int):
    asked = {"model": "x", "clip_skip": written}
    recipe = Recipe.from_dict({"version": 1, "kind": "inpaint", "diffusion": asked})
    assert recipe.diffusion == Diffusion(model="x", clip_skip=read)


def test_version_1_had_no_values_of_its_own_for_each_kind():
    """What a recipe of then left out is what it was then: the same recipe, the same bytes."""
    asked = {"kind": "refine", "diffusion": {"model": "x"}}
    then = Recipe.from_dict({"version": 1, **asked}).diffusion
    assert then == Diffusion(model="x")
    now = Recipe.from_dict(asked).diffusion
    assert now == Diffusion(model="x", strength=0.5, content=Content.ORIGINAL)


def test_parameters_of_a_guide_are_an_object_in_json_and_pairs_in_order_here():
    given = {"low": 100, "high": 200.5, "fine": True, "edges": "thin"}
    guide = Guide(name="sky", parameters=given)
    assert guide.parameters == (("edges", "thin"), ("fine", True), ("high", 200.5), ("low", 100))
    recipe = Recipe(kind=Kind.INPAINT, diffusion=Diffusion(model="x"), guides=(guide,))
    assert recipe.to_dict()["guides"][0]["parameters"] == given
    assert hash(Recipe.from_json(recipe.to_json())) == hash(recipe)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"seed": -1}, "seed must be a whole number from 0 to 4294967295, not -1."),
        ({"grow": 2.0}, "grow must be a whole number from 0 to 512, not 2.0."),
        ({"model_size": "96"}, "model_size must be a whole number from 64 to 8192, not '96'."),
        ({"harmonize": 1}, "harmonize must be true or false, not 1."),
        (
            {"kind": "dream"},
            "kind must be one of fill, outpaint, inpaint, refine, generate, upscale, faces; "
            "not 'dream'.",
        ),
        (
            {"kind": "outpaint", "extend": {"left": -3}},
            "extend.left must be a whole number from 0 to 30000, not -3.",
        ),
        ({"faces": {"strength": 2}}, "strength must be a number from 0 to 1, not 2."),
        ({"faces": {"strength": float("nan")}}, "strength must be a number from 0 to 1, not nan."),
        ({"faces": {"strength": True}}, "strength must be a number from 0 to 1, not True."),
        ({"upscale": {"factor": "4"}}, "factor must be a number from 1 to 8, not '4'."),
        (
            {"kind": "inpaint", "diffusion": {"model": "x", "prompt": 3}},
            "prompt must be text of at most 20000 characters.",
        ),
        (
            {"kind": "inpaint", "diffusion": {"model": "x", "clip_skip": 24}},
            "clip_skip must be a whole number from 1 to 23, not 24.",
        ),
    ],
)
def test_sentences(data: dict[str, object], sentence: str):
    with pytest.raises(BadRecipe) as told:
        Recipe.from_dict(data)
    assert str(told.value) == sentence


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


@given(recipes, st.sampled_from([Kind.REFINE, Kind.UPSCALE, Kind.INPAINT, Kind.GENERATE]))
def test_a_recipe_of_another_kind_keeps_what_was_chosen_and_not_what_was_usual(recipe, kind):
    data = recipe.to_dict()
    made = for_kind(data, kind)
    assert made["kind"] == kind
    others = {"kind": "", "diffusion": 0, "candidate": 0}
    assert {**made, **others} == {**data, **others}
    assert "candidate" not in made
    if recipe.diffusion is None:
        return
    asked, now, was = made["diffusion"], usual(kind), recipe.diffusion
    assert asked["content"] == now["diffusion.content"] or kind is Kind.INPAINT
    if was.strength == 1 or kind is Kind.GENERATE:
        assert asked["strength"] == now["diffusion.strength"]
    else:
        assert asked["strength"] == was.strength
    assert for_kind(data, recipe.kind) == data


def test_what_another_kind_does_is_not_done_as_a_step_after():
    enlarged = Recipe(kind=Kind.UPSCALE, seed=3, faces=Faces(strength=0.5)).to_dict()
    assert "upscale" not in for_kind(enlarged, Kind.REFINE)
    assert for_kind(enlarged, Kind.REFINE)["faces"] == enlarged["faces"]
    mended = Recipe(kind=Kind.FACES, upscale=Upscale(factor=2)).to_dict()
    assert "faces" not in for_kind(mended, Kind.FILL)
    assert for_kind(mended, Kind.UPSCALE)["upscale"] == mended["upscale"]


@pytest.mark.parametrize("place", ["seed", "extend", "diffusion", "guides", "version", "other"])
@pytest.mark.parametrize(
    "value",
    [
        "x" * 100_000,
        ["y"] * 100_000,
        {"z" * 9999: "z" * 9999},
        reduce(lambda inner, _: [inner], range(950), []),
    ],
    ids=["text", "list", "object", "deep"],
)
def test_what_is_wrong_is_told_in_a_short_sentence(place, value):
    with pytest.raises(BadRecipe) as told:
        Recipe.from_dict({place: value})
    assert len(str(told.value)) < 500
