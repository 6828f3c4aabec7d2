"""The bar of tools at the window's side, with undo and redo under them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..qt import QAction, QtGui, QtWidgets
from ..ui.symbols import SymbolButton
from ..words import say
from .toolbox import TOOLS
from .tools import Tool


class ToolBar(QtWidgets.QToolBar):
    """A button for each tool; one of them is down.

    steps  (symbol, action) of undo and redo
    """

    def __init__(self, take: Callable[[str], object], steps: Sequence[tuple[str, QAction]]) -> None:
        super().__init__(say("Tools"))
        self.setObjectName("easel-tools")
        self.setMovable(False)
        self.tools: dict[str, QAction] = {}
        group = QtGui.QActionGroup(self)
        for kind in TOOLS:
            action = QAction(say(kind.label), self)
            action.setCheckable(True)
            action.setShortcut(QtGui.QKeySequence(kind.key))
            action.setToolTip(_tip(kind))
            action.triggered.connect(lambda _=False, name=kind.name: take(name))
            group.addAction(action)
            self.tools[kind.name] = action
            self.addWidget(_button(f"easel.{kind.name}", action))
        self.addSeparator()
        for symbol, action in steps:
            self.addWidget(_button(symbol, action))

    def say_again(self) -> None:
        """The words once more, in the language of this moment."""
        for kind in TOOLS:
            self.tools[kind.name].setToolTip(_tip(kind))


def _button(symbol: str, action: QAction) -> SymbolButton:
    button = SymbolButton(symbol, action.text().replace("&", ""))
    button.setDefaultAction(action)
    button.setMinimumSize(30, 30)
    return button


def _tip(kind: type[Tool]) -> str:
    return f"{say(kind.label)} ({kind.key})\n{say(kind.hint)}"
