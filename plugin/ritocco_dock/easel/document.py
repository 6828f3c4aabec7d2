"""A picture in layers as one frozen value, and a document: the history of such values.

Undo is a list of values. They share all pixels that did not change, so a step costs what it
touched. A snapshot for a job is simply the value of that moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from ..geometry import Anchor, Box, Sides, Size
from ..qt import QObject, Signal
from . import selection as levels
from .raster import KINDS, PixelKind, Raster

STEPS = 200
"""Steps of undo that are kept."""
MEMORY = 2 * 2**30
"""Bytes that pixels kept for undo alone may take; the oldest steps go first."""
_numbers = count(1)


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer. `mask` (levels) hides where it is 0; `opacity` is 0 to 1.

    `number` stays the same through every edit of a layer; `recipe` is JSON, or "".
    """

    name: str
    raster: Raster
    visible: bool = True
    opacity: float = 1.0
    mask: Raster | None = None
    masked: bool = True
    recipe: str = ""
    number: int = field(default_factory=lambda: next(_numbers))

    @property
    def hiding(self) -> Raster | None:
        """The mask, where there is one and it is switched on."""
        return self.mask if self.masked else None


@dataclass(frozen=True)
class FileFacts:
    """What a file said besides its pixels; nothing here is looked into, all of it is kept.

    model     "grey" or "rgb"
    alpha     whether the file had an alpha channel
    profile   ICC profile, or b""
    metadata  the backend's own text (EXIF, resolution, ...), or ""
    """

    model: str = "rgb"
    alpha: bool = False
    profile: bytes = field(default=b"", repr=False)
    metadata: str = field(default="", repr=False)


@dataclass(frozen=True, eq=False)
class Canvas:
    """All there is to see at one moment: size, layers from the bottom up, selection.

    `active` is the number of the active layer. `selection` None: nothing is selected.
    """

    size: Size
    kind: PixelKind
    layers: tuple[Layer, ...] = ()
    active: int = 0
    selection: Raster | None = None
    anchor: Anchor = field(default_factory=Anchor)

    @property
    def box(self) -> Box:
        """The canvas as a box."""
        return Box.of(self.size)

    @property
    def index(self) -> int:
        """Where the active layer is, from the bottom; -1 where there is none."""
        return next((i for i, layer in enumerate(self.layers) if layer.number == self.active), -1)

    @property
    def layer(self) -> Layer | None:
        """The active layer."""
        return self.layers[self.index] if self.index >= 0 else None

    def find(self, number: int) -> Layer | None:
        """The layer with this number."""
        return next((layer for layer in self.layers if layer.number == number), None)

    def with_layer(self, changed: Layer) -> Canvas:
        """With one layer replaced by another of its number."""
        layers = (changed if layer.number == changed.number else layer for layer in self.layers)
        return replace(self, layers=tuple(layers))

    def added(self, layer: Layer, at: int | None = None) -> Canvas:
        """With a layer put in at an index (None: above the active one) and made active."""
        place = self.index + 1 if at is None else at
        if at is None and self.index < 0:
            place = len(self.layers)
        layers = (*self.layers[:place], layer, *self.layers[place:])
        return replace(self, layers=layers, active=layer.number)

    def without(self, number: int) -> Canvas:
        """With a layer gone; its lower neighbour becomes active."""
        at = next(i for i, layer in enumerate(self.layers) if layer.number == number)
        rest = self.layers[:at] + self.layers[at + 1 :]
        active = self.active
        if active == number:
            active = rest[max(0, at - 1)].number if rest else 0
        return replace(self, layers=rest, active=active)

    def ordered(self, number: int, to: int) -> Canvas:
        """With a layer moved to an index, counted without it."""
        moving = self.find(number)
        assert moving is not None
        rest = [layer for layer in self.layers if layer.number != number]
        rest.insert(max(0, min(to, len(rest))), moving)
        return replace(self, layers=tuple(rest))

    def selecting(self, raster: Raster | None) -> Canvas:
        """With this selected, as far as it lies on the canvas."""
        inside = levels.tidied(raster.clipped(self.box)) if raster else None
        return replace(self, selection=inside or None)

    def extended(self, sides: Sides) -> Canvas:
        """With canvas added; layers and selection keep their place on the picture."""
        width = self.size.width + sides.left + sides.right
        height = self.size.height + sides.top + sides.bottom
        return self.reframed(Box(-sides.left, -sides.top, width, height))

    def reframed(self, box: Box) -> Canvas:
        """With `box`, in pixels of now, as the canvas; layers keep all their pixels."""
        dx, dy = -box.x, -box.y

        def moved(layer: Layer) -> Layer:
            mask = layer.mask and layer.mask.moved(dx, dy)
            return replace(layer, raster=layer.raster.moved(dx, dy), mask=mask)

        return replace(
            self,
            size=box.size,
            layers=tuple(moved(layer) for layer in self.layers),
            anchor=self.anchor.moved(box.x, box.y),
        ).selecting(self.selection and self.selection.moved(dx, dy))


def differences(before: Canvas, after: Canvas) -> Iterator[Box]:
    """Where two canvases may look different; may reach beyond them."""
    if before.size != after.size:
        yield before.box | after.box
        return
    ours = {layer.number: layer for layer in before.layers}
    theirs = {layer.number: layer for layer in after.layers}
    kept = [number for number in ours if number in theirs]
    if kept != [number for number in theirs if number in ours]:
        yield before.box | after.box
        return
    for number in ours.keys() ^ theirs.keys():
        layer = ours.get(number) or theirs[number]
        if layer.visible:
            yield layer.raster.box
    for number in kept:
        yield from _changes(ours[number], theirs[number])


