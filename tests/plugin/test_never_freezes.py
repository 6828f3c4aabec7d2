"""Promise 4 without an editor: what the GUI thread does at a time on an 8k document.

Measured in the thread's own processor time, so that a busy machine does not fail it. What an
editor takes for its own calls is measured with the editor.
"""

import os
import subprocess
import sys
import time

import numpy as np
import psutil
import pytest

from ritocco_dock.backend import Standing
from ritocco_dock.geometry import Box
from ritocco_dock.hosts.protocol import Layout
from ritocco_dock.job import Phase
from ritocco_dock.qt import QTimer
from tests.plugin.conftest import ROOT
from tests.plugin.doubles import MemorySnapshot

LIMIT_MS = 50
WIDTH, HEIGHT = 7680, 4320
MEGABYTES = WIDTH * HEIGHT * 4 / 2**20


@pytest.fixture
def fake_backend(home):
    """A server whose studio hands back the picture it gets."""
    command = [sys.executable, "-m", "tests.server.fakes", "--port", "0", "--data", str(home)]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ}
    )
    yield process.stdout.readline().split()[-1]
    process.terminate()
    process.wait(20)
    process.stdout.close()


class Meter:
    """The longest piece of work of this thread between two turns of the event loop."""

    def __init__(self):
        self.worst_ms, self.most_bytes = 0.0, 0
        self._process = psutil.Process()
        self._last = time.thread_time()
        self._timer = QTimer()
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self):
        now = time.thread_time()
        self.worst_ms = max(self.worst_ms, (now - self._last) * 1000)
        self.most_bytes = max(self.most_bytes, self._process.memory_info().rss)
        self._last = time.thread_time()

    def stop(self):
        self._timer.stop()


@pytest.fixture
def opened(desk, host, wait, fake_backend, home, monkeypatch):
    pixels = np.full((HEIGHT, WIDTH, 4), 128, np.uint8)
    document = host.open(pixels, Layout("rgb", "u8", True, "bgra"))
    document.chosen = None
    monkeypatch.setattr(document, "snapshot", lambda *_: LazySnapshot(document))
    monkeypatch.setattr(document, "take", document.layers.append)
    # An editor keeps the bounds of its selection.
    monkeypatch.setattr(document, "_bounds", lambda: document.chosen)
    desk.open()
    desk.backend.connect_to(fake_backend, (home / "token").read_text())
    wait(lambda: desk.backend.standing is Standing.READY)
    return document, desk.session


class LazySnapshot(MemorySnapshot):
    """As an editor's: taken at once, copied only where it is read."""

    def __init__(self, document):
        self.state = document.state()
        self._pixels, self._mask = document.base, document.selected
        self.closed, self.largest = False, 0


def test_a_whole_8k_canvas_goes_out_and_comes_back(opened, wait, record_property):
    document, session = opened
    document.chosen = Box(0, 0, WIDTH, HEIGHT)
    document.select(document.chosen)
    wait(lambda: session.plan)
    meter = Meter()
    before = psutil.Process().memory_info().rss
    [job] = session.submit()
    wait(lambda: session.job(job).phase.is_final, 120_000)
    sent_ms, sent_bytes = meter.worst_ms, meter.most_bytes - before
    assert session.job(job).phase is Phase.DONE
    meter.stop()
    meter = Meter()
    before = psutil.Process().memory_info().rss
    session.apply(session.result_of(job).id)
    wait(lambda: session.is_applied(session.result_of(job).id), 120_000)
    meter.stop()
    came_ms, came_bytes = meter.worst_ms, meter.most_bytes - before
    [layer] = document.layers
    assert (layer.pixels == 128)[..., :3].all()
    told = (
        f"out {sent_ms:.0f} ms, {sent_bytes / 2**20:.0f} MB; "
        f"back {came_ms:.0f} ms, {came_bytes / 2**20:.0f} MB; canvas {MEGABYTES:.0f} MB"
    )
    record_property("gaps", told)
    print(told)
    assert sent_ms < LIMIT_MS
    assert came_ms < LIMIT_MS
    assert sent_bytes < 1.6 * (MEGABYTES * 5 / 4) * 2**20  # pixels and selection, once
    assert came_bytes < 1.6 * (MEGABYTES * 9 / 4) * 2**20  # the double keeps layer, mask, flags


def test_a_small_selection_costs_the_same_on_an_8k_canvas(opened, wait):
    document, session = opened
    document.chosen = Box(5000, 3000, 300, 300)
    document.select(document.chosen)
    meter = Meter()
    [job] = session.submit()
    wait(lambda: session.job(job).phase.is_final)
    meter.stop()
    assert session.job(job).phase is Phase.DONE
    assert session.result_of(job).box == Box(5000, 3000, 300, 300)
    assert meter.worst_ms < LIMIT_MS
