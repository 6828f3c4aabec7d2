"""Stable Diffusion 1.5 at full size with random weights, as files, and a job for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import ritocco.diffusion  # noqa: F401  before transformers: see there

# isort: split
import diffusers
import numpy as np
import torch
from transformers import CLIPTextConfig, CLIPTextModel

from ritocco.canvas import files
from ritocco.canvas.colour import to_working
from ritocco.diffusion.prompt.tokens import load_tokenizer
from ritocco.engine import View
from ritocco.geometry import Size
from ritocco.recipe.recipe import Content, Diffusion, Kind, Recipe
from ritocco.shipped import resource

SIDE = 512
CFG = 7.0
SEED = 3947592453
PROMPT = "a brown horse on a meadow, detailed, natural light"
NEGATIVE = "blurry, low quality"

parts: Any = diffusers
"""diffusers' classes, whose methods have no types."""


def write_model(folder: Path) -> None:
    """The model as a diffusers folder in float16 (2.1 GB), as it is handed around."""
    scheduler = parts.EulerAncestralDiscreteScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", steps_offset=1
    )
    pipeline = parts.StableDiffusionInpaintPipeline(
        unet=_random(parts.UNet2DConditionModel.from_config, "unet"),
        vae=_random(parts.AutoencoderKL.from_config, "vae"),
        text_encoder=_random(
            lambda config: CLIPTextModel(CLIPTextConfig.from_dict(config)), "text_encoder"
        ),
        tokenizer=load_tokenizer(),
        scheduler=scheduler,
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipeline.save_pretrained(folder)


def _random(make: Any, part: str) -> torch.nn.Module:
    """A part whose weights keep the variance of what passes through them: no overflow, no zeros."""
    config = json.loads(resource("diffusion", "sd1", part, "config.json").read_text())
    with torch.device("meta"):
        module: torch.nn.Module = make(config)
    module.to_empty(device="cpu").to(torch.float16)
    torch.manual_seed(0)
    with torch.no_grad():
        for name, weight in module.named_parameters():
            if weight.dim() > 1:
                weight.normal_(0, weight[0].numel() ** -0.5)
            else:
                weight.fill_(0 if name.endswith("bias") else 1)
        for name, buffer in module.named_buffers():  # positions, which no file holds
            if name.endswith("position_ids"):
                buffer.copy_(torch.arange(buffer.shape[-1]).expand(buffer.shape))
    return module.eval()


def a_view() -> View:
    """A window of a real photograph; its middle is to be repainted."""
    pixels, _ = to_working(files.load(resource("pictures", "horse.webp")))
    whole = files.load_selection(
        resource("pictures", "horse-mask.png"), Size(pixels.shape[1], pixels.shape[0])
    )
    box = (slice(120, 120 + SIDE), slice(476, 476 + SIDE))
    mask = np.asarray(whole[box] > 0, np.float32)
    assert 0.05 < mask.mean() < 0.7
    return View(np.ascontiguousarray(pixels[box]), mask, np.ones(mask.shape, bool))


def a_recipe(model: Path, steps: int, content: Content = Content.PADDED) -> Recipe:
    """Repaint it by a prompt, Euler a."""
    asked = Diffusion(
        model=str(model),
        prompt=PROMPT,
        negative=NEGATIVE,
        steps=steps,
        sampler="euler_a",
        cfg=CFG,
        content=content,
    )
    return Recipe(kind=Kind.INPAINT, diffusion=asked)
