"""Knobs that follow the model: its own values where the artist chose none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .knobs import KNOBS, Knobs

FOLLOWING = tuple(row.name for row in KNOBS.values() if row.follows)
"""Fields of `Knobs` that have the model's own value at their `none`."""


@dataclass(frozen=True)
class OwnValues:
    """What a model paints best with; for any model that says nothing else, these.

    strength  of tasks that start from the surroundings; None: the task's
    size      for the model size; 0: its family's
    """

    sampler: str = "euler_a"
    schedule: str = ""
    steps: int = 25
    cfg: float = 7.0
    strength: float | None = None
    size: int = 0

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> OwnValues:
        """From the API's JSON, where null is as for any model."""
        return cls().under(data or {})

    def under(self, said: Mapping[str, Any]) -> OwnValues:
        """These, but what is said here; null says nothing. A schedule belongs to its sampler."""
        names = self.__dataclass_fields__
        known = {name: of for name, of in said.items() if of is not None and name in names}
        return replace(self, **{**({"schedule": ""} if "sampler" in known else {}), **known})


ANY_MODEL = OwnValues()


def resolved(knobs: Knobs, own: OwnValues) -> Knobs:
    """The knobs as they are meant with a model that paints so."""
    values = _values(knobs, own)
    untouched = [name for name in FOLLOWING if not is_touched(knobs, name)]
    return replace(knobs, **{name: values[name] for name in untouched})


def is_touched(knobs: Knobs, name: str) -> bool:
    """Whether the artist chose a value for a knob that follows the model."""
    return bool(getattr(knobs, name) != KNOBS[name].none)


def let_go(*names: str) -> dict[str, object]:
    """What to turn so that these follow the model again."""
    return {name: KNOBS[name].none for name in names}


def as_own(knobs: Knobs, own: OwnValues) -> Knobs:
    """The same knobs, in which what is the model's own value follows it."""
    values = _values(knobs, own)
    same = [name for name in ("steps", "cfg", "strength") if getattr(knobs, name) == values[name]]
    if (knobs.sampler, knobs.schedule) == (own.sampler, own.schedule):
        same += ["sampler", "schedule"]
    return replace(knobs, **{name: KNOBS[name].none for name in same})


def _values(knobs: Knobs, own: OwnValues) -> dict[str, Any]:
    task = knobs.about
    starts = "inpaint" in task.kinds or "outpaint" in task.kinds
    strength = own.strength if starts and own.strength is not None else task.strength
    return {
        "sampler": own.sampler,
        # A schedule belongs to its sampler.
        "schedule": "" if is_touched(knobs, "sampler") else own.schedule,
        "steps": own.steps,
        "cfg": own.cfg,
        "strength": 1.0 if strength is None else strength,
    }
