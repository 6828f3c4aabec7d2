"""A request with what its infotext says: the web UI's text of a picture, sent in place of fields.

What a request says itself goes before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from pydantic import ValidationError

from ritocco.errors import NotFound
from ritocco.library.kinds import ModelKind
from ritocco.recipe.recipe import Kind
from ritocco.sentence import Sentence
from ritocco.server.answers import BadRequest, sentence_of
from ritocco.server.webui.asked.area import area_read
from ritocco.server.webui.asked.names import file_called
from ritocco.server.webui.asked.option_table import OptionTable
from ritocco.server.webui.asked.requests import Painting
from ritocco.webui.field_names import REQUESTED
from ritocco.webui.infotext import Infotext, read
from ritocco.webui.parameters import Unusable
from ritocco.webui.reading import understood_here

P = TypeVar("P", bound=Painting)
_MODEL = "sd_model_checkpoint"
_NAMES = {place: name for name, place in REQUESTED.items()}
_PLAIN = "Lanczos"
"""The upscaler that is no network."""
_SIZE = re.compile(r"(\d{1,5})x(\d{1,5})")
_ALSO_SAID = {"sampler_index": "sampler_name"}
"""Another name of a field."""
_ANOTHER = Sentence("The model of the infotext is not here; the one that is in use painted.")


def with_infotext(asked: P, kind: Kind) -> tuple[P, tuple[str, ...]]:
    """The request with the fields that its infotext says and it does not; hints.

    A model that is not here is one of these, since such texts come from anywhere. Raises BadRecipe
    or BadRequest for what cannot be used.
    """
    if not asked.infotext:
        return asked, ()
    text, mine = read(asked.infotext), asked.model_dump(exclude_unset=True)
    places = {_ALSO_SAID.get(name, name): value for name, value in mine.items()}
    given = {REQUESTED[name]: value for name, value in places.items() if name in REQUESTED}
    try:
        told = understood_here(text, kind, given)
    except Unusable as error:
        raise BadRequest(
            "The infotext's {name} is {text}, which cannot be used; say {field} beside it.",
            **error.sentence.values,
            field=_NAMES.get(error.place, error.place),
        ) from None
    hints, said = told.hints, dict(_named(told.data))
    options = {name: said[name] for name in said if name in OptionTable.model_fields}
    if _MODEL in options:
        try:
            options[_MODEL] = file_called(ModelKind.MODEL, _title(text)).name
        except NotFound:
            hints = (*hints, _ANOTHER)
            del options[_MODEL]
    options |= asked.override_settings
    try:
        whole = type(asked).model_validate(
            {
                **_size(text),
                **area_read(text.fields),
                **said,
                **_second(told.data),
                **mine,
                "override_settings": options,
            }
        )
    except ValidationError as error:
        raise BadRequest(sentence_of(error.errors(), "infotext")) from None
    return whole, hints


def _named(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What is said of a recipe, by the names that requests have for it."""
    for part, value in data.items():
        inner = value.items() if isinstance(value, dict) else ()
        places = {part: value, **{f"{part}.{name}": held for name, held in inner}}
        yield from ((_NAMES[place], held) for place, held in places.items() if place in _NAMES)


def _second(data: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a second pass that no row of a recipe has a name for."""
    second, upscale = data.get("second_pass"), data.get("upscale", {})
    if not second:
        return {}
    return {
        "enable_hr": True,
        "denoising_strength": second.get("strength"),
        "hr_upscaler": upscale.get("model", _PLAIN),
        "hr_scale": upscale.get("factor"),
        "hr_resize_x": upscale.get("width"),
        "hr_resize_y": upscale.get("height"),
    }


def _title(text: Infotext) -> str:
    """The model that it names, as a client would."""
    name, summed = text.fields.get("Model", ""), text.fields.get("Model hash", "")
    return f"{name} [{summed}]" if summed and "[" not in name else name


def _size(text: Infotext) -> dict[str, int]:
    size = _SIZE.fullmatch(text.fields.get("Size", ""))
    return {"width": int(size[1]), "height": int(size[2])} if size else {}
