"""A request with all that is said elsewhere put in: its infotext, styles, and options.

As the web UI has it: what a request says itself goes before its infotext, styles are put around the
prompts, and where extra networks are disabled what prompts name of them is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from ritocco.diffusion.prompt.tags import without_tags
from ritocco.errors import NotFound
from ritocco.library.kinds import ModelKind
from ritocco.recipe.recipe import Kind
from ritocco.sentence import Sentence
from ritocco.server.answers import BadRequest, sentence_of
from ritocco.server.webui.names import file_called
from ritocco.server.webui.option_table import OptionTable
from ritocco.server.webui.options import Options
from ritocco.server.webui.requests import Painting
from ritocco.server.webui.styles import styled
from ritocco.webui.infotext import Infotext, read
from ritocco.webui.parameters import REQUESTED
from ritocco.webui.reading import understood_here

P = TypeVar("P", bound=Painting)
_NAMES = {place: name for name, place in REQUESTED.items()}
_SIZE = re.compile(r"(\d{1,5})x(\d{1,5})")
_ALSO_SAID = {"sampler_index": "sampler_name"}
"""Another name of a field."""
_NONE = "none"
_TAGS = {"sd_hypernetwork": "hypernet", "sd_lora": "lora"}
"""Options that name a file for every picture -> the kind of tag that does so in a prompt."""
_ANOTHER = Sentence("The model of the infotext is not here; the one that is in use painted.")


@dataclass(frozen=True, slots=True)
class Settled(Generic[P]):
    """The request, and what was taken otherwise than it was asked for."""

    asked: P
    hints: tuple[str, ...] = ()


def settled(asked: P, kind: Kind, options: Options, home: Path | None) -> Settled[P]:
    """The request with everything in it. Options that it wants kept are kept.

    home  the data folder

    Raises BadRecipe for an infotext that cannot be used, BadRequest and NotFound for options.
    """
    hints: list[str] = []
    if asked.infotext:
        asked = _with(asked, _by_infotext(asked, read(asked.infotext), kind, hints))
    if not asked.override_settings_restore_afterwards:
        options.set(asked.override_settings)
    prompt, negative, others = styled(asked.prompt, asked.negative_prompt, asked.styles, home)
    if asked.disable_extra_networks:
        prompt, negative = without_tags(prompt), without_tags(negative)
    else:
        prompt += "".join(_tags(prompt, asked, options))
    words = {"prompt": prompt, "negative_prompt": negative}
    return Settled(asked.model_copy(update=words), (*hints, *others))


def _with(asked: P, fields: dict[str, Any]) -> P:
    """The request with these fields. Raises BadRequest where one cannot be used."""
    try:
        return type(asked).model_validate({**asked.model_dump(exclude_unset=True), **fields})
    except ValidationError as error:
        raise BadRequest(sentence_of(error.errors(), "infotext")) from None


def _by_infotext(asked: Painting, text: Infotext, kind: Kind, hints: list[str]) -> dict[str, Any]:
    """The fields that an infotext says and the request does not; adds to the hints."""
    said = {_ALSO_SAID.get(name, name) for name in asked.model_fields_set}
    given = {REQUESTED[name]: getattr(asked, name) for name in said & set(REQUESTED)}
    told = understood_here(text, kind, given)
    hints += told.hints
    override = dict(asked.override_settings)
    fields: dict[str, Any] = {}
    for name, value in _named(told.data):
        if name in type(asked).model_fields:
            fields[name] = value
        elif name in OptionTable.model_fields:
            override.setdefault(name, value)
    if "sd_model_checkpoint" not in asked.override_settings:
        override.pop("sd_model_checkpoint", None)
        override |= _model(text, hints)
    size = _SIZE.fullmatch(text.fields.get("Size", ""))
    for name, side in zip(("width", "height"), size.groups() if size else (), strict=False):
        if name not in said:
            fields[name] = int(side)
    return {**fields, "override_settings": override}


def _named(data: Any) -> Iterator[tuple[str, Any]]:
    """What is said of a recipe, by the names that requests have for it."""
    for part, value in data.items():
        inner = value.items() if isinstance(value, dict) else ()
        for place, held in ((f"{part}.{name}", one) for name, one in inner):
            if place in _NAMES:
                yield _NAMES[place], held
        if part in _NAMES:
            yield _NAMES[part], value


def _model(text: Infotext, hints: list[str]) -> dict[str, str]:
    """The option for the model that an infotext names, where that is here."""
    name, summed = text.fields.get("Model", ""), text.fields.get("Model hash", "")
    title = f"{name} [{summed}]" if summed and "[" not in name else name
    if not title:
        return {}
    try:
        return {"sd_model_checkpoint": file_called(ModelKind.MODEL, title).name}
    except NotFound:
        hints.append(_ANOTHER)
        return {}


def _tags(prompt: str, asked: Painting, options: Options) -> Iterator[str]:
    """Tags for the files that options name for every picture, but for those that it names."""
    strength = options.value("extra_networks_default_multiplier", asked.override_settings)
    for option, kind in _TAGS.items():
        name = str(options.value(option, asked.override_settings)).strip()
        if name and name.lower() != _NONE and f"<{kind}:{name}:" not in prompt:
            yield f"<{kind}:{name}:{strength:g}>"
