"""Painting over what is to go: one stroke, and the surroundings are continued over it."""

from __future__ import annotations

from ..qt import QtCore, QtGui
from ..words import mark, say
from .compose import as_alpha
from .raster import Raster
from .strokes import Stroke
from .tools import Bench, Pointer, Tool

_TINT = QtGui.QColor(235, 64, 52, 120)


class RemoveTool(Tool):
    """A stroke is a whole order: it is sent when the hand lifts, and applied as it comes."""

    name, label, key = "remove", mark("Remove brush"), "X"
    hint = mark(
        "Paint over what is to go, and let go. It goes as a layer of its own, one step to undo. "
        "[ and ] change the size."
    )
    brushes = True
    uses = ("size",)

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._stroke: Stroke | None = None
        self._going: list[Raster] = []

    def press(self, pointer: Pointer) -> None:
        """Begin a stroke."""
        self._stroke = Stroke(self.bench.choices.now.size, 1.0)
        self.move(pointer)

    def move(self, pointer: Pointer) -> None:
        """Go on with it."""
        if self._stroke is not None:
            self._stroke.to(pointer.at, pointer.pressure)

    def release(self, pointer: Pointer) -> None:
        """Have it removed."""
        if self._stroke is None:
            return
        self.move(pointer)
        raster, self._stroke = self._stroke.raster, None
        aid, document = self.bench.aid, self.bench.document
        if aid is None or not raster.box & document.canvas.box:
            return
        self._going.append(raster)

        def over() -> None:
            if raster in self._going:
                self._going.remove(raster)
                document.changed.emit(document.shown)  # what is drawn over it is another

        if not aid.remove(document, raster, over):
            over()
            self.bench.message(say("This could not be removed; the dock says why."))

    def cancel(self) -> None:
        """As if it had not begun; what was let go goes on, and can be undone."""
        self._stroke = None

    def draw(self, painter: QtGui.QPainter, view: QtGui.QTransform, ratio: float) -> None:
        """A tint over what is being painted over, and over what is still to go."""
        shown = [*self._going, *([self._stroke.raster] if self._stroke is not None else [])]
        canvas = self.bench.document.canvas.box
        painter.save()
        painter.setClipRect(view.mapRect(QtCore.QRectF(0, 0, canvas.width, canvas.height)))
        painter.setTransform(view, combine=True)
        for raster in shown:
            for box, tile in raster.within(canvas):
                painter.drawImage(box.x, box.y, _tinted(tile))
        painter.restore()


def _tinted(tile: QtGui.QImage) -> QtGui.QImage:
    image = QtGui.QImage(tile.size(), QtGui.QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(_TINT)
    painter = QtGui.QPainter(image)
    painter.setCompositionMode(QtGui.QPainter.CompositionMode.CompositionMode_DestinationIn)
    painter.drawImage(0, 0, as_alpha(tile))
    painter.end()
    return image
