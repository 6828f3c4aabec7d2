"""The whole panel: from the words to the press, in both languages, wide and narrow, by keyboard."""

from dataclasses import replace

import pytest

from ritocco_dock.backend.backend import Standing
from ritocco_dock.geometry import Sides
from ritocco_dock.knobs.knobs import SURROUNDINGS
from ritocco_dock.knobs.models import ModelInfo
from ritocco_dock.knobs.tasks import TASKS
from ritocco_dock.message import Message, Remedy, Tone
from ritocco_dock.phase import Phase
from ritocco_dock.qt import QT, Qt, QtGui, QtWidgets
from ritocco_dock.session.session import Readiness
from ritocco_dock.ui import language
from ritocco_dock.ui.panel import LEAST_WIDTH, Panel
from tests.plugin.ui.stage import MODELS, PLAN, StageDesk, StageSession, job, picture, result

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_words_typed_and_control_enter_begin(main, session, qtbot):
    prompt = main.wish.prompt
    prompt.setFocus()
    qtbot.waitUntil(prompt.hasFocus)
    qtbot.keyClicks(prompt, "a red boat")
    qtbot.keyClick(prompt, Qt.Key.Key_Return, CONTROL)
    assert [knobs.prompt for knobs in session.did("submit")] == ["a red boat"]
    assert main.history.prompts == ["a red boat"]


def test_the_button_begins_and_its_key_works_from_anywhere_in_the_dock(main, session, qtbot, press):
    press(main.start)
    main.wish.strength.slider.setFocus()
    qtbot.waitUntil(main.wish.strength.slider.hasFocus)
    for held in (CONTROL, Qt.KeyboardModifier.ShiftModifier):
        qtbot.keyClick(main.wish.strength.slider, Qt.Key.Key_Return, held)
    assert len(session.did("submit")) == 3
    session.finish(result())
    main.results.gallery.setFocus()
    qtbot.waitUntil(main.results.gallery.hasFocus)
    qtbot.keyClick(main.results.gallery, Qt.Key.Key_Return, CONTROL)
    assert len(session.did("submit")) == 4
    assert session.did("apply") == []


def test_what_cannot_begin_says_why_and_does_not(main, session, qtbot, press):
    session.readiness = Readiness(False, "Select the part of the picture that is to change.")
    session.readiness_changed.emit()
    assert not main.start.isEnabled()
    assert main.reason.isVisible()
    assert main.reason.text() == session.readiness.reason
    press(main.start)
    qtbot.keyClick(main.wish.prompt, Qt.Key.Key_Return, CONTROL)
    assert session.did("submit") == []


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"task": "fill"}, "Fill the selection"),
        ({"task": "fill", "batch": 4}, "Fill the selection · 4 pictures"),
        ({"task": "fill", "model": SURROUNDINGS}, "Content-aware fill"),
        ({"task": "remove"}, "Remove the selection"),
        ({"task": "extend", "extend": Sides(right=400)}, "Extend to 2000 × 1067"),
        ({"task": "refine"}, "Refine the selection"),
        ({"task": "refine", "from_layer": True}, "Refine “Sketch”"),
        ({"task": "generate"}, "Generate a picture"),
        ({"task": "upscale", "scale": 2.0}, "Upscale to 3200 × 2134"),
        ({"task": "faces"}, "Repair faces in the selection"),
    ],
)
def test_the_button_says_what_will_happen(main, session, changes, text):
    session.turn(**changes)
    assert main.start.text() == text


def test_each_task_shows_what_it_needs_and_nothing_else(main, session, press):
    wish = main.wish
    seen = {}
    for task in TASKS:
        press(wish.tasks.chip(task))
        widgets = {
            "words": wish.words,
            "strength": wish.strength,
            "extend": wish.extend,
            "scale": wish.scale,
            "network": wish.network,
            "layer": wish.from_layer,
            "sampling": main.folds["sampling"],
            "edges": main.folds["edges"],
        }
        seen[task] = {name for name, widget in widgets.items() if widget.isVisible()}
    assert session.did("choose") == list(TASKS)
    assert seen == {
        "fill": {"words", "strength", "sampling", "edges"},
        "remove": {"sampling", "edges"},
        "extend": {"words", "extend", "sampling", "edges"},
        "refine": {"words", "strength", "layer", "sampling", "edges"},
        "generate": {"words", "sampling", "edges"},
        "upscale": {"scale", "network"},
        "faces": {"strength", "edges"},
    }


