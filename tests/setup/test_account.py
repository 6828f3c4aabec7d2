"""Where each system keeps what; the data folder is where platformdirs has it."""

from pathlib import Path

import platformdirs.macos
import platformdirs.unix
import pytest

from ritocco.places import Places
from ritocco.setup.account import Account
from ritocco.setup.environment import Environment

HOME = Path("/home/ann")


def test_linux_as_platformdirs(monkeypatch):
    monkeypatch.setenv("HOME", str(HOME))
    for chosen in ("", "/data"):
        monkeypatch.setenv("XDG_DATA_HOME", chosen)
        told = platformdirs.unix.Unix("ritocco", appauthor=False).user_data_dir
        assert str(Account("linux", HOME, {"XDG_DATA_HOME": chosen}).data) == told


def test_macos_as_platformdirs(monkeypatch):
    monkeypatch.setenv("HOME", str(HOME))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    told = platformdirs.macos.MacOS("ritocco", appauthor=False).user_data_dir
    assert str(Account("darwin", HOME, {}).data) == told


def test_windows():
    account = Account("win32", HOME, {"LOCALAPPDATA": "/local"})
    assert account.data == Path("/local/ritocco")
    assert Account("win32", HOME, {}).data == HOME / "AppData/Local/ritocco"
    assert Environment(Path("/e"), windows=True).python == Path("/e/Scripts/python.exe")


def test_it_is_the_folder_that_the_program_itself_uses(monkeypatch, tmp_path):
    for chosen in ("", str(tmp_path / "mine")):
        monkeypatch.setenv("RITOCCO_HOME", chosen)
        monkeypatch.delenv("XDG_DATA_HOME", raising=False)
        assert Account.of_user().data == Places.of_user().home


@pytest.mark.parametrize(("path", "shown"), [("/home/ann/a/b", "~/a/b"), ("/other/x", "/other/x")])
def test_paths_are_shown_without_the_users_name(path, shown):
    assert Account("linux", HOME, {}).shown(Path(path)) == shown
