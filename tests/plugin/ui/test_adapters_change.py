"""Adapters that change under the artist's hands: rows that go, lists that grow, words undone."""

from dataclasses import replace

import pytest

from ritocco_dock.knobs.adapters import LORA, Adapter
from ritocco_dock.knobs.knobs import Knobs
from ritocco_dock.knobs.known import AdapterInfo
from ritocco_dock.qt import Qt, QtCore, QtWidgets
from ritocco_dock.ui.adapter_row import Trouble
from tests.plugin.ui.stage import MODELS, StageSession

INK, GLOW = Adapter(LORA, "ink", 0.8, 0.8), Adapter(LORA, "glow")
KNOWN = (AdapterInfo(LORA, "ink", words=("ink wash",)), AdapterInfo(LORA, "glow"))
_NO_TROUBLE = Trouble()
UNDO = (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


@pytest.fixture
def part(main, desk, session):
    desk.models = tuple(replace(one, family="sd1") for one in MODELS)
    desk.adapters = KNOWN
    session.turn(prompt="a boat")
    desk.status_changed.emit()
    main.folds["adapters"].open()
    QtWidgets.QApplication.processEvents()
    return main.adapters


def test_one_that_is_in_use_twice_has_two_rows_and_goes_from_one(part, session, press):
    session.turn(adapters=(INK, INK.at(0.3), GLOW))
    press(part.rows[0].remove)
    assert session.knobs.adapters == (INK.at(0.3), GLOW)
    assert [row.adapter for row in part.rows] == [INK.at(0.3), GLOW]
    part.rows[0].strength.number.setValue(0.4)
    assert session.knobs.adapters == (INK.at(0.4), GLOW)


@pytest.mark.parametrize("field", ["number", "blocks"])
def test_what_is_half_typed_in_a_row_goes_with_it(part, session, qtbot, field):
    session.turn(adapters=(INK, GLOW))
    row = part.rows[0]
    row.show_use(replace(part.used[0], adapter=replace(INK, block_weights="MIDD")), "", _NO_TROUBLE)
    typed = row.blocks if field == "blocks" else row.strength.number
    typed.setFocus()
    qtbot.waitUntil(typed.hasFocus)
    typed.selectAll()
    qtbot.keyClicks(typed, "1.5")
    session.turn(adapters=(GLOW,))  # a style went, or another picture came
    QtWidgets.QApplication.processEvents()
    assert session.knobs.adapters == (GLOW,)
    assert [row.adapter for row in part.rows] == [GLOW]


def test_blocks_half_typed_are_not_those_of_another_picture(part, session, qtbot):
    session.turn(adapters=(replace(INK, block_weights="OUTALL"),))
    row = part.rows[0]
    row.blocks.setFocus()
    qtbot.waitUntil(row.blocks.hasFocus)
    qtbot.keyClicks(row.blocks, "1")
    there = replace(INK, block_weights="MIDD")
    session.turn(adapters=(there,))
    part.add.setFocus()
    assert session.knobs.adapters == (there,)
    assert row.blocks.text() == "MIDD"


def test_what_is_begun_in_one_picture_is_not_done_to_another(part, desk, session, qtbot):
    session.turn(adapters=(INK,))
    row = part.rows[0]
    row.menu.aboutToShow.emit()
    row.menu.actions()[0].trigger()  # words at a strength of their own
    row.strength.number.setFocus()
    qtbot.waitUntil(row.strength.number.hasFocus)
    row.strength.number.selectAll()
    qtbot.keyClicks(row.strength.number, "1.5")
    other = StageSession(Knobs(prompt="a house", adapters=(INK,)))
    desk.activate(other)
    part.add.setFocus()
    assert other.knobs.adapters == (INK,)
    assert part.rows[0].text.isHidden()
    part.rows[0].strength.number.setValue(0.5)
    assert other.knobs.adapters == (INK.at(0.5),)


@pytest.mark.parametrize(("country", "told"), [("en", "-0.35"), ("pl", "-0,35")])
@pytest.mark.parametrize("typed", ["-0.35", "-0,35"])
def test_a_strength_is_typed_with_either_sign(part, session, qtbot, typed, country, told):
    session.turn(adapters=(INK,))
    number = part.rows[0].strength.number
    number.setLocale(QtCore.QLocale(country))
    number.setFocus()
    number.selectAll()
    qtbot.keyClicks(number, typed)
    qtbot.keyClick(number, Qt.Key.Key_Tab)
    assert session.knobs.adapters[0].unet_strength == -0.35
    assert number.text() == told


def test_blocks_are_numbers_that_a_recipe_holds(part, session, qtbot):
    session.turn(adapters=(replace(INK, block_weights="MIDD"),))
    row = part.rows[0]
    for typed, read in (("nan", "NAN"), ("1e999", (10.0,)), ("1 " * 200, (1.0,) * 100)):
        row.blocks.setFocus()
        row.blocks.selectAll()
        row.blocks.insert(typed)
        qtbot.keyClick(row.blocks, Qt.Key.Key_Return)
        assert session.knobs.adapters[0].block_weights == read


def test_the_list_follows_the_library_while_it_is_open(part, desk, qtbot, press):
    press(part.add)
    qtbot.keyClicks(part.list.search, "glo")
    desk.adapters = (AdapterInfo(LORA, "glowing"), *KNOWN)
    desk.status_changed.emit()
    assert [one.name for one in part.list.found.rows] == ["glow", "glowing"]
    desk.adapters = KNOWN[:1]
    desk.status_changed.emit()
    assert part.list.found.rows == []
    assert part.list.search.text() == "glo"


def test_words_that_a_press_put_into_the_prompt_are_undone_there(part, main, session, qtbot, press):
    field = main.wish.prompt
    session.turn(adapters=(INK,))
    field.setFocus()
    press(part.rows[0].triggers[0])
    assert field.toPlainText() == "a boat, ink wash"
    field.setFocus()
    qtbot.keyClick(field, *UNDO)
    assert (field.toPlainText(), session.knobs.prompt) == ("a boat", "a boat")


def test_undoing_brings_no_words_of_another_picture(part, desk, main, session, qtbot):
    field = main.wish.prompt
    field.setFocus()
    qtbot.keyClicks(field, " at sea")
    desk.activate(StageSession(Knobs(prompt="a house")))
    qtbot.keyClick(field, *UNDO)
    assert (field.toPlainText(), desk.session.knobs.prompt) == ("a house", "a house")


def test_none_is_missing_before_the_backend_has_said_what_is_here(part, desk, session):
    desk._known, desk.adapters = False, ()
    session.turn(prompt="a <lora:glow:1> boat", adapters=(INK,))
    desk.status_changed.emit()
    lacking = [part.rows[0].lacking, part.written[0].lacking]
    assert [one.isHidden() for one in lacking] == [True, True]
    desk._known = True
    desk.status_changed.emit()
    assert [one.isHidden() for one in lacking] == [False, False]
    desk.adapters = KNOWN
    desk.status_changed.emit()
    assert [one.isHidden() for one in lacking] == [True, True]
