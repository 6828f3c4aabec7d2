"""What to say when a model that is needed is not here: which, how large, how to get it."""

from __future__ import annotations

from ritocco.errors import MissingModel
from ritocco.library.catalogue import Catalogue
from ritocco.library.catalogue_model import CatalogueModel
from ritocco.library.kinds import ModelKind
from ritocco.library.sizes import size_text


def missing(model: CatalogueModel, need: str = "") -> MissingModel:
    """The error for a model that can be fetched; `need` is who needs it, as a sentence begins."""
    begin = f"{need} {model.title}" if need else model.title
    has = ", which is not here" if need else " is not here"
    size = f" ({size_text(model.bytes)})" if model.bytes else ""
    return MissingModel(f"{begin}{size}{has}. {how_to_get(model)}", model.id)


def how_to_get(model: CatalogueModel) -> str:
    """What to do to have it."""
    return (
        f"Get it with `ritocco models get {model.id}` or on the dock's page of models; a file you "
        "have goes in with `ritocco models add FILE`."
    )


def none_here(kind: ModelKind, problem: str, instead: str = "") -> MissingModel:
    """The error where there is no model of a kind at all: the one to begin with is offered.

    problem, instead  what comes before and after the offer, as sentences
    """
    offered = Catalogue.usual().of(kind)
    if not offered:
        return MissingModel(f"{problem} {instead}".strip())
    first = offered[0]
    size = f"{size_text(first.bytes)}, " if first.bytes else ""
    return MissingModel(
        f"{problem} The one to begin with is {first.title} ({size}{first.licence.title}). "
        f"{how_to_get(first)} {instead}".strip(),
        first.id,
    )
