"""The dock's actions in Krita: in its menu Tools, and among the shortcuts in its settings.

Krita learns of them, and of their usual keys, from `ritocco_dock.action`; the artist's own choice
lies in Krita's settings. Keys work with the canvas in focus.
"""

from __future__ import annotations

from typing import Any

import krita as api

from ..qt import QtGui, QtWidgets
from ..ui.dock_actions import DOCK_ACTIONS, DockAction
from ..ui.panel import Panel
from ..words import say

_ID = "ritocco_{name}"
"""Of an action in Krita, as in `ritocco_dock.action`."""
_MENU = _ID.format(name="menu")
_TOLD_MS = 3000


class RitoccoActions(api.Extension):  # type: ignore[misc]
    """Makes them for each window of Krita."""

    def setup(self) -> None:
        """Nothing; Krita asks for it."""

    def createActions(self, window: Any) -> None:
        """For one more window."""
        shell = window.qwindow()  # Krita lets go of its wrapper `window` after this
        # Krita finds a menu within a menu by the name of the action that opens it.
        window.createAction(_MENU, "Ritocco", "tools").setMenu(QtWidgets.QMenu(_MENU, shell))
        for action in DOCK_ACTIONS.values():
            own = window.createAction(
                _ID.format(name=action.name), say(action.label), f"tools/{_MENU}"
            )
            own.setToolTip(say(action.tip))
            own.setAutoRepeat(action.again)
            own.triggered.connect(lambda _=False, action=action: _do(shell, action))


def _do(shell: QtWidgets.QWidget, action: DockAction) -> None:
    """With the dock of this window, seen or not."""
    panel = shell.findChild(Panel)
    if panel is not None:
        action.do(panel.main)


def key_of(action: str) -> str:
    """The key an action has now, as the system writes it; "": none."""
    own = api.Krita.instance().action(_ID.format(name=action))
    if own is None:
        return ""
    return str(own.shortcut().toString(QtGui.QKeySequence.SequenceFormat.NativeText))


def tell(sentence: str) -> None:
    """Over the active view, for a moment."""
    window = api.Krita.instance().activeWindow()
    view = window.activeView() if window else None
    if view is not None:
        view.showFloatingMessage(sentence, QtGui.QIcon(), _TOLD_MS, 1)
