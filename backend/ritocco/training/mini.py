"""mini: the small model that ships, from a folder of pictures to a diffusers folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from ritocco.canvas.arrays import Floats
from ritocco.canvas.atomic import write
from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.loaded import LoadedModel
from ritocco.diffusion.memory import MemoryPlan
from ritocco.diffusion.noise import Seed
from ritocco.diffusion.paint import paint
from ritocco.diffusion.sniff import FAMILY_KEY
from ritocco.engine import View
from ritocco.library.model_defaults import KEY
from ritocco.recipe.recipe import Diffusion
from ritocco.training.autoencoder import AutoencoderRecipe, settle_scale, train_autoencoder
from ritocco.training.decoder import DecoderRecipe, tune_decoder
from ritocco.training.examples import Variety, example
from ritocco.training.inpainter import NOISE, InpainterRecipe, train_inpainter
from ritocco.training.loop import Numbers, RateSchedule, Stage
from ritocco.training.pictures import Pictures, fixed_crops
from ritocco.training.sheet import save_sheet
from ritocco.watch import Watch

FAMILY = "mini"
LEAST_SIDE = 256
"""Pixels that each side of a picture must have."""


def make_mini(
    pictures: Pictures,
    folder: Path,
    autoencoder: AutoencoderRecipe,
    decoder: DecoderRecipe,
    inpainter: InpainterRecipe,
    watch: Watch,
) -> Path:
    """Train all stages in `folder` and write the model to `folder/mini`.

    What has been done there is gone on from. Raises Cancelled, with the state saved.
    """
    vae = train_autoencoder(pictures, folder / "autoencoder", autoencoder, watch.part(0, 0.1))
    settle_scale(vae, fixed_crops(pictures.seen, 256, 4.0, 2, 1))
    tune_decoder(vae, pictures, folder / "decoder", decoder, watch.part(0.1, 0.2))

    def measure(modules: nn.ModuleDict, step: int) -> Numbers:
        rows = painted(as_model(vae, modules), pictures, inpainter.looked_at)
        save_sheet(folder / "inpainter" / "samples.png", rows)
        return {}

    modules = train_inpainter(
        pictures, vae, folder / "inpainter", inpainter, measure, watch.part(0.2, 1)
    )
    return save_mini(folder / "mini", vae, modules)


def as_model(vae: Any, modules: nn.ModuleDict) -> LoadedModel:
    """The modules as the product loads them, float32 on the CPU."""
    family = FAMILIES[FAMILY]
    return LoadedModel(
        path=Path(FAMILY),
        family=family,
        law=family.law,
        modules={"vae": vae, **{part: modules[part] for part in ("unet", "text_encoder")}},
        plan=MemoryPlan("cpu", torch.float32, torch.float32),
    )


def painted(model: LoadedModel, pictures: Pictures, count: int) -> Sequence[Sequence[Floats]]:
    """Held-out examples: as they were, with a hole, painted with their caption and without."""
    rows = []
    reader = model.reader()
    for number in range(count):
        random = np.random.default_rng([7, number])
        photo = pictures.held_out[number % len(pictures.held_out)]
        sample = example([photo], LEAST_SIDE, Variety(2.5, 0, 0, 0), random)
        hole = sample.mask.astype(np.float32)
        view = View(sample.pixels, hole, np.ones_like(sample.mask))
        row = [sample.pixels, sample.pixels * (1 - hole[..., None])]
        for prompt in (sample.caption, ""):
            asked = Diffusion(model=FAMILY, prompt=prompt, steps=15, cfg=3)
            row.append(paint(model, reader, view, asked, Seed(number), Watch()))
        rows.append(row)
    return rows


def save_mini(folder: Path, vae: Any, modules: nn.ModuleDict) -> Path:
    """Write a diffusers folder in float16 that names its family outright. Returns it."""
    parts: dict[str, Any] = {"vae": vae, **dict(modules.items())}
    for part, module in parts.items():
        module.to(torch.float16).save_pretrained(folder / part, safe_serialization=True)
    scheduler = {"_class_name": "DDIMScheduler", **NOISE}
    index = {
        "_class_name": "StableDiffusionInpaintPipeline",
        FAMILY_KEY: FAMILY,
        KEY: {"sampler": "dpmpp_2m", "cfg": 3.0, "strength": 0.55},
        "scheduler": ["diffusers", "DDIMScheduler"],
        "text_encoder": ["transformers", "CLIPTextModel"],
        "unet": ["diffusers", "UNet2DConditionModel"],
        "vae": ["diffusers", "AutoencoderKL"],
    }
    (folder / "scheduler").mkdir(exist_ok=True)
    for place, value in (("scheduler/scheduler_config", scheduler), ("model_index", index)):
        write(folder / f"{place}.json", [json.dumps(value, indent=2).encode()])
    return folder


MINI_AUTOENCODER = AutoencoderRecipe(
    RateSchedule(2800, 7e-4, decay=0.4), (Stage(2600, 64, 8), Stage(2800, 128, 8))
)
MINI_DECODER = DecoderRecipe(RateSchedule(2400, 5e-4, decay=0.5), (Stage(2400, 128, 8),))
MINI_INPAINTER = InpainterRecipe(
    RateSchedule(13000, 5e-4, warmup=200, decay=0.3),
    (Stage(4400, 128, 32), Stage(13000, 256, 8)),
    epochs=6,
)
MINI = (MINI_AUTOENCODER, MINI_DECODER, MINI_INPAINTER)
"""What mini was made with; see its card."""
