"""Drawings over Krita's canvas: the planned windows, and results before they are applied.

A widget of ours lies over the canvas and lets the mouse through. The picture, its undo steps
and its layers do not know of it. Krita's API does not tell where the picture is on the screen;
zoom, rotation, mirror and scroll bars do: a scroll bar's value is the distance from the left or
top edge of the rotated picture's bounds to the edge of the view.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import krita as api

from ..editor import Preview
from ..geometry import Box, Size
from ..qt import Qt, QtCore, QtGui, QtWidgets

_EACH = 40
"""Milliseconds between two looks at where the picture is."""
_POINTS_PER_INCH = 72.0
_SHARE = 0.94
"""Of the view, that something which is to be seen as a whole takes."""


def canvas_transform(
    size: Size, scale: float, rotation: float, mirrored: bool, scrolled: tuple[int, int]
) -> QtGui.QTransform:
    """Pixels of the picture -> pixels of the canvas widget.

    scale     widget pixels for one of the picture
    rotation  degrees, clockwise
    scrolled  values of the horizontal and vertical scroll bar
    """
    turned = QtGui.QTransform()
    turned.rotate(rotation)
    turned.scale(-scale if mirrored else scale, scale)
    bounds = turned.mapRect(QtCore.QRectF(0, 0, size.width, size.height))
    return turned * QtGui.QTransform.fromTranslate(
        -scrolled[0] - bounds.x(), -scrolled[1] - bounds.y()
    )


def scale_of(view: Any) -> float:
    """Pixels of the canvas widget for one of the picture.

    `zoomLevel` says something else in each Krita: what is asked for here, but for the picture's
    resolution, in 5.1 and 5.2; what the artist reads, whatever the screen's scale, since 5.3.
    """
    tell = getattr(view, "flakeToImageTransform", None)  # since 5.2
    if tell is not None:
        # Krita's "flake" is a widget's pixel, before the canvas is turned and scrolled.
        return 1.0 / float(tell().m11())
    return float(view.canvas().zoomLevel() * _POINTS_PER_INCH / view.document().xRes())


def show_whole(box: Box) -> None:
    """Zoom out, and scroll, until all of a box of the active view's plane is seen.

    A view that shows it already stays as it is; Krita's API knows no way back to where one was.
    """
    view, controller = active_view(), _controller()
    viewport = controller.viewport() if controller is not None else None
    if view is None or controller is None or viewport is None:
        return
    across, down = controller.horizontalScrollBar(), controller.verticalScrollBar()
    if across is None or down is None:
        return
    size = Size(view.document().width(), view.document().height())
    canvas = view.canvas()

    def lying() -> QtGui.QTransform:
        scrolled = (across.value(), down.value())
        return canvas_transform(size, scale_of(view), canvas.rotation(), canvas.mirror(), scrolled)

    lies = lying().mapRect(_rectangle(box))
    room = QtCore.QRectF(viewport.rect())
    if room.contains(lies):
        return
    fits = min(room.width() / lies.width(), room.height() / lies.height()) * _SHARE
    if fits < 1:
        wanted = scale_of(view) * fits
        canvas.setZoomLevel(wanted)
        # What a level means hangs on Krita and on the screen's scale: what came of it tells.
        canvas.setZoomLevel(wanted * wanted / scale_of(view))

    def centre() -> None:
        away = lying().mapRect(_rectangle(box)).center() - room.center()
        across.setValue(round(across.value() + away.x()))
        down.setValue(round(down.value() + away.y()))

    QtCore.QTimer.singleShot(_EACH, centre)  # Krita has scrolled by then


def seen() -> tuple[QtWidgets.QWidget | None, QtGui.QTransform]:
    """What the active view's canvas lies in, and pixels of the picture -> pixels of that widget."""
    view = active_view()
    controller = _controller() if view else None
    viewport = controller.viewport() if controller else None
    across = controller.horizontalScrollBar() if controller else None
    down = controller.verticalScrollBar() if controller else None
    if view is None or viewport is None or across is None or down is None:
        return None, QtGui.QTransform()
    canvas, document = view.canvas(), view.document()
    size = Size(document.width(), document.height())
    scrolled = across.value(), down.value()
    turned = canvas.rotation(), canvas.mirror()
    return viewport, canvas_transform(size, scale_of(view), *turned, scrolled)


def focus_canvas() -> None:
    """Give the keyboard to the active view's canvas, from a floating dock, too."""
    controller = _controller() if active_view() is not None else None
    if controller is None:
        return
    if not controller.isActiveWindow():
        controller.activateWindow()
    controller.setFocus(Qt.FocusReason.OtherFocusReason)  # Krita's canvas has it in its stead


