"""Tiles: every byte of every kind comes back, wherever it was put."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ritocco_dock.easel.raster import KINDS, LEVELS, TILE, Edit, Raster, blank
from ritocco_dock.geometry import Box
from ritocco_dock.qt import QtCore, QtGui
from tests.effort import examples
from tests.plugin.easel.conftest import array_of, noise, raster

pytestmark = pytest.mark.usefixtures("qapp")
PLACES = st.integers(-600, 600)
SIDES = st.integers(1, 560)
QUICK = settings(
    max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
@QUICK
@given(x=PLACES, y=PLACES, width=SIDES, height=SIDES, dx=PLACES, dy=PLACES)
def test_bytes_come_back_from_anywhere_also_when_moved(kind, x, y, width, height, dx, dy):
    box = Box(x, y, width, height)
    pixels = noise(kind, box)
    one = raster(kind, pixels, x, y).moved(dx, dy)
    np.testing.assert_array_equal(array_of(one, box.moved(dx, dy)), pixels)
    around = Box(x + dx - 3, y + dy - 5, width + 9, height + 11)
    found = array_of(one, around)
    np.testing.assert_array_equal(found[5 : 5 + height, 3 : 3 + width], pixels)
    assert not found[:5].any()
    assert not found[:, :3].any()


@QUICK
@given(x=PLACES, y=PLACES, width=SIDES, height=SIDES)
def test_drawing_replaces_the_box_and_nothing_else(x, y, width, height):
    kind = KINDS["u16"]
    whole, part = Box(-300, -300, 900, 900), Box(x, y, width, height)
    below, above = noise(kind, whole, 1), noise(kind, part, 2)
    one = raster(kind, below, -300, -300)
    other = one.drawn(raster(kind, above, x, y).image(part), part)
    expected = below.copy()
    inside = part & whole
    if inside:
        rows = slice(inside.y + 300, inside.bottom + 300)
        columns = slice(inside.x + 300, inside.right + 300)
        from_row, from_column = inside.y - y, inside.x - x
        expected[rows, columns] = above[
            from_row : from_row + inside.height, from_column : from_column + inside.width
        ]
    np.testing.assert_array_equal(array_of(other, whole), expected)
    np.testing.assert_array_equal(array_of(one, whole), below)
    changed = Box(0, 0, 0, 0)
    for box in one.changes(other):
        changed |= box
    assert changed.holds(inside)


@QUICK
@given(x=PLACES, y=PLACES, width=SIDES, height=SIDES)
def test_clipping_clears_what_is_outside(x, y, width, height):
    kind, whole, box = KINDS["u8"], Box(-300, -300, 700, 700), Box(x, y, width, height)
    pixels = noise(kind, whole, 3)
    pixels[..., 3] |= 1
    one = raster(kind, pixels, -300, -300).clipped(box)
    found = array_of(one, whole)
    inside = np.zeros((700, 700), bool)
    part = box & whole
    if part:
        inside[part.y + 300 : part.bottom + 300, part.x + 300 : part.right + 300] = True
    np.testing.assert_array_equal(found[inside], pixels[inside])
    assert not found[~inside].any()
    assert one.fits(box)
    assert not part or part == whole or not raster(kind, pixels, -300, -300).fits(part)


def test_editing_copies_only_the_tiles_it_touches():
    kind = KINDS["u8"]
    one = raster(kind, noise(kind, Box(0, 0, 3 * TILE, TILE)))
    before = array_of(one, one.box).copy()
    edit = Edit(one)
    for whole, tile in edit.tiles(Box(TILE + 5, 5, 10, 10)):
        assert whole == Box(TILE, 0, TILE, TILE)
        tile.fill(QtCore.Qt.GlobalColor.red)
    other = edit.raster()
    np.testing.assert_array_equal(array_of(one, one.box), before)
    assert other.tiles[0, 0] is one.tiles[0, 0]
    assert list(one.changes(other)) == [Box(TILE, 0, TILE, TILE)]


def test_levels_keep_their_bytes_at_widths_that_qt_pads():
    levels = np.arange(7 * 5, dtype=np.uint8).reshape(5, 7)
    one = raster(LEVELS, levels, -3, 250)
    np.testing.assert_array_equal(array_of(one, Box(-3, 250, 7, 5)), levels)
    assert blank(LEVELS, 3, 3).pixelColor(0, 0) == QtGui.QColor(0, 0, 0)
    assert not Raster(LEVELS)
