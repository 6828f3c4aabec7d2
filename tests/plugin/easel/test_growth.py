"""Beyond the canvas: a result that makes it larger, and the edges that can be pulled."""

import pytest

from ritocco_dock.editor import Preview
from ritocco_dock.geometry import Box, Sides
from ritocco_dock.qt import Qt, QtCore, QtGui

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def pulls(canvas):
    heard = []
    canvas.growth.pulled.connect(heard.append)
    return heard


def drag(canvas, qtbot, *points):
    places = [canvas.place_of(QtCore.QPointF(*point)).toPoint() for point in points]
    qtbot.mousePress(canvas, LEFT, NONE, places[0])
    for place in places[1:]:
        qtbot.mouseMove(canvas, place)
    qtbot.mouseRelease(canvas, LEFT, NONE, places[-1])


def test_a_side_and_a_corner_are_pulled(canvas, pulls, qtbot):
    canvas.fit()
    canvas.growth.show(Sides())
    drag(canvas, qtbot, (300, 100), (320, 105), (340, 90))
    right = pulls[-1]
    assert abs(right.right - 40) <= 2
    assert (right.left, right.top, right.bottom) == (0, 0, 0)
    assert canvas.view.seen.holds(Box(0, 0, 300 + right.right, 200))
    drag(canvas, qtbot, (0, 0), (-30, -20))
    corner = pulls[-1]
    assert abs(corner.left - 30) <= 2
    assert abs(corner.top - 20) <= 2
    assert corner.right == right.right
    drag(canvas, qtbot, (300 + corner.right, 90), (100, 90))  # into the picture: not smaller
    assert (pulls[-1].right, pulls[-1].left) == (0, corner.left)


def test_between_handles_the_tool_works_and_without_the_offer_all_over(canvas, pulls, qtbot):
    canvas.fit()
    canvas.growth.show(Sides())
    drag(canvas, qtbot, (60, 60), (120, 110))
    assert canvas.document.canvas.selection
    canvas.growth.show(None)
    drag(canvas, qtbot, (300, 100), (340, 100))
    assert pulls == []


def test_a_tools_own_handles_come_before_the_edges(canvas, pulls, qtbot):
    canvas.fit()
    canvas.growth.show(Sides())
    canvas.tool_controller.take("transform")
    drag(canvas, qtbot, (300, 200), (240, 160))
    assert pulls == []
    assert canvas.tool_controller.tool.pending


def test_a_result_beyond_the_canvas_is_all_seen_and_the_view_comes_back(canvas):
    canvas.zoom_to(2.0)
    before = canvas.view
    image = QtGui.QImage(100, 100, QtGui.QImage.Format.Format_ARGB32)
    image.fill(QtGui.QColor(200, 30, 40))
    box = Box(-150, -100, 150, 300)
    canvas.show_preview(Preview(image, box))
    assert canvas.view.seen.holds(box | canvas.document.canvas.box)
    shot = canvas.grab().toImage()
    ratio = canvas.devicePixelRatioF()
    for point in ((-140, -90), (-10, 190)):
        place = canvas.place_of(QtCore.QPointF(*point)) * ratio
        assert shot.pixelColor(place.toPoint()).getRgb()[:3] == (200, 30, 40)
    edge = canvas.place_of(QtCore.QPointF(0, 100)) * ratio
    across = [shot.pixelColor(round(edge.x()) + x, round(edge.y())) for x in (-3, -2, -1)]
    assert {one.getRgb()[:3] for one in across} == {(200, 30, 40)}  # no line at the seam
    seen = canvas.view
    canvas.show_preview(Preview(QtGui.QImage(), box))  # before and after, or the next is to come
    assert (canvas.view.corner, canvas.zoom) == (seen.corner, seen.zoom)
    canvas.show_preview(None)
    assert (canvas.view.corner, canvas.zoom) == (before.corner, before.zoom)


def test_when_the_canvas_has_grown_all_of_it_is_seen(canvas):
    canvas.zoom_to(2.0)
    image = QtGui.QImage(10, 10, QtGui.QImage.Format.Format_ARGB32)
    canvas.show_preview(Preview(image, Box(-150, 0, 150, 200)))
    document = canvas.document
    document.apply("Extend", document.canvas.extended(Sides(left=150)))
    canvas.show_preview(None)
    assert document.canvas.size.width == 450
    assert canvas.view.seen.holds(document.canvas.box)
