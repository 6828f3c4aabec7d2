"""The dock's keys with the canvas in focus, and what closing asks while work is under way."""

import pytest

from ritocco_dock.backend.backend import Backend
from ritocco_dock.easel import commands
from ritocco_dock.easel import selection as levels
from ritocco_dock.easel.select_tools import select
from ritocco_dock.easel.selection import Combine
from ritocco_dock.easel.window import EaselWindow
from ritocco_dock.geometry import Box, Size
from ritocco_dock.knobs.knobs import SURROUNDINGS
from ritocco_dock.qt import Qt
from ritocco_dock.session.session import Session
from ritocco_dock.settings import Settings
from ritocco_dock.ui.dock_actions import DOCK_ACTIONS
from tests.plugin.easel.test_selection import rectangle

LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
MOST_MS = 60_000


@pytest.fixture
def window(qtbot, tmp_path, monkeypatch, program):
    """With a picture, of which a part is selected."""
    monkeypatch.setenv("RITOCCO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("RITOCCO_BACKEND", program)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    settings = Settings(tmp_path / "dock.json")
    settings.set("ui.language", "en")
    one = EaselWindow(settings, Backend(settings))
    qtbot.addWidget(one)
    one.resize(1100, 720)
    with qtbot.waitActive(one):
        one.show()
        one.activateWindow()
    one.new_document(Size(400, 300))
    one.document.mark_saved(one.document.canvas)
    select(one.document, levels.of_path(rectangle(60, 60, 200, 160)), Combine.REPLACE)
    one.document.mark_saved(one.document.canvas)
    one.desk.session.choose("remove")
    one.desk.session.turn(model=SURROUNDINGS)
    yield one
    for session in one.desk.sessions:
        session.cancel_all()
    one.desk.close()


def run_by_key(window, qtbot):
    """Shift+Enter on the canvas, when the dock says that it can be done."""
    session = window.desk.session
    qtbot.waitUntil(lambda: session.readiness.ready, timeout=MOST_MS)
    window.canvas.setFocus()
    qtbot.keyClick(window.canvas, Qt.Key.Key_Return, SHIFT)
    assert len(session.jobs) == 1
    return session


def test_the_key_runs_with_the_canvas_in_focus_and_says_why_where_it_cannot(window, qtbot):
    session = run_by_key(window, qtbot)
    assert DOCK_ACTIONS["run"].keys[0] == window.menus.actions["dock-run"].shortcut().toString()
    assert window.host.key_of("run") in window.panel.main.start.toolTip()
    session.cancel_all()
    window.menus.actions["select-none"].trigger()
    session.refresh()
    qtbot.keyClick(window.canvas, Qt.Key.Key_Return, SHIFT)
    assert window.bar.text == "Select the part of the picture that is to change."
    assert not session.jobs


def test_closing_the_window_asks_and_stops_what_is_not_wanted(window, qtbot):
    session = run_by_key(window, qtbot)
    window.close()
    assert window.isVisible()
    assert "still being made" in window.bar.text
    qtbot.mouseClick(window.bar.buttons[2], LEFT)  # stay
    assert (window.isVisible(), len(session.jobs)) == (True, 1)
    window.close()
    qtbot.mouseClick(window.bar.buttons[1], LEFT)  # stop
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=MOST_MS)
    assert not session.jobs


def test_closing_the_window_leaves_work_and_a_picture_in_no_file_to_the_next(window, qtbot):
    session, key = run_by_key(window, qtbot), window.document.key
    commands.new_layer(window.document)
    window.close()
    qtbot.mouseClick(window.bar.buttons[0], LEFT)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=MOST_MS)
    assert not session.handing_over
    following = EaselWindow(window.settings, Backend(window.settings))
    qtbot.addWidget(following)
    following.show()
    following.file_controller.offer_left()
    assert not following.bar.asking, "nothing was unexpected"
    qtbot.waitUntil(lambda: following.document is not None, timeout=MOST_MS)
    document = following.document
    assert (document.key, document.path, document.modified) == (key, "", True)
    assert [layer.name for layer in document.canvas.layers] == ["Background", "Sketch"]
    qtbot.waitUntil(lambda: len(following.desk.session.results) == 1, timeout=MOST_MS)
    assert following.desk.session.results[0].box & Box(60, 60, 200, 160) == Box(60, 60, 200, 160)
    following.desk.close()


def test_a_picture_that_cannot_be_left_is_asked_about(window, qtbot):
    run_by_key(window, qtbot)
    folder = window.settings.folder / "easel"
    folder.write_text("in the way")
    window.close()
    qtbot.mouseClick(window.bar.buttons[0], LEFT)
    qtbot.waitUntil(lambda: "could not be kept" in window.bar.text, timeout=MOST_MS)
    assert window.isVisible()
    window.close()
    assert window.bar.asking == f"close {window.document.key}"
    folder.unlink()


def test_closing_a_picture_asks_and_its_work_goes_on(window, qtbot):
    session = run_by_key(window, qtbot)
    window.menus.actions["close"].trigger()
    assert [button.text() for button in window.bar.buttons] == ["Close, stop them", "Cancel"]
    window.document.path = "there.png"  # only from a file it can be opened again
    window.menus.actions["close"].trigger()
    assert window.documents
    assert "still being made" in window.bar.text
    qtbot.mouseClick(window.bar.buttons[0], LEFT)
    qtbot.waitUntil(lambda: not window.documents, timeout=MOST_MS)
    assert [job.phase.is_final for job in session.jobs] in ([False], [])


def test_a_picture_closed_while_the_backend_is_told_is_closed_once(window, qtbot, monkeypatch):
    session = run_by_key(window, qtbot)
    telling = [True]
    monkeypatch.setattr(Session, "handing_over", property(lambda _: telling[0]))
    close = window.menus.actions["close"]
    close.trigger()
    qtbot.mouseClick(window.bar.buttons[0], LEFT)
    close.trigger()  # it was answered
    assert not window.documents
    telling[0] = False
    with qtbot.captureExceptions() as raised:
        qtbot.wait(250)  # two more looks
    assert raised == []
    session.cancel_all()


def test_a_key_held_too_long_does_nothing_twice(window):
    """Holding the key of Discard would be its two presses."""
    again = [name for name in DOCK_ACTIONS if window.menus.actions[f"dock-{name}"].autoRepeat()]
    assert again == ["previous", "next"]
