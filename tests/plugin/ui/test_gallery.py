"""The results: click, double click, keys, discarding, and keeping one's place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ritocco_dock.qt import Qt
from ritocco_dock.session.result import DamagedResult
from ritocco_dock.ui.gallery import Results, described
from ritocco_dock.ui.results_view import ResultsView
from tests.plugin.ui.stage import StageSession, picture, result

LEFT = Qt.MouseButton.LeftButton
ROUGH = "This one came out rough; try another, or grow the selection."


@pytest.fixture
def view(shown, session):
    made = ResultsView(draws_preview=False)
    made.show_session(session)
    shown(made, 280, 420)
    session.finish(
        result("r3", seed=3),
        result("r2", seed=2),
        result("r1", seed=1),
        pictures=[picture(hue) for hue in (0, 120, 240)],
    )
    session.asked.clear()
    return made


def place(view, row):
    return view.gallery.visualRect(view.gallery.results.index(row)).center()


def test_newest_first_and_current(view):
    assert [one.id for one in view.gallery.results.results] == ["r3", "r2", "r1"]
    assert view.gallery.current() == "r3"
    assert "seed 3" in view.caption.text()


def test_what_to_do_with_a_result_is_said_until_one_was_looked_at(view, session, qtbot):
    assert "Click it to see it on the canvas" in view.hint.text()
    assert view.hint.isVisible()
    session.show("r2")
    assert not view.hint.isVisible()
    session.discard("r2")


def test_a_click_shows_on_the_canvas(view, session, qtbot):
    qtbot.mouseClick(view.gallery.viewport(), LEFT, pos=place(view, 1))
    assert session.asked == [("show", "r2")]
    assert view.gallery.results.shown == "r2"


def test_a_double_click_applies_and_shows_but_once(view, session, qtbot):
    point, port = place(view, 2), view.gallery.viewport()
    qtbot.mouseClick(port, LEFT, pos=point)
    qtbot.mouseDClick(port, LEFT, pos=point)
    qtbot.mouseRelease(port, LEFT, pos=point)
    assert session.did("apply") == ["r1"]
    assert session.did("show") == ["r1"]


def test_keys(view, session, qtbot, clipboard):
    gallery = view.gallery
    gallery.setFocus()
    qtbot.keyClick(gallery, Qt.Key.Key_Right)
    assert gallery.current() == "r2"
    qtbot.keyClick(gallery, Qt.Key.Key_Space)
    qtbot.keyClick(gallery, Qt.Key.Key_Return)
    qtbot.keyClick(gallery, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert session.asked == [("show", "r2"), ("apply", "r2")]
    assert '"seed": 2' in clipboard.text()


def test_discarding_takes_two_presses(view, session, qtbot, press):
    press(view.discard)
    assert session.did("discard") == []
    assert "again" in view.caption.text()
    press(view.discard)
    assert session.did("discard") == ["r3"]
    assert view.gallery.current() == "r2"
    view.gallery.setFocus()
    qtbot.keyClick(view.gallery, Qt.Key.Key_Delete)
    qtbot.keyClick(view.gallery, Qt.Key.Key_Right)  # another one: the first press is forgotten
    qtbot.keyClick(view.gallery, Qt.Key.Key_Delete)
    assert session.did("discard") == ["r3"]
    qtbot.keyClick(view.gallery, Qt.Key.Key_Delete)
    assert session.did("discard") == ["r3", "r1"]


def test_what_is_a_layer_already_takes_two_presses_too(view, session, press):
    session.in_document.add("r3")
    press(view.discard)
    assert session.did("discard") == []
    press(view.discard)
    assert session.did("discard") == ["r3"]


def test_the_buttons_do_what_they_say(view, session, press):
    for button, name in (
        (view.apply, "apply"),
        (view.again, "again"),
        (view.vary, "vary"),
        (view.knobs, "take_knobs"),
    ):
        press(button)
        assert session.asked[-1] == (name, "r3")


def test_without_a_model_there_is_nothing_to_vary(view, session):
    session.finish(result("r4", prompt=""))
    assert view.gallery.current() == "r4"
    assert not view.vary.isEnabled()
    assert "surroundings" in view.caption.text()


def test_a_result_chosen_among_several_has_another(view, session, press):
    assert view.again.accessibleName() == "Again"
    assert "another seed" in view.again.toolTip()
    session.finish(result("r4", prompt="", seed=9, candidate=1, candidates=5))
    assert "from the surroundings (seed 9, no. 2 of 5 found)" in view.caption.text()
    assert view.again.accessibleName() == "Another"
    assert "the next best of the 5" in view.again.toolTip()
    press(view.again)
    assert session.asked[-1] == ("again", "r4")


def test_a_rough_result_says_so_with_what_to_do_and_has_a_mark(view, session, qtbot):
    def drawn(**more):
        session.finish(result("r4", prompt="", hints=(ROUGH,), **more), pictures=[picture(60)])
        qtbot.wait(20)
        image = view.gallery.viewport().grab().toImage()
        told = view.caption.text(), described(view.gallery.results.results[0])
        session.discard("r4")
        return image, told

    fine, told_of_fine = drawn()
    rough, told_of_rough = drawn(rough=True)
    assert fine != rough
    assert told_of_fine[1] != told_of_rough[1]
    for words in told_of_rough:
        assert ROUGH in words


def test_while_a_layer_comes_in_nothing_else_can_be_applied(view, session, press):
    session.applying = "r3"
    session.applying_changed.emit()
    assert not view.apply.isEnabled()
    assert view.apply.text() == "Applying…"


def test_a_new_result_does_not_take_the_artists_place(view, session):
    view.gallery.make_current("r1")
    session.finish(result("r4"))
    assert view.gallery.current() == "r1"
    view.gallery.make_current("r4")
    session.finish(result("r5"))
    assert view.gallery.current() == "r5"


def test_another_document_shows_its_own(view, session):
    other = StageSession()
    other.results = [result("x1")]
    view.show_session(other)
    assert [one.id for one in view.gallery.results.results] == ["x1"]
    session.finish(result("r9"))
    assert view.gallery.results.row_of("r9") == -1
    view.show_session(None)
    assert view.hint.isVisible()


def test_older_results_are_asked_for_at_the_end(view, session, qtbot):
    session.has_more = True
    session.finish(*(result(f"m{index:02}") for index in range(60)))
    bar = view.gallery.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(bar.maximum())
    assert ("load_more",) in session.asked


def test_thumbnails_are_drawn_and_marks_too(view, session, qtbot):
    def drawn():
        return view.gallery.viewport().grab().toImage()

    plain = drawn()
    session.in_document.add("r1")
    session.applied.emit("r1")
    qtbot.wait(20)
    marked = drawn()
    assert plain != marked
    session.show("r2")
    qtbot.wait(20)
    assert drawn() != marked
    colours = {plain.pixel(place(view, row)) for row in range(3)}
    assert len(colours) == 3


def test_screen_readers_hear_what_it_is(view):
    index = view.gallery.results.index(0)
    heard = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert heard == described(view.gallery.results.results[0])
    assert "boat" in heard
    assert "300 × 240" in heard


IDS = st.lists(st.sampled_from("abcdefgh"), unique=True)


@given(IDS, IDS)
def test_any_list_can_follow_any_other(before, after):
    model, kept = Results(), []
    model.show_results([result(one) for one in before])
    mirror = list(before)
    model.rowsRemoved.connect(lambda _, first, last: mirror.__delitem__(first))
    model.rowsInserted.connect(lambda _, first, last: mirror.insert(first, model.results[first].id))
    model.modelReset.connect(lambda: kept.append(True))
    model.show_results([result(one) for one in after])
    assert [one.id for one in model.results] == after
    if not kept:  # a view that followed the signals saw the same
        assert mirror == after


def test_a_caption_says_what_was_really_done(view, session):
    def told(**more):
        session.finish(result(f"t{len(session.results)}", **more))
        view.gallery.make_current(session.results[0].id)
        return view.caption.text()

    assert told() == "Fill: a small boat on a calm lake (seed 7)"
    assert told(task="remove", prompt="") == "Remove: from the surroundings (seed 7)"
    bare = {"kind": "inpaint", "seed": 7, "diffusion": {"prompt": ""}}
    assert told(recipe=bare) == "Fill: without words (seed 7)"
    upscale = {"kind": "upscale", "seed": 7, "diffusion": None}
    assert told(task="upscale", recipe=upscale, position="apart") == "Upscale: 300 × 240 px"
    assert view.apply.text() == "Open as a picture"


def test_the_order_can_be_chosen(view, session, qtbot):
    assert view.order.key() == "newest"
    view.order.setFocus()
    qtbot.keyClick(view.order, Qt.Key.Key_Down)
    assert session.did("sort") == ["smoothest"]


def test_what_was_left_out_is_told_with_the_result(view, session):
    session.finish(result("r4", hints=("The LoRA ink is not applied.",)), pictures=[picture(9)])
    assert "The LoRA ink is not applied." in view.caption.text()


def test_a_damaged_result_can_only_be_discarded(view, session, qtbot, press, shown):
    session.finish(DamagedResult("r4", 5_000_000))
    view.gallery.make_current("r4")
    assert "damaged" in view.caption.text()
    assert "5\N{NO-BREAK SPACE}MB" in view.caption.text()
    for button in (view.apply, view.again, view.vary, view.knobs, view.copy):
        assert not button.isEnabled()
    view.gallery.grab()
    qtbot.keyClick(view.gallery, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    press(view.discard)
    press(view.discard)
    assert session.did("discard") == ["r4"]
    view.gallery.make_current("r3")
    assert view.apply.isEnabled()
