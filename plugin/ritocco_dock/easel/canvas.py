"""The canvas: a document that is seen, and the hand on it, of which its tool controller is told."""

from __future__ import annotations

from math import log2

from ..geometry import Box
from ..qt import Qt, QtCore, QtGui, Signal
from .aid import Aid
from .canvas_view import CanvasView
from .document import Document
from .handles import REACH
from .marks import draw_line
from .tool_controller import ToolController
from .toolbox import TOOLS
from .tools import Bench, ToolChoices
from .view import View

_LEAST_PRESSURE = 0.02
_Tablet = QtCore.QEvent.Type


class CanvasWidget(CanvasView):
    """One document on the screen, to be worked on."""

    message = Signal(str)
    size_wanted = Signal(int)
    """By how many steps the brush is to grow."""

    def __init__(self, document: Document, choices: ToolChoices, aid: Aid | None = None) -> None:
        super().__init__(document)
        self.choices = choices
        bench = Bench(
            document,
            choices,
            self.colours.to_document,
            self._pick,
            self.seen_of,
            self.message.emit,
            aid,
        )
        self.tool_controller = ToolController(
            {kind.name: kind(bench) for kind in TOOLS}, choices, self.at, self
        )
        self._pen = self._arrows = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAcceptDrops(False)  # the window takes them
        choices.changed.connect(self._restyle)
        self.tool_controller.posed.connect(self._restyle)
        self.tool_controller.worked.connect(self.update)
        document.changed.connect(lambda _: self.tool_controller.look())
        self.tool_controller.panned.connect(lambda step: self.pan(step * self.devicePixelRatioF()))
        self._restyle()

    def draw_over(self, painter: QtGui.QPainter, view: View, ratio: float) -> None:
        """What the tool does and prepares."""
        self.tool_controller.draw(painter, view, ratio)
        for line in self.tool_controller.lines(view):
            draw_line(painter, line, ratio)

    def _pick(self, point: QtCore.QPointF) -> QtGui.QColor:
        box = Box(int(point.x() // 1), int(point.y() // 1), 1, 1)
        colour = self.seen_of(self.document.canvas, box, 1).pixelColor(0, 0)
        return colour if colour.alpha() else self.choices.now.colour

    def _restyle(self) -> None:
        self.setCursor(self.tool_controller.cursor(self.zoom))
        self.update()

    def _restyle_over(self, place: QtCore.QPointF) -> None:
        """Arrows over an edge that can be pulled, else the tool's own cursor."""
        ratio = self.devicePixelRatioF()
        box = self.document.shown.box
        shape = None
        if not self.tool_controller.tool.commits:
            shape = self.growth.cursor(self.view, box, place * ratio, REACH * ratio)
        if shape is not None:
            self.setCursor(shape)
        elif self._arrows:
            self._restyle()
        self._arrows = shape is not None

    # What Qt tells ---------------------------------------------------------------------------

    def mousePressEvent(self, event: QtGui.QMouseEvent | None) -> None:
        """The left button works, the middle one pans."""
        assert event is not None
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._pen:
            return
        if event.button() == Qt.MouseButton.MiddleButton:
            self.tool_controller.stop()
            self.tool_controller.hold(event.position())
        elif event.button() == Qt.MouseButton.LeftButton and not self._takes(event.position()):
            self.tool_controller.press(event.position(), event.modifiers())

    def _takes(self, place: QtCore.QPointF) -> bool:
        """Whether the edges of the canvas are taken hold of there; a tool's own handles first."""
        if self.tool_controller.tool.commits:
            return False
        ratio = self.devicePixelRatioF()
        return self.growth.press(self.view, self.document.shown.box, place * ratio, REACH * ratio)

    def mouseDoubleClickEvent(self, event: QtGui.QMouseEvent | None) -> None:
        """Commits what the tool has prepared; else a second click."""
        assert event is not None
        if event.button() != Qt.MouseButton.LeftButton or not self.tool_controller.commit():
            self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QtGui.QMouseEvent | None) -> None:
        """Hover, pan or work."""
        assert event is not None
        if self.growth.pulling:
            self.growth.move(self.view, event.position() * self.devicePixelRatioF())
        elif not self._pen:
            self._restyle_over(event.position())
            self.tool_controller.move(event.position(), event.modifiers())

    def mouseReleaseEvent(self, event: QtGui.QMouseEvent | None) -> None:
        """The end of a pan or of work."""
        assert event is not None
        if self.growth.pulling:
            self.growth.release()
        elif not self._pen:
            self.tool_controller.release(event.position(), event.modifiers())

    def tabletEvent(self, event: QtGui.QTabletEvent | None) -> None:
        """A pen works like the left button, and its pressure is felt by the brushes."""
        assert event is not None
        pressure = max(_LEAST_PRESSURE, event.pressure())
        if event.type() == _Tablet.TabletPress and event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._pen = True
            self.tool_controller.press(event.position(), event.modifiers(), pressure)
        elif event.type() == _Tablet.TabletMove:
            self.tool_controller.move(event.position(), event.modifiers(), pressure)
        elif event.type() == _Tablet.TabletRelease and self._pen:
            self.tool_controller.release(event.position(), event.modifiers())
            self._pen = False
        event.accept()

    def wheelEvent(self, event: QtGui.QWheelEvent | None) -> None:
        """A wheel zooms about the pointer; two fingers on a pad pan, with Ctrl they zoom."""
        assert event is not None
        fingers, turns = event.pixelDelta(), event.angleDelta()
        keys = event.modifiers()
        if keys & Qt.KeyboardModifier.ShiftModifier and self.tool_controller.brushes:
            self.size_wanted.emit(1 if (turns.y() or turns.x()) > 0 else -1)
        elif not fingers.isNull() and not keys & Qt.KeyboardModifier.ControlModifier:
            self.pan(QtCore.QPointF(fingers) * self.devicePixelRatioF())
        else:
            steps = turns.y() / 120
            self.zoom_to(self.zoom * 2 ** (steps / 3), event.position())
        event.accept()

    def event(self, event: QtCore.QEvent | None) -> bool:
        """Pinching a pad zooms."""
        if isinstance(event, QtGui.QNativeGestureEvent) and (
            event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.zoom_to(self.zoom * 2 ** (event.value() * log2(2.7)), event.position())
            return True
        return super().event(event)

    def keyPressEvent(self, event: QtGui.QKeyEvent | None) -> None:
        """Space pans; Escape drops what has begun, Enter ends it; arrows nudge it, or pan."""
        assert event is not None
        steps = {
            Qt.Key.Key_Left: (1, 0),
            Qt.Key.Key_Right: (-1, 0),
            Qt.Key.Key_Up: (0, 1),
            Qt.Key.Key_Down: (0, -1),
        }
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self.tool_controller.space(True)
        elif (event.key() == Qt.Key.Key_Escape and self.tool_controller.stop()) or (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.tool_controller.commit()
        ):
            pass
        elif event.key() in steps:
            x, y = steps[Qt.Key(event.key())]
            far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            if not self.tool_controller.nudge(-x * far, -y * far):
                self.pan(QtCore.QPointF(x, y) * 64 * self.devicePixelRatioF())
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QtGui.QKeyEvent | None) -> None:
        """The end of panning by space."""
        assert event is not None
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.tool_controller.space(False)
            self.tool_controller.let_go()
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QtGui.QFocusEvent | None) -> None:
        """A space bar let go elsewhere."""
        self.tool_controller.space(False)
        super().focusOutEvent(event)

    def leaveEvent(self, event: QtCore.QEvent | None) -> None:
        """The pointer is elsewhere."""
        self.tool_controller.leave()
        super().leaveEvent(event)
