"""What `run.py test` runs, what it says last, and what its exit code is."""

from fnmatch import fnmatch

import pytest

from tests import suite


@pytest.fixture
def planned(monkeypatch):
    """The runs that would be made, by title; each says a word or two and ends with a code."""
    codes, made = {}, {}

    def run(self, hear):
        made[self.title] = self
        said = f"{self.title} begins\n{self.title} counts\n".encode()
        hear(said)
        return suite.Outcome(self.title, codes.get(self.title, 0), said)

    monkeypatch.setattr(suite.Run, "_run", run)
    monkeypatch.setattr(suite, "lint", lambda: 0)
    return made, codes


def test_everything_is_run_once_and_shown_whole(planned, capfdbinary):
    made, _ = planned
    assert suite.main() == 0
    assert sorted(made) == ["All others", "Dock on Qt 5", "Krita", "Types"]
    assert f"--ignore={suite.KRITA}" in made["All others"].words
    assert suite.KRITA in made["Krita"].words
    assert made["Dock on Qt 5"].more == {"RITOCCO_QT": "5"}
    for path in suite.ON_QT_5:
        assert (suite.HERE / path).exists()
    for test in suite.NOT_ON_QT_5:
        path, name = test.split("::")
        assert f"def {name}(" in (suite.HERE / path).read_text("utf-8")
        assert f"--deselect={test}" in made["Dock on Qt 5"].words
    said = capfdbinary.readouterr().out.decode()
    assert said.count(" begins") == 4
    assert said.splitlines()[-1] == "All others counts"


@pytest.mark.parametrize("title", ["All others", "Dock on Qt 5", "Krita", "Types"])
def test_a_failure_anywhere_fails_the_whole(planned, title):
    made, codes = planned
    codes[title] = 3
    assert suite.main() == 3
    assert len(made) == 4


def test_deep_goes_to_every_run_of_pytest(planned):
    made, _ = planned
    suite.main("deep")
    deep = {title for title, run in made.items() if "deep" in run.words}
    assert deep == {"All others", "Dock on Qt 5", "Krita"}


def test_other_words_go_to_pytest_alone(planned, monkeypatch):
    made, _ = planned
    asked = []

    class Done:
        returncode = 0

    def run(command, cwd):
        asked.append(command)
        return Done()

    monkeypatch.setattr(suite.subprocess, "run", run)
    assert suite.main("deep", "tests/fill", "-x") == 0
    assert made == {}
    assert asked[-1][2:] == ("pytest", "--hypothesis-profile", "deep", "tests/fill", "-x")


def test_what_breaks_things_runs_by_its_name_alone(planned, monkeypatch):
    made, codes = planned
    monkeypatch.setattr(suite.sys, "platform", "win32")
    with pytest.raises(SystemExit, match="Linux"):
        suite.main("break")
    monkeypatch.setattr(suite.sys, "platform", "linux")
    codes["break"] = 3
    assert suite.main("break", "-k", "kills") == 3
    assert list(made) == ["break"]
    assert made["break"].words == ("pytest", *suite.BY_NAME["break"], "-k", "kills")


def test_what_breaks_things_is_found_by_its_name_alone(planned, pytestconfig):
    """Neither by the whole suite nor by pytest with no words."""
    made, _ = planned
    files = [path.name for path in (suite.HERE / "tests/breaking").glob("*.py")]
    usual = pytestconfig.getini("python_files")
    assert not [name for name in files if any(fnmatch(name, pattern) for pattern in usual)]

    [pattern] = [word for word in suite.BY_NAME["break"] if word.startswith("python_files=")]
    named = pattern.removeprefix("python_files=")
    holding = [
        path.name
        for path in (suite.HERE / "tests/breaking").glob("*.py")
        if "\ndef test_" in path.read_text("utf-8")
    ]
    assert holding
    assert holding == [name for name in files if fnmatch(name, named)]
    suite.main()
    assert not [word for run in made.values() for word in run.words if "break" in word]


def test_a_run_says_what_its_process_said(capfdbinary):
    outcome = suite.Run("A program", ("tokenize", "no-such-file")).aside()
    assert outcome.code == 1
    assert b"no-such-file" in outcome.closing
    assert capfdbinary.readouterr().out == b"\n\nA program:\n" + outcome.said
