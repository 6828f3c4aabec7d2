"""A model's own values: what it paints best with, where the artist says nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

KEY = "ritocco.defaults"
"""Key of a folder's model_index.json under which a model says them itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelDefaults:
    """None: what is usual for any model.

    strength     of work that starts from the surroundings: filling and extending
    size         side in pixels of the square it paints best, where that is not its family's
    least_steps  what one made for few steps was trained for: so many are done at any strength
    """

    sampler: str | None = None
    schedule: str | None = None
    steps: int | None = None
    cfg: float | None = None
    strength: float | None = None
    size: int | None = None
    least_steps: int | None = None

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ModelDefaults:
        """From TOML or JSON. Raises ValueError, naming the key, for what is none."""
        made = {}
        for name, value in data.items():
            low, high, kind = _RANGES.get(name, (0, 0, None))
            right = isinstance(value, str) if kind is str else type(value) in (int, kind)
            if kind is None or not right or not (kind is str or low <= value <= high):
                raise ValueError(f"{name} cannot be {value!r} among a model's defaults")
            made[name] = kind(value)
        return cls(**made)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)

    def over(self, others: ModelDefaults) -> ModelDefaults:
        """These, and where they say nothing the others. A schedule belongs to its sampler."""
        said = {one.name: getattr(self, one.name) for one in fields(self)}
        ours = {name: value for name, value in said.items() if value is not None}
        if self.sampler is not None:
            ours["schedule"] = self.schedule
        return replace(others, **ours)


_RANGES: Mapping[str, tuple[float, float, Any]] = {
    "sampler": (0, 0, str),
    "schedule": (0, 0, str),
    "steps": (1, 1000, int),
    "cfg": (0, 100, float),
    "strength": (0, 1, float),
    "size": (64, 8192, int),
    "least_steps": (1, 1000, int),
}
"""Least, most and kind of each; the ranges of recipes."""

ANY_MODEL = ModelDefaults()
"""Of a model that says nothing of itself."""
LCM = ModelDefaults(sampler="lcm", steps=6, cfg=1.5, least_steps=4)
"""Of models made by latent consistency distillation."""

_FEW_STEPS: tuple[tuple[str, ModelDefaults], ...] = (
    ("lcm", LCM),
    ("dmd", ModelDefaults(sampler="lcm", steps=6, cfg=1.0, least_steps=4)),
    ("tcd", ModelDefaults(sampler="tcd", steps=6, cfg=1.0, least_steps=4)),
    (
        "lightning",
        ModelDefaults(sampler="euler", schedule="sgm_uniform", steps=4, cfg=1.0, least_steps=4),
    ),
    (
        "hyper",
        ModelDefaults(sampler="euler", schedule="sgm_uniform", steps=8, cfg=1.0, least_steps=4),
    ),
    (
        "turbo",
        ModelDefaults(sampler="dpmpp_sde", schedule="karras", steps=7, cfg=2.0, least_steps=4),
    ),
)
"""A word in the name of a model that was made for few steps -> what its makers use."""
_OF_ADAPTERS: Mapping[str, ModelDefaults] = {
    "lcm": ModelDefaults(sampler="lcm", steps=4, cfg=1.0, least_steps=4),
    "dmd": ModelDefaults(sampler="lcm", steps=4, cfg=1.0, least_steps=4),
    "tcd": ModelDefaults(sampler="tcd", steps=4, cfg=1.0, least_steps=4),
    "turbo": ModelDefaults(sampler="lcm", steps=4, cfg=1.0, least_steps=1),
}
"""The same of LoRAs that teach a model to do so, where that is not as in models."""
_STYLES = frozenset({"lightning", "hyper", "turbo"})
"""Words that a LoRA may as well be called by for what it paints."""
_BASES = frozenset({"sd", "sdv", "sdxl", "xl"})
_OF_NOTHING = _BASES | {"lora", "lo", "ra", "v", "fp", "bf", "stable", "diffusion"}
"""Words that name a family, and those that say nothing of what is painted either."""
_KEEPS_CFG = "cfg"
_CFG_KEPT = 6.0
"""Of those that were made to be used with CFG; their makers say 5 to 8."""
_FIRST_TURBO = ModelDefaults(sampler="euler_a", steps=4, cfg=1.0, size=512, least_steps=1)
"""Of SD Turbo and SDXL Turbo themselves; what others made since paints at the full size, with
some CFG."""
_TURBO_ALONE = frozenset(
    {"sd", "xl", "sdxl", "turbo", "sdturbo", "sdxlturbo", "stable", "diffusion", "fp", "v"}
)
_GLUED = 5
"""Letters from which a word counts at the end of another: "sdxlturbo"."""
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_STEPS = re.compile(r"(?<!\d)(\d{1,2})[ _-]?steps?(?![a-z])", re.IGNORECASE)


def defaults_in_name(name: str) -> ModelDefaults:
    """What a model's name says of how it paints: "dreamshaperXL_lightning", "sdxl_8step"."""
    words = _words(name)
    called = _called(words)
    if called is None:
        return ANY_MODEL
    found = dict(_FEW_STEPS)[called]
    others = {word for word in words if word.isalpha()} - _TURBO_ALONE
    if "turbo" in name.lower() and not others:
        found = _FIRST_TURBO
    return _as_counted(found, called, name, words)


def adapter_defaults_in_name(name: str) -> ModelDefaults:
    """What a LoRA's name says of how models paint with it: "Hyper-SD15-8steps-CFG-lora".

    Lightning, turbo and hyper are styles too: such a name has to tell steps, or a family and
    nothing else.
    """
    words = _words(name)
    called = _called(words)
    others = {word for word in words if word.isalpha() and word != called}
    plain = bool(others & _BASES) and others <= _OF_NOTHING
    if called is None or (called in _STYLES and not plain and not _STEPS.search(name)):
        return ANY_MODEL
    found = _OF_ADAPTERS.get(called, dict(_FEW_STEPS)[called])
    return _as_counted(found, called, name, words)


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORDS.findall(name)]


def _called(words: list[str]) -> str | None:
    return next((word for word, _ in _FEW_STEPS if _is_called(words, word)), None)


def _as_counted(own: ModelDefaults, called: str, name: str, words: list[str]) -> ModelDefaults:
    """With the steps that a name tells, and CFG where it was made for it."""
    steps = _STEPS.search(name)
    if steps:
        trained = max(1, int(steps[1]))
        own = replace(own, steps=trained, least_steps=trained)
    return replace(own, cfg=_CFG_KEPT) if called == "hyper" and _KEEPS_CFG in words else own


def _is_called(words: list[str], wanted: str) -> bool:
    """Whether it is one of the words, and not the beginning of a longer one ("hyper real")."""
    for word, after in zip(words, [*words, ""][1:], strict=True):
        glued = len(wanted) >= _GLUED and word != wanted and wanted != "hyper"
        if word == wanted or (glued and word.endswith(wanted)):
            return not after.startswith("real")
    return False
