"""The whole window by mouse and keyboard, with a real backend: select, fill, apply, save."""

import gc
import json
import os
import sys

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from ritocco.canvas import files
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco_dock.backend.backend import Backend
from ritocco_dock.easel import autosave as autosaving
from ritocco_dock.easel import commands
from ritocco_dock.easel import selection as levels
from ritocco_dock.easel.actions import MENUS
from ritocco_dock.easel.bar import BarButton
from ritocco_dock.easel.compose import projection
from ritocco_dock.easel.image_size import ImageSize
from ritocco_dock.easel.select_tools import select
from ritocco_dock.easel.selection import Combine
from ritocco_dock.easel.window import EaselWindow
from ritocco_dock.geometry import Box, Sides, Size
from ritocco_dock.qt import Qt, QtCore, QtGui, QtWidgets
from ritocco_dock.settings import Settings
from ritocco_dock.ui.symbols import SymbolButton
from tests.canvas import profiles
from tests.canvas.pictures import METADATA
from tests.plugin.adapter_files import lora_for_mini
from tests.plugin.easel.conftest import array_of, image_array

MOST_MS = 60_000
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
TITLE = QtWidgets.QStyle.PixelMetric.PM_TitleBarHeight
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def backend(qapp, tmp_path_factory):
    """One backend process for all windows here: it takes seconds to start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RITOCCO_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setenv("RITOCCO_BACKEND", sys.executable)
        patch.setenv("OMP_NUM_THREADS", "1")
        one = Backend(Settings())
        yield one
        one.close()


@pytest.fixture
def make_window(backend, qtbot, tmp_path, monkeypatch):
    made, closed = [], []
    monkeypatch.setattr(backend, "close", lambda: closed.append(True))

    def make():
        settings = Settings(tmp_path / "dock.json")
        settings.set("ui.language", "en")  # else it is the system's, or that of a test before
        window = EaselWindow(settings, backend)
        window.backend_closed = closed
        made.append(window)
        window.resize(1300, 820)
        with qtbot.waitActive(window):  # keys go nowhere else
            window.show()
            window.activateWindow()
        return window

    yield make
    for window in made:
        for document in window.documents:
            document.mark_saved(document.canvas)
        window.bar.dismiss()
        window.close()
        window.deleteLater()


@pytest.fixture
def window(make_window):
    return make_window()


@pytest.fixture
def ramp(tmp_path):
    """A 16-bit P3 TIFF with EXIF: a smooth picture with grain, 320 x 260."""
    random = np.random.default_rng(7)
    y, x = np.mgrid[0:260, 0:320]
    pixels = np.stack([x * 150 + 8000, y * 180 + 5000, x * 60 + y * 80 + 9000], -1)
    pixels = (pixels + random.integers(-900, 900, pixels.shape)).astype(np.uint16)
    layout = Layout(ColourModel.RGB, Depth.U16, False)
    path = tmp_path / "ramp.tif"
    files.save(Picture(pixels, layout, profiles.rgb("p3", 2.2), METADATA), path)
    return path


@pytest.fixture
def with_ramp(window, ramp, qtbot):
    window.open(str(ramp))
    qtbot.waitUntil(lambda: window.canvas is not None, timeout=MOST_MS)
    return window


def drag(window, qtbot, *points):
    canvas = window.canvas
    places = [canvas.place_of(QtCore.QPointF(*point)).toPoint() for point in points]
    qtbot.mousePress(canvas, LEFT, NONE, places[0])
    for place in places[1:]:
        qtbot.mouseMove(canvas, place)
    qtbot.mouseRelease(canvas, LEFT, NONE, places[-1])


def press(window, qtbot, name):
    """By the keys that stand in the table."""
    action = window.menus.actions[name]
    assert action.isEnabled()
    # A window of an earlier test that goes only now takes the keys with it.
    with qtbot.waitActive(window):
        window.activateWindow()
    keys = action.shortcut()[0]
    qtbot.keyClick(window.canvas or window, keys.key(), keys.keyboardModifiers())


def fill_button(window):
    found = [
        button
        for button in window.panel.findChildren(QtWidgets.QAbstractButton)
        if button.isVisible() and button.text() == "Content-aware fill"
    ]
    return found[0] if found else None


def test_from_a_file_to_a_filled_file_nothing_else_changes(with_ramp, ramp, tmp_path, qtbot):
    """Promises 1 and 3 through all of easel: 16-bit P3 TIFF with EXIF, soft selection, undo."""
    window = with_ramp
    window.choices.set(soften=5)
    window.canvas.fit()
    drag(window, qtbot, (120, 90), (150, 120), (190, 150))
    chosen = array_of(window.document.canvas.selection, Box(0, 0, 320, 260)).copy()
    assert ((chosen > 0) & (chosen < 255)).any()
    qtbot.waitUntil(
        lambda: bool(fill_button(window)) and fill_button(window).isEnabled(), timeout=MOST_MS
    )
    session = window.desk.session
    qtbot.waitUntil(lambda: session.plan is not None, timeout=MOST_MS)
    qtbot.mouseClick(fill_button(window), LEFT)
    qtbot.waitUntil(lambda: len(session.results) == 1, timeout=MOST_MS)
    before = window.document.canvas
    session.show(session.results[0].id)
    qtbot.waitUntil(lambda: bool(session.shown), timeout=MOST_MS)
    assert window.document.canvas is before
    session.apply(session.results[0].id)
    qtbot.waitUntil(lambda: len(window.document.canvas.layers) == 2, timeout=MOST_MS)
    layer = window.document.canvas.layers[-1]
    np.testing.assert_array_equal(array_of(layer.mask, Box(0, 0, 320, 260)), chosen)
    assert json.loads(layer.recipe)["kind"] == "fill"
    out = tmp_path / "filled.tif"
    window.file_controller.write(window.document, str(out))
    qtbot.waitUntil(lambda: not window.file_controller.busy, timeout=MOST_MS)
    old, new = files.load(ramp), files.load(out)
    assert new.layout == old.layout
    assert (new.profile, new.metadata) == (old.profile, old.metadata)
    np.testing.assert_array_equal(new.pixels[chosen == 0], old.pixels[chosen == 0])
    assert (new.pixels[chosen == 255] != old.pixels[chosen == 255]).any(-1).mean() > 0.8
    assert "flattened" in window.bar.text
    assert window.document.modified, "the layers are in no file yet"
    press(window, qtbot, "undo")
    assert window.document.canvas is before
    layered = tmp_path / "work.ora"
    press(window, qtbot, "redo")
    window.file_controller.write(window.document, str(layered))
    qtbot.waitUntil(lambda: not window.document.modified, timeout=MOST_MS)
    assert window.document.name == "work.ora"
    assert window.windowTitle().startswith("work.ora")


def test_an_object_is_found_and_a_stroke_removes_it_with_the_selection_left_alone(
    window, tmp_path, qtbot
):
    """Through the real backend: a stroke across selects; the remove brush makes one step."""
    random = np.random.default_rng(2)
    y, x = np.mgrid[0:200, 0:260]
    disc = (x - 120) ** 2 + (y - 100) ** 2 < 35**2
    pixels = np.where(disc[..., None], (190, 60, 50), (90, 150, 80))
    pixels = (pixels + random.integers(-14, 15, pixels.shape)).astype(np.uint8)
    files.save(Picture(pixels, Layout(ColourModel.RGB, Depth.U8, False)), tmp_path / "a.png")
    window.open(str(tmp_path / "a.png"))
    qtbot.waitUntil(lambda: window.canvas is not None, timeout=MOST_MS)
    session = window.desk.session
    qtbot.waitUntil(lambda: session.readiness.reason != "" or session.readiness.ready)
    window.take_tool("object")
    drag(window, qtbot, (100, 100), (120, 105), (140, 100))
    qtbot.waitUntil(lambda: window.document.canvas.selection is not None, timeout=MOST_MS)
    chosen = window.document.canvas.selection
    found = array_of(chosen, Box(0, 0, 260, 200)) > 127
    assert (found == disc).mean() > 0.99
    window.take_tool("remove")
    window.choices.set(size=90)
    drag(window, qtbot, (118, 100), (122, 100))
    qtbot.waitUntil(lambda: len(window.document.canvas.layers) == 2, timeout=MOST_MS)
    canvas = window.document.canvas
    assert canvas.selection is chosen
    assert session.knobs.task == "fill", "the artist's own task stays"
    seen = projection(canvas.layers, canvas.kind, Box(100, 90, 40, 20))
    gone = image_array(seen, canvas.kind)[..., :3].reshape(-1, 3).mean(0)
    np.testing.assert_allclose(gone, (90, 150, 80), atol=6)
    press(window, qtbot, "undo")
    assert len(window.document.canvas.layers) == 1
    assert window.document.canvas.selection is chosen


def test_what_is_said_of_a_picture_is_seen_with_it_alone(window, tmp_path, qtbot):
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue")]
    frames[0].save(tmp_path / "moving.gif", save_all=True, append_images=frames[1:])
    window.open(str(tmp_path / "moving.gif"))
    qtbot.waitUntil(lambda: window.document is not None, timeout=MOST_MS)
    said = window.bar.text
    assert said.startswith("moving.gif: ")
    window.new_document(Size(50, 50))
    assert window.bar.text == ""
    window.bar.tell("Saved.")
    window.tabs.to_next()
    assert window.bar.text == "Saved."
    window.bar.dismiss()
    assert window.bar.text == said
    window.bar.ask("one", "Well?", [BarButton("Yes", lambda: None)])
    window.bar.buttons[0].click()
    assert window.bar.text == said
    window.bar.dismiss()
    window.tabs.to_next()
    window.tabs.to_next()
    assert window.bar.text == ""


def test_the_first_window_fits_the_screen(backend, tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr(backend, "close", lambda: None)
    window = EaselWindow(Settings(tmp_path / "dock.json"), backend)
    room = window.screen().availableGeometry()
    assert window.height() + window.style().pixelMetric(TITLE) < room.height()
    assert window.width() < room.width()
    window.close()
    window.deleteLater()


def test_keys_do_what_krita_users_expect(with_ramp, qtbot):
    window = with_ramp
    document = window.document
    press(window, qtbot, "select-all")
    assert document.canvas.selection
    press(window, qtbot, "select-none")
    assert document.canvas.selection is None
    press(window, qtbot, "undo")
    assert document.canvas.selection
    press(window, qtbot, "invert")
    assert document.canvas.selection is None
    press(window, qtbot, "layer-new")
    assert len(document.canvas.layers) == 2
    for name, key in (("brush", Qt.Key.Key_B), ("lasso", Qt.Key.Key_L)):
        qtbot.keyClick(window.canvas, key)
        assert window.canvas.tool_controller.tool.name == name
    qtbot.keyClick(window.canvas, Qt.Key.Key_R, CTRL)
    assert window.canvas.tool_controller.tool.name == "rectangle"
    press(window, qtbot, "actual")
    assert window.canvas.zoom == 1.0
    press(window, qtbot, "fit")
    assert window.canvas.view.seen.holds(document.canvas.box)
    size = window.choices.now.size
    qtbot.keyClick(window.canvas, Qt.Key.Key_BracketRight)
    assert window.choices.now.size > size
    qtbot.keyClick(window.canvas, Qt.Key.Key_E)
    assert window.choices.now.erase


def test_keys_typed_into_the_dock_stay_there(with_ramp, qtbot):
    window = with_ramp
    spin = window.options.soften
    spin.setFocus()
    qtbot.keyClick(spin, Qt.Key.Key_B)
    assert window.canvas.tool_controller.tool.name == "rectangle"


def test_changes_are_asked_about_in_the_bar_and_never_in_a_modal(with_ramp, tmp_path, qtbot):
    window = with_ramp
    commands.new_layer(window.document)
    window.close()
    assert window.isVisible()
    assert "not saved" in window.bar.text
    qtbot.mouseClick(window.bar.buttons[2], LEFT)
    assert window.documents
    press(window, qtbot, "close")
    assert QtWidgets.QApplication.activeModalWidget() is None
    qtbot.mouseClick(window.bar.buttons[1], LEFT)
    assert window.documents == []
    assert window.canvas is None
    assert window.host.active() is None
    assert window.desk.session is None


def test_saving_before_closing_closes_when_all_is_saved(with_ramp, tmp_path, qtbot):
    window = with_ramp
    commands.new_layer(window.document)
    window.document.path = str(tmp_path / "work.ora")
    window.close()
    qtbot.mouseClick(window.bar.buttons[0], LEFT)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=MOST_MS)
    assert (tmp_path / "work.ora").is_file()
    assert window.backend_closed


def test_pictures_are_dropped_and_pasted(window, ramp, qtbot):
    told = QtCore.QMimeData()
    told.setUrls([QtCore.QUrl.fromLocalFile(str(ramp))])
    event = QtGui.QDropEvent(QtCore.QPointF(300, 300), Qt.DropAction.CopyAction, told, LEFT, NONE)
    window.dropEvent(event)
    qtbot.waitUntil(lambda: window.canvas is not None, timeout=MOST_MS)
    image = QtGui.QImage(30, 20, QtGui.QImage.Format.Format_ARGB32)
    image.fill(QtGui.QColor(255, 0, 0))
    QtWidgets.QApplication.clipboard().setImage(image)
    press(window, qtbot, "paste")
    layer = window.document.canvas.layer
    assert layer.name == "Pasted"
    red = array_of(layer.raster, Box(160, 130, 1, 1))[0, 0] / 65535
    assert 0.85 < red[0] < 0.99, "in the picture's own colours, P3"
    assert red[1] > 0.1
    text = QtCore.QMimeData()
    text.setText("no picture")
    window.dropEvent(
        QtGui.QDropEvent(QtCore.QPointF(3, 3), Qt.DropAction.CopyAction, text, LEFT, NONE)
    )
    assert "no file Easel can open" in window.bar.text


def dropped_at(widget, path):
    """As Qt does it: what enters first is what it is dropped on."""
    told = QtCore.QMimeData()
    told.setUrls([QtCore.QUrl.fromLocalFile(str(path))])
    copies = Qt.DropAction.CopyAction
    enters = QtGui.QDragEnterEvent(QtCore.QPoint(9, 9), copies, told, LEFT, NONE)
    enters.setAccepted(False)
    QtWidgets.QApplication.sendEvent(widget, enters)
    assert enters.isAccepted()
    drops = QtGui.QDropEvent(QtCore.QPointF(9, 9), copies, told, LEFT, NONE)
    QtWidgets.QApplication.sendEvent(widget, drops)


def looked_around(window, qtbot):
    """A backend that ran before this window was made is asked what it has."""
    desk = window.desk
    desk.refresh()
    desk.library.refresh()
    qtbot.waitUntil(lambda: bool(desk.models and desk.library.catalogue), timeout=MOST_MS)


def test_a_file_of_an_adapter_goes_into_the_library_wherever_it_is_dropped(
    with_ramp, qtbot, tmp_path
):
    window = with_ramp
    looked_around(window, qtbot)
    dropped_at(window.canvas, lora_for_mini(tmp_path / "ink.safetensors"))
    qtbot.waitUntil(lambda: bool(window.desk.adapters), timeout=MOST_MS)
    assert [one.name for one in window.desk.adapters] == ["ink"]
    assert len(window.documents) == 1


def test_a_picture_dropped_onto_the_dock_is_opened_and_offers_its_settings(
    with_ramp, qtbot, tmp_path
):
    window, path = with_ramp, tmp_path / "made.png"
    chunks, main = PngImagePlugin.PngInfo(), window.panel.main
    chunks.add_text("parameters", "a boat\nSteps: 8, Sampler: Euler, CFG scale: 5, Seed: 41")
    Image.new("RGB", (64, 48)).save(path, pnginfo=chunks)
    looked_around(window, qtbot)
    dropped_at(main.wish.prompt.viewport(), path)
    qtbot.waitUntil(lambda: len(window.documents) == 2, timeout=MOST_MS)
    (offer,) = [one for one in main.bar.messages if one.text.startswith("made.png tells")]
    main.bar.remedy_wanted.emit(offer)
    knobs = window.desk.session.knobs
    assert (knobs.prompt, knobs.steps, knobs.seed) == ("a boat", 8, 41)


def test_copying_and_pasting_gives_the_selected_part(with_ramp, qtbot):
    window = with_ramp
    drag(window, qtbot, (10, 10), (50, 40))
    press(window, qtbot, "copy")
    image = QtWidgets.QApplication.clipboard().image()
    assert (image.width(), image.height()) == (40, 30)


def test_several_pictures_each_have_their_session(with_ramp, qtbot):
    window = with_ramp
    first = window.desk.session
    window.new_document(Size(64, 48), "u8", white=False)
    assert window.desk.session is not first
    assert window.document.facts.alpha
    assert len(window.layers.model._layers) == 1
    window.tabs.setCurrentIndex(0)
    assert window.desk.session is first
    assert window.document.name == "ramp.tif"
    closing = window.tabs.tabBar().tabButton(0, QtWidgets.QTabBar.ButtonPosition.RightSide)
    assert isinstance(closing, SymbolButton), "it is drawn by us"
    qtbot.mouseClick(closing, LEFT)
    assert [document.name for document in window.documents] == ["Untitled"]


def test_a_picture_is_opened_once_and_remembered(with_ramp, ramp, qtbot):
    window = with_ramp
    window.open(str(ramp))
    assert len(window.documents) == 1
    assert window.file_controller.recent == [str(ramp)]
    key = window.document.key
    window._close(window.canvas)
    window.open(str(ramp))
    qtbot.waitUntil(lambda: window.canvas is not None, timeout=MOST_MS)
    assert window.document.key == key, "so that its results are found again"


def test_what_a_crash_left_is_brought_back(with_ramp, make_window, monkeypatch, qtbot):
    window = with_ramp
    commands.new_layer(window.document)
    window.file_controller.autosave.keep()
    folder = window.settings.folder / "easel"
    qtbot.waitUntil(lambda: len(list(folder.glob("*.json"))) == 1, timeout=MOST_MS)
    assert window.file_controller.autosave.left() == [], "this window still runs"
    (told,) = folder.glob("*.json")
    said = json.loads(told.read_text())
    assert said["process"] == os.getpid()
    told.write_text(json.dumps(said | {"process": 2**22 + 7}))
    second = make_window()
    second.file_controller.offer_left()
    assert "ramp.tif" in second.bar.text
    qtbot.mouseClick(second.bar.buttons[0], LEFT)
    qtbot.waitUntil(lambda: second.canvas is not None, timeout=MOST_MS)
    assert [layer.name for layer in second.document.canvas.layers] == ["ramp", "Sketch"]
    assert second.document.modified
    assert second.document.name == "ramp.tif"
    assert second.document.key == window.document.key
    second.file_controller.autosave.forget(second.document)
    assert not list(folder.glob("*"))
    assert autosaving.EVERY_MS >= 60_000


def test_layers_are_shown_renamed_hidden_and_dragged(with_ramp, qtbot):
    window = with_ramp
    commands.new_layer(window.document)
    qtbot.wait(150)
    view, model = window.layers.view, window.layers.model
    assert [model.index(row).data() for row in range(2)] == ["Sketch", "ramp"]
    model.setData(model.index(0), "  Clouds ")
    assert window.document.canvas.layers[1].name == "Clouds"
    delegate = view.itemDelegate()
    low = model.layer(model.index(1))
    eye = delegate.places(view.visualRect(model.index(1)), low)["eye"].center()
    qtbot.mouseClick(view.viewport(), LEFT, NONE, eye)
    assert not window.document.canvas.layers[0].visible
    press(window, qtbot, "undo")
    assert window.document.canvas.layers[0].visible
    data = model.mimeData([model.index(0)])
    model.dropMimeData(data, Qt.DropAction.MoveAction, 2, 0, QtCore.QModelIndex())
    assert [layer.name for layer in window.document.canvas.layers] == ["Clouds", "ramp"]
    window.layers.opacity.setValue(30)
    window.layers.opacity.setValue(20)
    assert window.document.canvas.layer.opacity == 0.2
    press(window, qtbot, "undo")
    assert window.document.canvas.layer.opacity == 1.0


def depths(text):
    """Each letter, and how many braces it is in: names of values stay small."""
    depth = 0
    for letter in text:
        depth += (letter == "{") - (letter == "}")
        yield letter, depth


def running():
    """The timers that run and that Python holds."""
    found = {one for one in gc.get_objects() if type(one) is QtCore.QTimer}
    return {one for one in found if active(one)}


def active(timer):
    try:
        return timer.isActive()
    except RuntimeError:  # its C++ half is gone
        return False


def test_a_window_that_is_gone_leaves_no_timer_running(backend, qtbot, tmp_path, ramp):
    before = running()
    window = EaselWindow(Settings(tmp_path / "dock.json"), backend)
    window.show()
    window.open(str(ramp))
    qtbot.waitUntil(lambda: window.canvas is not None, timeout=MOST_MS)
    commands.invert_selection(window.document)
    window.file_controller.autosave.keep()
    made = running() - before
    assert made
    window.deleteLater()
    QtCore.QCoreApplication.sendPostedEvents(None, QtCore.QEvent.Type.DeferredDelete)
    assert not {timer for timer in made if active(timer)}
    assert running() <= before
    qtbot.wait(300)  # nothing is told to what is gone: pytest-qt fails on what is raised here


class Shouting(QtCore.QTranslator):
    """A language of capitals."""

    def translate(self, context, text, comment=None, number=-1):
        return "".join(c.upper() if depth == 0 else c for c, depth in depths(text))

    def isEmpty(self):  # noqa: N802  Qt's name
        return False


def test_another_language_reaches_menus_tools_and_layers(with_ramp, qtbot):
    window = with_ramp
    titles = [title for title, _ in MENUS]
    shouting = Shouting()
    QtCore.QCoreApplication.installTranslator(shouting)
    try:
        qtbot.waitUntil(lambda: menu_titles(window) == [title.upper() for title in titles])
        assert window._layers_dock.windowTitle() == "LAYERS"
        assert window.menus.actions["invert"].text() == "&INVERT"
        assert "DRAG A RECTANGLE" in window.options.hint.text()
        assert window.layers.model.rowCount() == 1
        press(window, qtbot, "select-all")
        assert window.document.canvas.selection
    finally:
        QtCore.QCoreApplication.removeTranslator(shouting)
    qtbot.waitUntil(lambda: menu_titles(window) == titles)


def test_the_picture_stays_where_it_is_whatever_tool_is_taken(with_ramp, qtbot):
    window, heights = with_ramp, set()
    for name in window.tools.tools:
        window.take_tool(name)
        qtbot.wait(1)
        heights.add(window.options.height())
    assert len(heights) == 1


def menu_titles(window):
    return [action.text() for action in window.menuBar().actions()]


def dialog_of(window):
    return next(one for one in window.findChildren(QtWidgets.QDialog) if one.isVisible())


def test_a_selection_grows_by_what_is_typed_and_the_canvas_by_what_is_set(with_ramp, qtbot):
    window = with_ramp
    assert not window.menus.actions["grow"].isEnabled(), "nothing is selected"
    window.canvas.fit()
    drag(window, qtbot, (120, 90), (150, 120), (190, 150))
    before = levels.bounds(window.document.canvas.selection)
    window.menus.actions["grow"].trigger()
    dialog = dialog_of(window)
    dialog.pixels.selectAll()
    qtbot.keyClicks(dialog.pixels, "7")
    qtbot.keyClick(dialog.pixels, Qt.Key.Key_Return)
    after = levels.bounds(window.document.canvas.selection)
    assert after == before.grown(Sides(7, 7, 7, 7))
    window.menus.actions["crop-selection"].trigger()
    assert window.document.canvas.size == after.size
    window.menus.actions["canvas-size"].trigger()
    dialog = dialog_of(window)
    dialog.width_box.setValue(after.width + 30)
    qtbot.mouseClick(dialog.anchors.button(5), LEFT)  # at the right
    buttons = dialog.findChild(QtWidgets.QDialogButtonBox)
    qtbot.mouseClick(buttons.button(QtWidgets.QDialogButtonBox.StandardButton.Ok), LEFT)
    canvas = window.document.canvas
    assert canvas.size == Size(after.width + 30, after.height)
    assert (canvas.anchor.x, canvas.anchor.y) == (after.x - 30, after.y)
    assert window.document.undo_label == "Canvas size"


def test_the_picture_is_scaled_in_proportion_and_results_from_before_are_refused(with_ramp, qtbot):
    window = with_ramp
    size = window.document.canvas.size
    made = window.desk.session._applier.anchor
    window.menus.actions["image-size"].trigger()
    dialog = window.findChild(ImageSize)
    dialog.width_box.setValue(size.width // 2)
    assert dialog.height_box.value() == size.height // 2
    dialog.height_box.setValue(size.height)
    assert dialog.width_box.value() == size.width
    dialog.keeps.setChecked(False)
    dialog.width_box.setValue(100)
    dialog.accept()
    qtbot.waitUntil(lambda: window.document.canvas.size == Size(100, size.height))
    assert window.document.undo_label == "Image size"
    window.desk.session.refresh()
    assert window.desk.session._applier.anchor.offset(made) is None


def test_cutting_copies_and_clears_what_is_selected(with_ramp, qtbot):
    window = with_ramp
    select(window.document, levels.everything(Box(0, 0, 40, 30)), Combine.REPLACE)
    press(window, qtbot, "cut")
    board = QtWidgets.QApplication.clipboard()
    assert (board.image().width(), board.image().height()) == (40, 30)
    left = array_of(window.document.canvas.layers[0].raster, Box(0, 0, 50, 30))[..., 3]
    assert not left[:, :40].any()
    assert left[:, 40:].all()


def test_the_bar_applies_and_drops_what_a_tool_has_prepared(with_ramp, qtbot):
    window = with_ramp
    window.canvas.fit()
    window.take_tool("crop")
    buttons = {one.text(): one for one in window.options.findChildren(QtWidgets.QPushButton)}
    qtbot.waitUntil(buttons["Crop"].isVisible)
    assert not buttons["Crop"].isEnabled()
    drag(window, qtbot, (20, 20), (60, 60), (120, 100))
    qtbot.mouseClick(buttons["Cancel"], LEFT)
    assert not buttons["Crop"].isEnabled()
    drag(window, qtbot, (20, 20), (60, 60), (120, 100))
    qtbot.mouseClick(buttons["Crop"], LEFT)
    assert window.document.undo_label == "Crop"
    window.take_tool("rectangle")
    qtbot.waitUntil(lambda: not buttons["Crop"].isVisible())
