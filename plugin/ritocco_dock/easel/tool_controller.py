"""What the pointer does over a canvas with the tool that was chosen; or it moves the picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..qt import QObject, Qt, QtCore, QtGui, Signal
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
        self._going: Patience[Any] | None = None

    @property
    def tool(self) -> Tool:
        """The tool that was chosen."""
        return self._tool

    @property
    def brushes(self) -> bool:
        """Whether it is one of the brushes."""
        return self._tool.brushes

    # What commands ask of it

    def take(self, name: str) -> None:
        """Choose a tool; what another had begun is dropped."""
        if self._working:
            self._tool.cancel()
            self._working = False
        self._tool = self._tools[name]
        self.posed.emit()

    def stop(self) -> bool:
        """Drop what the tool has begun; whether there was something."""
        begun, self._working = self._working, False
        if begun:
            self._tool.cancel()
            self.worked.emit()
        return begun

    def finish_stroke(self) -> None:
        """End what the tool has begun as if the button had gone up; before a command."""
        if self._working and self._hover is not None:
            self._working = False
            self._tool.release(Pointer(self._hover))
        self._tool.finish()
        self.follow(None)

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
        self._tool.press(Pointer(self._hover, keys, pressure))
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
            self._tool.move(Pointer(self._hover, keys, pressure))
            self.worked.emit()
        elif self.brushes:
            (self.posed if was is None else self.worked).emit()

    def release(self, place: QtCore.QPointF, keys: Qt.KeyboardModifier = _NO_KEYS) -> None:
        """The button, or the pen, went up."""
        if self._held is not None:
            self.let_go()
        elif self._working:
            self._working = False
            self._tool.release(Pointer(self._at(place), keys))
            self.worked.emit()

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
        ring = self.brushes and large and self._hover is not None
        return Qt.CursorShape.BlankCursor if ring else Qt.CursorShape.CrossCursor

    def lines(self, view: View) -> Iterator[QtGui.QPainterPath]:
        """What to draw over the picture, in pixels of the screen."""
        path = self._tool.outline()
        if path is not None:
            turn = QtGui.QTransform.fromScale(view.zoom, view.zoom).translate(
                -view.corner.x(), -view.corner.y()
            )
            yield turn.map(path)
        if self.brushes and self._hover is not None and not self._panning:
            radius = max(1.5, self._choices.now.size * view.zoom / 2)
            ring = QtGui.QPainterPath()
            ring.addEllipse(view.to_screen(self._hover), radius, radius)
            yield ring
