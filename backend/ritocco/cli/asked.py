"""Options -> what the studio needs: a recipe and a document."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ritocco import budget
from ritocco.canvas import files
from ritocco.canvas.colour import with_usable_profile
from ritocco.canvas.decode import COPIES
from ritocco.canvas.document import Document
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.cli.knob_option import destination
from ritocco.errors import BadRecipe, MissingModel, NotFound
from ritocco.geometry import Box, Sides, Size
from ritocco.library.kinds import ModelKind
from ritocco.library.model_defaults import ModelDefaults
from ritocco.recipe.recipe import WITHOUT_MODEL, Kind, Recipe
from ritocco.recipe.seeds import SEEDS, drawn, seed_of
from ritocco.recipe.usual import (
    KNOBS,
    PROMPTS,
    for_kind,
    reworded,
    usual,
    whole_numbers,
    with_usual,
)
from ritocco.sentence import Sentence
from ritocco.studio.selection import implied_selection, strong_enough
from ritocco.webui.reading import size_told_by, told_by
from ritocco.webui.told import Told

_NOT_REFINED = (
    "At a scale of 1 the network restores detail and nothing is refined after it, so the recipe's "
    "prompt is not used; refine does that."
)
_MEASURES = ("factor", "width", "height")


def picture_of(options: Namespace) -> Picture:
    """The picture to work on; for `generate`, an empty one."""
    if not hasattr(options, "picture"):
        size, layout = _new_size(options), Layout(ColourModel.RGB, Depth.U8, True)
        need = COPIES * size.area * layout.channels
        budget.check(
            need,
            Sentence("A picture of {size} pixels", size=size),
            Sentence("choose a smaller size"),
        )
        return Picture(np.zeros((size.height, size.width, layout.channels), np.uint8), layout)
    return with_usable_profile(files.load(Path(options.picture)))


def _new_size(options: Namespace) -> Size:
    """The size of a picture that does not exist yet."""
    if options.size:
        return Size(*options.size)
    told = size_told_by(Path(options.recipe)) if options.recipe else None
    if told is None:
        raise BadRecipe("How large is the picture to be? Give --size, as 768x512.")
    return told


def document_of(options: Namespace, picture: Picture, recipe: Recipe) -> Document:
    """The whole picture with its selection: the mask file, or what goes without saying."""
    name, size = getattr(options, "mask", None), picture.size
    if name:
        selection, transparent = strong_enough(files.load_selection(Path(name), size)), False
    else:
        selection, transparent = implied_selection(recipe.kind, picture)
    return Document(size, Box.of(size), picture, selection, transparent)


def planned_kind(options: Namespace) -> Kind:
    """What is to be planned: as the options say by what they are, else as the recipe does."""
    sides = ("left", "right", "top", "bottom")
    if options.aspect or any(getattr(options, side) != "0" for side in sides):
        return Kind.OUTPAINT
    told = Told()
    if options.recipe:
        told = told_by(Path(options.recipe), Kind.INPAINT, _given(options))
    says = told.data.get("kind")
    if says in tuple(Kind):
        return Kind(says)
    asks = options.prompt is not None or options.model is not None
    return Kind.INPAINT if asks or told.data.get("diffusion") else Kind.FILL


@dataclass(frozen=True, slots=True)
class Asked:
    """The recipe that was asked for, and what the artist may want to know of how it was read."""

    recipe: Recipe
    hints: tuple[str, ...] = ()


def recipe_of(options: Namespace, kind: Kind, canvas: Size) -> Asked:
    """The recipe the options ask for; options given by name win over a recipe file.

    What neither says is as it usually is for the kind; a seed is drawn, unless the file is a
    recipe of ours.
    """
    given = _given(options)
    told = told_by(Path(options.recipe), kind, given) if options.recipe else Told(draws=True)
    settled = reworded(_settled(told.data), given)
    data = for_kind(settled, kind, _own_values(settled))
    measure = getattr(options, "upscale", None)
    in_place = kind is Kind.UPSCALE and _in_place(measure, data) and not _speaks_of_model(given)
    dropped = data.pop("diffusion", None) if in_place else None
    diffusion = _diffusion(kind, given, data)
    hints = told.hints if diffusion is not None else (_NOT_REFINED,) if dropped else ()
    for name in ("diffusion", "adapters", "guides", "second_pass"):
        if diffusion is None:
            data.pop(name, None)
    if diffusion is not None:
        data.pop("candidate", None)
    parts = {name: _part(data, name) for name in ("faces", "upscale", "second_pass")}
    if diffusion is not None:
        parts["diffusion"] = diffusion
        if told.draws:
            data.setdefault("seed", drawn())
    if measure:
        parts["upscale"] = {**parts["upscale"], **dict.fromkeys(_MEASURES), **measure}
    for place, value in given.items():
        part, _, name = place.rpartition(".")
        (parts[part] if part else data)[name] = value
    data |= {name: part for name, part in parts.items() if part}
    extend = _extension(options, canvas) if kind is Kind.OUTPAINT else Sides()
    if extend:
        data["extend"] = asdict(extend)
    elif kind is not Kind.OUTPAINT:
        data.pop("extend", None)
    recipe = Recipe.from_dict(data)
    if kind is Kind.OUTPAINT and not recipe.extend:
        raise BadRecipe(
            "Nothing to extend: give --left, --right, --top or --bottom, or an --aspect that "
            "differs from the picture's."
        )
    if options.recipe and "diffusion.model" not in given:
        _check_model(recipe)
    return Asked(recipe, hints)


def looked_up(asked: Asked, options: Namespace) -> Asked:
    """The same, with what its prompts name among its adapters. Raises what `named` raises.

    Where a recipe file names what is not here, how to go on without it is said as well.
    """
    if asked.recipe.diffusion is None:
        return asked
    from ritocco.installed.naming import named

    try:
        found = named(asked.recipe)
    except NotFound as error:
        if not options.recipe or PROMPTS[0] in _given(options):
            raise
        raise _or(error, "Or paint without it: give --prompt") from None
    return Asked(found.recipe, (*asked.hints, *found.hints))


def _check_model(recipe: Recipe) -> None:
    """Raise NotFound where a recipe's model is not here, saying how to go on without it."""
    from ritocco.library.find import find

    if recipe.diffusion is None:
        return
    remedy = "Or paint with another: give --model"
    if recipe.kind is Kind.UPSCALE:
        remedy = "Or refine with another: give --refine-with"
    try:
        find(ModelKind.MODEL, recipe.diffusion.model)
    except NotFound as error:
        raise _or(error, remedy) from None


