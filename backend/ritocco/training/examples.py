"""What the U-Net learns from: latents of a window, of its masked twin, the mask, a caption."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import torch
from torch import Tensor

from ritocco.canvas.arrays import Flags, Floats
from ritocco.diffusion.inpaint import latent_mask, masked_pixels
from ritocco.training.captions import caption, looks
from ritocco.training.masks import random_mask
from ritocco.training.pictures import Photograph, random_crop
from ritocco.training.recolour import recoloured
from ritocco.training.tensors import as_tensor

AT_ONCE = 8
"""Examples encoded together."""


@dataclass(frozen=True, slots=True)
class Example:
    """One example before it is encoded: (side, side, 3) in sRGB 0..1, a mask, a caption."""

    pixels: Floats
    mask: Flags
    caption: str


@dataclass(frozen=True, slots=True)
class EncodedExamples:
    """Encoded examples: clean and masked latents (N, 4, h, w), holes (N, 1, h, w), captions."""

    clean: Tensor
    masked: Tensor
    holes: Tensor
    captions: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.captions)


@dataclass(frozen=True, slots=True)
class Variety:
    """How examples vary.

    most_reduced  how much a crop is reduced at most
    turned        share whose hues are turned as a whole
    odd           share whose masked part alone has other hues, so that the caption and not the
                  surroundings says which
    silent        share without a caption, from which the model learns what unprompted means: to
                  go on from the surroundings, so the odd ones are never silent
    """

    most_reduced: float = 4.0
    turned: float = 0.15
    odd: float = 0.15
    silent: float = 0.5


def example(
    pictures: Sequence[Photograph], side: int, variety: Variety, random: np.random.Generator
) -> Example:
    """A random example."""
    crop = random_crop(pictures, side, variety.most_reduced, random)
    mask = random_mask(side, random)
    pixels = crop.pixels
    kind = random.uniform()
    odd = variety.turned <= kind < variety.turned + variety.odd
    if kind < variety.turned:
        pixels = recoloured(pixels, random)
    elif odd:
        share = _inner(mask)[..., None]
        pixels = np.asarray(pixels + (recoloured(pixels, random) - pixels) * share, np.float32)
    seen = looks(pixels, mask, _height(mask, crop.top, crop.bottom))
    silent = random.uniform() < variety.silent and not odd
    return Example(pixels, mask, "" if silent else caption(crop.name, seen, random))


def _inner(mask: Flags) -> Floats:
    """1 well inside the mask, falling to 0 at its edge, so that its rim fits what is around."""
    distance = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5)
    return np.asarray(np.clip(distance / (mask.shape[0] / 12), 0, 1), np.float32)


def _height(mask: Flags, top: float, bottom: float) -> float:
    """Where the middle of a mask lies in the picture that the example was cut from, 0..1."""
    within = (np.nonzero(mask)[0].mean() + 0.5) / mask.shape[0]
    return float(top + (bottom - top) * within)


@torch.no_grad()
def encoded(vae: Any, examples: Sequence[Example]) -> EncodedExamples:
    """Examples of one size as the U-Net sees them."""
    clean, masked, holes = [], [], []
    for start in range(0, len(examples), AT_ONCE):
        some = examples[start : start + AT_ONCE]
        pixels = torch.stack([as_tensor(example.pixels) for example in some])
        weights = [example.mask.astype(np.float32) for example in some]
        hidden = torch.cat(
            [masked_pixels(p[None], w) for p, w in zip(pixels, weights, strict=True)]
        )
        clean.append(_latents(vae, pixels))
        masked.append(_latents(vae, hidden))
        holes.append(torch.cat([latent_mask(w) for w in weights]))
    captions = tuple(example.caption for example in examples)
    return EncodedExamples(torch.cat(clean), torch.cat(masked), torch.cat(holes), captions)


def _latents(vae: Any, pixels: Tensor) -> Tensor:
    pixels = pixels.contiguous(memory_format=torch.channels_last)
    with torch.autocast("cpu", torch.bfloat16):
        latents: Tensor = vae.encode(pixels).latent_dist.mode()
    return latents.float()
