"""How signal, noise and a network's output hang together, and at which levels a run stops.

A law is a value. Families of Stable Diffusion follow `DiffusionLaw`, whose levels diffusers'
schedulers space; flow-matching transformers follow `FlowLaw`, which spaces its own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Protocol

from ritocco.diffusion.level import Level

if TYPE_CHECKING:  # families are read by faces that never load torch
    from torch import Tensor

TRAINING_STEPS = 1000
"""Timesteps that every model of these families was trained on: 0 .. 999."""
FIRST_BETA, LAST_BETA = 0.00085, 0.012
"""Of Stable Diffusion's noise schedule, linear in their square roots."""


class Prediction(StrEnum):
    """What the network's output means."""

    EPSILON = "epsilon"
    V = "v_prediction"


class Law(Protocol):
    """What a family's latents obey."""

    def executed(self, steps: int, strength: float) -> int:
        """How many of `steps` are done at a strength, 0..1."""
        ...

    def signal(self, output: Tensor, latents: Tensor, level: Level) -> Tensor:
        """The clean latents that a raw prediction for `latents` at `level` means."""
        ...

    def output(self, signal: Tensor, latents: Tensor, level: Level) -> Tensor:
        """The raw prediction that means these clean latents: the inverse of `signal`."""
        ...

    def marked(self, prediction: Prediction | None, zero_snr: bool) -> Law:
        """The law of a model whose file says this of itself; None: nothing."""
        ...


@dataclass(frozen=True, slots=True)
class DiffusionLaw:
    """alpha^2 + noise^2 = 1, as Stable Diffusion was trained.

    prediction  what the output means: unit noise, or v (Salimans & Ho 2022, arXiv 2202.00512)
    zero_snr    whether the levels are rescaled to end in pure noise (arXiv 2305.08891)
    """

    prediction: Prediction = Prediction.EPSILON
    zero_snr: bool = False

    def executed(self, steps: int, strength: float) -> int:
        """See `Law`. As diffusers' image-to-image counts them."""
        return min(int(steps * strength), steps)

    def level(self, step: int, timestep: float, sigma: float) -> Level:
        """The level at which noise has `sigma` times the signal's weight."""
        alpha = 1 / math.hypot(1, sigma)
        return Level(step, timestep, alpha, sigma * alpha, timestep / (TRAINING_STEPS - 1))

    def level_of_signal(self, step: int, timestep: float, share: float) -> Level:
        """The level at which the signal has this share of the variance."""
        alpha, noise = math.sqrt(share), math.sqrt(1 - share)
        return Level(step, timestep, alpha, noise, timestep / (TRAINING_STEPS - 1))

    def signal(self, output: Tensor, latents: Tensor, level: Level) -> Tensor:
        """See `Law`."""
        if self.prediction is Prediction.EPSILON:
            return (latents - level.noise * output) / level.alpha
        return level.alpha * latents - level.noise * output

    def output(self, signal: Tensor, latents: Tensor, level: Level) -> Tensor:
        """See `Law`."""
        if self.prediction is Prediction.EPSILON:
            return (latents - level.alpha * signal) / level.noise
        return (level.alpha * latents - signal) / level.noise

    def marked(self, prediction: Prediction | None, zero_snr: bool) -> DiffusionLaw:
        """See `Law`."""
        known = self.prediction if prediction is None else prediction
        return replace(self, prediction=known, zero_snr=self.zero_snr or zero_snr)


Spacing = Callable[[int, int], Sequence[float]]
"""(steps, positions of the latents) -> shares of noise, falling from 1; the last 0 is left away."""


@dataclass(frozen=True, slots=True)
class FlowLaw:
    """alpha = 1 - noise, as flow matching trains (Lipman et al. 2022, arXiv 2210.02747).

    The output is the velocity, noise minus signal; a family whose network answers otherwise
    turns it in how it calls it. `spacing` is the family's own.
    """

    spacing: Spacing

    def executed(self, steps: int, strength: float) -> int:
        """See `Law`. All of them at any strength: they are spaced anew below its start."""
        return steps if strength > 0 else 0

    def signal(self, output: Tensor, latents: Tensor, level: Level) -> Tensor:
        """See `Law`."""
        return latents - level.noise * output

    def output(self, signal: Tensor, latents: Tensor, level: Level) -> Tensor:
        """See `Law`."""
        return (latents - signal) / level.noise

    def marked(self, prediction: Prediction | None, zero_snr: bool) -> FlowLaw:
        """See `Law`. There is nothing to mark: the output is always the velocity."""
        return self

    def levels(self, steps: int, strength: float, positions: int) -> tuple[Level, ...]:
        """The levels at which the network is called, in order; after the last comes the end.

        A strength starts where Stable Diffusion of that strength has as much noise for its
        signal, and the family's own spacing is shrunk to that.
        """
        start = noise_at(strength)
        shares = [start * share for share in self.spacing(steps, positions)]
        return tuple(
            Level(
                step,
                (TRAINING_STEPS - 1) * share,
                1 - share,
                share,
                strength * (1 - step / steps),
                following,
            )
            for step, (share, following) in enumerate(zip(shares, [*shares[1:], 0.0], strict=True))
        )


def noise_at(strength: float) -> float:
    """The share of noise, 0..1, from which a flow of this strength starts.

    Step counts would make strength another knob in each family: half the steps of one are .67
    of noise, of another .93. 1 is pure noise.
    """
    if strength >= 1:
        return 1.0
    signal = signal_shares()[round(strength * (TRAINING_STEPS - 1))]
    sigma = math.sqrt((1 - signal) / signal)
    return sigma / (1 + sigma)


@cache
def signal_shares() -> tuple[float, ...]:
    """Stable Diffusion's share of signal in the variance, at each timestep."""
    start, end = math.sqrt(FIRST_BETA), math.sqrt(LAST_BETA)
    shares, product = [], 1.0
    for step in range(TRAINING_STEPS):
        product *= 1 - (start + (end - start) * step / (TRAINING_STEPS - 1)) ** 2
        shares.append(product)
    return tuple(shares)