def _or(error: NotFound, remedy: str) -> NotFound:
    """The same error, with what else can be done."""
    if isinstance(error, MissingModel):
        return MissingModel("{reason} {remedy}.", error.model, reason=error, remedy=remedy)
    return NotFound("{reason} {remedy}.", reason=error, remedy=remedy)


def _given(options: Namespace) -> dict[str, Any]:
    """The fields of a recipe that were given as options, by place."""
    given = {place: getattr(options, destination(place), None) for place in KNOBS}
    return {place: value for place, value in given.items() if value is not None}


def _part(data: Mapping[str, Any], name: str) -> dict[str, Any]:
    """A part of a recipe's JSON, to be changed; empty where there is none."""
    part = data.get(name)
    if part is not None and not isinstance(part, dict):
        raise BadRecipe("{name} must be a JSON object, not {part}.", name=name, part=repr(part))
    return dict(part or {})


def _speaks_of_model(given: Mapping[str, Any]) -> bool:
    return any(place.startswith("diffusion.") for place in given)


def _in_place(measure: Mapping[str, Any] | None, data: Mapping[str, Any]) -> bool:
    """Whether detail is restored and nothing made larger, after which nothing can be refined."""
    return (measure or _part(data, "upscale")).get("factor") == 1


def _diffusion(kind: Kind, given: Mapping[str, Any], data: dict[str, Any]) -> dict[str, Any] | None:
    """What the model is asked, beside what is given; None where none is to be used.

    What its model paints best with is taken where nobody says otherwise, its size too.
    """
    part = _part(data, "diffusion")
    at_will = kind in (Kind.OUTPAINT, Kind.UPSCALE)
    if kind in WITHOUT_MODEL or (at_will and not part and not _speaks_of_model(given)):
        return None
    if not (given.get("diffusion.model") or part.get("model")):
        from ritocco.library.find import default_model

        part["model"] = default_model()
    start = "diffusion."
    values = {at.removeprefix(start): of for at, of in usual(kind).items() if at.startswith(start)}
    ours = {at.removeprefix(start): of for at, of in given.items() if at.startswith(start)}
    asked = {**part, **ours}
    whole = {**data, "diffusion": asked}
    made = with_usual(whole, kind, _own_values(whole))
    if "model_size" in made:
        data["model_size"] = made["model_size"]
    return {**values, **made["diffusion"]}


def _own_values(data: Mapping[str, Any]) -> ModelDefaults:
    """What model and adapters say that are named in a recipe's JSON."""
    from ritocco.installed.following import own_values_in

    return own_values_in(data)


def _settled(data: Mapping[str, Any]) -> dict[str, Any]:
    """A recipe's JSON with whole numbers as such, and with seeds of any program's."""
    made = whole_numbers(data)
    for place in SEEDS:
        name, _, ours = place.rpartition(".")
        part: Any = made.get(name) if name else made
        seed = part.get(ours) if isinstance(part, dict) else None
        if type(seed) is int:
            with suppress(ValueError):  # told by the recipe
                part[ours] = seed_of(seed)
    return made


def _extension(options: Namespace, canvas: Size) -> Sides:
    """The new canvas asked for, in pixels; percentages are of the canvas's own side."""

    def pixels(text: str, side: int) -> int:
        return round(float(text[:-1]) / 100 * side) if text.endswith("%") else int(text)

    sides = Sides(
        left=pixels(options.left, canvas.width),
        top=pixels(options.top, canvas.height),
        right=pixels(options.right, canvas.width),
        bottom=pixels(options.bottom, canvas.height),
    )
    if options.aspect is None:
        return sides
    if sides:
        raise BadRecipe("Give either --aspect or sides, not both.")
    across, down = options.aspect
    wider = max(0, -(-canvas.height * across // down) - canvas.width)
    taller = max(0, -(-canvas.width * down // across) - canvas.height) if not wider else 0
    return Sides(
        left=wider // 2, right=wider - wider // 2, top=taller // 2, bottom=taller - taller // 2
    )
