"""What a model that has just arrived is put to: the first one paints at once."""

from __future__ import annotations

from collections.abc import Sequence

from ..knobs.knobs import AUTOMATIC, Knobs
from ..knobs.known import AdapterInfo, taken
from ..knobs.models import ModelInfo
from ..message import Message, Remedy, Tone
from ..words import say
from .catalogue import LibraryModel

PAINTS = "model"
"""The kind of model that paints."""


def is_first(model: LibraryModel, before: Sequence[ModelInfo]) -> bool:
    """Whether it is the first to paint with; a demonstration that came along does not count."""
    others = [one for one in before if not one.problem and not one.shipped]
    return model.kind == PAINTS and all(one.name == model.name for one in others)


def taking_it(knobs: Knobs, before: Sequence[ModelInfo]) -> str:
    """The `model` of knobs that paint with the first model now.

    "Automatic" takes the best there is: this one now, and a better one that comes later.
    """
    named = {one.name for one in before if not one.problem}
    return knobs.model if knobs.model in named else AUTOMATIC


def using(knobs: Knobs, model: LibraryModel, adapters: Sequence[AdapterInfo]) -> dict[str, object]:
    """What to turn so that a model of the library is used: by name, or beside the one that paints.

    adapters  those the backend has; one that it has yet to tell of changes nothing
    """
    if not model.is_adapter:
        return {"model": model.name}
    key = (model.kind, model.name)
    info = next((one for one in adapters if one.key == key), None)
    return taken(knobs, info) if info is not None else {}


def news(model: LibraryModel, first: bool, family: str = "") -> Message:
    """What the artist is told.

    family  of the model that paints now: an adapter that fits it can be used at once
    """
    if model.is_adapter and not model.problem and model.fits(family):
        text = say("{model} is here. Use it with the next press?", model=model.title)
        return Message(text, Tone.DONE, Remedy.USE, model.id)
    if first:
        message = say(
            "{model} is here and paints from now on. Say what should be there, and fill.",
            model=model.title,
        )
    else:
        message = say("{model} is here.", model=model.title)
    return Message(message, Tone.DONE, about=model.id)
