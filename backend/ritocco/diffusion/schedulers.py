"""diffusers' schedulers, made ready for a run on Stable Diffusion's law."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ritocco.diffusion.laws import TRAINING_STEPS, Betas, DiffusionLaw, zero_snr_shares
from ritocco.diffusion.sampler import FEW_STEPS, Sampled, Sampler, Schedule

if TYPE_CHECKING:
    from torch import Tensor

LEVELS = "EulerDiscreteScheduler"
"""The class whose noise levels are borrowed where a sampler's own cannot space them."""
_SPACING: dict[Schedule, Mapping[str, Any]] = {
    Schedule.NORMAL: {},
    Schedule.KARRAS: {"use_karras_sigmas": True},
    Schedule.EXPONENTIAL: {"use_exponential_sigmas": True},
    Schedule.BETA: {"use_beta_sigmas": True},
    Schedule.SGM_UNIFORM: {"timestep_spacing": "trailing"},
}


@dataclass(frozen=True, slots=True)
class Run:
    """A sampling made ready: the scheduler, the timesteps left to visit, and how many it skips.

    `scheduler` has state: one run each. For a sampler of our own it only holds the levels.
    """

    scheduler: Any
    timesteps: Tensor
    begin: int


def prepared(sampling: Sampled) -> Run:
    """The scheduler of a sampling, set to its noise levels and to where strength starts.

    All its tables are on the CPU, so that no step waits for the device.
    """
    entry, law = sampling.entry, sampling.law
    assert isinstance(law, DiffusionLaw)
    scheduler = _scheduler(entry.scheduler, entry, sampling.spacing, law, sampling.spaced)
    if entry.borrows and entry.scheduler != LEVELS:
        lender = _scheduler(LEVELS, entry, sampling.spacing, law, sampling.spaced)
        scheduler.sigmas, scheduler.timesteps = lender.sigmas, lender.timesteps
    begin = (sampling.spaced - sampling.executed) * entry.visited
    timesteps = entry.visits(scheduler.timesteps, begin)
    if hasattr(scheduler, "set_begin_index"):
        scheduler.set_begin_index(begin)
    return Run(scheduler, timesteps, begin)


def _scheduler(name: str, entry: Sampler, spacing: Schedule, law: DiffusionLaw, steps: int) -> Any:
    spaced = _SPACING[spacing]
    # Leading steps never reach the last timestep; a few of them begin far from it.
    late = steps <= FEW_STEPS and entry.options.get("timestep_spacing") == "leading"
    if spacing is Schedule.NORMAL and (law.trailing or late):
        spaced = _SPACING[Schedule.SGM_UNIFORM]
    options = {**entry.options, **({} if entry.borrows and name != LEVELS else spaced)}
    # How long it is run is no part of what it is: one serves all step counts.
    made = copy.deepcopy(_made(name, law, tuple(sorted(options.items()))))
    made.set_timesteps(steps)
    return made


@lru_cache(maxsize=64)
def _made(name: str, law: DiffusionLaw, more: tuple[tuple[str, Any], ...]) -> Any:
    """A scheduler as diffusers makes it. Kept, since some take half a second to make."""
    import diffusers  # takes a second, and faces that read the table do not need it

    kind = getattr(diffusers, name)
    options: dict[str, Any] = {
        "num_train_timesteps": TRAINING_STEPS,
        "beta_start": law.betas.first,
        "beta_end": law.betas.last,
        "beta_schedule": law.betas.curve.value,
        "prediction_type": law.prediction.value,
    }
    if law.zero_snr and "rescale_betas_zero_snr" in inspect.signature(kind).parameters:
        options["rescale_betas_zero_snr"] = True
    elif law.zero_snr:
        options["trained_betas"] = _zero_snr_betas(law.betas)
    return kind(**{**options, **dict(more)})


def _zero_snr_betas(betas: Betas) -> list[float]:
    """Betas that end in pure noise, for schedulers that cannot make them.

    The last signal level is 2^-24 instead of 0, so that its sigma stays finite.
    """
    levels = [*zero_snr_shares(betas)[:-1], 2.0**-24]
    return [1 - after / before for before, after in pairwise([1.0, *levels])]
