"""One window through a loaded model: encode, denoise, decode."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor

from ritocco.canvas.arrays import Floats
from ritocco.canvas.padding import pad
from ritocco.diffusion.checkpoint import LoadedModel
from ritocco.diffusion.denoise import Denoiser, Preview, denoise, guided, unet_network
from ritocco.diffusion.inpaint import (
    concatenated,
    held,
    latent_mask,
    masked_pixels,
    restored,
    start_from,
)
from ritocco.diffusion.memory import Phase
from ritocco.diffusion.noise import NoiseSource, Seed
from ritocco.diffusion.preview import projected
from ritocco.diffusion.prompt.encode import Prompter
from ritocco.diffusion.samplers import Sampling
from ritocco.engine import View
from ritocco.recipe.recipe import Content, Diffusion
from ritocco.watch import Watch

FACTOR = 8
"""Pixels per latent, on each side."""


def sampling_of(asked: Diffusion, model: LoadedModel) -> Sampling:
    """How this model removes the noise. Raises BadRecipe for what does not exist."""
    return Sampling(
        asked.sampler,
        asked.schedule or None,
        asked.steps,
        asked.strength,
        model.prediction,
        model.zero_snr,
    )


def paint(
    model: LoadedModel,
    prompter: Prompter,
    view: View,
    asked: Diffusion,
    seed: Seed,
    watch: Watch,
    enter: Callable[[Phase], None] = lambda phase: None,
) -> Floats:
    """The window repainted, (H, W, 3) in sRGB 0..1.

    What is not known (beyond the canvas, transparent) is padded in style, and free for the
    model. `enter` is told what is about to run, for when memory runs out.
    """
    sampling = sampling_of(asked, model)
    weights = np.where(view.known, view.mask, np.float32(1))
    base = _base(view, weights, asked, seed.value, watch.part(0, 0.1))
    if not sampling.executed:
        return base
    positive, negative = prompter.encode_pair(
        asked.prompt, asked.negative, sampling.executed, asked.clip_skip
    )
    enter(Phase.VAE)
    known = encode(model, base)
    mask = latent_mask(weights, FACTOR).to(known)
    network = unet_network(model.unet, _time_ids(model, view))
    if model.family.inpaints:
        seen = _pixels(view.pixels * view.known[..., None])
        network = concatenated(network, mask, _encoded(model, masked_pixels(seen, weights)))
    enter(Phase.UNET)
    denoiser: Denoiser = guided(network, positive, negative, asked.cfg, model.prediction)
    noise = NoiseSource([seed], (known.shape[1], *known.shape[2:]), known.device)
    start = start_from(asked.content, known, known, mask, noise)
    latents = denoise(
        held(denoiser, known, mask),
        start,
        sampling,
        noise,
        watch.part(0.1, 0.95),
        _preview(model, watch),
    )
    enter(Phase.VAE)
    return decode(model, restored(latents, known, mask))


def _base(view: View, weights: Floats, asked: Diffusion, seed: int, watch: Watch) -> Floats:
    """The picture that a run starts from and is held to: real where it stays, padded else."""
    unselected = view.known & (view.mask == 0)
    wanted = view.known if asked.content is Content.ORIGINAL else unselected
    if wanted.all():
        return view.pixels
    if not wanted.any():  # nothing to go by: an empty canvas
        return np.full_like(view.pixels, 0.5)
    padded = pad(view.pixels, wanted, seed, watch)
    # A faintly selected pixel is mostly what it was.
    share = np.where(view.known & wanted, np.float32(0), weights)[..., None]
    real = np.where(view.known[..., None], view.pixels, padded)
    return np.asarray(real + (padded - real) * share, np.float32)


def encode(model: LoadedModel, pixels: Floats) -> Tensor:
    """Pixels (H, W, 3) as latents (1, 4, h, w), float32, scaled as the U-Net sees them."""
    return _encoded(model, _pixels(pixels))


@torch.no_grad()
def _encoded(model: LoadedModel, pixels: Tensor) -> Tensor:
    latents: Tensor = model.vae.encode(_placed(model, pixels)).latent_dist.mode()
    return latents.float() * model.family.latent_scale


@torch.no_grad()
def decode(model: LoadedModel, latents: Tensor) -> Floats:
    """Latents (1, 4, h, w) as pixels (H, W, 3), 0..1."""
    decoded: Tensor = model.vae.decode(
        _placed(model, latents / model.family.latent_scale), return_dict=False
    )[0]
    pixels = (decoded.float() / 2 + 0.5).clamp(0, 1)
    return np.asarray(pixels[0].permute(1, 2, 0).cpu().numpy(), np.float32)


def _pixels(pixels: Floats) -> Tensor:
    """(H, W, 3), 0..1 as (1, 3, H, W), -1..1."""
    return torch.from_numpy(np.ascontiguousarray(pixels)).permute(2, 0, 1)[None] * 2 - 1


def _placed(model: LoadedModel, tensor: Tensor) -> Tensor:
    return tensor.to(model.plan.device, model.plan.vae_dtype)


def _time_ids(model: LoadedModel, view: View) -> Tensor | None:
    """SDXL's size conditions: as if the picture had always been this window."""
    if model.unet.config.addition_embed_type != "text_time":
        return None
    height, width = view.mask.shape
    return torch.tensor([[height, width, 0, 0, height, width]], dtype=torch.float32)


def _preview(model: LoadedModel, watch: Watch) -> Preview | None:
    show = watch.show
    if show is None:
        return None
    return lambda step, latents: show(projected(latents[:1], model.family_id)[0])
