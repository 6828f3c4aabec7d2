"""A picture that steers a model beside the prompt, as a value of the recipe."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer

from ritocco.errors import BadRecipe
from ritocco.plain import shown
from ritocco.recipe.ranges import File, Hash, Prompt, Share
from ritocco.recipe.rows import Must, check, row_of
from ritocco.sentence import Sentence

Scalar = bool | int | float | str
Parameters = tuple[tuple[str, Scalar], ...]
"""Pairs of a name and a value, by name; an object in JSON."""

MOST_PARAMETERS = 30
LARGEST = 1e9
_KEY = row_of("name", Annotated[str, Field(max_length=64)])
_TEXT = row_of("text", Annotated[str, Field(max_length=1000)])
_NUMBER = row_of("number", Annotated[float, Field(ge=-LARGEST, le=LARGEST)])


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


def _parameters(value: Any) -> Parameters:
    """A mapping, or its pairs, as pairs in order."""
    try:
        given: dict[str, Any] = dict(value)
    except (TypeError, ValueError):
        raise BadRecipe(
            "parameters must be a JSON object, not {value}.", value=shown(value)
        ) from None
    if len(given) > MOST_PARAMETERS:
        raise BadRecipe(
            "parameters must hold at most {most} values.",
            most=MOST_PARAMETERS,
        )
    for key, each in given.items():
        _KEY.checked(key, "a name in parameters")
        if not isinstance(each, bool):
            (_TEXT if isinstance(each, str) else _NUMBER).checked(each, f"parameters.{key}")
    return tuple(sorted(given.items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """One guide and how strictly it is followed. Raises BadRecipe, naming the field."""

    name: Annotated[
        str,
        Field(
            pattern="^[A-Za-z0-9_-]{1,64}$",
            description="of its pixels in the document, `guide.NAME` on the wire",
        ),
        Must(Sentence("1 to 64 letters (a to z), digits, - or _")),
    ]
    role: Annotated[Role, Field(description="what its pixels are")] = Role.HINT
    method: Annotated[
        str,
        Field(
            max_length=64,
            description="how they are read: what makes the map of a hint, as canny (empty: they "
            "are the map); how a reference acts, as attention or ip; empty for a region",
        ),
    ] = ""
    model: Annotated[
        File,
        Field(
            description="a network in the models folder, or a file; empty where none is needed",
        ),
    ] = ""
    weight: Annotated[
        float, Field(ge=0, le=2, description="how strictly it is followed; 0: not at all")
    ] = 1.0
    start: Annotated[
        Share, Field(description="the part of the steps in which it acts: from ...")
    ] = 0.0
    end: Annotated[Share, Field(description="... to, not before its start")] = 1.0
    mode: Annotated[Mode, Field(description="who wins where it and the prompt disagree")] = (
        Mode.BALANCED
    )
    parameters: Annotated[
        Parameters,
        BeforeValidator(_parameters, json_schema_input_type=dict[str, Scalar]),
        PlainSerializer(dict, return_type=dict[str, Scalar]),
        Field(description="of the method, by name"),
    ] = ()
    prompt: Annotated[Prompt, Field(description="what to paint in a region")] = ""
    sha256: Annotated[Hash, Field(description="of its pixels; empty: not known yet")] = ""

    def __post_init__(self) -> None:
        check(self)
        if self.end < self.start:
            raise BadRecipe("A guide's end must not be before its start.")
        if self.prompt and self.role is not Role.REGION:
            raise BadRecipe(
                "Only a region has a prompt; {name} is a {role}.",
                name=self.name,
                role=self.role.value,
            )
