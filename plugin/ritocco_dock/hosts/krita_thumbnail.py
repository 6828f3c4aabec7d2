"""A small picture of a Krita document, read in slices: Krita's own takes seconds of a large one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..pending import Pending
from ..qt import Qt, QtCore, QtGui
from ..slices import Slices, Steps


def thumbnail(live: Callable[[], Any], side: int) -> Pending[QtGui.QImage]:
    """At most `side` pixels on the longer side. `live` gives Krita's document, or raises."""
    coming: Pending[QtGui.QImage] = Pending()
    size = QtCore.QSize(live().width(), live().height())
    small = size.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio)
    if size.width() <= side and size.height() <= side:
        small = size
    image = QtGui.QImage(small.expandedTo(QtCore.QSize(1, 1)), QtGui.QImage.Format.Format_ARGB32)
    image.fill(0)

    def steps() -> Steps:
        for row in range(image.height()):
            top = row * size.height() // image.height()
            bottom = max(top + 1, (row + 1) * size.height() // image.height())
            band = live().projection(0, top, size.width(), bottom - top)
            painter = QtGui.QPainter(image)
            painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QtCore.QRect(0, row, image.width(), 1), _even(band, image.width()))
            painter.end()
            yield None

    work = Slices(steps(), coming)
    work.done.connect(lambda: coming.arrive(image))
    work.failed.connect(coming.fail)
    return coming


def _even(band: Any, width: int) -> QtGui.QImage:
    """A band of rows as one row, its pixels the mean of those they stand for."""
    return QtGui.QImage(
        band.scaled(
            width,
            1,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    )
