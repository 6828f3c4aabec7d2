"""The fields of a picture's parameters, the web UI's names and ours: one table for both ways.

The names stand in the rows of the recipe's fields; here is what is special about some.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ritocco.errors import BadRecipe
from ritocco.recipe.recipe import Diffusion, Kind, Recipe
from ritocco.recipe.usual import KNOBS

NAMES = {row.knob.infotext: place for place, row in KNOBS.items() if row.knob and row.knob.infotext}
"""The web UI's name of a field -> the place in a recipe: `Steps` -> `diffusion.steps`."""
OLDER = {"CFG Rescale φ": "CFG Rescale", "CFG Rescale phi": "CFG Rescale"}
"""What earlier releases of the web UI and its extensions wrote -> the name of today."""
_ALWAYS = frozenset({"Seed", "Steps", "Sampler", "Schedule type", "CFG scale", "Model"})
"""Written whatever they hold; others where that is not what the web UI takes for granted."""


def _sampler(asked: Diffusion) -> str:
    from ritocco.diffusion.samplers import SAMPLERS, choose

    return SAMPLERS[choose(asked.sampler, asked.schedule or None)[0]].name


def _schedule(asked: Diffusion) -> str:
    from ritocco.diffusion.samplers import choose

    return choose(asked.sampler, asked.schedule or None)[1].value.replace("_", " ").title()


_SPECIAL: dict[str, Callable[[Diffusion], Any]] = {
    "Sampler": _sampler,
    "Schedule type": _schedule,
    "Clip skip": lambda asked: None if asked.clip_skip == 1 else asked.clip_skip,
    "Variation seed": lambda asked: asked.variation_seed if asked.variation_strength else None,
}
"""What is written where that is not the field as it is; None: nothing."""


def written(recipe: Recipe, asked: Diffusion) -> dict[str, str]:
    """What the web UI would write of a recipe and of what its model is asked."""
    fields = {}
    for name, place in NAMES.items():
        part, _, ours = place.rpartition(".")
        value = getattr(asked if part else recipe, ours)
        usual = name not in _ALWAYS and value == KNOBS[place].default
        shown = _SPECIAL[name](asked) if name in _SPECIAL else None if usual else value
        if shown not in (None, ""):
            fields[name] = f"{shown:g}" if isinstance(shown, float) else str(shown)
    return fields


def understood(fields: Mapping[str, str], prompt: str, negative: str, kind: Kind) -> Recipe:
    """The recipe of such fields: they do not say what was done, so `kind` does.

    Raises BadRecipe where a value cannot be used.
    """
    # Where the web UI says no strength it painted all.
    asked: dict[str, Any] = {"model": "", "prompt": prompt, "negative": negative, "strength": 1.0}
    recipe: dict[str, Any] = {"kind": kind, "diffusion": asked}
    for name, text in fields.items():
        place = NAMES.get(OLDER.get(name, name))
        if place is None:
            continue
        part, _, ours = place.rpartition(".")
        try:
            (recipe[part] if part else recipe)[ours] = KNOBS[place].read(text)
        except ValueError as error:
            raise BadRecipe(
                f"The picture's parameters hold a value that is none: {error}."
            ) from None
    return Recipe.from_dict(recipe)
