"""Stable Diffusion 1, and its inpainting twin."""

from __future__ import annotations

from ritocco.diffusion.families.family import Family
from ritocco.diffusion.families.stable_diffusion import (
    NO_TEXT,
    SD_PROJECTION,
    VAE_ACTIVE,
    clip_part,
    context,
    folder_with,
    inpainting,
    native,
    plain_network,
    reader,
    takes,
    unet_part,
    vae_part,
)
from ritocco.diffusion.latents import ScaledLatents
from ritocco.diffusion.laws import DiffusionLaw
from ritocco.diffusion.signs import begins, measures

_WIDTH = 768
CLIP_L_PREFIXES = ("cond_stage_model.transformer.text_model.", "cond_stage_model.transformer.")
_SIGN = begins("cond_stage_model.transformer.") | (NO_TEXT & measures(context(1), 1, _WIDTH))

SD1 = Family(
    id="sd1",
    name="Stable Diffusion 1",
    configs=("sd1",),
    sign=takes(4) & _SIGN,
    is_folder=folder_with(_WIDTH, 4),
    native=native(512),
    latents=ScaledLatents(SD_PROJECTION, 0.18215),
    law=DiffusionLaw(),
    texts=(clip_part(123_060_480, CLIP_L_PREFIXES),),
    backbone=unet_part(859_535_364),
    vae=vae_part(),
    reader=reader(open_clip=(False,)),
    network=plain_network,
    channels=4,
    active=8_340,
    vae_active=VAE_ACTIVE,
)
SD1_INPAINT = inpainting(SD1, _SIGN, _WIDTH)
