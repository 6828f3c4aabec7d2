"""Cropping, moving and transforming by hand: real mouse and keys, exact pixels."""

import numpy as np
import pytest

from ritocco_dock.easel import commands
from ritocco_dock.easel.canvas import CanvasWidget
from ritocco_dock.easel.document import Layer
from ritocco_dock.easel.layers import LayersPanel
from ritocco_dock.easel.raster import KINDS, LEVELS, Raster, image_of
from ritocco_dock.geometry import Box, Size
from ritocco_dock.qt import Qt
from tests.plugin.easel.conftest import array_of, document_of, noise, raster

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
WHOLE = Box(0, 0, 300, 200)
PATCH = Box(60, 50, 80, 40)


@pytest.fixture
def patched(choices, qtbot):
    """A canvas of a kind: noise with a patch of other noise in a layer of its own above it."""

    def make(kind="u8", mask=False):
        one = KINDS[kind]
        pixels = noise(one, Box(0, 0, PATCH.width, PATCH.height), 1)
        shown = None
        if mask:
            half = np.zeros((40, 80), np.uint8)
            half[:, :40] = 255
            shown = Raster(LEVELS).drawn(image_of(half.tobytes(), PATCH, LEVELS), PATCH)
        low = Layer("low", raster(one, noise(one, WHOLE, opaque=True)))
        high = Layer("patch", raster(one, pixels, PATCH.x, PATCH.y), mask=shown)
        canvas = CanvasWidget(document_of(low, high, kind=kind), choices)
        qtbot.addWidget(canvas)
        canvas.resize(500, 400)
        canvas.show()
        canvas.actual()
        canvas.tool_controller.take("transform")
        return canvas, pixels

    return make


def patch_at(canvas, box):
    return array_of(canvas.document.canvas.layers[1].raster, box)


@pytest.mark.parametrize("kind", KINDS)
def test_a_layer_is_moved_without_changing_a_byte(patched, drag, qtbot, kind):
    canvas, pixels = patched(kind)
    drag(canvas, (100, 70), (120, 95), (131, 101))
    assert canvas.document.undo_label == "", "not yet a step"
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    qtbot.keyClick(canvas, Qt.Key.Key_Up, SHIFT)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert canvas.document.undo_label == "Move layer"
    np.testing.assert_array_equal(patch_at(canvas, PATCH.moved(32, 21)), pixels)
    canvas.document.undo()
    np.testing.assert_array_equal(patch_at(canvas, PATCH), pixels)
    assert canvas.document.undo_label == "", "one step"


@pytest.mark.parametrize("kind", KINDS)
def test_right_angles_and_mirrors_are_exact(patched, drag, qtbot, kind):
    canvas, pixels = patched(kind, mask=True)
    drag(canvas, (100, 150), (20, 72), keys=SHIFT)  # a quarter to the right, in steps
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert canvas.document.undo_label == "Transform layer"
    turned = Box(80, 30, 40, 80)
    np.testing.assert_array_equal(patch_at(canvas, turned), np.rot90(pixels, -1))
    mask = array_of(canvas.document.canvas.layers[1].mask, turned)
    assert (mask[:40] == 255).all()
    assert not mask[40:].any()
    drag(canvas, (80, 70), (160, 70))  # its left side over to the right
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    over = Box(120, 30, 40, 80)
    np.testing.assert_array_equal(patch_at(canvas, over), np.fliplr(np.rot90(pixels, -1)))


def test_corners_scale_in_proportion_and_shift_frees_them(patched, drag, qtbot):
    canvas, _ = patched()
    drag(canvas, (140, 90), (220, 130))
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    layer = canvas.document.canvas.layers[1]
    inner = array_of(layer.raster, Box(62, 52, 156, 76))
    assert inner[..., 3].any(axis=1).all()
    assert not layer.raster.fits(PATCH)
    assert layer.raster.fits(Box(59, 49, 162, 82))
    canvas.document.undo()
    drag(canvas, (140, 90), (100, 90), keys=SHIFT)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert canvas.document.canvas.layers[1].raster.fits(Box(59, 49, 42, 42))


