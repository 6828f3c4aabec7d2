"""The dock's core against real backend processes: `ritocco serve`, in data folders of their own."""

import os
import signal
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "plugin"))

from ritocco_dock.desk import Desk  # noqa: E402  the path comes first
from ritocco_dock.settings import Settings  # noqa: E402
from tests.plugin.doubles import MemoryHost  # noqa: E402

WAIT_MS = 120_000
"""Generous: machines that test are busy."""


@pytest.fixture
def program(request):
    """What is started as the backend."""
    chosen = os.environ.get("RITOCCO_BACKEND")
    if chosen or not hasattr(os, "fork"):
        return chosen or sys.executable
    return str(request.getfixturevalue("warm").ritocco)


@pytest.fixture
def home(tmp_path, monkeypatch, program):
    """An empty data folder, for dock and backend."""
    folder = tmp_path / "home"
    monkeypatch.setenv("RITOCCO_HOME", str(folder))
    monkeypatch.setenv("RITOCCO_BACKEND", program)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    return folder


@pytest.fixture
def host(qapp):
    return MemoryHost()


@pytest.fixture
def make_desk(home, host, qtbot):
    """Makes desks on the same data folder, as editors started one after the other."""
    made = []

    def make(**more):
        made.append(Desk(host, Settings(), **more))
        return made[-1]

    yield make
    for desk in made:
        desk.close()


@pytest.fixture
def desk(make_desk):
    """A desk whose backend has not been asked for yet."""
    return make_desk()


@pytest.fixture
def wait(qtbot):
    """Waits until something holds, with the event loop running."""

    def until(holds, most_ms=WAIT_MS):
        qtbot.waitUntil(lambda: bool(holds()), timeout=most_ms)

    return until


def kill(process_id):
    """SIGKILL, as the system does it when memory is short."""
    assert process_id > 0  # 0 would be ourselves
    os.kill(process_id, signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
