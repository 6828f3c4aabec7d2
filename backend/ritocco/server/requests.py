"""The JSON that clients send to the native API: checked by it, and described.

The recipe is not repeated here: `Recipe` checks itself and is described from its own fields.
"""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationError,
    model_validator,
)
from pydantic.config import JsonDict

from ritocco.geometry import Box, Size
from ritocco.recipe.recipe import Recipe
from ritocco.recipe.usual import whole_numbers
from ritocco.server.answers import BadRequest, sentence_of

GUIDE = "guide."
"""What the names of a form's parts begin with that hold guides."""
MOST_SIDE = 100_000
"""Pixels a canvas may measure on a side."""

Side = Annotated[int, Field(ge=1, le=MOST_SIDE)]
Place = Annotated[int, Field(ge=-10 * MOST_SIDE, le=10 * MOST_SIDE)]
Extent = Annotated[int, Field(ge=0, le=10 * MOST_SIDE)]


def recipe_in(data: Any) -> Recipe:
    """The recipe in parsed JSON, in which `6.0` is a whole number. Raises BadRecipe.

    What a model is not told of is as the model says of itself, or the adapters of it.
    """
    if not isinstance(data, dict):
        return Recipe.from_dict(data)
    from ritocco.installed.following import following

    return Recipe.from_dict(following(whole_numbers(data)))


CheckedRecipe = Annotated[Recipe, PlainValidator(recipe_in, json_schema_input_type=Recipe)]
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
"""How the escape of a half character begins; also that of either half of a whole one."""
_CANVAS: Any = {"width": 4000, "height": 3000}


def json_text(name: str) -> JsonDict:
    """The JSON schema of a form's field that holds JSON as text."""
    return {
        "contentMediaType": "application/json",
        "contentSchema": {"$ref": f"#/components/schemas/{name}"},
    }


class Asked(BaseModel):
    """A body from a client: exact types, no field that is not known."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def whole_text(sent: str | bytes) -> bytes:
    """The JSON a client sent, with a question mark for each half character in its texts.

    Names that a document has been given may hold them, and are no reason to refuse its pixels.
    What is no JSON comes back as it is.
    """
    raw = sent.encode(errors="replace") if isinstance(sent, str) else sent
    if not _HALF.search(raw):
        return raw
    try:
        return json.dumps(json.loads(raw), ensure_ascii=False, allow_nan=False).encode(
            errors="replace"
        )
    except (ValueError, RecursionError):
        return raw


Model = TypeVar("Model", bound=Asked)


def json_in(model: type[Model], text: str, name: str) -> Model:
    """What a form's field of this name says, as JSON. Raises BadRequest."""
    try:
        return model.model_validate_json(whole_text(text))
    except ValidationError as error:
        raise BadRequest(sentence_of(error.errors(), name)) from None


class SizeIn(Asked):
    """A canvas in pixels."""

    width: Side = Field(examples=[4000])
    height: Side = Field(examples=[3000])

    def value(self) -> Size:
        """As geometry."""
        return Size(self.width, self.height)


class BoxIn(Asked):
    """A rectangle in pixels of the canvas; may reach beyond it."""

    x: Place = Field(examples=[1000])
    y: Place = Field(examples=[700])
    width: Extent = Field(examples=[300])
    height: Extent = Field(examples=[240])

    def value(self) -> Box:
        """As geometry."""
        return Box(self.x, self.y, self.width, self.height)


class LayoutIn(Asked):
    """What one raw pixel is made of, little endian, rows without gaps, alpha last and straight.

    `order` is the order of the colour channels in memory: "bgra" for Krita's 8 and 16 bit
    pixels, with or without alpha; it means nothing for grey.
    """

    model: Literal["grey", "rgb"]
    depth: Literal["u8", "u16", "f16", "f32"]
    alpha: bool
    order: Literal["rgba", "bgra"] = "rgba"


class GuideIn(Asked):
    """What the pixels in the form's part `guide.NAME` are: a file, or raw where `layout` is given.

    A hint or a region has the size of the part of the canvas that is sent with it; a reference
    sent raw may have a `size` of its own. Raw pixels of the document's own model and depth are
    in its profile, others in sRGB. What they mean says the guide of that name in the recipe.
    """

    layout: LayoutIn | None = None
    size: SizeIn | None = None


GuideName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class DocumentIn(Asked):
    """What the sent pixels are: the part `box` of a canvas; raw where `layout` is given.

    Without `box`, or without `canvas`, the pixels are the whole canvas. `name` is kept with
    the result, so that the history of one document can be asked for; `note` comes back with
    the result as it was sent. `guides` says of each guide what its pixels are; it may leave
    out those that are files.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "portrait.kra",
                    "canvas": _CANVAS,
                    "box": {"x": 900, "y": 640, "width": 640, "height": 512},
                    "layout": {"model": "rgb", "depth": "u8", "alpha": True, "order": "bgra"},
                }
            ]
        }
    )

    canvas: SizeIn | None = None
    box: BoxIn | None = None
    name: Annotated[str, Field(max_length=1000)] = ""
    note: Annotated[str, Field(max_length=4000)] = ""
    layout: LayoutIn | None = None
    guides: Annotated[dict[GuideName, GuideIn], Field(max_length=100)] = {}


Coordinate = Annotated[float, Field(ge=-10 * MOST_SIDE, le=10 * MOST_SIDE, allow_inf_nan=False)]
Points = Annotated[list[tuple[Coordinate, Coordinate]], Field(max_length=20_000)]


class HintIn(Asked):
    """Which object is meant, in pixels of what is sent: a `stroke` across, or points `around` it.

    A stroke may be one point, and has a `width`; what goes around has three points at least.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"stroke": [[410, 300], [460.5, 420]], "width": 10},
                {"around": [[200, 90], [740, 90], [740, 690], [200, 690]]},
            ]
        }
    )

    stroke: Annotated[Points, Field(min_length=1)] | None = None
    around: Annotated[Points, Field(min_length=3)] | None = None
    width: Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False)] = 8.0

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.stroke is None) == (self.around is None):
            raise ValueError("send a stroke, or points around the object")
        return self


class PlanIn(Asked):
    """What a client wants to know the cost of: a recipe, and the bounds of the selection."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "recipe": {"kind": "fill", "seed": 7, "soften": 6},
                    "canvas": _CANVAS,
                    "selection": {"x": 1000, "y": 700, "width": 300, "height": 240},
                }
            ]
        }
    )

    recipe: CheckedRecipe
    canvas: SizeIn
    selection: BoxIn
