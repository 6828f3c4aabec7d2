"""The page of models: by mouse and keyboard, from no model to the first, in both languages."""

from dataclasses import replace

import pytest

from ritocco_dock.backend.backend import Standing
from ritocco_dock.message import Message, Remedy, Tone
from ritocco_dock.models.catalogue import Folder
from ritocco_dock.models.transfer import Transfer
from ritocco_dock.phase import Phase
from ritocco_dock.qt import Qt, QtCore, QtGui, QtWidgets
from ritocco_dock.ui.model_head import ModelHead
from ritocco_dock.ui.model_words import symbol
from ritocco_dock.ui.panel import Panel
from tests.plugin.ui.stage import MODELS, StageDesk, StageSession
from tests.plugin.ui.stage_library import FREE, catalogue, models, told
from tests.plugin.ui.test_panel import reached, taught

INPAINT, PLAIN, FACES, OWN = "sd15-inpaint", "sd15", "gfpgan-1.4", "lora:inks"


@pytest.fixture
def desk(tmp_path, session):
    """Without any model."""
    made = StageDesk(tmp_path, session, models=())
    made.settings.set("ui.language", "en")
    return made


@pytest.fixture
def library(desk):
    return desk.library


@pytest.fixture
def page(panel):
    panel.show_model("")
    return panel.models


def rows_of(**changes):
    """The small catalogue with some of it changed: id with _ for - -> what is changed."""
    rows = {row["id"]: row for row in models()}
    for id_, more in changes.items():
        rows[id_.replace("_", "-").replace("gfpgan-14", FACES)] |= more
    return list(rows.values())


def shown(page):
    """Titles of the lines that are seen, from top to bottom."""
    heads = [one for one in page.groups.findChildren(ModelHead) if one.isVisible()]
    place = {head: head.mapTo(page, QtCore.QPoint(0, 0)).y() for head in heads}
    return [head.text() for head in sorted(heads, key=place.get)]


def opened(page, id_):
    page.show_model(id_)
    QtWidgets.QApplication.processEvents()  # what is new gets its place
    return page.groups.rows[id_]


# The way of an artist without a model


def test_from_no_model_to_a_licence_that_is_shown(main, panel, library, press, qtbot):
    assert "Content-aware" in main.state_line.words.text()
    press(main.state_line.action)
    page = panel.models
    assert page.isVisible()
    assert page.first.isVisible()
    assert "content-aware fill only" in page.first.words.text()
    assert "Stable Diffusion 1.5 inpainting" in page.first.words.text()
    assert "4.3" in page.first.get.text()
    press(page.first.get)
    row = page.groups.rows[INPAINT]
    details = row.details
    assert details.licence.title.text() == "Licence: CreativeML Open RAIL-M"
    assert "sell what you make" in details.licence.note.text()
    assert details.get.text() == "Download\N{NO-BREAK SPACE}(4.3\N{NO-BREAK SPACE}GB)"
    assert "63\N{NO-BREAK SPACE}GB" in details.facts.text()
    assert not details.get.isEnabled()
    qtbot.waitUntil(details.licence.box.hasFocus)
    press(details.get)
    assert library.did("get") == []


def test_the_whole_way_by_keyboard(page, library, qtbot):
    page.first.get.setFocus()
    qtbot.keyClick(page.first.get, Qt.Key.Key_Space)
    box = page.groups.rows[INPAINT].details.licence.box
    qtbot.waitUntil(box.hasFocus)
    qtbot.keyClick(box, Qt.Key.Key_Space)
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    get = page.groups.rows[INPAINT].details.get
    qtbot.waitUntil(get.hasFocus)
    qtbot.keyClick(get, Qt.Key.Key_Space)
    assert library.did("get") == [(INPAINT,)]
    assert page.groups.rows[INPAINT].head.hasFocus()


