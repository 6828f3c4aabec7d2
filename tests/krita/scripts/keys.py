"""The dock's actions by key, with the canvas in focus; what Krita's settings know of them."""

import os

from dock import Dock

from krita import Selection
from ritocco_dock.knobs.knobs import SURROUNDINGS
from ritocco_dock.qt import QtCore, QtWidgets
from ritocco_dock.ui.dock_actions import DOCK_ACTIONS


def run(t):
    dock = Dock(t)
    yield from dock.open(os.environ["PICTURE"])
    own = dock.opened
    for action in DOCK_ACTIONS.values():
        known = t.krita.action(f"ritocco_{action.name}")
        t.require(f"Krita knows {action.name}", known is not None)
        t.note(action.name, [known.shortcut().toString(), known.text(), known.toolTip()])
        shown = known.shortcut()
        t.check(
            f"{action.name} has its key",
            [shown] == action.sequences[:1] or not action.keys,
            shown.toString(),
        )
        taken = [
            (one.objectName(), one.text())
            for one in t.krita.actions()
            if one.objectName() != f"ritocco_{action.name}"
            and any(key in one.shortcuts() for key in action.sequences)
        ]
        t.check(f"the key of {action.name} is free", not taken, taken)
    made = Selection()
    made.select(60, 60, 40, 40, 255)
    own.setSelection(made)
    dock.session.turn(model=SURROUNDINGS)
    dock.session.choose("remove")
    yield lambda: dock.session.state.selection is not None and dock.session.readiness.ready
    yield from t.click(t.canvas(), QtCore.QPoint(5, 5))
    yield 300
    focus = QtWidgets.QApplication.focusWidget()
    t.note("focus", focus.metaObject().className() if focus else None)
    own.setSelection(made)
    yield lambda: dock.session.state.selection is not None and dock.session.readiness.ready
    yield from t.hand("key", "shift+Return")
    yield 1000
    t.note("jobs", [repr(j.phase) for j in dock.session.jobs])
    t.note("tip", dock.page.start.toolTip())
    t.screenshot("keys")
    yield from dock.result()
    t.check("ran", True)
    for menu in t.main.menuBar().findChildren(QtWidgets.QMenu):
        if any(a.objectName().startswith("ritocco") for a in menu.actions()):
            t.note(
                "menu " + menu.title(),
                [
                    (a.objectName(), a.text(), a.isEnabled(), a.shortcut().toString())
                    for a in menu.actions()
                ],
            )
