"""Promises 4 and 5 without an editor: how much the GUI thread copies in one turn of its event loop.

Bytes are counted and not milliseconds, which a busy machine stretches: those are measured in a
real Krita by `bench/dock.py`. The dock slices its work by the clock, so here it gets one that
only its work moves on: every byte takes as long as on a slow machine.
"""

import os
import subprocess
import sys

import numpy as np
import psutil
import pytest

from ritocco_dock import slices
from ritocco_dock.backend.backend import Standing
from ritocco_dock.editor import Layout
from ritocco_dock.geometry import Box
from ritocco_dock.net import call, upload
from ritocco_dock.net.client import Client
from ritocco_dock.phase import Phase
from ritocco_dock.qt import QTimer
from ritocco_dock.session import paste, submission
from tests.plugin.conftest import ROOT
from tests.plugin.doubles import MemoryBuilder, MemorySnapshot

SECONDS_A_BYTE = 4e-9
"""An editor that hands out 250 MB a second; Krita hands out 1800 on the machine of the README."""
EDITOR_BYTES = round(2 * slices.TURN_SECONDS / SECONDS_A_BYTE)
"""Most that goes out of the editor or into it in one turn: the last step may take a turn, too."""
NETWORK_BYTES = call.TURN_BYTES + paste.BAND_BYTES
"""Most that is handed to the network or taken from it in one turn, with what waited for a band."""
PIXEL_BYTES = 4
LAYOUT = Layout("rgb", "u8", True, "bgra")
WIDTH, HEIGHT = 7680, 4320
PATIENCE_MS = 300_000
"""165 MB go over the network twice, in pieces of 16 KiB: Qt's way with a device."""
CANVAS_BYTES = WIDTH * HEIGHT * PIXEL_BYTES


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


class Work:
    """Bytes that the GUI thread copies: in all, in the fullest turn; and the clock they drive."""

    def __init__(self):
        self.clock = 0.0
        self._process = psutil.Process()
        self.begin()
        self._timer = QTimer()
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._turn)
        self._timer.start()

    def begin(self):
        """Count from here."""
        self.total = {"editor": 0, "network": 0}
        self.most = dict(self.total)
        self._now = dict(self.total)
        self._memory = self._most_memory = self._process.memory_info().rss

    def did(self, kind, count):
        self._now[kind] += count
        self.total[kind] += count
        self.clock += count * SECONDS_A_BYTE

    @property
    def memory(self):
        """Bytes of memory taken since `begin`, at most."""
        return self._most_memory - self._memory

    def _turn(self):
        for kind, count in self._now.items():
            self.most[kind] = max(self.most[kind], count)
        self._now = dict.fromkeys(self._now, 0)
        self._most_memory = max(self._most_memory, self._process.memory_info().rss)

    def stop(self):
        self._turn()
        self._timer.stop()


@pytest.fixture
def work(qapp, monkeypatch):
    """Counts at the four places where bytes pass: out of and into the editor and the network."""
    counts = Work()
    for module in (slices, submission, paste):
        monkeypatch.setattr(module, "perf_counter", lambda: counts.clock)
    for name in ("write", "write_mask"):
        monkeypatch.setattr(MemoryBuilder, name, writing(counts, getattr(MemoryBuilder, name)))
    sends, asks = upload.Pieces.readData, Client.get

    def send(self, most):
        found = sends(self, most)
        counts.did("network", len(found))
        return found

    def ask(self, *words, **more):
        asked = asks(self, *words, **more)
        asked.part.connect(lambda part: counts.did("network", len(part)))
        return asked

    monkeypatch.setattr(upload.Pieces, "readData", send)
    monkeypatch.setattr(Client, "get", ask)
    yield counts
    counts.stop()


def writing(counts, write):
    def counted(self, box, data):
        counts.did("editor", len(data))
        write(self, box, data)

    return counted


class LazySnapshot(MemorySnapshot):
    """As an editor's: taken at once, copied only where it is read."""

    def __init__(self, document, counts):
        self.state = document.state()
        self._pixels, self._mask = document.base, document.selected
        self.kept = Box.of(self.state.size)
        self.closed, self.largest, self._counts = False, 0, counts

    def pixels(self, box):
        found = super().pixels(box)
        self._counts.did("editor", len(found))
        return found

    def mask(self, box):
        found = super().mask(box)
        self._counts.did("editor", len(found))
        return found


@pytest.fixture
def opened(desk, host, wait, fake_backend, home, monkeypatch, work):
    """Opens grey documents of a size, with that much selected, in a desk whose backend is ready."""
    desk.open()
    desk.backend.connect_to(fake_backend, (home / "token").read_text())

    def make(width, height, chosen):
        document = host.open(np.full((height, width, 4), 128, np.uint8), LAYOUT, f"{width}")
        monkeypatch.setattr(document, "snapshot", lambda *_: LazySnapshot(document, work))
        monkeypatch.setattr(document, "take", document.layers.append)
        # An editor keeps the bounds of its selection.
        monkeypatch.setattr(document, "_bounds", lambda: chosen)
        document.select(chosen)
        wait(lambda: desk.backend.standing is Standing.READY and desk.session.plan)
        return document, desk.session

    return make


def test_a_whole_8k_canvas_goes_out_and_comes_back_in_small_pieces(
    opened, wait, work, record_property
):
    document, session = opened(WIDTH, HEIGHT, Box(0, 0, WIDTH, HEIGHT))
    work.begin()
    [job] = session.submit()
    wait(lambda: session.job(job).phase.is_final, PATIENCE_MS)
    assert session.job(job).phase is Phase.DONE
    out, out_memory, all_out = dict(work.most), work.memory, dict(work.total)
    work.begin()
    session.apply(session.result_of(job).id)
    wait(lambda: session.is_applied(session.result_of(job).id), PATIENCE_MS)
    back, back_memory, all_back = dict(work.most), work.memory, dict(work.total)
    [layer] = document.layers
    assert (layer.pixels == 128)[..., :3].all()
    told = f"out {out}, {out_memory >> 20} MiB; back {back}, {back_memory >> 20} MiB"
    record_property("turns", told)
    print(told)
    whole = CANVAS_BYTES * 5 // 4  # pixels and selection, or mask
    assert all_out["editor"] == whole <= all_out["network"]
    assert all_back["editor"] == all_back["network"] == whole
    assert max(out["editor"], back["editor"]) <= EDITOR_BYTES
    assert max(out["network"], back["network"]) <= NETWORK_BYTES
    assert out_memory < 1.6 * whole  # once
    assert back_memory < 1.6 * (CANVAS_BYTES * 9 // 4)  # the double keeps layer, mask, flags


def test_a_small_selection_costs_the_same_on_an_8k_canvas(opened, wait, work):
    def cost(width, height, x, y):
        document, session = opened(width, height, Box(x, y, 300, 300))
        work.begin()
        [job] = session.submit()
        wait(lambda: session.job(job).phase.is_final)
        session.apply(session.result_of(job).id)
        wait(lambda: document.layers)
        assert document.layers[0].spec.box == Box(x, y, 300, 300)
        assert work.most["editor"] <= EDITOR_BYTES
        return work.total

    large, small = cost(WIDTH, HEIGHT, 5000, 3000), cost(1024, 1024, 362, 362)
    there_and_back = 2 * 300 * 300 * (PIXEL_BYTES + 1)  # the fake plans no margin
    assert large["editor"] == small["editor"] == there_and_back
    assert large["network"] == pytest.approx(small["network"], abs=1024)  # what is said, not sent
