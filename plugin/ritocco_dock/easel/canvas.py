"""The canvas: shows a document, and tells its tool controller what the pointer does."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2

from ..editor import Preview
from ..geometry import Box, Sides
from ..qt import Qt, QtCore, QtGui, QtWidgets, Signal
from ..words import say
from . import selection as levels
from .aid import Aid
from .ants import Ants
from .colours import Screen
from .compose import screen
from .document import Canvas, Document
from .growth import Growth
from .handles import REACH
from .marks import draw_frame, draw_line, squares
from .tiles import Tiles
from .tool_controller import ToolController
from .toolbox import TOOLS
from .tools import Bench, ToolChoices
from .view import View, stop_after

_PLAN = QtGui.QColor(255, 176, 46)
_LEAST_PRESSURE = 0.02
_Tablet = QtCore.QEvent.Type


class CanvasWidget(QtWidgets.QWidget):
    """One document on the screen.

    Distances inside are in device pixels, so that 100 % is one pixel of the picture for one of
    the screen, whatever the scaling of the desktop.
    """

    zoomed = Signal(float)
    message = Signal(str)
    size_wanted = Signal(int)
    """By how many steps the brush is to grow."""

    def __init__(self, document: Document, choices: ToolChoices, aid: Aid | None = None) -> None:
        super().__init__()
        self.document, self.choices = document, choices
        self.colours = Screen(document.canvas.kind, document.facts)
        self.tiles = Tiles(document, self.colours, self)
        bench = Bench(
            document,
            choices,
            self.colours.to_document,
            self._pick,
            self._seen,
            self.message.emit,
            aid,
        )
        self.tool_controller = ToolController(
            {kind.name: kind(bench) for kind in TOOLS}, choices, self.at, self
        )
        self._corner, self._zoom, self._fits = QtCore.QPointF(0, 0), 1.0, True
        self._pen = False
        self._plan: tuple[Box, ...] = ()
        self._preview: Preview | None = None
        self.growth = Growth(self)
        self.growth.changed.connect(self._grown)
        self._before: tuple[View, bool] | None = None
        """The view, and whether it fitted, before there was something beyond the canvas."""
        self._veiled = self._arrows = False
        self._ants = Ants(self)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 120)
        self.setAcceptDrops(False)  # the window takes them
        self.setAccessibleName(say("Canvas"))
        self.tiles.updated.connect(self._renewed)
        document.changed.connect(self._document_changed)
        choices.changed.connect(self._restyle)
        self.tool_controller.posed.connect(self._restyle)
        self.tool_controller.worked.connect(self.update)
        self.tool_controller.panned.connect(lambda step: self.pan(step * self.devicePixelRatioF()))
        self._restyle()

    # What is shown ---------------------------------------------------------------------------

    @property
    def view(self) -> View:
        """How the canvas lies on the screen now."""
        ratio = self.devicePixelRatioF()
        return View(
            self._corner, self._zoom, round(self.width() * ratio), round(self.height() * ratio)
        )

    @property
    def zoom(self) -> float:
        """Pixels of the screen for one of the picture."""
        return self._zoom

    def at(self, place: QtCore.QPointF) -> QtCore.QPointF:
        """The point of the canvas under a point of the widget."""
        return self.view.to_canvas(place * self.devicePixelRatioF())

    def place_of(self, point: QtCore.QPointF) -> QtCore.QPointF:
        """The point of the widget over a point of the canvas."""
        return self.view.to_screen(point) / self.devicePixelRatioF()

    def show_plan(self, boxes: Sequence[Box]) -> None:
        """Draw these boxes; the first is the main one."""
        self._plan = tuple(boxes)
        self.update()

    def show_preview(self, preview: Preview | None) -> None:
        """Show a result over the picture, or under it; all of it, where it is larger."""
        self._preview = preview
        self._grown()

    @property
    def frame(self) -> Box:
        """All there is to see: the canvas, what is to be added, the result that is shown."""
        frame = self.growth.frame(self.document.shown.box)
        return frame | self._preview.box if self._preview else frame

    def _grown(self) -> None:
        """What lies beyond the canvas is another: show all of it, once nobody pulls at it."""
        beyond = self.frame != self.document.shown.box
        if self.growth.pulling:
            pass
        elif beyond and not self.view.seen.holds(self.frame):
            self._before = self._before or (self.view, self._fits)
            self.fit()
        elif not beyond and self._before is not None:
            (view, fits), self._before = self._before, None
            self.fit() if fits else self._look(view)
        self.update()

    def set_veil(self, veiled: bool) -> None:
        """Tint what is not selected, so that a soft edge can be seen."""
        self._veiled = veiled
        self.update()

    def _seen(self, canvas: Canvas, box: Box, reduction: int) -> QtGui.QImage:
        """A canvas as the screen shows it, one pixel for so many."""
        return screen(canvas, box, reduction, self.colours.transform, self.colours.grey)

    def _pick(self, point: QtCore.QPointF) -> QtGui.QColor:
        box = Box(int(point.x() // 1), int(point.y() // 1), 1, 1)
        colour = self._seen(self.document.canvas, box, 1).pixelColor(0, 0)
        return colour if colour.alpha() else self.choices.now.colour

    # Zoom and pan ----------------------------------------------------------------------------

    def zoom_to(self, zoom: float, around: QtCore.QPointF | None = None) -> None:
        """Zoom; the point of the widget `around` (None: its middle) keeps its place."""
        centre = QtCore.QRectF(self.rect()).center() if around is None else around
        held = centre * self.devicePixelRatioF()
        self._look(self.view.zoomed(zoom, held, self.document.canvas.size))

    def zoom_step(self, direction: int) -> None:
        """To the next stop, in (1) or out (-1)."""
        self.zoom_to(stop_after(self._zoom, direction, self.document.canvas.size))

    def fit(self) -> None:
        """All of the picture and what is shown beyond it, with a little room around."""
        self._look(self.view.fitted(self.frame), fits=True)

    def fit_width(self) -> None:
        """The whole width of the picture."""
        self._look(self.view.fitted_across(self.document.canvas.box))

    def fit_selection(self) -> None:
        """What is selected, as large as it goes with some of its surroundings."""
        canvas = self.document.canvas
        box = levels.bounds(canvas.selection) & canvas.box if canvas.selection else None
        if box:
            around = max(8, max(box.width, box.height) // 8)
            self._look(self.view.fitted(box.grown(Sides(around, around, around, around))))

    def actual(self) -> None:
        """One pixel of the picture for one of the screen."""
        self.zoom_to(1.0)

    def pan(self, step: QtCore.QPointF) -> None:
        """Move the picture by device pixels."""
        self._look(self.view.panned(step))

    def _look(self, view: View, fits: bool = False) -> None:
        view = view.in_reach(self.frame)
        self._corner, self._zoom, self._fits = view.corner, view.zoom, fits
        self.zoomed.emit(self._zoom)
        self.update()

    # Painting --------------------------------------------------------------------------------

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """Picture, preview, selection, plan, tool."""
        ratio, view = self.devicePixelRatioF(), self.view
        painter = QtGui.QPainter(self)
        painter.scale(1 / ratio, 1 / ratio)
        ground = self.palette().color(QtGui.QPalette.ColorRole.Window)
        dark = ground.lightness() < 128
        painter.fillRect(0, 0, view.width + 1, view.height + 1, ground.darker(135 if dark else 118))
        canvas = self.document.shown.box
        seen = canvas | self._preview.box if self._preview else canvas
        whole = view.rect(seen)
        painter.setClipRect(whole)
        painter.setBrushOrigin(whole.topLeft())
        painter.fillRect(whole, QtGui.QBrush(squares(round(8 * ratio))))
        if self._preview and self._preview.below:
            _paint_preview(painter, view, self._preview)
        self._paint_tiles(painter, view)
        if self._preview and not self._preview.below:
            _paint_preview(painter, view, self._preview)
        painter.setClipping(False)
        shown = self.document.shown
        self._ants.paint(painter, shown.selection, view, shown.box, self._veiled)
        for index, box in enumerate(self._plan):
            draw_frame(painter, view.rect(box), _PLAN, ratio, minor=index > 0)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        self.growth.draw(painter, view, canvas, seen, ratio)
        self.tool_controller.draw(painter, view, ratio)
        for line in self.tool_controller.lines(view):
            draw_line(painter, line, ratio)

    def _paint_tiles(self, painter: QtGui.QPainter, view: View) -> None:
        level = self.tiles.level_for(view.zoom)
        exact = view.zoom * (1 << level)
        smooth = exact < 0.999 or 1.001 < exact < 2
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform, smooth)
        for part, image, box in self.tiles.show(level, view.seen):
            painter.drawImage(view.rect(box), image, part)

    def _renewed(self, box: Box) -> None:
        ratio = self.devicePixelRatioF()
        rect = self.view.rect(box)
        self.update(
            QtCore.QRectF(
                rect.x() / ratio, rect.y() / ratio, rect.width() / ratio, rect.height() / ratio
            )
            .toAlignedRect()
            .adjusted(-2, -2, 2, 2)
        )

    def _document_changed(self, before: object) -> None:
        size = getattr(before, "size", None)
        now = self.document.shown
        if size != now.size and (self._fits or self._before):
            self._before = None
            self.fit()
        if getattr(before, "selection", None) is not now.selection:
            self.update()

    def _restyle(self) -> None:
        self.setCursor(self.tool_controller.cursor(self._zoom))
        self.update()

    def _restyle_over(self, place: QtCore.QPointF) -> None:
        """Arrows over an edge that can be pulled, else the tool's own cursor."""
        ratio = self.devicePixelRatioF()
        box = self.document.shown.box
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
        """Whether the edges of the canvas are taken hold of there."""
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
            self.zoom_to(self._zoom * 2 ** (steps / 3), event.position())
        event.accept()

    def event(self, event: QtCore.QEvent | None) -> bool:
        """Pinching a pad zooms."""
        if isinstance(event, QtGui.QNativeGestureEvent) and (
            event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.zoom_to(self._zoom * 2 ** (event.value() * log2(2.7)), event.position())
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

    def resizeEvent(self, event: QtGui.QResizeEvent | None) -> None:
        """A picture that fitted still fits."""
        super().resizeEvent(event)
        if self._fits:
            self.fit()

    def showEvent(self, event: QtGui.QShowEvent | None) -> None:
        """A picture that fitted still fits."""
        super().showEvent(event)
        if self._fits:
            self.fit()


def _paint_preview(painter: QtGui.QPainter, view: View, preview: Preview) -> None:
    painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform, view.zoom < 2)
    painter.drawImage(view.rect(preview.box), preview.image)
