"""Selecting by pointing, and the remove brush: real mouse, a backend's part played here."""

import numpy as np
import pytest

from ritocco_dock.easel import selection as levels
from ritocco_dock.easel.canvas import CanvasWidget
from ritocco_dock.easel.document import Layer
from ritocco_dock.easel.pointing_tools import way_of
from ritocco_dock.easel.raster import KINDS
from ritocco_dock.easel.wand import touching
from ritocco_dock.errors import DockError
from ritocco_dock.geometry import Box, Size
from ritocco_dock.net.call import Call
from ritocco_dock.qt import Qt, QtCore, QtGui
from tests.plugin.easel.conftest import array_of, document_of, raster

ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
WHOLE = Box(0, 0, 600, 400)


def flooded(grey, at, tolerance):
    """The same by the plainest way there is."""
    alike = abs(grey.astype(int) - int(grey[at[1], at[0]])) <= tolerance
    found = np.zeros_like(alike)
    waiting = [at]
    while waiting:
        x, y = waiting.pop()
        if 0 <= x < grey.shape[1] and 0 <= y < grey.shape[0] and alike[y, x] and not found[y, x]:
            found[y, x] = True
            waiting += [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)]
    return found


@pytest.mark.parametrize("seed", range(4))
def test_a_patch_is_exactly_what_is_reached_over_the_sides_of_alike_pixels(qapp, seed):
    random = np.random.default_rng(seed)
    grey = random.integers(0, 256, (300, 530), np.uint8)
    grey[(grey > 110) & (grey < 150)] = 60  # so that mazes arise
    grey[40:280, 100:500][random.random((240, 400)) < 0.8] = 60

    def look(box):
        part = np.repeat(grey[box.y : box.bottom, box.x : box.right, None], 4, 2).copy()
        form = QtGui.QImage.Format.Format_ARGB32
        return QtGui.QImage(part.tobytes(), box.width, box.height, 4 * box.width, form).copy()

    canvas = Box(0, 0, 530, 300)
    at = next((x, y) for y in range(100, 300) for x in range(200, 500) if grey[y, x] == 60)
    work = touching(look, canvas, at, 20)
    try:
        while True:
            next(work)
    except StopIteration as end:
        found = end.value
    assert levels.bounds(found), "something"
    assert canvas.holds(levels.bounds(found))
    expected = flooded(grey, at, 20)
    assert 1000 < expected.sum() < expected.size
    np.testing.assert_array_equal(array_of(found, canvas) == 255, expected)


class Helper:
    """An aid that keeps what it was asked, to be answered by the test."""

    def __init__(self):
        self.sought = self.stroke = None
        self.removes = True

    def find(self, sought, context, take, fail):
        self.sought, self.take, self.fail = sought, take, fail
        return Call(context, None)

    def remove(self, document, stroke, over):
        self.stroke, self.over = stroke, over
        return self.removes


@pytest.fixture
def aided(choices, qtbot):
    """A canvas of three flat colours, 600 x 400, with its aid."""
    kind = KINDS["u8"]
    pixels = np.full((400, 600, 4), (90, 150, 80, 255), np.uint8)
    pixels[100:300, 150:350] = (200, 60, 50, 255)
    pixels[180:220, 200:260] = (40, 60, 200, 255)
    canvas = CanvasWidget(document_of(Layer("a", raster(kind, pixels)), size=(600, 400)), choices,
                          aid := Helper())  # fmt: skip
    qtbot.addWidget(canvas)
    canvas.resize(700, 500)
    canvas.show()
    canvas.actual()
    return canvas, aid


def chosen(canvas):
    return array_of(canvas.document.canvas.selection, WHOLE)


def test_the_wand_selects_a_patch_and_keys_add_and_take_away(aided, drag, qtbot, choices):
    canvas, _ = aided
    canvas.tool_controller.take("wand")
    drag(canvas, (160, 110))
    qtbot.waitUntil(lambda: canvas.document.undo_label == "Select")
    expected = np.zeros((400, 600), np.uint8)
    expected[100:300, 150:350] = 255
    expected[180:220, 200:260] = 0
    np.testing.assert_array_equal(chosen(canvas), expected)
    drag(canvas, (230, 200), keys=SHIFT)
    qtbot.waitUntil(lambda: canvas.document.undo_label == "Add to selection")
    assert (chosen(canvas)[100:300, 150:350] == 255).all()
    choices.set(tolerance=255)
    drag(canvas, (5, 5), keys=ALT)
    qtbot.waitUntil(lambda: canvas.document.canvas.selection is None)
    choices.set(tolerance=32)


def test_an_object_is_looked_for_around_a_stroke_and_becomes_the_selection(aided, drag, qtbot):
    canvas, aid = aided
    canvas.tool_controller.take("object")
    drag(canvas, (180, 150), (250, 200), (300, 250))
    qtbot.waitUntil(lambda: aid.sought is not None)
    sought = aid.sought
    assert sum(map(len, sought.pixels)) == sought.size.area * 4
    (x, y), *_, last = sought.hint["stroke"]
    left, top = 180 - x, 150 - y
    assert (last[0] - x, last[1] - y) == (120, 100)
    seen = np.frombuffer(b"".join(sought.pixels), np.uint8)
    seen = seen.reshape(sought.size.height, sought.size.width, 4)
    assert seen[int(y), int(x)].tolist() == [50, 60, 200, 255]
    found = np.zeros(seen.shape[:2], np.uint8)
    found[int(y), int(x)] = 200
    aid.take(found.tobytes())
    qtbot.waitUntil(lambda: canvas.document.canvas.selection is not None)
    assert chosen(canvas)[150, 180] == 200
    assert levels.bounds(canvas.document.canvas.selection) == Box(180, 150, 1, 1)
    assert canvas.tool_controller.tool.outline() is None
    assert (left, top) == (round(left), round(top))


