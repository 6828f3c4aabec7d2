"""A picture that steers a model beside the prompt, as a value of the recipe."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ritocco.errors import BadRecipe
from ritocco.recipe.checks import Check, check_all, number, one_of, sha256, text

Scalar = bool | int | float | str
Parameters = tuple[tuple[str, Scalar], ...]
"""Pairs of a name and a value, by name; an object in JSON."""

MOST_PARAMETERS = 30
LARGEST = 1e9
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Role(StrEnum):
    """What a guide's pixels are to the model."""

    HINT = "hint"
    """They show where things stand: a map, or a picture a map is made of."""
    REFERENCE = "reference"
    """They show how things look."""
    REGION = "region"
    """A mask: where a prompt of its own holds."""


class Mode(StrEnum):
    """Who wins where prompt and hint disagree, as the web UI's extension scales it."""

    BALANCED = "balanced"
    PROMPT = "prompt"
    CONTROL = "control"


def _name(name: str, value: object) -> str:
    if not isinstance(value, str) or _NAME.fullmatch(value) is None:
        raise BadRecipe(f"{name} must be 1 to 64 letters (a to z), digits, - or _, not {value!r}.")
    return value


def _parameters(name: str, value: Any) -> Parameters:
    """A mapping, or its pairs, as pairs in order."""
    try:
        given: dict[str, Any] = dict(value)
    except (TypeError, ValueError):
        raise BadRecipe(f"{name} must be a JSON object, not {value!r}.") from None
    if len(given) > MOST_PARAMETERS:
        raise BadRecipe(f"{name} must hold at most {MOST_PARAMETERS} values.")
    for key, each in given.items():
        text(64)(f"a name in {name}", key)
        if isinstance(each, str):
            text(1000)(f"{name}.{key}", each)
        elif not isinstance(each, bool):
            number(-LARGEST, LARGEST)(f"{name}.{key}", each)
    return tuple(sorted(given.items()))


_SHARE = number(0, 1)
_CHECKS: dict[str, Check] = {
    "name": _name,
    "role": one_of(Role),
    "method": text(64),
    "model": text(4096),
    "weight": number(0, 2),
    "start": _SHARE,
    "end": _SHARE,
    "mode": one_of(Mode),
    "parameters": _parameters,
    "prompt": text(20_000),
    "sha256": sha256,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """One guide and how strictly it is followed.

    name        of its pixels in the document, `guide.NAME` on the wire: letters, digits, - and _
    role        what its pixels are
    method      how they are read: what makes the map of a hint ("canny"; empty: they are the
                map), how a reference acts ("attention", "ip"); empty for a region
    model       the network in the models folder, or a file; empty where the role needs none
    weight      how strictly it is followed, 0..2; 0 not at all
    start, end  the part of the steps in which it acts, 0..1
    mode        who wins where it and the prompt disagree
    parameters  of the method, by name: numbers, text, true or false
    prompt      what to paint in a region
    sha256      of its pixels, in hexadecimal; empty: not known yet

    Raises BadRecipe, naming the field.
    """

    name: str
    role: Role = Role.HINT
    method: str = ""
    model: str = ""
    weight: float = 1.0
    start: float = 0.0
    end: float = 1.0
    mode: Mode = Mode.BALANCED
    parameters: Parameters = ()
    prompt: str = ""
    sha256: str = ""

    def __post_init__(self) -> None:
        check_all(self, _CHECKS)
        if self.end < self.start:
            raise BadRecipe("A guide's end must not be before its start.")
        if self.prompt and self.role is not Role.REGION:
            raise BadRecipe(f"Only a region has a prompt; {self.name} is a {self.role.value}.")
