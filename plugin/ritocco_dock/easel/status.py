"""The line at the foot of the window: what the picture is, where the pointer is, the zoom."""

from __future__ import annotations

from ..qt import QtCore, QtWidgets
from ..words import mark, say
from . import selection as levels
from .canvas import CanvasWidget
from .raster import Raster

_DEPTHS = {
    "u8": mark("8 bit"),
    "u16": mark("16 bit"),
    "f16": mark("16 bit float"),
    "f32": mark("32 bit float"),
}


class StatusLine(QtWidgets.QStatusBar):
    """Quiet facts."""

    def __init__(self) -> None:
        super().__init__()
        self._busy, self._doing = QtWidgets.QLabel(), QtWidgets.QLabel()
        self._picture, self._selection = QtWidgets.QLabel(), QtWidgets.QLabel()
        self._point, self._zoom = QtWidgets.QLabel(), QtWidgets.QLabel()
        self._selected: Raster | None = None
        self.addWidget(self._doing)
        self.addWidget(self._busy, 1)
        for label in (self._point, self._selection, self._picture, self._zoom):
            label.setContentsMargins(8, 0, 8, 0)
            self.addPermanentWidget(label)
        self.setSizeGripEnabled(False)

    def show_busy(self, doing: str) -> None:
        """What is being read or written."""
        self._busy.setText(doing)

    def show_doing(self, doing: str) -> None:
        """What the tool in hand is at."""
        self._doing.setText(doing)
        self._doing.setVisible(bool(doing))

    def show_point(self, point: QtCore.QPointF | None) -> None:
        """Where the pointer is."""
        self._point.setText(f"{int(point.x() // 1)}, {int(point.y() // 1)}" if point else "")

    def show_picture(self, canvas: CanvasWidget | None) -> None:
        """What the picture in front is."""
        if canvas is None:
            for label in (self._point, self._selection, self._picture, self._zoom):
                label.clear()
            self._selected = None
            return
        document, shown = canvas.document, canvas.document.canvas
        model = say("Grey") if document.facts.model == "grey" else "RGB"
        parts = [str(shown.size), f"{model} {say(_DEPTHS[shown.kind.name])}", canvas.colours.text]
        self._picture.setText("   ".join(part for part in parts if part))
        zoom = canvas.zoom * 100
        self._zoom.setText(f"{zoom:.0f} %" if zoom >= 10 else f"{zoom:.1f} %")
        if shown.selection is not self._selected:
            self._selected = shown.selection
            box = levels.bounds(shown.selection) if shown.selection else None
            self._selection.setText(say("Selected {size}", size=box.size) if box else "")
