"""What the window offers beside the canvas: words for a new picture, recent ones, theme, help."""

import numpy as np
import pytest

from ritocco_dock.easel.actions import KEYS, MENUS
from ritocco_dock.easel.by_words import AskWords
from ritocco_dock.easel.help_pages import Page
from ritocco_dock.easel.toolbox import TOOLS
from ritocco_dock.geometry import Box, Size
from ritocco_dock.qt import Qt, QtCore, QtGui, QtWidgets
from ritocco_dock.ui.look import is_dark

from .conftest import array_of
from .test_window import (
    LEFT,
    MOST_MS,
    NONE,
    backend,
    drag,
    make_window,
    press,
    ramp,
    window,
    with_ramp,
)

__all__ = ["backend", "make_window", "ramp", "window", "with_ramp"]


def button(window, text):
    return next(
        one
        for one in window.findChildren(QtWidgets.QPushButton)
        if one.text() == text and one.isVisible()
    )


def page(window):
    return next(one for one in window.findChildren(Page) if one.isVisible())


def drop(window, *paths):
    told = QtCore.QMimeData()
    told.setUrls([QtCore.QUrl.fromLocalFile(str(path)) for path in paths])
    window.dropEvent(
        QtGui.QDropEvent(QtCore.QPointF(300, 300), Qt.DropAction.CopyAction, told, LEFT, NONE)
    )


