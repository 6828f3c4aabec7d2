"""What a mask does, as wrappers around the denoiser and the network.

A mask at latent size is (1, 1, h, w), 0..1: 0 is known and stays, 1 is repainted, and what lies
between is repainted from late in the run only, so that it changes less.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from ritocco.canvas.arrays import Floats
from ritocco.canvas.mask import pooled
from ritocco.diffusion.conditioning import Conditioning
from ritocco.diffusion.level import Level
from ritocco.diffusion.noise import NoiseSource
from ritocco.diffusion.seams import Denoiser, Network
from ritocco.recipe.recipe import Content

_RAMP = 0.5


def latent_mask(weights: Floats, factor: int = 8) -> Tensor:
    """Weights of a window's pixels (H, W) at latent size: (1, 1, H / factor, W / factor).

    Each latent takes the largest weight below it, so that no thin stroke is lost. H and W are
    multiples of `factor`; raises ValueError where they are not.
    """
    return torch.from_numpy(np.ascontiguousarray(pooled(weights, factor)))[None, None]


def masked_pixels(pixels: Tensor, weights: Floats) -> Tensor:
    """Pixels (1, 3, H, W), -1..1, with middle grey where they are to be repainted.

    What inpainting models were trained to see beside the mask; a weight of a half or more
    counts as repainted.
    """
    keep = torch.from_numpy(np.ascontiguousarray(weights < 0.5)).to(pixels.device)
    return pixels * keep


def start_from(content: Content, known: Tensor, mask: Tensor, noise: NoiseSource) -> Tensor:
    """The clean latents that a run starts from, (N or 1, C, h, w).

    `known` (1, C, h, w) is the encoded window, padded where the content asks for it; noise
    takes its place under the mask.
    """
    if content is not Content.NOISE:
        return known
    return _mixed(noise.content().to(known), known, mask)


def freedom(mask: Tensor, remaining: float) -> Tensor:
    """How far each latent is free of what is known, 0..1, when `remaining` time is left.

    Differential diffusion (Levin & Fried 2023, arXiv 2306.00950): weight w sets in once
    `remaining` has fallen to w, as if w were that latent's own strength. Here it sets in along
    a ramp, the shorter the nearer w is to 1: no step of the run then shows as a contour. A
    weight of 1 is free always and a weight of 0 never.
    """
    ramp = (_RAMP * (1 - mask)).clamp_min(1e-6)
    return torch.where(mask >= 1, 1.0, ((mask - remaining) / ramp).clamp(0, 1))


def held(denoiser: Denoiser, known: Tensor, mask: Tensor) -> Denoiser:
    """The denoiser with known latents (N or 1, C, h, w) in place of its own where masked so.

    Held in the space of predicted clean latents, at every call: a sampler that looks back at
    earlier predictions sees them held as well, and no noise has to match. With a mask of ones
    it changes no bit of the prediction.
    """

    def holding(latents: Tensor, level: Level) -> Tensor:
        signal = denoiser(latents, level)
        return _mixed(signal, known.to(signal), freedom(mask.to(signal), level.remaining))

    return holding


def restored(latents: Tensor, known: Tensor, mask: Tensor) -> Tensor:
    """Latents (N, C, h, w) after the last step, exactly as known where the mask is 0.

    Some samplers end a little short of sigma 0.
    """
    return torch.where(mask.to(latents) == 0, known.to(latents), latents)


def concatenated(network: Network, mask: Tensor, masked: Tensor) -> Network:
    """A network trained to see the mask, as one that is not told: both are put beside the latents.

    In the order it was trained with: latents, mask (1 = repaint, never soft), `masked`
    (1, C, h, w): the latents of `masked_pixels`.
    """
    hole = (mask >= 0.5).to(masked)

    def beside(latents: Tensor, level: Level, conditioning: Conditioning) -> Tensor:
        seen = torch.cat([hole, masked], dim=1).to(latents)
        whole = torch.cat([latents, seen.expand(len(latents), -1, -1, -1)], dim=1)
        return network(whole, level, conditioning)

    return beside


def _mixed(free: Tensor, known: Tensor, share: Tensor) -> Tensor:
    """`share` of `free`, the rest of `known`; exact at 0 and 1."""
    return share * free + (1 - share) * known
