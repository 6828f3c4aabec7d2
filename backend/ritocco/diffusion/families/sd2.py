"""Stable Diffusion 2: two families with the same keys, told apart by what they predict."""

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
    takes,
    unet_part,
)
from ritocco.diffusion.laws import DiffusionLaw, Prediction
from ritocco.diffusion.signs import begins, measures

_WIDTH = 1024
_SIGN = begins("cond_stage_model.model.") | (NO_TEXT & measures(context(1), 1, _WIDTH))

SD2: Family = replace(
    SD1,
    id="sd2",
    name="Stable Diffusion 2 (768)",
    configs=("sd2", "sd1"),
    sign=takes(4) & _SIGN,
    is_folder=folder_with(_WIDTH, 4),
    native=native(768),
    law=DiffusionLaw(Prediction.V),
    texts=(clip_part(340_387_840, ("cond_stage_model.model.",), fused=True),),
    backbone=unet_part(865_925_124),
    reader=reader(open_clip=(True,)),
    siblings={Prediction.V: "sd2", Prediction.EPSILON: "sd2-base"},
    architecture="stable-diffusion-v2-768-v",
)
SD2_BASE = replace(
    SD2,
    id="sd2-base",
    name="Stable Diffusion 2 base",
    native=native(512),
    law=DiffusionLaw(),
    architecture="stable-diffusion-v2-512",
)
SD2_INPAINT = replace(
    inpainting(SD2_BASE, _SIGN, _WIDTH),
    id="sd2-inpaint",
    name="Stable Diffusion 2 inpainting",
    siblings={},
    architecture="",
)
