"""The backend's life: found, started, remote, refused, stopped, and gone with a killed editor."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ritocco_dock.backend.backend import Backend, Standing
from ritocco_dock.backend.locate import clean_environment, find_command
from ritocco_dock.backend.process import PUT_AWAY, PUTTING_AWAY
from ritocco_dock.settings import Settings
from tests.plugin.conftest import ROOT, kill


@pytest.fixture
def program():
    """As it is started outside of tests."""
    return os.environ.get("RITOCCO_BACKEND", sys.executable)


@pytest.fixture
def backend(home, qtbot):
    made = Backend(Settings())
    yield made
    made.close()


@pytest.fixture
def other(tmp_path):
    """A backend that somebody else started, as on another computer."""
    data = tmp_path / "other"
    program = os.environ["RITOCCO_BACKEND"]
    command = [program, "-m", "ritocco"] if "python" in Path(program).name else [program]
    process = subprocess.Popen(
        [*command, "serve", "--port", "0", "--data", str(data), "--token", "chosen"],
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process, process.stdout.readline().split()[-1]
    process.kill()
    process.wait(10)
    process.stdout.close()


def gone(process_id):
    try:
        os.kill(process_id, 0)
        stat = Path(f"/proc/{process_id}/stat").read_text()
    except OSError:
        return True
    return stat.rpartition(")")[2].split()[0] == "Z"


def test_it_starts_when_asked_and_stops_with_us(backend, wait):
    assert backend.standing is Standing.OFF
    backend.start()
    assert backend.standing is Standing.STARTING
    wait(lambda: backend.standing is Standing.READY)
    assert backend.address.startswith("http://127.0.0.1:")
    assert not backend.is_remote
    process = backend.process_id
    assert "serving at" in backend.log()
    backend.stop()
    assert backend.standing is Standing.OFF
    wait(lambda: gone(process))


def test_starting_twice_is_starting_once(backend, wait):
    backend.start()
    process = backend.process_id
    backend.start()
    wait(lambda: backend.standing is Standing.READY)
    backend.start()
    assert backend.process_id == process


def test_after_a_crash_it_is_there_again(backend, wait):
    ready, problems = [], []
    backend.ready.connect(lambda: ready.append(backend.address))
    backend.changed.connect(lambda: problems.append(backend.problem))
    backend.start()
    wait(lambda: len(ready) == 1)
    kill(backend.process_id)
    wait(lambda: len(ready) == 2)
    assert any("started again" in problem for problem in problems)
    assert ready[0] != ready[1]
    assert backend.problem == ""


def test_a_program_that_is_no_backend_is_told_apart(home, monkeypatch, wait, tmp_path):
    program = tmp_path / "ritocco"
    program.write_text("#!/bin/sh\necho something else\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setenv("RITOCCO_BACKEND", str(program))
    monkeypatch.setattr("ritocco_dock.backend.backend.PAUSES_MS", (10, 10, 10))
    made = Backend(Settings())
    made.start()
    wait(lambda: "keeps stopping" in made.problem)
    assert "something else" in made.log()
    made.close()


def test_a_mistake_in_the_settings_is_said_in_its_own_words(backend, home, wait):
    """Starting again would not help, so it is not tried."""
    home.mkdir(exist_ok=True)
    (home / "settings.toml").write_text("[server]\npart = 1\n")
    backend.start()
    wait(lambda: backend.problem and backend.standing is Standing.LOST)
    assert backend.problem.endswith("line 2: there is no 'part' in [server]; did you mean 'port'?")
    assert backend.process_id == 0
    (home / "settings.toml").unlink()
    backend.start()
    wait(lambda: backend.standing is Standing.READY)


def test_a_start_that_hangs_is_given_up(home, monkeypatch, wait, tmp_path):
    program = tmp_path / "ritocco"
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    program.chmod(0o755)
    monkeypatch.setenv("RITOCCO_BACKEND", str(program))
    monkeypatch.setattr("ritocco_dock.backend.backend.START_MS", 300)
    made = Backend(Settings())
    made.start()
    process = made.process_id
    wait(lambda: "too long" in made.problem)
    wait(lambda: gone(process))
    made.close()


def test_an_end_waits_for_work_that_is_put_away(home, monkeypatch, wait, tmp_path):
    """Large pictures on a slow disk take longer than a process that hangs is given."""
    program, put = tmp_path / "ritocco", tmp_path / "put"
    program.write_text(
        f"#!/bin/sh\necho '{PUTTING_AWAY}'\ntouch {put}.in\ncat\nsleep 0.3\n"
        f"echo all > {put}\necho '{PUT_AWAY}'\nexec sleep 60\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("RITOCCO_BACKEND", str(program))
    monkeypatch.setattr("ritocco_dock.backend.process.STOP_MS", 100)
    made = Backend(Settings())
    made.start()
    process = made.process_id
    wait((tmp_path / "put.in").exists)
    made.close()
    assert put.read_text() == "all\n"
    assert gone(process)


def test_a_remote_one_is_reached_with_its_token(backend, other, wait):
    _, address = other
    backend.connect_to(address.removeprefix("http://") + "/", " chosen ")
    wait(lambda: backend.standing is Standing.READY)
    assert backend.is_remote
    assert backend.process_id == 0
    assert backend.address == address
    assert "own computer" in backend.log()
    backend.connect_to("", "")
    assert not backend.is_remote
    wait(lambda: backend.standing is Standing.READY)
    assert backend.address != address


def test_a_wrong_token_is_refused_and_said(backend, other, wait):
    backend.connect_to(other[1], "wrong")
    wait(lambda: backend.standing is Standing.REFUSED)
    assert "token" in backend.problem


@pytest.mark.parametrize("address", ["http://", "ftp://x:1", "http://a:b@x", "http://x:1/path"])
def test_what_is_no_address_is_said(backend, address):
    backend.connect_to(address, "t")
    assert backend.standing is Standing.REFUSED
    assert "address" in backend.problem


def test_nobody_there_is_tried_again(backend, other, wait, monkeypatch):
    monkeypatch.setattr("ritocco_dock.backend.backend.PROBE_MS", 100)
    process, address = other
    backend.connect_to(address, "chosen")
    wait(lambda: backend.standing is Standing.READY)
    process.kill()
    wait(lambda: backend.standing is Standing.LOST)
    wait(lambda: "does not answer" in backend.problem)  # first it may have taken too long
    backend.stop()
    assert backend.standing is Standing.OFF


def test_the_token_is_kept_from_other_eyes(backend, home):
    backend.connect_to("http://127.0.0.1:9", "chosen")
    file = home / "dock.json"
    assert json.loads(file.read_text())["token"] == "chosen"
    assert file.stat().st_mode & 0o077 == 0


EDITOR = """
import sys
sys.path[:0] = [sys.argv[1]]
from ritocco_dock.qt import QtCore
from ritocco_dock.backend.backend import Backend, Standing
from ritocco_dock.settings import Settings
app = QtCore.QCoreApplication([])
backend = Backend(Settings())
backend.ready.connect(lambda: print(backend.process_id, flush=True))
backend.start()
app.exec()
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is a thing of POSIX")
def test_it_goes_with_an_editor_that_is_killed(home):
    editor = subprocess.Popen(
        [sys.executable, "-c", EDITOR, str(ROOT / "plugin")], stdout=subprocess.PIPE, text=True
    )
    process = int(editor.stdout.readline())
    assert not gone(process)
    editor.send_signal(signal.SIGKILL)
    editor.wait(10)
    editor.stdout.close()
    give_up = time.monotonic() + 15
    while not gone(process):
        assert time.monotonic() < give_up
        time.sleep(0.05)


