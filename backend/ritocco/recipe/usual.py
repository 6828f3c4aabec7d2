"""What is usual for a kind of work, and a model: the values of fields that nobody set."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from ritocco.library.model_defaults import ANY_MODEL, ModelDefaults
from ritocco.recipe.checks import SIDES
from ritocco.recipe.finishing import Faces, Upscale
from ritocco.recipe.recipe import (
    CONTINUING,
    NAMES_SINCE,
    USUAL,
    VERSION,
    WITHOUT_MODEL,
    Diffusion,
    Kind,
    Recipe,
)
from ritocco.recipe.rows import Row, rows
from ritocco.recipe.second_pass import SecondPass

_PARTS: dict[str, type[Any]] = {
    "": Recipe,
    "diffusion.": Diffusion,
    "faces.": Faces,
    "upscale.": Upscale,
    "second_pass.": SecondPass,
}
_OWN_PART = {Kind.UPSCALE: "upscale", Kind.FACES: "faces"}
_SECOND = "second_pass"
_FROM_SURROUNDINGS = (Kind.INPAINT, Kind.OUTPAINT)
_START, _HOW_FAR = "diffusion.content", "diffusion.strength"
KNOBS: Mapping[str, Row] = MappingProxyType(
    {f"extend.{row.name}": row for row in SIDES}
    | {
        prefix + name: row
        for prefix, part in _PARTS.items()
        for name, row in rows(part).items()
        if row.knob is not None
    }
)
"""All that an artist sets, by its place in the recipe: `seed`, `diffusion.steps`."""

PROMPTS = ("diffusion.prompt", "diffusion.negative")
_SECOND_PROMPTS = ("second_pass.prompt", "second_pass.negative")

_OF_MODELS = {
    "sampler": "diffusion.sampler",
    "schedule": "diffusion.schedule",
    "steps": "diffusion.steps",
    "cfg": "diffusion.cfg",
    "strength": _HOW_FAR,
    "size": "model_size",
}
"""What a model may say of itself -> its place in a recipe."""
FOLLOWING = frozenset(_OF_MODELS.values())
"""Places of knobs that follow the model where nobody set them."""


def usual(kind: Kind, own: ModelDefaults = ANY_MODEL) -> Mapping[str, Any]:
    """The value that each knob of this kind has where none is given, by its place.

    own  what the model says of itself

    What has to be given (`diffusion.model`) is not there.
    """
    left_out = {
        "extend": kind is not Kind.OUTPAINT,
        "diffusion": kind in WITHOUT_MODEL,
        "candidate": kind not in CONTINUING,
        "second_pass": kind is not Kind.GENERATE,
    }
    values = {
        place: row.default
        for place, row in KNOBS.items()
        if not row.needed and not left_out.get(place.partition(".")[0])
    }
    if not left_out["diffusion"]:
        values |= _of_model(kind, own)
    return MappingProxyType(values | USUAL.get(kind, {}))


def _of_model(kind: Kind, own: ModelDefaults) -> dict[str, Any]:
    """What a model says of itself, by place. How far it goes it says of what starts from the
    surroundings; other kinds have a strength of their own."""
    said = {place: getattr(own, name) for name, place in _OF_MODELS.items()}
    return {at: value for at, value in said.items() if value is not None and follows(at, kind)}


def follows(place: str, kind: Kind) -> bool:
    """Whether a model may have a value of its own for this knob, in work of this kind."""
    return place in FOLLOWING and (place != _HOW_FAR or kind in _FROM_SURROUNDINGS)


def with_usual(data: Mapping[str, Any], kind: Kind, own: ModelDefaults) -> dict[str, Any]:
    """A copy of a recipe's JSON in which what it leaves away follows its model."""
    made, asked = dict(data), data.get("diffusion")
    if not isinstance(asked, dict):
        return made
    said = _of_model(kind, own)
    if "model_size" in said:
        made.setdefault("model_size", said.pop("model_size"))
    values = {place.rpartition(".")[2]: value for place, value in said.items()}
    if "sampler" in asked:
        values.pop("schedule", None)  # it belongs to the model's own sampler
    if own.least_steps and not is_whole(data):
        values["least_steps"] = own.least_steps
    return {**made, "diffusion": {**values, **asked}}


def is_whole(data: Mapping[str, Any]) -> bool:
    """Whether a recipe's JSON is one by which a picture was made, with all that follows its model.

    One that is asked for now may hold as much, all of it said by hand.
    """
    asked, version = data.get("diffusion"), data.get("version", VERSION)
    if not isinstance(asked, dict):
        return False
    before = data.get("named") is True or (isinstance(version, int) and version < NAMES_SINCE)
    return before and {f"diffusion.{name}" for name in asked} | set(data) >= FOLLOWING


def reworded(data: Mapping[str, Any], places: Collection[str]) -> dict[str, Any]:
    """A copy of a recipe's JSON whose prompts at these places are said anew.

    What they name has to be looked up again. Another prompt names other adapters, as it does in
    the web UI; another negative leaves those of the prompt.
    """
    made = dict(data)
    if not set(places).isdisjoint((*PROMPTS, *_SECOND_PROMPTS)):
        made["named"] = False
    if PROMPTS[0] in places:
        made["adapters"] = ()
    if _SECOND_PROMPTS[0] in places and isinstance(made.get(_SECOND), dict):
        made[_SECOND] = {**made[_SECOND], "adapters": ()}
    return made


def whole_numbers(data: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of a recipe's JSON in which `6.0` is 6 where a whole number belongs.

    JSON has one kind of number, and some programs write them all alike.
    """
    made = {name: dict(part) if isinstance(part, dict) else part for name, part in data.items()}
    for place, row in KNOBS.items():
        name, _, ours = place.rpartition(".")
        part: Any = made.get(name) if name else made
        value = part.get(ours) if isinstance(part, dict) else None
        if row.type is int and isinstance(value, float) and value.is_integer():
            part[ours] = int(value)
    return made


def for_kind(data: Mapping[str, Any], kind: Kind, own: ModelDefaults = ANY_MODEL) -> dict[str, Any]:
    """The JSON of a recipe, for work of this kind; `own` is what its model says of itself.

    Where it was made for another, what that one usually has becomes what this one has, and so
    does what a kind decides by what it is: where it starts from, and, from nothing, how far. The
    part that is a kind's own work stays with it; so does which candidate was chosen of those that
    continue the surroundings.
    """
    made = {**data, "kind": kind}
    before = next((known for known in Kind if known == data.get("kind")), kind)
    if before is kind:
        return made
    made.pop(_OWN_PART.get(before, ""), None)
    if made.get(_SECOND):  # with it goes what was enlarged for it
        made |= {_SECOND: None, "upscale": None}
    if kind not in CONTINUING:
        made.pop("candidate", None)
    was, now = usual(before, own), usual(kind, own)
    for place in {*USUAL.get(before, {}), *USUAL.get(kind, {}), _HOW_FAR}:
        name, _, ours = place.partition(".")
        part = made.get(name)
        if not isinstance(part, dict) or place not in now:
            continue
        decides = place == _START or kind is Kind.GENERATE
        if decides or part.get(ours, was.get(place)) == was.get(place):
            made[name] = {**part, ours: now[place]}
    return made
