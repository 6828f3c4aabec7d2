"""Textures whose opposite sides meet, with small models of the real classes."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import torch

from ritocco.canvas.composite import flatten
from ritocco.canvas.document import Document
from ritocco.canvas.mask import FULL
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.diffusion import painter
from ritocco.diffusion.noise import NoiseSource
from ritocco.diffusion.seamless import meeting
from ritocco.errors import BadRecipe
from ritocco.geometry import Box, Sides, Size
from ritocco.recipe.recipe import Content, Diffusion, Kind, Recipe
from ritocco.studio.studio import Studio

from .ldm_files import small

ASKED = Diffusion(
    model="sd1", prompt="moss", steps=3, sampler="ddim", content=Content.NOISE, seamless=True
)
RECIPE = Recipe(kind=Kind.GENERATE, seed=3, model_size=128, diffusion=ASKED)


@pytest.fixture(scope="module")
def studio() -> Studio:
    """One studio for all, so that models are loaded once."""
    return Studio()


@pytest.fixture(autouse=True)
def exact(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is left of a difference is no rounding."""
    monkeypatch.setenv("RITOCCO_PRECISION", "float32")


def empty(width: int, height: int) -> Document:
    picture = Picture(
        np.zeros((height, width, 3), np.uint8), Layout(ColourModel.RGB, Depth.U8, False)
    )
    selection = np.full((height, width), FULL, np.uint8)
    return Document(Size(width, height), Box(0, 0, width, height), picture, selection)


def texture(studio: Studio, recipe: Recipe, width=128, height=128) -> np.ndarray:
    document = empty(width, height)
    layer = studio.run(recipe, document).layer
    return flatten(document.picture, layer, Sides()).pixels[..., :3].astype(float)


@torch.no_grad()
def test_a_turned_picture_is_turned_through_every_network():
    made = small("sd1")
    unet, vae = made.modules["unet"], made.modules["vae"]
    words = torch.randn(1, 77, unet.config.cross_attention_dim)
    latents, pixels = torch.randn(1, 4, 16, 24), torch.rand(1, 3, 128, 64)
    for run, tensor, by, ratio in (
        (lambda x: unet(x, 500, words).sample, latents, 8, 1),
        (lambda x: vae.decode(x).sample, latents, 1, 8),
        (lambda x: vae.encode(x).latent_dist.mode(), pixels, 8, 1 / 8),
    ):
        turned = tensor.roll((by, by), (2, 3))
        ours = run(turned).roll((-int(by * ratio),) * 2, (2, 3))
        assert not torch.allclose(ours, run(tensor), atol=1e-3)
        with meeting(unet), meeting(vae):
            ours = run(turned).roll((-int(by * ratio),) * 2, (2, 3))
            assert torch.allclose(ours, run(tensor), atol=1e-4)
    assert {getattr(m, "padding_mode", "zeros") for m in (*unet.modules(), *vae.modules())} == {
        "zeros"
    }


@pytest.fixture
def turn(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Has all noise of the runs after it turned by so many latents, down and across."""
    draw = NoiseSource._normal

    def turned(by: int) -> None:
        monkeypatch.setattr(
            NoiseSource, "_normal", lambda *given: draw(*given).roll((by, by), (2, 3))
        )

    return turned


def far(one: np.ndarray, other: np.ndarray) -> float:
    """The mean of how far apart two pictures are, in levels."""
    return float(np.abs(one - other).mean())


@pytest.mark.parametrize(
    ("recipe", "size"),
    [
        (RECIPE, (128, 128)),
        (RECIPE, (256, 128)),  # reduced
        (replace(RECIPE, model_size=192), (96, 96)),  # enlarged
    ],
)
def test_a_texture_has_no_sides(models, studio, turn, recipe, size):
    """Turned noise paints the same texture, turned: wherever its sides lie, nothing shows it."""
    window = studio.plan(recipe, Size(*size), Box(0, 0, *size)).windows[0]
    assert window.box.size == Size(*size)
    whole = texture(studio, recipe, *size)
    plain = texture(studio, replace(recipe, diffusion=replace(ASKED, seamless=False)), *size)
    turn(8)
    by = whole.shape[1] * 64 // window.model.width
    turned = texture(studio, recipe, *size)
    assert far(np.roll(whole, (by, by), (0, 1)), turned) < 0.6
    plain_turned = texture(studio, replace(recipe, diffusion=replace(ASKED, seamless=False)), *size)
    assert far(np.roll(plain, (by, by), (0, 1)), plain_turned) > 2


def test_tiles_of_a_small_memory_meet_too(models, studio, monkeypatch):
    whole = texture(studio, RECIPE)
    plan_memory = painter.plan_memory
    monkeypatch.setattr(
        painter, "plan_memory", lambda *given: replace(plan_memory(*given), vae_tile=64)
    )
    tiled = texture(studio, RECIPE)
    rim = np.ones(tiled.shape[:2], bool)
    rim[8:-8, 8:-8] = False
    off = np.abs(tiled - whole).mean(2)
    assert off[rim].mean() < 1.3 * off[~rim].mean()


def test_a_size_whose_sides_cannot_meet_is_told_before_the_work(models, studio):
    with pytest.raises(BadRecipe, match="multiples of 64"):
        studio.plan(RECIPE, Size(131, 127), Box(0, 0, 131, 127))


def test_a_model_is_as_it_was_after_such_a_run(models, studio):
    plain = replace(RECIPE, diffusion=replace(ASKED, seamless=False))
    before = texture(studio, plain)
    texture(studio, RECIPE)
    assert (texture(studio, plain) == before).all()