def test_what_comes_is_seen_everywhere_and_can_be_stopped(page, panel, desk, library, press):
    library.accepted.add(INPAINT)
    done = {"fraction": 0.34, "done": 1_450_000_000, "total": 4_265_437_280}
    library.transfer(INPAINT, speed=9.4e6, seconds_left=290, **done)
    row = page.groups.rows[INPAINT]
    assert row.head.words.replace("\N{NO-BREAK SPACE}", " ") == (
        "1.4 of 4.3 GB · 9.4 MB/s · 5 min left"
    )
    assert row.meter.isVisible()
    assert row.meter.fraction == 0.34
    assert "is on its way" in page.first.words.text()
    assert not page.first.get.isVisible()
    assert page.first.meter.fraction == 0.34
    panel.show_main()
    desk.stand(Standing.READY, fetched=0.34)
    assert panel.main.state_line.action.text() == "↓ 34 %"
    assert panel.main.missing.button.text().startswith("Stable Diffusion 1.5 inpainting: 34 %")
    press(panel.main.state_line.action)
    assert page.isVisible()
    press(row.stop)
    assert library.did("cancel") == [(INPAINT,)]
    library.play(catalogue(rows_of(sd15_inpaint={"state": "partial", "done_bytes": 1_450_000_000})))
    assert not row.stop.isVisible()
    assert "1.4\N{NO-BREAK SPACE}of\N{NO-BREAK SPACE}4.3" in row.head.words
    page.show_model(INPAINT)
    assert row.details.get.text().replace("\N{NO-BREAK SPACE}", " ") == "Go on (2.8 GB left)"
    assert row.details.get.isEnabled()  # the licence was accepted


def test_while_nothing_comes_the_line_says_what_is_waited_for(page, library):
    words = "huggingface.co broke off; trying again in 8 s"
    library.transfer(INPAINT, fraction=0.2, done=853_000_000, total=4_265_437_280, text=words)
    assert page.groups.rows[INPAINT].head.words.startswith(f"{words} · 0.9")


def test_once_a_model_is_here_the_card_goes_and_the_feature_is_ready(page, library):
    library.play(catalogue(rows_of(sd15={"state": "here", "name": "v1-5"})))
    assert not page.first.isVisible()
    row = next(row for need, row in page.needs.rows.items() if "fill" in need.tasks)
    assert row.mark.ready
    assert row.words.text() == "Stable Diffusion 1.5"
    assert not row.get.isVisible()


def test_beside_the_demonstration_a_model_is_offered_still(page, library):
    known = catalogue(rows_of())
    painting, *others = known.features
    with_mini = replace(painting, ready=True, uses="mini", demonstration=True)
    library.play(replace(known, features=(with_mini, *others)))
    assert page.first.isVisible()
    assert "demonstration" in page.first.words.text()
    assert "4.3" in page.first.get.text()
    row = next(row for need, row in page.needs.rows.items() if "fill" in need.tasks)
    assert row.mark.ready


def test_without_anything_to_suggest_the_artist_is_led_to_the_disk(page, library):
    library.play(catalogue([told("own", "own", "lora", state="here", listed=False)]))
    assert page.first.isVisible()
    assert not page.first.get.isVisible()
    painting = next(row for need, row in page.needs.rows.items() if "fill" in need.tasks)
    assert "add one of yours" in painting.words.text()


# What is here, and what features need


def test_features_say_what_they_need_and_lead_to_it(page, library, press):
    faces = next(row for need, row in page.needs.rows.items() if "faces" in need.tasks)
    assert faces.words.text().replace("\N{NO-BREAK SPACE}", " ") == "needs GFPGAN 1.4, 349 MB"
    assert not page.groups.folds["faces"].is_open()
    press(faces.get)
    assert page.groups.folds["faces"].is_open()
    assert page.groups.rows[FACES].details.isVisible()


def test_only_what_is_here(page, press):
    for fold in page.groups.folds.values():
        fold.open()
    assert "GFPGAN 1.4" in shown(page)
    press(page.shown.chip("here"))
    assert shown(page) == ["Real-ESRGAN general", "inks"]
    assert not page.groups.folds["faces"].isVisible()
    press(page.shown.chip("all"))
    assert "GFPGAN 1.4" in shown(page)


