"""Extending: what is typed, what the shapes do, and the drawing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ritocco_dock.geometry import Box, Sides, Size
from ritocco_dock.knobs.knobs import Knobs
from ritocco_dock.qt import Qt, QtGui
from ritocco_dock.ui.extend import ExtendPart, shifted


@pytest.fixture
def part(shown):
    made = shown(ExtendPart(), 260, 320)
    made.show_canvas(Size(800, 600))
    made.changes = []
    made.turned.connect(lambda change: made.changes.append(change["extend"]))
    return made


def test_pixels_and_percent_can_be_typed(part, qtbot):
    qtbot.keyClicks(part.fields["right"], "128")
    assert part.changes[-1] == Sides(right=128)
    qtbot.keyClicks(part.fields["top"], "25%")
    assert part.changes[-1] == Sides(right=128, top=150)
    assert "928 × 750" in part.size_label.text()
    assert "928 × 750" in part.diagram.accessibleName()


def test_what_cannot_be_read_turns_red_and_changes_nothing(part, qtbot):
    field = part.fields["left"]
    qtbot.keyClicks(field, "12")
    before = field.palette().color(QtGui.QPalette.ColorRole.Text)
    told = len(part.changes)
    qtbot.keyClicks(field, "x")
    assert len(part.changes) == told
    after = field.palette().color(QtGui.QPalette.ColorRole.Text)
    assert after != before
    assert after.red() > after.green()
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    assert field.palette().color(QtGui.QPalette.ColorRole.Text) == before


def test_arrows_change_a_side(part, qtbot):
    field = part.fields["bottom"]
    for _ in range(3):
        qtbot.keyClick(field, Qt.Key.Key_Up)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert part.changes[-1] == Sides(bottom=128)
    for _ in range(9):
        qtbot.keyClick(field, Qt.Key.Key_Down)
    assert part.changes[-1] == Sides()


def test_edges_are_pulled_on_the_diagram_and_the_fields_agree(part, qtbot):
    diagram = part.diagram

    def pull(*points):
        places = [diagram.place_of(*point).toPoint() for point in points]
        qtbot.mousePress(diagram, Qt.MouseButton.LeftButton, pos=places[0])
        for place in places[1:]:
            qtbot.mouseMove(diagram, place)
        qtbot.mouseRelease(diagram, Qt.MouseButton.LeftButton, pos=places[-1])

    pull((800, 300), (850, 300), (920, 310))
    right = part.changes[-1]
    assert abs(right.right - 120) <= 25  # a pixel of the diagram is several of the canvas
    assert right == Sides(right=right.right)
    assert part.fields["right"].text() == str(right.right)
    assert f"{800 + right.right} × 600" in part.size_label.text()
    pull((0, 0), (-100, -90))
    corner = part.changes[-1]
    assert corner.left > 60
    assert corner.top > 50
    assert (corner.right, corner.bottom) == (right.right, 0)
    told = len(part.changes)
    pull((400, 300), (500, 300))  # the middle of the picture is no edge
    assert len(part.changes) == told
    part.show_knobs(Knobs(extend=corner))
    qtbot.keyClick(part.fields["top"], Qt.Key.Key_Up)
    assert part.changes[-1].top == corner.top + 64


def test_shapes_add_where_they_are_told_to(part, press):
    press(part.shapes[16, 9])
    assert part.changes[-1] == Sides(left=133, right=134)
    part.where.choose("after")
    press(part.shapes[16, 9])
    assert part.changes[-1] == Sides(right=267)
    part.where.choose("before")
    press(part.shapes[1, 1])
    assert part.changes[-1] == Sides(top=200)
    press(part.around)
    assert part.changes[-1] == Sides(200, 150, 200, 150)
    press(part.reset)
    assert part.changes[-1] == Sides()
    assert [field.text() for field in part.fields.values()] == [""] * 4


def test_showing_sides_tells_nothing(part):
    part.show_knobs(Knobs(extend=Sides(1, 2, 3, 4)))
    assert part.changes == []
    assert part.fields["bottom"].text() == "4"


SIDE = st.integers(0, 30000)


@given(st.builds(Sides, SIDE, SIDE, SIDE, SIDE), st.sampled_from(["both", "before", "after"]))
def test_shifting_keeps_the_new_size(sides, where):
    canvas = Box.of(Size(100, 80))
    assert canvas.grown(shifted(sides, where)).size == canvas.grown(sides).size


def test_the_drawing_shows_old_canvas_inside_the_new(part, qtbot):
    part.show_knobs(Knobs(extend=Sides(right=800)))
    image = part.diagram.grab().toImage()
    middle, wide = image.height() // 2, image.width()
    old, new = image.pixelColor(wide // 4, middle), image.pixelColor(3 * wide // 4, middle)
    assert old != new
    ground = image.pixelColor(1, 1)
    assert ground not in (old, new)
