"""Few steps against the usual ones: a full-size SD 1.5 with random weights, 512 x 512, on the CPU.

A LoRA for four steps changes sampler, steps and CFG, and no work else, so random weights tell what
it saves: the same inpaint job end to end by the engine. The default (25 steps, CFG 7) is reckoned
from fewer of its steps. A part of `bench adapters`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import ritocco.diffusion  # noqa: F401  before transformers: see there

# isort: split
import numpy as np
import torch
from _random_sd import SEED, a_recipe, a_view, parts
from _report import Row

from ritocco.diffusion.engine import StableDiffusion
from ritocco.library.model_defaults import adapter_defaults_in_name
from ritocco.recipe.recipe import Diffusion, Recipe
from ritocco.recipe.usual import with_usual
from ritocco.watch import Watch

FAST = "lcm-lora-sdv1-5"
"""Whose own values are taken; its weights would be merged into the model's, which costs nothing
once that is done."""
USUAL = 25
FEW = 2
FASTER = 8.0
"""How many times as fast four steps without CFG are to be, where the artist asks for speed: a VAE
of the model's own is as much work as four such steps on a CPU."""


def small_vae(folder: Path) -> Path:
    """A small VAE at its full size, with random weights, as it is handed around."""
    torch.manual_seed(1)
    path = folder / "taesd"
    parts.AutoencoderTiny().to(torch.float16).save_pretrained(path)
    return path


def fast(model: Path, vae: str = "") -> Recipe:
    """What a recipe becomes that follows such a LoRA."""
    start = a_recipe(model, USUAL)
    assert start.diffusion is not None
    said = {
        name: getattr(start.diffusion, name) for name in ("model", "prompt", "negative", "content")
    }
    own = adapter_defaults_in_name(FAST)
    data = with_usual({"kind": start.kind, "diffusion": {**said, "vae": vae}}, start.kind, own)
    return replace(start, diffusion=Diffusion(**data["diffusion"]))


def seconds(engine: StableDiffusion, recipe: Recipe) -> float:
    """Of a job whose model and prompt are kept from an earlier one."""
    painter, view = engine.prepare(recipe), a_view()
    began = perf_counter()
    made = painter.paint(view, SEED, Watch())
    taken = perf_counter() - began
    assert np.isfinite(made).all()
    return taken


def usual_job(engine: StableDiffusion, model: Path) -> float:
    """Seconds of the default job, reckoned from fewer of its steps."""
    short, long = (seconds(engine, a_recipe(model, steps)) for steps in (FEW, 2 * FEW))
    return short + (USUAL - FEW) * (long - short) / FEW


def rows(model: Path) -> Iterator[Row]:
    """Seconds, and how many times as fast; `model` is a folder that `write_model` wrote."""
    quick, with_small = fast(model), fast(model, str(small_vae(model.parent)))
    asked = quick.diffusion
    assert asked is not None
    assert (asked.steps, asked.cfg) == (4, 1)
    engine = StableDiffusion(device="cpu")
    seconds(engine, a_recipe(model, 1))  # loads it
    few, usual = seconds(engine, quick), usual_job(engine, model)
    few = (few + seconds(engine, quick)) / 2
    seconds(engine, with_small)
    small = seconds(engine, with_small)
    yield Row(f"default, {USUAL} steps, CFG 7, reckoned: seconds", usual)
    yield Row(f"fast, {asked.steps} steps, CFG 1: seconds", few)
    yield Row("fast with a small VAE: seconds", small)
    yield Row("default / fast", usual / few)
    yield Row("default / fast with a small VAE", usual / small, FASTER, least=True)
