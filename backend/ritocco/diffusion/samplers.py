"""Samplers by the names artists know: a table onto diffusers' schedulers.

Where diffusers has none (DPM++ 2S a, and Euler a on schedules other than its own) the little
that is missing stands here.
"""

from __future__ import annotations

import copy
import inspect
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ritocco.diffusion.family import Prediction
from ritocco.errors import BadRecipe

if TYPE_CHECKING:  # the table is read by faces that never load torch
    from torch import Tensor

TRAINING_STEPS = 1000
"""Timesteps that every model of these families was trained on: 0 .. 999."""


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


@dataclass(frozen=True, slots=True)
class Sampler:
    """One sampler.

    name       as artists know it
    scheduler  class of diffusers that steps it; empty: a function of ours does
    calls      U-Net calls per step (the last step of a second-order sampler needs one only)
    schedules  the spacings it can be run on; the first is what the bare name means
    noise      what it adds while sampling
    options    of the scheduler, beside the model's own
    step       further arguments of each scheduler step
    midpoint   sigma of the second call of a step, from (scheduler, index of the call), for
               schedulers that evaluate between two sigmas
    borrows    whether the noise levels are taken from `EulerDiscreteScheduler`, since its own
               class cannot space them
    history    steps, this one included, that its formula spans, where the scheduler is to be told
    least      steps it needs
    most       steps at which it still works
    """

    name: str
    scheduler: str
    schedules: tuple[Schedule, ...]
    calls: int = 1
    noise: Noise = Noise.NONE
    options: Mapping[str, Any] = field(default_factory=dict)
    step: Mapping[str, Any] = field(default_factory=dict)
    midpoint: Callable[[Any, int], Any] | None = None
    borrows: bool = False
    history: int = 0
    least: int = 1
    most: int = TRAINING_STEPS


_ALL = tuple(Schedule)
_KARRAS_FIRST = (Schedule.KARRAS, *(one for one in _ALL if one is not Schedule.KARRAS))
_EVEN = (Schedule.NORMAL, Schedule.SGM_UNIFORM)
_OWN = (Schedule.NORMAL,)

# What CompVis trained and sampled Stable Diffusion with.
_LEADING: Mapping[str, Any] = {
    "timestep_spacing": "leading",
    "steps_offset": 1,
    "set_alpha_to_one": False,
}

SAMPLERS: dict[str, Sampler] = {
    "euler": Sampler("Euler", "EulerDiscreteScheduler", _ALL),
    "euler_a": Sampler(
        "Euler a", "EulerAncestralDiscreteScheduler", _ALL, noise=Noise.DRAWN, borrows=True
    ),
    "ddim": Sampler("DDIM", "DDIMScheduler", _EVEN, options={**_LEADING, "clip_sample": False}),
    "dpmpp_2m": Sampler("DPM++ 2M", "DPMSolverMultistepScheduler", _KARRAS_FIRST),
    "dpmpp_2m_sde": Sampler(
        "DPM++ 2M SDE",
        "DPMSolverMultistepScheduler",
        (Schedule.EXPONENTIAL, *(one for one in _ALL if one is not Schedule.EXPONENTIAL)),
        noise=Noise.BROWNIAN,
        options={"algorithm_type": "sde-dpmsolver++"},
    ),
    "dpmpp_sde": Sampler(
        "DPM++ SDE",
        "DPMSolverSDEScheduler",
        _KARRAS_FIRST,
        calls=2,
        noise=Noise.BROWNIAN,
        midpoint=lambda scheduler, index: scheduler.mid_point_sigma,
    ),
    "dpmpp_2s_a": Sampler(
        "DPM++ 2S a", "", _KARRAS_FIRST, calls=2, noise=Noise.DRAWN, borrows=True
    ),
    "lms": Sampler("LMS", "LMSDiscreteScheduler", _ALL, history=4),
    "heun": Sampler("Heun", "HeunDiscreteScheduler", _ALL, calls=2),
    "dpm2": Sampler(
        "DPM2",
        "KDPM2DiscreteScheduler",
        _KARRAS_FIRST,
        calls=2,
        midpoint=lambda scheduler, index: scheduler.sigmas_interpol[index],
    ),
    "dpm2_a": Sampler(
        "DPM2 a",
        "KDPM2AncestralDiscreteScheduler",
        _KARRAS_FIRST,
        calls=2,
        noise=Noise.DRAWN,
        midpoint=lambda scheduler, index: scheduler.sigmas_interpol[index - 1],
    ),
    "plms": Sampler("PLMS", "PNDMScheduler", _EVEN, options={**_LEADING, "skip_prk_steps": True}),
    "unipc": Sampler("UniPC", "UniPCMultistepScheduler", _ALL),
    "deis": Sampler("DEIS", "DEISMultistepScheduler", _ALL, least=2),
    "lcm": Sampler("LCM", "LCMScheduler", _OWN, noise=Noise.DRAWN, most=50),
    "tcd": Sampler("TCD", "TCDScheduler", _OWN, noise=Noise.DRAWN, step={"eta": 0.3}, most=50),
}
"""Sampler id -> what it is. LCM and TCD were distilled on 50 timesteps, hence their limit."""

