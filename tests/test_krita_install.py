"""Putting the dock into Krita: folders of each system, kritarc's text, installing and removing."""

import json
import os
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "plugin" / "krita_install.py"
_spec = spec_from_file_location("krita_install", SCRIPT)
assert _spec
assert _spec.loader
krita_install = module_from_spec(_spec)
sys.modules["krita_install"] = krita_install
_spec.loader.exec_module(krita_install)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "[python]\nenable_ritocco_dock=true\n"),
        ("a=1\n", "a=1\n\n[python]\nenable_ritocco_dock=true\n"),
        ("a=1", "a=1\n\n[python]\nenable_ritocco_dock=true\n"),
        (
            "[python]\nenable_other=true\n\n[theme]\nTheme=x\n",
            "[python]\nenable_ritocco_dock=true\nenable_other=true\n\n[theme]\nTheme=x\n",
        ),
        (
            "[python]\nenable_ritocco_dock=false\n",
            "[python]\nenable_ritocco_dock=true\n",
        ),
    ],
)
def test_switching_on_keeps_everything_else(before: str, after: str) -> None:
    assert krita_install.switched(before, on=True) == after
    assert krita_install.switched(after, on=True) == after


def test_switching_off_leaves_no_trace() -> None:
    other = "a=1\n\n[python]\nenable_other=true\n"
    assert krita_install.switched(krita_install.switched(other, on=True), on=False) == other
    alone = krita_install.switched("a=1\n", on=True)
    assert "python" not in krita_install.switched(alone, on=False)


def test_each_system_has_its_folders(tmp_path: Path) -> None:
    home = tmp_path
    (linux,) = krita_install.kritas("linux", home, {})
    assert linux.resources == home / ".local/share/krita"
    assert linux.settings == home / ".config/kritarc"
    (chosen,) = krita_install.kritas(
        "linux", home, {"XDG_DATA_HOME": "/d", "XDG_CONFIG_HOME": "/c"}
    )
    assert (chosen.resources, chosen.settings) == (Path("/d/krita"), Path("/c/kritarc"))
    (windows,) = krita_install.kritas("win32", home, {"APPDATA": "/r", "LOCALAPPDATA": "/l"})
    assert (windows.resources, windows.settings) == (Path("/r/krita"), Path("/l/kritarc"))
    (mac,) = krita_install.kritas("darwin", home, {})
    assert mac.settings == home / "Library/Preferences/kritarc"


def test_a_flatpak_in_use_gets_it_too(tmp_path: Path) -> None:
    settings = tmp_path / ".var/app/org.kde.krita/config/kritarc"
    settings.parent.mkdir(parents=True)
    settings.touch()
    found = krita_install.kritas("linux", tmp_path, {})
    assert [one.name for one in found] == ["Krita", "Krita (Flatpak)"]


def test_a_moved_resource_folder_is_found(tmp_path: Path) -> None:
    settings = tmp_path / "kritarc"
    krita = krita_install.Krita("Krita", tmp_path / "usual", settings)
    assert krita_install.chosen_resources(krita) == tmp_path / "usual"
    settings.write_text("a=1\nResourceDirectory=/other/place\n\n[x]\nb=2\n")
    assert krita_install.chosen_resources(krita) == Path("/other/place")
    settings.write_text("a=1\n\n[x]\nResourceDirectory=/not/this\n")
    assert krita_install.chosen_resources(krita) == tmp_path / "usual"


def test_installed_and_removed_again(tmp_path: Path) -> None:
    surroundings = {
        **os.environ,
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "RITOCCO_HOME": str(tmp_path / "ritocco"),
    }

    def call(*arguments: str) -> str:
        command = [sys.executable, str(SCRIPT), *arguments]
        done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=True)
        return done.stdout

    assert "Restart Krita" in call()
    resources = tmp_path / "data" / "krita"
    package = resources / "pykrita" / "ritocco_dock"
    assert (package / "hosts" / "krita.py").is_file()
    assert not list(package.rglob("__pycache__"))
    assert (resources / "pykrita" / "ritocco_dock.desktop").is_file()
    assert (resources / "actions" / "ritocco_dock.action").is_file()
    settings = tmp_path / "config" / "kritarc"
    assert "enable_ritocco_dock=true" in settings.read_text()
    told = json.loads((tmp_path / "ritocco" / "backend.json").read_text())
    assert told == {"command": [sys.executable, "-m", "ritocco"]}
    (package / "old.py").touch()
    call()
    assert not (package / "old.py").exists()
    call("--remove")
    assert not package.exists()
    assert not list(resources.rglob("*ritocco*"))
    assert "ritocco" not in settings.read_text()
