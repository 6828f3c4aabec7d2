"""The fields of a picture's parameters, the web UI's names and ours: one table for both ways.

The names stand in the rows of the recipe's fields; here is what is special about some.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from ritocco.errors import BadRecipe
from ritocco.installed.own_values import own_values
from ritocco.recipe.recipe import Diffusion, Kind, Recipe
from ritocco.recipe.seeds import SEEDS, seed_of
from ritocco.recipe.usual import KNOBS
from ritocco.recipe.usual import usual as usual_of
from ritocco.webui import hires, spelling
from ritocco.webui.field_names import NAMES
from ritocco.webui.infotext import Infotext
from ritocco.webui.nearest import nearest
from ritocco.webui.told import Told

SIZES = frozenset(name.removesuffix("-1") for name in NAMES if name.endswith("-1"))
"""Fields of two numbers, `512x768`: the web UI reads them as two, whose names end in -1 and -2."""
OLDER = {"CFG Rescale φ": "CFG Rescale", "CFG Rescale phi": "CFG Rescale"}
"""What earlier releases of the web UI and its extensions wrote -> the name of today."""
_NOT_SAID = frozenset({"", "None", "none", "null", "undefined"})
"""What programs write where they have no value."""
_OWN_VAE = frozenset({"Automatic", "automatic", "Default", "default"})
"""What they write for the model's own VAE."""
_TWO_PASSES = ("Hires ", "First pass size")
"""How the names of fields begin that tell of a second pass, to which the strength belongs."""
_ALSO_USED = {
    "ADetailer": ("ADetailer",),
    "ControlNet": ("ControlNet",),
    "a refiner": ("Refiner", "Second pass model"),
    "face restoration": ("Face restoration",),
    "FreeU": ("FreeU", "freeu", "FreeU_"),
    "regional prompts": ("RP Active", "Regional Prompter", "Region"),
    "dynamic thresholding": ("Dynamic thresholding", "dynthres"),
}
"""What changes a picture and is not in our recipes -> how the names of its fields begin."""
_HASH = re.compile(r"\s+\[[0-9a-fA-F]{8,64}\]$")
"""What may follow the name of a model."""
_ALWAYS = frozenset({"Seed", "Steps", "Sampler", "Schedule type", "CFG scale", "Model"})
"""Written whatever they hold; others where that is not what the web UI takes for granted."""


_SPECIAL: dict[str, Callable[[Diffusion], Any]] = {
    "Sampler": spelling.sampler,
    "Schedule type": spelling.schedule,
    "Clip skip": lambda asked: None if asked.clip_skip == 1 else asked.clip_skip,
    "Variation seed": lambda asked: asked.variation_seed if asked.variation_strength else None,
}
"""What is written where that is not the field as it is; None: nothing."""


class Unusable(BadRecipe):
    """A field of a text that says no value.

    place  what it would be in a recipe
    """

    def __init__(self, name: str, text: str, place: str) -> None:
        super().__init__(
            "The recipe's {name} is {text}, which cannot be used; give --{option} beside it.",
            name=name,
            text=repr(text[:40]),
            option=KNOBS[place].name.replace("_", "-"),
        )
        self.place = place


def written(recipe: Recipe, asked: Diffusion) -> dict[str, str]:
    """What the web UI would write of a recipe and of what its model is asked."""
    fields, kinds = {}, usual_of(recipe.kind, own_values(asked.model))
    for name, place in NAMES.items():
        part, _, ours = place.rpartition(".")
        held = {"": recipe, "diffusion": asked}.get(part) or getattr(recipe, part)
        if held is None:
            continue
        value = getattr(held, ours)
        default = KNOBS[place].default
        usual = name not in _ALWAYS and value == default == kinds.get(place, default)
        shown = _SPECIAL[name](asked) if name in _SPECIAL else None if usual else value
        if shown not in (None, ""):
            fields[name] = spelling.number(shown) if isinstance(shown, float) else str(shown)
    return _joined(fields) | hires.written(recipe)


def _joined(fields: Mapping[str, str]) -> dict[str, str]:
    """Fields in which the two of a size stand as one, `512x768`."""
    joined = {name: text for name, text in fields.items() if not name.endswith(("-1", "-2"))}
    for name in SIZES:
        width, height = fields.get(f"{name}-1", "0"), fields.get(f"{name}-2", "0")
        if (width, height) != ("0", "0"):
            joined[name] = f"{width}x{height}"
    return joined


