"""Looking is not applying: the bar on the canvas by mouse and keyboard, with a real backend."""

from dataclasses import fields

import pytest

from ritocco_dock.backend.backend import Backend
from ritocco_dock.easel.document import Layer
from ritocco_dock.easel.raster import KINDS
from ritocco_dock.easel.window import EaselWindow
from ritocco_dock.geometry import Box
from ritocco_dock.knobs.knobs import SURROUNDINGS, Knobs
from ritocco_dock.qt import Qt, QtCore, QtWidgets
from ritocco_dock.settings import Settings
from ritocco_dock.ui.over_canvas import OverCanvas
from tests.plugin.easel.conftest import document_of, noise, raster

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
Key = Qt.Key


@pytest.fixture(scope="module")
def stage(qapp, tmp_path_factory, request):
    """Easel with a picture of noise, a part of it filled twice by one press, and once by one.

    One for all tests here: what they look at is the same, and filling takes its time.
    """
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RITOCCO_HOME", str(home))
        patch.setenv("RITOCCO_BACKEND", str(request.getfixturevalue("warm").ritocco))
        patch.setenv("OMP_NUM_THREADS", "1")
        settings = Settings(home / "dock.json")
        settings.set("ui.language", "en")
        made = EaselWindow(settings, Backend(settings))
        made.resize(1100, 800)
        made.show()
        kind = KINDS["u8"]
        pixels = noise(kind, Box(0, 0, 96, 64), opaque=True)
        made.add_document(document_of(Layer("Background", raster(kind, pixels))))
        yield made
        put_back(made)
        made.close()
        made.deleteLater()


def put_back(window):
    """Nothing is shown, asked or unsaved."""
    for session in window.desk.sessions:
        session.show("")
    for document in window.documents:
        document.mark_saved(document.canvas)
    window.bar.dismiss()


@pytest.fixture
def window(stage, qtbot, wait):
    """With the window in front, and nothing shown yet."""
    session, canvas = stage.desk.session, stage.canvas
    with qtbot.waitActive(stage):
        stage.activateWindow()
    if not session.results:
        session.turn(model=SURROUNDINGS)
        points = ((40, 26), (54, 36))
        at = [canvas.place_of(QtCore.QPointF(*point)).toPoint() for point in points]
        qtbot.mousePress(canvas, LEFT, NONE, at[0])
        qtbot.mouseMove(canvas, at[1])
        qtbot.mouseRelease(canvas, LEFT, NONE, at[1])
        wait(lambda: session.readiness.ready)
        for batch in (1, 2):
            session.turn(batch=batch)
            session.submit()
        wait(lambda: len(session.results) == 3)
        session.show("")
    canvas.setFocus()
    yield stage
    while stage.document is not None and len(stage.document.canvas.layers) > 1:
        stage.document.undo()
    put_back(stage)


@pytest.fixture
def bar(window):
    """What lies over the canvas now, or None."""
    return lambda: window.desk.findChild(OverCanvas).bar


@pytest.fixture
def look(window, wait):
    """Shows a result by its place in the gallery."""

    def show(place):
        session = window.desk.session
        session.show(session.results[place].id)
        wait(lambda: session.shown_image is not None)
        return session.shown

    return show


def test_the_keys_of_the_bar_work_on_the_canvas_while_a_result_is_shown(
    window, look, bar, qtbot, wait
):
    canvas, session, document = window.canvas, window.desk.session, window.document
    assert bar() is None
    first, second, alone = (one.id for one in session.results)
    look(0)
    assert bar().isVisible()
    assert bar().row.counter.text == "1 of 3"
    assert [one.result.id for one in bar().candidates.buttons] == [first, second]
    corner = canvas.view.corner
    qtbot.keyClick(canvas, Key.Key_Right)
    assert session.shown == second
    assert len(bar().candidates.buttons) == 2
    qtbot.keyClick(canvas, Key.Key_Down)
    qtbot.keyClick(canvas, Key.Key_Right)  # there is no further one
    assert session.shown == alone
    assert not bar().candidates.isVisible()
    assert canvas.view.corner == corner  # arrows pan at other times
    qtbot.keyClick(canvas, Key.Key_Left)
    wait(lambda: session.shown_image is not None)
    assert not canvas._preview.image.isNull()
    qtbot.keyPress(canvas, Key.Key_C)
    assert canvas._preview.image.isNull()  # its place stays in sight
    assert session.shown == second
    qtbot.keyRelease(canvas, Key.Key_C)
    assert not canvas._preview.image.isNull()
    qtbot.keyClick(canvas, Key.Key_Escape)
    assert (session.shown, bar()) == ("", None)
    assert len(session.results) == 3
    qtbot.keyClick(canvas, Key.Key_Right)
    assert canvas.view.corner != corner
    session.step_shown(1)
    qtbot.keyClick(canvas, Key.Key_Return)
    wait(lambda: len(document.canvas.layers) == 2)
    assert session.is_applied(first)
    assert bar() is None


