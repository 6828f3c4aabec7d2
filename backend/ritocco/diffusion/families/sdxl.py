"""SDXL, and its inpainting twin."""

from __future__ import annotations

from dataclasses import replace

from ritocco.diffusion.families.family import Family
from ritocco.diffusion.families.sd1 import SD1
from ritocco.diffusion.families.stable_diffusion import (
    NO_TEXT,
    clip_part,
    context,
    folder_with,
    inpainting,
    native,
    reader,
    sized_network,
    takes,
    unet_part,
)
from ritocco.diffusion.latents import Projection, ScaledLatents
from ritocco.diffusion.signs import begins, measures

_WIDTH = 2048
_CLIP_L = (
    "conditioner.embedders.0.transformer.text_model.",
    "conditioner.embedders.0.transformer.",
)
_OPEN_CLIP_G = ("conditioner.embedders.1.model.",)
_SIGN = begins(*_OPEN_CLIP_G) | (NO_TEXT & measures(context(4), 1, _WIDTH))
_PROJECTION = Projection(
    (
        tuple(value / 127.5 for value in (60, -60, 25, -70)),
        tuple(value / 127.5 for value in (60, -5, 15, -50)),
        tuple(value / 127.5 for value in (60, 10, -5, -35)),
    ),
    tuple(value / 127.5 - 1 for value in (150, 140, 130)),
)
"""T. A. Vass, "Explaining the SDXL latent space", huggingface.co/blog, November 2023."""

SDXL: Family = replace(
    SD1,
    id="sdxl",
    name="SDXL",
    configs=("sdxl", "sd1"),
    sign=takes(4) & _SIGN,
    is_folder=folder_with(_WIDTH, 4),
    native=native(1024),
    latents=ScaledLatents(_PROJECTION, 0.13025),
    texts=(
        clip_part(123_060_480, _CLIP_L),
        clip_part(694_659_840, _OPEN_CLIP_G, folder="text_encoder_2", fused=True),
    ),
    backbone=unet_part(2_567_478_084),
    reader=reader(2, open_clip=(False, True)),
    network=sized_network,
    active=5_050,
    vae_in_half=False,
)
SDXL_INPAINT = inpainting(SDXL, _SIGN, _WIDTH)