_SPACING: dict[Schedule, Mapping[str, Any]] = {
    Schedule.NORMAL: {},
    Schedule.KARRAS: {"use_karras_sigmas": True},
    Schedule.EXPONENTIAL: {"use_exponential_sigmas": True},
    Schedule.BETA: {"use_beta_sigmas": True},
    Schedule.SGM_UNIFORM: {"timestep_spacing": "trailing"},
}

_MODEL: Mapping[str, Any] = {
    "num_train_timesteps": TRAINING_STEPS,
    "beta_start": 0.00085,
    "beta_end": 0.012,
    "beta_schedule": "scaled_linear",
}


def _key(text: str) -> str:
    """Text without case, spaces and signs: `DPM++ 2M` and `dpmpp_2m` are one name."""
    text = re.sub(r"\bancestral\b", "a", text.lower().replace("++", "pp").replace("_", " "))
    return re.sub(r"[^a-z0-9]", "", text)


_SAMPLER_KEYS = {
    **{_key(id_): id_ for id_ in SAMPLERS},
    **{_key(one.name): id_ for id_, one in SAMPLERS.items()},
    "pndm": "plms",
}
_SCHEDULE_KEYS = {**{_key(one): one for one in Schedule}, "uniform": Schedule.NORMAL}


def choose(sampler: str, schedule: str | None = None) -> tuple[str, Schedule]:
    """The sampler's id and its schedule, from ids or from the names A1111 writes.

    `("DPM++ 2M Karras", None)` is `("dpmpp_2m", KARRAS)`. Where neither name nor `schedule`
    says which schedule (or says "Automatic") it is the sampler's first. Raises BadRecipe for
    a name or a combination that does not exist, saying which do.
    """
    key = _key(sampler)
    named: Schedule | None = None
    if key not in _SAMPLER_KEYS:
        for ending, one in _SCHEDULE_KEYS.items():
            if key.endswith(ending) and key.removesuffix(ending) in _SAMPLER_KEYS:
                key, named = key.removesuffix(ending), one
    if key not in _SAMPLER_KEYS:
        known = ", ".join(one.name for one in SAMPLERS.values())
        raise BadRecipe(f"There is no sampler called {sampler!r}. There are: {known}.")
    id_ = _SAMPLER_KEYS[key]
    if schedule is not None and _key(schedule) != "automatic":
        if _key(schedule) not in _SCHEDULE_KEYS:
            known = ", ".join(Schedule)
            raise BadRecipe(f"There is no schedule called {schedule!r}. There are: {known}.")
        named = _SCHEDULE_KEYS[_key(schedule)]
    found = SAMPLERS[id_]
    if named is None:
        return id_, found.schedules[0]
    if named not in found.schedules:
        raise BadRecipe(
            f"{found.name} has no schedule {named.value!r}; it has: {', '.join(found.schedules)}."
        )
    return id_, named


@dataclass(frozen=True, slots=True)
class Sampling:
    """One run of a sampler, as a value.

    sampler     id or name in the table
    schedule    id or name; None: the sampler's first
    steps       as the artist counts them: a second-order step is one step
    strength    0..1: how much of the run is done, from its end. The start is that of
                diffusers' image-to-image: `int(steps * strength)` steps are done.
    prediction  what the U-Net's output means
    zero_snr    whether the noise levels are rescaled to end in pure noise (arXiv 2305.08891),
                for models trained so

    Raises BadRecipe for what does not exist or is out of range.
    """

    sampler: str
    schedule: str | None = None
    steps: int = 20
    strength: float = 1.0
    prediction: Prediction = Prediction.EPSILON
    zero_snr: bool = False

    def __post_init__(self) -> None:
        sampler, schedule = choose(self.sampler, self.schedule)
        object.__setattr__(self, "sampler", sampler)
        object.__setattr__(self, "schedule", schedule)
        least, most = self.entry.least, self.entry.most
        if not least <= self.steps <= most:
            raise BadRecipe(f"{self.entry.name} takes {least} to {most} steps, not {self.steps}.")
        if not 0 <= self.strength <= 1:
            raise BadRecipe(f"strength must be from 0 to 1, not {self.strength}.")

    @property
    def entry(self) -> Sampler:
        """The sampler's row in the table."""
        return SAMPLERS[self.sampler]

    @property
    def executed(self) -> int:
        """Steps that are done: `steps`, reduced by strength. Prompts are scheduled over these."""
        return min(int(self.steps * self.strength), self.steps)

    @property
    def calls(self) -> int:
        """Calls of the denoiser in the whole run."""
        if self.sampler == "plms":  # its first step is done twice, for want of a history
            return self.executed + (self.executed > 1)
        return max(0, self.entry.calls * self.executed - (self.entry.calls - 1))


