"""A tiny Stable Diffusion of the real classes with random weights, and one window through it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from diffusers import AutoencoderKL, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel

from ritocco.canvas.arrays import Floats
from ritocco.device import find_device
from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.loaded import LoadedModel
from ritocco.diffusion.memory import MemoryPlan
from ritocco.diffusion.noise import Seed
from ritocco.diffusion.paint import paint
from ritocco.diffusion.placement import place
from ritocco.engine import View
from ritocco.recipe.recipe import Diffusion
from ritocco.watch import Watch

WIDTH = 32
_STEPS = 2
_PROMPT = "a boat"


def tiny_model() -> LoadedModel:
    """A model of SD 1's shape, made in memory, on the device that is in use."""
    device = find_device()
    plan = MemoryPlan(device.where, device.half, device.half)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        unet: Any = UNet2DConditionModel(  # type: ignore[no-untyped-call]
            sample_size=16,
            in_channels=4,
            out_channels=4,
            block_out_channels=(WIDTH, 2 * WIDTH),
            layers_per_block=1,
            norm_num_groups=8,
            attention_head_dim=8,
            down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
            up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
            cross_attention_dim=WIDTH,
        )
        vae: Any = AutoencoderKL(  # type: ignore[no-untyped-call]
            block_out_channels=(8, 8, 16, 16),
            down_block_types=("DownEncoderBlock2D",) * 4,
            up_block_types=("UpDecoderBlock2D",) * 4,
            norm_num_groups=4,
            latent_channels=4,
            sample_size=64,
        )
        text: Any = CLIPTextModel(
            CLIPTextConfig(
                hidden_size=WIDTH,
                intermediate_size=2 * WIDTH,
                num_attention_heads=4,
                num_hidden_layers=2,
                vocab_size=49408,
            )
        )
    for part in (unet, vae, text):
        part.eval().requires_grad_(False).to(device.half)
    family = FAMILIES["sd1"]
    modules = {"unet": unet, "vae": vae, "text_encoder": text}
    model = LoadedModel(Path("trial"), family, family.law, modules, plan)
    place(model, plan)
    return model


def trial(view: View) -> Floats:
    """A window through a tiny model: prompt, U-Net, VAE, sampler. Pixels as `paint` gives them."""
    model = tiny_model()
    asked = Diffusion(model="trial", prompt=_PROMPT, steps=_STEPS)
    return paint(model, model.reader(), view, asked, Seed(0), Watch())
