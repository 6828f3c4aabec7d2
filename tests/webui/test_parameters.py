"""The recipe in the web UI's words, and back."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ritocco.errors import BadRecipe
from ritocco.recipe.recipe import Diffusion, Kind, Recipe
from ritocco.recipe.usual import usual
from ritocco.webui.field_names import NAMES
from ritocco.webui.infotext import Infotext
from ritocco.webui.parameters import understood, written

tenths = st.integers(0, 10).map(lambda value: value / 10)
asked = st.builds(
    Diffusion,
    model=st.sampled_from(["", "sd1", "a, b: c"]),
    vae=st.sampled_from(["", "fine"]),
    steps=st.integers(1, 1000),
    sampler=st.sampled_from(["DPM++ 2M", "Euler a"]),
    schedule=st.just("Karras"),
    cfg=st.integers(0, 1000).map(lambda value: value / 10),
    rescale=tenths,
    strength=tenths,
    clip_skip=st.none() | st.integers(2, 23),
    seed_width=st.integers(0, 8192),
    seed_height=st.integers(0, 8192),
    seamless=st.booleans(),
)


@settings(deadline=None)  # the first example loads the samplers
@given(asked, st.integers(0, 2**32 - 1), st.none() | st.tuples(st.integers(0, 99), tenths))
def test_what_is_written_is_understood(diffusion, seed, variation):
    if variation and variation[1]:
        diffusion = replace(diffusion, variation_seed=variation[0], variation_strength=variation[1])
    recipe = Recipe(kind=Kind.INPAINT, seed=seed, diffusion=diffusion)
    assert recipe_in(written(recipe, diffusion)) == recipe


def told_by(fields, kind=Kind.INPAINT, prompt="", given=None):
    return understood(Infotext(prompt, "", fields), kind, given or {})


def recipe_in(fields, kind=Kind.INPAINT, prompt=""):
    data = told_by(fields, kind, prompt).data
    asked = {"model": "", **data["diffusion"]}
    return Recipe.from_dict({**data, "kind": kind, "diffusion": asked})


@given(st.sampled_from([Kind.INPAINT, Kind.REFINE, Kind.UPSCALE]), asked)
def test_a_strength_comes_back_for_every_kind(kind, diffusion):
    content = usual(kind)["diffusion.content"]
    recipe = Recipe(kind=kind, diffusion=replace(diffusion, content=content, variation_seed=0))
    assert recipe_in(written(recipe, recipe.diffusion), kind) == recipe


def test_what_else_made_the_picture_is_told():
    fields = {"ADetailer model": "face", "ControlNet 0": "canny", "Face restoration": "None"}
    (hint,) = told_by(fields).hints
    assert "ADetailer, ControlNet too" in hint


def test_the_web_ui_s_names():
    assert NAMES == {
        "Seed": "seed",
        "Mask blur": "soften",
        "Masked area padding": "margin",
        "Model": "diffusion.model",
        "VAE": "diffusion.vae",
        "Steps": "diffusion.steps",
        "Sampler": "diffusion.sampler",
        "Schedule type": "diffusion.schedule",
        "CFG scale": "diffusion.cfg",
        "CFG Rescale": "diffusion.rescale",
        "Denoising strength": "diffusion.strength",
        "Tiling": "diffusion.seamless",
        "Clip skip": "diffusion.clip_skip",
        "Seed resize from-1": "diffusion.seed_width",
        "Seed resize from-2": "diffusion.seed_height",
        "Variation seed": "diffusion.variation_seed",
        "Variation seed strength": "diffusion.variation_strength",
        "Hires steps": "second_pass.steps",
        "Hires sampler": "second_pass.sampler",
        "Hires schedule type": "second_pass.schedule",
        "Hires prompt": "second_pass.prompt",
        "Hires negative prompt": "second_pass.negative",
    }


def test_only_what_is_not_as_usual_is_written():
    plain = Diffusion(model="sd1", variation_seed=5, clip_skip=1)
    assert written(Recipe(kind=Kind.INPAINT, seed=7, diffusion=plain), plain) == {
        "Seed": "7",
        "Model": "sd1",
        "Steps": "25",
        "Sampler": "Euler a",
        "Schedule type": "Normal",
        "CFG scale": "7",
    }


def test_a_size_stands_in_one_field_as_the_web_ui_has_it():
    asked = Diffusion(model="sd1", seed_width=512, seed_height=768, seamless=True)
    fields = written(Recipe(kind=Kind.GENERATE, diffusion=asked), asked)
    assert (fields["Seed resize from"], fields["Tiling"]) == ("512x768", "True")
    assert not {name for name in fields if name.endswith(("-1", "-2"))}


@pytest.mark.parametrize("name", ["CFG Rescale", "CFG Rescale φ", "CFG Rescale phi"])
def test_names_of_earlier_releases(name):
    recipe = recipe_in({name: "0.7", "Mask blur": "2"}, prompt="a cat")
    assert recipe.diffusion == Diffusion(model="", prompt="a cat", rescale=0.7)


@pytest.mark.parametrize("kind", [Kind.REFINE, Kind.UPSCALE, Kind.INPAINT, Kind.GENERATE])
def test_what_is_not_said_is_usual_for_the_kind(kind):
    made = recipe_in({"Steps": "9"}, kind).diffusion
    assert made.steps == 9
    assert made.strength == usual(kind)["diffusion.strength"]
    assert made.content == usual(kind)["diffusion.content"]


@pytest.mark.parametrize(
    ("fields", "kind", "strength", "hint"),
    [
        ({"Denoising strength": "0.4"}, Kind.REFINE, 0.4, ""),
        ({"Denoising strength": "0.35", "Hires upscale": "2"}, Kind.REFINE, 0.5, "hires fix"),
        ({"Denoising strength": "0.7", "First pass size": "0x0"}, Kind.INPAINT, 1.0, "hires fix"),
        ({"Denoising strength": "0.4"}, Kind.GENERATE, 1.0, "begins with nothing"),
        ({"Denoising strength": "1"}, Kind.GENERATE, 1.0, ""),
        ({"Denoising strength": "None"}, Kind.REFINE, 0.5, ""),
    ],
)
def test_a_strength_counts_where_it_is_meant(fields, kind, strength, hint):
    assert recipe_in(fields, kind).diffusion.strength == strength
    hints = told_by(fields, kind).hints
    assert len(hints) == bool(hint)
    assert hint in " ".join(hints)


@pytest.mark.parametrize(
    ("text", "seed"),
    [
        ("41.0", 41),
        ("812344110924511", 812344110924511 % 2**32),
        ("18446744073709551615", 2**32 - 1),
        ("-2", 2**32 - 2),
    ],
)
def test_seeds_make_the_noise_that_torch_makes_of_them(text, seed):
    torch = pytest.importorskip("torch")
    assert recipe_in({"Seed": text}).seed == seed
    whole = int(float(text)) if "." in text else int(text)
    ours, theirs = (torch.Generator("cpu").manual_seed(one) for one in (seed, whole))
    assert torch.equal(torch.randn(8, generator=ours), torch.randn(8, generator=theirs))


def test_a_seed_of_minus_one_is_drawn():
    assert len({recipe_in({"Seed": "-1"}).seed for _ in range(4)}) > 1


def test_whole_numbers_may_have_a_point():
    made = recipe_in({"Steps": "6.0", "CFG scale": "5", "Clip skip": "2.0"}).diffusion
    assert (made.steps, made.cfg, made.clip_skip) == (6, 5.0, 2)


@pytest.mark.parametrize(("text", "model"), [("a [0123abcdef]", "a"), ("a [x]", "a [x]")])
def test_a_hash_after_a_model_is_no_part_of_its_name(text, model):
    assert recipe_in({"Model": text, "VAE": "Automatic"}).diffusion.model == model
    assert recipe_in({"Model": text, "VAE": "Automatic"}).diffusion.vae == ""


BAD = {
    "Steps": ("many", "0", "6.5", "nan", "inf", "9" * 5000),
    "Seed": ("x", "99999999999999999999", "0.5"),
    "CFG scale": ("strong", "nan", "1000"),
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name in BAD for text in BAD[name]])
def test_a_value_that_is_none_is_told_unless_another_is_given(name, text):
    with pytest.raises(BadRecipe) as error:
        told_by({name: text})
    assert len(str(error.value)) < 200
    assert NAMES[name] not in told_by({name: text}, given={NAMES[name]: 1}).data


def test_a_sampler_that_is_given_keeps_what_it_can_of_the_recipe():
    fields = {"Sampler": "Restart", "Schedule type": "Exponential"}
    assert told_by(fields, given={"diffusion.schedule": "beta"}).data["diffusion"] == {
        "prompt": "",
        "negative": "",
        "sampler": "heun",
    }