def test_tasks_are_those_the_backend_offers(main, desk, session):
    desk.tasks = [TASKS["fill"], TASKS["remove"]]
    desk.status_changed.emit()
    assert [chip.key for chip in main.wish.tasks.chips()] == ["fill", "remove"]
    assert main.wish.tasks.key() == "fill"


def test_without_a_model_the_dock_says_what_works_and_where_to_get_one(
    shown, tmp_path, session, press
):
    desk = StageDesk(tmp_path, session, models=())
    desk.settings.set("ui.language", "en")
    panel = shown(Panel(desk))
    main = panel.main
    assert main.start.text() == "Content-aware fill"
    assert main.wish.prompt.isVisible()
    assert "Words need a model" in main.wish.prompt.placeholderText()
    assert main.wish.hint.words.text() == "Words need a model"
    assert main.state_line.words.text() == "Content-aware · CPU"
    press(main.state_line.action)
    assert panel.models.isVisible()
    desk.models = MODELS
    desk.status_changed.emit()
    press(panel.models.back)
    assert main.start.text() == "Fill the selection"


def test_beside_the_demonstration_a_real_model_is_offered(shown, tmp_path, session):
    desk = StageDesk(tmp_path, session, models=(ModelInfo("mini", shipped=True),))
    desk.settings.set("ui.language", "en")
    panel = shown(Panel(desk))
    line = panel.main.state_line
    assert line.action.isVisible()
    assert line.action.text() == "Get one…"
    desk.models = MODELS
    desk.status_changed.emit()
    assert not line.action.isVisible()


def test_words_can_be_typed_while_the_backend_starts(shown, tmp_path, session):
    desk = StageDesk(tmp_path, session, models=())
    desk.settings.set("ui.language", "en")
    desk._known = False
    desk.stand(Standing.STARTING)
    main = shown(Panel(desk)).main
    assert main.wish.words.isVisible()
    assert main.state_line.words.text() == "Starting the backend… · content-aware"
    session.turn(prompt="a boat")
    desk.stand(Standing.STARTING)
    assert main.state_line.words.text() == "Starting the backend…"


@pytest.mark.parametrize(
    ("standing", "text", "action"),
    [
        (Standing.OFF, "The backend is off; it starts when it is needed", "Start"),
        (Standing.LOST, "The backend stopped answering", "Start"),
        (Standing.MISSING, "No backend is installed", "Start"),
        (Standing.REFUSED, "The backend refuses us: check address and token", ""),
        (Standing.READY, "meadow-inpainting · CPU", ""),
    ],
)
def test_the_state_in_one_line(main, desk, press, standing, text, action):
    desk.stand(standing)
    assert main.state_line.words.text() == text
    assert main.state_line.action.isVisible() == bool(action)
    if action:
        press(main.state_line.action)
        assert desk.backend.asked == ["start"]


def test_the_plan_is_told_before_the_press(main, session):
    told = main.plan.numbers.text().replace("\N{NO-BREAK SPACE}", " ")
    assert told == "Window 576 × 512 px\nabout 34 s · 2.3 GB"
    session.turn(batch=3)
    assert "about 2 min" in main.plan.numbers.text().replace("\N{NO-BREAK SPACE}", " ")
    session.plan = replace(PLAN, passes=5)
    session.plan_changed.emit()
    assert "5\N{NO-BREAK SPACE}passes" in main.plan.numbers.text()
    session.plan = replace(PLAN, hints=("The LoRA ink is not applied.",))
    session.plan_changed.emit()
    assert "The LoRA ink is not applied." in main.plan.toolTip()
    session.plan, session.plan_problem = None, "Nothing is selected."
    session.plan_changed.emit()
    told = main.plan.numbers.text().replace("\N{NO-BREAK SPACE}", " ")
    assert told == "Canvas 1600 × 1067 px"
    assert main.reason.isVisible()
    assert main.reason.text() == "Nothing is selected."


