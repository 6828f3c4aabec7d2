"""`ritocco grid COMMAND ...`: one recipe over two axes, as a labelled contact sheet."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from ritocco.canvas import files
from ritocco.canvas.arrays import bands
from ritocco.canvas.colour import to_working
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.cli.asked import Asked, looked_up, picture_of, recipe_of
from ritocco.cli.grid_axes import Axis, Turn, turns_of
from ritocco.cli.paint import run_once
from ritocco.cli.say import answer
from ritocco.cli.sheet import SheetCell, most_size, page
from ritocco.errors import BadRecipe
from ritocco.installed.following import own_values_of
from ritocco.recipe.recipe import Kind, Recipe
from ritocco.recipe.tips import tips
from ritocco.studio.studio import Studio

MOST_CELLS = 400


def grid(options: Namespace) -> None:
    """Run every combination and put the pictures on one sheet."""
    picture = picture_of(options)
    asked = recipe_of(options, Kind(options.command), picture.size)
    start = asked.recipe
    output = Path(options.output)
    across = options.x
    down = options.y or ("", [""])
    if len(across[1]) * len(down[1]) > MOST_CELLS:
        raise BadRecipe(f"A grid has at most {MOST_CELLS} pictures.")
    size = most_size(len(across[1]), len(down[1]))
    files.check_can_save(output, Layout(ColourModel.RGB, Depth.U8, False), size)
    # All recipes first: a mistake in the last value must not cost the time of the others.
    found = [
        [_found(start, (one, other), options) for one in turns_of(across)]
        for other in turns_of(down)
    ]
    cells = [[one.recipe for one in row] for row in found]
    studio = Studio()
    for row in cells:
        for recipe in row:
            studio.check(recipe)
    rows = labelled(cells, across, down, lambda recipe: run_once(studio, options, picture, recipe))
    files.save(page(rows), output)
    recipes = [[recipe.to_dict() for recipe in row] for row in cells]
    of_cells = dict.fromkeys(hint for row in found for one in row for hint in one.hints)
    hints = [*asked.hints, *of_cells, *tips(start, own_values_of(start))]
    told = {"outputs": [str(output)], "recipes": recipes, "seed": start.seed, "hints": hints}
    answer(told, [f"wrote {output}", f"seed {start.seed}"], options.json, hints)


def cells_of(start: Recipe, across: Axis, down: Axis) -> list[list[Recipe]]:
    """The recipe with each combination of values, row by row. Raises BadRecipe."""
    return [
        [one.done_to(other.done_to(start)) for one in turns_of(across)] for other in turns_of(down)
    ]


def _found(start: Recipe, turns: Iterable[Turn], options: Namespace) -> Asked:
    """The recipe of one cell, with what its prompts name among its adapters."""
    ordered = sorted(turns, key=lambda turn: turn.rank)
    for turn in ordered:
        if not turn.is_of_adapters:
            start = turn.done_to(start)
    found = looked_up(Asked(start), options)
    recipe = found.recipe
    for turn in ordered:
        if turn.is_of_adapters:
            recipe = turn.done_to(recipe)
    return replace(found, recipe=recipe)


def labelled(
    cells: list[list[Recipe]], across: Axis, down: Axis, painted: Callable[[Recipe], Picture]
) -> list[list[SheetCell]]:
    """The picture that each recipe makes, with its values under it."""
    return [
        [
            SheetCell.of(_shown(painted(recipe)), _label(across, x, down, y))
            for recipe, x in zip(row, across[1], strict=True)
        ]
        for row, y in zip(cells, down[1], strict=True)
    ]


def _label(across: Axis, x: str, down: Axis, y: str) -> str:
    return "\n".join(f"{name} {value}" for name, value in ((across[0], x), (down[0], y)) if name)


def _shown(picture: Picture) -> Any:
    shown = np.empty((picture.size.height, picture.size.width, 3), np.float32)
    for rows in bands(*shown.shape[:2]):
        colours, alpha = to_working(replace(picture, pixels=picture.pixels[rows]))
        shown[rows] = 1 + (colours - 1) * alpha[..., None]
    return shown
