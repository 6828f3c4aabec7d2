"""mini: ours, small, trained in the open. Its files name their family by metadata."""

from __future__ import annotations

from dataclasses import replace

from ritocco.diffusion.families.family import Family
from ritocco.diffusion.families.sd1 import CLIP_L_PREFIXES, SD1
from ritocco.diffusion.families.stable_diffusion import clip_part, native, unet_part, vae_part
from ritocco.diffusion.latents import Projection, ScaledLatents
from ritocco.diffusion.laws import DiffusionLaw, Prediction

_PROJECTION = Projection(
    ((0.336, 0.111, 0.048, -0.002), (0.107, 0.309, 0.099, -0.002), (0.064, 0.153, 0.394, 0.018)),
    (0.012, -0.02, -0.15),
)
"""Least squares from mini's latents to the means of eight by eight pixels, over its pictures."""

MINI: Family = replace(
    SD1,
    id="mini",
    name="mini (demonstration)",
    configs=("mini",),
    sign=None,
    is_folder=lambda index, unet: False,
    native=replace(native(256), whole=True),  # a demonstration takes no minutes
    pace=0.2,
    latents=ScaledLatents(_PROJECTION, 1.0),
    law=DiffusionLaw(Prediction.V),
    texts=(clip_part(4_974_432, CLIP_L_PREFIXES),),
    backbone=unet_part(16_392_964),
    vae=vae_part(2_725_623),
    channels=9,
    active=929,
)
