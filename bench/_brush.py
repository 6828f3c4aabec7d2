"""How far an 800 px brush is behind a fast hand on 12000 x 8000 pixels, in easel's own window."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from itertools import pairwise
from math import hypot
from pathlib import Path

from _easel import MOST_SECONDS, PROMISED, until
from _report import Row

from ritocco_dock.easel.document import Document, new_canvas
from ritocco_dock.easel.raster import KINDS, Raster, blank
from ritocco_dock.easel.window import EaselWindow
from ritocco_dock.geometry import Size
from ritocco_dock.qt import Qt, QtCore, QtGui, QtWidgets
from ritocco_dock.settings import Settings

SIDES = Size(12_000, 8_000)
BRUSH = 800
EVERY = 0.008
"""Seconds between two points of a mouse."""
PACE = 1500.0
"""Pixels of the screen in a second: the hand crosses the window in one."""
_RIM = 0.45
"""Of the brush's size, before its middle: what only this point of the hand covers."""
_Kind = QtCore.QEvent.Type


def brush_rows() -> Iterator[Row]:
    """A zigzag with a hard brush: the most and the usual time until a point of it is on screen."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["RITOCCO_HOME"] = folder
        os.environ.setdefault("RITOCCO_BACKEND", sys.executable)
        app = QtWidgets.QApplication.instance() or QtWidgets.QApplication([])
        late = sorted(_drawn(EaselWindow(Settings(Path(folder) / "dock.json"))))
        app.processEvents()
    name = f"easel, a brush of {BRUSH} px on {SIDES.width} x {SIDES.height}"
    yield Row(f"{name}: behind the hand at the most, computing, ms", late[-1] * 1000, PROMISED)
    yield Row(f"{name}: usually, ms", late[len(late) // 2] * 1000)


def _drawn(window: EaselWindow) -> list[float]:
    """How late each point of the stroke was, in seconds."""
    window.resize(1440, 900)
    window.show()
    kind = KINDS["u8"]
    ground = blank(kind, SIDES.width, SIDES.height)
    ground.fill(Qt.GlobalColor.white)
    document = Document(new_canvas(SIDES, "u8", Raster.of(kind, ground), "Ground"), name="Brush")
    window.add_document(document)
    canvas = window.canvas
    assert canvas is not None
    canvas.fit()
    until(lambda: not canvas.tiles.busy)
    window.choices.set(size=BRUSH, hardness=1.0, opacity=1.0, colour=QtGui.QColor("black"))
    canvas.tool_controller.take("brush")
    try:
        return _follow(canvas, _hand(canvas))
    finally:
        document.mark_saved(document.canvas)
        window.close()


def _hand(canvas) -> list[QtCore.QPointF]:  # type: ignore[no-untyped-def]
    """Where it is each time, in pixels of the canvas."""
    corners = [(700, 700), (2300, 7200), (3900, 800), (5500, 7200), (7100, 800), (11_300, 7300)]
    points = [QtCore.QPointF(*corners[0])]
    for (x, y), (right, down) in pairwise(corners):
        steps = round(hypot(right - x, down - y) * canvas.view.zoom / (PACE * EVERY))
        points += [
            QtCore.QPointF(x + (right - x) * at / steps, y + (down - y) * at / steps)
            for at in range(1, steps + 1)
        ]
    return points


def _follow(canvas, points: list[QtCore.QPointF]) -> list[float]:  # type: ignore[no-untyped-def]
    """Seconds of computing from each point of the hand until the screen has it.

    The clock is this thread's processor time, and jumps to the hand's next point where there is
    nothing to do: what else the machine is at does not count.
    """
    waiting: deque[tuple[float, QtCore.QPointF]] = deque()
    late: list[float] = []
    begun, skipped = time.thread_time(), 0.0
    paint = canvas.paintEvent

    def clock() -> float:
        return time.thread_time() - begun + skipped

    def painted(event: QtGui.QPaintEvent | None) -> None:
        paint(event)
        while waiting and _dark(canvas, waiting[0][1]):
            late.append(clock() - waiting.popleft()[0])

    canvas.paintEvent = painted
    given = 0
    while given < len(points) or waiting:
        if not waiting:
            skipped += max(0.0, given * EVERY - clock())
        while given < len(points) and given * EVERY <= clock():
            _give(canvas, points, given)
            if given:
                way = points[given] - points[given - 1]
                rim = points[given] + way * (BRUSH * _RIM / hypot(way.x(), way.y()))
                waiting.append((given * EVERY, rim))
            given += 1
        QtWidgets.QApplication.processEvents()
        if clock() > MOST_SECONDS:
            raise SystemExit(f"The brush is {len(waiting)} points behind.")
    return late


def _give(canvas, points: list[QtCore.QPointF], index: int) -> None:  # type: ignore[no-untyped-def]
    kind = _Kind.MouseMove if index else _Kind.MouseButtonPress
    place, left = canvas.place_of(points[index]), Qt.MouseButton.LeftButton
    QtWidgets.QApplication.postEvent(
        canvas, QtGui.QMouseEvent(kind, place, place, left, left, Qt.KeyboardModifier.NoModifier)
    )


def _dark(canvas, point: QtCore.QPointF) -> bool:  # type: ignore[no-untyped-def]
    """Whether the screen shows the brush's colour there."""
    level = canvas.tiles.level_for(canvas.view.zoom)
    for part, image, box in canvas.tiles.show(level, canvas.view.seen):
        if box.x <= point.x() < box.right and box.y <= point.y() < box.bottom:
            scale = part.width() / box.width
            x = int(part.x() + (point.x() - box.x) * scale)
            y = int(part.y() + (point.y() - box.y) * scale)
            return bool(image.pixelColor(x, y).lightness() < 128)
    return False
