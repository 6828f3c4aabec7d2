"""The ways from noise to latents: what steps a sampler, on each kind of law.

On Stable Diffusion's law diffusers' schedulers step, save where they have none. A flow's levels
are walked here: one first-order step serves every law of signal and noise.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ritocco.diffusion.laws import DiffusionLaw, FlowLaw
from ritocco.diffusion.level import Level
from ritocco.diffusion.sampler import Noise, Sampled
from ritocco.diffusion.schedulers import Run, prepared
from ritocco.diffusion.seams import Denoiser

if TYPE_CHECKING:  # the table of samplers is read by faces that never load torch
    from torch import Tensor

    from ritocco.diffusion.noise import NoiseSource


def scheduled(
    denoiser: Denoiser, latents: Tensor | None, sampling: Sampled, noise: NoiseSource
) -> Tensor:
    """Sampling with a scheduler of diffusers."""
    import torch

    run = prepared(sampling)
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
        output = sampling.law.output(signal, scaled, level)
        if brownian is not None:
            index = run.begin + call
            arguments["variance_noise"] = brownian(*scheduler.sigmas[index : index + 2])
        if entry.history:
            # Left to itself it counts the steps that strength skipped as known.
            arguments["order"] = min(entry.history, call + 1)
        latents = scheduler.step(output, timestep, latents, **arguments)[0]
    return latents


def single(
    denoiser: Denoiser, latents: Tensor | None, sampling: Sampled, noise: NoiseSource
) -> Tensor:
    """One step from the level of the strength: what is predicted there, with every sampler."""
    law = sampling.law
    assert isinstance(law, DiffusionLaw)
    level, unit = law.start(sampling.strength), noise.initial()
    noisy = unit if latents is None else level.alpha * latents.to(unit) + level.noise * unit
    return denoiser(noisy, level)


def _level(run: Run, sampling: Sampled, call: int) -> Level:
    """The noise level at which a scheduler wants its next call, counted from the start."""
    law = sampling.law
    assert isinstance(law, DiffusionLaw)
    scheduler, entry, timestep = run.scheduler, sampling.entry, run.timesteps[call].item()
    step = entry.step_of(call, entry.calls)
    if not hasattr(scheduler, "sigmas"):
        share = scheduler.alphas_cumprod[int(timestep)].item()
        return law.level_of_signal(step, float(timestep), share)
    index = run.begin + call
    if entry.midpoint is not None and not scheduler.state_in_first_order:
        sigma = entry.midpoint(scheduler, index)
    else:
        sigma = scheduler.sigmas[index]
    return law.level(step, float(timestep), float(sigma))


def two_stage_ancestral(
    denoiser: Denoiser, latents: Tensor | None, sampling: Sampled, noise: NoiseSource
) -> Tensor:
    """DPM++ 2S a, which diffusers lacks, on the levels of its Euler scheduler."""
    import numpy as np

    run, law = prepared(sampling), sampling.law
    assert isinstance(law, DiffusionLaw)
    sigmas: list[float] = run.scheduler.sigmas[run.begin :].tolist()
    trained = run.scheduler.alphas_cumprod.double().numpy()
    logarithms = np.log((1 - trained) / trained) / 2

    def denoised(noisy: Tensor, sigma: float, step: int) -> Tensor:
        # The U-Net was trained at whole timesteps; in between, log sigma is interpolated.
        timestep = float(np.interp(math.log(sigma), logarithms, np.arange(len(logarithms))))
        level = law.level(step, timestep, sigma)
        return denoiser(level.alpha * noisy, level)

    unit = noise.initial() * sigmas[0]
    start = unit if latents is None else latents.to(unit) + unit
    return dpmpp_2s_ancestral(denoised, start, sigmas, noise.draw)


def ancestral(sigma: float, following: float) -> tuple[float, float]:
    """(sigma to step down to, sigma of the noise to add) so that the sum is `following`.

    `sigma` may be infinite, where nothing of the signal is left.
    """
    left = 1.0 if math.isinf(sigma) else (sigma**2 - following**2) / sigma**2
    up = min(following, math.sqrt(following**2 * left))
    return math.sqrt(following**2 - up**2), up


def dpmpp_2s_ancestral(
    denoised: Callable[[Tensor, float, int], Tensor],
    latents: Tensor,
    sigmas: list[float],
    draw: Callable[[], Tensor],
) -> Tensor:
    """DPM-Solver++(2S), ancestral.

    Lu et al. 2022 (arXiv 2211.01095), algorithm 1 with r = 1/2, stepping down to less than the
    next sigma and adding noise up to it. `latents` (N, C, h, w) are signal plus `sigmas[0]`
    of noise; `denoised(latents, sigma, step)` predicts the signal; `sigmas` fall and end in 0;
    `draw()` gives unit noise of the latents' shape.
    """
    for step, (sigma, following) in enumerate(pairwise(sigmas)):
        signal = denoised(latents, sigma, step)
        down, up = ancestral(sigma, following)
        if down == 0:
            latents = latents + (signal - latents) * ((sigma - down) / sigma)
        else:
            middle = math.sqrt(sigma * down)  # half of the way in log sigma
            inner = (middle / sigma) * latents + (1 - middle / sigma) * signal
            signal = denoised(inner, middle, step)
            latents = (down / sigma) * latents + (1 - down / sigma) * signal
        if following > 0:
            latents = latents + draw() * up
    return latents


Step = Callable[["Tensor", "Tensor", Level, Level], "Tensor"]
"""(latents, predicted signal, level they are at, level to go to) -> latents there."""


def _flow(
    denoiser: Denoiser,
    latents: Tensor | None,
    sampling: Sampled,
    noise: NoiseSource,
    step: Step,
) -> Tensor:
    """A flow's levels, one call of the denoiser at each, one step from each to the next."""
    law = sampling.law
    assert isinstance(law, FlowLaw)
    unit = noise.initial()
    positions = unit.shape[-2] * unit.shape[-1]
    levels = law.levels(sampling.spaced, sampling.strength, positions)
    first = levels[0]
    noisy = unit if latents is None else first.alpha * latents.to(unit) + first.noise * unit
    for level, following in pairwise([*levels, _clean(len(levels))]):
        noisy = step(noisy, denoiser(noisy, level), level, following)
    return noisy


