"""The recipe in the web UI's words, and back."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ritocco.errors import BadRecipe
from ritocco.recipe.recipe import Content, Diffusion, Kind, Recipe
from ritocco.webui.parameters import NAMES, understood, written

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
)


@settings(deadline=None)  # the first example loads the samplers
@given(asked, st.integers(0, 2**32 - 1), st.none() | st.tuples(st.integers(0, 99), tenths))
def test_what_is_written_is_understood(diffusion, seed, variation):
    if variation and variation[1]:
        diffusion = replace(diffusion, variation_seed=variation[0], variation_strength=variation[1])
    recipe = Recipe(kind=Kind.INPAINT, seed=seed, diffusion=diffusion)
    assert understood(written(recipe, diffusion), "", "", Kind.INPAINT) == recipe


def test_the_web_ui_s_names():
    assert NAMES == {
        "Seed": "seed",
        "Model": "diffusion.model",
        "VAE": "diffusion.vae",
        "Steps": "diffusion.steps",
        "Sampler": "diffusion.sampler",
        "Schedule type": "diffusion.schedule",
        "CFG scale": "diffusion.cfg",
        "CFG Rescale": "diffusion.rescale",
        "Denoising strength": "diffusion.strength",
        "Clip skip": "diffusion.clip_skip",
        "Variation seed": "diffusion.variation_seed",
        "Variation seed strength": "diffusion.variation_strength",
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


@pytest.mark.parametrize("name", ["CFG Rescale", "CFG Rescale φ", "CFG Rescale phi"])
def test_names_of_earlier_releases(name):
    recipe = understood({name: "0.7", "Hires upscale": "2"}, "a cat", "", Kind.INPAINT)
    assert recipe.diffusion == Diffusion(model="", prompt="a cat", rescale=0.7)


def test_the_kind_says_what_the_web_ui_does_not():
    recipe = understood({"Steps": "9"}, "", "", Kind.REFINE)
    assert recipe.diffusion == Diffusion(model="", steps=9, strength=1.0, content=Content.ORIGINAL)


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"Steps": "many"}, "many"), ({"Steps": "0"}, "steps must be"), ({"Seed": "x"}, "'x'")],
)
def test_a_value_that_is_none_is_told(fields, words):
    with pytest.raises(BadRecipe, match=words):
        understood(fields, "", "", Kind.INPAINT)
