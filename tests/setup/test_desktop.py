"""Entries in the menus: what is written for each system, quoted as each wants it."""

import plistlib
import subprocess
from pathlib import Path

import pytest

from ritocco.setup import desktop
from ritocco.setup.account import Account
from ritocco.setup.environment import Environment
from ritocco.setup.manifest import Manifest, ManifestPart


def installed(system, home, **environment):
    account = Account(system, home, environment)
    folder = account.environments / "1"
    one = Environment(folder, system == "win32")
    icons = one.packages / "ritocco" / "resources" / "icons"
    icons.mkdir(parents=True)
    (icons / "ritocco.svg").write_text("<svg/>")
    one.python.parent.mkdir(parents=True)
    one.command.write_text("#!")
    manifest = Manifest.read(account.manifest)
    manifest.make_folder(ManifestPart.HOME, account.data)
    return account, one, manifest


def test_linux(tmp_path):
    home = tmp_path / 'An "odd" $home 100%'
    account, one, manifest = installed("linux", home)
    assert desktop.put(account, one, manifest) == []
    text = (home / ".local/share/applications/ritocco-easel.desktop").read_text()
    (line,) = [one for one in text.splitlines() if one.startswith("Exec=")]
    # the specification: first backslashes of the file's strings, then a word quoted as in a shell
    value = line.removeprefix("Exec=").replace("\\\\", "\\").replace("%%", "%")
    told = subprocess.run(["sh", "-c", f"printf '%s\\n' {value}"], capture_output=True, text=True)
    words = told.stdout.splitlines()
    assert words == [str(one.python), "-m", "ritocco", "easel", "%F"]
    assert (home / ".local/share/icons/hicolor/scalable/apps/ritocco.svg").is_file()
    assert (home / ".local/bin/ritocco").resolve() == one.command


def test_another_programs_command_is_left_alone(tmp_path):
    account, one, manifest = installed("linux", tmp_path)
    theirs = tmp_path / ".local/bin/ritocco"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("theirs")
    (told,) = desktop.put(account, one, manifest)
    assert "another program's" in told
    assert theirs.read_text() == "theirs"


def test_macos(tmp_path):
    account, one, manifest = installed("darwin", tmp_path)
    desktop.put(account, one, manifest)
    contents = tmp_path / "Applications" / "Ritocco Easel.app" / "Contents"
    told = plistlib.loads((contents / "Info.plist").read_bytes())
    program = contents / "MacOS" / told["CFBundleExecutable"]
    assert program.stat().st_mode & 0o111
    assert f"exec '{one.python}' -m ritocco easel" in program.read_text()
    one.python.write_text('#!/bin/sh\necho "$@"\n')
    one.python.chmod(0o755)
    said = subprocess.run([program, "a b.png"], capture_output=True, text=True).stdout
    assert said == "-m ritocco easel a b.png\n"


def test_windows(tmp_path, monkeypatch):
    asked = []

    def run(command, **_):
        asked.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    account, one, manifest = installed("win32", tmp_path, APPDATA=str(tmp_path / "it's"))
    desktop.put(account, one, manifest)
    (command,) = asked
    assert command[0] == "powershell"
    assert "it''s" in command[-1]
    assert str(one.python.with_name("pythonw.exe")) in command[-1]
    assert manifest.of(ManifestPart.DESKTOP)[0].path.endswith("Ritocco Easel.lnk")
    assert Path(manifest.of(ManifestPart.DESKTOP)[0].path).is_relative_to(tmp_path)


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_every_system_has_easel_in_its_menus(system, tmp_path):
    account, one, _ = installed(system, tmp_path)
    assert any("asel" in item.path.name for item in desktop.entries(account, one))
