"""`ritocco demo`: every main job on shipped pictures, and contact sheets to look at."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ritocco.canvas import atomic, composite, files, mask
from ritocco.canvas.arrays import Floats, Levels
from ritocco.canvas.colour import to_working
from ritocco.canvas.document import Document
from ritocco.canvas.padding import pad
from ritocco.canvas.picture import Picture
from ritocco.cli.grid import cells_of, labelled
from ritocco.cli.grid_axes import Axis
from ritocco.cli.say import ProgressBar, answer
from ritocco.cli.sheet import SheetCell, page
from ritocco.geometry import Box, Sides
from ritocco.library.shipped_models import demonstration
from ritocco.recipe.recipe import Content, Diffusion, Kind, Recipe
from ritocco.shipped import DEMONSTRATION, resource
from ritocco.studio.result import Result
from ritocco.studio.selection import implied_selection
from ritocco.studio.studio import Studio
from ritocco.watch import Watch
from ritocco.webui.stamp import stamped

RED = np.array([0.90, 0.22, 0.18], np.float32)


@dataclass(frozen=True, slots=True)
class _Case:
    name: str
    picture: str
    mask: str | None
    recipe: Recipe
    title: str


def _by_mini(prompt: str, cfg: float = 4, **more: Any) -> Diffusion:
    """With a strength below 1: then mini starts from padding in the picture's own style."""
    return Diffusion(
        model=DEMONSTRATION,
        prompt=prompt,
        steps=20,
        sampler="dpmpp_2m",
        cfg=cfg,
        strength=0.55,
        **more,
    )


_REFINING = Recipe(
    kind=Kind.REFINE,
    seed=3,
    diffusion=_by_mini("painting, detailed", content=Content.ORIGINAL),
)
_CASES = [
    _Case("remove", "horse.webp", "horse-mask.png", Recipe(), "one horse removed, without a model"),
    _Case(
        "extend",
        "narwhal.webp",
        None,
        Recipe(kind=Kind.OUTPAINT, extend=Sides(left=160, right=160, top=96)),
        "extended on three sides, without a model",
    ),
]
_BY_MINI = [
    _Case(
        "repaint",
        "horse.webp",
        "horse-mask.png",
        Recipe(kind=Kind.INPAINT, seed=1, diffusion=_by_mini("green grass, blue sky", 3)),
        "by mini at 0.55: green grass, blue sky",
    ),
    _Case(
        "extend-by-prompt",
        "narwhal.webp",
        None,
        Recipe(
            kind=Kind.OUTPAINT,
            seed=1,
            extend=Sides(right=192),
            diffusion=_by_mini("blue water", 3),
        ),
        "by mini at 0.55: blue water",
    ),
    _Case("refine", "sketch.png", None, _REFINING, "a sketch refined by mini: painting, detailed"),
]
_SAMPLERS: Axis = ("sampler", ["euler_a", "ddim", "dpmpp_2m", "dpmpp_sde", "lms", "unipc"])
_STEPS: Axis = ("steps", ["6", "12", "25"])


def demo(options: Namespace) -> None:
    """Remove, extend, repaint and refine, and show how it went."""
    folder = Path(options.output)
    atomic.make_folder(folder)
    atomic.check(folder / "contact-sheet.png")
    studio = Studio()
    rows, outputs, numbers = [], [], {}
    for case in [*_CASES, *(_BY_MINI if demonstration() else [])]:
        picture = files.load(resource("pictures", case.picture))
        document = _document(case, picture)
        with ProgressBar() as bar:
            result = studio.run(case.recipe, document, bar.watch)
        finished = composite.flatten(picture, result.layer, case.recipe.extend)
        path = folder / f"{case.name}.png"
        files.save(stamped(finished, case.recipe), path)
        outputs.append(str(path))
        numbers[case.name] = {"seconds": round(result.seconds, 2), **result.quality.to_dict()}
        rows.append(_row(case, document, result, finished))
    sheets = {"contact-sheet": rows}
    if demonstration():
        sheets["samplers-by-steps"] = _samplers(studio)
    for name, tiles in sheets.items():
        path = folder / f"{name}.png"
        files.save(page(tiles), path)
        outputs.append(str(path))
    lines = [f"{name}: {values}" for name, values in numbers.items()]
    lines += [f"wrote {path}" for path in outputs]
    answer({"outputs": outputs, "quality": numbers}, lines, options.json)


def _document(case: _Case, picture: Picture) -> Document:
    size = picture.size
    if case.mask:
        selection = files.load_selection(resource("pictures", case.mask), size)
    else:
        selection, _ = implied_selection(case.recipe.kind, picture)
    return Document(size, Box.of(size), picture, selection)


def _samplers(studio: Studio) -> list[list[SheetCell]]:
    """What samplers and steps make of the sketch."""
    picture = files.load(resource("pictures", "sketch.png"))
    selection, _ = implied_selection(_REFINING.kind, picture)
    document = Document(picture.size, Box.of(picture.size), picture, selection)

    def painted(recipe: Recipe) -> Picture:
        with ProgressBar() as bar:
            return composite.flatten(
                picture, studio.run(recipe, document, bar.watch).layer, recipe.extend
            )

    return labelled(cells_of(_REFINING, _STEPS, _SAMPLERS), _STEPS, _SAMPLERS, painted)


def _row(case: _Case, document: Document, result: Result, finished: Picture) -> list[SheetCell]:
    """Before, selection and window, what a model would be given, after."""
    canvas = Box.of(document.canvas).grown(case.recipe.extend)
    before, _ = to_working(document.picture)
    shown = np.ones((canvas.height, canvas.width, 3), np.float32)
    whole = Box.of(document.canvas).in_frame_of(canvas)
    shown[whole.slices] = before
    selection = np.full(shown.shape[:2], mask.FULL, np.uint8)
    selection[whole.slices] = document.selection
    window = result.windows[0]
    place = (window.box & canvas).in_frame_of(canvas)
    known = selection[place.slices] == 0
    pixels = shown[place.slices]
    padded = pad(pixels, known, case.recipe.seed, Watch()) if known.any() else pixels
    after, _ = to_working(finished)
    numbers = [
        f"{name} {value:.2f}"
        for name, value in result.quality.to_dict().items()
        if isinstance(value, float)
    ]
    return [
        SheetCell.of(before, f"before ({document.canvas})"),
        SheetCell.of(_marked(shown, selection, place), "selection in red, window framed"),
        SheetCell.of(padded, f"window with padding, {window.model} for a model"),
        SheetCell.of(after, f"{case.title}, {result.seconds:.1f} s\n{', '.join(numbers)}"),
    ]


def _marked(shown: Floats, selection: Levels, window: Box) -> Floats:
    """The picture with its selection tinted and the window's frame drawn."""
    share = mask.as_weights(selection)[..., None] * np.float32(0.55)
    marked = np.ascontiguousarray(shown + (RED - shown) * share)
    corners = (window.x, window.y), (window.right - 1, window.bottom - 1)
    cv2.rectangle(marked, *corners, (1.0, 1.0, 1.0), 5)
    cv2.rectangle(marked, *corners, (0.1, 0.1, 0.1), 2)
    return marked
