"""The hand on the canvas, by real mouse and key events."""

from dataclasses import replace

import numpy as np
import pytest

from ritocco_dock.easel import commands
from ritocco_dock.easel import selection as levels
from ritocco_dock.easel.canvas import CanvasWidget
from ritocco_dock.easel.document import FileFacts, Layer
from ritocco_dock.easel.raster import FULL, KINDS, LEVELS, Raster
from ritocco_dock.easel.select_tools import select
from ritocco_dock.easel.selection import Combine
from ritocco_dock.geometry import Box
from ritocco_dock.qt import Qt, QtCore, QtGui
from tests.plugin.easel.conftest import array_of, document_of, noise, raster

NONE = Qt.KeyboardModifier.NoModifier
SHIFT, ALT, CTRL = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
)
LEFT = Qt.MouseButton.LeftButton


def selected(canvas):
    found = canvas.document.canvas.selection
    return levels.bounds(found) if found else None


def test_a_rectangle_by_the_mouse_selects_whole_pixels(canvas, drag):
    canvas.zoom_to(2)
    drag(canvas, (20, 30), (50, 60), (120, 90))
    assert selected(canvas) == Box(20, 30, 100, 60)
    assert (array_of(canvas.document.canvas.selection, Box(20, 30, 100, 60)) == 255).all()
    assert canvas.document.undo_label == "Select"
    canvas.document.undo()
    assert selected(canvas) is None


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (NONE, [(15, 0), (40, 0), (75, 1)]),
        (SHIFT, [(15, 1), (40, 1), (75, 1)]),
        (ALT, [(15, 1), (40, 0), (75, 0)]),
        (SHIFT | ALT, [(15, 0), (40, 1), (75, 0)]),
    ],
)
def test_keys_add_take_away_and_intersect(canvas, drag, keys, expected):
    canvas.choices.set(soften=0)
    drag(canvas, (10, 10), (60, 60))
    drag(canvas, (30, 10), (90, 60), keys=keys)
    if keys == NONE:
        expected = [(15, 0), (40, 1), (75, 1)]
    row = array_of(canvas.document.canvas.selection, Box(0, 20, 100, 1))[0]
    assert [(x, int(row[x] > 0)) for x, _ in expected] == expected


def test_the_way_of_combining_can_be_set_in_the_bar(canvas, drag, choices):
    drag(canvas, (10, 10), (60, 60))
    choices.set(combine=Combine.SUBTRACT)
    drag(canvas, (0, 0), (30, 100))
    assert selected(canvas) == Box(30, 10, 30, 50)


def test_ctrl_makes_a_square_and_a_click_selects_nothing(canvas, drag):
    drag(canvas, (10, 10), (40, 70), keys=CTRL)
    assert selected(canvas) == Box(10, 10, 60, 60)
    drag(canvas, (200, 100))
    assert selected(canvas) is None
    assert canvas.document.undo_label == "Select nothing"


def test_a_soft_edge_fades_on_both_sides(canvas, drag, choices):
    choices.set(soften=10)
    drag(canvas, (60, 60), (160, 150))
    row = array_of(canvas.document.canvas.selection, Box(30, 100, 60, 1))[0].astype(int)
    assert row[0] == 0
    assert row[-1] == 255
    assert (np.diff(row) >= 0).all()
    assert 100 < row[30] < 160


def test_a_lasso_follows_the_hand(canvas, drag):
    canvas.tool_controller.take("lasso")
    drag(canvas, (20, 20), (120, 20), (120, 120), (100, 120), (100, 40), (20, 40))
    area = array_of(canvas.document.canvas.selection, Box(0, 0, 140, 140))
    assert area[30, 60] == 255
    assert area[100, 110] == 255
    assert area[80, 60] == 0, "inside the bend"
    assert selected(canvas) == Box(20, 20, 100, 100)


def test_an_ellipse_is_smooth(canvas, drag):
    canvas.tool_controller.take("ellipse")
    drag(canvas, (20, 20), (120, 100))
    area = array_of(canvas.document.canvas.selection, Box(20, 20, 100, 80))
    assert abs(area.astype(int).sum() / 255 - np.pi * 50 * 40) < 40
    assert ((area > 20) & (area < 235)).any()


def test_the_selection_brush_adds_a_round_stroke_and_alt_takes_away(canvas, drag, choices):
    choices.set(size=20, hardness=1.0)
    canvas.tool_controller.take("select-brush")
    drag(canvas, (50, 50), (150, 50))
    assert selected(canvas) == Box(40, 40, 120, 20)
    assert canvas.document.undo_label == "Add to selection"
    drag(canvas, (100, 30), (100, 80), keys=ALT)
    row = array_of(canvas.document.canvas.selection, Box(0, 50, 200, 1))[0]
    assert (row[[60, 100, 140]] == [255, 0, 255]).all()
    canvas.document.undo()
    canvas.document.undo()
    assert selected(canvas) is None
    assert canvas.document.undo_label == "", "each stroke was one step"