@pytest.mark.parametrize("kind", KINDS)
def test_scaling_keeps_the_depth_and_one_colour_stays_that_colour(choices, qtbot, drag, kind):
    one = KINDS[kind]
    flat = noise(one, Box(0, 0, 1, 1), 5, opaque=True)
    pixels = np.broadcast_to(flat, (80, 120, 4))
    canvas = CanvasWidget(document_of(Layer("a", raster(one, pixels, 50, 50)), kind=kind), choices)
    qtbot.addWidget(canvas)
    canvas.resize(500, 400)
    canvas.actual()
    canvas.tool_controller.take("transform")
    for end in ((230, 170), (90, 75)):
        drag(canvas, (170, 130), end)
        qtbot.keyClick(canvas, Qt.Key.Key_Return)
        side = Box(55, 55, (end[0] - 50) // 2, (end[1] - 50) // 2)
        found = array_of(canvas.document.canvas.layer.raster, side).astype(float)
        np.testing.assert_allclose(found, np.broadcast_to(flat, found.shape), rtol=2e-3, atol=1)
        if kind[0] == "f":
            np.testing.assert_allclose(found, np.broadcast_to(flat, found.shape), rtol=2e-3)
        canvas.document.undo()


def test_much_smaller_is_the_mean_of_what_was_there(choices, qtbot, drag):
    kind = KINDS["u8"]
    y, x = np.mgrid[0:160, 0:240]
    board = np.where((x + y)[..., None] % 2, 255, 0).astype(np.uint8).repeat(4, 2)
    board[..., 3] = 255
    canvas = CanvasWidget(document_of(Layer("a", raster(kind, board, 10, 10))), choices)
    qtbot.addWidget(canvas)
    canvas.resize(500, 400)
    canvas.actual()
    canvas.tool_controller.take("transform")
    drag(canvas, (250, 170), (70, 50))
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    inner = array_of(canvas.document.canvas.layer.raster, Box(12, 12, 56, 36))[..., 0]
    assert abs(inner.astype(int) - 127).max() < 3


def test_escape_gives_it_up_and_whatever_comes_next_applies_it(patched, drag, qtbot):
    canvas, pixels = patched()
    drag(canvas, (100, 70), (140, 90))
    shown = canvas.document.shown
    assert not shown.layers[1].visible, "drawn over the picture while it is pulled"
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.document.shown is canvas.document.canvas
    np.testing.assert_array_equal(patch_at(canvas, PATCH), pixels)
    drag(canvas, (100, 70), (140, 90))
    canvas.tool_controller.take("rectangle")
    assert canvas.document.undo_label == "Move layer"
    canvas.tool_controller.take("transform")
    drag(canvas, (100, 70))
    assert not canvas.tool_controller.tool.pending, "a click takes nothing"


def test_a_press_in_the_list_of_layers_comes_after_the_move(patched, drag, choices, qtbot):
    canvas, pixels = patched()
    panel = LayersPanel(choices)
    qtbot.addWidget(panel)
    panel.set_canvas(canvas)
    panel.resize(260, 300)
    panel.show()
    drag(canvas, (100, 70), (140, 90))
    row = panel.view.visualRect(panel.model.index(0))
    eye = panel.view.itemDelegate().places(row, canvas.document.canvas.layers[1])["eye"]
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=eye.center())
    assert not canvas.document.canvas.layers[1].visible
    np.testing.assert_array_equal(patch_at(canvas, PATCH.moved(40, 20)), pixels)
    assert canvas.document.undo_label == "Hide layer"
    canvas.document.undo()
    assert canvas.document.undo_label == "Move layer"


def test_a_hidden_or_empty_layer_cannot_be_moved(patched, drag, qtbot):
    canvas, _ = patched()
    commands.new_layer(canvas.document)
    with qtbot.waitSignal(canvas.message) as told:
        drag(canvas, (100, 70), (140, 90))
    assert "visible layer" in told.args[0]
    assert canvas.document.undo_label == "New layer"


def test_a_frame_is_drawn_pulled_and_cropped_to(canvas, drag, qtbot):
    before = array_of(canvas.document.canvas.layer.raster, WHOLE).copy()
    canvas.tool_controller.take("crop")
    drag(canvas, (100, 40), (200, 140))
    drag(canvas, (200, 140), (250, 190))  # a corner
    drag(canvas, (150, 100), (130, 90))  # the frame
    drag(canvas, (80, 105), (60, 105))  # the left side
    qtbot.keyClick(canvas, Qt.Key.Key_Down)
    assert canvas.document.undo_label == ""
    canvas.tool_controller.finish_stroke()
    assert canvas.tool_controller.works, "a frame outlives other steps, and Enter is its own"
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert canvas.document.undo_label == "Crop"
    assert canvas.document.canvas.size == Size(170, 150)
    after = array_of(canvas.document.canvas.layer.raster, Box(0, 0, 170, 150))
    np.testing.assert_array_equal(after, before[31:181, 60:230])
    canvas.document.undo()
    np.testing.assert_array_equal(array_of(canvas.document.canvas.layer.raster, WHOLE), before)


def test_a_frame_stays_on_the_canvas_and_is_given_up_by_escape_or_a_click(canvas, drag, qtbot):
    canvas.tool_controller.take("crop")
    drag(canvas, (250, 150), (400, 300))
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert not canvas.tool_controller.tool.pending
    drag(canvas, (50, 50), (90, 70), keys=CTRL)
    drag(canvas, (20, 20))
    assert not canvas.tool_controller.tool.pending
    drag(canvas, (250, 150), (400, 300))
    canvas.tool_controller.take("rectangle")
    canvas.tool_controller.take("crop")
    assert not canvas.tool_controller.tool.pending, "given up with its tool"
    drag(canvas, (250, 150), (400, 300))
    place = canvas.place_of(canvas.at(canvas.rect().center().toPointF()))
    qtbot.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert canvas.document.canvas.size == Size(50, 50)