def visible(window, place):
    """The middle of a result's thumbnail in the dock, and what it lies on."""
    gallery = window.panel.main.results.gallery
    index = gallery.results.index(place)
    return gallery.viewport(), gallery.visualRect(index).center()


def test_after_a_click_in_the_dock_keys_are_the_canvas_own(window, look, qtbot, wait):
    canvas, session, main = window.canvas, window.desk.session, window.panel.main
    first, second, _ = (one.id for one in session.results)
    main.batch.setFocus()
    viewport, place = visible(window, 0)
    qtbot.mouseClick(viewport, LEFT, NONE, place)
    assert session.shown == first
    wait(canvas.hasFocus)
    wait(lambda: session.shown_image is not None)
    tool = canvas.tool_controller.tool
    qtbot.keyPress(window.focusWidget(), Key.Key_C)
    assert session.compares
    qtbot.keyRelease(window.focusWidget(), Key.Key_C)
    assert canvas.tool_controller.tool is tool
    qtbot.keyClick(window.focusWidget(), Key.Key_Right)
    assert (session.shown, main.results.gallery.current()) == (second, second)
    for button in (main.results.bar.previous, main.results.bar.before):
        qtbot.mouseClick(button, LEFT)
        wait(canvas.hasFocus)


def test_a_number_keeps_the_keys_until_enter_and_words_for_good(window, look, qtbot, wait):
    session, main = window.desk.session, window.panel.main
    look(0)
    qtbot.mouseClick(main.batch.lineEdit(), LEFT)
    assert main.batch.hasFocus()
    main.batch.selectAll()
    qtbot.keyClicks(main.batch, "1")
    qtbot.keyClick(main.batch, Key.Key_Return)
    assert window.canvas.hasFocus()
    assert len(window.document.canvas.layers) == 1
    main.wish.prompt.setFocus()
    qtbot.keyClicks(main.wish.prompt, "c")
    assert not session.compares
    session.turn(prompt="")


FIELDS = (
    QtWidgets.QLineEdit,
    QtWidgets.QPlainTextEdit,
    QtWidgets.QAbstractSpinBox,
    QtWidgets.QComboBox,
)


def test_no_key_in_a_field_of_the_dock_is_the_bars(window, look, qtbot):
    """Also where a field ends by the key, as the name of a style does by Enter."""
    session, main = window.desk.session, window.panel.main
    knobs, order, walked = session.knobs, session.order, set()
    look(0)

    def stands():
        layers = len(window.document.canvas.layers)
        return session.shown, session.applying, session.compares, session.armed, layers

    before = stands()
    keys = (Key.Key_7, Key.Key_Left, Key.Key_Down, Key.Key_Delete, Key.Key_C, Key.Key_Escape)
    for field in [one for kind in FIELDS for one in main.findChildren(kind)]:
        around = [field]
        while around[-1] is not main:
            around.append(around[-1].parentWidget())
        hidden = [one for one in around if one.isHidden()]
        for one in hidden:
            one.show()
        field.setFocus(Qt.FocusReason.TabFocusReason)
        if field.hasFocus():
            walked.add(type(field).__name__)
            for key in (*keys, Key.Key_7, Key.Key_Return):
                if field.hasFocus():  # some end by a key, or go where they have no use
                    qtbot.keyClick(field, key)
            assert stands() == before, field.accessibleName() or field
        for one in hidden:
            one.hide()
    session.turn(**{one.name: getattr(knobs, one.name) for one in fields(Knobs)})
    session.sort(order)
    assert {"QLineEdit", "PromptEdit", "Combo", "Number"} <= walked
    assert "7" in main.styles.choice.currentText()  # it was saved by Enter


