"""Grids: reading axes, what they cost, and the contact sheet."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ritocco_dock.errors import DockError
from ritocco_dock.phase import Phase
from ritocco_dock.qt import Qt
from ritocco_dock.session.session import Axis
from ritocco_dock.ui.axes import AXES, MOST, axis, shown
from tests.plugin.ui.stage import MODELS, SAMPLERS, picture


def values(field, text):
    return axis(field, text, SAMPLERS, MODELS).values


@pytest.mark.parametrize(
    ("field", "text", "read"),
    [
        ("steps", "12, 25, 40", (12, 25, 40)),
        ("steps", "12,,25,", (12, 25)),
        ("seed", "1-4", (1, 2, 3, 4)),
        ("cfg", "4, 7.5", (4.0, 7.5)),
        ("cfg", "4-6 (+0.5)", (4.0, 4.5, 5.0, 5.5, 6.0)),
        ("strength", "40-80 (+20)", (0.4, 0.6, 0.8)),
        ("sampler", "euler a, DPM++ 2M, lcm", ("euler_a", "dpmpp_2m", "lcm")),
        ("model", "Meadow-V2", ("meadow-v2",)),
    ],
)
def test_axes_are_read_as_typed(field, text, read):
    assert values(field, text) == pytest.approx(read) if field == "strength" else read
    assert values(field, text) == read


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("steps", "", "Type the values"),
        ("steps", "many", "“many” is not a number"),
        ("steps", "2.5", "2.5 does not fit"),
        ("steps", "0", "from 1 to 1000"),
        ("strength", "140", "from 0 to 100"),
        ("seed", "-5", "does not fit"),
        ("seed", "1-999999999", "is not a number"),
        ("seed", "1-13", "at most 12"),
        ("sampler", "Euler b", "“Euler b”"),
        ("cfg", "1-2 (+0)", "is not a number"),
    ],
)
def test_what_is_wrong_is_said(field, text, said):
    with pytest.raises(DockError) as caught:
        values(field, text)
    assert said in caught.value.message


@given(st.sampled_from(sorted(AXES)), st.text("0123456789.,-+() aeu", max_size=20))
def test_no_text_breaks_the_reader(field, text):
    try:
        found = values(field, text)
    except DockError:
        return
    assert 1 <= len(found) <= MOST
    assert all(AXES[field].accepts(one) for one in found)


@pytest.fixture
def grid(main, qtbot):
    main.folds["grid"].open()
    return main.grid


def test_the_button_tells_number_and_time_and_begins(grid, session, press, qtbot):
    assert grid.start.text() == "Make a grid of 3 pictures · 2\N{NO-BREAK SPACE}min"
    grid.down.field.setFocus()
    while grid.down.field.key() != "cfg":
        qtbot.keyClick(grid.down.field, Qt.Key.Key_Down)
    grid.down.values.selectAll()
    qtbot.keyClicks(grid.down.values, "4, 7")
    assert grid.start.text().startswith("Make a grid of 6 pictures")
    press(grid.start)
    assert session.did("grid") == [(Axis("steps", (12, 25, 40)), Axis("cfg", (4.0, 7.0)))]
    assert grid.sheet.isVisible()


def test_a_mistake_is_said_at_once_and_nothing_can_begin(grid, qtbot):
    grid.across.values.selectAll()
    qtbot.keyClicks(grid.across.values, "12, x")
    assert "“x”" in grid.problem.text()
    assert not grid.start.isEnabled()


def test_one_knob_cannot_be_both_axes(grid, qtbot):
    grid.down.field.choose("steps")
    grid.down._begin("steps")
    assert "different" in grid.problem.text()


def test_the_strength_of_each_adapter_in_use_can_vary(grid, session, press, qtbot):
    session.turn(prompt="a fox <lora:my-ink:0.8>")
    field = grid.across.field
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_End)
    assert field.currentText() == "Strength of my-ink"
    assert grid.across.values.text() == "0, 0.5, 1"
    press(grid.start)
    assert session.did("grid") == [(Axis("lora:my-ink", (0.0, 0.5, 1.0)), None)]
    heads = [grid.sheet.horizontalHeaderItem(column).text() for column in range(3)]
    assert heads == ["0", "0.5", "1"]
    session.turn(prompt="a fox")  # it is gone, and with it the axis
    assert field.findText("Strength of my-ink") < 0
    assert grid.across.axis().field == field.key() != "lora:my-ink"


def test_words_of_the_prompt_can_vary(grid, session, press, qtbot):
    session.turn(prompt="a fox in oil")
    grid.across.field.setFocus()
    while grid.across.field.key() != "words":
        qtbot.keyClick(grid.across.field, Qt.Key.Key_Down)
    assert "Type words" in grid.problem.text()
    qtbot.keyClicks(grid.across.values, "oil, chalk")
    press(grid.start)
    assert session.did("grid") == [(Axis("words", ("oil", "chalk")), None)]
    assert grid.sheet.horizontalHeaderItem(1).text() == "chalk"


def test_the_sheet_fills_and_its_cells_can_be_shown_and_applied(main, grid, session, qtbot, press):
    press(grid.start)
    session.thumbnails["done1"] = picture(200)
    session.done["cell1"] = replace(session.done["cell1"], phase=Phase.DONE, server="done1")
    session.done["cell2"] = replace(session.done["cell2"], phase=Phase.FAILED, problem="no")
    session.job_changed.emit("cell1")
    sheet = grid.sheet
    assert [sheet.horizontalHeaderItem(column).text() for column in range(3)] == ["12", "25", "40"]
    assert sheet.item(0, 0).text() == "…"
    assert not sheet.item(0, 1).icon().isNull()
    assert sheet.item(0, 2).text() == "✕"
    sheet.setCurrentCell(0, 1)
    sheet.setFocus()
    qtbot.keyClick(sheet, Qt.Key.Key_Space)
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert session.did("show") == ["done1"]
    assert session.did("apply") == ["done1"]
    sheet.setCurrentCell(0, 0)
    qtbot.keyClick(sheet, Qt.Key.Key_Return)
    assert session.did("apply") == ["done1"]


def test_the_sheet_can_be_copied_with_labels_and_pictures(grid, session, press, clipboard):
    press(grid.start)
    session.thumbnails["done0"] = picture(0)
    session.done["cell0"] = replace(session.done["cell0"], phase=Phase.DONE, server="done0")
    session.job_changed.emit("cell0")
    press(grid.copy)
    image = clipboard.image()
    assert image.width() > 3 * 100
    colours = {
        image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)
    }
    assert len(colours) > 20


def test_values_are_shown_as_artists_write_them():
    assert shown("sampler", "dpmpp_2m", SAMPLERS) == "DPM++ 2M"
    assert shown("strength", 0.4, SAMPLERS) == "40 %"
    assert shown("cfg", 7.0, SAMPLERS) == "7"
    assert shown("seed", 12, SAMPLERS) == "12"
    assert shown("lora:ink", -0.5, SAMPLERS) == "-0.5"
    assert shown("words", "a long sentence " * 9, SAMPLERS) == "a long sentence a long senten…"
