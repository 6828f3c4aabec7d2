"""`ritocco fill`, `outpaint` and `plan`: files in, files out."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from ritocco.canvas import composite, files, mask
from ritocco.canvas.document import Document
from ritocco.canvas.picture import Picture
from ritocco.cli.say import Bar, answer
from ritocco.errors import BadPicture, BadRecipe
from ritocco.geometry import Box, Sides, Size
from ritocco.recipe import Kind, Recipe
from ritocco.studio import Studio

_FIELDS = ("seed", "grow", "soften", "blend_band", "model_size", "harmonize")


def fill(options: Namespace) -> None:
    """Remove what is selected, or fill what is transparent."""
    _paint(options, Kind.FILL)


def outpaint(options: Namespace) -> None:
    """Extend the canvas."""
    _paint(options, Kind.OUTPAINT)


def plan(options: Namespace) -> None:
    """Say what a run would do, without doing it."""
    picture = files.load(Path(options.picture))
    extends = bool(options.aspect) or any(
        getattr(options, side) != "0" for side in ("left", "right", "top", "bottom")
    )
    recipe = _recipe(options, Kind.OUTPAINT if extends else Kind.FILL, picture.size)
    document = _document(options, picture, recipe)
    planned = Studio().plan(recipe, picture.size, mask.bounds(document.selection))
    window = planned.windows[0]
    lines = [
        f"window   {window.box}, {window.model} for the model (scale {window.scale:.3g})",
        f"passes   {len(planned.windows)}",
        f"time     about {planned.seconds:.1f} s with {planned.engine}",
        f"memory   about {planned.memory / 2**20:.0f} MiB",
    ]
    answer({**planned.to_dict(), "recipe": recipe.to_dict()}, lines, options.json)


def _paint(options: Namespace, kind: Kind) -> None:
    began = perf_counter()
    output = Path(options.output)
    picture = files.load(Path(options.picture))
    recipe = _recipe(options, kind, picture.size)
    files.check_writable(output, picture.layout)
    layer_file = Path(options.layer) if options.layer else None
    if layer_file:
        files.check_writable(layer_file, picture.layout.with_alpha())
    document = _document(options, picture, recipe)
    with Bar() as bar:
        result = Studio().run(recipe, document, bar.watch)
    stored = replace(picture.metadata, recipe=recipe.to_json())
    finished = composite.flatten(picture, result.layer, recipe.extend)
    files.save(replace(finished, metadata=stored), output)
    outputs = [str(output)]
    if layer_file:
        canvas = Box.of(picture.size).grown(recipe.extend)
        alone = composite.on_canvas(result.layer, canvas)
        files.save(replace(alone, metadata=stored), layer_file)
        outputs.append(str(layer_file))
    seconds = round(perf_counter() - began, 3)
    quality = ", ".join(
        f"{name} {value:.2f}"
        for name, value in result.quality.to_dict().items()
        if value is not None
    )
    lines = [*(f"wrote {path}" for path in outputs), f"{seconds:.1f} s; {quality}"]
    answer({"outputs": outputs, **result.to_dict(), "seconds": seconds}, lines, options.json)


def _document(options: Namespace, picture: Picture, recipe: Recipe) -> Document:
    """The whole picture with its selection: the mask file, or else what is transparent."""
    name, size = getattr(options, "mask", None), picture.size
    transparent = False
    if name:
        selection = files.load_selection(Path(name), size)
    elif recipe.kind is Kind.OUTPAINT:
        selection = np.zeros((size.height, size.width), np.uint8)
    else:
        selection, transparent = mask.from_alpha(picture), True
    return Document(size, Box.of(size), picture, selection, transparent)


def _recipe(options: Namespace, kind: Kind, canvas: Size) -> Recipe:
    """The recipe the options ask for; options given by name win over a recipe file."""
    start = _stored(Path(options.recipe)) if options.recipe else Recipe(kind=kind)
    given: dict[str, Any] = {"kind": kind}
    for name in _FIELDS:
        value = getattr(options, name)
        if value is not None:
            given[name] = value
    if kind is Kind.OUTPAINT:
        extend = _extension(options, canvas)
        if extend or not start.extend:
            given["extend"] = extend
    else:
        given["extend"] = Sides()
    recipe = replace(start, **given)
    if kind is Kind.OUTPAINT and not recipe.extend:
        raise BadRecipe(
            "Nothing to extend: give --left, --right, --top or --bottom, or an --aspect that "
            "differs from the picture's."
        )
    return recipe


def _stored(path: Path) -> Recipe:
    """The recipe in a JSON file, or in a picture that Ritocco made."""
    if path.suffix.lower() == ".json":
        try:
            return Recipe.from_json(path.read_bytes())
        except OSError as error:
            raise BadRecipe(f"Cannot read {path}: {error.strerror}.") from None
    text = files.load(path).metadata.recipe
    if text is None:
        raise BadPicture(f"{path} holds no recipe; only pictures written by Ritocco do.")
    return Recipe.from_json(text)


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
