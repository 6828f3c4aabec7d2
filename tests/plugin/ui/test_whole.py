"""From the press to the layer, through a real session and a real backend process."""

from dataclasses import replace

import pytest

from ritocco_dock.backend.backend import Standing
from ritocco_dock.geometry import Box, Size
from ritocco_dock.knobs.knobs import SURROUNDINGS
from ritocco_dock.message import Remedy
from ritocco_dock.qt import Qt, QtCore, QtGui, QtWidgets
from ritocco_dock.ui.panel import Panel
from tests.plugin.adapter_files import lora_for_mini
from tests.plugin.doubles import of_several
from tests.plugin.ui.stage import PLAN, StageDesk, StageSession

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def desk(make_desk):
    """A real one, in place of the stage's."""
    return make_desk()


@pytest.fixture
def dock(desk, host, shown, wait):
    document = host.open()
    desk.settings.set("ui.language", "en")
    panel = shown(Panel(desk))
    desk.open()
    wait(lambda: desk.status.standing is Standing.READY)
    return panel, document


def test_select_press_look_and_apply(dock, desk, wait, qtbot, press):
    panel, document = dock
    main = panel.main
    wait(lambda: "Content-aware" in main.state_line.words.text())
    assert not main.start.isEnabled()
    assert "Select" in main.reason.text()
    document.select(Box(20, 14, 24, 18))
    wait(lambda: main.start.isEnabled())
    assert main.start.text() == "Content-aware fill"
    wait(lambda: main.plan.numbers.text().startswith("Window "))
    press(main.start)
    gallery = main.results.gallery
    wait(lambda: gallery.results.results)
    result = gallery.current()
    wait(lambda: gallery.results.thumbnail(result) is not None)
    assert main.progress.cards == {}
    assert document.undo == []

    point = gallery.visualRect(gallery.currentIndex()).center()
    qtbot.mouseClick(gallery.viewport(), LEFT, pos=point)
    wait(lambda: document.previews and document.previews[-1] is not None)
    assert document.undo == []
    gallery.setFocus()
    qtbot.keyClick(gallery, Qt.Key.Key_Return)
    wait(lambda: document.layers)
    assert len(document.undo) == 1
    wait(lambda: gallery.results.is_applied(result))

    of_several(desk.session, result, 2)
    desk.session.results_changed.emit()
    assert main.results.again.accessibleName() == "Another"
    press(main.results.again)
    wait(lambda: len(gallery.results.results) == 2)
    best, another = desk.session.results[1], desk.session.results[0]
    assert (another.seed, another.candidate, best.candidate) == (best.seed, 1, 0)
    assert gallery.current() == another.id
    gallery.make_current(best.id)

    for _ in range(2):  # it was applied, and its layer may have been taken back since
        qtbot.keyClick(gallery, Qt.Key.Key_Delete)
    wait(lambda: len(gallery.results.results) == 1)
    press(main.results.discard)
    press(main.results.discard)
    wait(lambda: not gallery.results.results)
    assert main.results.hint.isVisible()


def test_words_are_painted_by_the_model_that_ships(dock, desk, wait, qtbot, press):
    panel, document = dock
    main = panel.main
    document.select(Box(20, 14, 24, 18))
    desk.session.turn(prompt="green grass", steps=3)
    wait(lambda: "mini, a demonstration" in main.state_line.words.text())
    assert main.state_line.action.isVisible()  # a model for real work is offered
    wait(lambda: main.start.isEnabled())
    assert main.start.text() == "Fill the selection"
    press(main.start)
    gallery = main.results.gallery
    wait(lambda: gallery.results.results)
    gallery.setFocus()
    qtbot.keyClick(gallery, Qt.Key.Key_Return)
    wait(lambda: document.layers)
    assert len(document.undo) == 1


