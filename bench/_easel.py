"""Easel with an 8k picture: the longest turn of its event loop in all that an artist does to it."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("RITOCCO_QT", "6")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "plugin"))

import numpy as np
from _report import Row

from ritocco.canvas import files
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco_dock.easel import commands
from ritocco_dock.easel.canvas import CanvasWidget
from ritocco_dock.easel.window import EaselWindow
from ritocco_dock.qt import Qt, QtCore, QtGui, QtWidgets
from ritocco_dock.settings import Settings

SIDES = 7680, 4320
PROMISED = 50.0
"""Milliseconds."""
MOST_SECONDS = 300.0
_SETTLE = 0.3


class Turns:
    """The longest turn of the event loop since `take`, by a timer that always wants to run.

    cpu    milliseconds this thread computed in it: what it costs on a quiet machine at least
    pause  milliseconds it took, but for those in which the machine gave the processor to others
    """

    def __init__(self) -> None:
        self._queue = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._last = self._now()
        self._cpu = self._pause = 0.0
        self._timer = QtCore.QTimer()
        self._timer.timeout.connect(self._tick)
        self._timer.start(0)

    def take(self) -> tuple[float, float]:
        """cpu and pause, and begin anew."""
        found = self._cpu, self._pause
        self._cpu = self._pause = 0.0
        self._last = self._now()
        return found

    def _now(self) -> tuple[float, float]:
        queued = int(self._queue.read_text().split()[1]) / 1e9 if self._queue.exists() else 0.0
        return time.thread_time(), time.perf_counter() - queued

    def _tick(self) -> None:
        now = self._now()
        self._cpu = max(self._cpu, (now[0] - self._last[0]) * 1000)
        self._pause = max(self._pause, (now[1] - self._last[1]) * 1000)
        self._last = now


def until(holds: Callable[[], object], settle: float = _SETTLE) -> None:
    """Let the window live until something holds, and a moment longer."""
    ends, still = time.perf_counter() + MOST_SECONDS, 0.0
    while still < settle:
        if time.perf_counter() > ends:
            raise SystemExit("Easel did not get there.")
        before = time.perf_counter()
        QtWidgets.QApplication.processEvents(QtCore.QEventLoop.ProcessEventsFlag.AllEvents, 20)
        still = still + time.perf_counter() - before if holds() else 0.0


def easel_rows() -> Iterator[Row]:
    """Open, paint, select, fill, apply, undo, save: for each the longest turn."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["RITOCCO_HOME"] = folder
        os.environ.setdefault("RITOCCO_BACKEND", sys.executable)
        app = QtWidgets.QApplication.instance() or QtWidgets.QApplication([])
        picture = Path(folder) / "large.tif"
        _write(picture)
        window = EaselWindow(Settings(Path(folder) / "dock.json"))
        try:
            yield from _walk(window, picture)
        finally:
            for document in window.documents:
                document.mark_saved(document.canvas)
            window.close()
            app.processEvents()


def _walk(window: EaselWindow, picture: Path) -> Iterator[Row]:
    turns = Turns()

    def rows(name: str) -> Iterator[Row]:
        cpu, pause = turns.take()
        yield Row(f"easel, longest turn, {name}: computing, ms", cpu, PROMISED)
        yield Row(f"easel, longest turn, {name}: all of it, ms", pause)

    window.resize(1440, 900)
    window.show()
    until(lambda: window.desk.offer.device or window.desk.backend.client.address)
    turns.take()

    window.open(str(picture))
    until(lambda: window.canvas is not None and not window.canvas.tiles.busy)
    yield from rows("opening")
    canvas, document = window.canvas, window.document
    assert canvas is not None
    assert document is not None

    canvas.actual()
    for _ in range(40):
        canvas.pan(QtCore.QPointF(-60, -25))
        until(lambda: True, 0.01)
    for _ in range(6):
        canvas.zoom_step(-1)
        until(lambda: True, 0.05)
    until(lambda: not canvas.tiles.busy)
    yield from rows("panning and zooming")

    canvas.fit()
    _drag(canvas, "lasso", [(3000, 2000), (3330, 2020), (3300, 2260), (3010, 2240)])
    yield from rows("a lasso")
    _drag(canvas, "rectangle", [(200, 200), (7400, 4100)])
    until(lambda: True)
    commands.invert_selection(document)
    until(lambda: True)
    yield from rows("a selection of nearly all, inverted")
    window.menus.actions["soften"].trigger()
    until(lambda: document.undo_label == "Soften selection" and not canvas.tiles.busy)
    yield from rows("its edge softened")
    document.undo()
    document.undo()
    document.undo()
    until(lambda: document.canvas.selection is not None)
    turns.take()
    commands.new_layer(document)
    window.choices.set(size=300)
    select = document.canvas.selection
    commands.select_nothing(document)
    _drag(canvas, "brush", [(500, 500), (4000, 3800), (7000, 700)])
    yield from rows("a brush stroke across")
    document.undo()
    document.undo()
    document.undo()
    assert document.canvas.selection is select
    until(lambda: not canvas.tiles.busy)
    yield from rows("undoing it")

    session = window.desk.session
    assert session is not None
    until(lambda: session.readiness.ready and session.plan is not None)
    turns.take()
    session.submit()
    until(lambda: len(session.results) == 1)
    yield from rows("filling")
    result = session.results[0].id
    session.show(result)
    until(lambda: session.shown_image is not None)
    yield from rows("showing a result")
    session.apply(result)
    until(lambda: session.is_applied(result) and not canvas.tiles.busy)
    yield from rows("applying it")
    document.undo()
    until(lambda: not canvas.tiles.busy)
    document.redo()
    until(lambda: not canvas.tiles.busy)
    yield from rows("undo and redo")

    for suffix in (".tif", ".ora"):
        window.file_controller.write(document, str(picture.with_name(f"saved{suffix}")))
        until(lambda: not window.file_controller.busy)
        yield from rows(f"saving {suffix}")


def _drag(canvas: CanvasWidget, tool: str, points: list[tuple[int, int]]) -> None:
    """Use a tool as a mouse does, through points of the canvas."""
    canvas.tool_controller.take(tool)
    places = [canvas.place_of(QtCore.QPointF(*point)) for point in points]
    steps = [places[0]]
    for start, end in pairwise(places):
        steps += [start + (end - start) * part / 20 for part in range(1, 21)]
    for index, place in enumerate(steps):
        kinds = [QtCore.QEvent.Type.MouseMove] if index else [QtCore.QEvent.Type.MouseButtonPress]
        if index == len(steps) - 1:
            kinds.append(QtCore.QEvent.Type.MouseButtonRelease)
        for kind in kinds:
            button = Qt.MouseButton.LeftButton
            event = QtGui.QMouseEvent(
                kind, place, place, button, button, Qt.KeyboardModifier.NoModifier
            )
            QtWidgets.QApplication.postEvent(canvas, event)
        until(lambda: True, 0.005)
    until(lambda: not canvas.tiles.busy)


def _write(path: Path) -> None:
    """A picture with grain that a fill has something to do with."""
    width, height = SIDES
    random = np.random.default_rng(5)
    y, x = np.mgrid[0:height, 0:width]
    slope = (90 + x / width * 80 + y / height * 50).astype(np.int16)
    grain = random.integers(-12, 13, (height, width), np.int16)
    grey = np.clip(slope + grain, 0, 255).astype(np.uint8)
    pixels = np.stack([grey, grey, 255 - grey], -1)
    files.save(Picture(pixels, Layout(ColourModel.RGB, Depth.U8, False)), path)