def test_groups_stay_open_or_folded(page, panel, desk, shown, press):
    press(page.groups.folds["upscaler"].head)
    press(page.groups.folds["model"].head)
    again = shown(Panel(desk))
    assert again.models.groups.folds["upscaler"].is_open()
    assert not again.models.groups.folds["model"].is_open()


def test_lines_keep_their_place_and_stay_open_when_things_change(page, library):
    row = opened(page, PLAIN)
    before = shown(page)
    library.play(catalogue(rows_of(sd15={"state": "here"}, sd15_inpaint={"state": "waiting"})))
    assert shown(page) == before
    assert page.groups.rows[PLAIN] is row
    assert row.details.isVisible()


def test_models_that_went_are_no_longer_listed(page, library):
    page.groups.folds["lora"].open()
    assert "inks" in shown(page)
    library.play(catalogue([row for row in models() if row["id"] != OWN]))
    assert "inks" not in shown(page)
    assert "lora" not in page.groups.folds


def test_what_ritocco_cannot_use_yet_is_not_fetched(page, library):
    rows = [*models(), told("lcm", "LCM", "lora", bytes=9, licence=FREE, usable=False)]
    library.play(catalogue(rows))
    page.groups.folds["lora"].open()
    assert "inks" in shown(page)
    assert "LCM" not in shown(page)  # nor is it offered
    row = opened(page, "lcm")
    assert row.head.words == "Ritocco cannot use this kind yet"
    assert not row.details.get.isVisible()
    assert not row.details.licence.box.isVisible()


def test_where_the_size_is_unknown_the_source_can_be_asked(page, library, press):
    library.play(catalogue([*models(), told("lama", "LaMa", "upscaler", licence=FREE)]))
    details = opened(page, "lama").details
    assert "not known before its source is asked" in details.facts.text()
    press(details.ask)
    assert library.did("ask_size") == [("lama",)]
    library.play(catalogue([*models(), told("lama", "LaMa", "upscaler", bytes=9_000_000)]))
    assert not details.ask.isVisible()
    assert "9\N{NO-BREAK SPACE}MB" in details.facts.text()


def test_a_disk_without_room_says_so_before(page, library):
    library.play(catalogue(free=1_000_000))
    row = opened(page, FACES)
    row.details.licence.box.setChecked(True)
    assert not row.details.get.isEnabled()
    assert row.details.get.toolTip() == "The disk is too full for this."


def test_a_model_that_is_here_is_taken_for_the_picture(page, library, session, main, press):
    library.play(catalogue(rows_of(sd15={"state": "here", "name": "v1-5", "path": "/m/v1-5"})))
    press(opened(page, PLAIN).details.use)
    assert session.did("turn") == [{"model": "v1-5"}]
    assert main.isVisible()


def test_removing_asks_first(page, library, press):
    row = opened(page, OWN)
    details = row.details
    assert details.remove.text() == "Unlink"
    press(details.remove)
    assert details.question.text() == "Remove inks for good?"
    assert details.keep.hasFocus()
    press(details.keep)
    assert library.did("remove") == []
    assert details.remove.isVisible()
    press(details.remove)
    press(details.sure)
    assert library.did("remove") == [(OWN,)]
    assert not details.question.isVisible()


def test_what_came_with_ritocco_is_not_removed_but_can_be_checked(page, library, press):
    details = opened(page, "realesr-general").details
    assert not details.remove.isVisible()
    press(details.check)
    assert library.did("check") == [("realesr-general",)]


# What goes wrong


def test_a_failure_stands_beside_the_model_with_what_to_do(page, library, press):
    library.transfer(
        *(FACES, "get", Phase.FAILED), code="cannot_reach", problem="huggingface.co is not there."
    )
    page.show_model(FACES)
    row = page.groups.rows[FACES]
    assert row.head.words == "huggingface.co is not there."
    assert row.head.words in row.details.about.text()
    assert row.details.get.text() == "Try again"
    row.details.licence.box.setChecked(True)
    press(row.details.get)
    assert library.did("get") == [(FACES,)]


def test_a_damaged_file_can_be_had_again(page, library):
    rows = rows_of(sd15={"state": "damaged", "problem": "The file ends too early.", "path": "/a"})
    library.play(catalogue(rows))
    row = opened(page, PLAIN)
    assert "ends too early" in row.details.about.text()
    assert row.details.get.text().startswith("Download\N{NO-BREAK SPACE}again")


