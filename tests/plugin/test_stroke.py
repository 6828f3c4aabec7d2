"""A stroke as a selection: exact bounds, and the same levels however it is read."""

import numpy as np
import pytest

from ritocco_dock.geometry import Box, Size
from ritocco_dock.session.stroke import Stroke

CANVAS = Size(200, 120)


def array_of(stroke, box):
    return np.frombuffer(stroke.part(box), np.uint8).reshape(box.height, box.width)


@pytest.mark.parametrize(
    ("points", "diameter"),
    [
        ([(50, 60), (120, 70), (60, 90)], 13.0),
        ([(3, 4)], 21.0),  # a dot in the corner
        ([(190, 60), (260, 60)], 9.0),  # off the canvas
        ([(40, 40), (80, 80), (80, 40), (40, 80)], 15.0),  # across itself
    ],
)
def test_levels_are_where_the_brush_was(points, diameter, qapp):
    stroke = Stroke.along(points, diameter, CANVAS)
    whole = array_of(stroke, Box.of(CANVAS))
    rows, columns = np.nonzero(whole)
    box = Box.between(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    assert stroke.box == box
    y, x = np.mgrid[0:120, 0:200] + 0.5
    distance = np.full(whole.shape, np.inf)
    for (x0, y0), (x1, y1) in zip(points, points[1:] or points, strict=False):
        along = max((x1 - x0) ** 2 + (y1 - y0) ** 2, 1e-9)
        t = np.clip(((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / along, 0, 1)
        distance = np.minimum(distance, np.hypot(x - x0 - t * (x1 - x0), y - y0 - t * (y1 - y0)))
    assert (whole[distance < diameter / 2 - 1] == 255).all()
    assert (whole[distance > diameter / 2 + 1] == 0).all()


def test_any_part_of_it_can_be_read(qapp):
    stroke = Stroke.along([(50, 60), (120, 70)], 13.0, CANVAS)
    whole = array_of(stroke, Box.of(CANVAS))
    for box in (Box(0, 0, 10, 10), Box(45, 50, 20, 30), Box(100, 60, 90, 50), stroke.box):
        cut = whole[box.y : box.bottom, box.x : box.right]
        np.testing.assert_array_equal(array_of(stroke, box), cut)


def test_off_the_canvas_is_nothing(qapp):
    assert not Stroke.along([(-50, -50), (-90, 20)], 9.0, CANVAS).box
    assert not Stroke.of(Box(0, 0, 4, 2), bytes(8)).box
