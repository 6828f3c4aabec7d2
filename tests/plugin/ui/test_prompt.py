"""Typing, weighing by keys, walking through what was sent."""

import pytest

from ritocco_dock.qt import Qt, QtCore, QtGui, QtWidgets
from ritocco_dock.settings import Settings
from ritocco_dock.ui.history import PromptHistory
from ritocco_dock.ui.prompt import PromptEdit

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
UP, DOWN, RETURN = Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return


@pytest.fixture
def history(tmp_path):
    return PromptHistory(Settings(tmp_path / "dock.json"))


@pytest.fixture
def field(shown, history, qtbot):
    made = shown(PromptEdit(history), 240, 120)
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def test_typing_tells_the_words(field, qtbot):
    told = []
    field.edited.connect(told.append)
    qtbot.keyClicks(field, "a red hat")
    assert told[-1] == "a red hat"


def test_keys_weigh_the_word_at_the_caret_and_can_be_undone(field, qtbot):
    qtbot.keyClicks(field, "a red hat")
    qtbot.keyClick(field, Qt.Key.Key_Left, CONTROL)
    qtbot.keyClick(field, UP, CONTROL)
    qtbot.keyClick(field, UP, CONTROL)
    assert field.toPlainText() == "a red (hat:1.2)"
    qtbot.keyClick(field, DOWN, CONTROL)
    qtbot.keyClick(field, DOWN, CONTROL)
    assert field.toPlainText() == "a red hat"
    qtbot.keyClick(field, UP, CONTROL)
    field.undo()
    assert field.toPlainText() == "a red hat"


def test_keys_weigh_a_selection_and_keep_it(field, qtbot):
    qtbot.keyClicks(field, "a red hat")
    for _ in range(7):
        qtbot.keyClick(field, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(field, DOWN, CONTROL)
    qtbot.keyClick(field, DOWN, CONTROL)
    assert field.toPlainText() == "a (red hat:0.8)"
    assert field.textCursor().selectedText() == "red hat"


def test_characters_beyond_the_first_plane_do_not_shift_the_weight(field, qtbot):
    field.show_text("🦊🦊 fox, 🌲 wood")
    qtbot.keyClick(field, UP, CONTROL)
    assert field.toPlainText() == "🦊🦊 fox, 🌲 (wood:1.1)"
    field.moveCursor(QtGui.QTextCursor.MoveOperation.Start)
    qtbot.keyClick(field, UP, CONTROL)
    assert field.toPlainText() == "(🦊🦊:1.1) fox, 🌲 (wood:1.1)"


@pytest.mark.parametrize("held", [CONTROL, Qt.KeyboardModifier.ShiftModifier])
@pytest.mark.parametrize("key", [RETURN, Qt.Key.Key_Enter])
def test_control_or_shift_with_enter_begins_and_leaves_the_words(field, qtbot, held, key):
    qtbot.keyClicks(field, "a hat")
    with qtbot.waitSignal(field.submitted, timeout=500):
        qtbot.keyClick(field, key, held)
    assert field.toPlainText() == "a hat"
    qtbot.keyClick(field, key)
    assert field.toPlainText() == "a hat\n"


def test_an_editors_shortcuts_do_not_take_our_keys(field):
    kind = QtCore.QEvent.Type.ShortcutOverride
    for key, held in ((UP, CONTROL), (DOWN, ALT), (RETURN, CONTROL)):
        event = QtGui.QKeyEvent(kind, key, held)
        event.ignore()
        QtWidgets.QApplication.sendEvent(field, event)
        assert event.isAccepted()
    event = QtGui.QKeyEvent(kind, Qt.Key.Key_F5, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QtWidgets.QApplication.sendEvent(field, event)
    assert not event.isAccepted()


def test_earlier_prompts_come_back_and_the_draft_is_not_lost(field, history, qtbot):
    for prompt in ("first", "second", "first"):
        history.add(prompt)
    qtbot.keyClicks(field, "draft")
    seen = []
    for key in (UP, UP, UP, DOWN, DOWN, DOWN):
        qtbot.keyClick(field, key, ALT)
        seen.append(field.toPlainText())
    assert seen == ["first", "second", "second", "first", "draft", "draft"]


def test_prompts_survive_a_restart(tmp_path):
    settings = Settings(tmp_path / "dock.json")
    PromptHistory(settings).add("  a boat ")
    PromptHistory(settings).add("")
    assert PromptHistory(Settings(tmp_path / "dock.json")).prompts == ["a boat"]


def test_the_field_grows_with_its_words_within_bounds(field):
    low = field.height()
    field.show_text("\n".join("abcdef"))
    middle = field.height()
    field.show_text("\n".join("x" * 40))
    high = field.height()
    field.show_text("\n".join("x" * 400))
    assert low < middle < high == field.height()


def test_tab_leaves_the_field(shown, qtbot, history):
    box = QtWidgets.QWidget()
    layout = QtWidgets.QVBoxLayout(box)
    first, second = PromptEdit(history), QtWidgets.QLineEdit()
    layout.addWidget(first)
    layout.addWidget(second)
    shown(box)
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert second.hasFocus()
    assert first.toPlainText() == ""


def test_pasted_words_lose_their_form(field, clipboard):
    data = QtCore.QMimeData()
    data.setHtml("<h1>big <b>hat</b></h1>")
    data.setText("big hat")
    field.insertFromMimeData(data)
    assert field.toPlainText() == "big hat"
