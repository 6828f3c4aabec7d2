"""The remove brush on the dock's map of the picture, for editors whose canvas cannot have one."""

from dataclasses import replace

import pytest

from ritocco_dock.editor import EVERYTHING
from ritocco_dock.geometry import Box
from ritocco_dock.qt import Qt, QtCore, QtGui
from ritocco_dock.ui.panel import Panel
from tests.plugin.ui.stage import CANVAS, StageHost, job

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def brush_fold(desk, session, shown, monkeypatch):
    monkeypatch.setattr(StageHost, "capabilities", replace(EVERYTHING, thumbnail=True))
    session.choose("remove")
    panel = shown(Panel(desk))
    fold = panel.main.folds["brush"]
    fold.panel = panel  # whoever holds the one holds the other
    return fold


def paint(brush_map, qtbot, *points):
    QtCore.QCoreApplication.processEvents()  # it has its place in the dock by now
    places = [brush_map.place_of(*point).toPoint() for point in points]
    qtbot.mousePress(brush_map, LEFT, pos=places[0])
    for place in places[1:]:
        qtbot.mouseMove(brush_map, place)
    qtbot.mouseRelease(brush_map, LEFT, pos=places[-1])


def test_what_is_painted_over_is_removed(brush_fold, session, press, qtbot):
    assert not brush_fold.content.isVisible()
    press(brush_fold.head)
    assert brush_fold.content.isVisible()
    paint(brush_fold.content, qtbot, (400, 500), (500, 520), (600, 500))
    [stroke] = session.did("remove")
    each = CANVAS.width / brush_fold.content.width()  # a pixel of the map in pixels of the canvas
    radius = brush_fold.content.diameter / 2
    wanted = Box.between(
        round(400 - radius), round(500 - radius), round(600 + radius), round(500 + radius)
    )
    for seen, meant in (
        (stroke.box.x, wanted.x),
        (stroke.box.right, wanted.right),
        (stroke.box.y, wanted.y),
    ):
        assert abs(seen - meant) <= 2 * each
    assert CANVAS.height >= stroke.box.bottom
    assert session.did("turn") == []


def test_the_stroke_is_seen_until_the_picture_is_another(brush_fold, session, press, qtbot):
    press(brush_fold.head)

    def inked():
        at = brush_fold.content.place_of(500, 500).toPoint()
        colour = (
            brush_fold.content.grab()
            .toImage()
            .pixelColor(at * brush_fold.content.devicePixelRatio())
        )
        return colour.red() > colour.green() + 30

    assert not inked()
    session.play(job())
    paint(brush_fold.content, qtbot, (400, 500), (600, 500))
    brush_fold.content.leaveEvent(None)
    brush_fold.content.picture_wanted.emit()
    assert inked()  # the job is on its way
    session.play()
    session.applied.emit("r1")
    qtbot.waitUntil(lambda: not inked())


def test_the_brush_has_sizes(brush_fold, session, press, qtbot):
    press(brush_fold.head)
    small = brush_fold.content.diameter
    qtbot.keyClick(brush_fold.content, Qt.Key.Key_BracketRight)
    large = brush_fold.content.diameter
    assert large > small
    point = QtCore.QPointF(brush_fold.content.rect().center())
    turned = QtGui.QWheelEvent(
        point, point, QtCore.QPoint(), QtCore.QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QtCore.QCoreApplication.sendEvent(brush_fold.content, turned)
    assert brush_fold.content.diameter == small


def test_it_is_there_for_remove_alone_and_where_the_editor_can(brush_fold, session):
    assert brush_fold.isVisible()
    session.choose("fill")
    assert not brush_fold.isVisible()
    session.choose("remove")
    assert brush_fold.isVisible()


def test_an_editor_with_a_brush_of_its_own_is_offered_none(main, session):
    session.choose("remove")
    assert not main.folds["brush"].isVisible()