class Overlay(QtCore.QObject):
    """Keeps a sheet over the active view's canvas, and on the sheet what is to be seen."""

    def __init__(self) -> None:
        super().__init__()
        self._boxes: Sequence[Box] = ()
        self._preview: tuple[QtCore.QRectF, QtGui.QPixmap] | None = None
        self._sheet: _Sheet | None = None
        self._timer = QtCore.QTimer(self)
        self._timer.setInterval(_EACH)
        self._timer.timeout.connect(self._follow)

    def draw(self, boxes: Sequence[Box], preview: Preview | None) -> None:
        """Show this over the active view; nothing at all: take the sheet away."""
        self._boxes = boxes
        self._preview = (_rectangle(preview.box), _picture(preview)) if preview else None
        if boxes or preview:
            self._timer.start()
            self._follow()
            if self._sheet is not None:
                self._sheet.update()
        else:
            self._timer.stop()
            self._put_away()

    def _follow(self) -> None:
        """Lie where the picture is."""
        viewport, transform = seen()
        if viewport is None:
            self._put_away()
            return
        if self._sheet is not None and self._sheet.parentWidget() is not viewport:
            self._put_away()
        if self._sheet is None:
            self._sheet = _Sheet(viewport)
            self._sheet.destroyed.connect(self._lost)
        beyond = _beyond(active_view(), self._preview)
        self._sheet.show_all(transform, self._boxes, self._preview, beyond)

    def _put_away(self) -> None:
        if self._sheet is not None:
            self._sheet.destroyed.disconnect(self._lost)
            self._sheet.hide()
            self._sheet.deleteLater()
        self._sheet = None

    def _lost(self) -> None:
        """The view was closed, and took the sheet along."""
        self._sheet = None


class _Sheet(QtWidgets.QWidget):
    """See-through, for the eye and the mouse."""

    def __init__(self, viewport: QtWidgets.QWidget) -> None:
        super().__init__(viewport)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._boxes: Sequence[Box] = ()
        self._preview: tuple[QtCore.QRectF, QtGui.QPixmap] | None = None
        self._edge: QtCore.QRectF | None = None
        self._transform = QtGui.QTransform()
        # Above the canvas, below what else Krita shows there (its round palette).
        others = [child for child in viewport.children() if isinstance(child, QtWidgets.QWidget)]
        if len(others) > 2:
            self.stackUnder(others[1])

    def show_all(
        self,
        transform: QtGui.QTransform,
        boxes: Sequence[Box],
        preview: tuple[QtCore.QRectF, QtGui.QPixmap] | None,
        edge: QtCore.QRectF | None,
    ) -> None:
        """Paint anew, if anything is another than before; `edge` is the canvas's, to be drawn."""
        drawing = (transform, boxes, preview, edge)
        if drawing != (self._transform, self._boxes, self._preview, self._edge):
            self._transform, self._boxes, self._preview, self._edge = drawing
            self.update()
        viewport = self.parentWidget()
        if viewport is not None and self.geometry() != viewport.rect():
            self.setGeometry(viewport.rect())
        if not self.isVisible():
            self.show()

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """Qt wants it painted."""
        painter = QtGui.QPainter(self)
        painter.setTransform(self._transform)
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        if self._preview:
            at, picture = self._preview
            painter.drawPixmap(at, picture, QtCore.QRectF(picture.rect()))
        if self._edge is not None:
            for pen in _pens(True):
                painter.setPen(pen)
                painter.drawRect(self._edge)
        for index, box in reversed(list(enumerate(self._boxes))):
            for pen in _pens(index == 0):
                painter.setPen(pen)
                painter.drawRect(_rectangle(box))
        painter.end()


def _beyond(view: Any, preview: tuple[QtCore.QRectF, QtGui.QPixmap] | None) -> QtCore.QRectF | None:
    """The edge of the canvas where a preview reaches beyond it, while that itself is not drawn."""
    document = view.document()
    canvas = QtCore.QRectF(0, 0, document.width(), document.height())
    waits = preview is not None and preview[1].isNull() and not canvas.contains(preview[0])
    return canvas if waits else None


def _pens(is_main: bool) -> list[QtGui.QPen]:
    """A dark line, and a light one in it: seen on any picture."""
    dark = QtGui.QPen(QtGui.QColor(0, 0, 0, 150), 3)
    light = QtGui.QPen(QtGui.QColor(255, 255, 255, 230 if is_main else 150), 1)
    if not is_main:
        light.setStyle(Qt.PenStyle.DashLine)
    for pen in (dark, light):
        pen.setCosmetic(True)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return [dark, light]


def _rectangle(box: Box) -> QtCore.QRectF:
    return QtCore.QRectF(box.x, box.y, box.width, box.height)


def _picture(preview: Preview) -> QtGui.QPixmap:
    """The result as it will look; one that belongs below only where the picture is see-through."""
    image = preview.image.convertToFormat(QtGui.QImage.Format.Format_ARGB32_Premultiplied)
    view = active_view()
    if preview.below and view is not None and not image.isNull():
        document, box = view.document(), preview.box
        # Not Krita's own small picture: of a large document that takes seconds.
        shared = box & Box(0, 0, document.width(), document.height())
        front = document.projection(shared.x, shared.y, shared.width, shared.height)
        painter = QtGui.QPainter(image)
        painter.setCompositionMode(QtGui.QPainter.CompositionMode.CompositionMode_DestinationOut)
        painter.scale(image.width() / box.width, image.height() / box.height)
        painter.translate(-box.x, -box.y)
        painter.drawImage(_rectangle(shared), front)
        painter.end()
    return QtGui.QPixmap.fromImage(image)


def active_view() -> Any:
    """The view the artist works in; None without one."""
    window = api.Krita.instance().activeWindow()
    view = window.activeView() if window else None
    return view if view is not None and view.document() is not None else None


def _controller() -> QtWidgets.QAbstractScrollArea | None:
    """The scroll area that holds the active view's canvas."""
    window = api.Krita.instance().activeWindow().qwindow()
    area = window.findChild(QtWidgets.QMdiArea)
    inner = area.activeSubWindow() if area else None
    for controller in (inner or window).findChildren(QtWidgets.QAbstractScrollArea):
        if controller.metaObject().className() == "KisCanvasController" and controller.isVisible():
            return controller  # type: ignore[no-any-return]
    return None
