"""What we say reaches every console and pipe, or is let go without a word of Python's."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ritocco.errors import CannotWrite
from ritocco.setup import console

ODD = "\udcff.png"
"""A name that is no text, as Python has it."""
ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def program(
    home: Path,
    *words: str,
    start: tuple[str, ...] = ("-m", "ritocco"),
    shell: str = "",
    **more: str,
):
    command = [sys.executable, *start, *words]
    return subprocess.run(
        ["sh", "-c", f'"$@" {shell}', "sh", *command],
        env={**os.environ, "HOME": str(home), "RITOCCO_HOME": str(home / "data"), **more},
        capture_output=True,
        text=True,
        errors="surrogateescape",
    )


def written(monkeypatch, line) -> bytes:
    """Bytes that a stdout gets that knows few letters."""
    raw = io.BytesIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", io.TextIOWrapper(raw, "ascii"))
        console.ready()
        print(line())
        sys.stdout.flush()
        return raw.getvalue()


def test_letters_that_a_console_lacks_are_question_marks_and_names_stay(monkeypatch):
    made = written(monkeypatch, lambda: f"Settings ▸ {ODD} ż")
    assert made == b"Settings ? \xff.png ?\n"


def test_json_is_whole_on_every_console(monkeypatch):
    data = {"prompt": "żółw", "file": ODD}
    assert json.loads(written(monkeypatch, lambda: console.json_line(data))) == data


def test_json_keeps_its_letters_where_it_can(monkeypatch):
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), "utf8"))
    assert "żółw" in console.json_line({"prompt": "żółw"})


def test_the_installer_speaks_to_any_console(tmp_path):
    code = (
        "import sys; from ritocco.setup import krita, main; "
        "krita.running = lambda account: False; sys.exit(main.main(['krita']))"
    )
    told = program(tmp_path, start=("-c", code), **ASCII)
    assert told.returncode == 0, told.stderr
    assert "Settings ? Dockers" in told.stdout


@pytest.mark.parametrize("shell", ["2>&-", ">&- 2>&-"])
def test_closed_streams_hinder_nobody(tmp_path, shell):
    assert program(tmp_path, "doctor", "token", shell=shell).returncode == 0


@pytest.mark.parametrize("words", [("--help",), ("doctor", "token"), ("settings",)])
def test_nothing_is_said_where_nobody_listens(tmp_path, words):
    told = program(tmp_path, *words, shell="| true", PYTHONUNBUFFERED="")
    assert (told.returncode, told.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_behind_stdout_is_told(tmp_path):
    told = program(tmp_path, "doctor", "token", "--json", shell=">/dev/full", PYTHONUNBUFFERED="")
    assert told.returncode == 2
    (line,) = told.stderr.splitlines()
    assert line.startswith("ritocco: What was to be said could not be written (No space left")


def test_a_stream_that_cannot_be_flushed_is_not_tried_again(tmp_path, monkeypatch):
    class Full(io.StringIO):
        def flush(self):
            raise OSError(28, "No space left on device")

        def fileno(self):
            return target.fileno()

    with (tmp_path / "out").open("wb") as target:
        monkeypatch.setattr(sys, "stdout", Full())
        with pytest.raises(CannotWrite, match="No space left"), console.handed_on():
            print("something")
        assert os.path.samestat(os.fstat(target.fileno()), Path(os.devnull).stat())


def test_json_holds_no_number_that_is_none():
    line = console.json_line({"a": float("nan"), "b": [1.5, {"c": float("-inf")}], "d": "NaN"})
    assert json.loads(line, parse_constant=pytest.fail) == {
        "a": None,
        "b": [1.5, {"c": None}],
        "d": "NaN",
    }
