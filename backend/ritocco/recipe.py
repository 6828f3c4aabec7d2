"""The Recipe: everything beside picture and selection that affects a result, in one value."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any

from ritocco.errors import BadRecipe
from ritocco.geometry import Sides

VERSION = 1


class Kind(StrEnum):
    """What is to be done."""

    FILL = "fill"
    """Remove what is selected, from the surroundings alone."""
    OUTPAINT = "outpaint"
    """Extend the canvas; with a model where `diffusion` is given."""
    INPAINT = "inpaint"
    """Repaint what is selected, by a prompt."""
    REFINE = "refine"
    """Bring out detail in what is there, by a prompt."""
    GENERATE = "generate"
    """Paint the whole canvas from nothing, by a prompt."""


class Content(StrEnum):
    """What the repainted part starts from."""

    PADDED = "padded"
    """The surroundings, continued inside."""
    ORIGINAL = "original"
    """What is there now."""
    NOISE = "noise"
    """Nothing."""


def _integer(low: int, high: int) -> Callable[[str, Any], int]:
    def check(name: str, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise BadRecipe(f"{name} must be a whole number from {low} to {high}, not {value!r}.")
        return value

    return check


def _number(low: float, high: float) -> Callable[[str, Any], float]:
    def check(name: str, value: Any) -> float:
        if (
            isinstance(value, bool)
            or not isinstance(value, int | float)
            or not low <= value <= high
        ):
            raise BadRecipe(f"{name} must be a number from {low:g} to {high:g}, not {value!r}.")
        return float(value)

    return check


def _text(most: int) -> Callable[[str, Any], str]:
    def check(name: str, value: Any) -> str:
        if not isinstance(value, str) or len(value) > most:
            raise BadRecipe(f"{name} must be text of at most {most} characters.")
        return value

    return check


def _optional(check: Callable[[str, Any], Any]) -> Callable[[str, Any], Any]:
    return lambda name, value: None if value is None else check(name, value)


def _boolean(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadRecipe(f"{name} must be true or false, not {value!r}.")
    return value


def _one_of(choices: type[StrEnum]) -> Callable[[str, Any], StrEnum]:
    def check(name: str, value: Any) -> StrEnum:
        try:
            return choices(value)
        except ValueError:
            known = ", ".join(choices)
            raise BadRecipe(f"{name} must be one of {known}; not {value!r}.") from None

    return check


def _sides(name: str, value: Any) -> Sides:
    if isinstance(value, Sides):
        value = asdict(value)
    if not isinstance(value, dict):
        raise BadRecipe(f"{name} must hold left, top, right and bottom, not {value!r}.")
    unknown = sorted(set(value) - {"left", "top", "right", "bottom"})
    if unknown:
        raise BadRecipe(f"{name} has no side called {unknown[0]!r}.")
    whole = _integer(0, 30000)
    return Sides(**{side: whole(f"{name}.{side}", width) for side, width in value.items()})


def _diffusion(name: str, value: Any) -> Diffusion | None:
    if value is None or isinstance(value, Diffusion):
        return value
    if not isinstance(value, dict):
        raise BadRecipe(f"{name} must be a JSON object, not {value!r}.")
    _refuse_unknown(name, value, Diffusion)
    if "model" not in value:
        raise BadRecipe(f"{name} must name a model.")
    return Diffusion(**value)


def _refuse_unknown(name: str, data: dict[str, Any], made: type[Any]) -> None:
    unknown = sorted(set(data) - {one.name for one in fields(made)})
    if unknown:
        raise BadRecipe(f"The {name} has a field that is not known: {unknown[0]!r}.")


def _check(value: Any, checks: dict[str, Callable[[str, Any], Any]]) -> None:
    for name, check in checks.items():
        object.__setattr__(value, name, check(name, getattr(value, name)))


_SEED = _integer(0, 2**32 - 1)

_DIFFUSION_CHECKS: dict[str, Callable[[str, Any], Any]] = {
    "model": _text(4096),
    "vae": _text(4096),
    "prediction": _text(32),
    "prompt": _text(20_000),
    "negative": _text(20_000),
    "steps": _integer(1, 1000),
    "sampler": _text(32),
    "schedule": _text(32),
    "cfg": _number(0, 100),
    "strength": _number(0, 1),
    "content": _one_of(Content),
    "clip_skip": _optional(_integer(1, 32)),
    "variation_seed": _SEED,
    "variation_strength": _number(0, 1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Diffusion:
    """What a Stable Diffusion model is asked to do.

    model, vae   names in the models folder, or files; vae empty: the model's own
    prediction   "epsilon" or "v_prediction"; empty: as the file says
    prompt       what to paint, in the web UI's grammar; `negative` what to keep away from
    steps, sampler, schedule   how the noise is removed; schedule empty: the sampler's own
    cfg          how strictly the prompt is followed
    strength     0 leaves everything, 1 repaints it
    content      what the repainted part starts from
    clip_skip    hidden layer of the text encoder, 1 is the last; None: the family's own
    variation_seed, variation_strength   a second seed mixed into the first noise, 0..1

    Names of samplers and schedules are checked by the engine. Raises BadRecipe, naming the
    field, for a value that is out of range.
    """

    model: str
    vae: str = ""
    prediction: str = ""
    prompt: str = ""
    negative: str = ""
    steps: int = 25
    sampler: str = "euler_a"
    schedule: str = ""
    cfg: float = 7.0
    strength: float = 1.0
    content: Content = Content.PADDED
    clip_skip: int | None = None
    variation_seed: int = 0
    variation_strength: float = 0.0

    def __post_init__(self) -> None:
        _check(self, _DIFFUSION_CHECKS)


_CHECKS: dict[str, Callable[[str, Any], Any]] = {
    "version": _integer(VERSION, VERSION),
    "kind": _one_of(Kind),
    "seed": _SEED,
    "extend": _sides,
    "grow": _integer(0, 512),
    "soften": _integer(0, 512),
    "blend_band": _integer(0, 512),
    "model_size": _optional(_integer(64, 8192)),
    "harmonize": _boolean,
    "diffusion": _diffusion,
}

_WITHOUT_MODEL = {Kind.FILL}
_WITH_MODEL = {Kind.INPAINT, Kind.REFINE, Kind.GENERATE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One frozen, checked value; the same recipe on the same input gives the same bytes.

    kind        what is done
    seed        where random choices start, 0 .. 2**32 - 1
    extend      pixels added to each side of the canvas (outpaint)
    grow        pixels by which the selection is widened first
    soften      width in pixels of a soft edge made inside the selection
    blend_band  pixels outside the selection into which the result may fade; 0: none
    model_size  side in pixels of the square whose area a model's window has; None: the
                engine's own
    harmonize   whether colours are matched to the surroundings
    diffusion   what a model is asked to do; None: the surroundings alone (fill, outpaint)

    Raises BadRecipe, naming the field, for a value that is out of range or does not belong.
    """

    version: int = VERSION
    kind: Kind = Kind.FILL
    seed: int = 0
    extend: Sides = field(default_factory=Sides)
    grow: int = 0
    soften: int = 0
    blend_band: int = 0
    model_size: int | None = None
    harmonize: bool = True
    diffusion: Diffusion | None = None

    def __post_init__(self) -> None:
        _check(self, _CHECKS)
        if self.extend and self.kind is not Kind.OUTPAINT:
            raise BadRecipe(
                f"extend belongs to outpaint; the kind of this recipe is {self.kind.value}."
            )
        if self.diffusion is None and self.kind in _WITH_MODEL:
            raise BadRecipe(f"{self.kind.value} needs a model; give diffusion.model.")
        if self.diffusion is not None and self.kind in _WITHOUT_MODEL:
            raise BadRecipe(f"{self.kind.value} uses no model; leave diffusion away.")

    @classmethod
    def from_json(cls, text: str | bytes) -> Recipe:
        """The recipe written by `to_json`. Raises BadRecipe, naming any field that is unknown."""
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise BadRecipe(f"The recipe is not JSON: {error}.") from None
        return cls.from_dict(data)

    @classmethod
    def from_dict(cls, data: Any) -> Recipe:
        """As `from_json`, from parsed JSON."""
        if not isinstance(data, dict):
            raise BadRecipe("A recipe is a JSON object.")
        version = data.get("version", VERSION)
        if isinstance(version, int) and version > VERSION:
            raise BadRecipe(
                f"This recipe was written by a newer Ritocco (recipe version {version}, this one "
                f"reads up to {VERSION}); update Ritocco to use it."
            )
        _refuse_unknown("recipe", data, cls)
        return cls(**data)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, every field written out."""
        return asdict(self)

    def to_json(self) -> str:
        """One line of JSON; `from_json` gives back an equal recipe."""
        return json.dumps(self.to_dict(), separators=(",", ":"), sort_keys=True)
