"""What is to be seen beyond a canvas: its edges as they would be, and how these are pulled."""

from __future__ import annotations

from dataclasses import dataclass

from ..geometry import Box, Sides
from ..knobs.extend import pulled
from ..qt import QObject, Qt, QtCore, QtGui, Signal
from .handles import Handle, cursor_of, draw_handles, draw_label, handle_at
from .marks import draw_line
from .view import View

_TINT = QtGui.QColor(255, 176, 46, 46)


@dataclass(frozen=True)
class _Pull:
    """A handle in the hand: where it was taken hold of, on the canvas, and the sides then."""

    handle: Handle
    at: QtCore.QPointF
    sides: Sides


class Growth(QObject):
    """The edges of one canvas. Places are points of the screen, in a `View`."""

    changed = Signal()
    """It is to be drawn anew; where it reaches is another part."""
    pulled = Signal(object)
    """The artist has pulled the edges to these `Sides`."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._sides: Sides | None = None
        self._pull: _Pull | None = None

    @property
    def offers(self) -> bool:
        """Whether there are handles."""
        return self._sides is not None

    @property
    def pulling(self) -> bool:
        """Whether a handle is in the hand."""
        return self._pull is not None

    def show(self, sides: Sides | None) -> None:
        """The edges stand so; None: they are not offered."""
        if sides != self._sides:
            self._sides = sides
            self._pull = self._pull if sides is not None else None
            self.changed.emit()

    def frame(self, canvas: Box) -> Box:
        """The canvas as it would be."""
        return canvas.grown(self._sides) if self._sides is not None else canvas

    def press(self, view: View, canvas: Box, place: QtCore.QPointF, reach: float) -> bool:
        """The button went down; whether on a handle."""
        handle = self._handle(view, canvas, place, reach)
        if handle is None or self._sides is None:
            return False
        self._pull = _Pull(handle, view.to_canvas(place), self._sides)
        return True

    def move(self, view: View, place: QtCore.QPointF) -> None:
        """The pointer is elsewhere, with a handle in the hand."""
        if self._pull is not None:
            pull, way = self._pull, view.to_canvas(place) - self._pull.at
            sides = pulled(pull.sides, pull.handle.x, pull.handle.y, way.x(), way.y())
            if sides != self._sides:
                self.show(sides)
                self.pulled.emit(sides)

    def release(self) -> None:
        """The button went up."""
        self._pull = None
        self.changed.emit()

    def cursor(
        self, view: View, canvas: Box, place: QtCore.QPointF, reach: float
    ) -> Qt.CursorShape | None:
        """Arrows over a handle; None elsewhere."""
        handle = self._pull.handle if self._pull else self._handle(view, canvas, place, reach)
        return None if handle is None else cursor_of(_square(view, self.frame(canvas)), handle)

    def draw(
        self, painter: QtGui.QPainter, view: View, canvas: Box, seen: Box, ratio: float
    ) -> None:
        """The edge of the canvas where more than it is `seen`; the edges to be pulled at."""
        frame = self.frame(canvas)
        if not canvas.holds(seen) or frame != canvas:
            edge = QtGui.QPainterPath()
            edge.addRect(view.rect(canvas))
            if frame != canvas and canvas.holds(seen):
                added = QtGui.QPainterPath()
                added.addRect(view.rect(frame))
                painter.fillPath(added.subtracted(edge), _TINT)
            draw_line(painter, edge, ratio)
        if self._sides is None:
            return
        square = _square(view, frame)
        draw_handles(painter, square, ratio)
        if self.pulling:
            corner = square.map(QtCore.QPointF(-1, 1))
            draw_label(painter, corner, f"{frame.size} px", ratio)

    def _handle(
        self, view: View, canvas: Box, place: QtCore.QPointF, reach: float
    ) -> Handle | None:
        if self._sides is None:
            return None
        return handle_at(_square(view, self.frame(canvas)), place, reach)


def _square(view: View, box: Box) -> QtGui.QTransform:
    """Maps the square from -1 to 1 to a box on the screen."""
    rect = view.rect(box)
    made = QtGui.QTransform.fromTranslate(rect.center().x(), rect.center().y())
    return made.scale(rect.width() / 2, rect.height() / 2)