def _clean(step: int) -> Level:
    return Level(step, 0.0, 1.0, 0.0, 0.0)


def first_order(latents: Tensor, signal: Tensor, level: Level, following: Level) -> Tensor:
    """The exact step where the predicted signal stays: Euler's on a flow, DDIM's on any law."""
    kept = following.noise / level.noise
    return kept * latents + (following.alpha - level.alpha * kept) * signal


def flow_euler(
    denoiser: Denoiser, latents: Tensor | None, sampling: Sampled, noise: NoiseSource
) -> Tensor:
    """Euler, which on a flow is DDIM as well."""
    return _flow(denoiser, latents, sampling, noise, first_order)


def flow_euler_ancestral(
    denoiser: Denoiser, latents: Tensor | None, sampling: Sampled, noise: NoiseSource
) -> Tensor:
    """Euler a: stepping down to less noise than the next level has, and adding fresh noise."""

    def step(latents: Tensor, signal: Tensor, level: Level, following: Level) -> Tensor:
        if not following.noise:
            return signal
        unit = (latents - level.alpha * signal) / level.noise
        sigma = level.noise / level.alpha if level.alpha else math.inf
        down, up = ancestral(sigma, following.noise / following.alpha)
        return following.alpha * (signal + down * unit + up * noise.draw())

    return _flow(denoiser, latents, sampling, noise, step)


def flow_consistency(
    denoiser: Denoiser, latents: Tensor | None, sampling: Sampled, noise: NoiseSource
) -> Tensor:
    """LCM: each prediction is made noisy afresh."""

    def step(latents: Tensor, signal: Tensor, level: Level, following: Level) -> Tensor:
        if not following.noise:
            return signal
        return following.alpha * signal + following.noise * noise.draw()

    return _flow(denoiser, latents, sampling, noise, step)


def flow_two_step(
    denoiser: Denoiser, latents: Tensor | None, sampling: Sampled, noise: NoiseSource
) -> Tensor:
    """DPM-Solver++(2M) on the levels of a flow (Lu et al. 2022, arXiv 2211.01095, algorithm 2).

    The first step, which has no history, the second, whose history begins where nothing of the
    signal was left, and the last are of first order.
    """
    before: list[tuple[Tensor, Level]] = []

    def step(latents: Tensor, signal: Tensor, level: Level, following: Level) -> Tensor:
        predicted = signal
        if before and following.noise and before[0][1].alpha:
            earlier, at = before[0]
            ratio = (_clearness(level) - _clearness(at)) / (
                _clearness(following) - _clearness(level)
            )
            predicted = signal + (signal - earlier) / (2 * ratio)
        before[:] = [(signal, level)]
        return first_order(latents, predicted, level, following)

    return _flow(denoiser, latents, sampling, noise, step)


def _clearness(level: Level) -> float:
    """log(alpha / noise): what the solvers' authors call lambda."""
    return math.log(level.alpha / level.noise)
