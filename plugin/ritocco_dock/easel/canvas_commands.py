"""What menus do to the canvas as a whole: cut it, resize it, scale it, turn it.

Each is one step of undo.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ..geometry import Box, Size
from ..words import mark, say
from . import selection as levels
from .document import Canvas, Document
from .frames import TURNS, cropped, turning
from .scaling import scaling
from .steps import one_step, tiles_of
from .timing import Patience

_TURNED = {
    "right": mark("Turn right"),
    "left": mark("Turn left"),
    "around": mark("Turn around"),
    "mirror": mark("Mirror"),
    "flip": mark("Flip"),
}


def crop(document: Document, box: Box) -> None:
    """Only what lies in `box` stays; a box beyond the canvas is cut to it."""
    inside = box & document.canvas.box
    if inside and inside != document.canvas.box:
        document.apply(say("Crop"), cropped(document.canvas, inside))


def crop_to_selection(document: Document) -> None:
    """Only what lies within the bounds of the selection stays."""
    chosen = document.canvas.selection
    if chosen:
        crop(document, levels.bounds(chosen))


def resize_canvas(document: Document, box: Box) -> None:
    """The canvas covers `box`, in pixels of now; layers keep what lies beyond it."""
    if box and box != document.canvas.box:
        document.apply(say("Canvas size"), document.canvas.reframed(box))


def scale(document: Document, size: Size) -> Patience[Canvas] | None:
    """The whole picture gets another number of pixels."""
    canvas = document.canvas
    if size == canvas.size:
        return None
    larger = max(1, round(size.area / canvas.size.area))
    return one_step(document, say("Image size"), scaling(canvas, size), tiles_of(canvas) * larger)


def turn(document: Document, name: str) -> Patience[Canvas] | None:
    """Turn or mirror the whole picture (a name of `TURNS`)."""
    canvas = document.canvas
    return one_step(document, say(_TURNED[name]), turning(canvas, TURNS[name]), tiles_of(canvas))


DEEDS: dict[str, Callable[[Document], object]] = {
    "crop-selection": crop_to_selection,
    **{f"turn-{name}": partial(turn, name=name) for name in TURNS},
}
"""What entries of the menus (`actions.py`) do to the document in front."""
