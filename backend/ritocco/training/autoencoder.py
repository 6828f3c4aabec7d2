"""The first stage: an AutoencoderKL that brings pictures to latents of an eighth their side.

Rombach et al. 2022 (arXiv 2112.10752), without their perceptual network: where no network may
be had, differences of gradients at several scales stand for what the eye minds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as functional
from torch import Tensor, nn

from ritocco.canvas.arrays import Floats
from ritocco.training.loop import Habits, Loop, Numbers, RateSchedule, Stage, stage_at
from ritocco.training.pictures import Crop, Pictures, fixed_crops, random_crop
from ritocco.training.pyramid import start_as_pyramid
from ritocco.training.recolour import recoloured
from ritocco.training.sheet import save_sheet
from ritocco.training.tensors import as_pixels, as_tensor
from ritocco.watch import Watch

CONFIG: dict[str, Any] = {
    "in_channels": 3,
    "out_channels": 3,
    "down_block_types": ["DownEncoderBlock2D"] * 4,
    "up_block_types": ["UpDecoderBlock2D"] * 4,
    "block_out_channels": [16, 32, 64, 128],
    "layers_per_block": 1,
    "latent_channels": 4,
    "norm_num_groups": 4,
    "sample_size": 256,
    "scaling_factor": 1.0,
}
"""diffusers' AutoencoderKL, 2.7 M weights."""
START_LOG_VARIANCE = -6.0


@dataclass(frozen=True, slots=True)
class AutoencoderRecipe:
    """All that affects the first stage.

    stages         crops learnt from; `measured_side` those measured on. Small ones first: they
                   teach colours and edges in a fraction of the time
    most_reduced   how much a crop is reduced at most
    recolour       share of the crops whose hues are turned
    kl             weight of the divergence of the latents from a unit normal
    """

    schedule: RateSchedule
    stages: tuple[Stage, ...]
    measured_side: int = 256
    most_reduced: float = 4.0
    recolour: float = 0.25
    kl: float = 1e-4
    seed: int = 0


def train_autoencoder(
    pictures: Pictures, folder: Path, recipe: AutoencoderRecipe, watch: Watch
) -> Any:
    """The trained AutoencoderKL (averaged weights); goes on from `folder` if it was begun there."""
    import diffusers

    untyped: Any = diffusers
    torch.manual_seed(recipe.seed)
    vae = untyped.AutoencoderKL.from_config(CONFIG).to(memory_format=torch.channels_last)
    start_as_pyramid(vae)
    with torch.no_grad():  # hardly any noise at first
        vae.encoder.conv_out.weight[CONFIG["latent_channels"] :] = 0
        vae.encoder.conv_out.bias[CONFIG["latent_channels"] :] = START_LOG_VARIANCE
    loop = Loop(folder, nn.ModuleDict({"vae": vae}), recipe.schedule, Habits(measure=500, save=250))
    measured = fixed_crops(pictures.held_out, recipe.measured_side, 2.0, 1, recipe.seed)

    def loss_of(step: int) -> dict[str, Tensor]:
        random = np.random.default_rng([recipe.seed, 1, step])
        _, stage = stage_at(recipe.stages, step)
        images = crops(pictures, stage, recipe.most_reduced, recipe.recolour, random)
        generator = torch.Generator().manual_seed(step)
        with torch.autocast("cpu", torch.bfloat16):
            posterior = vae.encode(images).latent_dist
            decoded = vae.decode(posterior.sample(generator)).sample
        return {
            **distances(decoded.float(), images),
            "kl": recipe.kl * posterior.kl().mean() / posterior.mean[0].numel(),
        }

    def measure(modules: nn.ModuleDict, step: int) -> Numbers:
        pairs = [(crop.pixels, round_trip(modules["vae"], crop.pixels)) for crop in measured]
        save_sheet(folder / "samples.png", [list(pair) for pair in pairs])
        return {"psnr": float(np.mean([psnr(before, after) for before, after in pairs]))}

    if not loop.finished:
        loop.run(loss_of, measure, watch)
    return loop.averaged["vae"]


def crops(
    pictures: Pictures,
    stage: Stage,
    most_reduced: float,
    recolour: float,
    random: np.random.Generator,
) -> Tensor:
    """A batch (N, 3, side, side), -1..1, of what may be learnt from.

    most_reduced  how much a crop is reduced at most; recolour  share of those with hues turned
    """
    made = []
    for _ in range(stage.batch):
        pixels = random_crop(pictures.seen, stage.side, most_reduced, random).pixels
        made.append(recoloured(pixels, random) if random.uniform() < recolour else pixels)
    images = torch.stack([as_tensor(pixels) for pixels in made])
    return images.contiguous(memory_format=torch.channels_last)


def distances(decoded: Tensor, images: Tensor) -> dict[str, Tensor]:
    """Losses between pictures (N, 3, H, W), -1..1, by name: of values and their squares, of what
    sets the channels apart (else grey is learnt long before colour), of gradients at three scales.
    """
    gradients = torch.zeros(())
    coarse, coarse_truth = decoded, images
    for _ in range(3):
        difference = coarse - coarse_truth
        gradients = (
            gradients + difference.diff(dim=2).abs().mean() + difference.diff(dim=3).abs().mean()
        )
        coarse, coarse_truth = (
            functional.avg_pool2d(coarse, 2),
            functional.avg_pool2d(coarse_truth, 2),
        )
    difference = decoded - images
    return {
        "values": difference.abs().mean(),
        "colours": difference.diff(dim=1).abs().mean(),
        "squares": 2 * difference.square().mean(),
        "gradients": 0.3 * gradients,
    }


@torch.no_grad()
def round_trip(vae: Any, pixels: Floats) -> Floats:
    """Pixels (H, W, 3), 0..1, encoded and decoded."""
    decoded = vae.decode(vae.encode(as_tensor(pixels)[None]).latent_dist.mode()).sample
    return as_pixels(decoded[0])


def psnr(first: Floats, second: Floats) -> float:
    """Peak signal to noise ratio in dB of pictures in 0..1."""
    return float(-10 * np.log10(max(float(np.mean((first - second) ** 2)), 1e-12)))


@torch.no_grad()
def settle_scale(vae: Any, measured: Sequence[Crop]) -> None:
    """Fold mean and spread of the latents into the autoencoder: both become 0 and 1.

    A family's latent scale is one number in a table; so this model's can be exactly 1. The
    change is exact: what one convolution takes out the other puts back.
    """
    latents = torch.cat(
        [vae.encode(as_tensor(crop.pixels)[None]).latent_dist.mode() for crop in measured]
    )
    mean, spread = latents.mean((0, 2, 3)), latents.std((0, 2, 3))
    channels = len(mean)
    vae.quant_conv.weight[:channels] /= spread[:, None, None, None]
    vae.quant_conv.bias[:channels] = (vae.quant_conv.bias[:channels] - mean) / spread
    vae.quant_conv.bias[channels:] -= 2 * spread.log()
    post = vae.post_quant_conv
    post.bias += post.weight[:, :, 0, 0] @ mean
    post.weight *= spread[None, :, None, None]