def test_the_plan_tells_what_removing_takes_beside_the_selection(main, session):
    session.choose("remove")
    session.plan_changed.emit()
    assert "Selection, 3 px wider" in main.plan.toolTip()
    session.turn(grow=9)
    assert "9 px wider" in main.plan.toolTip()
    told = " ".join(main.plan.numbers.lines()).replace("\N{NO-BREAK SPACE}", " ")
    assert "Window 576" in told
    session.state = replace(session.state, selection=None)
    session.readiness_changed.emit()
    assert "wider" not in main.plan.toolTip()


def test_drawing_the_window_on_the_canvas_can_be_turned_off(main, desk, session, press, qtbot):
    main.plan.on_canvas.setFocus()
    qtbot.keyClick(main.plan.on_canvas, Qt.Key.Key_Space)
    assert desk.settings.get("show_plan") is False
    assert ("refresh_plan_overlay",) in session.asked


def test_knobs_from_outside_are_shown_and_not_told_back(main, session):
    session.knobs = replace(session.knobs, prompt="from a recipe", steps=40, cfg=3.0, batch=2)
    session.asked.clear()
    session.knobs_changed.emit()
    assert main.wish.prompt.toPlainText() == "from a recipe"
    assert main.sampling.steps.number.value() == 40
    assert main.batch.value() == 2
    assert session.asked == []


def test_typing_keeps_the_caret_where_it_is(main, session, qtbot):
    prompt = main.wish.prompt
    prompt.setFocus()
    qtbot.waitUntil(prompt.hasFocus)
    qtbot.keyClicks(prompt, "boat")
    qtbot.keyClick(prompt, Qt.Key.Key_Home)
    qtbot.keyClicks(prompt, "red ")
    assert prompt.toPlainText() == session.knobs.prompt == "red boat"


def test_another_document_has_its_own_words_and_results(main, desk, session, qtbot):
    session.turn(prompt="first")
    other = StageSession(replace(session.knobs, prompt="second"))
    other.results = [result("x")]
    desk.activate(other)
    assert main.wish.prompt.toPlainText() == "second"
    main.wish.prompt.setFocus()
    qtbot.keyClicks(main.wish.prompt, "!")
    assert (session.knobs.prompt, other.knobs.prompt) == ("first", "second!")
    session.message.emit(Message("of the other one", Tone.ERROR))
    assert main.bar.messages == []
    desk.activate(None)
    assert not main.start.isEnabled()
    assert main.start.text() == "Open a picture"


def test_what_went_wrong_with_a_document_is_told_while_that_one_is_in_front(main, desk, session):
    other = StageSession()
    session.message.emit(Message("of the first", Tone.ERROR))
    desk.message.emit(Message("of none", Tone.ERROR))
    assert [one.text for one in main.bar.messages] == ["of none", "of the first"]
    desk.activate(other)
    assert [one.text for one in main.bar.messages] == ["of none"]
    session.message.emit(Message("of the first, meanwhile", Tone.ERROR))
    other.message.emit(Message("of the second", Tone.ERROR))
    assert [one.text for one in main.bar.messages] == ["of the second", "of none"]
    desk.activate(session)
    told = [one.text for one in main.bar.messages]
    assert told == ["of the first, meanwhile", "of none", "of the first"]
    session.jobs = [job("x", Phase.FAILED, problem="no room")]
    desk.activate(other)
    session.message.emit(Message("no room", Tone.ERROR, about="x"))  # its card says it
    desk.activate(session)
    assert [one.text for one in main.bar.messages] == told


def test_messages_show_and_their_remedies_work(panel, main, desk, session, press):
    def tell(remedy, about=""):
        desk.message.emit(Message(f"About {remedy.value}.", Tone.ERROR, remedy, about))
        press(main.bar._notes()[0].remedy_button)

    tell(Remedy.START)
    assert desk.backend.asked == ["start"]
    tell(Remedy.AGAIN, "r1")
    assert session.did("again") == ["r1"]
    tell(Remedy.LOG)
    assert panel.log.isVisible()
    panel.show_main()
    tell(Remedy.CONNECT)
    assert panel.settings.isVisible()


def test_reports_never_hold_token_prompt_or_name_of_the_document(
    main, desk, session, clipboard, press
):
    desk.settings.set("token", "t0p-secret-token")
    session.turn(prompt="my secret wedding")
    desk.status_changed.emit()
    details = "t0p-secret-token my secret wedding portrait.kra ValueError"
    desk.message.emit(Message("It broke.", Tone.ERROR, details=details))
    press(main.bar._notes()[0].copy_button)
    assert "ValueError" in clipboard.text()
    for private in ("t0p", "wedding", "portrait"):
        assert private not in clipboard.text()


