"""Latents -> a small picture, by one matrix product: no decoder runs."""

from __future__ import annotations

from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

_SD1: Final = (
    ((0.298, 0.187, -0.158, -0.184), (0.207, 0.286, 0.189, -0.271), (0.208, 0.173, 0.264, -0.473)),
    (0.0, 0.0, 0.0),
)
"""Keturn, "Decoding latents to RGB without upscaling", discuss.huggingface.co, November 2022."""

_SDXL: Final = (
    tuple(
        tuple(value / 127.5 for value in row)
        for row in ((60, -60, 25, -70), (60, -5, 15, -50), (60, 10, -5, -35))
    ),
    tuple(value / 127.5 - 1 for value in (150, 140, 130)),
)
"""T. A. Vass, "Explaining the SDXL latent space", huggingface.co/blog, November 2023."""


_MINI: Final = (
    ((0.336, 0.111, 0.048, -0.002), (0.107, 0.309, 0.099, -0.002), (0.064, 0.153, 0.394, 0.018)),
    (0.012, -0.02, -0.15),
)
"""Least squares from mini's latents to the means of eight by eight pixels, over its pictures."""

_BY_FAMILY: Final = {"sdxl": _SDXL, "sdxl-inpaint": _SDXL, "mini": _MINI}


def projected(latents: Tensor, family: str) -> NDArray[np.uint8]:
    """What latents (N, 4, h, w) look like, roughly: (N, h, w, 3) sRGB 0..255.

    `family` is an id of `family.FAMILIES`; the latents are scaled as the U-Net sees them. One
    pixel per latent: an eighth of the picture's size.
    """
    matrix, offset = _BY_FAMILY.get(family, _SD1)
    # The product runs where the latents are; only the small picture travels.
    weights = torch.tensor(matrix, dtype=torch.float32, device=latents.device)
    colours = torch.einsum("rc,nchw->nhwr", weights, latents.detach().float())
    colours = colours + torch.tensor(offset, dtype=torch.float32, device=latents.device)
    levels = ((colours + 1) * 127.5).round().clamp(0, 255)
    return np.asarray(levels.to(torch.uint8).cpu().numpy(), np.uint8)
