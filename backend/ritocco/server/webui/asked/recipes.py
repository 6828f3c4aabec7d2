"""A request of the web UI -> a recipe: its plain fields by the table of names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ritocco.installed.following import following
from ritocco.installed.naming import named
from ritocco.recipe.recipe import Kind, Recipe
from ritocco.recipe.seeds import seed_of
from ritocco.recipe.usual import KNOBS
from ritocco.sentence import Sentence
from ritocco.server.answers import BadRequest
from ritocco.server.webui.asked.clip_skip import nearest_layer
from ritocco.server.webui.asked.faces import faces_of
from ritocco.server.webui.asked.options import Options
from ritocco.server.webui.asked.passed_over import passed_over
from ritocco.server.webui.asked.requests import Painting
from ritocco.server.webui.asked.scripts import check_scripts
from ritocco.webui.field_names import REQUESTED
from ritocco.webui.nearest import nearest

USUAL_SAMPLER = "euler"
"""Of requests that name none that is known."""
_APART = "second_pass."
"""What counts only where it is asked for by another field, and is told by `also`."""
_CALLED = {
    **{place: name for name, place in REQUESTED.items()},
    "second_pass.strength": "denoising_strength",
    "upscale.factor": "hr_scale",
    "upscale.width": "hr_resize_x",
    "upscale.height": "hr_resize_y",
}
"""Place -> what a client calls it, for the errors that it hears."""
_MODEL, _CLIP = "sd_model_checkpoint", "CLIP_stop_at_last_layers"
_SEEDS = ("seed", "subseed")
_SIDES = ("seed_resize_from_w", "seed_resize_from_h")


def recipe_of(
    asked: Painting, kind: Kind, options: Options, also: Iterable[tuple[str, Any]] = ()
) -> tuple[Recipe, tuple[str, ...]]:
    """The recipe of one picture of this kind, and hints; prompts are looked up.

    also  further values, by their place in a recipe; they win

    Raises BadRecipe, NotFound, BadRequest.
    """
    check_scripts(asked)
    said: dict[str, Any] = asked.model_dump(include=set(REQUESTED))
    said |= options.asked_for(asked.override_settings)
    skipped: tuple[Sentence, ...] = ()
    if said[_CLIP]:
        said[_CLIP], skipped = nearest_layer(said[_MODEL], said[_CLIP])
    sampler, schedule, hints = nearest(
        asked.sampler_name or asked.sampler_index, asked.scheduler or "", USUAL_SAMPLER
    )
    said |= {"sampler_name": sampler, "scheduler": schedule}
    if not asked.subseed_strength:  # then it counts for nothing, and none is drawn
        said["subseed"] = None
    for name in _SEEDS:
        if said[name] is not None:
            said[name] = _seed(name, said[name])
    said |= {name: max(said[name], 0) for name in _SIDES}  # less is none
    data: dict[str, Any] = {"kind": kind.value, "diffusion": {}}
    places = {REQUESTED[name]: value for name, value in said.items() if value is not None}
    places = {place: value for place, value in places.items() if not place.startswith(_APART)}
    faces, more = faces_of(asked, options)
    places |= {**faces, **dict(also)}
    _check(places)
    for place, value in places.items():
        part, _, name = place.rpartition(".")
        (data.setdefault(part, {}) if part else data)[name] = value
    found = named(Recipe.from_dict(following(data)))
    told = (*hints, *skipped, *passed_over(asked, sampler), *more, *found.hints)
    return found.recipe, told


def _check(places: Mapping[str, Any]) -> None:
    """Raise BadRecipe for a value that none can be, by its client's name."""
    for place, name in _CALLED.items():
        if places.get(place) is not None:
            KNOBS[place].checked(places[place], name)


def _seed(name: str, number: int) -> int:
    try:
        return seed_of(number)
    except ValueError:
        raise BadRequest("{name} has more than 64 bits.", name=name) from None
