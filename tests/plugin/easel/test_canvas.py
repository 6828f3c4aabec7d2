"""The view: zoom keeps the point, keys and wheel work, what is seen is what is there."""

import numpy as np
import pytest

from ritocco_dock.easel import commands
from ritocco_dock.easel import selection as levels
from ritocco_dock.easel.ants import outline
from ritocco_dock.easel.canvas import CanvasWidget
from ritocco_dock.easel.document import Canvas, Document, Layer
from ritocco_dock.easel.raster import KINDS, TILE, Raster
from ritocco_dock.easel.select_tools import select
from ritocco_dock.easel.softening import softened
from ritocco_dock.easel.tools import ToolChoices
from ritocco_dock.easel.view import View
from ritocco_dock.editor import Preview
from ritocco_dock.geometry import Box, Size
from ritocco_dock.qt import Qt, QtCore, QtGui, QtWidgets
from tests.plugin.easel.conftest import array_of, document_of, raster
from tests.plugin.easel.test_selection import rectangle


def wheel(canvas, place, turns, keys=Qt.KeyboardModifier.NoModifier, pixels=(0, 0)):
    event = QtGui.QWheelEvent(
        QtCore.QPointF(place), QtCore.QPointF(canvas.mapToGlobal(place)),
        QtCore.QPoint(*pixels), QtCore.QPoint(0, 120 * turns), Qt.MouseButton.NoButton, keys,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QtWidgets.QApplication.sendEvent(canvas, event)


@pytest.mark.parametrize("turns", [1, 3, -1, -2])
def test_the_wheel_zooms_about_the_pointer(canvas, turns):
    place = QtCore.QPoint(190, 130)
    held = canvas.at(QtCore.QPointF(place))
    wheel(canvas, place, turns)
    assert canvas.zoom == pytest.approx(2 ** (turns / 3))
    gone = canvas.place_of(held) - QtCore.QPointF(place)
    assert abs(gone.x()) <= 1
    assert abs(gone.y()) <= 1


def test_two_fingers_pan(canvas):
    before = canvas.at(QtCore.QPointF(0, 0))
    canvas.zoom_to(4)
    before = canvas.at(QtCore.QPointF(0, 0))
    wheel(canvas, QtCore.QPoint(50, 50), 0, pixels=(12, -8))
    moved = canvas.at(QtCore.QPointF(0, 0)) - before
    assert (moved.x() * 4, moved.y() * 4) == (-12, 8)


def test_space_and_the_middle_button_pan(canvas, qtbot):
    canvas.zoom_to(4)
    before = canvas.at(QtCore.QPointF(100, 100))
    qtbot.keyPress(canvas, Qt.Key.Key_Space)
    qtbot.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QtCore.QPoint(100, 100))
    qtbot.mouseMove(canvas, QtCore.QPoint(140, 120))
    qtbot.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QtCore.QPoint(140, 120))
    qtbot.keyRelease(canvas, Qt.Key.Key_Space)
    after = canvas.at(QtCore.QPointF(140, 120))
    assert (after - before).manhattanLength() < 1
    assert canvas.document.canvas.selection is None
    qtbot.mousePress(canvas, Qt.MouseButton.MiddleButton, pos=QtCore.QPoint(140, 120))
    qtbot.mouseMove(canvas, QtCore.QPoint(100, 100))
    qtbot.mouseRelease(canvas, Qt.MouseButton.MiddleButton, pos=QtCore.QPoint(100, 100))
    assert (canvas.at(QtCore.QPointF(100, 100)) - before).manhattanLength() < 1


def test_the_picture_cannot_be_lost(canvas):
    for _ in range(50):
        canvas.pan(QtCore.QPointF(500, 900))
    seen = canvas.view.seen & canvas.document.canvas.box
    assert seen.area > 0
    canvas.fit()
    assert canvas.view.seen.holds(canvas.document.canvas.box)