def test_results_need_not_show_themselves(panel, main, desk, press):
    press(main.state_line.gear)
    assert panel.settings.shows.isChecked()
    panel.settings.shows.click()
    assert desk.settings.get("show_finished") is False


def test_settings_connect_to_another_computer(panel, main, desk, qtbot, press):
    press(main.state_line.gear)
    qtbot.keyClicks(panel.settings.address, "https://studio:7867")
    qtbot.keyClicks(panel.settings.token, "abc")
    assert panel.settings.token.displayText() != "abc"
    press(panel.settings.connect_button)
    assert desk.backend.asked == [("connect_to", "https://studio:7867", "abc")]
    press(panel.settings.stop)
    assert desk.backend.asked[-1] == "stop"
    qtbot.keyClick(panel.settings, Qt.Key.Key_Escape)
    assert main.isVisible()


def test_the_log_follows_and_is_copied_clean(panel, desk, press, clipboard):
    desk.backend.told = "Traceback: /home/ada/art/x.py broke\ntoken: abcdefgh1234\n"
    panel.show_page(panel.log)
    assert "broke" in panel.log.text.toPlainText()
    desk.backend.told += "and went on"
    panel.log.refresh()
    assert "went on" in panel.log.text.toPlainText()
    press(panel.log.copy)
    assert "ada" not in clipboard.text()
    assert "abcdefgh1234" not in clipboard.text()


def test_the_language_changes_at_once_and_is_remembered(panel, desk, session, qtbot):
    session.turn(prompt="łódka")
    panel.show_page(panel.settings)
    box = panel.settings.language
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_End)
    assert box.currentText() == "Polski"
    assert panel.settings.isVisible()
    assert panel.settings.connect_button.text() == "Połącz"
    panel.show_main()
    assert panel.main.start.text() == "Wypełnij zaznaczenie"
    assert panel.main.wish.prompt.toPlainText() == "łódka"
    assert desk.settings.get("ui.language") == "pl"
    # The pages of before are deaf: one press is one job.
    qtbot.mouseClick(panel.main.start, Qt.MouseButton.LeftButton)
    assert len(session.did("submit")) == 1


@pytest.mark.skipif(QT == 5, reason="inside Krita its dialogs are its own")
def test_the_buttons_of_qt_speak_the_language_too(qapp, qtbot):
    buttons = QtWidgets.QDialogButtonBox.StandardButton
    language.use("pl")
    box = QtWidgets.QDialogButtonBox(buttons.Cancel | buttons.Close)
    qtbot.addWidget(box)
    words = {box.button(one).text().replace("&", "") for one in (buttons.Cancel, buttons.Close)}
    assert words == {"Anuluj", "Zamknij"}


def test_the_language_changes_in_the_docks_of_other_windows_too(panel, desk, shown):
    other = shown(Panel(desk))
    other.speak("pl")
    assert panel.main.start.text() == "Wypełnij zaznaczenie"


def test_extending_says_where_the_editor_needs_two_steps_to_undo_it(main, desk, session):
    desk.host.capabilities = replace(
        desk.host.capabilities, macro_undo=False, note="Undo takes two steps."
    )
    session.turn(task="extend", extend=Sides(right=8))
    assert main.start.toolTip().endswith("Undo takes two steps.")
    session.turn(task="fill")
    assert "two steps" not in main.start.toolTip()


def test_folds_are_remembered(panel, desk, shown, press, main):
    assert not main.sampling.isVisible()
    press(main.folds["sampling"].head)
    assert main.sampling.isVisible()
    again = shown(Panel(desk))
    assert again.main.sampling.isVisible()
    assert not again.main.edges.isVisible()


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("task", list(TASKS))
def test_a_narrow_dock_cuts_nothing_off(shown, tmp_path, qtbot, language, task):
    session = StageSession()
    session.choose(task)
    session.finish(result(), pictures=[picture(40)])
    session.play(job("a", fraction=0.5, text="step 3 of 25", preview=picture(80)))
    desk = StageDesk(tmp_path, session)
    desk.settings.set("ui.language", language)
    for name in ("sampling", "edges", "grid"):
        desk.settings.set(f"ui.fold.{name}", True)
    panel = shown(Panel(desk), 260, 700)
    assert panel.minimumSizeHint().width() <= 260
    assert panel.minimumWidth() == LEAST_WIDTH
    main = panel.main
    inside = main.room.widget()
    qtbot.waitUntil(lambda: inside.width() <= main.room.viewport().width())
    for widget in inside.findChildren(QtWidgets.QWidget):
        if widget.isVisible() and not _scrolls(widget, inside):
            right = widget.mapTo(inside, widget.rect().topRight()).x()
            assert right <= inside.width(), widget


