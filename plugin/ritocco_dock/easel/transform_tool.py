"""Moving, scaling and turning a layer by hand; one step of undo when it is committed."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace

from ..geometry import Box
from ..qt import Qt, QtCore, QtGui
from ..words import mark, say
from .bounds import bounds
from .document import Canvas, Layer
from .handles import Handle, cursor_of, draw_handles, draw_label, handle_at, is_inside
from .placing import Placing, placing_layer
from .steps import one_step
from .timing import Patience
from .tools import SHIFT, Bench, Pointer, Tool

_MOST_SIDE = 1600
"""Longer side of what is drawn while the hand pulls, in its own pixels."""


@dataclass(frozen=True)
class _Shown:
    """A part of the picture, made small enough to be drawn anew with every move."""

    image: QtGui.QImage
    box: Box

    def draw(self, painter: QtGui.QPainter, way: QtGui.QTransform) -> None:
        """As far as `way` takes it from its place on the canvas."""
        painter.save()
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform)
        painter.setTransform(way, combine=True)
        box = self.box
        painter.drawImage(QtCore.QRectF(box.x, box.y, box.width, box.height), self.image)
        painter.restore()


class TransformTool(Tool):
    """A frame around the pixels of the active layer, with handles."""

    name, label, key = "transform", mark("Move and transform the layer"), "T"
    hint = mark(
        "Drag the layer to move it, its handles to scale it, beside it to turn it. Shift: out of "
        "proportion, in steps of 15°. Enter applies, Esc gives it up."
    )
    commits = mark("Apply")

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._layer: Layer | None = None  # that is being placed
        self._now: Placing | None = None
        self._begun: Placing | None = None  # as it was when the button went down
        self._start = QtCore.QPointF()
        self._handle: Handle | None = None
        self._inside = False
        self._itself: _Shown | None = None
        self._above: _Shown | None = None
        self._going: Patience[Canvas] | None = None

    @property
    def pending(self) -> bool:
        """Whether the layer was taken."""
        return self._now is not None

    def press(self, pointer: Pointer) -> None:
        """Take a handle, the layer, or what is beside it."""
        if not self._take():
            return
        assert self._now is not None
        frame = self._now.frame()
        self._begun, self._start = self._now, pointer.at
        self._handle = handle_at(frame, pointer.at, pointer.reach)
        self._inside = is_inside(frame, pointer.at)

    def move(self, pointer: Pointer) -> None:
        """Pull, move or turn."""
        begun, key = self._begun, bool(pointer.keys & SHIFT)
        if begun is None:
            return
        if self._handle is not None:
            self._now = begun.pulled(self._handle, pointer.at, key)
        elif self._inside:
            self._now = begun.moved(pointer.at - self._start)
        else:
            self._now = begun.turned(self._start, pointer.at, key)

    def release(self, pointer: Pointer) -> None:
        """It waits for more, or to be committed."""
        self.move(pointer)
        self._begun = None
        if self._now is not None and self._layer is not None and self._is_at_rest():
            self.cancel()  # a click is no step

    def nudge(self, dx: int, dy: int) -> bool:
        """Move the layer by whole pixels."""
        if self._take() and self._now is not None:
            self._now = self._now.moved(QtCore.QPointF(dx, dy))
            return True
        return False

    def commit(self) -> None:
        """Put the layer's pixels where they were pulled to."""
        layer, now = self._layer, self._now
        document = self.bench.document
        if layer is None or now is None or self._going is not None:
            return
        canvas = document.canvas
        if canvas.find(layer.number) is not layer or self._is_at_rest():
            self.cancel()
            return

        def work() -> Generator[None, None, Canvas]:
            changed = yield from placing_layer(layer, now)
            self._let_go()
            return canvas.with_layer(changed)

        label = say("Move layer") if now.is_move else say("Transform layer")
        tiles = 0 if now.is_move else len(layer.raster.tiles)
        self._going = one_step(document, label, work(), tiles)

    def cancel(self) -> None:
        """Where it was."""
        if self._going is not None:
            self._going.stop()
        if self._now is not None:
            self._let_go()
            self.bench.document.show(None)

    def finish(self) -> None:
        """Whatever else is done comes after this."""
        self.commit()
        if self._going is not None:
            self._going.finish()

    def cursor(self, pointer: Pointer) -> Qt.CursorShape | None:
        """What a press would do."""
        frame = self._frame()
        if frame is None:
            return Qt.CursorShape.ForbiddenCursor
        handle = handle_at(frame, pointer.at, pointer.reach)
        if handle is not None:
            return cursor_of(frame, handle)
        inside = is_inside(frame, pointer.at)
        return Qt.CursorShape.SizeAllCursor if inside else Qt.CursorShape.PointingHandCursor

    def draw(self, painter: QtGui.QPainter, view: QtGui.QTransform, ratio: float) -> None:
        """The layer where it is pulled to, what is above it, and the handles."""
        now, frame = self._now, self._frame()
        if now is not None and self._itself is not None:
            self._itself.draw(painter, now.transform() * view)
            if self._above is not None:
                self._above.draw(painter, view)
        if frame is None:
            return
        draw_handles(painter, frame * view, ratio)
        if now is not None:
            low = max((frame.map(QtCore.QPointF(x, y)) for x in (-1, 1) for y in (-1, 1)),
                      key=lambda point: (point.y(), -point.x()))  # fmt: skip
            draw_label(painter, view.map(low), now.text, ratio)

    def _frame(self) -> QtGui.QTransform | None:
        """Around the layer as it is pulled, or as it lies; None where there is nothing to pull."""
        if self._now is not None:
            return self._now.frame()
        layer = self.bench.document.canvas.layer
        if layer is None or not layer.visible:
            return None
        box = bounds(layer.raster)
        return Placing.at_rest(box).frame() if box else None

    def _is_at_rest(self) -> bool:
        now = self._now
        return now is not None and now == Placing.at_rest(now.box)

    def _take(self) -> bool:
        """Begin with the active layer, unless one was taken; whether there is one."""
        if self._going is not None:
            self._going.finish()
        if self._now is not None:
            return True
        canvas = self.bench.document.canvas
        layer = canvas.layer
        if layer is None or not layer.visible or not bounds(layer.raster):
            self.bench.message(
                say("There is nothing to move: choose a visible layer with something on it.")
            )
            return False
        self._layer, self._now = layer, Placing.at_rest(bounds(layer.raster))
        at = canvas.index
        self._itself = self._small(replace(canvas, layers=(layer,)), self._now.box)
        above = tuple(one for one in canvas.layers[at + 1 :] if one.visible)
        self._above = None
        if above:
            self._above = self._small(replace(canvas, layers=above), canvas.box)
        # What is drawn here must not be seen twice.
        hidden = tuple(replace(one, visible=False) for one in canvas.layers[at:])
        self.bench.document.show(replace(canvas, layers=(*canvas.layers[:at], *hidden)))
        return True

    def _small(self, canvas: Canvas, box: Box) -> _Shown:
        less = 1
        while max(box.width, box.height) > less * _MOST_SIDE:
            less *= 2
        whole = Box(box.x, box.y, -(-box.width // less) * less, -(-box.height // less) * less)
        return _Shown(self.bench.seen(canvas, whole, less), whole)

    def _let_go(self) -> None:
        self._layer = self._now = self._begun = self._itself = self._above = self._going = None
