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
    OUTPAINT = "outpaint"


def _integer(low: int, high: int) -> Callable[[str, Any], int]:
    def check(name: str, value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise BadRecipe(f"{name} must be a whole number from {low} to {high}, not {value!r}.")
        return value

    return check


def _optional(check: Callable[[str, Any], Any]) -> Callable[[str, Any], Any]:
    return lambda name, value: None if value is None else check(name, value)


def _boolean(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadRecipe(f"{name} must be true or false, not {value!r}.")
    return value


def _kind(name: str, value: Any) -> Kind:
    try:
        return Kind(value)
    except ValueError:
        known = ", ".join(Kind)
        raise BadRecipe(f"{name} must be one of {known}; not {value!r}.") from None


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


_CHECKS: dict[str, Callable[[str, Any], Any]] = {
    "version": _integer(VERSION, VERSION),
    "kind": _kind,
    "seed": _integer(0, 2**32 - 1),
    "extend": _sides,
    "grow": _integer(0, 512),
    "soften": _integer(0, 512),
    "blend_band": _integer(0, 512),
    "model_size": _optional(_integer(64, 8192)),
    "harmonize": _boolean,
}


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

    Raises BadRecipe, naming the field, for a value that is out of range.
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

    def __post_init__(self) -> None:
        for name, check in _CHECKS.items():
            object.__setattr__(self, name, check(name, getattr(self, name)))
        if self.extend and self.kind is not Kind.OUTPAINT:
            raise BadRecipe(
                f"extend belongs to outpaint; the kind of this recipe is {self.kind.value}."
            )

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
        unknown = sorted(set(data) - {one.name for one in fields(cls)})
        if unknown:
            raise BadRecipe(f"The recipe has a field that is not known: {unknown[0]!r}.")
        return cls(**data)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, every field written out."""
        return asdict(self)

    def to_json(self) -> str:
        """One line of JSON; `from_json` gives back an equal recipe."""
        return json.dumps(self.to_dict(), separators=(",", ":"), sort_keys=True)
