"""Latents -> a small picture: by one matrix product, or through a small decoder that is here."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import sqrt
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from ritocco.diffusion.latents import LatentSpace
from ritocco.diffusion.loaded import LoadedModel
from ritocco.diffusion.tiny_files import TinyFiles, tiny_files
from ritocco.diffusion.tiny_vae import read_decoder
from ritocco.diffusion.weights import Target
from ritocco.errors import RitoccoError
from ritocco.from_disk import reading
from ritocco.library.kinds import ModelKind
from ritocco.library.shelves import Shelves
from ritocco.library.version import Version, version_of

T = TypeVar("T")
Look = Callable[[Tensor, LatentSpace], NDArray[np.uint8]]
"""(latents (N, C, h, w) as the network sees them, their space) -> (N, H, W, 3) sRGB 0..255."""
_MOST_DECODED = 32 * 32
"""Latents that are decoded for a preview: 256 x 256 pixels, for a fiftieth of the work of a step
of Stable Diffusion 1 at 512 x 512 with CFG. More are pooled to so many first."""


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
    return _levels(colours)


@torch.no_grad()
def decoded(decoder: nn.Module, latents: Tensor, space: LatentSpace) -> NDArray[np.uint8]:
    """The same through a small decoder: eight pixels per latent, of no more than so many.

    As `projected` where the decoder fails or gives what is no number: a preview ends no job.
    """
    height, width = latents.shape[-2:]
    shrunk = min(1.0, sqrt(_MOST_DECODED / (height * width)))
    size = (max(1, int(height * shrunk)), max(1, int(width * shrunk)))
    small = latents.detach().float()
    if shrunk < 1:
        small = functional.interpolate(small, size, mode="area")
    weight = next(decoder.parameters())
    try:
        pixels: Tensor = decoder(small.to(weight)).float()
    except (RuntimeError, MemoryError):  # out of memory, for one
        return projected(latents, space)
    if not bool(pixels.isfinite().all()):
        return projected(latents, space)
    return _levels(pixels.permute(0, 2, 3, 1))


def _levels(colours: Tensor) -> NDArray[np.uint8]:
    """Colours of -1..1 as bytes."""
    levels = ((colours + 1) * 127.5).round().clamp(0, 255)
    return np.asarray(levels.to(torch.uint8).cpu().numpy(), np.uint8)


class Previews:
    """How a model's latents are shown: through a small decoder of the library that fits them.

    Keeps the one that was used last.
    """

    def __init__(self) -> None:
        self._known: dict[Version, TinyFiles | None] = {}
        self._kept: tuple[object, nn.Module | None] = (None, None)

    def of(self, model: LoadedModel) -> Look:
        """How to look at this model's latents, now. What cannot be read is passed over."""
        for stocked in Shelves.of_user().stock(ModelKind.PREVIEW):
            version = version_of(stocked.path)
            if version not in self._known:
                self._known[version] = _unless_damaged(partial(tiny_files, stocked.path))
            files = self._known[version]
            decoder = None if files is None else self._decoder(files, model)
            if decoder is not None:
                return partial(decoded, decoder)
        return projected

    def clear(self) -> None:
        """Let all go."""
        self._kept = (None, None)

    def _decoder(self, files: TinyFiles, model: LoadedModel) -> nn.Module | None:
        plan = model.plan
        key = (version_of(files.path), model.family.configs[0], plan.device, plan.vae_dtype)
        if self._kept[0] != key:
            target = Target(torch.device(plan.device), plan.vae_dtype, plan.channels_last)
            made = _unless_damaged(partial(read_decoder, files, model.family, target))
            if made is None:
                return None
            self._kept = (key, made)
        return self._kept[1]


def _unless_damaged(read: Callable[[], T | None]) -> T | None:
    """What is read; None where the file does not let itself be."""
    try:
        return reading(read, None)
    except RitoccoError:
        return None
