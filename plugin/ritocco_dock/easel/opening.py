"""Qt's application, made in one place; by who can explain it better, without Qt's last words.

Qt ends the whole process where it finds no screen or misses a library, with words that help no
artist. `ritocco easel` and `ritocco doctor` find out what is missing, and say that.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

# Said before Qt is imported: easel's values need Qt 6.
os.environ.setdefault("RITOCCO_QT", "6")

if TYPE_CHECKING:
    from ..qt import QtCore, QtWidgets

CANNOT_OPEN = 69
"""Exit code where there is no window to be had; the backend's `setup/window.py` has it too."""


def application(given_up: Callable[[str], object] | None = None) -> QtWidgets.QApplication:
    """Qt's application, ready for our windows.

    given_up  Called with Qt's words where none can be made; then the process ends with
              `CANNOT_OPEN`. None: it ends as Qt ends it.
    """
    if given_up is None:
        return _made()
    try:
        from ..qt import QtCore
    except ImportError as error:  # a library of the system is missing
        given_up(str(error))
        sys.exit(CANNOT_OPEN)
    held: list[str] = []

    def hear(kind: QtCore.QtMsgType, context: Any, message: str | None) -> None:
        held.append(message or "")
        if kind == QtCore.QtMsgType.QtFatalMsg:
            given_up("\n".join(held))
            os._exit(CANNOT_OPEN)  # Qt aborts when this returns

    before = QtCore.qInstallMessageHandler(hear)
    app = _made()
    QtCore.qInstallMessageHandler(before)
    for line in held:
        print(line, file=sys.stderr)
    return app


def _made() -> QtWidgets.QApplication:
    from ..qt import Qt, QtWidgets

    QtWidgets.QApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    app = QtWidgets.QApplication([sys.argv[0]])
    # A brush goes through all points of the hand, those too that came while it was busy. Said
    # afterwards, since what Qt loads for the screen says otherwise.
    app.setAttribute(Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents, False)
    return app
