"""Options -> what the studio needs: a recipe and a document."""

from __future__ import annotations

import secrets
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from ritocco.canvas import files
from ritocco.canvas.document import Document
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.cli.knob_option import destination
from ritocco.errors import BadPicture, BadRecipe
from ritocco.geometry import Box, Sides, Size
from ritocco.recipe.finishing import Faces, Upscale
from ritocco.recipe.recipe import WITHOUT_MODEL, Diffusion, Kind, Recipe
from ritocco.recipe.usual import KNOBS, usual
from ritocco.studio.selection import implied_selection
from ritocco.webui.stamp import stored


def picture_of(options: Namespace) -> Picture:
    """The picture to work on; for `generate`, an empty one."""
    if getattr(options, "size", None):
        width, height = options.size
        layout = Layout(ColourModel.RGB, Depth.U8, True)
        return Picture(np.zeros((height, width, layout.channels), np.uint8), layout)
    return files.load(Path(options.picture))


def document_of(options: Namespace, picture: Picture, recipe: Recipe) -> Document:
    """The whole picture with its selection: the mask file, or what goes without saying."""
    name, size = getattr(options, "mask", None), picture.size
    if name:
        selection, transparent = files.load_selection(Path(name), size), False
    else:
        selection, transparent = implied_selection(recipe.kind, picture)
    return Document(size, Box.of(size), picture, selection, transparent)


def recipe_of(options: Namespace, kind: Kind, canvas: Size) -> Recipe:
    """The recipe the options ask for; options given by name win over a recipe file."""
    start = _stored(Path(options.recipe), kind) if options.recipe else None
    given = _given(options, "")
    diffusion = _diffusion(options, kind, start.diffusion if start else None)
    if start is None:
        if diffusion is not None and "seed" not in given:
            given["seed"] = secrets.randbelow(2**32)
        start = Recipe()
    extend = Sides()
    if kind is Kind.OUTPAINT:
        extend = _extension(options, canvas) or start.extend
        if not extend:
            raise BadRecipe(
                "Nothing to extend: give --left, --right, --top or --bottom, or an --aspect that "
                "differs from the picture's."
            )
    return replace(
        start,
        **given,
        kind=kind,
        extend=extend,
        diffusion=diffusion,
        adapters=start.adapters if diffusion else (),
        guides=start.guides if diffusion else (),
        faces=_faces(options, start.faces),
        upscale=_upscale(options, start.upscale),
    )


def _faces(options: Namespace, earlier: Faces | None) -> Faces | None:
    """How faces are repaired; None where that was not asked for."""
    given = _given(options, "faces.")
    return replace(earlier or Faces(), **given) if given else earlier


def _upscale(options: Namespace, earlier: Upscale | None) -> Upscale | None:
    """How the picture is enlarged; None where that was not asked for."""
    given = _given(options, "upscale.")
    measure = getattr(options, "upscale", None)
    if measure:
        given = {**given, "factor": None, "width": None, "height": None, **measure}
    return replace(earlier or Upscale(), **given) if given else earlier


def _given(options: Namespace, part: str) -> dict[str, Any]:
    """The fields of a recipe's part that were given as options; empty: of the recipe itself."""
    given = {
        row.name: getattr(options, destination(place), None)
        for place, row in KNOBS.items()
        if place == part + row.name
    }
    return {name: value for name, value in given.items() if value is not None}


def _diffusion(options: Namespace, kind: Kind, earlier: Diffusion | None) -> Diffusion | None:
    """What the model is asked; None where none is to be used."""
    given = _given(options, "diffusion.")
    at_will = kind in (Kind.OUTPAINT, Kind.UPSCALE)
    if kind in WITHOUT_MODEL or (at_will and not given and earlier is None):
        return None
    if not (given.get("model") or (earlier and earlier.model)):
        from ritocco.library.find import default_model

        given["model"] = default_model()
    if earlier is not None:
        return replace(earlier, **given)
    return Diffusion(**{**_usual(kind, "diffusion."), **given})


def _usual(kind: Kind, part: str) -> dict[str, Any]:
    """The usual values of a part's fields."""
    return {
        place.removeprefix(part): value
        for place, value in usual(kind).items()
        if place.startswith(part)
    }


def _stored(path: Path, kind: Kind) -> Recipe:
    """The recipe in a JSON file, or in a picture that Ritocco or the web UI made."""
    if path.suffix.lower() == ".json":
        try:
            return Recipe.from_json(path.read_bytes())
        except OSError as error:
            raise BadRecipe(f"Cannot read {path}: {error.strerror}.") from None
    recipe = stored(files.load(path), kind)
    if recipe is None:
        raise BadPicture(f"{path} holds no recipe; only pictures written by Ritocco do.")
    return recipe


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
