"""The canvas: shows a document, zooms and pans, and hands the pointer to the tool."""

from __future__ import annotations

from collections.abc import Sequence
from math import log2

from ..geometry import Box
from ..hosts.protocol import Preview
from ..qt import Qt, QtCore, QtGui, QtWidgets, Signal
from ..words import say
from .ants import Outline, View, outline
from .colours import Screen
from .compose import screen
from .document import Document
from .tiles import Tiles
from .timing import timer
from .toolbox import TOOLS
from .tools import Bench, Choices, Pointer, Tool

MOST_ZOOM = 64.0
_STOPS = [2 ** (step / 2) for step in range(-12, 13)]
"""Where the zoom keys stop; wheels go in between."""
_PLAN = QtGui.QColor(255, 176, 46)
_VEIL = QtGui.QColor(214, 48, 49, 110)
_Tablet = QtCore.QEvent.Type


class CanvasWidget(QtWidgets.QWidget):
    """One document on the screen.

    Distances inside are in device pixels, so that 100 % is one pixel of the picture for one of
    the screen, whatever the scaling of the desktop.
    """

    pointed = Signal(object)
    """The point of the canvas under the pointer (QPointF), or None."""
    zoomed = Signal(float)
    message = Signal(str)
    size_wanted = Signal(int)
    """By how many steps the brush is to grow."""

    def __init__(self, document: Document, choices: Choices) -> None:
        super().__init__()
        self.document, self.choices = document, choices
        self.colours = Screen(document.canvas.kind, document.facts)
        self.tiles = Tiles(document, self.colours)
        bench = Bench(document, choices, self.colours.to_document, self._pick, self.message.emit)
        self.tools: dict[str, Tool] = {kind.name: kind(bench) for kind in TOOLS}
        self._tool = self.tools["rectangle"]
        self._corner, self._zoom, self._fits = QtCore.QPointF(0, 0), 1.0, True
        self._held: QtCore.QPointF | None = None  # where a pan goes on from, in device pixels
        self._working = self._space = self._pen = False
        self._hover: QtCore.QPointF | None = None
        self._plan: tuple[Box, ...] = ()
        self._preview: Preview | None = None
        self._veiled, self._phase = False, 0
        self._outline: Outline | None = None
        self._outlined: object = None
        self._march = timer(self, 120, self._marched)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 120)
        self.setAcceptDrops(False)  # the window takes them
        self.setAccessibleName(say("Canvas"))
        self.tiles.updated.connect(self._renewed)
        document.changed.connect(self._document_changed)
        choices.changed.connect(self._restyle)
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
        """Show a result over the picture, or under it."""
        self._preview = preview
        self.update()

    def set_veil(self, veiled: bool) -> None:
        """Tint what is not selected, so that a soft edge can be seen."""
        self._veiled = veiled
        self.update()

    # Zoom and pan ----------------------------------------------------------------------------

    def zoom_to(self, zoom: float, around: QtCore.QPointF | None = None) -> None:
        """Zoom; the point of the widget `around` (None: its middle) keeps its place."""
        centre = QtCore.QRectF(self.rect()).center() if around is None else around
        held = self.at(centre)
        self._zoom = min(MOST_ZOOM, max(self._least(), zoom))
        self._corner = held - centre * self.devicePixelRatioF() / self._zoom
        self._fits = False
        self._moved()

    def zoom_step(self, direction: int, around: QtCore.QPointF | None = None) -> None:
        """To the next stop, in (1) or out (-1)."""
        if direction > 0:
            stop = next((s for s in _STOPS if s > self._zoom * 1.01), MOST_ZOOM)
        else:
            stop = next((s for s in reversed(_STOPS) if s < self._zoom / 1.01), self._least())
        self.zoom_to(stop, around)

    def fit(self) -> None:
        """All of the picture, with a little room around it."""
        size, view = self.document.canvas.size, self.view
        if not size.area or not view.width or not view.height:
            return
        room = 0.96
        self._zoom = min(
            view.width * room / size.width, view.height * room / size.height, MOST_ZOOM
        )
        self._centre(QtCore.QPointF(size.width / 2, size.height / 2))
        self._fits = True

    def fit_width(self) -> None:
        """The whole width of the picture."""
        size, view = self.document.canvas.size, self.view
        self._zoom = min(MOST_ZOOM, view.width * 0.98 / max(1, size.width))
        self._centre(QtCore.QPointF(size.width / 2, size.height / 2))
        self._fits = False

    def actual(self) -> None:
        """One pixel of the picture for one of the screen."""
        self.zoom_to(1.0)

    def pan(self, step: QtCore.QPointF) -> None:
        """Move the picture by device pixels."""
        self._corner = self._corner - step / self._zoom
        self._fits = False
        self._moved()

    def _least(self) -> float:
        size = self.document.canvas.size
        return min(1.0, 24 / max(size.width, size.height, 24))

    def _centre(self, point: QtCore.QPointF) -> None:
        view = self.view
        self._corner = point - QtCore.QPointF(view.width, view.height) / 2 / self._zoom
        self._moved()

    def _moved(self) -> None:
        """Whole device pixels, so that nothing is blurred; never out of reach."""
        size, view = self.document.canvas.size, self.view
        keep = 48 / self._zoom
        x = min(max(self._corner.x(), keep - view.width / self._zoom), size.width - keep)
        y = min(max(self._corner.y(), keep - view.height / self._zoom), size.height - keep)
        self._corner = QtCore.QPointF(
            round(x * self._zoom) / self._zoom, round(y * self._zoom) / self._zoom
        )
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
        whole = view.rect(self.document.shown.box)
        painter.setClipRect(whole)
        painter.setBrushOrigin(whole.topLeft())
        painter.fillRect(whole, QtGui.QBrush(squares(round(8 * ratio))))
        if self._preview and self._preview.below:
            self._paint_preview(painter, view)
        self._paint_tiles(painter, view)
        if self._preview and not self._preview.below:
            self._paint_preview(painter, view)
        painter.setClipping(False)
        self._paint_selection(painter, view, ratio)
        for index, box in enumerate(self._plan):
            _frame(painter, view.rect(box), _PLAN, ratio, index > 0)
        self._paint_hand(painter, view, ratio)

    def _paint_tiles(self, painter: QtGui.QPainter, view: View) -> None:
        level = self.tiles.level_for(view.zoom)
        exact = view.zoom * (1 << level)
        smooth = exact < 0.999 or 1.001 < exact < 2
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform, smooth)
        for part, image, box in self.tiles.show(level, view.seen):
            painter.drawImage(view.rect(box), image, part)

    def _paint_preview(self, painter: QtGui.QPainter, view: View) -> None:
        assert self._preview is not None
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform, view.zoom < 2)
        painter.drawImage(view.rect(self._preview.box), self._preview.image)

    def _paint_selection(self, painter: QtGui.QPainter, view: View, ratio: float) -> None:
        selection = self.document.shown.selection
        if selection is None:
            self._march.stop()
            self._outline = self._outlined = None
            return
        # Compared by the objects themselves: kept here, so that no other can take their place.
        state = (selection, view)
        known = self._outlined
        same = isinstance(known, tuple) and known[0] is selection and known[1] == view
        if not same:
            self._outline, self._outlined = outline(selection, view, max(1, round(ratio))), state
        found = self._outline
        if found is None:
            return
        if self._veiled:
            whole = view.rect(self.document.shown.box)
            place = QtCore.QRectF(QtCore.QRect(found.place, found.levels.size()))
            around = QtGui.QPainterPath()
            around.addRect(whole)
            around.addRect(place.intersected(whole))
            painter.fillPath(around, _VEIL)
            painter.setClipRect(whole)
            painter.drawImage(found.place, found.veil(_VEIL))
            painter.setClipping(False)
        painter.drawImage(found.place, found.dashes(self._phase, ratio))
        if not self._march.isActive():
            self._march.start()

    def _paint_hand(self, painter: QtGui.QPainter, view: View, ratio: float) -> None:
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        path = self._tool.outline()
        if path is not None:
            turn = QtGui.QTransform.fromScale(view.zoom, view.zoom).translate(
                -view.corner.x(), -view.corner.y()
            )
            _line(painter, turn.map(path), ratio)
        if self._tool.brushes and self._hover is not None and not self._panning:
            point = view.to_screen(self._hover)
            radius = max(1.5, self.choices.now.size * view.zoom / 2)
            ring = QtGui.QPainterPath()
            ring.addEllipse(point, radius, radius)
            _line(painter, ring, ratio)

    def _marched(self) -> None:
        self._phase = (self._phase + 1) % 64
        if not self.isVisible() or self.document.shown.selection is None:
            self._march.stop()
        elif self._outline is not None:
            ratio = self.devicePixelRatioF()
            place = QtCore.QRectF(
                QtCore.QPointF(self._outline.place) / ratio,
                QtCore.QSizeF(self._outline.edge.size()) / ratio,
            )
            self.update(place.toAlignedRect())

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
        if size != now.size and self._fits:
            self.fit()
        if getattr(before, "selection", None) is not now.selection:
            self.update()

    # The hand --------------------------------------------------------------------------------

    @property
    def tool(self) -> Tool:
        """The tool in hand."""
        return self._tool

    def take(self, name: str) -> None:
        """Take a tool in hand; what another had begun is dropped."""
        if self._working:
            self._tool.cancel()
            self._working = False
        self._tool = self.tools[name]
        self._restyle()

    def stop(self) -> bool:
        """Drop what the hand has begun; whether there was something."""
        begun, self._working = self._working, False
        if begun:
            self._tool.cancel()
            self.update()
        return begun

    def finish_stroke(self) -> None:
        """End what the hand has begun as if the button had gone up; before a command."""
        if self._working and self._hover is not None:
            self._working = False
            self._tool.release(Pointer(self._hover))
        self._tool.finish()

    @property
    def _panning(self) -> bool:
        return self._space or self._held is not None or self._tool.name == "pan"

    def _restyle(self) -> None:
        shape = Qt.CursorShape.CrossCursor
        if self._panning:
            held = self._held is not None
            shape = Qt.CursorShape.ClosedHandCursor if held else Qt.CursorShape.OpenHandCursor
        elif self._tool.brushes and self.choices.now.size * self._zoom > 12:
            shape = Qt.CursorShape.BlankCursor if self._hover is not None else shape
        self.setCursor(shape)
        self.update()

    def _pick(self, point: QtCore.QPointF) -> QtGui.QColor:
        box = Box(int(point.x() // 1), int(point.y() // 1), 1, 1)
        colours = self.colours
        image = screen(self.document.canvas, box, 1, colours.transform, colours.grey)
        colour = image.pixelColor(0, 0)
        return colour if colour.alpha() else self.choices.now.colour

    def _press(self, place: QtCore.QPointF, keys: Qt.KeyboardModifier, pressure: float) -> None:
        self._hover = self.at(place)
        if self._panning:
            self._held = place * self.devicePixelRatioF()
            self._restyle()
            return
        self._working = True
        self._tool.press(Pointer(self._hover, keys, pressure))
        self.update()

    def _drag(self, place: QtCore.QPointF, keys: Qt.KeyboardModifier, pressure: float) -> None:
        was, self._hover = self._hover, self.at(place)
        self.pointed.emit(self._hover)
        if self._held is not None:
            now = place * self.devicePixelRatioF()
            step, self._held = now - self._held, now
            self.pan(step)
        elif self._working:
            self._tool.move(Pointer(self._hover, keys, pressure))
            self.update()
        elif self._tool.brushes:
            if was is None:
                self._restyle()
            self.update()

    def _release(self, place: QtCore.QPointF, keys: Qt.KeyboardModifier) -> None:
        if self._held is not None:
            self._held = None
            self._restyle()
        elif self._working:
            self._working = False
            self._tool.release(Pointer(self.at(place), keys))
            self.update()

    def mousePressEvent(self, event: QtGui.QMouseEvent | None) -> None:
        """The left button works, the middle one pans."""
        assert event is not None
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._pen:
            return
        if event.button() == Qt.MouseButton.MiddleButton:
            self.stop()
            self._held = event.position() * self.devicePixelRatioF()
            self._restyle()
        elif event.button() == Qt.MouseButton.LeftButton:
            self._press(event.position(), event.modifiers(), 1.0)

    def mouseMoveEvent(self, event: QtGui.QMouseEvent | None) -> None:
        """Hover, pan or work."""
        assert event is not None
        if not self._pen:
            self._drag(event.position(), event.modifiers(), 1.0)

    def mouseReleaseEvent(self, event: QtGui.QMouseEvent | None) -> None:
        """The end of a pan or of work."""
        assert event is not None
        if not self._pen:
            self._release(event.position(), event.modifiers())

    def tabletEvent(self, event: QtGui.QTabletEvent | None) -> None:
        """A pen works like the left button, and its pressure is felt by the brushes."""
        assert event is not None
        pressure = max(0.02, event.pressure())
        if event.type() == _Tablet.TabletPress and event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._pen = True
            self._press(event.position(), event.modifiers(), pressure)
        elif event.type() == _Tablet.TabletMove:
            self._drag(event.position(), event.modifiers(), pressure)
        elif event.type() == _Tablet.TabletRelease and self._pen:
            self._release(event.position(), event.modifiers())
            self._pen = False
        event.accept()

    def wheelEvent(self, event: QtGui.QWheelEvent | None) -> None:
        """A wheel zooms about the pointer; two fingers on a pad pan, with Ctrl they zoom."""
        assert event is not None
        fingers, turns = event.pixelDelta(), event.angleDelta()
        keys = event.modifiers()
        if keys & Qt.KeyboardModifier.ShiftModifier and self._tool.brushes:
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
        """Space pans; Escape drops what has begun; arrows pan."""
        assert event is not None
        steps = {
            Qt.Key.Key_Left: (1, 0),
            Qt.Key.Key_Right: (-1, 0),
            Qt.Key.Key_Up: (0, 1),
            Qt.Key.Key_Down: (0, -1),
        }
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space = True
                self._restyle()
        elif event.key() == Qt.Key.Key_Escape and self.stop():
            pass
        elif event.key() in steps:
            x, y = steps[Qt.Key(event.key())]
            self.pan(QtCore.QPointF(x, y) * 64 * self.devicePixelRatioF())
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QtGui.QKeyEvent | None) -> None:
        """The end of panning by space."""
        assert event is not None
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self._held = None
            self._restyle()
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QtGui.QFocusEvent | None) -> None:
        """A space bar let go elsewhere."""
        self._space = False
        self._restyle()
        super().focusOutEvent(event)

    def leaveEvent(self, event: QtCore.QEvent | None) -> None:
        """The pointer is elsewhere."""
        self._hover = self._hover if self._working else None
        self.pointed.emit(None)
        self._restyle()
        super().leaveEvent(event)

    def resizeEvent(self, event: QtGui.QResizeEvent | None) -> None:
        """A picture that fitted still fits."""
        super().resizeEvent(event)
        if self._fits:
            self.fit()

    def showEvent(self, event: QtGui.QShowEvent | None) -> None:
        """The dashes march on."""
        super().showEvent(event)
        if self._fits:
            self.fit()