def test_while_an_object_is_looked_for_that_is_told_and_escape_stops_it(aided, drag, qtbot):
    canvas, aid = aided
    controller = canvas.tool_controller
    controller.take("object")
    busy = Qt.CursorShape.BusyCursor

    def told():
        return canvas.cursor().shape() == busy, bool(controller.tool.doing)

    drag(canvas, (180, 150), (300, 250))
    assert told() == (True, True), "at once, though the pointer rests"
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert told() == (False, False)
    drag(canvas, (180, 150), (300, 250))
    qtbot.waitUntil(lambda: aid.sought is not None)
    assert told() == (True, True)
    aid.fail(DockError("Nobody looks.", "unreachable"))
    assert told() == (False, False)


def test_a_way_around_an_object_says_so_and_a_late_answer_to_a_turned_picture_is_dropped(
    aided, drag, qtbot
):
    canvas, aid = aided
    canvas.tool_controller.take("object")
    drag(canvas, (140, 90), (360, 90), (360, 310), (140, 310), (138, 100))
    qtbot.waitUntil(lambda: aid.sought is not None)
    assert len(aid.sought.hint["around"]) == 6
    from ritocco_dock.easel.canvas_commands import turn

    turn(canvas.document, "right")
    aid.take(b"\xff" * aid.sought.size.area)
    qtbot.wait(20)
    assert canvas.document.canvas.selection is None


def test_nothing_found_and_an_error_are_told_and_escape_gives_it_up(aided, drag, qtbot):
    canvas, aid = aided
    canvas.tool_controller.take("object")
    for answer, says in (
        (lambda: aid.take(bytes(aid.sought.size.area)), "No object"),
        (lambda: aid.fail(DockError("The backend sleeps.")), "sleeps"),
    ):
        aid.sought = None
        drag(canvas, (180, 150), (250, 200))
        qtbot.waitUntil(lambda: aid.sought is not None)
        with qtbot.waitSignal(canvas.message) as told:
            answer()
        assert says in told.args[0]
    aid.sought = None
    drag(canvas, (140, 90), (300, 250), (360, 310), keys=Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: aid.sought is not None)
    x, y = aid.sought.hint["around"][0]
    assert [(a - x, b - y) for a, b in aid.sought.hint["around"][:4]] == [
        (0, 0), (220, 0), (220, 220), (0, 220),
    ]  # fmt: skip
    aid.sought = None
    drag(canvas, (180, 150), (250, 200))
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.wait(30)
    assert aid.sought is None
    assert canvas.document.undo_label == ""


def test_a_large_area_is_looked_at_in_a_smaller_copy():
    points = [QtCore.QPointF(1000, 1000), QtCore.QPointF(5000, 3000)]
    way = way_of(points, Size(12000, 8000))
    assert way.reduction == 2 or way.reduction == 4
    assert way.box.area / way.reduction**2 <= 6.1 * 2**20
    assert way.box.width % way.reduction == way.box.height % way.reduction == 0
    hint = way.hint(10)
    x, y = hint["stroke"][0]
    assert (x * way.reduction + way.box.x, y * way.reduction + way.box.y) == (1000, 1000)
    assert not way_of([QtCore.QPointF(-900, -900)], Size(100, 100)).box


def test_a_stroke_of_the_remove_brush_is_one_order_and_changes_nothing_itself(
    aided, drag, qtbot, choices
):
    canvas, aid = aided
    drag(canvas, (10, 10), (50, 50))
    before = canvas.document.canvas
    canvas.tool_controller.take("remove")
    choices.set(size=20)
    drag(canvas, (220, 200), (260, 200))
    assert canvas.document.canvas is before, "the artist's selection stays, no step is made"
    assert Box(210, 190, 60, 20).holds(levels.bounds(aid.stroke))
    assert (array_of(aid.stroke, Box(220, 195, 40, 10)) == 255).all()
    covered = (
        canvas.grab().toImage().pixelColor(canvas.place_of(QtCore.QPointF(240, 200)).toPoint())
    )
    aid.over()
    bare = canvas.grab().toImage().pixelColor(canvas.place_of(QtCore.QPointF(240, 200)).toPoint())
    assert covered.red() > bare.red() + 40, "shown as long as it takes"
    aid.removes = False
    with qtbot.waitSignal(canvas.message) as told:
        drag(canvas, (220, 200), (260, 200))
    assert "the dock says why" in told.args[0]


def test_the_end_of_a_removal_leaves_what_another_tool_has_in_hand(aided, drag, choices):
    canvas, aid = aided
    canvas.tool_controller.take("remove")
    choices.set(size=20)
    drag(canvas, (220, 100), (260, 100))
    canvas.tool_controller.take("transform")
    assert canvas.tool_controller.nudge(5, 5)
    held = canvas.document.shown
    assert held is not canvas.document.canvas
    aid.over()
    assert canvas.document.shown is held
