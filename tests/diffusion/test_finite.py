"""What is no number is never painted: the part that gave it works in float32, or is named."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from safetensors.torch import load_file, save_file
from transformers import CLIPTextModel

from ritocco.canvas.document import Document
from ritocco.canvas.files import load
from ritocco.diffusion import engine
from ritocco.diffusion.memory import Phase
from ritocco.errors import BadModel
from ritocco.geometry import Box
from ritocco.recipe.recipe import Content, Diffusion, Kind, Recipe
from ritocco.shipped import resource
from ritocco.studio.studio import Studio

from .ldm_files import save_folder, small
from .models import one_thread  # noqa: F401

pytestmark = pytest.mark.usefixtures("one_thread")

RECIPE = Recipe(
    kind=Kind.INPAINT,
    seed=3,
    model_size=64,
    diffusion=Diffusion(
        model="sd1", prompt="a boat", steps=2, sampler="euler", content=Content.ORIGINAL
    ),
)


@pytest.fixture(scope="module")
def document() -> Document:
    picture = load(resource("pictures", "narwhal.webp")).cropped(Box(100, 100, 64, 64))
    selection = np.zeros((64, 64), np.uint8)
    selection[16:48, 16:48] = 255
    return Document(picture.size, Box.of(picture.size), picture, selection)


@pytest.fixture
def half(monkeypatch: pytest.MonkeyPatch) -> None:
    """A device that works in half precision."""
    whole = engine.find_device("cpu")
    monkeypatch.setattr(engine, "find_device", lambda asked: replace(whole, half=torch.bfloat16))


def spoilt(value: Any) -> Any:
    """What a part gives, with one number lost."""
    tensor = value
    for name in ("sample", "hidden_states"):
        tensor = getattr(tensor, name, tensor)
    while isinstance(tensor, tuple):
        tensor = tensor[-1]
    tensor[(0,) * tensor.dim()] = float("inf")
    return value


@pytest.mark.parametrize(
    ("owner", "method", "phase"),
    [
        (UNet2DConditionModel, "forward", Phase.UNET),
        (AutoencoderKL, "_decode", Phase.VAE),
        (AutoencoderKL, "_encode", Phase.VAE),
        (CLIPTextModel, "forward", Phase.TEXT),
    ],
)
def test_a_part_that_overflows_in_half_works_in_full(
    owner, method, phase, models, half, document, monkeypatch
) -> None:
    calls: Counter[torch.dtype] = Counter()
    inner = getattr(owner, method)

    def overflowing(self, *args, **kwargs):
        calls[self.dtype] += 1
        made = inner(self, *args, **kwargs)
        return made if self.dtype is torch.float32 else spoilt(made)

    monkeypatch.setattr(owner, method, overflowing)
    studio = Studio()
    made = studio.run(RECIPE, document)
    assert made.quality.seam is not None
    in_half = calls[torch.bfloat16]
    assert in_half
    studio.run(replace(RECIPE, seed=4), document)
    assert calls[torch.bfloat16] == in_half  # it is remembered
    assert studio._engines.of(RECIPE).prepare(RECIPE).in_full == {phase}


@pytest.mark.parametrize(
    ("part", "weight", "words"),
    [
        ("unet", "conv_out.weight", "The U-Net of nan gives what is no number"),
        ("vae", "decoder.conv_out.weight", "The VAE of nan gives .* choose another VAE"),
        ("vae", "encoder.conv_out.weight", "The VAE of nan gives .* choose another VAE"),
        ("text_encoder", "", "The text encoder of nan gives"),
    ],
)
def test_a_part_that_never_gives_numbers_is_named(
    part, weight, words, document, tmp_path: Path
) -> None:
    path = save_folder(tmp_path / "nan", small("sd1"), **{"ritocco.family": "sd1"})
    file = next((path / part).glob("*.safetensors"))
    tensors = load_file(file)
    name = weight or next(name for name in tensors if name.endswith("final_layer_norm.weight"))
    tensors[name][:] = float("nan")
    save_file(tensors, file)
    asked = replace(RECIPE.diffusion, model=str(path))
    with pytest.raises(BadModel, match=words):
        Studio().run(replace(RECIPE, diffusion=asked), document)