_SQUARES: dict[int, QtGui.QPixmap] = {}


def squares(side: int) -> QtGui.QPixmap:
    """The chequer behind what is transparent."""
    if side not in _SQUARES:
        pixmap = QtGui.QPixmap(2 * side, 2 * side)
        pixmap.fill(QtGui.QColor(204, 204, 204))
        painter = QtGui.QPainter(pixmap)
        for x, y in ((0, 0), (side, side)):
            painter.fillRect(x, y, side, side, QtGui.QColor(238, 238, 238))
        painter.end()
        _SQUARES[side] = pixmap
    return _SQUARES[side]


def _line(painter: QtGui.QPainter, path: QtGui.QPainterPath, ratio: float) -> None:
    """A thin line that shows on light and on dark."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QtGui.QPen(QtGui.QColor(0, 0, 0, 170), 3 * ratio))
    painter.drawPath(path)
    painter.setPen(QtGui.QPen(QtGui.QColor(255, 255, 255, 230), ratio))
    painter.drawPath(path)


def _frame(
    painter: QtGui.QPainter, rect: QtCore.QRectF, colour: QtGui.QColor, ratio: float, minor: bool
) -> None:
    """A box of the plan: dashed, thinner where it is not the main one."""
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QtGui.QPen(QtGui.QColor(0, 0, 0, 120), (2 if minor else 4) * ratio))
    painter.drawRect(rect)
    pen = QtGui.QPen(colour, (1 if minor else 2) * ratio, Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.drawRect(rect)