def test_a_whole_file_for_other_models_is_quiet(page, library):
    flux = {"state": "here", "usable": False, "problem": "It is for Flux.", "path": "/a"}
    library.play(catalogue(rows_of(sd15=flux)))
    row = opened(page, PLAIN)
    assert symbol(row.model) == ("blocked", None)
    assert (row.head.words, row.head.faint) == ("whole, but not used here", True)
    assert row.details.about.text().splitlines()[0] == "It is for Flux."
    assert row.details.use.isHidden()
    assert row.details.check.isVisible()


def test_news_are_told_where_they_are_seen(panel, page, main, library, press):
    failed = Message("It is gone.", Tone.ERROR, Remedy.MODEL, FACES)
    library.message.emit(failed)
    library.message.emit(Message("A file was refused.", Tone.ERROR))
    assert [one.text for one in page.bar.messages] == ["A file was refused."]
    assert main.bar.messages == []
    panel.show_main()
    library.message.emit(failed)
    assert [one.text for one in main.bar.messages] == ["It is gone."]
    press(main.bar._notes()[0].remedy_button)
    assert page.isVisible()
    assert page.groups.rows[FACES].details.isVisible()


@pytest.mark.parametrize(
    ("standing", "problem", "words"),
    [
        (Standing.STARTING, "", "once the backend runs"),
        (Standing.MISSING, "No backend is installed.", "No backend is installed."),
    ],
)
def test_without_a_backend_the_page_says_why_it_is_empty(
    page, desk, library, standing, problem, words
):
    library.catalogue = None
    desk.stand(standing, problem)
    library.changed.emit()
    assert words in page.note.text()
    assert not page.content.isVisible()


def test_a_backend_without_a_library_is_named(page, library):
    library.catalogue, library.problem = None, "This backend has no library of models yet."
    library.changed.emit()
    assert page.note.text() == library.problem


def test_a_model_sought_before_the_catalogue_is_known_is_opened_then(page, library):
    library.catalogue = None
    library.changed.emit()
    page.show_model(FACES)
    library.play(catalogue())
    assert page.groups.rows[FACES].details.isVisible()


def test_models_of_another_computer_are_not_added_from_this_disk(page, desk, library):
    assert page.add.isVisible()
    desk.backend.is_remote = True
    library.changed.emit()
    assert not page.add.isVisible()
    assert not page.folder_button.isVisible()
    assert "on the computer the backend runs on" in page.note.text()


def test_no_network_by_the_settings_is_said(page, library):
    library.play(catalogue(offline=True))
    assert "forbid the network" in page.note.text()


# From the disk


