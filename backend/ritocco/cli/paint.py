"""`ritocco fill`, `outpaint`, `inpaint`, `refine`, `generate` and `plan`: files in, files out."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

from ritocco.canvas import composite, files, mask
from ritocco.canvas.document import Document
from ritocco.canvas.picture import Picture
from ritocco.cli.absurd import absurd
from ritocco.cli.asked import document_of, looked_up, picture_of, planned_kind, recipe_of
from ritocco.cli.other_kind import other_kind
from ritocco.cli.say import ProgressBar, answer
from ritocco.errors import BadRecipe, CannotWrite
from ritocco.geometry import Box
from ritocco.installed.following import own_values_of
from ritocco.recipe.recipe import Kind, Recipe
from ritocco.recipe.tips import tips
from ritocco.studio.plan import Plan
from ritocco.studio.result import Result
from ritocco.studio.studio import Studio
from ritocco.webui.stamp import stamped

MOST_AT_ONCE = 1000


def plan(options: Namespace) -> None:
    """Say what a run would do, without doing it."""
    picture = picture_of(options)
    kind = planned_kind(options)
    asked = looked_up(recipe_of(options, kind, picture.size), options)
    recipe = asked.recipe
    document = document_of(options, picture, recipe)
    planned = Studio().plan(recipe, picture.size, mask.bounds(document.selection))
    window = planned.windows[0]
    lines = [
        f"window   {window.box}, {window.model} for the model (scale {window.scale:.3g})",
        f"passes   {len(planned.passes)}",
        f"time     about {planned.seconds:.1f} s with {planned.engine}",
        f"memory   about {planned.memory / 2**20:.0f} MiB",
    ]
    hints = [*asked.hints, *planned.told, *tips(recipe, own_values_of(recipe))]
    told = {**planned.to_dict(), "recipe": recipe.to_dict(), "hints": hints}
    answer(told, lines, options.json, hints)


def paint(options: Namespace) -> None:
    """Run a recipe on a picture, or several that differ by their seed, and write the results."""
    began = perf_counter()
    if not 1 <= options.batch <= MOST_AT_ONCE:
        raise BadRecipe(f"--batch must be from 1 to {MOST_AT_ONCE}, not {options.batch}.")
    picture = picture_of(options)
    asked = looked_up(recipe_of(options, Kind(options.command), picture.size), options)
    first = asked.recipe
    outputs = _numbered(options.output, options.batch)
    layers = _numbered(options.layer, options.batch) if options.layer else []
    if set(layers) & set(outputs):
        raise CannotWrite("The picture and its layer would be one file; give them two names.")
    document = document_of(options, picture, first)
    studio = Studio()
    planned = studio.plan(first, picture.size, mask.bounds(document.selection))
    # A mistake in a name must not cost the time of the work.
    cut_out = planned.picture and first.kind is Kind.UPSCALE and not _selects_all(document, planned)
    layout = picture.layout.with_alpha() if cut_out else picture.layout
    size = planned.picture or Box.of(picture.size).grown(first.extend).size
    same = size == picture.size and first.kind is not Kind.GENERATE
    sent = Path(options.picture).stat().st_size if same else None
    for path in outputs:
        files.check_can_save(path, layout, size, sent)
    for path in layers:
        files.check_can_save(path, picture.layout.with_alpha(), size, sent)
    long = absurd(picture.size, size, planned.seconds * options.batch, extends=bool(first.extend))
    warned = [*other_kind(options, first.kind), *long]
    if not options.json:
        for words in warned:
            print(f"hint: {words}", file=sys.stderr, flush=True)
    seeds: list[int] = []
    rough: list[Path] = []
    told: Result | None = None
    hints = list(asked.hints)
    for index, output in enumerate(outputs):
        recipe = replace(first, seed=(first.seed + index) % 2**32)
        with ProgressBar() as bar:
            result = studio.run(recipe, document, bar.watch)
        seeds.append(recipe.seed)
        told = told or result
        hints += result.hints
        if result.quality.rough:
            rough.append(output)
        finished = composite.flatten(picture, result.layer, recipe.extend)
        files.save(stamped(finished, recipe, output, picture.size), output)
        if layers:
            canvas = Box.of(picture.size).grown(recipe.extend)
            alone = composite.on_canvas(result.layer, canvas)
            files.save(stamped(_like(alone, picture), recipe, layers[index]), layers[index])
    seconds = round(perf_counter() - began, 3)
    assert told is not None
    if rough:
        hints.append(_next(told, seeds[-1]))
    hints = list(dict.fromkeys([*hints, *tips(first, own_values_of(first))]))
    if options.json:
        hints = [*warned, *hints]
    _tell(options, [*outputs, *layers], told, seeds, rough, hints, seconds)


def _next(result: Result, last_seed: int) -> str:
    """How to get another than these results, as options."""
    if result.candidates > 1:
        following = (result.recipe.candidate + 1) % result.candidates
        return f"Another is --candidate {following}; there are {result.candidates}, from 0 on."
    return f"Another is --seed {(last_seed + 1) % 2**32}."


def _selects_all(document: Document, planned: Plan) -> bool:
    """Whether all of the part that is made larger is selected."""
    return bool((document.selection[planned.layer.slices] == mask.FULL).all())


def _like(layer: Picture, picture: Picture) -> Picture:
    return replace(layer, metadata=picture.metadata)


def _numbered(name: str, count: int) -> list[Path]:
    """The file as named, or as many with numbers before the ending."""
    path = Path(name)
    if count == 1:
        return [path]
    return [path.with_stem(f"{path.stem}-{index + 1}") for index in range(count)]


def _tell(
    options: Namespace,
    outputs: list[Path],
    first: Result,
    seeds: list[int],
    rough: list[Path],
    hints: list[str],
    seconds: float,
) -> None:
    numbers = ", ".join(
        f"{name} {value:.2f}"
        for name, value in first.quality.to_dict().items()
        if value is not None and not isinstance(value, bool)
    )
    wrote = (f"wrote {path}{' (rough)' if path in rough else ''}" for path in outputs)
    lines = [*wrote, f"seed {first.recipe.seed}"]
    if first.faces is not None:
        mended = sum(face["mended"] for face in first.faces)
        lines.append(f"{len(first.faces)} face(s) found, {mended} repaired")
    lines.append("; ".join([f"{seconds:.1f} s", *([numbers] if numbers else [])]))
    data: dict[str, Any] = {
        "outputs": [str(path) for path in outputs],
        **first.to_dict(),
        "seconds": seconds,
        "seeds": seeds,
        "rough": [str(path) for path in rough],
        "hints": hints,
    }
    answer(data, lines, options.json, hints)


def run_once(studio: Studio, options: Namespace, picture: Picture, recipe: Recipe) -> Picture:
    """The finished picture of one recipe, for sheets."""
    document = document_of(options, picture, recipe)
    with ProgressBar() as bar:
        result = studio.run(recipe, document, bar.watch)
    return composite.flatten(picture, result.layer, recipe.extend)
