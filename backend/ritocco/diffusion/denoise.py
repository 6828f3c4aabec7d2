"""The loop: from noise to latents, as a pure function of a denoiser.

Two seams. A *network* is the bare U-Net: noisy latents and a prompt in, its raw prediction out.
A *denoiser* knows the prompts already: noisy latents in, the predicted clean latents out.
`guided` turns the first into the second; all else (holding what is known, running one picture
at a time, progress) is a wrapper around one of the two, so that samplers know nothing of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor

from ritocco.diffusion.conditioning import Conditioning, ConditioningSchedule
from ritocco.diffusion.family import Prediction
from ritocco.diffusion.noise import NoiseSource
from ritocco.diffusion.samplers import (
    TRAINING_STEPS,
    Noise,
    Run,
    Sampling,
    dpmpp_2s_ancestral,
    prepared,
)
from ritocco.watch import Watch

Preview = Callable[[int, Tensor], None]
"""Called once per step with (step, predicted clean latents (N, 4, h, w))."""


@dataclass(frozen=True, slots=True)
class Level:
    """How noisy latents are: `alpha` * signal + `noise` * unit noise, squares summing to 1.

    step      sampling step, 0-based among those that are done
    timestep  training time, 0..999, as the U-Net is told it
    """

    step: int
    timestep: float
    alpha: float
    noise: float

    @classmethod
    def of_sigma(cls, step: int, timestep: float, sigma: float) -> Level:
        """The level at which noise has `sigma` times the signal's weight."""
        alpha = 1 / math.hypot(1, sigma)
        return cls(step, timestep, alpha, sigma * alpha)

    @property
    def remaining(self) -> float:
        """Share of the training time still to go: 1 at pure noise, 0 at the clean end."""
        return self.timestep / (TRAINING_STEPS - 1)


class Network(Protocol):
    """The bare model."""

    def __call__(self, latents: Tensor, timestep: float, conditioning: Conditioning) -> Tensor:
        """The raw prediction (B, 4, h, w) for `latents` (B, 4, h, w), float32.

        `conditioning` holds hidden states (B, tokens, width) and, for SDXL, pooled (B, width).
        """
        ...


class Denoiser(Protocol):
    """Predicts clean latents."""

    def __call__(self, latents: Tensor, level: Level) -> Tensor:
        """The clean latents (N, 4, h, w) that `latents` (N, 4, h, w) at `level` come from."""
        ...


def unet_network(unet: Any, time_ids: Tensor | None = None) -> Network:
    """A `UNet2DConditionModel` as a network; it may be of any precision and on any device.

    `time_ids` (1, 6) are SDXL's size conditions: original height and width, crop top and left,
    target height and width.
    """

    def run(latents: Tensor, timestep: float, conditioning: Conditioning) -> Tensor:
        place: dict[str, Any] = {"device": unet.device, "dtype": unet.dtype}
        added = None
        if time_ids is not None:
            if conditioning.pooled is None:
                raise ValueError("SDXL's U-Net needs a pooled conditioning")
            added = {
                "text_embeds": conditioning.pooled.to(**place),
                "time_ids": time_ids.expand(len(latents), -1).to(**place),
            }
        predicted: Tensor = unet(
            latents.to(**place),
            torch.tensor(timestep, dtype=torch.float32, device=unet.device),
            encoder_hidden_states=conditioning.hidden.to(**place),
            added_cond_kwargs=added,
            return_dict=False,
        )[0]
        return predicted.to(latents)

    return run


def signal_of(output: Tensor, latents: Tensor, level: Level, prediction: Prediction) -> Tensor:
    """The clean latents that a raw prediction for `latents` at `level` means."""
    if prediction is Prediction.EPSILON:
        return (latents - level.noise * output) / level.alpha
    return level.alpha * latents - level.noise * output  # Salimans & Ho 2022, arXiv 2202.00512


def output_of(signal: Tensor, latents: Tensor, level: Level, prediction: Prediction) -> Tensor:
    """The raw prediction that means these clean latents: the inverse of `signal_of`."""
    if prediction is Prediction.EPSILON:
        return (latents - level.alpha * signal) / level.noise
    return (level.alpha * latents - signal) / level.noise