def test_of_several_dropped_files_each_is_told_about(window, ramp, tmp_path, qtbot):
    """Two that open, one that is damaged, one that is no picture, one that is not there."""
    (tmp_path / "cut.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "notes.txt").write_text("Dear diary")
    moving = tmp_path / "moving.gif"
    moving.write_bytes(_moving())
    drop(window, ramp, *(tmp_path / name for name in ("cut.png", "notes.txt", "none.png")), moving)
    qtbot.waitUntil(lambda: len(window.documents) == 2, timeout=MOST_MS)
    qtbot.waitUntil(lambda: not window.file_controller.busy, timeout=MOST_MS)
    lines = window.bar.text.split("\n")
    assert len(lines) == 3
    for name in ("cut.png", "notes.txt", "none.png"):
        assert sum(name in line for line in lines) == 1
    window.open(str(moving))  # to the front
    window.bar.dismiss()
    assert window.bar.text.startswith("moving.gif: ")
    window.open(str(tmp_path / "none.png"))
    qtbot.waitUntil(lambda: window.bar.text.count("none.png") == 1, timeout=MOST_MS)
    qtbot.waitUntil(lambda: "\n" not in window.bar.text, timeout=MOST_MS)


def _moving():
    from tests.canvas import read_only

    first = np.zeros((9, 12), np.uint8)
    return read_only.gif(first, first + 200)


def test_a_new_picture_is_painted_from_words_alone(window, qtbot):
    """From the welcome page: words, size, one press; the dock does the rest."""
    asked = []
    session_for = window.panel.main.submit
    window.panel.main.submit = lambda: asked.append(window.desk.session)
    qtbot.mouseClick(button(window, "Generate…"), LEFT)
    dialog = window.findChild(AskWords)
    assert not dialog.begin.isEnabled()
    qtbot.keyClicks(dialog.words, "a red boat")
    dialog.width_box.setValue(192)
    dialog.height_box.setValue(128)
    dialog.pictures.setValue(2)
    qtbot.mouseClick(dialog.begin, LEFT)
    window.desk.refresh()  # the backend was there before this window
    qtbot.waitUntil(lambda: bool(asked), timeout=MOST_MS)
    assert window.document.canvas.size == Size(192, 128)
    session = asked[0]
    assert (session.knobs.task, session.knobs.prompt) == ("generate", "a red boat")
    assert session.knobs.pictures == 2
    assert session.readiness.ready
    window.panel.main.submit = session_for
    session.turn(prompt="a boat")
    session.turn(prompt="a red boat")
    assert len(asked) == 1


def test_an_unsaved_new_picture_of_the_dock_has_its_star_and_asks(window, qtbot):
    from ritocco_dock.editor import Colour, Layout, PictureSpec

    builder = window.host.new_picture(
        PictureSpec("boat.png (Upscale)", Size(8, 6), Colour(Layout("rgb", "u8", True, "rgba")), "")
    )
    builder.write(Box(0, 0, 8, 6), bytes(8 * 6 * 4))
    builder.commit()
    assert window.document.modified
    assert window.isWindowModified()
    press(window, qtbot, "close")
    assert "boat.png (Upscale)" in window.bar.text
    assert len(window.documents) == 1


def test_pasting_as_a_new_picture_leaves_the_open_one(with_ramp, qtbot):
    window = with_ramp
    image = QtGui.QImage(30, 20, QtGui.QImage.Format.Format_RGB32)
    image.fill(QtGui.QColor(10, 200, 30))
    QtWidgets.QApplication.clipboard().setImage(image)
    before = window.document
    press(window, qtbot, "paste-new")
    assert len(window.documents) == 2
    assert window.document is not before
    assert window.document.canvas.size == Size(30, 20)
    assert window.document.modified
    assert len(before.canvas.layers) == 1
    pixels = array_of(window.document.canvas.layer.raster, Box(0, 0, 30, 20))
    assert (pixels == [10, 200, 30, 255]).all()


def test_what_is_selected_fills_the_view(with_ramp, qtbot):
    window = with_ramp
    window.canvas.fit()
    assert not window.menus.actions["zoom-selection"].isEnabled()
    drag(window, qtbot, (100, 80), (140, 110))
    press(window, qtbot, "zoom-selection")
    view = window.canvas.view
    shown = view.rect(Box(100, 80, 40, 30))
    assert QtCore.QRectF(0, 0, view.width, view.height).contains(shown)
    assert max(shown.width() / view.width, shown.height() / view.height) > 0.6


def test_recent_pictures_are_on_the_page_and_in_the_menu_until_cleared(make_window, ramp, qtbot):
    window = make_window()
    window.file_controller._note_recent(str(ramp))
    entries = [one.text() for one in window.menus._recent.actions() if one.text()]
    assert entries == ["ramp.tif", "Clear this list"]
    qtbot.mouseClick(button(window, "ramp.tif"), LEFT)
    qtbot.waitUntil(lambda: window.document is not None, timeout=MOST_MS)
    press(window, qtbot, "close")
    qtbot.mouseClick(button(window, "Clear this list"), LEFT)
    assert window.file_controller.recent == []
    assert not window.menus._recent.isEnabled()
    with pytest.raises(StopIteration):
        button(window, "ramp.tif")


def test_the_theme_is_worn_at_once_and_at_the_next_start(make_window, qapp, qtbot):
    window = make_window()
    usual = qapp.palette().color(QtGui.QPalette.ColorRole.Window)
    try:
        for name, dark in (("dark", True), ("light", False), ("dark", True)):
            window.menus.actions[f"theme-{name}"].trigger()
            assert is_dark(qapp.palette()) is dark
            qtbot.waitUntil(lambda dark=dark: is_dark(window.panel.palette()) is dark)
        again = make_window()
        assert again.menus.actions["theme-dark"].isChecked()
        assert not again.menus.actions["theme-system"].isChecked()
    finally:
        window.menus.actions["theme-system"].trigger()
    assert qapp.palette().color(QtGui.QPalette.ColorRole.Window) == usual


def test_help_tells_every_key_there_is(window, qtbot):
    window.menus.actions["shortcuts"].trigger()
    text = page(window).text.toPlainText()
    native = QtGui.QKeySequence.SequenceFormat.NativeText
    rows = [row for _, entries in MENUS for row in entries] + list(KEYS)
    for row in (row for row in rows if row.keys):
        first = window.menus.actions[row.name].shortcut().toString(native)
        assert first in text, row.name
    for kind in TOOLS:
        assert kind.label in text
    page(window).close()


def test_first_steps_name_the_keys_of_this_moment(window):
    window.menus.actions["save"].setShortcut(QtGui.QKeySequence("Ctrl+F7"))
    window.menus.actions["first-steps"].trigger()
    text = page(window).text.toPlainText()
    assert "Ctrl+F7" in text
    assert "{" not in text
    page(window).close()


def test_about_says_the_licence_and_where_everything_lies(window):
    window.menus.actions["about"].trigger()
    text = page(window).text.toPlainText()
    assert "GNU General Public License" in text
    assert str(window.settings.folder) in text
    page(window).close()


def test_files_that_are_only_read_are_saved_as_something_else(window, tmp_path, qtbot):
    """A GIF opens; Save asks for a name, and one that ends in .gif is told what to choose."""
    path = tmp_path / "still.gif"
    path.write_bytes(_moving())
    window.open(str(path))
    qtbot.waitUntil(lambda: window.document is not None, timeout=MOST_MS)
    assert window.document.canvas.size == Size(12, 9)
    window.file_controller.write(window.document, str(tmp_path / "again.gif"))
    assert ".png" in window.bar.text
    press(window, qtbot, "save")
    dialog = window.findChild(QtWidgets.QFileDialog)
    assert all("gif" not in name for name in dialog.nameFilters())
    dialog.reject()
