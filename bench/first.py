"""The first minutes, measured: the backend's start until it is ready, and press to layer.

The dock without an editor (a document in memory) talks to a real backend, as in Krita. Every row
with a limit is a ratio of times taken within this one run, in turns.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("RITOCCO_QT", "6")
ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "plugin")]

import numpy as np  # noqa: E402
from _report import Row, report  # noqa: E402
from PyQt6.QtCore import QCoreApplication  # noqa: E402

MemoryHost: Any = import_module("tests.plugin.doubles").MemoryHost
"""An editor in memory, which the dock's tests use; they carry no types."""

from ritocco.canvas import files  # noqa: E402
from ritocco.library.shipped_models import demonstration  # noqa: E402
from ritocco.shipped import DEMONSTRATION, resource  # noqa: E402
from ritocco_dock.backend.backend import Standing  # noqa: E402
from ritocco_dock.desk import Desk  # noqa: E402
from ritocco_dock.editor import Layout  # noqa: E402
from ritocco_dock.geometry import Box  # noqa: E402
from ritocco_dock.phase import Phase  # noqa: E402
from ritocco_dock.settings import Settings  # noqa: E402

STARTS = 5
PRESSES = 4
MOST_START = 2.0
"""Of the time that Python takes to load the packages for HTTP alone."""
MOST_AROUND = 1.5
"""Press to layer, of the engine's own time: the rest is sending, disk and pasting."""
MOST_SECONDS = 300.0
POLL = 0.002
"""Seconds between two looks, in which the backend has the processor."""
HOLE = Box(420, 250, 200, 200)
_BARE = "import fastapi, uvicorn, multipart, platformdirs"
TASKS: dict[str, dict[str, Any]] = {
    "fill from the surroundings, 200 px": {"task": "fill", "model": ""},
    "upscale x2, 200 px": {"task": "upscale", "scale": 2.0},
    "repaint by mini, 200 px, 15 steps": {"task": "fill", "model": DEMONSTRATION, "steps": 15},
}


def wait(holds: Callable[[], object]) -> None:
    """Let Qt run until something holds."""
    ends = perf_counter() + MOST_SECONDS
    while not holds():
        if perf_counter() > ends:
            raise TimeoutError("the backend takes too long")
        QCoreApplication.processEvents()
        sleep(POLL)


def seconds(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return perf_counter() - began


def bare() -> None:
    """What no server in Python can do without."""
    subprocess.run([sys.executable, "-c", _BARE], check=True)


class Dock:
    """A dock with the demo's photograph open, and no backend yet."""

    def __init__(self) -> None:
        self.host = MemoryHost()
        photo = files.load(resource("pictures", "horse.webp")).pixels[..., :3]
        opaque = np.full(photo.shape[:2], 255, np.uint8)
        pixels = np.dstack([photo[..., ::-1], opaque])
        self.host.open(np.ascontiguousarray(pixels), Layout("rgb", "u8", True, "bgra"))
        self.desk = Desk(self.host, Settings())

    def ready(self) -> None:
        """Start the backend."""
        self.desk.open()
        wait(lambda: self.desk.backend.standing is Standing.READY)

    def press(self, knobs: dict[str, Any]) -> tuple[float, float]:
        """Press and apply; seconds until the layer is there, and the engine's own."""
        session: Any = self.desk.session
        document = self.host.now
        document.select(HOLE)
        session.turn(seed=1, **knobs)
        began = perf_counter()
        [job] = session.submit()
        wait(lambda: session.job(job).phase.is_final)
        if session.job(job).phase is not Phase.DONE:
            raise RuntimeError(session.job(job).problem)
        result = session.result_of(job)
        session.apply(result.id)
        wait(lambda: session.is_applied(result.id))
        taken = perf_counter() - began
        self.host.activate(document)
        return taken, result.seconds

    def close(self) -> None:
        """Stop the backend."""
        self.desk.close()


def starts() -> Iterator[Row]:
    """Both in turns, so that whatever else the machine does meets both."""
    took, alone = [], []
    for _ in range(STARTS + 1):
        alone.append(seconds(bare))
        dock = Dock()
        took.append(seconds(dock.ready))
        dock.close()
    ready, least = median(took[1:]), median(alone[1:])  # the first ones warm the disk
    yield Row("backend ready after its start, s", ready)
    yield Row("... of the time to load HTTP packages alone", ready / least, MOST_START)


def presses() -> Iterator[Row]:
    """Press to layer, for all that ships."""
    dock = Dock()
    dock.ready()
    for name, knobs in TASKS.items():
        if knobs.get("model") == DEMONSTRATION and not demonstration():
            continue
        first, *others = [dock.press(knobs) for _ in range(PRESSES)]
        yield Row(f"{name}: first press to layer, s", first[0])
        yield Row(f"{name}: later presses, s", median(taken for taken, _ in others))
        ratio = median(taken / own for taken, own in others)
        yield Row(f"{name}: ... of the engine's own time", ratio, MOST_AROUND)
    dock.close()


def rows() -> Iterator[Row]:
    """All of it, in a data folder of its own."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["RITOCCO_HOME"] = home
        os.environ["RITOCCO_BACKEND"] = sys.executable
        yield from starts()
        yield from presses()


if __name__ == "__main__":
    application = QCoreApplication(sys.argv)
    sys.exit(report("The first minutes", rows()))
