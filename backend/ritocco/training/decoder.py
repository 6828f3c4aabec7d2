"""The decoder once more, on larger crops: the encoder, and so the latents, stay as they are.

A decoder that learnt on small crops paints faint casts over larger ones, and one that learnt to be
nowhere far from the truth paints no grain. An artist sees both. So the mean colours of patches
count here beside the pixels, and a small network that learns to tell patches of pictures from
decoded ones (`critic.py`) says where grain is missing, as in Esser et al. 2021 (arXiv 2012.09841).
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as functional
from torch import Tensor, nn

from ritocco.training.autoencoder import crops, distances, psnr, round_trip
from ritocco.training.critic import balance, disbelief, mistakes, new_critic
from ritocco.training.loop import Habits, Loop, Numbers, RateSchedule, Stage, stage_at
from ritocco.training.pictures import Pictures, fixed_crops
from ritocco.training.sheet import save_sheet
from ritocco.training.tensors import as_tensor
from ritocco.watch import Watch

PATCHES = (8, 32)
"""Sides in pixels of the patches whose mean colours are compared."""
GRADIENTS_COUNT = 0.3
"""Weight of the gradients' distance: grain in the wrong place costs them twice."""
CRITIC_COUNTS = 0.25
"""How strongly the critic pulls at the last layer, as a share of what all else does."""


@dataclass(frozen=True, slots=True)
class DecoderRecipe:
    """All that affects this stage.

    most_reduced   how much a crop is reduced at most
    recolour       share of the crops whose hues are turned
    """

    schedule: RateSchedule
    stages: tuple[Stage, ...]
    most_reduced: float = 4.0
    recolour: float = 0.25
    seed: int = 0


def tune_decoder(
    vae: Any, pictures: Pictures, folder: Path, recipe: DecoderRecipe, watch: Watch
) -> None:
    """Train the decoder of `vae` in place (averaged weights); goes on from `folder`."""
    torch.manual_seed(recipe.seed)
    critic = new_critic()
    learning = nn.ModuleDict(
        {"post_quant_conv": vae.post_quant_conv, "decoder": vae.decoder, "critic": critic}
    )
    loop = Loop(folder, learning.requires_grad_(True).train(), recipe.schedule, Habits())
    averaged = deepcopy(vae)
    measured = fixed_crops(pictures.held_out, 256, 2.0, 1, recipe.seed)

    def loss_of(step: int) -> dict[str, Tensor]:
        random = np.random.default_rng([recipe.seed, 4, step])
        _, stage = stage_at(recipe.stages, step)
        images = crops(pictures, stage, recipe.most_reduced, recipe.recolour, random)
        with torch.autocast("cpu", torch.bfloat16):
            with torch.no_grad():
                latents = vae.encode(images).latent_dist.sample(torch.Generator().manual_seed(step))
            decoded = vae.decode(latents).sample
        painted = decoded.float()
        near = distances(painted, images) | {"casts": casts(painted, images)}
        near["gradients"] = GRADIENTS_COUNT * near["gradients"]
        doubt = disbelief(critic, painted)
        pull = balance(sum(near.values(), start=torch.zeros(())), doubt, vae.decoder.conv_out)
        return {
            **near,
            "doubt": CRITIC_COUNTS * pull * doubt,
            "critic": mistakes(critic, images, painted.detach()),
        }

    def measure(modules: nn.ModuleDict, step: int) -> Numbers:
        learnt(averaged, modules)
        pairs = [(crop.pixels, round_trip(averaged, crop.pixels)) for crop in measured]
        save_sheet(folder / "samples.png", [list(pair) for pair in pairs])
        left = [
            float(casts(as_tensor(before)[None], as_tensor(after)[None])) for before, after in pairs
        ]
        ratios = [psnr(before, after) for before, after in pairs]
        return {"psnr": float(np.mean(ratios)), "cast": float(np.mean(left))}

    if not loop.finished:
        loop.run(loss_of, measure, watch)
    learnt(vae, loop.averaged)
    vae.requires_grad_(False).eval()


def learnt(vae: Any, modules: nn.ModuleDict) -> None:
    """Give `vae` its parts that were trained."""
    for name in ("post_quant_conv", "decoder"):
        getattr(vae, name).load_state_dict(modules[name].state_dict())


def casts(decoded: Tensor, images: Tensor) -> Tensor:
    """Mean difference of the mean colours of patches, pictures (N, 3, H, W), -1..1."""
    difference = decoded - images
    means = [functional.avg_pool2d(difference, side).abs().mean() for side in PATCHES]
    return torch.stack(means).sum()
