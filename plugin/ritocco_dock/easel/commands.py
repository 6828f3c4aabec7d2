"""What menus and buttons do to a document. Each is one step of undo, or does nothing at all."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import replace
from functools import partial

from ..qt import Qt, QtGui
from ..words import say
from . import selection as levels
from .compose import as_alpha, over
from .document import Canvas, Document, Layer
from .growing import growing, shrinking
from .merging import flattening, merging_down
from .raster import Edit, Raster, bytes_of
from .softening import softening
from .steps import one_step, tiles_of
from .timing import Patience

_Mode = QtGui.QPainter.CompositionMode


def select_all(document: Document) -> None:
    """The whole canvas."""
    canvas = document.canvas
    document.apply(say("Select all"), canvas.selecting(levels.everything(canvas.box)))


def select_nothing(document: Document) -> None:
    """No selection."""
    if document.canvas.selection:
        document.apply(say("Select nothing"), document.canvas.selecting(None))


def invert_selection(document: Document) -> None:
    """What was not selected; everything where nothing was."""
    canvas = document.canvas
    turned = levels.inverted(canvas.selection or levels.NOTHING, canvas.box)
    document.apply(say("Invert selection"), canvas.selecting(turned))


def soften_selection(document: Document, radius: int) -> Patience[Canvas] | None:
    """A softer edge for what is selected."""
    return _reselect(document, say("Soften selection"), softening, radius)


def grow_selection(document: Document, radius: int) -> Patience[Canvas] | None:
    """What is selected, and all within so many pixels of it."""
    grow = partial(growing, canvas=document.canvas.box)
    return _reselect(document, say("Grow selection"), grow, radius)


def shrink_selection(document: Document, radius: int) -> Patience[Canvas] | None:
    """What is selected, but for all within so many pixels of what is not.

    What lies beyond the canvas counts as selected where its edge is.
    """
    shrink = partial(shrinking, canvas=document.canvas.box)
    return _reselect(document, say("Shrink selection"), shrink, radius)


def _reselect(
    document: Document,
    label: str,
    change: Callable[[Raster, int], Generator[None, None, Raster]],
    radius: int,
) -> Patience[Canvas] | None:
    """The selection changed by so many pixels."""
    canvas, chosen = document.canvas, document.canvas.selection
    if not chosen:
        return None

    def work() -> Generator[None, None, Canvas]:
        return canvas.selecting((yield from change(chosen, radius)))

    return one_step(document, label, work(), len(chosen.tiles))


def add_layer(document: Document, layer: Layer, label: str) -> None:
    """A layer above the active one."""
    document.apply(label, document.canvas.added(layer))


def new_layer(document: Document) -> None:
    """An empty layer, to sketch on."""
    name = fresh_name(document, say("Sketch"))
    add_layer(document, Layer(name, Raster(document.canvas.kind)), say("New layer"))


def duplicate_layer(document: Document) -> None:
    """The active layer once more."""
    layer = document.canvas.layer
    if layer is not None:
        name = say("{name} copy", name=layer.name)
        copy = Layer(
            name, layer.raster, True, layer.opacity, layer.mask, layer.masked, layer.recipe
        )
        add_layer(document, copy, say("Duplicate layer"))


def delete_layer(document: Document) -> None:
    """The active layer goes."""
    if document.canvas.layer is not None:
        gone = document.canvas.without(document.canvas.active)
        document.apply(say("Delete layer"), gone)


def move_layer(document: Document, by: int) -> None:
    """The active layer up (1) or down (-1)."""
    canvas = document.canvas
    to = canvas.index + by
    if canvas.layer is not None and 0 <= to < len(canvas.layers):
        label = say("Raise layer") if by > 0 else say("Lower layer")
        document.apply(label, canvas.ordered(canvas.active, to))


def set_layer(
    document: Document, number: int, label: str, merge: str = "", **values: object
) -> None:
    """Change a layer's name, visibility, opacity or mask."""
    layer = document.canvas.find(number)
    if layer is not None and any(getattr(layer, name) != value for name, value in values.items()):
        changed = replace(layer, **values)  # type: ignore[arg-type]
        document.apply(label, document.canvas.with_layer(changed), merge)