def guided(
    network: Network,
    positive: ConditioningSchedule,
    negative: ConditioningSchedule | None,
    cfg: float,
    prediction: Prediction,
    rescale: float = 0.0,
) -> Denoiser:
    """A denoiser that follows a prompt: classifier-free guidance (arXiv 2207.12598).

    The guided prediction is `negative + sum(weight * cfg * (part - negative))` over the parts
    that hold at the step (Liu et al. 2022, arXiv 2206.01714, for several). All of them run in
    one call where they have the same number of tokens. The negative is not run where its
    weight is 0, as at cfg 1 with one part. `rescale` 0..1 draws the contrast back to that of
    the prompt's own prediction (arXiv 2305.08891, section 3.4). Raises ValueError where a
    negative is needed and there is none.
    """

    def denoiser(latents: Tensor, level: Level) -> Tensor:
        parts = positive.at(level.step)
        weights = [cfg * part.weight for part in parts]
        wanted = [part.conditioning for part in parts]
        if abs(1 - sum(weights)) < 1e-9:
            outputs = _predicted(network, latents, level, wanted)
            output = _weighted(outputs, weights)
        elif negative is None:
            raise ValueError("guidance other than 1 needs a negative prompt, if an empty one")
        else:
            base = negative.at(level.step)[0].conditioning
            first, *outputs = _predicted(network, latents, level, [base, *wanted])
            output = first + _weighted([one - first for one in outputs], weights)
        if rescale:
            output = _rescaled(
                output, _weighted(outputs, [1 / len(outputs)] * len(outputs)), rescale
            )
        return signal_of(output, latents, level, prediction)

    return denoiser


def _predicted(
    network: Network, latents: Tensor, level: Level, wanted: Sequence[Conditioning]
) -> list[Tensor]:
    """The network's output for each conditioning, in one call where their tokens agree."""
    if len({one.hidden.shape[1] for one in wanted}) > 1:
        return [_predicted(network, latents, level, [one])[0] for one in wanted]
    count = len(latents)
    hidden = torch.cat([one.hidden.expand(count, -1, -1) for one in wanted])
    pooled = [one.pooled.expand(count, -1) for one in wanted if one.pooled is not None]
    conditioning = Conditioning(hidden, torch.cat(pooled) if pooled else None)
    output = network(latents.repeat(len(wanted), 1, 1, 1), level.timestep, conditioning)
    return list(output.chunk(len(wanted)))


def _weighted(outputs: Sequence[Tensor], weights: Sequence[float]) -> Tensor:
    total = weights[0] * outputs[0]
    for output, weight in zip(outputs[1:], weights[1:], strict=True):
        total = total + weight * output
    return total


def _rescaled(output: Tensor, prompted: Tensor, share: float) -> Tensor:
    spread = [one.std(dim=(1, 2, 3), keepdim=True) for one in (prompted, output)]
    return share * (output * (spread[0] / spread[1])) + (1 - share) * output


def one_at_a_time(denoiser: Denoiser) -> Denoiser:
    """The same denoiser, given one picture of the batch after the other.

    Convolutions and matrix products of other batch sizes differ in their last bits; wrapped
    so, a picture has the same bytes alone or among others. What is wrapped must not hold
    tensors of the batch's size.
    """

    def alone(latents: Tensor, level: Level) -> Tensor:
        return torch.cat([denoiser(latents[i : i + 1], level) for i in range(len(latents))])

    return alone


def watched(
    denoiser: Denoiser, sampling: Sampling, watch: Watch, preview: Preview | None = None
) -> Denoiser:
    """The same denoiser, reporting each call; raises Cancelled before the call after a cancel."""
    done, shown = 0, -1

    def run(latents: Tensor, level: Level) -> Tensor:
        nonlocal done, shown
        watch.step(done / sampling.calls, f"step {level.step + 1} of {sampling.executed}")
        signal = denoiser(latents, level)
        done += 1
        if preview is not None and level.step != shown:
            shown = level.step
            preview(level.step, signal)
        return signal

    return run


