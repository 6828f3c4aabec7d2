"""The recipe that the knobs make, and the knobs that make a recipe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..errors import DockError
from ..geometry import Sides
from ..words import say
from .knob import Knob
from .knobs import KNOBS, RANDOM, SURROUNDINGS, Knobs
from .models import ModelInfo, model_of

CONTINUING = ("fill", "outpaint")
"""Kinds that continue the surroundings where there is no model."""


def recipe_of(knobs: Knobs, models: Sequence[ModelInfo], seed: int) -> dict[str, Any]:
    """The backend's recipe for these knobs; `seed` is the one to use. Raises DockError."""
    task = knobs.about
    model = model_of(knobs, models)
    kind = task.kinds[0] if model else task.kinds[1]
    if kind == "outpaint" and not knobs.extend:
        message = say("Say by how much: enter pixels or percent for a side.")
        raise DockError(message, "no_sides")
    chosen = not model and kind in CONTINUING and knobs.seed != RANDOM
    meant = replace(
        knobs,
        seed=seed,
        candidate=knobs.candidate if chosen else 0,
        model=model,
        prompt=knobs.prompt if task.prompts else "",
        negative=knobs.negative if task.prompts else "",
        content=task.content or knobs.content,
        adapters=knobs.adapters if model else (),
        extend=knobs.extend if kind == "outpaint" else Sides(),
    )
    recipe: dict[str, Any] = {"kind": kind}
    parts = {
        "": recipe,
        **({"diffusion": {}} if model else {}),
        **({kind: {}} if kind in ("upscale", "faces") else {}),
    }
    for row in KNOBS.values():
        value = getattr(meant, row.name)
        if row.none is not None and value == row.none:
            continue
        for place in row.places:
            part, _, name = place.rpartition(".")
            if part in parts:
                parts[part][name] = row.plain(value)
    return {**recipe, **{name: part for name, part in parts.items() if name}}


def knobs_of(recipe: Mapping[str, Any], task: str, base: Knobs) -> Knobs:
    """The knobs that make this recipe again: "copy to the dock" of a result."""
    values = {row.name: _told(recipe, row) for row in KNOBS.values()}
    asked = recipe.get("diffusion")
    values |= {"task": task, "batch": 1, "detail": task == "upscale" and bool(asked)}
    if not asked:
        values["model"] = SURROUNDINGS
    knobs = Knobs.from_dict(values, base)
    # What the task decides says nothing about what the artist wants of others.
    return replace(knobs, content=base.content) if knobs.about.content else knobs


def _told(recipe: Mapping[str, Any], row: Knob) -> Any:
    """What a recipe says of this knob; None where it has no part that could.

    A recipe older than a knob was made as if that stood where it usually does.
    """
    for place in row.places:
        part, _, name = place.rpartition(".")
        values = recipe.get(part) if part else recipe
        if values is not None:
            value = values.get(name)
            untold = row.usual if row.none is None else row.none
            return untold if value is None else value
    return None
