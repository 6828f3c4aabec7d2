"""The launcher: one environment, made once and kept; and what old Pythons are told."""

import subprocess
import sys
from pathlib import Path
from platform import python_version

import pytest
import run

SCRIPT = Path(run.__file__)


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
    monkeypatch.setattr("venv.create", create)
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
    run.prepare("test")
    assert any("k-diffusion" in command[-1] for command in asked)
    once = len(asked)
    run.prepare("test")
    assert len(asked) == once > 0
    monkeypatch.setattr(run, "FOR_TESTS", ("other==1",))
    run.prepare("test")
    assert any("other==1" in command for command in asked[once:])


def test_a_python_without_venv_is_told(made, monkeypatch):
    def fails(*_, **__):
        raise subprocess.CalledProcessError(1, "ensurepip")

    monkeypatch.setattr("venv.create", fails)
    with pytest.raises(SystemExit, match="python3-venv"):
        run.make_home()


def test_an_old_python_is_told_in_one_line(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 8, 18))
    monkeypatch.setattr(sys, "argv", ["run.py", "install"])
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit) as told:
        run.main()
    assert "needs Python 3.11 or later; this is 3.8." in str(told.value)
    monkeypatch.setattr(
        run.shutil, "which", lambda name: f"/usr/bin/{name}" if name == "python3.12" else None
    )
    assert run.too_old().endswith("Yours is here: /usr/bin/python3.12 run.py install")


def test_old_pythons_can_read_it():
    """No syntax that is younger than Python 3.6, so that the line above can be said."""
    compile(SCRIPT.read_text("utf-8"), str(SCRIPT), "exec", dont_inherit=True)
    import ast

    tree = ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 6))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.NamedExpr | ast.Match)]
    names = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert "__future__" not in names  # 3.6 does not know its annotations


def test_the_installer_needs_nothing_but_python(tmp_path):
    """Run by the Python below every environment, without site-packages."""
    base = getattr(sys, "_base_executable", sys.executable)
    for words in (["install", "--help"], ["uninstall", "--help"], ["bundle", "--help"]):
        told = subprocess.run(
            [base, "-I", "-S", SCRIPT, *words], capture_output=True, text=True, cwd=tmp_path
        )
        assert told.returncode == 0, told.stderr
        assert words[0] in told.stdout


def test_what_it_does_not_know_it_explains(monkeypatch):
    monkeypatch.setattr(sys, "argv", ["run.py", "fly"])
    with pytest.raises(SystemExit, match=r"python3 run\.py install"):
        run.main()


def test_tests_are_run_by_the_suite_with_their_words(monkeypatch):
    prepared, called = [], []
    monkeypatch.setattr(run, "prepare", prepared.append)
    monkeypatch.setattr(run, "call", lambda *words: called.append(words))
    run.test("deep", "-x")
    assert prepared == ["test"]
    assert called == [(run.PYTHON, run.HERE / "tests" / "suite.py", "deep", "-x")]
    assert (run.HERE / "tests" / "suite.py").is_file()
