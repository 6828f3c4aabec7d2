"""A second pass in the web UI's text, and back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.geometry import Size
from ritocco.recipe.adapter import Adapter
from ritocco.recipe.finishing import Upscale
from ritocco.recipe.recipe import Content, Diffusion, Kind, Recipe
from ritocco.recipe.second_pass import SecondPass
from ritocco.webui.infotext import Infotext, read, write
from ritocco.webui.parameters import understood, written
from ritocco.webui.stamp import parameters

np = pytest.importorskip("numpy")
PAINTED = Diffusion(model="", sampler="euler_a", content=Content.NOISE, schedule="Karras")
sides = st.integers(1, 9000)
passes = st.builds(
    SecondPass,
    strength=st.floats(0, 1),
    steps=st.integers(0, 1000),
    sampler=st.sampled_from(["", "DPM++ 2M"]),
    schedule=st.just("Karras"),
    prompt=st.sampled_from(["", 'a (blue: 1.2) "lake", deep']),
    negative=st.sampled_from(["", "mud"]),
)
upscales = (
    st.builds(Upscale, factor=st.floats(1, 8), strength=st.just(0.0))
    | st.builds(Upscale, width=sides, height=sides, crop=st.just(True), strength=st.just(0.0))
    | st.builds(Upscale, width=sides, strength=st.just(0.0))
    | st.builds(Upscale, height=sides, strength=st.just(0.0))
)


def recipe_in(text: str, kind: Kind = Kind.GENERATE) -> Recipe:
    data = understood(read(text), kind).data
    asked = {"model": "", **data["diffusion"]}
    return Recipe.from_dict({**data, "kind": kind, "diffusion": asked})


@settings(deadline=None)  # the first example loads the samplers
@given(passes, upscales)
def test_what_is_written_is_understood(second, upscale):
    recipe = Recipe(kind=Kind.GENERATE, diffusion=PAINTED, upscale=upscale, second_pass=second)
    again = recipe_in(write(Infotext("a lake", "", written(recipe, PAINTED))))
    assert again.second_pass == second
    assert again.upscale == upscale


def test_the_text_is_the_web_ui_s():
    second = SecondPass(strength=0.45, steps=15, prompt="a pond", adapters=(Adapter(name="ink"),))
    recipe = Recipe(
        kind=Kind.GENERATE,
        diffusion=PAINTED,
        upscale=Upscale(width=96, height=64),
        second_pass=second,
        named=True,
    )
    picture = Picture(np.zeros((64, 96, 3), np.uint8), Layout(ColourModel.RGB, Depth.U8, False))
    text = parameters(picture, recipe, Size(48, 32)) or ""
    fields = read(text).fields
    assert {
        "Size": "48x32",
        "Denoising strength": "0.45",
        "Hires resize": "96x64",
        "Hires upscaler": "realesrgan-x4plus",
        "Hires steps": "15",
        "Hires prompt": "a pond<lora:ink:1>",
    }.items() <= fields.items()
    assert parameters(picture, Recipe(kind=Kind.GENERATE, diffusion=PAINTED), Size(1, 1))


THEIRS = "a cat\nSteps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 3, "


@pytest.mark.parametrize(
    ("fields", "second", "upscale"),
    [
        (
            "Denoising strength: 0.7, Hires upscale: 1.5, Hires upscaler: Latent (nearest-exact)",
            SecondPass(strength=0.7),
            Upscale(factor=1.5, strength=0.0),
        ),
        (
            "Denoising strength: 0.4, Hires resize: 1024x0, Hires upscaler: None, Hires steps: 9",
            SecondPass(strength=0.4, steps=9),
            Upscale(width=1024, strength=0.0),
        ),
        (
            "Hires sampler: Use same sampler, Hires schedule type: Use same scheduler, "
            "Hires upscale: 2, Hires sampler: Euler a, Hires upscaler: Lanczos",
            SecondPass(),
            Upscale(factor=2.0, strength=0.0),
        ),
    ],
)
def test_the_web_ui_s_own_texts_are_understood(fields, second, upscale):
    recipe = recipe_in(THEIRS + fields)
    assert (recipe.second_pass, recipe.upscale) == (second, upscale)
    assert recipe.diffusion.strength == 1
    assert recipe_in(THEIRS + fields, Kind.INPAINT).second_pass is None


def test_an_upscaler_that_is_not_here_is_told_and_another_does_it(monkeypatch, tmp_path):
    monkeypatch.setenv("RITOCCO_HOME", str(tmp_path))
    text = THEIRS + "Denoising strength: 0.3, Hires upscale: 2, Hires upscaler: 4x-UltraSharp"
    told = understood(read(text), Kind.GENERATE)
    assert "upscaler 4x-UltraSharp is not here" in told.hints[0]
    upscale = told.data["upscale"]
    assert upscale.get("model") or upscale["strength"] == 0
