"""What the pointer does over a canvas with the tool that was chosen; or it moves the picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..qt import QObject, Qt, QtCore, QtGui, Signal
from .handles import REACH
from .timing import Patience
from .tools import Pointer, Tool, ToolChoices
from .view import View

_NO_KEYS = Qt.KeyboardModifier.NoModifier
_SHOWN_RING = 12
"""Pixels of the screen from which on the brush's ring alone shows where it is."""


class ToolController(QObject):
    """What mouse and pen do. Places are points of the widget; `at` says what is under them."""

    pointed = Signal(object)
    """The point of the canvas under the pointer (QPointF), or None."""
    panned = Signal(QtCore.QPointF)
    """The picture is to move by points of the widget."""
    worked = Signal()
    """What is drawn over the canvas for the tool is another."""
    posed = Signal()
    """The cursor is another, and what is drawn."""
    prepared = Signal(bool)
    """Whether the tool holds something that waits to be committed."""

    def __init__(
        self,
        tools: Mapping[str, Tool],
        choices: ToolChoices,
        at: Callable[[QtCore.QPointF], QtCore.QPointF],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tools, self._choices, self._at = tools, choices, at
        self._tool = next(iter(tools.values()))
        self._held: QtCore.QPointF | None = None  # where a pan goes on from
        self._working = self._space = False
        self._hover: QtCore.QPointF | None = None
        self._last: Pointer | None = None
        self._going: Patience[Any] | None = None
        self._shape: Qt.CursorShape | None = None
        for signal in (self.worked, self.posed):
            signal.connect(lambda: self.prepared.emit(self._tool.pending))

    @property
    def tool(self) -> Tool:
        """The tool that was chosen."""
        return self._tool

    @property
    def brushes(self) -> bool:
        """Whether it is one of the brushes."""
        return self._tool.brushes

    @property
    def works(self) -> bool:
        """Whether the tool has begun something, or prepared it, and Enter and Esc are its own."""
        return self._working or self._tool.pending

    def look(self) -> None:
        """The tool may have come to an end of what goes on by itself."""
        if not self._working and not self.brushes:
            self._reshape()
            self.posed.emit()

    def _reshape(self) -> None:
        self._shape = self._tool.cursor(self._last) if self._last is not None else None

    # What commands ask of it

    def take(self, name: str) -> None:
        """Choose a tool; what another had begun is dropped, what it goes on with ends."""
        if self._working:
            self._tool.cancel()
            self._working = False
        self._tool.finish()
        if self._tool.commits:
            self._tool.cancel()  # what it did not finish, it would do by a button that is gone
        self._tool, self._shape = self._tools[name], None
        self.posed.emit()

    def commit(self) -> bool:
        """Make the step the tool has prepared; whether there was one."""
        if not self._tool.pending or self._working:
            return False
        self._tool.commit()
        self.worked.emit()
        return True

    def nudge(self, dx: int, dy: int) -> bool:
        """Move what the tool holds by a pixel or some; whether it holds something."""
        moved = self._tool.nudge(dx, dy)
        if moved:
            self.worked.emit()
        return moved

    def stop(self) -> bool:
        """Drop what the tool has begun or prepared; whether there was something."""
        begun, self._working = self._working or self._tool.pending, False
        if begun:
            self._tool.cancel()
            self._reshape()
            self.posed.emit()
        return begun

    def finish_stroke(self) -> None:
        """End what the tool has begun as if the button had gone up; before a command."""
        if self._working and self._hover is not None:
            self._working = False
            self._tool.release(Pointer(self._hover))
        self._tool.finish()
        self.follow(None)
        self.worked.emit()

    def follow(self, work: Patience[Any] | None) -> None:
        """A command's work goes on in slices; it ends before whatever the tool does next."""
        before, self._going = self._going, work
        if before is not None:
            before.finish()

    # What the pointer does

    def press(
        self, place: QtCore.QPointF, keys: Qt.KeyboardModifier = _NO_KEYS, pressure: float = 1.0
    ) -> None:
        """The button, or the pen, went down."""
        self.follow(None)
        self._hover = self._at(place)
        if self._panning:
            self.hold(place)
            return
        self._working = True
        self._tool.press(self._pointer(place, keys, pressure))
        self.worked.emit()

    def move(
        self, place: QtCore.QPointF, keys: Qt.KeyboardModifier = _NO_KEYS, pressure: float = 1.0
    ) -> None:
        """The pointer is elsewhere over the canvas."""
        was, self._hover = self._hover, self._at(place)
        self.pointed.emit(self._hover)
        if self._held is not None:
            step, self._held = place - self._held, place
            self.panned.emit(step)
        elif self._working:
            self._tool.move(self._pointer(place, keys, pressure))
            self.worked.emit()
        elif self.brushes:
            (self.posed if was is None else self.worked).emit()
        else:
            shape = self._tool.cursor(self._pointer(place))
            if shape != self._shape:
                self._shape = shape
                self.posed.emit()

    def release(self, place: QtCore.QPointF, keys: Qt.KeyboardModifier = _NO_KEYS) -> None:
        """The button, or the pen, went up."""
        if self._held is not None:
            self.let_go()
        elif self._working:
            self._working = False
            self._tool.release(self._pointer(place, keys))
            self._reshape()
            self.posed.emit()

    def hold(self, place: QtCore.QPointF) -> None:
        """Take hold of the picture, to move it."""
        self._held = place
        self.posed.emit()

    def let_go(self) -> None:
        """The end of moving the picture."""
        self._held = None
        self.posed.emit()

    def space(self, down: bool) -> None:
        """While the space bar is down, every tool moves the picture."""
        self._space = down
        self.posed.emit()

    def leave(self) -> None:
        """The pointer is no longer over the canvas."""
        self._hover = self._hover if self._working else None
        self.pointed.emit(None)
        self.posed.emit()

    def _pointer(
        self, place: QtCore.QPointF, keys: Qt.KeyboardModifier = _NO_KEYS, pressure: float = 1.0
    ) -> Pointer:
        at = self._at(place)
        beside = self._at(place + QtCore.QPointF(REACH, 0))
        self._last = Pointer(at, keys, pressure, beside.x() - at.x())
        return self._last

    # What is seen of it

    @property
    def _panning(self) -> bool:
        return self._space or self._held is not None or self._tool.name == "pan"

    def cursor(self, zoom: float) -> Qt.CursorShape:
        """The pointer's shape at this zoom; none where the brush's ring says it all."""
        if self._held is not None:
            return Qt.CursorShape.ClosedHandCursor
        if self._panning:
            return Qt.CursorShape.OpenHandCursor
        large = self._choices.now.size * zoom > _SHOWN_RING
        if self.brushes and large and self._hover is not None:
            return Qt.CursorShape.BlankCursor
        return self._shape if self._shape is not None else Qt.CursorShape.CrossCursor

    def draw(self, painter: QtGui.QPainter, view: View, ratio: float) -> None:
        """Draw over the picture what the tool prepares; `ratio` pixels are one of the desktop."""
        self._tool.draw(painter, view.transform, ratio)

    def lines(self, view: View) -> Iterator[QtGui.QPainterPath]:
        """What to draw over the picture, in pixels of the screen."""
        path = self._tool.outline()
        if path is not None:
            yield view.transform.map(path)
        if self.brushes and self._hover is not None and not self._panning:
            radius = max(1.5, self._choices.now.size * view.zoom / 2)
            ring = QtGui.QPainterPath()
            ring.addEllipse(view.to_screen(self._hover), radius, radius)
            yield ring
