"""Selections: exact sums and differences, exact bounds, an edge that is soft and does not move."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ritocco_dock.easel import selection as levels
from ritocco_dock.easel.raster import LEVELS, TILE, is_full
from ritocco_dock.easel.selection import Combine
from ritocco_dock.easel.softening import softened
from ritocco_dock.geometry import Box
from ritocco_dock.qt import QtGui
from tests.effort import examples
from tests.plugin.easel.conftest import array_of, raster

pytestmark = pytest.mark.usefixtures("qapp")
AREA = Box(-300, -300, 900, 800)
CANVAS = Box(0, 0, 500, 400)
QUICK = settings(
    max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def random_levels(seed):
    """Patches of noise, of nothing and of all, so that shared tiles take part."""
    random = np.random.default_rng(seed)
    array = np.zeros((AREA.height, AREA.width), np.uint8)
    for _ in range(6):
        y, x = random.integers(0, 500, 2)
        height, width = random.integers(1, 600, 2)
        part = array[y : y + height, x : x + width]
        part[:] = random.choice([0, 255]) if random.random() < 0.6 else random.integers(
            0, 256, part.shape
        )  # fmt: skip
    return array


def made(array, dx=0, dy=0):
    return levels.tidied(raster(LEVELS, array, AREA.x, AREA.y).moved(dx, dy))


@QUICK
@given(first=st.integers(0, 999), second=st.integers(0, 999), dx=st.integers(-40, 40))
@pytest.mark.parametrize(
    ("how", "expected"),
    [
        (Combine.REPLACE, lambda a, b: b),
        (Combine.ADD, np.maximum),
        (Combine.SUBTRACT, lambda a, b: np.minimum(a, 255 - b)),
        (Combine.INTERSECT, np.minimum),
    ],
    ids=lambda value: getattr(value, "value", ""),
)
def test_combining_is_exact(how, expected, first, second, dx):
    one, other = random_levels(first), random_levels(second)
    found = levels.combined(made(one), made(other, dx), how)
    wide = Box(AREA.x - 40, AREA.y, AREA.width + 80, AREA.height)
    a, b = array_of(made(one), wide), array_of(made(other, dx), wide)
    np.testing.assert_array_equal(array_of(found, wide), expected(a, b))


@QUICK
@given(seed=st.integers(0, 999))
def test_inverting_twice_gives_the_same_on_the_canvas(seed):
    one = made(random_levels(seed)).clipped(CANVAS)
    turned = levels.inverted(one, CANVAS)
    np.testing.assert_array_equal(array_of(turned, CANVAS), 255 - array_of(one, CANVAS))
    assert levels.bounds(turned) == CANVAS & levels.bounds(turned)
    back = levels.inverted(turned, CANVAS)
    np.testing.assert_array_equal(array_of(back, CANVAS), array_of(one, CANVAS))


@QUICK
@given(seed=st.integers(0, 9999), dx=st.integers(-300, 300))
def test_bounds_are_exact(seed, dx):
    array = random_levels(seed)
    rows, columns = np.nonzero(array)
    expected = Box(0, 0, 0, 0)
    if len(rows):
        left, top = int(columns.min()), int(rows.min())
        expected = Box(
            left + AREA.x + dx, top + AREA.y,
            int(columns.max()) - left + 1, int(rows.max()) - top + 1,
        )  # fmt: skip
    assert levels.bounds(made(array, dx)) == expected


def rectangle(x, y, width, height):
    path = QtGui.QPainterPath()
    path.addRect(x, y, width, height)
    return path


@QUICK
@given(
    x=st.integers(-400, 400), y=st.integers(-400, 400),
    width=st.integers(1, 700), height=st.integers(1, 700),
)  # fmt: skip
def test_a_rectangle_is_full_inside_and_nothing_outside(x, y, width, height):
    one = levels.of_path(rectangle(x, y, width, height), smooth=False)
    box = Box(x, y, width, height)
    assert levels.bounds(one) == box
    assert (array_of(one, box) == 255).all()
    for place, tile in one.tiles.items():
        if box.holds(one.place_box(place)):
            assert is_full(tile), "full tiles are shared"


def test_a_smooth_shape_covers_pixels_by_their_share():
    one = levels.of_path(rectangle(10.25, 20, 30.5, 10))
    row = array_of(one, Box(9, 25, 34, 1))[0].astype(int)
    assert abs(row[1] - 0.75 * 255) <= 2
    assert abs(row[32] - 0) <= 0 or row[32] == 0
    assert (row[2:31] == 255).all()
    assert abs(row[31] - 0.75 * 255) <= 2


@pytest.mark.parametrize("radius", [1, 2, 3, 5, 8, 13, 30, 64, 150])
def test_a_soft_edge_is_centred_even_on_both_sides_and_as_wide_as_asked(radius):
    one = levels.of_path(rectangle(700, 700, 1100, 1100), smooth=False)
    soft = softened(one, radius)
    reach = 2 * radius + 4
    row = array_of(soft, Box(700 - reach, 1250, 1100 + 2 * reach, 1))[0].astype(int)
    edge = row[: 2 * reach]
    assert (np.diff(edge) >= 0).all(), "it rises without a dent"
    assert abs((edge[reach - 1] + edge[reach]) / 2 - 127.5) <= 7, "half of it lies on the edge"
    np.testing.assert_allclose(row, row[::-1], atol=6)
    rising = int(((edge > 0.1 * 255) & (edge < 0.9 * 255)).sum())
    assert 0.7 * radius <= rising + 1 <= 2 * radius + 2
    middle = array_of(soft, Box(1240, 1240, 20, 20))
    assert (middle == 255).all()
    assert array_of(soft, Box(700 - 3 * radius - 12, 1250, 4, 4)).max() == 0
    column = array_of(soft, Box(1250, 700 - reach, 1, 1100 + 2 * reach))[:, 0].astype(int)
    np.testing.assert_allclose(column, row, atol=6)


def test_far_from_any_edge_full_tiles_stay_shared():
    one = levels.of_path(rectangle(0, 0, 10 * TILE, 10 * TILE), smooth=False)
    soft = softened(one, 12)
    assert soft.tiles[5, 5] is one.tiles[5, 5]
    assert softened(one, 0) is one


@pytest.mark.parametrize(("width", "height"), [(1, 1), (3, 200), (40, 6), (400, 400)])
@pytest.mark.parametrize("radius", [4, 40, 250])
def test_no_edge_is_so_soft_that_nothing_is_selected(width, height, radius):
    one = levels.of_path(rectangle(50, 60, width, height), smooth=False)
    soft = softened(one, radius)
    around = Box(50 - 300, 60 - 300, width + 600, height + 600)
    assert array_of(soft, around).max() >= 127
    assert (array_of(soft, around) != array_of(one, around)).any() or min(width, height) < 4