@dataclass(frozen=True, slots=True)
class Run:
    """A sampling made ready: the scheduler, the timesteps left to visit, and how many it skips.

    `scheduler` has state: one run each. For a sampler of our own it only holds the levels.
    """

    scheduler: Any
    timesteps: Tensor
    begin: int


def prepared(sampling: Sampling) -> Run:
    """The scheduler of a sampling, set to its noise levels and to where strength starts.

    All its tables are on the CPU, so that no step waits for the device.
    """
    entry = sampling.entry
    scheduler = _scheduler(entry.scheduler or "EulerDiscreteScheduler", sampling)
    if entry.borrows and entry.scheduler:
        lender = _scheduler("EulerDiscreteScheduler", sampling)
        scheduler.sigmas, scheduler.timesteps = lender.sigmas, lender.timesteps
    order = entry.calls if entry.scheduler else 1
    begin = (sampling.steps - sampling.executed) * order
    cut = _doubled if sampling.sampler == "plms" else _cut
    timesteps = cut(scheduler.timesteps, begin)
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(begin)
    return Run(scheduler, timesteps, begin)


def _scheduler(name: str, sampling: Sampling) -> Any:
    # How long it is run is no part of what it is: one serves all step counts.
    made = copy.deepcopy(_made(name, replace(sampling, steps=2, strength=1.0)))
    made.set_timesteps(sampling.steps)
    return made


@lru_cache(maxsize=64)
def _made(name: str, sampling: Sampling) -> Any:
    """A scheduler as diffusers makes it. Kept, since some take half a second to make."""
    import diffusers  # takes a second, and faces that read the table do not need it

    kind = getattr(diffusers, name)
    options: dict[str, Any] = {**_MODEL, "prediction_type": sampling.prediction.value}
    if sampling.zero_snr and "rescale_betas_zero_snr" in inspect.signature(kind).parameters:
        options["rescale_betas_zero_snr"] = True
    elif sampling.zero_snr:
        options["trained_betas"] = _zero_snr_betas()
    spacing = _SPACING[Schedule(sampling.schedule or "")]
    if sampling.entry.borrows and name == sampling.entry.scheduler:
        spacing = {}
    return kind(**{**options, **sampling.entry.options, **spacing})


def _cut(timesteps: Tensor, begin: int) -> Tensor:
    return timesteps[begin:]


def _doubled(timesteps: Tensor, begin: int) -> Tensor:
    """PLMS' timesteps from step `begin` on, with the second of them visited twice.

    Its first step is done again with the slope at its end (Liu et al. 2022, arXiv 2202.09778).
    diffusers' pipelines cut the list made for the whole run instead, and so lose that double
    visit: their image-to-image with PNDM then removes noise of the wrong level. Ours does not.
    """
    distinct = [*timesteps[:1].tolist(), *timesteps[2:].tolist()][begin:]
    return timesteps.new_tensor([*distinct[:2], *distinct[1:]])


def _zero_snr_betas() -> list[float]:
    """Betas that end in pure noise (arXiv 2305.08891, algorithm 1), for schedulers without it.

    The last signal level is 2^-24 instead of 0, so that its sigma stays finite.
    """
    start, end = math.sqrt(_MODEL["beta_start"]), math.sqrt(_MODEL["beta_end"])
    last = TRAINING_STEPS - 1
    signal, product = [], 1.0
    for step in range(TRAINING_STEPS):
        product *= 1 - (start + (end - start) * step / last) ** 2
        signal.append(math.sqrt(product))
    first, lowest = signal[0], signal[-1]
    levels = [((one - lowest) * first / (first - lowest)) ** 2 for one in signal]
    levels[-1] = 2.0**-24
    return [1 - after / before for before, after in pairwise([1.0, *levels])]


def ancestral(sigma: float, following: float) -> tuple[float, float]:
    """(sigma to step down to, sigma of the noise to add) so that the sum is `following`."""
    up = min(following, math.sqrt(following**2 * (sigma**2 - following**2) / sigma**2))
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