def test_by_tab_a_button_of_the_dock_keeps_space_and_the_bar_has_the_rest(window, look, qtbot):
    session, button = window.desk.session, window.panel.main.results.bar.next
    look(0)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyPress(button, Key.Key_C)
    assert session.compares
    qtbot.keyRelease(button, Key.Key_C)
    assert not session.compares
    qtbot.keyClick(button, Key.Key_Space)
    assert session.shown_place == 1
    assert button.hasFocus()
    qtbot.keyClick(button, Key.Key_Escape)
    assert session.shown == ""


def test_what_is_current_in_the_gallery_is_what_is_shown(window, look, qtbot, wait):
    session, gallery = window.desk.session, window.panel.main.results.gallery
    first, second, _ = (one.id for one in session.results)
    look(0)
    gallery.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(gallery, Key.Key_Right)
    assert (gallery.current(), session.shown) == (second, second)
    qtbot.keyPress(gallery, Key.Key_C)
    assert session.compares
    qtbot.keyRelease(gallery, Key.Key_C)
    viewport, place = visible(window, 0)
    qtbot.mousePress(viewport, LEFT, NONE, place)
    assert (gallery.current(), session.shown) == (first, first)
    qtbot.mouseRelease(viewport, LEFT, NONE, QtCore.QPoint(1, viewport.height() - 1))
    gallery.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(gallery, Key.Key_Return)
    wait(lambda: session.is_applied(first))


def test_a_layer_that_was_undone_is_none(window, look, qtbot, wait):
    session = window.desk.session
    shown = look(0)
    qtbot.keyClick(window.canvas, Key.Key_Return)
    wait(lambda: session.is_applied(shown))
    window.document.undo()
    assert not session.is_applied(shown)
    window.document.redo()
    assert session.is_applied(shown)


def test_no_line_lies_over_a_shown_result(window, look, qtbot):
    """Neither ants nor handles nor the old edge, where its seams are to be judged."""
    canvas, session = window.canvas, window.desk.session
    session.choose("extend")
    assert canvas.growth.offers
    look(0)
    assert not canvas.growth.offers
    canvas.grab()
    assert not canvas._ants.marching
    session.compare(True)
    canvas.grab()
    assert canvas._ants.marching
    session.show("")
    assert canvas.growth.offers
    session.choose("fill")


def test_the_bar_takes_the_mouse_and_the_canvas_does_not_feel_it(window, look, bar, qtbot, wait):
    session, before = window.desk.session, window.document.canvas
    first, second, _ = (one.id for one in session.results)
    look(0)
    qtbot.mouseClick(bar().candidates.buttons[1], LEFT)
    assert session.shown == second
    qtbot.mouseClick(bar().row.previous, LEFT)
    assert session.shown == first
    wait(lambda: session.shown_image is not None)
    qtbot.mousePress(bar().row.before, LEFT)
    assert window.canvas._preview.image.isNull()
    qtbot.mouseRelease(bar().row.before, LEFT)
    assert not window.canvas._preview.image.isNull()
    qtbot.mouseClick(bar(), LEFT, pos=QtCore.QPoint(3, 3))
    assert window.document.canvas is before
    assert window.focusWidget() is window.canvas
    qtbot.mouseClick(bar().row.apply, LEFT)
    wait(lambda: len(window.document.canvas.layers) == 2)


