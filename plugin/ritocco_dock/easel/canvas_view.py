"""A document as it is seen: where it lies on the screen, and all that is drawn there."""

from __future__ import annotations

from collections.abc import Sequence

from ..editor import Preview
from ..geometry import Box, Sides
from ..qt import Qt, QtCore, QtGui, QtWidgets, Signal
from ..words import say
from . import selection as levels
from .ants import Ants
from .colours import Screen
from .compose import screen
from .document import Canvas, Document
from .growth import Growth
from .marks import draw_frame, squares
from .tiles import Tiles
from .view import View, stop_after

_PLAN = QtGui.QColor(255, 176, 46)


class CanvasView(QtWidgets.QWidget):
    """One document on the screen, to be looked at.

    Distances inside are in device pixels, so that 100 % is one pixel of the picture for one of
    the screen, whatever the scaling of the desktop.
    """

    zoomed = Signal(float)

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.document = document
        self.colours = Screen(document.canvas.kind, document.facts)
        self.tiles = Tiles(document, self.colours, self)
        self._corner, self._zoom, self._fits = QtCore.QPointF(0, 0), 1.0, True
        self._plan: tuple[Box, ...] = ()
        self._preview: Preview | None = None
        self.growth = Growth(self)
        self.growth.changed.connect(self._grown)
        self._before: tuple[View, bool] | None = None
        """The view, and whether it fitted, before there was something beyond the canvas."""
        self._veiled = False
        self._ants = Ants(self)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(160, 120)
        self.setAccessibleName(say("Canvas"))
        self.tiles.updated.connect(self._renewed)
        document.changed.connect(self._document_changed)

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

    def seen_of(self, canvas: Canvas, box: Box, reduction: int) -> QtGui.QImage:
        """A canvas as the screen shows it, one pixel for so many."""
        return screen(canvas, box, reduction, self.colours.transform, self.colours.grey)

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

    def draw_over(self, painter: QtGui.QPainter, view: View, ratio: float) -> None:
        """Draw over all of it; `ratio` pixels are one of the desktop."""

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
        looking = self._preview is not None and not self._preview.image.isNull()
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
        # Lines would lie where the seams of a shown result are to be judged.
        marked = None if looking else shown.selection
        self._ants.paint(painter, marked, view, shown.box, self._veiled)
        for index, box in enumerate(self._plan):
            draw_frame(painter, view.rect(box), _PLAN, ratio, minor=index > 0)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        self.growth.draw(painter, view, canvas, canvas if looking else seen, ratio)
        self.draw_over(painter, view, ratio)

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
