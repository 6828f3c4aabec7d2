"""Cropping: a frame is drawn and pulled until it is right, then the rest goes."""

from __future__ import annotations

from ..geometry import Box
from ..qt import Qt, QtCore, QtGui
from ..words import mark
from .canvas_commands import crop
from .handles import Handle, cursor_of, draw_handles, draw_label, handle_at, is_inside
from .tools import CTRL, Bench, Pointer, Tool

_SHADE = QtGui.QColor(0, 0, 0, 140)


class CropTool(Tool):
    """A frame on whole pixels of the canvas."""

    name, label, key = "crop", mark("Crop"), "C"
    hint = mark(
        "Drag a frame around what is to stay; Ctrl makes it square. Enter crops, Esc gives it up."
    )
    commits = mark("Crop")

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._box = Box(0, 0, 0, 0)
        self._start = QtCore.QPointF()
        self._before = self._box
        self._handle: Handle | None = None
        self._moving = False
        self._size = bench.document.canvas.size

    @property
    def pending(self) -> bool:
        """Whether there is a frame."""
        return bool(self._box)

    def press(self, pointer: Pointer) -> None:
        """Take a handle, or the frame; beside it a new one begins."""
        self._check()
        self._start, self._before = pointer.at, self._box
        frame = _frame(self._box)
        self._handle = handle_at(frame, pointer.at, pointer.reach) if self._box else None
        self._moving = bool(self._box) and self._handle is None and is_inside(frame, pointer.at)

    def move(self, pointer: Pointer) -> None:
        """Pull."""
        canvas, step = self.bench.document.canvas.box, pointer.at - self._start
        if self._moving:
            before = self._before
            x = min(max(0, before.x + round(step.x())), canvas.width - before.width)
            y = min(max(0, before.y + round(step.y())), canvas.height - before.height)
            self._box = Box(x, y, before.width, before.height)
        elif self._handle is not None:
            self._box = _pulled(self._before, self._handle, step) & canvas
        else:
            self._box = _drawn(self._start, pointer.at, bool(pointer.keys & CTRL)) & canvas

    def release(self, pointer: Pointer) -> None:
        """The frame waits; a click beside it takes it away."""
        self.move(pointer)
        self._handle, self._moving = None, False

    def commit(self) -> None:
        """Crop."""
        self._check()
        box, self._box = self._box, Box(0, 0, 0, 0)
        crop(self.bench.document, box)

    def cancel(self) -> None:
        """No frame."""
        self._box = Box(0, 0, 0, 0)

    def nudge(self, dx: int, dy: int) -> bool:
        """Move the frame."""
        if self._box:
            moved = self._box.moved(dx, dy)
            self._box = moved if self.bench.document.canvas.box.holds(moved) else self._box
        return bool(self._box)

    def cursor(self, pointer: Pointer) -> Qt.CursorShape | None:
        """What a press would take."""
        frame = _frame(self._box)
        if not self._box:
            return None
        handle = handle_at(frame, pointer.at, pointer.reach)
        if handle is not None:
            return cursor_of(frame, handle)
        return Qt.CursorShape.SizeAllCursor if is_inside(frame, pointer.at) else None

    def draw(self, painter: QtGui.QPainter, view: QtGui.QTransform, ratio: float) -> None:
        """What will go lies in the shade."""
        self._check()
        if not self._box:
            return
        canvas = self.bench.document.canvas.box
        shade = QtGui.QPainterPath()
        for box in (canvas, self._box):
            shade.addRect(view.mapRect(QtCore.QRectF(box.x, box.y, box.width, box.height)))
        painter.fillPath(shade, _SHADE)
        frame = _frame(self._box) * view
        draw_handles(painter, frame, ratio)
        text = f"{self._box.width} × {self._box.height}"
        draw_label(painter, view.map(QtCore.QPointF(self._box.x, self._box.bottom)), text, ratio)

    def _check(self) -> None:
        """A canvas of another size (undo, a result) has another place for a frame."""
        size = self.bench.document.canvas.size
        if size != self._size:
            self._size, self._box = size, Box(0, 0, 0, 0)


def _frame(box: Box) -> QtGui.QTransform:
    middle = QtGui.QTransform().translate(box.x + box.width / 2, box.y + box.height / 2)
    return middle.scale(box.width / 2, box.height / 2)


def _drawn(start: QtCore.QPointF, end: QtCore.QPointF, even: bool) -> Box:
    """From one point to the other, on the nearest whole pixels."""
    wide, high = round(end.x()) - round(start.x()), round(end.y()) - round(start.y())
    if even:
        side = max(abs(wide), abs(high))
        wide, high = (side if wide >= 0 else -side), (side if high >= 0 else -side)
    x, y = round(start.x()), round(start.y())
    return Box(min(x, x + wide), min(y, y + high), abs(wide), abs(high))


def _pulled(box: Box, handle: Handle, step: QtCore.QPointF) -> Box:
    """The box with the sides moved that a handle stands on."""
    left, top, right, bottom = box.x, box.y, box.right, box.bottom
    dx, dy = round(step.x()), round(step.y())
    left, right = left + dx * (handle.x < 0), right + dx * (handle.x > 0)
    top, bottom = top + dy * (handle.y < 0), bottom + dy * (handle.y > 0)
    return Box(min(left, right), min(top, bottom), abs(right - left), abs(bottom - top))
