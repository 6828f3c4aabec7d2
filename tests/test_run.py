"""The launcher: it makes its environment once, keeps it, and makes it anew for another Python."""

from platform import python_version

import pytest
import run


@pytest.fixture
def made(tmp_path, monkeypatch):
    """Where the environment goes; and how often one was made."""
    home, calls = tmp_path / ".venv", []

    def create(where, **how):
        calls.append(how)
        (home / "bin").mkdir(parents=True, exist_ok=True)
        (home / "bin" / "python").write_text("")
        (home / "pyvenv.cfg").write_text(f"home = /usr\nversion = {python_version()}\n")

    monkeypatch.setattr(run, "HOME", home)
    monkeypatch.setattr(run, "PYTHON", home / "bin" / "python")
    monkeypatch.setattr(run.venv, "create", create)
    return home, calls


def test_an_environment_is_made_once_and_kept_when_packages_change(made):
    _, calls = made
    run.make_home()
    run.make_home()
    assert len(calls) == 1


def test_one_of_another_python_is_made_anew(made):
    home, calls = made
    run.make_home()
    (home / "pyvenv.cfg").write_text("version = 3.9.0\n")
    run.make_home()
    assert [how["clear"] for how in calls] == [True, True]


def test_what_is_asked_for_is_installed_again_when_it_changes(made, monkeypatch):
    asked = []
    monkeypatch.setattr(run, "call", lambda *command: asked.append(command))
    run.install("test")
    once = len(asked)
    run.install("test")
    assert len(asked) == once > 0
    monkeypatch.setattr(run, "ALONE", {"": ["other==1"], "test": []})
    run.install("test")
    assert any("other==1" in command for command in asked[once:])
