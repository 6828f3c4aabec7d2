"""A stroke goes through every point the hand gave, however fast: its corners are corners."""

from itertools import pairwise

import numpy as np
import pytest

from ritocco_dock.easel.document import Layer
from ritocco_dock.easel.raster import Raster
from ritocco_dock.easel.strokes import Stroke
from ritocco_dock.geometry import Box
from ritocco_dock.qt import Qt, QtCore, QtGui, QtWidgets

from .conftest import array_of

ZIGZAG = [(40, 160), (90, 30), (140, 165), (190, 28), (260, 150), (262, 90)]
BOX = Box(0, 0, 300, 200)


def distances(points):
    """From the middle of each pixel of BOX to the nearest place of a way through points."""
    y, x = np.mgrid[0 : BOX.height, 0 : BOX.width] + 0.5
    best = np.full(x.shape, np.inf)
    for (ax, ay), (bx, by) in pairwise(points):
        length = max(1e-9, (bx - ax) ** 2 + (by - ay) ** 2)
        along = np.clip(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length, 0, 1)
        best = np.minimum(best, np.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay)))
    return best


def stroke(points, size=24, hardness=1.0, each=None):
    made = Stroke(size, hardness)
    for point in points:
        made.to(QtCore.QPointF(*point))
        if each:
            each(made)
    return array_of(made.raster, BOX).astype(int)


def test_a_zigzag_drawn_in_one_breath_keeps_its_corners(canvas, choices):
    """All events wait at once, as after a busy moment; no pixel is missing, none is too much."""
    canvas.document.apply("empty", canvas.document.canvas.with_layer(_empty(canvas)))
    choices.set(size=24, hardness=1.0, opacity=1.0, colour=QtGui.QColor(10, 20, 30))
    canvas.tool_controller.take("brush")
    kinds = QtCore.QEvent.Type
    steps = [kinds.MouseButtonPress, *[kinds.MouseMove] * (len(ZIGZAG) - 1)]
    for kind, point in zip(steps, ZIGZAG, strict=True):
        _post(canvas, kind, point)
    _post(canvas, kinds.MouseButtonRelease, ZIGZAG[-1])
    QtWidgets.QApplication.processEvents()
    alpha = array_of(canvas.document.canvas.layer.raster, BOX)[..., 3]
    far = distances(ZIGZAG)
    assert (alpha[far <= 12 - 0.75] == 255).all()
    assert not alpha[far >= 12 + 0.75].any()


def _empty(canvas):
    one = canvas.document.canvas.layer
    return Layer("empty", Raster(one.raster.kind), number=one.number)


def _post(canvas, kind, point):
    place, left = canvas.place_of(QtCore.QPointF(*point)), Qt.MouseButton.LeftButton
    event = QtGui.QMouseEvent(kind, place, place, left, left, Qt.KeyboardModifier.NoModifier)
    QtWidgets.QApplication.postEvent(canvas, event)


@pytest.mark.parametrize("hardness", [0.0, 0.5, 1.0])
def test_a_stroke_is_as_strong_as_its_distance_says(hardness):
    """Wherever it turns, and however softly: one rule for the whole of it."""
    far = distances(ZIGZAG) / 12
    faded = np.clip((far - hardness) / max(1e-9, 1 - hardness), 0, 1)
    wanted = 255 * (0.5 + 0.5 * np.cos(np.pi * faded))
    if hardness == 1:
        wanted = np.where(np.abs(far - 1) * 12 < 0.75, np.nan, np.where(far < 1, 255, 0))
    made = stroke(ZIGZAG, hardness=hardness)
    assert np.nanmax(np.abs(made - wanted)) <= 10  # colours between nine steps lie on lines


def test_when_it_is_looked_at_does_not_matter():
    """Levels asked for after each point, or once in the end: the same."""
    told = []
    often = stroke(ZIGZAG, each=lambda one: told.extend(one.changed()))
    assert (often == stroke(ZIGZAG)).all()
    inked = np.argwhere(often)
    assert all(any(box.holds(Box(x, y, 1, 1)) for box in told) for y, x in inked[::97].tolist())


def test_points_on_a_straight_way_change_nothing():
    straight = [(20 + step, 30 + step / 2) for step in range(200)]
    few = stroke([straight[0], straight[-1]], hardness=0.4)
    assert np.abs(stroke(straight, hardness=0.4) - few).max() <= 1


def test_a_way_back_over_itself_reaches_its_end():
    there_and_back = [(50, 100), (200, 100), (60, 100)]
    assert (stroke(there_and_back) == stroke([(50, 100), (200, 100)])).all()


def test_what_is_full_is_not_done_again():
    made = Stroke(1200, 1.0)
    made.to(QtCore.QPointF(600, 600))
    all_at_first = len(made.changed())
    made.to(QtCore.QPointF(605, 600))
    assert 0 < len(made.changed()) < all_at_first
    made.to(QtCore.QPointF(605, 600))
    assert len(made.changed()) < all_at_first
