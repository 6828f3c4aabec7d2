"""Values with names, for the knobs: steps, zones of CFG, aspect ratios (labels: see words.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Steps:
    """A number of steps with its use."""

    label: str
    steps: int
    hint: str


STEPS = (
    Steps("try", 12, "Enough to judge composition and colour."),
    Steps("good", 25, "The usual choice: little is gained beyond it."),
    Steps("fine", 40, "For fine texture; takes longer."),
)
"""For a model that wants what any model does."""
_USUAL_STEPS, _USUAL_CFG = 25, 7.0


def steps_for(own: int) -> Sequence[Steps]:
    """For a model whose own number of steps this is, each once."""
    made: dict[int, Steps] = {}
    for one in STEPS:
        steps = max(1, round(one.steps * own / _USUAL_STEPS))
        made.setdefault(steps, replace(one, steps=steps))
    made[own] = replace(STEPS[1], steps=own)
    return [made[steps] for steps in sorted(made)]


@dataclass(frozen=True)
class Zone:
    """CFG from `low` up to (not including) the next zone's."""

    low: float
    label: str
    hint: str


CFG_ZONES = (
    Zone(0.0, "free", "The model follows its own ideas; words are hints."),
    Zone(6.5, "recommended", "Words and picture in balance."),
    Zone(10.0, "strict", "Words are followed closely; colours get harder."),
    Zone(15.5, "burns", "Colours burn and details break. Rarely wanted."),
)


def zones_for(own: float) -> Sequence[Zone]:
    """For a model whose own CFG this is: what is strict for one burns with another."""
    return [replace(zone, low=zone.low * own / _USUAL_CFG) for zone in CFG_ZONES]


def cfg_zone(cfg: float, own: float = _USUAL_CFG) -> Zone:
    """The zone this value lies in."""
    return [zone for zone in zones_for(own) if zone.low <= cfg][-1]


ASPECTS = ((1, 1), (4, 3), (3, 2), (16, 9), (21, 9), (3, 4), (2, 3), (9, 16))
"""Width to height, for extending."""