def _changes(before: Layer, after: Layer) -> Iterator[Box]:
    if before is after or not (before.visible or after.visible):
        return
    if (before.visible, before.opacity) != (after.visible, after.opacity):
        yield before.raster.box | after.raster.box
        return
    if before.raster is not after.raster:
        yield from before.raster.changes(after.raster)
    if before.hiding is not after.hiding:
        if before.hiding is None or after.hiding is None:
            yield before.raster.box | after.raster.box
        else:
            yield from before.hiding.changes(after.hiding)


@dataclass(frozen=True, eq=False)
class Step:
    """A moment in a document's history, and what was done to come there."""

    label: str
    canvas: Canvas
    merge: str = ""


class Document(QObject):
    """A picture being worked on: what it is now, and how it came there."""

    changed = Signal(object)
    """The canvas became another; the one before is told."""
    history_changed = Signal()
    """Undo, redo or whether it is saved may have changed."""

    def __init__(
        self,
        canvas: Canvas,
        *,
        name: str,
        path: str = "",
        facts: FileFacts | None = None,
        key: str = "",
    ) -> None:
        super().__init__()
        self.name, self.path, self.key = name, path, key
        self.facts = facts or FileFacts()
        self._steps = [Step("", canvas)]
        self._at = 0
        self._saved: Canvas | None = canvas
        self._passing: Canvas | None = None

    @property
    def shown(self) -> Canvas:
        """The picture as the screen shows it: in the middle of a stroke not yet a step."""
        return self._passing or self.canvas

    @property
    def canvas(self) -> Canvas:
        """The picture as it is now."""
        return self._steps[self._at].canvas

    @property
    def undo_label(self) -> str:
        """What undo would take back; "" for nothing."""
        return self._steps[self._at].label if self._at else ""

    @property
    def redo_label(self) -> str:
        """What redo would do again; "" for nothing."""
        return self._steps[self._at + 1].label if self._at + 1 < len(self._steps) else ""

    @property
    def modified(self) -> bool:
        """Whether anything that a file holds differs from what was saved."""
        now, then = self.canvas, self._saved
        return now is not then and (
            then is None or now.size != then.size or now.layers != then.layers
        )

    def apply(self, label: str, canvas: Canvas, merge: str = "") -> None:
        """One step. Steps in a row with the same `merge` become one (a slider being drawn)."""
        before, self._passing = self.shown, None
        if canvas is self.canvas:
            self._tell(before)
            return
        del self._steps[self._at + 1 :]
        if merge and self._steps[-1].merge == merge and self._at:
            self._steps[-1] = Step(label, canvas, merge)
        else:
            self._steps.append(Step(label, canvas, merge))
        self._forget()
        self._at = len(self._steps) - 1
        self._tell(before)

    def show(self, canvas: Canvas | None) -> None:
        """Show this while a stroke lasts; None: the picture as it is. History knows nothing."""
        before, self._passing = self.shown, canvas
        self.changed.emit(before)

    def settle(self) -> None:
        """What follows is a step of its own, even with the same `merge`."""
        self._steps[self._at] = replace(self._steps[self._at], merge="")

    def undo(self) -> None:
        """One step back."""
        self._go(self._at - 1)

    def redo(self) -> None:
        """One step forward again."""
        self._go(self._at + 1)

    def choose_layer(self, number: int) -> None:
        """Make a layer the active one; no step of its own."""
        before = self.canvas
        if number != before.active and before.find(number):
            self._put(replace(before, active=number))

    def mark_saved(self, canvas: Canvas) -> None:
        """This canvas is now in the file."""
        self._saved = canvas
        self.history_changed.emit()

    def mark_unsaved(self) -> None:
        """What is here is in no file: a picture just made, or brought back after a crash."""
        self._saved = None
        self.history_changed.emit()

    def _put(self, canvas: Canvas) -> None:
        """Replace the present without a step."""
        before = self.shown
        if self.canvas is self._saved:
            self._saved = canvas
        self._steps[self._at] = replace(self._steps[self._at], canvas=canvas)
        self._tell(before)

    def _go(self, to: int) -> None:
        if 0 <= to < len(self._steps):
            before, self._passing = self.shown, None
            self._at = to
            self._tell(before)

    def _tell(self, before: Canvas) -> None:
        self.changed.emit(before)
        self.history_changed.emit()

    def _forget(self) -> None:
        """Drop the oldest steps where there are too many, or they hold too much memory."""
        del self._steps[: max(0, len(self._steps) - 1 - STEPS)]
        seen: set[int] = set()
        room = MEMORY
        for at in range(len(self._steps) - 1, -1, -1):
            fresh = _memory(self._steps[at].canvas, seen)
            if at < len(self._steps) - 1:
                room -= fresh
            if room < 0:
                del self._steps[: at + 1]
                return


def _memory(canvas: Canvas, seen: set[int]) -> int:
    """Bytes of the tiles of a canvas that are not in `seen`; they are added to it."""
    total = 0
    rasters = [layer.raster for layer in canvas.layers]
    rasters += [layer.mask for layer in canvas.layers if layer.mask]
    for raster in rasters:
        if id(raster) in seen:
            continue
        seen.add(id(raster))
        for tile in raster.tiles.values():
            if id(tile) not in seen:
                seen.add(id(tile))
                total += tile.sizeInBytes()
    return total


def new_canvas(size: Size, depth: str, background: Raster | None, name: str) -> Canvas:
    """A canvas with one layer: `background`, or nothing but transparency."""
    kind = KINDS[depth]
    layer = Layer(name, background if background is not None else Raster(kind))
    return Canvas(size, kind, (layer,), layer.number)
