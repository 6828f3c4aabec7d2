"""One window through a loaded model: encode, denoise, decode."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from ritocco.canvas.arrays import Floats
from ritocco.canvas.padding import pad
from ritocco.diffusion.conditioning import PromptReader
from ritocco.diffusion.denoise import cancellable, denoise
from ritocco.diffusion.extras import NO_EXTRAS, Extras
from ritocco.diffusion.families.family import Guidance
from ritocco.diffusion.finite import finite, finite_network, finite_text
from ritocco.diffusion.guidance import guided
from ritocco.diffusion.inpaint import (
    concatenated,
    held,
    latent_mask,
    masked_pixels,
    restored,
    start_from,
)
from ritocco.diffusion.laws import Law
from ritocco.diffusion.loaded import LoadedModel
from ritocco.diffusion.memory import Phase
from ritocco.diffusion.noise import NoiseSource, Seed
from ritocco.diffusion.preview import Look, projected
from ritocco.diffusion.samplers import Sampling
from ritocco.diffusion.seamless import through_vae
from ritocco.diffusion.seams import Denoiser, Preview
from ritocco.engine import View
from ritocco.geometry import Size
from ritocco.recipe.recipe import Content, Diffusion
from ritocco.watch import Watch


def sampling_of(asked: Diffusion, law: Law) -> Sampling:
    """How noise is removed on a model's law. Raises BadRecipe for what does not exist."""
    return Sampling(
        asked.sampler,
        asked.schedule or None,
        asked.steps,
        asked.strength,
        law,
        asked.least_steps,
    )


def paint(
    model: LoadedModel,
    reader: PromptReader,
    view: View,
    asked: Diffusion,
    seed: Seed,
    watch: Watch,
    enter: Callable[[Phase], None] = lambda phase: None,
    extras: Extras = NO_EXTRAS,
    look: Look = projected,
) -> Floats:
    """The window repainted, (H, W, 3) in sRGB 0..1.

    What is not known (beyond the canvas, transparent) is padded in style, and free for the
    model. `enter` is told what is about to run, for when memory runs out; `look` is how previews
    are seen. Raises NotFinite where a part gives what is no number.
    """
    sampling = sampling_of(asked, model.law)
    weights = np.where(view.known, view.mask, np.float32(1))
    base = _base(view, weights, asked, seed.begins, watch.part(0, 0.1))
    if not sampling.executed:
        return base
    positive, negative = reader.encode_pair(
        asked.prompt, asked.negative, sampling.executed, asked.clip_skip, watch
    )
    finite_text(positive, negative)
    enter(Phase.VAE)
    known = encode(model, base)
    family = model.family
    mask = latent_mask(weights, model.latents.factor).to(known)
    height, width = weights.shape
    if family.guidance is Guidance.EMBEDDED:
        extras = replace(extras, guidance=asked.cfg)
    network = finite_network(family.network(model.backbone, Size(width, height), extras))
    if family.inpaints:
        seen = _pixels(view.pixels * view.known[..., None])
        network = concatenated(network, mask, _encoded(model, masked_pixels(seen, weights)))
    enter(Phase.UNET)
    cfg = asked.cfg if family.guidance is Guidance.TRUE else 1.0
    network = cancellable(network, watch)
    denoiser: Denoiser = guided(network, positive, negative, cfg, model.law, asked.rescale)
    shape, factor = (known.shape[1], *known.shape[2:]), model.latents.factor
    other = (asked.seed_height // factor, asked.seed_width // factor)
    noise = NoiseSource([seed], shape, known.device, other if all(other) else None)
    start = start_from(asked.content, known, mask, noise)
    latents = denoise(
        held(denoiser, known, mask),
        start,
        sampling,
        noise,
        watch.part(0.1, 0.95),
        _preview(model, watch, look),
    )
    enter(Phase.VAE)
    return decode(model, restored(latents, known, mask))


def _base(view: View, weights: Floats, asked: Diffusion, seed: int, watch: Watch) -> Floats:
    """The picture that a run starts from and is held to: real where it stays, padded else."""
    wanted = view.known if asked.content is Content.ORIGINAL else view.surroundings
    if wanted.all():
        return view.pixels
    if not wanted.any():  # an empty canvas, or a picture that is to change all over
        return np.where(view.known[..., None], view.pixels, np.float32(0.5))
    padded = pad(view.pixels, wanted, seed, watch)
    # A faintly selected pixel is mostly what it was.
    share = np.where(view.known & wanted, np.float32(0), weights)[..., None]
    real = np.where(view.known[..., None], view.pixels, padded)
    return np.asarray(real + (padded - real) * share, np.float32)


def encode(model: LoadedModel, pixels: Floats) -> Tensor:
    """Pixels (H, W, 3) as latents (1, C, h, w), float32, as the network sees them."""
    return _encoded(model, _pixels(pixels))


@torch.no_grad()
def _encoded(model: LoadedModel, pixels: Tensor) -> Tensor:
    def run(seen: Tensor) -> Tensor:
        latents: Tensor = model.vae.encode(seen).latent_dist.mode()
        return latents

    latents = through_vae(model, run, _placed(model, pixels))
    return model.latents.into(model.vae, finite(latents.float(), Phase.VAE))


@torch.no_grad()
def decode(model: LoadedModel, latents: Tensor) -> Floats:
    """Latents (1, C, h, w) as pixels (H, W, 3), 0..1."""
    encoded = model.latents.outof(model.vae, latents)

    def run(latents: Tensor) -> Tensor:
        decoded: Tensor = model.vae.decode(latents, return_dict=False)[0]
        return decoded

    decoded = through_vae(model, run, _placed(model, encoded))
    pixels = (finite(decoded.float(), Phase.VAE) / 2 + 0.5).clamp(0, 1)
    return np.asarray(pixels[0].permute(1, 2, 0).cpu().numpy(), np.float32)


def _pixels(pixels: Floats) -> Tensor:
    """(H, W, 3), 0..1 as (1, 3, H, W), -1..1."""
    return torch.from_numpy(np.ascontiguousarray(pixels)).permute(2, 0, 1)[None] * 2 - 1


def _placed(model: LoadedModel, tensor: Tensor) -> Tensor:
    return tensor.to(model.plan.device, model.plan.vae_dtype)


def _preview(model: LoadedModel, watch: Watch, look: Look) -> Preview | None:
    show = watch.show
    if show is None:
        return None
    return lambda step, latents: show(look(latents[:1], model.latents)[0])
