"""The window's commands: menus, keys, and when each of them can be used."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..qt import QAction, QtGui, QtWidgets
from ..words import say
from .actions import KEYS, MENUS, SUBMENUS, ActionRow
from .commands import can_merge_down
from .document import Document

_MOST_LETTERS = 60
"""Of a menu's entry that names what it would undo."""


class Menus:
    """The actions of the table in a window's menu bar.

    deeds   what each entry does, by name; a checkable one is given whether it is on
    panels  switches of the window's docks, which end the menu "View"
    """

    def __init__(
        self,
        window: QtWidgets.QMainWindow,
        deeds: Mapping[str, Callable[..., Any]],
        panels: Sequence[QAction],
    ) -> None:
        self._window, self._deeds = window, deeds
        self.actions: dict[str, QAction] = {}
        self._menus: list[QtWidgets.QMenu] = []
        self._inner: dict[str, QtWidgets.QMenu] = {}
        bar = window.menuBar()
        assert bar is not None
        for title, entries in MENUS:
            menu = bar.addMenu(say(title))
            assert menu is not None
            self._menus.append(menu)
            for entry in entries:
                self._put(entry, menu)
            if entries[-1].name == "full":
                menu.addSeparator()
                menu.addActions(panels)
        for entry in KEYS:
            window.addAction(self._action(entry))

    def _put(self, entry: ActionRow, menu: QtWidgets.QMenu) -> None:
        if not entry.name:
            menu.addSeparator()
        elif entry.name == "recent":
            recent = menu.addMenu(say(entry.label))
            assert recent is not None
            recent.setToolTipsVisible(True)
            self._recent = recent
        elif entry.name in SUBMENUS:
            inner = menu.addMenu(say(entry.label))
            assert inner is not None
            self._inner[entry.name] = inner
            group = QtGui.QActionGroup(inner)
            for row in SUBMENUS[entry.name]:
                self._put(row, inner)
                group.addAction(self.actions[row.name])
        else:
            menu.addAction(self._action(entry))

    def _action(self, entry: ActionRow) -> QAction:
        action = QAction(say(entry.label), self._window)
        action.setShortcuts([QtGui.QKeySequence(key) for key in entry.keys])
        action.setCheckable(entry.checkable)
        action.setAutoRepeat(entry.again)
        act = self._deeds[entry.name]
        action.triggered.connect(lambda on=False: act(on) if entry.checkable else act())
        action.setProperty("needs_picture", entry.needs_picture)
        self.actions[entry.name] = action
        return action

    def show_recent(
        self, paths: Sequence[str], open_path: Callable[[str], Any], forget: Callable[[], Any]
    ) -> None:
        """The pictures that were open last, and a way to forget them."""
        self._recent.clear()
        for path in paths:
            action = self._recent.addAction(Path(path).name.replace("&", "&&"))
            assert action is not None
            action.setToolTip(path)
            action.triggered.connect(lambda _=False, path=path: open_path(path))
        self._recent.addSeparator()
        clear = self._recent.addAction(say("Clear this list"))
        assert clear is not None
        clear.triggered.connect(lambda: forget())
        self._recent.setEnabled(bool(paths))

    def show_for(self, document: Document | None) -> None:
        """What can be done with the document in front."""
        for action in self.actions.values():
            if action.property("needs_picture"):
                action.setEnabled(document is not None)
        canvas = document.canvas if document is not None else None
        selected = canvas is not None and bool(canvas.selection)
        for name in ("grow", "shrink", "soften", "crop-selection", "zoom-selection"):
            self.actions[name].setEnabled(selected)
        self.actions["merge-down"].setEnabled(canvas is not None and can_merge_down(canvas))
        for name, label, what in (
            ("undo", say("&Undo"), document.undo_label if document else ""),
            ("redo", say("&Redo"), document.redo_label if document else ""),
        ):
            self.actions[name].setEnabled(bool(what))
            words = f"{label}: {what}".replace("\n", " ")[:_MOST_LETTERS] if what else label
            self.actions[name].setText(words)

    def say_again(self) -> None:
        """All words once more, in the language of this moment."""
        for menu, (title, entries) in zip(self._menus, MENUS):  # noqa: B905  one for each
            menu.setTitle(say(title))
            for entry in entries:
                if entry.name in self.actions:
                    self.actions[entry.name].setText(say(entry.label))
                if entry.name in self._inner:
                    self._inner[entry.name].setTitle(say(entry.label))
        for rows in SUBMENUS.values():
            for row in rows:
                self.actions[row.name].setText(say(row.label))
        self._recent.setTitle(say("Open &recent"))


def spoken() -> str:
    """A word of the menus in the language of this moment: whether they must be said again."""
    return say(MENUS[0][0])