def test_extending_tells_the_new_size_and_grows_the_canvas(dock, wait, qtbot, press):
    panel, document = dock
    main = panel.main
    press(main.wish.tasks.chip("extend"))
    qtbot.keyClicks(main.wish.extend.fields["right"], "25%")
    wait(lambda: main.start.isEnabled())
    assert main.start.text() == "Extend to 80 × 48"
    qtbot.keyClick(
        main.wish.extend.fields["right"], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    wait(lambda: main.results.gallery.results.results)
    press(main.results.apply)
    wait(lambda: document.layers)
    assert document.base.shape[:2] == (48, 80)


def test_what_the_backend_offers_is_what_the_knobs_offer(dock, desk, wait):
    panel, _ = dock
    sampling = panel.main.sampling
    wait(lambda: desk.samplers)
    keys = [sampling.sampler.itemData(row) for row in range(sampling.sampler.count())]
    assert keys == [one.id for one in desk.samplers]
    assert "dpmpp_2m" in keys
    offered = [chip.key for chip in panel.main.wish.tasks.chips()]
    assert offered == [task.id for task in desk.tasks]


LONG = replace(PLAN, windows=(Box(0, 0, 12345, 10000),), model=Size(1024, 832), passes=137)
PROBLEM = "This needs 14.2 GB of memory and 7.9 GB are free. Make the selection smaller."


@pytest.mark.parametrize("width", [240, 300, 520])
def test_the_button_stays_where_it_is_whatever_is_known_of_the_plan(shown, tmp_path, width, qtbot):
    session = StageSession()
    session.plan = None
    desk = StageDesk(tmp_path, session)
    desk.settings.set("ui.language", "en")
    panel = shown(Panel(desk), width)
    start, places = panel.main.start, {}
    for name, plan, problem in (
        ("before", None, ""),
        ("plan", PLAN, ""),
        ("long", LONG, ""),
        ("problem", None, PROBLEM),
        ("gone", None, ""),
    ):
        session.plan, session.plan_problem = plan, problem
        session.plan_changed.emit()
        qtbot.wait(50)  # layouts come to rest
        corner = start.mapTo(panel, QtCore.QPoint(0, 0))
        places[name] = (corner.x(), corner.y(), start.width(), start.height())
        assert panel.main.reason.isVisible() == bool(problem)
    assert set(places.values()) == {places["before"]}, places
    numbers = panel.main.plan.numbers
    session.plan = LONG
    session.plan_changed.emit()
    drawn = numbers.lines()
    assert numbers.fontMetrics().lineSpacing() * len(drawn) <= numbers.height()
    if width != 300:  # there it depends on the fonts
        assert drawn[-1].endswith("…") == (width == 240)  # as in: the rest is in the tooltip
    told = panel.main.plan.toolTip().replace("\N{NO-BREAK SPACE}", " ")
    assert "Window 12345 × 10000 px, painted at 1024 × 832" in told
    assert "137 passes" in told


def test_what_the_backend_says_comes_in_polish(dock, desk, wait, press):
    """Why there is no plan, and why a job failed."""
    panel, document = dock
    panel.speak("pl")
    panel.show_main()
    document.select(Box(20, 14, 24, 18))
    desk.session.turn(prompt="grass <lora:Moss:1>", steps=3)
    wait(lambda: "Moss" in panel.main.reason.text())
    assert panel.main.reason.text().startswith("Nie ma tu: LoRA 'Moss'.")
    desk.session.turn(prompt="", model=SURROUNDINGS)
    document.select(Box(0, 0, 64, 48))
    wait(lambda: panel.main.start.isEnabled())
    press(panel.main.start)
    wait(lambda: panel.main.progress.cards)
    (card,) = panel.main.progress.cards.values()
    wait(lambda: "Zaznaczone jest wszystko; wypełnianie z otoczenia" in card.words.text())


def test_an_adapter_that_is_dropped_onto_the_dock_is_used_at_once(
    dock, desk, wait, tmp_path, press
):
    panel, _ = dock
    main = panel.main
    file = lora_for_mini(tmp_path / "ink.safetensors")
    desk.session.turn(prompt="green grass")
    wait(lambda: desk.models)
    data = QtCore.QMimeData()
    data.setUrls([QtCore.QUrl.fromLocalFile(str(file))])
    place, copies = QtCore.QPoint(9, 9), Qt.DropAction.CopyAction
    none = Qt.KeyboardModifier.NoModifier
    for event in (
        QtGui.QDragEnterEvent(place, copies, data, LEFT, none),
        QtGui.QDropEvent(QtCore.QPointF(place), copies, data, LEFT, none),
    ):
        QtWidgets.QApplication.sendEvent(panel, event)
    wait(lambda: Remedy.USE in [message.remedy for message in main.bar.messages])
    wait(lambda: desk.adapters)
    note = main.bar.findChild(QtWidgets.QPushButton)
    assert note.text() == "Use it"
    press(note)
    assert [row.adapter.name for row in main.adapters.rows] == ["ink"]