def can_merge_down(canvas: Canvas) -> bool:
    """Whether there is a visible layer right below the active one, which is visible too."""
    at = canvas.index
    return at > 0 and canvas.layers[at].visible and canvas.layers[at - 1].visible


def merge_down(document: Document) -> Patience[Canvas] | None:
    """The active layer and the one below it become one."""
    canvas = document.canvas
    if not can_merge_down(canvas):
        return None
    tiles = sum(len(layer.raster.tiles) for layer in canvas.layers[canvas.index - 1 :][:2])
    return one_step(document, say("Merge down"), merging_down(canvas), tiles)


def flatten(document: Document) -> Patience[Canvas] | None:
    """All that is seen becomes one layer; what is hidden goes."""
    canvas = document.canvas
    if not canvas.layers:
        return None
    work = flattening(canvas, say("Background"))
    return one_step(document, say("Flatten"), work, tiles_of(canvas))


def mask_from_selection(document: Document) -> None:
    """The active layer shows only what is selected, from now on; all of it without a selection."""
    canvas, layer = document.canvas, document.canvas.layer
    if layer is None:
        return
    mask = canvas.selection or levels.everything(layer.raster.box | canvas.box)
    changed = replace(layer, mask=mask, masked=True)
    document.apply(say("Add mask"), replace(canvas, selection=None).with_layer(changed))


def delete_mask(document: Document) -> None:
    """The active layer's mask goes; all of the layer shows."""
    layer = document.canvas.layer
    if layer is not None and layer.mask is not None:
        changed = replace(layer, mask=None, masked=True)
        document.apply(say("Delete mask"), document.canvas.with_layer(changed))


def selection_from_mask(document: Document) -> None:
    """What the active layer's mask shows is selected."""
    canvas, layer = document.canvas, document.canvas.layer
    if layer is not None and layer.mask is not None:
        document.apply(say("Select from mask"), canvas.selecting(levels.aligned(layer.mask)))


def clear_pixels(document: Document) -> None:
    """What is selected goes from the active layer; all of it where nothing is selected."""
    canvas, layer = document.canvas, document.canvas.layer
    if layer is None:
        return
    if canvas.selection is None:
        cleared = Raster(layer.raster.kind)
    else:
        cleared = _without(layer.raster, canvas.selection)
    document.apply(say("Clear"), canvas.with_layer(replace(layer, raster=cleared)))


def _without(raster: Raster, selection: Raster) -> Raster:
    """The raster, as much less opaque as a selection says; untouched bytes stay."""
    edit = Edit(raster)
    for place in list(raster.tiles):
        box = raster.place_box(place)
        chosen = selection.image(box)
        if not bytes_of(chosen, 1).strip(b"\0"):
            continue
        alpha = as_alpha(chosen)
        ink = QtGui.QImage(alpha.size(), raster.kind.mixing)
        ink.fill(Qt.GlobalColor.transparent)
        painter = QtGui.QPainter(ink)
        painter.drawImage(0, 0, alpha)
        painter.end()
        for _, tile in edit.tiles(box):
            changed = over(tile, ink, alpha, raster.kind, 1.0, erase=True)
            painter = QtGui.QPainter(tile)
            painter.setCompositionMode(_Mode.CompositionMode_Source)
            painter.drawImage(0, 0, changed)
            painter.end()
    return edit.raster()


def fresh_name(document: Document, name: str) -> str:
    """The name, with a number where it is taken."""
    taken = {layer.name for layer in document.canvas.layers}
    number, fresh = 1, name
    while fresh in taken:
        number += 1
        fresh = f"{name} {number}"
    return fresh


DEEDS: dict[str, Callable[[Document], object]] = {
    "undo": Document.undo,
    "redo": Document.redo,
    "clear": clear_pixels,
    "select-all": select_all,
    "select-none": select_nothing,
    "invert": invert_selection,
    "layer-new": new_layer,
    "layer-copy": duplicate_layer,
    "layer-delete": delete_layer,
    "layer-up": lambda document: move_layer(document, 1),
    "layer-down": lambda document: move_layer(document, -1),
    "merge-down": merge_down,
    "flatten": flatten,
    "mask-add": mask_from_selection,
    "mask-select": selection_from_mask,
    "mask-delete": delete_mask,
}
"""What entries of the menus (`actions.py`) do to the document in front."""