def test_a_stroke_shows_while_it_is_drawn_and_escape_drops_it(canvas, drag, choices, qtbot):
    choices.set(size=20)
    canvas.tool_controller.take("select-brush")
    drag(canvas, (50, 50), (150, 50), end=False)
    assert canvas.document.shown.selection
    assert canvas.document.canvas.selection is None
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.document.shown.selection is None
    assert canvas.document.undo_label == ""


def test_paint_stays_in_the_layer_the_colour_and_the_selection(canvas, drag, choices):
    commands.new_layer(canvas.document)
    drag(canvas, (0, 0), (100, 200))
    canvas.tool_controller.take("brush")
    choices.set(size=30, hardness=1.0, colour=QtGui.QColor(200, 10, 20), opacity=1.0)
    drag(canvas, (50, 100), (150, 100))
    low, high = canvas.document.canvas.layers
    row = array_of(high.raster, Box(0, 100, 300, 1))[0]
    assert row[80].tolist() == [200, 10, 20, 255]
    assert not row[100:].any(), "outside the selection nothing"
    before = noise(KINDS["u8"], Box(0, 0, 300, 200), opaque=True)
    assert (array_of(low.raster, Box(0, 0, 300, 200)) == before).all()


def test_a_slow_stroke_at_half_opacity_is_even(canvas, drag, choices):
    commands.new_layer(canvas.document)
    canvas.tool_controller.take("brush")
    choices.set(size=30, hardness=1.0, colour=QtGui.QColor(0, 0, 0), opacity=0.5)
    drag(canvas, *[(50 + step / 2, 100) for step in range(100)], (60, 100))
    alpha = array_of(canvas.document.canvas.layer.raster, Box(50, 100, 40, 1))[0, :, 3]
    assert set(alpha.tolist()) <= {127, 128}


def test_the_eraser_erases_and_leaves_other_bytes(canvas, drag, choices):
    before = array_of(canvas.document.canvas.layer.raster, Box(0, 0, 300, 200)).copy()
    canvas.tool_controller.take("brush")
    choices.set(size=30, hardness=1.0, erase=True)
    drag(canvas, (100, 100), (150, 100))
    after = array_of(canvas.document.canvas.layer.raster, Box(0, 0, 300, 200))
    assert after[100, 120, 3] == 0
    far = np.ones((200, 300), bool)
    far[80:120, 80:170] = False
    assert (after[far] == before[far]).all()


def test_paint_on_a_mask_hides_and_shows(canvas, drag, choices):
    drag(canvas, (0, 0), (150, 200))
    commands.mask_from_selection(canvas.document)
    canvas.tool_controller.take("brush")
    choices.set(size=20, hardness=1.0, mask=True, colour=QtGui.QColor("white"))
    drag(canvas, (200, 100), (240, 100))
    choices.set(colour=QtGui.QColor("black"))
    drag(canvas, (50, 100), (90, 100))
    row = array_of(canvas.document.canvas.layer.mask, Box(0, 100, 300, 1))[0]
    assert (row[[20, 70, 140, 170, 220, 290]] == [255, 0, 255, 0, 255, 0]).all()
    assert canvas.document.canvas.layer.raster.tiles


@pytest.mark.parametrize("name", ["u16", "f16", "f32"])
def test_paint_is_laid_in_the_documents_depth_and_profile(name, choices, qtbot, drag):
    kind = KINDS[name]
    box = Box(0, 0, 300, 200)
    pixels = noise(kind, box)
    document = document_of(Layer("a", raster(kind, pixels)), kind=name)
    p3 = QtGui.QColorSpace(QtGui.QColorSpace.NamedColorSpace.DisplayP3)
    document.facts = FileFacts(profile=bytes(p3.iccProfile()))
    canvas = CanvasWidget(document, choices)
    qtbot.addWidget(canvas)
    canvas.resize(500, 400)
    canvas.actual()
    canvas.tool_controller.take("brush")
    choices.set(size=40, hardness=0.5, colour=QtGui.QColor(255, 0, 0))
    drag(canvas, (100, 100), (140, 100))
    after = array_of(document.canvas.layer.raster, box)
    red = after[100, 120].astype(float) / {"u16": 65535}.get(name, 1)
    np.testing.assert_allclose(red, [0.9176, 0.2003, 0.1386, 1], atol=4e-3)
    far = np.ones((200, 300), bool)
    far[78:122, 78:162] = False
    np.testing.assert_array_equal(after[far], pixels[far])


