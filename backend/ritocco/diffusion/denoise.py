"""The loop: from noise to latents, as a pure function of a denoiser.

What the loop knows is a denoiser (see `seams.py`); holding what is known, progress and previews
are wrappers around it, so that samplers know nothing of them.
"""

from __future__ import annotations

import torch
from torch import Tensor

from ritocco.diffusion.conditioning import Conditioning
from ritocco.diffusion.level import Level
from ritocco.diffusion.noise import NoiseSource
from ritocco.diffusion.samplers import Sampling
from ritocco.diffusion.seams import Denoiser, Network, Preview
from ritocco.diffusion.stepping import STEP
from ritocco.watch import Watch


def watched(
    denoiser: Denoiser, sampling: Sampling, watch: Watch, preview: Preview | None = None
) -> Denoiser:
    """The same denoiser, reporting each call; raises Cancelled before the call after a cancel."""
    done, shown = 0, -1

    def run(latents: Tensor, level: Level) -> Tensor:
        nonlocal done, shown
        watch.step(
            done / sampling.calls,
            STEP.with_values(step=level.step + 1, steps=sampling.executed),
        )
        signal = denoiser(latents, level)
        done += 1
        if preview is not None and level.step != shown:
            shown = level.step
            preview(level.step, signal)
        return signal

    return run


def cancellable(network: Network, watch: Watch) -> Network:
    """The same network; raises Cancelled before a call after a cancel. A step of many prompts takes
    several."""

    def run(latents: Tensor, level: Level, conditioning: Conditioning) -> Tensor:
        watch.check()
        return network(latents, level, conditioning)

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
    """Clean latents (N, C, h, w), float32, N being the seeds of `noise`.

    `latents` (N or 1, C, h, w) are the clean content to start from, noised as far as
    `sampling.strength` says; None starts from pure noise, at strength 1 only. At strength 0
    the latents come back as they were. Raises Cancelled within one
    call of the denoiser, ValueError for None at a lower strength.
    """
    if latents is None and sampling.strength < 1:
        raise ValueError("a strength below 1 needs latents to start from")
    if latents is not None:
        latents = latents.expand(len(noise.seeds), -1, -1, -1)
        if not sampling.executed:
            return latents.clone()
    denoiser = watched(denoiser, sampling, watch or Watch(), preview)
    return sampling.walk(denoiser, latents, sampling, noise)
