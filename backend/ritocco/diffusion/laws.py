"""How signal, noise and a network's output hang together, and at which levels a run stops.

A law is a value. Families of Stable Diffusion follow `DiffusionLaw`, whose levels diffusers'
schedulers space; flow-matching transformers follow `FlowLaw`, which spaces its own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Protocol

from ritocco.diffusion.level import Level

if TYPE_CHECKING:  # families are read by faces that never load torch
    from torch import Tensor

TRAINING_STEPS = 1000
"""Timesteps that every model of these families was trained on: 0 .. 999."""


class Prediction(StrEnum):
    """What the network's output means."""

    EPSILON = "epsilon"
    V = "v_prediction"


class Curve(StrEnum):
    """How betas grow from the first to the last, by diffusers' names."""

    LINEAR = "linear"
    SCALED_LINEAR = "scaled_linear"
    """Linear in their square roots."""


@dataclass(frozen=True, slots=True)
class Betas:
    """The noise schedule of training: how much of the variance each timestep makes noise.

    The usual one is Stable Diffusion's.
    """

    first: float = 0.00085
    last: float = 0.012
    curve: Curve = Curve.SCALED_LINEAR


@dataclass(frozen=True, slots=True)
class Marks:
    """What a file says of its law.

    prediction  what the output means; None where it says nothing
    zero_snr    whether its noise schedule ends in pure noise
    betas       its noise schedule; None where it says nothing
    trailing    whether runs are to be spaced down from the last timestep
    """

    prediction: Prediction | None = None
    zero_snr: bool = False
    betas: Betas | None = None
    trailing: bool = False


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

    def marked(self, marks: Marks) -> Law:
        """The law of a model whose file says this of itself."""
        ...


@dataclass(frozen=True, slots=True)
class DiffusionLaw:
    """alpha^2 + noise^2 = 1, as Stable Diffusion was trained.

    prediction  what the output means: unit noise, or v (Salimans & Ho 2022, arXiv 2202.00512)
    zero_snr    whether the levels are rescaled to end in pure noise (arXiv 2305.08891)
    betas       the noise schedule of its training
    trailing    whether even steps are counted down from the last timestep, as few-step models
                and those of zero SNR need it: others must not begin there, or need not
    """

    prediction: Prediction = Prediction.EPSILON
    zero_snr: bool = False
    betas: Betas = Betas()
    trailing: bool = False

    def executed(self, steps: int, strength: float) -> int:
        """See `Law`. As diffusers' image-to-image counts them, and one where that is none."""
        return min(max(int(steps * strength), 1), steps) if strength > 0 else 0

    def start(self, strength: float) -> Level:
        """The level at which this much of training time is left, 0 (not included) to 1."""
        timestep = max(round(strength * TRAINING_STEPS), 1) - 1
        shares = zero_snr_shares(self.betas) if self.zero_snr else signal_shares(self.betas)
        return self.level_of_signal(0, float(timestep), shares[timestep])

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

    def marked(self, marks: Marks) -> DiffusionLaw:
        """See `Law`. Zero SNR counts with v alone: in pure noise, predicted noise says nothing."""
        known = self.prediction if marks.prediction is None else marks.prediction
        pure = (self.zero_snr or marks.zero_snr) and known is Prediction.V
        return DiffusionLaw(
            prediction=known,
            zero_snr=pure,
            betas=self.betas if marks.betas is None else marks.betas,
            trailing=self.trailing or marks.trailing or pure,
        )


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

    def marked(self, marks: Marks) -> FlowLaw:
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
def signal_shares(betas: Betas = Betas()) -> tuple[float, ...]:
    """The share of signal in the variance at each timestep; Stable Diffusion's, if not told."""
    power = 2 if betas.curve is Curve.SCALED_LINEAR else 1
    start, end = betas.first ** (1 / power), betas.last ** (1 / power)
    shares, product = [], 1.0
    for step in range(TRAINING_STEPS):
        product *= 1 - (start + (end - start) * step / (TRAINING_STEPS - 1)) ** power
        shares.append(product)
    return tuple(shares)


def zero_snr_shares(betas: Betas) -> tuple[float, ...]:
    """The same, rescaled to end in pure noise (Lin et al. 2023, arXiv 2305.08891, algorithm 1)."""
    signal = [math.sqrt(share) for share in signal_shares(betas)]
    first, lowest = signal[0], signal[-1]
    return tuple(((one - lowest) * first / (first - lowest)) ** 2 for one in signal)
