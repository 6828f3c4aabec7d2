"""The model that ships: it loads as any other, and does what its card says it does."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from ritocco.canvas.colour import srgb_to_lab
from ritocco.cli.main import main
from ritocco.diffusion.checkpoint import load_model
from ritocco.diffusion.memory import MemoryPlan
from ritocco.diffusion.noise import Seed
from ritocco.diffusion.paint import encode, paint
from ritocco.diffusion.preview import projected
from ritocco.engine import View
from ritocco.installed.here import models_here
from ritocco.library.find import default_model, find
from ritocco.library.kinds import ModelKind
from ritocco.library.shelves import Shelves
from ritocco.library.shipped_models import demonstration
from ritocco.recipe.recipe import Content, Diffusion
from ritocco.shipped import DEMONSTRATION, resource
from ritocco.training.autoencoder import psnr, round_trip
from ritocco.training.pictures import fixed_crops, load_pictures
from ritocco.watch import Watch
from tests.effort import is_deep

SIDE = 256
MOST_BYTES = 60e6
ASKED = Diffusion(model=DEMONSTRATION, steps=6, sampler="dpmpp_2m", cfg=7, content=Content.ORIGINAL)
"""From noise and what is there; padding would cost as much again."""


@pytest.fixture(scope="module")
def mini():
    return load_model(demonstration(), MemoryPlan("cpu", torch.float32, torch.float32))


@pytest.fixture(scope="module")
def windows():
    """Of the two pictures that the demo uses; both were held out of the training."""
    pictures = load_pictures(resource("pictures"), SIDE, ["horse", "narwhal"]).held_out
    return [crop.pixels for crop in fixed_crops(pictures, SIDE, 2, 3, 0)]


def test_it_is_small_and_says_what_it_is():
    files = [path for path in demonstration().rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= MOST_BYTES
    assert (demonstration() / "README.md").is_file()
    entry = models_here(ModelKind.MODEL)[-1]
    assert (entry.name, entry.family, entry.native, entry.problem) == (
        DEMONSTRATION,
        "mini",
        256,
        None,
    )


def test_it_is_the_default_until_there_is_another(tmp_path):
    assert default_model(Shelves(tmp_path)) == DEMONSTRATION
    assert find(ModelKind.MODEL, DEMONSTRATION, Shelves(tmp_path)) == demonstration()
    (tmp_path / "mine.safetensors").write_bytes(b"")
    assert default_model(Shelves(tmp_path)) == "mine"
    assert find(ModelKind.MODEL, "mini", Shelves(tmp_path)) == demonstration()


def test_a_model_of_that_name_in_the_users_folder_goes_first(tmp_path):
    (tmp_path / "mini.safetensors").write_bytes(b"")
    assert find(ModelKind.MODEL, "mini", Shelves(tmp_path)) == tmp_path / "mini.safetensors"
    assert [entry.name for entry in models_here(ModelKind.MODEL, Shelves(tmp_path))] == ["mini"]


def test_pictures_survive_its_autoencoder(mini, windows):
    quality = [psnr(pixels, round_trip(mini.vae, pixels)) for pixels in windows]
    assert np.mean(quality) >= 24


def test_previews_show_its_colours(mini, windows):
    for pixels in windows:
        small = projected(encode(mini, pixels), mini.family.latents)[0] / 255
        blocks = pixels.reshape(32, 8, 32, 8, 3).mean((1, 3))
        assert np.abs(small - blocks).mean() < 0.06


def test_prompts_steer_its_colours(mini, windows):
    prompter = mini.reader()
    hole = np.zeros((SIDE, SIDE), np.float32)
    hole[64:192, 64:192] = 1
    known = np.ones((SIDE, SIDE), bool)

    def filled(pixels, prompt, seed):
        asked = replace(ASKED, prompt=prompt)
        view = View(pixels, hole, known)
        made = paint(mini, prompter, view, asked, Seed(seed), Watch())
        return srgb_to_lab(made)[hole > 0].mean(0)

    shifts = [
        filled(pixels, "red", seed) - filled(pixels, "blue", seed)
        for seed, pixels in enumerate(windows if is_deep() else windows[1:5])
    ]
    # more red than blue means more of b (yellow minus blue) in Lab
    right = [shift[2] > 0 for shift in shifts]
    assert np.mean(right) >= 0.8


def test_it_paints_from_the_command_line_without_being_named(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("RITOCCO_HOME", str(tmp_path / "empty"))
    picture, mask = resource("pictures", "horse.webp"), resource("pictures", "horse-mask.png")
    out = tmp_path / "out.png"
    asked = ["inpaint", picture, "--mask", mask, "--prompt", "grass", "--steps", "2", "--json"]
    assert main([str(one) for one in (*asked, "-o", out)]) == 0
    answer = json.loads(capsys.readouterr().out)
    diffusion = answer["recipe"]["diffusion"]
    assert diffusion["model"] == "mini"
    own = {"sampler": "dpmpp_2m", "cfg": 3.0, "steps": 2}
    assert {name: diffusion.get(name) for name in own} == own
    assert any("demonstration" in hint for hint in answer["hints"])
    assert out.exists()
