"""Settings from elsewhere: pictures dropped onto the dock, texts pasted into the prompt."""

import pytest

from ritocco_dock.knobs.adapters import LORA, Adapter
from ritocco_dock.knobs.knobs import AUTOMATIC
from ritocco_dock.knobs.told import ToldRecipe
from ritocco_dock.message import Remedy, Tone
from ritocco_dock.qt import Qt, QtCore, QtGui, QtWidgets
from ritocco_dock.ui.panel import Panel

TEXT = """a boat <lora:ink:0,8>, by a lake
Negative prompt: blurry
Steps: 8, Sampler: DPM++ 2M Karras, CFG scale: 5.5, Seed: 1234, Model: meadow-v2"""
ASKED = {
    "prompt": "a boat <lora:ink:0,8>, by a lake",
    "negative": "blurry",
    "steps": 8,
    "sampler": "dpmpp_2m",
    "schedule": "karras",
    "cfg": 5.5,
    "model": "meadow-v2",
}
TOLD = ToldRecipe({"diffusion": ASKED, "seed": 1234})
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
COPIES = Qt.DropAction.CopyAction
PHOTO = "/tmp/a/photo.png"


class Editor(QtWidgets.QWidget):
    """What the dock lies in: takes whatever is dropped."""

    def __init__(self, panel):
        super().__init__()
        self.setAcceptDrops(True)
        self.opened = []
        QtWidgets.QVBoxLayout(self).addWidget(panel)

    def dragEnterEvent(self, event):  # noqa: N802  Qt's
        event.acceptProposedAction()

    def dropEvent(self, event):  # noqa: N802  Qt's
        self.opened += [url.toLocalFile() for url in event.mimeData().urls()]


@pytest.fixture
def editor(shown, desk):
    return shown(Editor(Panel(desk)), 320, 900)


@pytest.fixture
def panel(editor):
    return editor.findChild(Panel)


def drag(widget, *paths):
    """Drag files over a widget; what is dragged where they were welcome."""
    data = QtCore.QMimeData()
    data.setUrls([QtCore.QUrl.fromLocalFile(path) for path in paths])
    enters = QtGui.QDragEnterEvent(QtCore.QPoint(30, 30), COPIES, data, LEFT, NONE)
    enters.setAccepted(False)
    QtWidgets.QApplication.sendEvent(widget, enters)
    return data if enters.isAccepted() else None


def drop(widget, *paths):
    data = drag(widget, *paths)
    assert data is not None
    drops = QtGui.QDropEvent(QtCore.QPointF(30, 30), COPIES, data, LEFT, NONE)
    QtWidgets.QApplication.sendEvent(widget, drops)
    QtWidgets.QApplication.processEvents()


def button(main, text):
    """Of a message."""
    return next(
        one
        for one in main.bar.findChildren(QtWidgets.QAbstractButton)
        if one.text() == text and one.isVisible()
    )


def is_taken(knobs):
    assert (knobs.prompt, knobs.negative) == ("a boat, by a lake", "blurry")
    assert (knobs.steps, knobs.sampler, knobs.schedule, knobs.cfg) == (8, "dpmpp_2m", "karras", 5.5)
    assert (knobs.seed, knobs.model, knobs.task) == (1234, "meadow-v2", "fill")
    assert knobs.adapters == (Adapter(LORA, "ink", 0.8, 0.8),)


def test_a_picture_that_tells_its_recipe_is_opened_and_its_settings_are_offered(
    editor, panel, desk, session, press
):
    session.turn(prompt="mine", steps=31)
    mine = session.knobs
    desk.recipes.told[PHOTO] = TOLD
    drop(panel.main.wish.prompt.viewport(), PHOTO)
    assert (editor.opened, session.knobs) == ([PHOTO], mine)
    (message,) = panel.main.bar.messages
    assert (message.text, message.remedy) == ("photo.png tells how it was made.", Remedy.SETTINGS)
    press(button(panel.main, "Use its settings"))
    is_taken(session.knobs)
    press(button(panel.main, "Put back"))
    assert session.knobs == mine


def test_any_other_picture_is_opened_and_nothing_is_said(editor, panel, desk):
    drop(panel, PHOTO)
    drop(panel, PHOTO, "/tmp/a/more.jpg")
    assert editor.opened == [PHOTO, PHOTO, "/tmp/a/more.jpg"]
    assert [what for what, _ in desk.recipes.asked] == [PHOTO]
    assert panel.main.bar.messages == []


def test_a_picture_that_holds_an_embedding_is_added_and_not_opened(editor, panel, desk):
    desk.recipes.told[PHOTO] = ToldRecipe({}, embedding=True)
    drop(panel, PHOTO)
    assert (editor.opened, desk.library.did("add")) == ([], [(PHOTO, False)])


def test_a_frame_shows_that_the_dock_would_take_it(panel):
    assert panel._frame.isHidden()
    assert drag(panel, "/tmp/a/inks.safetensors") is not None
    assert panel._frame.isVisible()
    assert panel._frame.size() == panel.size()
    QtWidgets.QApplication.sendEvent(panel, QtGui.QDragLeaveEvent())
    assert panel._frame.isHidden()
    drag(panel, "/tmp/a/notes.doc")  # the editor's
    assert panel._frame.isHidden()
    drop(panel, PHOTO)
    assert panel._frame.isHidden()


def paste(field, clipboard, qtbot, text):
    clipboard.setText(text)
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QtWidgets.QApplication.processEvents()


def test_the_web_uis_text_is_taken_apart_where_it_is_pasted(
    panel, desk, session, clipboard, qtbot, press
):
    main = panel.main
    session.turn(prompt="mine", adapters=(Adapter(LORA, "glow"),))
    mine = session.knobs
    desk.recipes.told[TEXT] = TOLD
    for field in (main.wish.prompt, main.wish.negative):
        paste(field, clipboard, qtbot, TEXT)
        is_taken(session.knobs)
        assert main.wish.prompt.toPlainText() == "a boat, by a lake"
        assert main.bar.messages[0].tone is Tone.DONE
        press(button(main, "Put back"))
        assert session.knobs == mine
        assert main.wish.prompt.toPlainText() == "mine"


def test_what_is_no_such_text_or_cannot_be_read_stays_words(panel, desk, session, clipboard, qtbot):
    paste(panel.main.wish.prompt, clipboard, qtbot, "a boat, 8 steps: up the stairs")
    assert desk.recipes.asked == []
    paste(panel.main.wish.prompt, clipboard, qtbot, " Steps: 8, and no more")
    assert [kind for _, kind in desk.recipes.asked] == ["inpaint"]
    assert session.knobs.prompt == "a boat, 8 steps: up the stairs Steps: 8, and no more"
    assert panel.main.bar.messages == []


def test_a_model_that_is_not_here_is_told_and_the_rest_is_taken(
    panel, desk, session, clipboard, qtbot
):
    desk.recipes.told[TEXT] = ToldRecipe(
        {"diffusion": {**ASKED, "model": "gone"}, "seed": 3}, hints=("H.",)
    )
    session.turn(model="")
    paste(panel.main.wish.prompt, clipboard, qtbot, TEXT)
    assert (session.knobs.seed, session.knobs.model) == (3, AUTOMATIC)
    message = panel.main.bar.messages[0]
    assert message.tone is Tone.WARNING
    assert "gone is not here" in message.text
    assert message.text.endswith("H.")
