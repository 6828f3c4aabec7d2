"""What to say when a model that is needed is not here: which, how large, how to get it."""

from __future__ import annotations

from ritocco.errors import MissingModel
from ritocco.library.catalogue import Catalogue
from ritocco.library.catalogue_model import CatalogueModel
from ritocco.library.kinds import ModelKind
from ritocco.sentence import Sentence, one_after_another
from ritocco.sizes import size_text


def missing(model: CatalogueModel, need: Sentence | None = None) -> MissingModel:
    """The error for a model that can be fetched.

    need  who needs it, as a sentence begins
    """
    title: str = model.title
    if model.bytes:
        title = Sentence("{model} ({size})", model=model.title, size=size_text(model.bytes))
    lacks = Sentence("{model} is not here.", model=title)
    if need:
        lacks = Sentence("{need} {model}, which is not here.", need=need, model=title)
    return MissingModel(one_after_another(lacks, how_to_get(model)), model.id)


def how_to_get(model: CatalogueModel) -> Sentence:
    """What to do to have it."""
    return Sentence(
        "Get it with `ritocco models get {model}` or on the dock's page of models; a file you have "
        "goes in with `ritocco models add FILE`.",
        model=model.id,
    )


def none_here(kind: ModelKind, problem: Sentence, instead: str = "") -> MissingModel:
    """The error where there is no model of a kind at all: the one to begin with is offered.

    problem, instead  what comes before and after the offer, as sentences
    """
    offered = Catalogue.usual().of(kind)
    if not offered:
        return MissingModel(one_after_another(problem, instead))
    first = offered[0]
    licence: str = first.licence.title
    if first.bytes:
        licence = Sentence("{size}, {licence}", size=size_text(first.bytes), licence=licence)
    begin = Sentence(
        "The one to begin with is {model} ({licence}).", model=first.title, licence=licence
    )
    return MissingModel(one_after_another(problem, begin, how_to_get(first), instead), first.id)