def _scrolls(widget, inside):
    """Whether it lies in something that scrolls by itself."""
    parent = widget.parentWidget()
    while parent is not None and parent is not inside:
        if isinstance(parent, QtWidgets.QAbstractScrollArea):
            return True
        parent = parent.parentWidget()
    return False


def reached(widget):
    """What Tab reaches from here, once around."""
    found, at = [], widget.nextInFocusChain()
    while at is not widget:
        takes = at.focusPolicy() & Qt.FocusPolicy.TabFocus and at.focusProxy() is None
        if takes and at.isVisible() and at.isEnabled() and at.objectName()[:3] != "qt_":
            found.append(at)
        at = at.nextInFocusChain()
    return found


def test_everything_can_be_reached_by_tab_in_the_order_of_the_eye(panel, main, session):
    session.finish(result(), pictures=[picture(10)])
    for fold in main.folds.values():
        fold.open()
    order = reached(panel)
    wanted = [
        main.state_line.gear,
        main.wish.tasks.chip("fill"),
        main.wish.prompt,
        main.wish.negative,
        main.wish.strength.slider,
        main.styles.choice,
        main.folds["sampling"].head,
        main.sampling.model,
        main.sampling.cfg.slider,
        main.sampling.seed.field,
        main.folds["edges"].head,
        main.edges.widgets["grow"],
        main.folds["grid"].head,
        main.grid.start,
        main.start,
        main.batch,
        main.plan.on_canvas,
        main.results.apply,
        main.results.gallery,
    ]
    places = [order.index(widget) for widget in wanted]
    assert places == sorted(places)
    buttons = [
        one
        for one in panel.findChildren(QtWidgets.QAbstractButton)
        if one.isVisible()
        and one.isEnabled()
        and not isinstance(one.parent(), QtWidgets.QTableWidget)
    ]
    missed = [one for one in buttons if one not in order and not one.objectName().startswith("qt_")]
    assert missed == []


def test_everything_that_takes_the_keyboard_has_a_name_and_teaches(panel, main, session):
    session.finish(result(), pictures=[picture(10)])
    session.play(job("a"))
    for fold in main.folds.values():
        fold.open()
    for widget in reached(panel):
        text = getattr(widget, "text", str)()
        assert widget.accessibleName() or text, widget
        assert isinstance(widget, QtWidgets.QAbstractItemView) or taught(widget), widget


def taught(widget):
    """Its tooltip, or that of what it is a part of: Qt shows that one."""
    while widget is not None and not widget.toolTip():
        widget = widget.parentWidget()
    return widget.toolTip() if widget is not None else ""


def test_focus_is_seen_on_what_draws_itself(main, qtbot):
    for widget in (main.start, main.folds["edges"].head, main.wish.tasks.chip("extend")):
        widget.clearFocus()
        before = widget.grab().toImage()
        widget.setFocus()
        qtbot.waitUntil(widget.hasFocus)
        assert widget.grab().toImage() != before


def test_a_dark_editor_makes_a_dark_dock(panel, main, qtbot, qapp):
    def brightness():
        image = panel.grab().toImage()
        return QtGui.QColor(image.pixel(image.width() // 2, image.height() - 4)).lightness()

    before, light = qapp.palette(), brightness()
    dark = QtGui.QPalette(before)
    role = QtGui.QPalette.ColorRole
    for one, colour in (
        (role.Window, "#2a2d30"),
        (role.WindowText, "#eeeeee"),
        (role.Base, "#1c1e20"),
        (role.Text, "#eeeeee"),
    ):
        dark.setColor(one, QtGui.QColor(colour))
    qapp.setPalette(dark)
    try:
        qtbot.waitUntil(lambda: brightness() < 80, timeout=2000)
    finally:
        qapp.setPalette(before)
    assert light > 150