def test_where_it_is_looked_for(home, tmp_path):
    package = tmp_path / "plugin" / "ritocco_dock" / "locate.py"
    nowhere = {"PATH": str(tmp_path / "bin")}
    assert find_command(nowhere, package) is None
    on_path = tmp_path / "bin" / "ritocco"
    on_path.parent.mkdir()
    on_path.write_text("#!/bin/sh\n")
    on_path.chmod(0o755)
    assert find_command(nowhere, package) == [str(on_path)]
    pointed = tmp_path / "python3"
    home.mkdir(exist_ok=True)
    (home / "backend.json").write_text(json.dumps({"command": [str(pointed), "-m", "ritocco"]}))
    assert find_command(nowhere, package) == [str(on_path)]  # what it points to is gone
    pointed.touch()
    assert find_command(nowhere, package) == [str(pointed), "-m", "ritocco"]
    checkout = tmp_path / ".venv" / "bin" / "python"
    checkout.parent.mkdir(parents=True)
    checkout.touch()
    (tmp_path / "backend" / "ritocco").mkdir(parents=True)
    assert find_command(nowhere, package)[0] == str(checkout)
    chosen = {**nowhere, "RITOCCO_BACKEND": "/opt/ritocco"}
    assert find_command(chosen, package) == ["/opt/ritocco"]


@pytest.mark.parametrize(
    "text", ["", "[]", '{"command": []}', '{"command": [1]}', '{"command": "x"}']
)
def test_a_damaged_pointer_counts_as_none(home, tmp_path, text):
    home.mkdir()
    (home / "backend.json").write_text(text)
    assert find_command({"PATH": ""}, tmp_path / "plugin" / "ritocco_dock" / "locate.py") is None


def test_what_belongs_to_the_editor_stays_with_it():
    kept = {"PATH": "/bin", "HOME": "/h", "LD_LIBRARY_PATH": "/lib"}
    foreign = {"PYTHONHOME": "/a", "PYTHONPATH": "/b", "QT_PLUGIN_PATH": "/c"}
    found = clean_environment({**kept, **foreign})
    assert kept.items() <= found.items()
    assert not set(foreign) & set(found)
    bundled = clean_environment({**kept, "APPDIR": "/mnt"})
    assert "LD_LIBRARY_PATH" not in bundled