def test_the_bar_lies_at_the_bottom_but_not_over_the_middle_of_the_result(window, look, bar, qtbot):
    look(0)
    canvas = window.canvas

    def middle():
        place = window.desk.session.state.selection
        return canvas.place_of(QtCore.QPointF(place.x + 7, place.y + 5)).toPoint()

    assert bar().geometry().bottom() > canvas.height() * 0.9
    canvas.zoom_to(8.0)
    low = QtCore.QPoint(canvas.width() // 2, canvas.height() - 50)
    canvas.pan(QtCore.QPointF(low - middle()) * canvas.devicePixelRatioF())
    assert (middle() - low).manhattanLength() < 4
    qtbot.waitUntil(lambda: bar().geometry().top() < 40)
    assert not bar().geometry().contains(middle())
    canvas.resize(240, 500)
    qtbot.waitUntil(lambda: bar().width() < 240)
    assert canvas.rect().contains(bar().geometry())


def test_what_is_told_or_asked_moves_neither_canvas_nor_picture(window, qtbot):
    canvas = window.canvas
    canvas.fit()
    qtbot.wait(1)
    before = canvas.mapTo(window, QtCore.QPoint(0, 0)), canvas.size(), canvas.view
    window.bar.tell("A sentence that is longer than the window is wide. " * 6)
    qtbot.wait(1)
    assert window.bar.isVisible()
    assert (canvas.mapTo(window, QtCore.QPoint(0, 0)), canvas.size(), canvas.view) == before
    words = window.bar.findChild(QtWidgets.QLabel)
    assert window.bar.height() >= words.heightForWidth(words.width())
    assert canvas.parentWidget().parentWidget().rect().intersects(window.bar.geometry())


def answer(window, text, qtbot):
    found = [one for one in window.bar.buttons if one.text() == text]
    qtbot.mouseClick(found[0], LEFT)


def test_saving_while_a_result_is_shown_asks_once(window, look, tmp_path, qtbot, wait):
    document, files, path = window.document, window.file_controller, tmp_path / "out.ora"
    document.path, document.name = str(path), path.name
    shown = look(0)
    qtbot.keyClick(window.canvas, Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "not applied" in window.bar.text
    answer(window, "Cancel", qtbot)
    assert not files.busy
    qtbot.keyClick(window.canvas, Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    answer(window, "Apply and save", qtbot)
    wait(lambda: path.exists() and not files.busy)
    assert window.desk.session.is_applied(shown)
    assert len(document.canvas.layers) == 2
    assert not document.modified

    look(1)
    path.unlink()
    qtbot.keyClick(window.canvas, Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    answer(window, "Save without it", qtbot)
    wait(lambda: path.exists() and not files.busy)
    assert len(document.canvas.layers) == 2
    path.unlink()
    qtbot.keyClick(window.canvas, Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    wait(lambda: path.exists() and not files.busy)  # it was answered

    look(0)
    qtbot.keyClick(window.canvas, Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    assert "not applied" in window.bar.text
    assert window.findChild(QtWidgets.QFileDialog) is None
    window.bar.dismiss()


def test_delete_on_the_canvas_discards_what_is_shown_by_two_presses(window, look, bar, qtbot):
    canvas, session, before = window.canvas, window.desk.session, window.document.canvas
    first, _, alone = (one.id for one in session.results)
    look(1)
    qtbot.keyClick(canvas, Key.Key_Delete)
    assert "again" in bar().words.text()
    assert len(session.results) == 3
    qtbot.keyClick(canvas, Key.Key_Delete)
    assert session.shown == first  # of the same press
    assert [one.id for one in session.results] == [first, alone]
    assert window.document.canvas is before  # it clears what is selected at other times


def test_what_was_applied_and_undone_is_not_lost_to_one_press(window, look, qtbot, wait):
    session, document = window.desk.session, window.document
    shown = look(0)
    session.apply_shown()
    wait(lambda: len(document.canvas.layers) == 2 and not session.applying)
    document.undo()
    look(0)
    qtbot.keyClick(window.canvas, Key.Key_Delete)
    assert session.armed == shown
    assert shown in [one.id for one in session.results]


def test_a_key_let_go_elsewhere_compares_no_longer(window, look, qtbot):
    session = window.desk.session
    look(0)
    qtbot.keyPress(window.canvas, Key.Key_C)
    assert session.compares
    window.layers.setFocus()
    window.canvas.clearFocus()
    assert not session.compares


def test_the_bar_speaks_the_docks_language(window, look, bar, qtbot, wait):
    look(0)
    english = bar().row.apply.text()
    try:
        window.panel.speak("pl")
        wait(lambda: bar() is not None and bar().row.apply.text() != english)
    finally:
        window.panel.speak("en")
    wait(lambda: bar() is not None and bar().row.apply.text() == english)


def test_closing_while_a_result_is_shown_asks_once(window, look, qtbot, wait):
    look(0)
    document, session = window.document, window.desk.session
    document.mark_saved(document.canvas)
    assert not window.close()
    assert "not applied" in window.bar.text
    answer(window, "Cancel", qtbot)
    assert window.documents == [document]
    qtbot.keyClick(window.canvas, Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    answer(window, "Close without it", qtbot)
    wait(lambda: window.documents == [])
    assert len(session.results) == 2