def test_ctrl_click_picks_the_colour_that_is_seen(canvas, drag, choices):
    canvas.tool_controller.take("brush")
    canvas.zoom_to(4)
    seen = array_of(canvas.document.canvas.layer.raster, Box(33, 44, 1, 1))[0, 0]
    drag(canvas, (33.5, 44.5), keys=CTRL)
    assert choices.now.colour.getRgb()[:3] == tuple(int(part) for part in seen[:3])
    assert canvas.document.undo_label == ""


def test_painting_without_a_visible_layer_says_what_to_do(canvas, drag, qtbot):
    number = canvas.document.canvas.active
    commands.set_layer(canvas.document, number, "x", visible=False)
    canvas.tool_controller.take("brush")
    with qtbot.waitSignal(canvas.message) as told:
        drag(canvas, (10, 10), (20, 20))
    assert "list of layers" in told.args[0]
    assert canvas.document.canvas.layer.raster.tiles


def test_a_shape_outside_the_canvas_says_so(canvas, drag, qtbot):
    canvas.resize(700, 500)
    canvas.fit()
    canvas.zoom_to(0.5)
    with qtbot.waitSignal(canvas.message) as told:
        drag(canvas, (-100, -100), (-20, -20))
    assert "outside" in told.args[0]
    assert selected(canvas) is None


def test_a_pen_presses_harder_for_a_wider_stroke(canvas, choices):
    canvas.tool_controller.take("select-brush")
    choices.set(size=40, hardness=1.0)
    tool = canvas.tool_controller.tool
    from ritocco_dock.easel.tools import Pointer

    tool.press(Pointer(QtCore.QPointF(50, 100), NONE, 0.25))
    tool.move(Pointer(QtCore.QPointF(250, 100), NONE, 1.0))
    tool.release(Pointer(QtCore.QPointF(250, 100), NONE, 1.0))
    area = array_of(canvas.document.canvas.selection, Box(0, 0, 300, 200)) > 0
    assert area[:, 55].sum() < 20
    assert area[:, 240].sum() > 34


def test_a_large_soft_shape_is_made_between_events_and_a_command_waits_for_it(choices, qtbot, drag):
    document = document_of(Layer("a", raster(KINDS["u8"], noise(KINDS["u8"], Box(0, 0, 9, 9)))),
                           size=(6000, 4000))  # fmt: skip
    canvas = CanvasWidget(document, choices)
    qtbot.addWidget(canvas)
    canvas.resize(600, 400)
    canvas.show()
    canvas.fit()
    choices.set(soften=30)
    canvas.tool_controller.take("ellipse")
    drag(canvas, (300, 300), (5700, 3700))
    assert document.canvas.selection is None, "not yet"
    qtbot.waitUntil(lambda: document.canvas.selection is not None, timeout=20_000)
    first = levels.bounds(document.canvas.selection)
    assert document.undo_label == "Select"
    document.undo()
    drag(canvas, (300, 300), (5700, 3700))
    canvas.tool_controller.finish_stroke()
    assert levels.bounds(document.canvas.selection) == first
    choices.set(soften=0)


def test_a_large_selection_is_softened_between_events_and_undone_in_one_step(choices, qtbot):
    document = document_of(Layer("a", raster(KINDS["u8"], noise(KINDS["u8"], Box(0, 0, 9, 9)))),
                           size=(6000, 4000))  # fmt: skip
    canvas = CanvasWidget(document, choices)
    qtbot.addWidget(canvas)
    path = QtGui.QPainterPath()
    path.addRect(300, 300, 5400, 3400)
    select(document, levels.of_path(path), levels.Combine.REPLACE)
    hard = document.canvas.selection
    canvas.tool_controller.follow(commands.soften_selection(document, 8))
    assert document.canvas.selection is hard, "not yet"
    qtbot.waitUntil(lambda: document.canvas.selection is not hard, timeout=20_000)
    soft = array_of(document.canvas.selection, Box(280, 1000, 40, 1))[0]
    assert (soft[0], soft[-1]) == (0, 255)
    assert len(set(soft.tolist())) > 8
    document.undo()
    assert document.canvas.selection is hard
    canvas.tool_controller.follow(commands.soften_selection(document, 8))
    canvas.tool_controller.finish_stroke()
    assert document.canvas.selection is not hard, "a command waits for it"
    assert document.undo_label == "Soften selection"


def test_what_was_selected_meanwhile_is_not_overwritten_by_a_softer_edge(picture, qtbot):
    path = QtGui.QPainterPath()
    path.addRect(20, 20, 100, 100)
    select(picture, levels.of_path(path), levels.Combine.REPLACE)
    kept = picture.canvas.selection
    many = dict.fromkeys(((x, y) for x in range(10) for y in range(10)), FULL)
    picture.apply("x", replace(picture.canvas, selection=Raster(LEVELS, many)))
    work = commands.soften_selection(picture, 8)
    picture.undo()
    work.finish()
    assert picture.canvas.selection is kept