def test_files_are_chosen_and_copied_where_that_is_wanted(page, library, press, monkeypatch):
    names = iter([["/a/one.safetensors", "/a/two.safetensors"], ["/a/three.ckpt"], []])
    monkeypatch.setattr(QtWidgets.QFileDialog, "getOpenFileNames", lambda *_: (next(names), ""))
    press(page.add.file)
    press(page.add.copy, QtCore.QPoint(8, page.add.copy.height() // 2))
    press(page.add.file)
    press(page.add.file)
    assert library.did("add") == [
        ("/a/one.safetensors", False),
        ("/a/two.safetensors", False),
        ("/a/three.ckpt", True),
    ]


def test_a_folder_is_chosen(page, library, press, monkeypatch):
    folders = iter(["/a/folder", ""])
    monkeypatch.setattr(QtWidgets.QFileDialog, "getExistingDirectory", lambda *_: next(folders))
    press(page.add.folder)
    press(page.add.folder)
    assert library.did("add") == [("/a/folder", False)]


def drop(widget, data):
    """Drags data over a widget and lets go of it; whether the drag was taken."""
    actions = Qt.DropAction.CopyAction
    held = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    middle = widget.rect().center()
    enter = QtGui.QDragEnterEvent(middle, actions, data, *held)
    QtWidgets.QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        let_go = QtGui.QDropEvent(QtCore.QPointF(middle), actions, data, *held)
        QtWidgets.QApplication.sendEvent(widget, let_go)
    return enter.isAccepted()


def test_files_are_dropped_onto_the_page(page, library, desk):
    files, text = QtCore.QMimeData(), QtCore.QMimeData()
    files.setUrls([QtCore.QUrl.fromLocalFile("/a/ink and wash.safetensors")])
    text.setText("https://example.org/model")
    assert drop(page, files)
    assert not drop(page, text)
    assert library.did("add") == [("/a/ink and wash.safetensors", False)]
    desk.backend.is_remote = True
    library.changed.emit()
    assert not drop(page, files)


def test_what_is_being_added_is_shown_and_can_be_stopped(page, library, press):
    transfer = Transfer("9", "add", Phase.RUNNING, title="inks.safetensors", fraction=0.5)
    library.adding = [transfer]
    library.changed.emit()
    [row] = page.add.adding.values()
    assert row.title.text() == "inks.safetensors"
    assert row.meter.fraction == 0.5
    press(row.stop)
    assert library.did("cancel") == [("9",)]
    library.adding = []
    library.changed.emit()
    assert page.add.adding == {}


# On the main page


def test_a_task_that_lacks_its_model_leads_to_it(main, panel, session, library, press):
    main.show_session()
    assert main.missing.isVisible()
    session.choose("upscale")
    assert not main.missing.isVisible()
    session.choose("remove")
    assert not main.missing.isVisible()
    session.choose("faces")
    text = main.missing.button.text().replace("\N{NO-BREAK SPACE}", " ")
    assert text == "Get GFPGAN 1.4 (349 MB)…"
    press(main.missing.button)
    assert panel.models.groups.rows[FACES].details.isVisible()


def test_the_page_is_in_sight_where_it_leads(panel, main, session, library, qtbot):
    rows = [*models(), *(told(f"u{at}", f"Upscaler {at}", "upscaler") for at in range(40))]
    library.play(catalogue(rows))
    panel.resize(260, 500)
    panel.show_model("u39")
    row = panel.models.groups.rows["u39"]
    scroll = row.parentWidget()
    while not isinstance(scroll, QtWidgets.QScrollArea):
        scroll = scroll.parentWidget()

    def seen():
        top = row.mapTo(scroll.viewport(), QtCore.QPoint(0, 0)).y()
        return top >= 0 and top + row.height() <= scroll.viewport().height()

    qtbot.waitUntil(seen, timeout=3000)


# Of one piece with the dock


@pytest.mark.parametrize("language", ["en", "pl"])
def test_a_narrow_dock_cuts_nothing_off(shown, desk, library, language):
    desk.settings.set("ui.language", language)
    library.transfer(PLAIN, fraction=0.2, done=1, total=9, speed=12_345_678, seconds_left=9999)
    panel = shown(Panel(desk), 240, 700)
    page = panel.models
    page.bar.tell(Message("A file was refused.", Tone.ERROR))
    panel.show_model(INPAINT)
    for id_ in (FACES, OWN, PLAIN):
        page.show_model(id_)
    page.groups.rows[OWN].details.remove.click()
    library.adding = [Transfer("9", "add", Phase.RUNNING, title="a long name" * 9, fraction=0.5)]
    library.changed.emit()
    QtWidgets.QApplication.processEvents()
    inside = page.parentWidget()
    room = inside.parentWidget()
    assert inside.width() <= room.width()
    for widget in inside.findChildren(QtWidgets.QWidget):
        if widget.isVisible():
            right = widget.mapTo(inside, widget.rect().topRight()).x()
            assert right <= inside.width(), widget


def test_everything_is_reached_by_tab_from_top_to_bottom(page, library):
    library.transfer(PLAIN, fraction=0.2)
    for id_ in (INPAINT, FACES, OWN):
        page.show_model(id_)
    order = [one for one in reached(page.back) if page.isAncestorOf(one)]

    def top(widget):
        return widget.mapTo(page, QtCore.QPoint(0, 0)).y()

    tops = [top(widget) for widget in order if not isinstance(widget, QtWidgets.QToolButton)]
    assert tops == sorted(tops)
    buttons = [
        one
        for one in page.findChildren(QtWidgets.QAbstractButton)
        if one.isVisible() and one.isEnabled() and one is not page.back
    ]
    assert [one for one in buttons if one not in order] == []


def test_everything_that_takes_the_keyboard_has_a_name_and_teaches(page, library):
    library.transfer(PLAIN, fraction=0.2)
    for id_ in (INPAINT, FACES, OWN, PLAIN):
        page.show_model(id_)
    for widget in reached(page.back):
        if page.isAncestorOf(widget):
            assert widget.accessibleName() or widget.text(), widget
            assert taught(widget), widget


def test_a_line_answers_return_and_shows_its_focus(page, qtbot):
    head = page.groups.rows[PLAIN].head
    before = head.grab().toImage()
    head.setFocus()
    qtbot.waitUntil(head.hasFocus)
    assert head.grab().toImage() != before
    qtbot.keyClick(head, Qt.Key.Key_Return)
    assert page.groups.rows[PLAIN].details.isVisible()
    qtbot.keyClick(head, Qt.Key.Key_Space)
    assert not page.groups.rows[PLAIN].details.isVisible()


def test_escape_goes_back_to_work(page, main, qtbot):
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert main.isVisible()


def test_the_page_of_before_is_deaf_once_the_language_changed(page, panel, library):
    panel.speak("pl")
    library.play(catalogue(rows_of(sd15={"state": "here"})))
    assert panel.models is not page
    assert panel.models.groups.rows[PLAIN].model.is_here
    assert not page.groups.rows[PLAIN].model.is_here


def test_the_page_asks_what_is_here_when_it_is_shown(panel, library, desk, press):
    assert library.did("refresh") == []
    panel.show_model("")
    assert len(library.did("refresh")) == 1
    press(panel.models.again)
    assert len(library.did("refresh")) == 2
    assert desk.refreshed == 1


def test_another_programs_folder_is_used_in_place_or_copied(page, library, press):
    offer = page.add.offer
    assert not offer.isVisible()
    found = Folder("/art/webui", "A1111", 12)
    library.found.emit(found)
    assert offer.words.text() == "This is the folder of A1111: 12 models."
    press(offer.place)
    assert library.did("use_folder") == [("/art/webui",)]
    assert not offer.isVisible()
    library.found.emit(found)
    press(offer.copy)
    assert library.did("add") == [("/art/webui", True)]
    library.found.emit(found)
    library.found.emit(Folder("/art/comfy", "ComfyUI", 1))
    library.found.emit(found)
    press(offer.no)
    assert offer.words.text() == "This is the folder of ComfyUI: 1 model."  # one after another
    press(offer.place)
    assert not offer.isVisible()
    assert library.did("use_folder") == [("/art/webui",), ("/art/comfy",)]
    assert len(library.did("add")) == 1


def test_with_models_of_other_programs_their_folders_are_named(page, library, press):
    library.play(
        catalogue(
            folders=[
                {"path": "/c", "program": "ComfyUI", "models": 12, "problem": None},
                {"path": "/gone", "program": None, "models": 0, "problem": "It is not there."},
            ]
        )
    )
    texts = [label.text() for label, _ in page.folders.rows]
    assert texts == ["ComfyUI: 12 models, used where they lie", "/gone: It is not there."]
    press(page.folders.rows[1][1])
    assert library.did("leave_folder") == [("/gone",)]
    library.play(catalogue())
    assert page.folders.rows == []
    assert not page.folders.isVisible()


def test_a_desk_with_models_has_nothing_to_offer_first(tmp_path, shown):
    desk = StageDesk(tmp_path, StageSession(), models=MODELS)
    desk.settings.set("ui.language", "en")
    desk.library.play(catalogue(rows_of(sd15={"state": "here"}, gfpgan_14={"state": "here"})))
    panel = shown(Panel(desk))
    assert not panel.main.missing.isVisible()
    assert not panel.main.state_line.action.isVisible()
    panel.show_model("")
    assert not panel.models.first.isVisible()