def _parted(fields: Mapping[str, str]) -> dict[str, str]:
    """Fields in which a size is two, as the web UI reads it."""
    parted = dict(fields)
    for name in SIZES & set(fields):
        if match := re.fullmatch(r"(\d{1,9})x(\d{1,9})", fields[name]):
            parted[f"{name}-1"], parted[f"{name}-2"] = match.groups()
    return parted


def understood(
    infotext: Infotext, kind: Kind, given: Mapping[str, Any] = MappingProxyType({})
) -> Told:
    """What such a text says of a recipe of this kind, since it does not say what was done.

    given  what somebody else says, by its place in the recipe: it is left away here

    Raises BadRecipe where a value cannot be used.
    """
    told: dict[str, Any] = {
        "diffusion.prompt": infotext.prompt,
        "diffusion.negative": infotext.negative,
    }
    fields, hints = _meant(infotext.fields, kind)
    second = _second_pass(fields, kind, hints)
    if "upscale.model" in given:  # a network that is asked for draws
        second.pop("upscale.strength", None)
    asked = str(given.get("diffusion.sampler") or fields.get("Sampler", ""))
    spacing = "" if "diffusion.schedule" in given else fields.get("Schedule type", "")
    sampler, schedule, others = nearest(asked, spacing)
    fields |= {"Sampler": sampler, "Schedule type": schedule}
    hints += others
    plain = {NAMES[name]: (name, text) for name, text in fields.items() if name in NAMES}
    for place, (name, text) in {**plain, **second}.items():
        if place not in given and text not in _NOT_SAID:
            told[place] = _value(name, place, text)
    data: dict[str, Any] = {"diffusion": {}}
    for place, value in told.items():
        part, _, ours = place.rpartition(".")
        if place not in given:
            (data.setdefault(part, {}) if part else data)[ours] = value
    return Told(data, tuple(hints), draws=True)


def _second_pass(
    fields: dict[str, str], kind: Kind, hints: list[str]
) -> dict[str, tuple[str, str]]:
    """Place -> field and text of what the fields tell of a second pass, which are taken out of
    them; adds to the hints where that is left away."""
    told = [name for name in fields if _is_second(name)]
    if not told:
        return {}
    ours = {name: fields.pop(name) for name in (*told, hires.STRENGTH) if name in fields}
    if kind is Kind.GENERATE and hires.tells(ours):
        places, others = hires.understood(ours)
        hints += others
        return places
    hints.append(
        "The recipe's picture was painted small and then enlarged (hires fix); that is not "
        "done again, and its denoising strength is left away."
    )
    return {}


def _meant(fields: Mapping[str, str], kind: Kind) -> tuple[dict[str, str], list[str]]:
    """The fields by today's names, without those that speak of something else; hints."""
    meant = _parted({OLDER.get(name, name): text for name, text in fields.items()})
    hints = []
    if meant.get("VAE") in _OWN_VAE:
        del meant["VAE"]
    strength, twice = meant.get(hires.STRENGTH, ""), any(map(_is_second, meant))
    if kind is Kind.GENERATE and not twice and meant.pop(hires.STRENGTH, "1") not in ("1", "1.0"):
        hints.append(
            f"The recipe's denoising strength {strength} belongs to the picture it began with; "
            "generate begins with nothing."
        )
    used = [words for words, begins in _ALSO_USED.items() if _names(meant, begins)]
    if used:
        hints.append(f"The recipe's picture was made with {', '.join(used)} too; that is not done.")
    return meant, hints


def _is_second(name: str) -> bool:
    """Whether a field tells of a second pass."""
    return name.startswith(_TWO_PASSES)


def _names(fields: Mapping[str, str], begins: tuple[str, ...]) -> bool:
    """Whether one of the fields is called so, or begins so, and says something."""
    return any(name.startswith(begins) and text not in _NOT_SAID for name, text in fields.items())


def _value(name: str, place: str, text: str) -> Any:
    """The value of a field. Raises BadRecipe, naming it as the text does."""
    row = KNOBS[place]
    try:
        value = row.read(_HASH.sub("", text) if name == "Model" else text)
        value = seed_of(value) if place in SEEDS else value
    except (ValueError, OverflowError):
        raise Unusable(name, text, place) from None
    return row.checked(value, name)
