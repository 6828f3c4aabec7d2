"""Installing from within the editor: only what the artist brought, only when asked."""

import os
import sys
from pathlib import Path

import pytest

from ritocco_dock.backend import installer, locate
from ritocco_dock.backend.installer import Installer, find_installer, installer_in
from ritocco_dock.backend.locate import find_command
from ritocco_dock.settings import Settings

LAUNCHER = """
import sys, time, pathlib
print("PyTorch: CPU", flush=True)
pathlib.Path(__file__).with_name("ran").write_text(" ".join(sys.argv[1:]))
if "slow" in __file__:
    time.sleep(60)
if "bad" in __file__:
    sys.exit("The disk is full. Free some space.")
"""


def ritocco_in(folder: Path) -> Path:
    (folder / "backend" / "ritocco").mkdir(parents=True)
    (folder / "run.py").write_text(LAUNCHER)
    return folder


@pytest.fixture
def one(home, qapp, monkeypatch):
    monkeypatch.setattr(installer, "find_python", lambda: sys.executable)
    made = Installer(Settings())
    yield made
    made.cancel()


def test_what_can_be_an_installer(tmp_path):
    assert installer_in(tmp_path) is None
    whole = ritocco_in(tmp_path / "Ritocco")
    found = installer_in(whole)
    assert found.words() == [str(whole / "run.py"), "install"]
    assert found.line().endswith(f'"{whole / "run.py"}" install')
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    (bundle / "install.pyz").touch()
    assert installer_in(bundle) is None
    (bundle / "bundle.json").touch()
    assert installer_in(bundle).words() == [str(bundle / "install.pyz")]


def test_it_is_found_where_downloads_lie(home, tmp_path):
    settings, person = Settings(), tmp_path / "person"
    assert find_installer(settings, person) is None
    whole = ritocco_in(person / "Downloads" / "Ritocco-1.0")
    ritocco_in(person / "Downloads" / ".hidden")
    assert find_installer(settings, person).file == whole / "run.py"
    settings.set("installer", str(ritocco_in(tmp_path / "elsewhere")))
    assert find_installer(settings, person).file == tmp_path / "elsewhere" / "run.py"


def test_a_wrong_folder_is_said(one, tmp_path):
    one.choose(tmp_path)
    assert "run.py" in one.problem
    assert one.found is None
    one.choose(ritocco_in(tmp_path / "r"))
    assert one.problem == ""
    assert one.able


def test_nothing_runs_before_it_is_asked_for(one, tmp_path, wait):
    whole = ritocco_in(tmp_path / "r")
    one.choose(whole)
    one.look()
    assert not one.runs
    done = []
    one.installed.connect(lambda: done.append(True))
    one.start()
    assert one.runs
    wait(lambda: not one.runs)
    assert done == [True]
    assert (whole / "ran").read_text() == "install"
    assert one.problem == ""


def test_what_went_wrong_is_told_in_its_own_words(one, tmp_path, wait):
    one.choose(ritocco_in(tmp_path / "bad"))
    done = []
    one.installed.connect(lambda: done.append(True))
    one.start()
    wait(lambda: not one.runs)
    assert one.problem == "The disk is full. Free some space."
    assert done == []


def test_it_can_be_stopped(one, tmp_path, wait):
    one.choose(ritocco_in(tmp_path / "slow"))
    one.start()
    wait(lambda: one.line == "PyTorch: CPU")
    process = one._process
    gone = []
    process.finished.connect(lambda *_: gone.append(True))
    one.cancel()
    assert not one.runs
    assert one.problem == ""
    wait(lambda: gone)


def test_without_a_python_it_only_explains(one, tmp_path, monkeypatch):
    monkeypatch.setattr(installer, "find_python", lambda: "")
    one.choose(ritocco_in(tmp_path / "r"))
    assert not one.able
    one.start()
    assert not one.runs


def test_in_a_flatpak_programs_are_started_outside(home, tmp_path, monkeypatch):
    home.mkdir()
    (home / "backend.json").write_text('{"command": ["/host/python", "-m", "ritocco"]}')
    package = tmp_path / "pykrita" / "ritocco_dock" / "locate.py"
    environment = {"PATH": ""}
    assert find_command(environment, package) is None  # the file is not there
    sandbox = tmp_path / "flatpak-info"
    sandbox.touch()
    monkeypatch.setattr(locate, "_FLATPAK", sandbox)
    assert find_command(environment, package) == [
        *("flatpak-spawn", "--host"),
        *("/host/python", "-m", "ritocco"),
    ]
    assert installer.find_python() == ""
    assert os.environ["RITOCCO_HOME"] == str(home)
