"""How the window lies on the screen and its docks in it, kept from one run to the next."""

from __future__ import annotations

import base64

from ..qt import QtCore, QtWidgets
from ..settings import Settings

_GEOMETRY, _DOCKS = "easel.geometry", "easel.docks"


_USUAL = QtCore.QSize(1440, 900)
_FRAME = 2
"""Heights of a title bar that are left for what the desktop puts around a window."""


def usual_size(window: QtWidgets.QMainWindow) -> QtCore.QSize:
    """How large it is at first: no larger than the screen has room for, frame included."""
    screen, style = window.screen(), window.style()
    if screen is None or style is None:
        return _USUAL
    frame = style.pixelMetric(QtWidgets.QStyle.PixelMetric.PM_TitleBarHeight) * _FRAME
    return _USUAL.boundedTo(screen.availableGeometry().size() - QtCore.QSize(frame, frame))


def keep_arrangement(window: QtWidgets.QMainWindow, settings: Settings) -> None:
    """For the next run."""
    for name, data in ((_GEOMETRY, window.saveGeometry()), (_DOCKS, window.saveState())):
        settings.set(name, base64.b64encode(data.data()).decode())


def restore_arrangement(window: QtWidgets.QMainWindow, settings: Settings) -> bool:
    """As it was kept; whether anything was known of the docks."""
    for name, put in ((_GEOMETRY, window.restoreGeometry), (_DOCKS, window.restoreState)):
        kept = settings.get(name, "")
        if kept:
            put(QtCore.QByteArray(base64.b64decode(kept)))
    return bool(settings.get(_DOCKS, ""))
