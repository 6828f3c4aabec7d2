"""The launcher: one environment, made once and kept; and what old Pythons are told."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from platform import python_version

import pytest
import run

SCRIPT = Path(run.__file__)


class Made:
    """Where the environment goes, and how often one was made there; its Python is this one."""

    def __init__(self, home: Path, monkeypatch) -> None:
        self.home, self.times = home, 0
        monkeypatch.setattr(run, "HERE", home.parent)
        monkeypatch.setattr(run, "HOME", home)
        monkeypatch.setattr(run, "PYTHON", home / "bin" / "python")
        monkeypatch.setattr("venv.create", self.create)
        shutil.copy(SCRIPT.parent / "pyproject.toml", home.parent)

    def create(self, where, **how):
        self.times += 1
        bin_folder = Path(where) / "bin"
        bin_folder.mkdir()
        (bin_folder / "python").symlink_to(sys.executable)
        told = f"version = {python_version()}\ncommand = /python -m venv {where}\n"
        (Path(where) / "pyvenv.cfg").write_text(told)

    def installed_from(self, folder: Path) -> None:
        """As `pip install -e FOLDER` leaves it."""
        info = self.home / "lib" / "python3.11" / "site-packages" / "ritocco-0.1.0.dist-info"
        info.mkdir(parents=True)
        told = {"url": folder.as_uri(), "dir_info": {"editable": True}}
        (info / "direct_url.json").write_text(json.dumps(told))


@pytest.fixture(params=["clone", "my clone żółw"])
def made(request, tmp_path, monkeypatch):
    (tmp_path / request.param).mkdir()
    return Made(tmp_path / request.param / ".venv", monkeypatch)


@pytest.fixture
def asked(monkeypatch):
    """What pip is asked for."""
    words = []
    monkeypatch.setattr(run, "install", lambda title, *what: words.append(what))
    return words


def test_an_environment_is_made_once_and_kept_when_packages_change(made, asked, monkeypatch):
    run.prepare("test")
    assert asked == [("-e", ".[test]"), ("--no-deps", *run.FOR_TESTS)]
    run.prepare("test")
    assert len(asked) == 2
    monkeypatch.setattr(run, "FOR_TESTS", ("other==1",))
    run.prepare("test")
    assert asked[2:] == [("-e", ".[test]"), ("--no-deps", "other==1")]
    assert made.times == 1


def outdated(made):
    told = made.home / "pyvenv.cfg"
    told.write_text(told.read_text().replace(python_version(), "3.9.0"))


def without_python(made):
    python = made.home / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3.9")


def interrupted(made):
    (made.home / "pyvenv.cfg").unlink()
    (made.home / "installed.txt").write_text("")


@pytest.mark.parametrize("harm", [outdated, without_python, interrupted])
def test_our_own_that_fits_no_more_is_made_anew(made, asked, harm):
    run.prepare()
    harm(made)
    run.prepare("test")
    assert made.times == 2
    assert run.PYTHON.exists()


def foreign(made, other):
    made.installed_from(other)


def copied(made, other):
    told = made.home / "pyvenv.cfg"
    told.write_text(told.read_text().replace(str(made.home), str(other / ".venv")))


def linked(made, other):
    made.home.rename(other / ".venv")
    made.home.symlink_to(other / ".venv")


@pytest.mark.parametrize("harm", [foreign, copied, linked])
def test_one_of_another_checkout_is_refused_by_name(made, asked, tmp_path, harm):
    run.prepare()
    other = tmp_path / "other"
    other.mkdir()
    harm(made, other)
    with pytest.raises(SystemExit) as told:
        run.prepare()
    assert f"belongs to {other}, so" in str(told.value)
    assert "Delete that" in str(told.value)
    assert len(str(told.value).splitlines()) == 1
    assert (made.home / "pyvenv.cfg").exists()
    assert len(asked) == 1


def test_its_own_code_is_no_other(made, asked):
    run.prepare()
    made.installed_from(made.home.parent)
    run.prepare()
    assert made.times == 1


def test_nothing_that_run_py_did_not_make_is_deleted(made, asked):
    made.home.mkdir()
    (made.home / "thesis.txt").write_text("years of work")
    with pytest.raises(SystemExit, match=r"no Python environment"):
        run.prepare()
    (made.home / "pyvenv.cfg").write_text("home = /usr\nversion = 3.9.0\n")
    with pytest.raises(SystemExit, match=r"run\.py did not make it. Delete that folder"):
        run.prepare()
    assert (made.home / "thesis.txt").read_text() == "years of work"
    shutil.rmtree(made.home)
    made.home.write_text("a file")
    with pytest.raises(SystemExit, match=r"no Python environment"):
        run.prepare()


def test_a_folder_that_cannot_be_written_is_told(made, asked, monkeypatch):
    def refused(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("venv.create", refused)
    with pytest.raises(SystemExit, match=r"cannot be made \(Permission denied\)"):
        run.prepare()


def test_a_python_without_venv_is_told(made, asked, monkeypatch):
    def fails(*_, **__):
        raise subprocess.CalledProcessError(1, "ensurepip")

    monkeypatch.setattr("venv.create", fails)
    with pytest.raises(SystemExit, match=r"python3\.\d+-venv"):
        run.prepare()


def test_what_pip_says_is_one_line(made, monkeypatch):
    monkeypatch.setattr(run, "PYTHON", made.home / "python")
    made.home.mkdir()
    run.PYTHON.write_text(
        "#!/bin/sh\nseq 40\necho 'OSError: [Errno 28] No space left' >&2\nexit 1\n"
    )
    run.PYTHON.chmod(0o755)
    with pytest.raises(SystemExit, match=r"^The disk is full\.") as told:
        run.install("Installing", "-e", ".")
    assert len(str(told.value).splitlines()) == 1
    assert (made.home / "install.log").read_text().startswith("1\n2\n")


def test_an_old_python_is_told_in_one_line(monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 8, 18))
    monkeypatch.setattr(sys, "argv", ["run.py", "install"])
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit) as told:
        run.main()
    assert "needs Python 3.11 or later; this is 3.8." in str(told.value)
    monkeypatch.setattr(
        run.shutil, "which", lambda name: f"/nowhere/{name}" if name == "python3.12" else None
    )
    assert "Get one from python.org" in run.too_old()  # it is named, and does not start
    monkeypatch.setattr(run, "starts", lambda python: True)
    assert run.too_old().endswith("Yours is here: /nowhere/python3.12 run.py install")


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
