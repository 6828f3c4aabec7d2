"""What a sampler is, as a value: one row of the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from ritocco.diffusion.laws import TRAINING_STEPS, Law
from ritocco.diffusion.seams import Denoiser

if TYPE_CHECKING:  # the table is read by faces that never load torch
    from torch import Tensor

    from ritocco.diffusion.noise import NoiseSource


FEW_STEPS = 2
"""So few steps are spaced otherwise: diffusers' own spacing would begin near the clean end."""


class Schedule(StrEnum):
    """How the noise levels of a run are spaced."""

    NORMAL = "normal"
    """Even steps of training time, as each sampler's own authors space them."""
    KARRAS = "karras"
    """Even steps of sigma^(1/7); Karras et al. 2022 (arXiv 2206.00364), equation 5."""
    EXPONENTIAL = "exponential"
    """Even steps of log sigma."""
    BETA = "beta"
    """Quantiles of a beta distribution; Lee et al. 2024 (arXiv 2407.12173)."""
    SGM_UNIFORM = "sgm_uniform"
    """Even steps counted down from the last; Lin et al. 2023 (arXiv 2305.08891), table 2."""


class Noise(StrEnum):
    """What noise a sampler adds on its way."""

    NONE = "none"
    DRAWN = "drawn"
    """Fresh noise at each step."""
    BROWNIAN = "brownian"
    """Increments of one Brownian path: other step counts walk the same path."""


class Sampled(Protocol):
    """What a walk needs to know of a run: see `samplers.Sampling`."""

    @property
    def entry(self) -> Sampler:
        """The sampler's row."""
        ...

    @property
    def spacing(self) -> Schedule:
        """How its noise levels are spaced."""
        ...

    @property
    def steps(self) -> int:
        """As the artist counts them."""
        ...

    @property
    def spaced(self) -> int:
        """Steps that the levels of a whole run are spaced for."""
        ...

    @property
    def strength(self) -> float:
        """0..1: how much of the run is done, from its end."""
        ...

    @property
    def executed(self) -> int:
        """Steps that are done."""
        ...

    @property
    def law(self) -> Law:
        """What the latents obey."""
        ...


class Walk(Protocol):
    """From noise, or from clean latents made noisy, to clean latents."""

    def __call__(
        self, denoiser: Denoiser, latents: Tensor | None, sampling: Sampled, noise: NoiseSource
    ) -> Tensor:
        """Clean latents (N, C, h, w) by calls of the denoiser; `latents` None: from pure noise."""
        ...


def from_start(timesteps: Tensor, begin: int) -> Tensor:
    """All timesteps from one on."""
    return timesteps[begin:]


def evenly(call: int, calls: int) -> int:
    """Each step has its calls."""
    return call // calls


def none_more(steps: int) -> int:
    """No call beyond those of each step."""
    return 0


@dataclass(frozen=True, slots=True)
class Sampler:
    """One sampler.

    name       as artists know it
    walk       what steps it on Stable Diffusion's law
    flow       what steps it on a flow's levels; None where it has no form there
    scheduler  class of diffusers whose levels the walk is on
    calls      network calls per step (the last step of a second-order sampler needs one only)
    timesteps  of the scheduler per step; 0: as many as calls
    visits     which of the scheduler's timesteps are visited, by their number where a run begins
    step_of    (call, calls per step) -> the step it belongs to
    extra      calls beyond `calls` per step, by the number of steps
    schedules  the spacings it can be run on; the first is what the bare name means
    noise      what it adds while sampling
    options    of the scheduler, beside the model's own
    step       further arguments of each scheduler step
    midpoint   sigma of the second call of a step, from (scheduler, index of the call), for
               schedulers that evaluate between two sigmas
    borrows    whether the noise levels are taken from `EulerDiscreteScheduler`, since its own
               class cannot space them
    history    steps, this one included, that its formula spans, where the scheduler is to be told
    most       steps at which it still works
    """

    name: str
    walk: Walk
    scheduler: str
    schedules: tuple[Schedule, ...]
    flow: Walk | None = None
    calls: int = 1
    timesteps: int = 0
    visits: Callable[[Tensor, int], Tensor] = from_start
    step_of: Callable[[int, int], int] = evenly
    extra: Callable[[int], int] = none_more
    noise: Noise = Noise.NONE
    options: Mapping[str, Any] = field(default_factory=dict)
    step: Mapping[str, Any] = field(default_factory=dict)
    midpoint: Callable[[Any, int], Any] | None = None
    borrows: bool = False
    history: int = 0
    most: int = TRAINING_STEPS

    @property
    def visited(self) -> int:
        """Timesteps of the scheduler per step."""
        return self.timesteps or self.calls
