"""Selecting by dragging a shape."""

from __future__ import annotations

from collections.abc import Generator

from ..qt import Qt, QtCore, QtGui
from ..words import mark, say
from . import selection as levels
from .document import Document
from .raster import Raster
from .selection import Combine
from .softening import softened, softening
from .steps import AT_ONCE
from .timing import Patience
from .tools import ALT, CTRL, SHIFT, Bench, Pointer, Tool


def combine_for(keys: Qt.KeyboardModifier, usual: Combine) -> Combine:
    """Shift adds, Alt takes away, both keep what is in both."""
    if keys & SHIFT and keys & ALT:
        return Combine.INTERSECT
    if keys & SHIFT:
        return Combine.ADD
    return Combine.SUBTRACT if keys & ALT else usual


STEPS = {
    Combine.REPLACE: mark("Select"),
    Combine.ADD: mark("Add to selection"),
    Combine.SUBTRACT: mark("Subtract from selection"),
    Combine.INTERSECT: mark("Intersect selection"),
}


def select(document: Document, shape: Raster, how: Combine, soften: float = 0) -> None:
    """Combine a shape with the selection, as one step."""
    combine(document, softened(shape, soften), how)


def combine(document: Document, shape: Raster, how: Combine) -> None:
    """Combine a shape that is soft already."""
    canvas = document.canvas
    now = canvas.selection or levels.NOTHING
    document.apply(say(STEPS[how]), canvas.selecting(levels.combined(now, shape, how)))


class Selecting(Tool):
    """A tool whose work ends in a selection: found and made soft in slices, then combined."""

    uses: tuple[str, ...] = ("combine", "soften")

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._how = Combine.REPLACE
        self._work: Patience[Raster] | None = None

    @property
    def busy(self) -> bool:
        """Whether it is still being made."""
        return self._work is not None and self._work.busy

    def begin_with(self, keys: Qt.KeyboardModifier) -> None:
        """Keys decide how what follows is combined."""
        self.finish()
        self._how = combine_for(keys, self.bench.choices.now.combine)

    def make(self, shape: Generator[None, None, Raster], at_once: bool = False) -> None:
        """Select a shape with a soft edge."""
        soften = self.bench.choices.now.soften

        def work() -> Generator[None, None, Raster]:
            return (yield from softening((yield from shape), soften))

        self._work = Patience(work(), self._select, self.bench.document)
        if at_once:
            self.finish()

    def finish(self) -> None:
        """Make the selection to the end."""
        if self._work is not None:
            self._work.finish()

    def _select(self, shape: Raster) -> None:
        document = self.bench.document
        combine(document, shape, self._how)
        if not document.canvas.selection:
            self.bench.message(say("Nothing is selected: the shape lies outside the canvas."))


class _Shape(Selecting):
    """Dragging out a shape; a click without moving selects nothing at all."""

    smooth = True

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._points: list[QtCore.QPointF] = []
        self._even = False

    def press(self, pointer: Pointer) -> None:
        """Begin at a corner."""
        self.begin_with(pointer.keys)
        self._points = [pointer.at]
        self._even = False

    def move(self, pointer: Pointer) -> None:
        """Go on."""
        if self._points:
            self._points.append(pointer.at)
            self._even = bool(pointer.keys & CTRL)

    def release(self, pointer: Pointer) -> None:
        """Select what was drawn."""
        if not self._points:
            return
        self.move(pointer)
        shape, self._points, bounds = self.path(), [], self.path().boundingRect()
        document = self.bench.document
        if bounds.width() < 1 and bounds.height() < 1:
            if self._how is Combine.REPLACE and document.canvas.selection:
                document.apply(say("Select nothing"), document.canvas.selecting(None))
            return
        made = levels.of_path(shape, self.smooth)
        self.make(_at_hand(made), len(made.tiles) <= AT_ONCE)

    def cancel(self) -> None:
        """Forget the shape."""
        self._points = []

    def outline(self) -> QtGui.QPainterPath | None:
        """The shape so far."""
        return self.path() if len(self._points) > 1 else None

    def path(self) -> QtGui.QPainterPath:
        """The shape of the points so far."""
        raise NotImplementedError

    def rect(self) -> QtCore.QRectF:
        """From the first point to the last; a square where it is to be even."""
        start, end = self._points[0], self._points[-1]
        span = end - start
        if self._even:
            side = max(abs(span.x()), abs(span.y()))
            span = QtCore.QPointF(
                side if span.x() >= 0 else -side, side if span.y() >= 0 else -side
            )
        return QtCore.QRectF(start, start + span).normalized()


class RectangleTool(_Shape):
    """A rectangle on whole pixels."""

    name, label, key = "rectangle", mark("Select a rectangle"), "R"
    hint = mark("Drag a rectangle. Shift adds, Alt takes away, Ctrl makes it square.")
    smooth = False

    def path(self) -> QtGui.QPainterPath:
        """The rectangle, its edges on the nearest whole pixels."""
        rect, path = self.rect(), QtGui.QPainterPath()
        left, top = round(rect.left()), round(rect.top())
        path.addRect(
            QtCore.QRectF(left, top, round(rect.right()) - left, round(rect.bottom()) - top)
        )
        return path


class EllipseTool(_Shape):
    """An ellipse."""

    name, label, key = "ellipse", mark("Select an ellipse"), "J"
    hint = mark("Drag an ellipse. Shift adds, Alt takes away, Ctrl makes it a circle.")

    def path(self) -> QtGui.QPainterPath:
        """The ellipse."""
        path = QtGui.QPainterPath()
        path.addEllipse(self.rect())
        return path


class LassoTool(_Shape):
    """A shape by hand."""

    name, label, key = "lasso", mark("Lasso"), "L"
    hint = mark("Draw around what you want. Shift adds, Alt takes away.")

    def path(self) -> QtGui.QPainterPath:
        """What the hand enclosed; overlaps count as inside."""
        path = QtGui.QPainterPath()
        path.addPolygon(QtGui.QPolygonF(self._points))
        path.closeSubpath()
        path.setFillRule(Qt.FillRule.WindingFill)
        return path


def _at_hand(shape: Raster) -> Generator[None, None, Raster]:
    yield
    return shape
