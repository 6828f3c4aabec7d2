"""Samplers by the names artists know: a table of what steps them.

Where diffusers has none, or a model's law is another, `walks.py` has what is missing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ritocco.diffusion import walks
from ritocco.diffusion.laws import DiffusionLaw, FlowLaw, Law
from ritocco.diffusion.sampler import FEW_STEPS, Noise, Sampler, Schedule, Walk
from ritocco.diffusion.schedulers import LEVELS
from ritocco.errors import BadRecipe

if TYPE_CHECKING:  # the table is read by faces that never load torch
    from torch import Tensor


def _doubled(timesteps: Tensor, begin: int) -> Tensor:
    """PLMS' timesteps from step `begin` on, with the second of them visited twice.

    Its first step is done again with the slope at its end (Liu et al. 2022, arXiv 2202.09778).
    diffusers' pipelines cut the list made for the whole run instead, and so lose that double
    visit: their image-to-image with PNDM then removes noise of the wrong level. Ours does not.
    """
    distinct = [*timesteps[:1].tolist(), *timesteps[2:].tolist()][begin:]
    return timesteps.new_tensor([*distinct[:2], *distinct[1:]])


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
    "euler": Sampler("Euler", walks.scheduled, LEVELS, _ALL, walks.flow_euler),
    "euler_a": Sampler(
        "Euler a",
        walks.scheduled,
        "EulerAncestralDiscreteScheduler",
        _ALL,
        walks.flow_euler_ancestral,
        noise=Noise.DRAWN,
        borrows=True,
    ),
    "ddim": Sampler(
        "DDIM",
        walks.scheduled,
        "DDIMScheduler",
        _EVEN,
        walks.flow_euler,
        options={**_LEADING, "clip_sample": False},
    ),
    "dpmpp_2m": Sampler(
        "DPM++ 2M",
        walks.scheduled,
        "DPMSolverMultistepScheduler",
        _KARRAS_FIRST,
        walks.flow_two_step,
    ),
    "dpmpp_2m_sde": Sampler(
        "DPM++ 2M SDE",
        walks.scheduled,
        "DPMSolverMultistepScheduler",
        (Schedule.EXPONENTIAL, *(one for one in _ALL if one is not Schedule.EXPONENTIAL)),
        noise=Noise.BROWNIAN,
        options={"algorithm_type": "sde-dpmsolver++"},
    ),
    "dpmpp_sde": Sampler(
        "DPM++ SDE",
        walks.scheduled,
        "DPMSolverSDEScheduler",
        _KARRAS_FIRST,
        calls=2,
        noise=Noise.BROWNIAN,
        midpoint=lambda scheduler, index: scheduler.mid_point_sigma,
    ),
    "dpmpp_2s_a": Sampler(
        "DPM++ 2S a",
        walks.two_stage_ancestral,
        LEVELS,
        _KARRAS_FIRST,
        calls=2,
        timesteps=1,
        noise=Noise.DRAWN,
    ),
    "lms": Sampler("LMS", walks.scheduled, "LMSDiscreteScheduler", _ALL, history=4),
    "heun": Sampler("Heun", walks.scheduled, "HeunDiscreteScheduler", _ALL, calls=2),
    "dpm2": Sampler(
        "DPM2",
        walks.scheduled,
        "KDPM2DiscreteScheduler",
        _KARRAS_FIRST,
        calls=2,
        midpoint=lambda scheduler, index: scheduler.sigmas_interpol[index],
    ),
    "dpm2_a": Sampler(
        "DPM2 a",
        walks.scheduled,
        "KDPM2AncestralDiscreteScheduler",
        _KARRAS_FIRST,
        calls=2,
        noise=Noise.DRAWN,
        midpoint=lambda scheduler, index: scheduler.sigmas_interpol[index - 1],
    ),
    "plms": Sampler(
        "PLMS",
        walks.scheduled,
        "PNDMScheduler",
        _EVEN,
        visits=_doubled,
        step_of=lambda call, calls: max(0, call - 1),
        extra=lambda steps: int(steps > 1),
        options={**_LEADING, "skip_prk_steps": True},
    ),
    "unipc": Sampler("UniPC", walks.scheduled, "UniPCMultistepScheduler", _ALL),
    "deis": Sampler("DEIS", walks.scheduled, "DEISMultistepScheduler", _ALL),
    "lcm": Sampler(
        "LCM",
        walks.scheduled,
        "LCMScheduler",
        _OWN,
        walks.flow_consistency,
        noise=Noise.DRAWN,
        most=50,
    ),
    "tcd": Sampler(
        "TCD", walks.scheduled, "TCDScheduler", _OWN, noise=Noise.DRAWN, step={"eta": 0.3}, most=50
    ),
}
"""Sampler id -> what it is. LCM and TCD were distilled on 50 timesteps, hence their limit."""


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
        raise BadRecipe(
            "There is no sampler called {sampler}. There are: {known}.",
            sampler=repr(sampler),
            known=known,
        )
    id_ = _SAMPLER_KEYS[key]
    if schedule is not None and _key(schedule) != "automatic":
        if _key(schedule) not in _SCHEDULE_KEYS:
            known = ", ".join(Schedule)
            raise BadRecipe(
                "There is no schedule called {schedule}. There are: {known}.",
                schedule=repr(schedule),
                known=known,
            )
        named = _SCHEDULE_KEYS[_key(schedule)]
    found = SAMPLERS[id_]
    if named is None:
        return id_, found.schedules[0]
    if named not in found.schedules:
        raise BadRecipe(
            "{found} has no schedule {named}; it has: {schedules}.",
            found=found.name,
            named=repr(named.value),
            schedules=", ".join(found.schedules),
        )
    return id_, named


@dataclass(frozen=True, slots=True)
class Sampling:
    """One run of a sampler, as a value.

    sampler     id or name in the table
    schedule    id or name; None: the sampler's first
    steps       as the artist counts them: a second-order step is one step
    strength    0..1: how much of the run is done, from its end. The start is that of
                diffusers' image-to-image: `int(steps * strength)` steps are done, but one at
                least above 0. A run of one step, or of two that are cut to one, begins at the
                level of its strength, where diffusers' spacing would begin at the clean end.
    law         what the model's latents obey
    least       steps that are done at any strength above 0, though never more than `steps`: what
                a few-step model was trained for. 0: as many as the strength leaves

    Raises BadRecipe for what does not exist or is out of range.
    """

    sampler: str
    schedule: str | None = None
    steps: int = 20
    strength: float = 1.0
    law: Law = field(default_factory=DiffusionLaw)
    least: int = 0

    def __post_init__(self) -> None:
        sampler, schedule = choose(self.sampler, self.schedule)
        object.__setattr__(self, "sampler", sampler)
        object.__setattr__(self, "schedule", schedule)
        most = self.entry.most
        if not 1 <= self.steps <= most:
            raise BadRecipe(
                "{entry} takes 1 to {most} steps, not {steps}.",
                entry=self.entry.name,
                most=most,
                steps=self.steps,
            )
        if isinstance(self.law, FlowLaw) and self.entry.flow is None:
            known = ", ".join(row.name for row in SAMPLERS.values() if row.flow)
            raise BadRecipe(
                "This model has no sampler {entry}. It has: {known}.",
                entry=self.entry.name,
                known=known,
            )
        if not 0 <= self.strength <= 1:
            raise BadRecipe("strength must be from 0 to 1, not {strength}.", strength=self.strength)

    @property
    def entry(self) -> Sampler:
        """The sampler's row in the table."""
        return SAMPLERS[self.sampler]

    @property
    def spacing(self) -> Schedule:
        """How its noise levels are spaced on Stable Diffusion's law; a flow spaces its own."""
        return Schedule(self.schedule or "")

    @property
    def spaced(self) -> int:
        """Steps that the levels of a whole run are spaced for, of which the last are done.

        As many as `steps`, or so many more that strength leaves the least.
        """
        kept = min(self.least, self.steps)
        if not self.strength or self.law.executed(self.steps, self.strength) >= kept:
            return self.steps
        spaced = min(max(self.steps, math.ceil(kept / self.strength)), self.entry.most)
        while spaced < self.entry.most and self.law.executed(spaced, self.strength) < kept:
            spaced += 1  # the quotient was rounded
        return spaced

    @property
    def executed(self) -> int:
        """Steps that are done: `spaced`, reduced by strength. Prompts are scheduled over these."""
        return self.law.executed(self.spaced, self.strength)

    @property
    def calls(self) -> int:
        """Calls of the denoiser in the whole run."""
        if isinstance(self.law, FlowLaw):
            return self.executed
        entry, executed = self.entry, self.executed
        return max(0, entry.calls * executed - (entry.calls - 1) + entry.extra(executed))

    @property
    def walk(self) -> Walk:
        """What steps it on the model's law."""
        if isinstance(self.law, FlowLaw):
            return self.entry.flow or self.entry.walk
        return walks.single if self._single else self.entry.walk

    @property
    def _single(self) -> bool:
        """Whether all there is to do is one step, from the level of its strength."""
        few = self.spaced <= FEW_STEPS or self.spaced * self.strength < 1
        return few and self.executed == 1
