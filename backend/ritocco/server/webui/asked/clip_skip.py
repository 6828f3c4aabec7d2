"""Layers of the text encoder, which clients count up to twelve whatever the model has."""

from __future__ import annotations

from ritocco.diffusion.families import FAMILIES
from ritocco.diffusion.layouts import text_layers
from ritocco.errors import RitoccoError
from ritocco.installed.families import family_of
from ritocco.library.find import find
from ritocco.library.kinds import ModelKind
from ritocco.library.shelves import Shelves
from ritocco.sentence import Sentence

_NEAREST = Sentence(
    "Clip skip {asked} is more than this model has layers; it was painted with {most}."
)


def nearest_layer(model: str, asked: int) -> tuple[int, tuple[Sentence, ...]]:
    """The layer that is asked for, or the last that a model has, with a hint."""
    most = _layers(model)
    if most is None or asked <= most:
        return asked, ()
    return most, (_NEAREST.with_values(asked=asked, most=most),)


def _layers(model: str) -> int | None:
    """How many it has; None where that is not known, and whatever is wrong is told elsewhere."""
    try:
        path = find(ModelKind.MODEL, model)
        family = family_of(path, Shelves.of_user()).family
        return text_layers(path, FAMILIES[family]) if family else None
    except RitoccoError:
        return None