@torch.no_grad()
def denoise(
    denoiser: Denoiser,
    latents: Tensor | None,
    sampling: Sampling,
    noise: NoiseSource,
    watch: Watch | None = None,
    preview: Preview | None = None,
) -> Tensor:
    """Clean latents (N, 4, h, w), float32, N being the seeds of `noise`.

    `latents` (N or 1, 4, h, w) are the clean content to start from, noised as far as
    `sampling.strength` says; None starts from pure noise, at strength 1 only. At a strength
    that leaves no step to do, the latents come back as they were. Raises Cancelled within one
    call of the denoiser, ValueError for None at a lower strength.
    """
    if latents is None and sampling.strength < 1:
        raise ValueError("a strength below 1 needs latents to start from")
    if latents is not None:
        latents = latents.expand(len(noise.seeds), -1, -1, -1)
        if not sampling.executed:
            return latents.clone()
    run = prepared(sampling)
    denoiser = watched(denoiser, sampling, watch or Watch(), preview)
    walk = _stepped if sampling.entry.scheduler else _dpmpp_2s_ancestral
    return walk(denoiser, latents, sampling, run, noise)


def _stepped(
    denoiser: Denoiser, latents: Tensor | None, sampling: Sampling, run: Run, noise: NoiseSource
) -> Tensor:
    """Sampling with a scheduler of diffusers."""
    scheduler, entry = run.scheduler, sampling.entry
    arguments: dict[str, Any] = {**entry.step, "return_dict": False}
    brownian = None
    if entry.noise is Noise.DRAWN:
        arguments["generator"] = noise.generators
    elif entry.noise is Noise.BROWNIAN:
        sigmas = scheduler.sigmas
        brownian = noise.brownian(sigmas[sigmas > 0].min().item(), sigmas.max().item())
        if hasattr(scheduler, "noise_sampler"):
            scheduler.noise_sampler, brownian = brownian, None

    level = _level(run, sampling, 0)
    unit = noise.initial()
    if latents is None:
        latents = unit * float(scheduler.init_noise_sigma)
    else:
        # Schedulers that come from k-diffusion keep the signal at 1 and let the noise grow;
        # the scale they bring back to unit variance with says which kind this one is.
        scale = scheduler.scale_model_input(torch.ones(()), run.timesteps[0])
        latents = (level.alpha * latents.to(unit) + level.noise * unit) / scale
    for call, timestep in enumerate(run.timesteps):
        level = _level(run, sampling, call)
        scaled = scheduler.scale_model_input(latents, timestep)
        signal = denoiser(scaled, level)
        output = output_of(signal, scaled, level, sampling.prediction)
        if brownian is not None:
            index = run.begin + call
            arguments["variance_noise"] = brownian(*scheduler.sigmas[index : index + 2])
        if entry.history:
            # Left to itself it counts the steps that strength skipped as known.
            arguments["order"] = min(entry.history, call + 1)
        latents = scheduler.step(output, timestep, latents, **arguments)[0]
    return latents


def _level(run: Run, sampling: Sampling, call: int) -> Level:
    """The noise level at which a scheduler wants its next call, counted from the start."""
    scheduler, entry, timestep = run.scheduler, sampling.entry, run.timesteps[call].item()
    # A second-order step is two calls; PLMS visits its second timestep twice.
    step = max(0, call - 1) if sampling.sampler == "plms" else call // entry.calls
    if not hasattr(scheduler, "sigmas"):
        signal = scheduler.alphas_cumprod[int(timestep)].item()
        return Level(step, float(timestep), math.sqrt(signal), math.sqrt(1 - signal))
    index = run.begin + call
    if entry.midpoint is not None and not scheduler.state_in_first_order:
        sigma = entry.midpoint(scheduler, index)
    else:
        sigma = scheduler.sigmas[index]
    return Level.of_sigma(step, float(timestep), float(sigma))


def _dpmpp_2s_ancestral(
    denoiser: Denoiser, latents: Tensor | None, sampling: Sampling, run: Run, noise: NoiseSource
) -> Tensor:
    """Sampling with our own DPM++ 2S a, on the levels of diffusers' Euler scheduler."""
    sigmas: list[float] = run.scheduler.sigmas[run.begin :].tolist()
    trained = run.scheduler.alphas_cumprod.double().numpy()
    logarithms = np.log((1 - trained) / trained) / 2

    def denoised(noisy: Tensor, sigma: float, step: int) -> Tensor:
        # The U-Net was trained at whole timesteps; in between, log sigma is interpolated.
        timestep = float(np.interp(math.log(sigma), logarithms, np.arange(len(logarithms))))
        level = Level.of_sigma(step, timestep, sigma)
        return denoiser(level.alpha * noisy, level)

    unit = noise.initial() * sigmas[0]
    start = unit if latents is None else latents.to(unit) + unit
    return dpmpp_2s_ancestral(denoised, start, sigmas, noise.draw)
