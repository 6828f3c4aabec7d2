"""Nothing moves under the pointer: button, Apply and gallery keep their places in every state."""

from contextlib import suppress
from dataclasses import replace

import pytest

from ritocco_dock.backend.backend import Standing
from ritocco_dock.knobs.tasks import TASKS
from ritocco_dock.message import Message, Tone
from ritocco_dock.phase import Phase
from ritocco_dock.qt import Qt, QtCore, QtGui, QtWidgets
from ritocco_dock.session.session import Readiness
from ritocco_dock.ui import language
from ritocco_dock.ui.panel import Panel
from tests.plugin.ui.stage import MODELS, PLAN, job, picture, result

LONG = "Something went wrong, and it takes a sentence of some length to say what to do now. " * 4
LEFT = Qt.MouseButton.LeftButton


def no_backend(desk, session):
    desk.stand(Standing.LOST, "The backend stopped answering")


def no_model(desk, session):
    desk.models = ()
    desk.stand(Standing.READY)
    session.readiness = Readiness(False, LONG)
    session.readiness_changed.emit()


def model(desk, session):
    desk.models = MODELS
    session.readiness = Readiness(True)
    desk.stand(Standing.READY)
    session.plan = replace(PLAN, hints=(LONG,))
    session.plan_changed.emit()


def error(desk, session):
    session.message.emit(Message(LONG, Tone.ERROR))
    session.plan, session.plan_problem = None, LONG
    session.plan_changed.emit()


def running(desk, session):
    session.plan, session.plan_problem = PLAN, ""
    session.plan_changed.emit()
    one = job("one", preview=picture(20), text="step 3 of 9", seconds_left=9.0)
    session.play(one, job("two", Phase.WAITING))


def failed(desk, session):
    session.play(job("one", Phase.FAILED, problem=LONG))


def finished(desk, session):
    session.play()
    three = [result(f"r{n}", press="p", rough=True, hints=(LONG,)) for n in (1, 2, 3)]
    session.finish(*three, pictures=[picture(hue) for hue in (0, 90, 180)])


def shown(desk, session):
    session.show("r1")


def armed(desk, session):
    session.press_discard("r1")


def applying(desk, session):
    session.applying = "r1"
    session.applying_changed.emit()


def applied(desk, session):
    session.applying, session.shown, session.in_document = "", "", {"r1"}
    for changed in (session.shown_changed, session.applying_changed):
        changed.emit()
    session.applied.emit("r1")


STATES = (no_backend, no_model, model, error, running, failed, finished, shown, armed)
STATES += (applying, applied)


def places(panel):
    """Where what is pressed most lies in the panel."""
    QtWidgets.QApplication.sendPostedEvents()
    QtWidgets.QApplication.processEvents()
    main = panel.main
    watched = {"start": main.start, "apply": main.results.apply, "gallery": main.results.gallery}
    corner = QtCore.QPoint(0, 0)
    return {
        name: QtCore.QRect(widget.mapTo(panel, corner), widget.size()).getRect()
        for name, widget in watched.items()
    }


@pytest.mark.parametrize(
    ("width", "height", "speech"), [(240, 760, "pl"), (320, 900, "en"), (460, 640, "pl")]
)
def test_in_every_task_and_state_they_stay_where_they_are(
    shown, desk, session, width, height, speech
):
    language.use(speech)
    desk.settings.set("ui.language", speech)
    panel = shown(Panel(desk), width, height)
    wanted, seen = places(panel), {}
    for state in STATES:
        state(desk, session)
        for task in TASKS:
            session.choose(task)
            seen[state.__name__, task] = places(panel)
    assert {where: what for where, what in seen.items() if what != wanted} == {}
    for left, top, wide, high in wanted.values():
        assert left >= 0
        assert top > 0
        assert left + wide <= width
        assert top + high <= height


def test_a_double_click_on_any_thumbnail_applies_it(panel, main, session, qtbot):
    """Its first click shows the result, as it would alone, and moves nothing."""
    session.finish(
        *(result(f"r{n}") for n in range(6)), pictures=[picture(n * 40) for n in range(6)]
    )
    gallery = main.results.gallery
    for row in range(6):
        session.asked.clear()
        place = gallery.visualRect(gallery.results.index(row))
        for point in (place.center(), place.topLeft() + QtCore.QPoint(5, 5)):
            qtbot.mouseClick(gallery.viewport(), LEFT, pos=point)
            qtbot.mouseDClick(gallery.viewport(), LEFT, pos=point)
            qtbot.mouseRelease(gallery.viewport(), LEFT, pos=point)
        assert session.did("apply") == [f"r{row}"] * 2
        assert gallery.visualRect(gallery.results.index(row)) == place


def rows_cut(room):
    """What is seen as one thing, and lies only partly above the end of what is seen."""
    inside, end = room.widget(), room.viewport().height()
    leaves = [
        one
        for one in inside.findChildren(QtWidgets.QWidget)
        if one.layout() is None and one.isVisible() and one.parentWidget().layout() is not None
    ]
    tops = [(one, one.mapTo(inside, QtCore.QPoint(0, 0)).y()) for one in leaves]
    return [one for one, top in tops if top < end < top + one.height()]


@pytest.mark.parametrize("height", [560, 640, 700, 780])
def test_the_part_with_the_knobs_ends_between_two_rows(shown, desk, session, qtbot, height):
    panel = shown(Panel(desk), 320, height)
    room, cut = panel.main.room, []
    for task in TASKS:
        session.choose(task)
        qtbot.wait(1)
        with suppress(qtbot.TimeoutError):  # it is laid out in turns, some of them later
            qtbot.waitUntil(lambda: rows_cut(room) == [], timeout=2000)
        cut += rows_cut(room)
    assert cut == []
    assert room.verticalScrollBar().maximum() == 0 or height < 780  # the last has few knobs


@pytest.mark.parametrize("speech", ["en", "pl"])
def test_the_main_button_leaves_words_away_before_it_cuts_any(shown, desk, session, speech):
    desk.settings.set("ui.language", speech)
    panel, said = shown(Panel(desk), 760, 760), []
    start = panel.main.start
    session.plan = replace(PLAN, seconds=300.0)
    session.turn(batch=3)
    session.play(job("one"))
    for width in (760, 460, 320, 240):
        panel.resize(width, 760)
        words, font = start.words_shown()
        wide = max(map(QtGui.QFontMetrics(font).horizontalAdvance, words.split("\n")))
        assert wide <= start.width()
        assert "…" not in words
        assert start.note in words
        said.append(words.replace("\n", ", "))
    assert said[0] == f"{start.text()}, {start.note}"
    assert said == sorted(said, key=len, reverse=True)


@pytest.mark.parametrize("width", [240, 300, 340, 400, 460])
def test_the_first_row_of_results_is_seen_whole_at_every_width(shown, desk, session, width):
    gallery = shown(Panel(desk), width, 620).main.results.gallery
    session.finish(result("r1"), pictures=[picture(40)])
    first = gallery.visualRect(gallery.results.index(0))
    assert gallery.viewport().rect().contains(first)
