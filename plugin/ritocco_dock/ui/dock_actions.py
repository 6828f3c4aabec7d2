"""What the dock can be told to do from outside it, by a key or a menu: one table for all editors.

Keys are those that neither Krita 5 nor easel uses, with the canvas in focus as in the dock. An
editor may let artists choose others; `Host.key_of` tells which are so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..qt import QtGui
from ..words import mark
from .main_page import MainPage


@dataclass(frozen=True)
class DockAction:
    """One of them.

    name   in code and settings
    label  in a menu, a verb
    tip    one sentence
    do     does it, with the dock's main page
    keys   usual ones; the first is told
    again  whether it is done again and again while its key is held
    """

    name: str
    label: str
    tip: str
    do: Callable[[MainPage], object]
    keys: tuple[str, ...] = ()
    again: bool = False

    @property
    def sequences(self) -> list[QtGui.QKeySequence]:
        """The usual keys, for Qt."""
        return [QtGui.QKeySequence(key) for key in self.keys]


def _run(task: str) -> Callable[[MainPage], object]:
    """Chooses a task, and presses the button."""

    def do(page: MainPage) -> None:
        page.choose(task)
        page.press()

    return do


DOCK_ACTIONS: dict[str, DockAction] = {
    action.name: action
    for action in (
        DockAction(
            "run",
            mark("Run what the dock is set to"),
            mark("As if the dock's main button were pressed."),
            MainPage.press,
            ("Shift+Return", "Shift+Enter"),
        ),
        DockAction("fill", mark("Fill the selection"), mark("Runs Fill."), _run("fill")),
        DockAction("remove", mark("Remove what is selected"), mark("Runs Remove."), _run("remove")),
        DockAction("extend", mark("Extend the canvas"), mark("Runs Extend."), _run("extend")),
        DockAction(
            "again",
            mark("Run it again"),
            mark("Makes another picture like the one shown, else like the newest."),
            lambda page: page.now(lambda session: session.again_shown()),
            ("Ctrl+Shift+Return", "Ctrl+Shift+Enter"),
        ),
        DockAction(
            "previous",
            mark("Show the previous result"),
            mark("Shows it on the canvas. Nothing is changed."),
            lambda page: page.now(lambda session: session.step_shown(-1)),
            ("Alt+Left",),
            again=True,
        ),
        DockAction(
            "next",
            mark("Show the next result"),
            mark("Shows it on the canvas. Nothing is changed."),
            lambda page: page.now(lambda session: session.step_shown(1)),
            ("Alt+Right",),
            again=True,
        ),
        DockAction(
            "compare",
            mark("Before or after"),
            mark("Hides the shown result, or brings it back."),
            lambda page: page.now(lambda session: session.compare(not session.compares)),
            ("Alt+Home",),
        ),
        DockAction(
            "apply",
            mark("Apply the shown result"),
            mark("Makes it a layer."),
            lambda page: page.now(lambda session: session.apply_shown()),
            ("Alt+Return", "Alt+Enter"),
        ),
        DockAction(
            "discard",
            mark("Discard the shown result"),
            mark("Lets it go for good."),
            lambda page: page.now(lambda session: session.discard_shown()),
            ("Alt+Del",),
        ),
    )
}
