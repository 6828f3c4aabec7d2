"""Brushes: one paints the selection, the other a layer or its mask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..geometry import Box
from ..qt import Qt
from ..words import mark, say
from . import selection as levels
from .document import Canvas
from .raster import Raster
from .select_tools import STEPS, combine_for
from .selection import Combine
from .strokes import Ink, Stroke, painted
from .timing import timer
from .tools import CTRL, Bench, Pointer, Tool


class _Brush(Tool):
    """A stroke that is shown while it grows, and is one step in the end."""

    brushes = True
    uses: tuple[str, ...] = ("size", "hardness")

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._stroke: Stroke | None = None
        self._before: Canvas | None = None
        self._now: Canvas | None = None
        self._keys = Qt.KeyboardModifier.NoModifier
        self._turn = timer(bench.document, 0, self._show, once=True)

    def press(self, pointer: Pointer) -> None:
        """Begin a stroke."""
        options = self.bench.choices.now
        self._before = self._now = self.bench.document.canvas
        self._keys = pointer.keys
        self._stroke = Stroke(options.size, options.hardness, self.inside(self._before))
        self._stroke.to(pointer.at, pointer.pressure)
        self._show()

    def move(self, pointer: Pointer) -> None:
        """Go on with it. It is shown once all that the hand did meanwhile is known."""
        if self._stroke is None:
            return
        self._stroke.to(pointer.at, pointer.pressure)
        if not self._turn.isActive():
            self._turn.start()

    def _show(self) -> None:
        if self._stroke is None or self._now is None:
            return
        boxes = [part for box in self._stroke.changed() if (part := box & self._now.box)]
        if boxes:
            self._now = self.laid(self._now, self._stroke, boxes)
            self.bench.document.show(self._now)

    def release(self, pointer: Pointer) -> None:
        """End it: one step."""
        if self._stroke is None or self._now is None:
            return
        self._stroke.to(pointer.at, pointer.pressure)
        self._turn.stop()
        self._show()
        now, self._stroke, self._now = self._now, None, None
        self.bench.document.apply(self.step(), now)

    def cancel(self) -> None:
        """As if it had not begun."""
        if self._stroke is not None:
            self._stroke = self._now = None
            self.bench.document.show(None)

    def inside(self, canvas: Canvas) -> Raster | None:
        """What holds the stroke."""
        return None

    def laid(self, now: Canvas, stroke: Stroke, boxes: Sequence[Box]) -> Canvas:
        """The canvas with the stroke's part in these boxes."""
        raise NotImplementedError

    def step(self) -> str:
        """What the step is called."""
        raise NotImplementedError


class SelectBrushTool(_Brush):
    """Painting the selection."""

    name, label, key = "select-brush", mark("Selection brush"), "W"
    hint = mark("Paint over what you want. Alt takes away. [ and ] change the size.")
    uses = ("brush-combine", "size", "hardness")

    def laid(self, now: Canvas, stroke: Stroke, boxes: Sequence[Box]) -> Canvas:
        """The selection before with the stroke added or taken away, where it is."""
        assert self._before is not None
        before = self._before.selection or levels.NOTHING
        selected = levels.aligned(now.selection or levels.NOTHING)
        how = self._how()
        part = Raster(before.kind, {})
        drawn = stroke.raster
        places = {p: drawn.tiles.get(p) for box in boxes for p in drawn.places(box)}
        part = part.with_tiles(places)
        old = levels.aligned(before)
        mixed = levels.combined(
            Raster(old.kind, {p: t for p, t in old.tiles.items() if p in places}), part, how
        )
        fresh = {place: mixed.tiles.get(place) for place in places}
        return now.selecting(selected.with_tiles(fresh))

    def _how(self) -> Combine:
        usual = self.bench.choices.now.combine
        usual = Combine.ADD if usual is Combine.REPLACE else usual
        how = combine_for(self._keys, usual)
        return Combine.ADD if how is Combine.INTERSECT else how

    def step(self) -> str:
        """Its name."""
        return say(STEPS[self._how()])


class PaintTool(_Brush):
    """Sketching with one colour, on the active layer or its mask; erasing."""

    name, label, key = "brush", mark("Brush"), "B"
    hint = mark("Paint on the active layer. E switches the eraser, Ctrl+click picks a colour.")
    uses = ("size", "hardness", "paint")

    def press(self, pointer: Pointer) -> None:
        """Begin a stroke, or pick a colour."""
        if pointer.keys & CTRL:
            self.bench.choices.set(colour=self.bench.pick(pointer.at))
            return
        layer = self.bench.document.canvas.layer
        if layer is None or not layer.visible:
            self.bench.message(
                say("There is no visible layer to paint on; choose one in the list of layers.")
            )
            return
        super().press(pointer)

    def inside(self, canvas: Canvas) -> Raster | None:
        """Paint stays inside the selection."""
        return canvas.selection

    def laid(self, now: Canvas, stroke: Stroke, boxes: Sequence[Box]) -> Canvas:
        """The layer, or its mask, with the stroke's part."""
        assert self._before is not None
        before, layer = self._before.layer, now.layer
        assert before is not None
        assert layer is not None
        options = self.bench.choices.now
        if options.mask and before.mask is not None and layer.mask is not None:
            ink = Ink(options.colour, options.opacity, options.erase)
            mask = painted(before.mask, layer.mask, stroke, boxes, ink)
            return now.with_layer(replace(layer, mask=mask))
        ink = Ink(self.bench.colour(options.colour), options.opacity, options.erase)
        raster = painted(before.raster, layer.raster, stroke, boxes, ink)
        return now.with_layer(replace(layer, raster=raster))

    def step(self) -> str:
        """Its name."""
        return say("Erase") if self.bench.choices.now.erase else say("Brush stroke")
