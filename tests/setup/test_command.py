"""`ritocco uninstall`: an environment is not deleted by the Python inside it."""

import os
import subprocess
import sys

import pytest

from ritocco.cli.main import main
from ritocco.setup.account import Account


@pytest.fixture
def account(tmp_path, monkeypatch):
    made = Account("linux", tmp_path / "home", {"PATH": ""})
    made.home.mkdir()
    monkeypatch.setattr(Account, "of_user", classmethod(lambda cls: made))
    return made


def test_inside_the_private_environment_the_python_below_does_it(account, monkeypatch):
    ran = []
    monkeypatch.setattr(sys, "prefix", str(account.environments / "1"))
    monkeypatch.setattr(os, "execv", lambda program, words: ran.append((program, words)))
    main(["uninstall", "--everything"])
    ((program, words),) = ran
    assert program == getattr(sys, "_base_executable", sys.executable)
    assert words[-2:] == ["uninstall", "--everything"]
    # what it is told to run is a whole program: it needs nothing of the environment
    told = subprocess.run([*words[:-2], "--help"], capture_output=True, text=True)
    assert told.returncode == 0, told.stderr
    assert "uninstall" in told.stdout


def test_elsewhere_it_just_does_it(account, capsys):
    account.data.mkdir(parents=True)
    (account.data / "token").touch()
    with pytest.raises(SystemExit) as ended:
        main(["uninstall"])
    assert ended.value.code == 0
    assert not account.data.exists()
    assert "off this computer" in capsys.readouterr().out
