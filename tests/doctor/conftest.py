"""An account with nothing in it, for every test here."""

import os
from pathlib import Path

import pytest

from .ports import lasting_port
from .scratch import Environment


@pytest.fixture(autouse=True)
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home folder of a user who has nothing yet, and no Krita."""
    for name in [name for name in os.environ if name.startswith(("RITOCCO_", "XDG_"))]:
        monkeypatch.delenv(name)
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    # The usual one may be in use on this computer.
    monkeypatch.setenv("RITOCCO_PORT", str(lasting_port()))
    return home


@pytest.fixture
def data(account: Path) -> Path:
    """Its data folder, made."""
    folder = account / ".local" / "share" / "ritocco"
    folder.mkdir(parents=True, mode=0o700)
    return folder


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    """A Python environment that can be spoilt."""
    return Environment(tmp_path / "environment")