def test_steps_stop_at_whole_sizes(canvas):
    canvas.zoom_to(0.9)
    canvas.zoom_step(1)
    assert canvas.zoom == 1.0
    canvas.zoom_step(1)
    canvas.zoom_step(1)
    assert canvas.zoom == pytest.approx(2.0)
    canvas.zoom_step(-1)
    canvas.zoom_step(-1)
    assert canvas.zoom == pytest.approx(1.0)


def shown(canvas):
    canvas.grab()  # asks for the tiles
    canvas.tiles.finish()
    return canvas.grab().toImage()


@pytest.mark.parametrize("zoom", [1, 2, 5])
def test_every_pixel_of_the_screen_is_the_pictures(canvas, zoom):
    canvas.zoom_to(zoom)
    image = shown(canvas)
    pixels = array_of(canvas.document.canvas.layer.raster, canvas.document.canvas.box)
    checked = 0
    for x in range(3, 500, 37):
        for y in range(3, 400, 31):
            point = canvas.at(QtCore.QPointF(x + 0.5, y + 0.5))
            column, row = int(point.x() // 1), int(point.y() // 1)
            if 0 <= column < 300 and 0 <= row < 200:
                found = image.pixelColor(x, y).getRgb()[:3]
                assert found == tuple(int(part) for part in pixels[row, column, :3])
                checked += 1
    assert checked > 40


def test_smaller_than_full_size_each_pixel_is_a_mean(choices, qtbot):
    kind = KINDS["u8"]
    pixels = np.zeros((1024, 1024, 4), np.uint8)
    pixels[..., 3] = 255
    pixels[::2, ::2, :3] = 200  # one pixel of four
    canvas = CanvasWidget(document_of(Layer("a", raster(kind, pixels)), size=(1024, 1024)), choices)
    qtbot.addWidget(canvas)
    canvas.resize(300, 300)
    canvas.show()
    canvas.zoom_to(0.25)
    image = shown(canvas)
    assert canvas.tiles.level_for(0.25) == 2
    middle = image.pixelColor(150, 150).red()
    assert abs(middle - 50) <= 2


def test_a_change_is_seen_without_redrawing_all(canvas):
    shown(canvas)
    image = canvas.tiles._tiles[0, 0, 0].image
    drawn = raster(KINDS["u8"], np.full((9, 9, 4), 255, np.uint8), 290, 190)
    commands.add_layer(canvas.document, Layer("b", drawn), "x")
    after = shown(canvas)
    place = canvas.place_of(QtCore.QPointF(294.5, 194.5)).toPoint()
    assert after.pixelColor(place).getRgb()[:3] == (255, 255, 255)
    assert canvas.tiles._tiles[0, 0, 0].image is image
    canvas.document.undo()
    assert shown(canvas).pixelColor(place).getRgb()[:3] != (255, 255, 255)


def test_plan_and_preview_are_drawn_and_go(canvas):
    before = shown(canvas)
    preview = QtGui.QImage(10, 10, QtGui.QImage.Format.Format_ARGB32)
    preview.fill(QtGui.QColor(0, 255, 0))
    canvas.show_preview(Preview(preview, Box(100, 50, 40, 40)))
    canvas.show_plan([Box(20, 20, 200, 150)])
    during = shown(canvas)
    inside = canvas.place_of(QtCore.QPointF(120, 70)).toPoint()
    assert during.pixelColor(inside).getRgb()[:3] == (0, 255, 0)
    edge = canvas.place_of(QtCore.QPointF(120, 20)).toPoint()
    line = {during.pixelColor(edge.x() + dx, edge.y()).name() for dx in range(-9, 9)}
    assert "#ffb02e" in line
    canvas.show_preview(None)
    canvas.show_plan([])
    assert shown(canvas) == before


def test_a_preview_below_shows_only_through_what_is_transparent(choices, qtbot):
    kind = KINDS["u8"]
    pixels = np.full((100, 100, 4), 90, np.uint8)
    pixels[..., 3] = 255
    pixels[:, 50:, 3] = 0
    canvas = CanvasWidget(document_of(Layer("a", raster(kind, pixels)), size=(100, 100)), choices)
    qtbot.addWidget(canvas)
    canvas.resize(200, 200)
    canvas.show()
    canvas.actual()
    image = QtGui.QImage(10, 10, QtGui.QImage.Format.Format_ARGB32)
    image.fill(QtGui.QColor(0, 255, 0))
    canvas.show_preview(Preview(image, Box(0, 0, 100, 100), below=True))
    found = shown(canvas)
    left = canvas.place_of(QtCore.QPointF(25, 50)).toPoint()
    right = canvas.place_of(QtCore.QPointF(75, 50)).toPoint()
    assert found.pixelColor(left).red() == 90
    assert found.pixelColor(right).getRgb()[:3] == (0, 255, 0)


def test_the_line_runs_where_the_selection_crosses_one_half(qapp):
    soft = softened(levels.of_path(rectangle(40, 40, 100, 80), smooth=False), 8)
    found = outline(soft, View(QtCore.QPointF(0, 0), 1.0, 300, 300))
    width, height = found.edge.width(), found.edge.height()
    stride = found.edge.bytesPerLine()
    data = np.frombuffer(found.edge.constBits().asstring(found.edge.sizeInBytes()), np.uint8)
    line = data.reshape(height, stride)[:, :width] > 0
    rows, columns = np.nonzero(line)
    assert abs(columns.min() + found.place.x() - 40) <= 1
    assert abs(columns.max() + found.place.x() - 140) <= 1
    assert abs(rows.min() + found.place.y() - 40) <= 1
    assert abs(rows.max() + found.place.y() - 120) <= 1
    middle = line[80 - found.place.y()]
    assert middle.sum() == 2, "one pixel thin on either side"


def test_nothing_is_drawn_for_a_selection_out_of_sight(qapp):
    one = levels.of_path(rectangle(900, 900, 50, 50))
    assert outline(one, View(QtCore.QPointF(0, 0), 1.0, 300, 300)) is None


def test_dashes_march_and_the_tint_shows_what_is_not_selected(canvas, qtbot):
    select(canvas.document, levels.of_path(rectangle(50, 50, 100, 80)), levels.Combine.REPLACE)
    first = shown(canvas)
    qtbot.waitUntil(lambda: canvas.grab().toImage() != first, timeout=5000)
    canvas.set_veil(True)
    veiled = shown(canvas)
    outside = canvas.place_of(QtCore.QPointF(250.5, 150.5)).toPoint()
    inside = canvas.place_of(QtCore.QPointF(100.5, 90.5)).toPoint()
    assert veiled.pixelColor(inside) == first.pixelColor(inside)
    assert veiled.pixelColor(outside) != first.pixelColor(outside)


@pytest.fixture(scope="module")
def huge(qapp):
    """7680 x 4320 in 16 bit, of one shared tile of noise."""
    kind = KINDS["u16"]
    tile = raster(
        kind, np.random.default_rng(1).integers(0, 65536, (TILE, TILE, 4)).astype(np.uint16) | 1
    ).tiles[0, 0]
    places = {(column, row): tile for column in range(30) for row in range(17)}
    layer = Layer("a", Raster(kind, places))
    return Document(Canvas(Size(7680, 4320), kind, (layer,), layer.number), name="huge")


def test_after_panning_and_zooming_an_8k_picture_all_of_it_is_drawn(huge, qtbot):
    """As by a canvas that never stood anywhere else. How long a turn takes: `bench dock`."""

    def canvas():
        made = CanvasWidget(huge, ToolChoices())
        qtbot.addWidget(made)
        made.resize(1200, 800)
        made.show()
        qtbot.waitExposed(made)
        return made

    moved = canvas()
    moved.zoom_to(1)
    for step in range(60):
        moved.pan(QtCore.QPointF(-40, -20 if step % 2 else 15))
        QtWidgets.QApplication.processEvents()
    for zoom in (0.7, 0.4, 0.2, 0.11):
        moved.zoom_to(zoom)
        QtWidgets.QApplication.processEvents()
    moved.fit()
    qtbot.waitUntil(lambda: not moved.tiles.busy, timeout=60_000)
    still = canvas()
    still.fit()
    assert shown(moved) == shown(still)
