"""What the dock does for keys and menus outside it, and what Krita is told of these."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from ritocco_dock.qt import QAction, Qt, QtGui
from ritocco_dock.session.session import Readiness
from ritocco_dock.ui.dock_actions import DOCK_ACTIONS

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_kritas_file_says_what_the_table_says():
    file = Path(__file__).parents[3] / "plugin" / "ritocco_dock.action"
    told = {one.get("name"): one for one in ElementTree.parse(file).iter("Action")}
    assert [*told] == ["ritocco_menu", *(f"ritocco_{name}" for name in DOCK_ACTIONS)]
    for action in DOCK_ACTIONS.values():
        one = told[f"ritocco_{action.name}"]
        assert one.findtext("text").lower() == f"ritocco: {action.label}".lower()
        assert one.findtext("toolTip") == action.tip
        assert one.findtext("shortcut") == (action.keys[0] if action.keys else "")


def test_no_key_is_given_twice():
    keys = [key.toString() for action in DOCK_ACTIONS.values() for key in action.sequences]
    assert "" not in keys
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("task", ["fill", "remove", "extend"])
def test_a_task_is_chosen_and_run(main, session, task):
    DOCK_ACTIONS[task].do(main)
    assert session.did("choose") == [task]
    [knobs] = session.did("submit")
    assert knobs.task == task


@pytest.mark.parametrize("held", [CONTROL, SHIFT])
def test_in_the_dock_enter_is_the_docks_whatever_the_editor_does_with_it(
    main, panel, session, qtbot, held
):
    """An action of the editor on the same key would make a shortcut of ours ambiguous."""
    heard = []
    action = QAction("of the editor", panel)
    action.setShortcuts([QtGui.QKeySequence(f"{name}+Return") for name in ("Ctrl", "Shift")])
    action.triggered.connect(lambda: heard.append(1))
    panel.addAction(action)
    for widget in (main.wish.prompt, main.batch, main.wish.strength.slider, main.start):
        widget.setFocus()
        before = len(session.did("submit"))
        qtbot.keyClick(widget, Qt.Key.Key_Return, held)
        assert (len(session.did("submit")), heard) == (before + 1, []), widget


def test_why_a_key_does_nothing_is_told_near_the_canvas(main, desk, session, monkeypatch):
    told = []
    monkeypatch.setattr(desk.host, "tell", told.append)
    session.readiness = Readiness(False, "Select the part of the picture that is to change.")
    DOCK_ACTIONS["run"].do(main)
    assert told == ["Select the part of the picture that is to change."]
    assert session.did("submit") == []


def test_the_tooltip_tells_the_key_that_is_set(main, desk, session, monkeypatch):
    assert "(Ctrl+Enter in the dock)" in main.start.toolTip()
    monkeypatch.setattr(desk.host, "key_of", {"run": "F9"}.get)
    session.readiness_changed.emit()
    assert "(F9 anywhere, Ctrl+Enter in the dock)" in main.start.toolTip()
