"""Where the dock's bar lies over Krita's canvas: in the view that shows the document.

Its keys are heard by that view's widgets before Krita's own filter: one installed later is asked
first. Krita tells of no save or close that could be held back, so the bar says in words that what
is shown is not part of the picture.
"""

from __future__ import annotations

from typing import Any

from ..geometry import Box
from ..qt import QtCore, QtWidgets
from .krita_overlay import active_view, seen


def bar_place(own: Any) -> QtWidgets.QWidget | None:
    """The widget that holds the active view's canvas, if that view shows this document."""
    view = active_view()
    if view is None or view.document() != own:
        return None
    return seen()[0]


def place_of(own: Any, box: Box) -> QtCore.QRectF | None:
    """Bounds of a box of the canvas on that widget, however the view is turned."""
    if bar_place(own) is None:
        return None
    return seen()[1].mapRect(QtCore.QRectF(box.x, box.y, box.width, box.height))
