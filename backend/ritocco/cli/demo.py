"""`ritocco demo`: the main job on two shipped pictures, and a contact sheet to look at."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from ritocco.canvas import composite, files, mask
from ritocco.canvas.arrays import Floats, Levels
from ritocco.canvas.colour import to_working
from ritocco.canvas.document import Document
from ritocco.canvas.padding import pad
from ritocco.canvas.picture import Depth, Layout, Model, Picture
from ritocco.cli.say import Bar, answer
from ritocco.cli.sheet import Tile, sheet
from ritocco.geometry import Box, Sides
from ritocco.recipe import Kind, Recipe
from ritocco.shipped import resource
from ritocco.stamp import stamped
from ritocco.studio import Result, Studio
from ritocco.watch import Watch

RED = np.array([0.90, 0.22, 0.18], np.float32)


@dataclass(frozen=True, slots=True)
class _Case:
    name: str
    picture: str
    mask: str | None
    recipe: Recipe
    title: str


_CASES = [
    _Case("remove", "horse.webp", "horse-mask.png", Recipe(), "one horse removed"),
    _Case(
        "extend",
        "narwhal.webp",
        None,
        Recipe(kind=Kind.OUTPAINT, extend=Sides(left=160, right=160, top=96)),
        "extended to the left, right and top",
    ),
]


def demo(options: Namespace) -> None:
    """Remove one thing from a photograph, extend another, and show how it went."""
    folder = Path(options.output)
    folder.mkdir(parents=True, exist_ok=True)
    rows, outputs, numbers = [], [], {}
    for case in _CASES:
        picture = files.load(resource("pictures", case.picture))
        document = _document(case, picture)
        with Bar() as bar:
            result = Studio().run(case.recipe, document, bar.watch)
        finished = composite.flatten(picture, result.layer, case.recipe.extend)
        path = folder / f"{case.name}.png"
        files.save(stamped(finished, case.recipe), path)
        outputs.append(str(path))
        numbers[case.name] = {"seconds": round(result.seconds, 2), **result.quality.to_dict()}
        rows.append(_row(case, document, result, finished))
    page = Picture(
        np.asarray(np.rint(sheet(rows) * 255), np.uint8), Layout(Model.RGB, Depth.U8, False)
    )
    path = folder / "contact-sheet.png"
    files.save(page, path)
    outputs.append(str(path))
    lines = [f"{name}: {values}" for name, values in numbers.items()]
    lines += [f"wrote {path}" for path in outputs]
    answer({"outputs": outputs, "quality": numbers}, lines, options.json)


def _document(case: _Case, picture: Picture) -> Document:
    size = picture.size
    if case.mask:
        selection = files.load_selection(resource("pictures", case.mask), size)
    else:
        selection = np.zeros((size.height, size.width), np.uint8)
    return Document(size, Box.of(size), picture, selection)


def _row(case: _Case, document: Document, result: Result, finished: Picture) -> list[Tile]:
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
    padded = pad(shown[place.slices], selection[place.slices] == 0, case.recipe.seed, Watch())
    after, _ = to_working(finished)
    numbers = [
        f"{name} {value:.2f}"
        for name, value in result.quality.to_dict().items()
        if value is not None
    ]
    return [
        Tile(before, f"before ({document.canvas})"),
        Tile(_marked(shown, selection, place), "selection in red, window framed"),
        Tile(padded, f"window with padding, {window.model} for a model"),
        Tile(after, f"{case.title}, {result.seconds:.1f} s\n{', '.join(numbers)}"),
    ]


def _marked(shown: Floats, selection: Levels, window: Box) -> Floats:
    """The picture with its selection tinted and the window's frame drawn."""
    share = mask.as_weights(selection)[..., None] * np.float32(0.55)
    marked = np.ascontiguousarray(shown + (RED - shown) * share)
    corners = (window.x, window.y), (window.right - 1, window.bottom - 1)
    cv2.rectangle(marked, *corners, (1.0, 1.0, 1.0), 5)
    cv2.rectangle(marked, *corners, (0.1, 0.1, 0.1), 2)
    return marked
