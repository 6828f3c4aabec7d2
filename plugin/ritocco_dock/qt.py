"""The one place that knows PyQt5 from PyQt6; everything else imports Qt from here.

Write for both: enums with their scope (`Qt.AlignmentFlag.AlignLeft`), `.exec()`, never
`.exec_()`. Inside Krita the version is Krita's own and nothing is tried out: importing the
other one would load a second Qt into the editor and end it. Elsewhere the environment variable
RITOCCO_QT says "5" or "6"; without it whatever is loaded already is used, else PyQt6.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from .inside import in_krita

VARIABLE = "RITOCCO_QT"


def _wanted() -> int:
    """5 or 6."""
    if in_krita():
        import pykrita

        return int(getattr(pykrita, "qt_major_version", lambda: 5)())
    chosen = os.environ.get(VARIABLE, "")
    if chosen in ("5", "6"):
        return int(chosen)
    return 5 if "PyQt5.QtCore" in sys.modules and "PyQt6.QtCore" not in sys.modules else 6


QT = _wanted()
"""Qt's major version: 5 or 6."""

if TYPE_CHECKING or QT == 6:
    from PyQt6 import QtCore, QtGui, QtNetwork, QtWidgets
    from PyQt6.QtGui import QAction, QShortcut
else:
    from PyQt5 import QtCore, QtGui, QtNetwork, QtWidgets
    from PyQt5.QtWidgets import QAction, QShortcut

Qt = QtCore.Qt
QObject = QtCore.QObject
QTimer = QtCore.QTimer
Signal = QtCore.pyqtSignal
Slot = QtCore.pyqtSlot

__all__ = [
    "QT",
    "VARIABLE",
    "QAction",
    "QObject",
    "QShortcut",
    "QTimer",
    "Qt",
    "QtCore",
    "QtGui",
    "QtNetwork",
    "QtWidgets",
    "Signal",
    "Slot",
]
