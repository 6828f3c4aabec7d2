"""Painting in few steps: by which adapter, whether it is in use, or which one can be had."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..knobs.knobs import Knobs
from ..knobs.known import AdapterInfo, Known, in_use
from ..knobs.models import ModelInfo, used_model
from ..knobs.own import let_go
from ..knobs.tags import untagged
from .catalogue import Catalogue, LibraryModel

FEW = 10
"""Most steps of what is fast."""
_BEST = 6
"""Steps that such adapters do best with: fewer are coarse."""
_SET = ("sampler", "schedule", "steps", "cfg")
"""Fields of `Knobs` that what is fast has of its own."""


@dataclass(frozen=True)
class Fast:
    """How painting in few steps stands.

    by     the adapter that does it, in use or at hand; None: there is none
    on     whether it, another one, or the model itself does so now
    model  whether that is the model itself, which cannot be otherwise
    offer  the model of the catalogue that would do; None: none is known
    """

    by: AdapterInfo | None = None
    on: bool = False
    model: bool = False
    offer: LibraryModel | None = None


def fast_of(
    knobs: Knobs,
    models: Sequence[ModelInfo],
    adapters: Sequence[AdapterInfo],
    catalogue: Catalogue | None,
) -> Fast | None:
    """How it stands with the model that would be used; None where none would be, or none is."""
    model = used_model(knobs, models)
    if model is None:
        return None
    used = [one.info for one in in_use(knobs, adapters) if one.info and one.adapter.unet_strength]
    doing = next((one for one in used if one.is_few_steps), None)
    if doing is not None:
        return Fast(doing, on=True)
    if model.own.steps <= FEW:
        return Fast(on=True, model=True)
    able = [one for one in Known.of(adapters).few_steps if one.usable(model.family)]
    best = min(able, key=lambda one: (abs(one.own["steps"] - _BEST), one.name), default=None)
    if best is not None:
        return Fast(best)
    listed = catalogue.models if catalogue else ()
    offers = [one for one in listed if one.is_few_steps and one.fits(model.family)]
    offer = min(offers, key=lambda one: not one.recommended, default=None)
    return Fast(offer=offer) if offer is not None else None


def faster(knobs: Knobs, by: AdapterInfo) -> Mapping[str, object]:
    """What to turn so that this adapter does it, with its own values."""
    return {"adapters": (*knobs.adapters, by.chosen()), **let_go(*_SET)}


def slower(knobs: Knobs, by: AdapterInfo) -> Mapping[str, object]:
    """What to turn so that it is not in use any more, chosen or in the prompt."""
    names = (by.name, by.alias)
    named = {(by.kind, name) for name in names}
    kept = tuple(one for one in knobs.adapters if one.key not in named)
    prompt = untagged(knobs.prompt, by.kind, names)
    return {"adapters": kept, "prompt": prompt, **let_go(*_SET)}
