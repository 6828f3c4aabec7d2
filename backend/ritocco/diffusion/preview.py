"""Latents -> a small picture, by one matrix product: no decoder runs."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from ritocco.diffusion.latents import LatentSpace


def projected(latents: Tensor, space: LatentSpace) -> NDArray[np.uint8]:
    """What latents (N, C, h, w) look like, roughly: (N, h, w, 3) sRGB 0..255.

    The latents are as the network sees them. One pixel per latent, or per latent of the VAE
    where the network packs several of those into one.
    """
    seen, projection = space.seen(latents.detach().float()), space.projection
    # The product runs where the latents are; only the small picture travels.
    weights = torch.tensor(projection.rows, dtype=torch.float32, device=latents.device)
    colours = torch.einsum("rc,nchw->nhwr", weights, seen)
    colours = colours + torch.tensor(projection.offset, dtype=torch.float32, device=latents.device)
    levels = ((colours + 1) * 127.5).round().clamp(0, 255)
    return np.asarray(levels.to(torch.uint8).cpu().numpy(), np.uint8)
