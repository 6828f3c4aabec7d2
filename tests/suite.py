"""All that a commit has to pass, beside each other where that gains: `python3 run.py test`.

Ruff goes first, since it is done at once. Then the suite runs in one worker for each core; mypy and
the tests in a real Krita run beside it, the dock once more on the Qt of Krita 5 after it. What runs
beside is shown whole when it is done; each run's closing line stands at the end again. What breaks
things on purpose runs by its name alone: `python3 run.py test break`. Standard library only.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

HERE = Path(__file__).resolve().parents[1]
LINT = (("ruff", "check"), ("ruff", "format", "--check"))
TYPES = ("mypy",)
KRITA = "tests/krita"
ON_QT_5 = ("tests/plugin/ui", "tests/plugin/test_backend.py", "tests/plugin/test_client.py")
"""Where PyQt5 and PyQt6 can differ: widgets, processes, the network."""
NOT_ON_QT_5 = ("tests/plugin/ui/test_whole.py::test_words_are_painted_by_the_model_that_ships",)
"""Tests there with the presses of their neighbours, and work of the backend that is not Qt's."""
PROFILES = {"deep": ("--hypothesis-profile", "deep")}
"""What can be asked for by name: many more examples, and products of parameters in full."""
BY_NAME = {"break": ("-o", "python_files=break_*.py", "tests/breaking")}
"""Suites that run by name only; nothing else finds files that are not called `test_X.py`."""
MOST_WORKERS = 8
"""Each holds torch and its models, about 1 GB."""
_writing = Lock()


@dataclass(frozen=True)
class Run:
    """One run beside or before others: its title, its words after `python -m`, its environment."""

    title: str
    words: tuple[str, ...]
    more: dict[str, str] = field(default_factory=dict)

    def aloud(self) -> Outcome:
        """Run it; what it says is passed on as it comes."""
        return self._run(show)

    def aside(self) -> Outcome:
        """Run it; what it says is shown whole when it has ended."""
        outcome = self._run(lambda part: None)
        show(b"\n\n" + outcome.title.encode() + b":\n" + outcome.said)
        return outcome

    def _run(self, hear: Callable[[bytes], None]) -> Outcome:
        said = []
        with subprocess.Popen(
            (sys.executable, "-m", *self.words),
            cwd=HERE,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **self.more},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as process:
            assert process.stdout is not None
            while part := os.read(process.stdout.fileno(), 2**16):
                said.append(part)
                hear(part)
        return Outcome(self.title, process.returncode, b"".join(said))


@dataclass(frozen=True)
class Outcome:
    """What came of a run."""

    title: str
    code: int
    said: bytes

    @property
    def closing(self) -> bytes:
        """Its last line, in which pytest counts."""
        lines = self.said.strip().splitlines()
        return lines[-1] if lines else b"nothing was said"


def show(text: bytes) -> None:
    """Bytes as they came, at once."""
    with _writing:
        sys.stdout.flush()
        sys.stdout.buffer.write(text)
        sys.stdout.buffer.flush()


def lint() -> int:
    """The exit code of the first that finds something, 0 where none does."""
    codes = (subprocess.run((sys.executable, "-m", *words), cwd=HERE).returncode for words in LINT)
    return next((code for code in codes if code), 0)


def whole(profile: tuple[str, ...]) -> int:
    """Everything; the exit code of the first that failed."""
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    spread = ("-n", str(workers), "--dist", "worksteal") if workers > 1 else ()
    pytest = ("pytest", *profile) + (("--color=yes",) if sys.stdout.isatty() else ())
    suite = Run("All others", (*pytest, *spread, "tests", f"--ignore={KRITA}"))
    there = (*ON_QT_5, *(f"--deselect={test}" for test in NOT_ON_QT_5))
    on_qt_5 = Run("Dock on Qt 5", (*pytest, *spread, *there), {"RITOCCO_QT": "5"})
    with ThreadPoolExecutor() as beside:
        aside = [
            beside.submit(Run(title, words).aside)
            for title, words in (
                ("Types", TYPES),
                ("Krita", (*pytest, KRITA)),
            )
        ]
        aloud = [suite.aloud(), on_qt_5.aloud()]
        outcomes = [*(run.result() for run in aside), *reversed(aloud)]
    for outcome in outcomes:
        show(b"\n" + outcome.title.encode() + b":\n" + outcome.closing + b"\n")
    return next((outcome.code for outcome in outcomes if outcome.code), 0)


def main(*words: str) -> int:
    """The exit code. A first word may name a suite or a profile; others go to a run of pytest."""
    name = words[0] if words else ""
    if name in BY_NAME and sys.platform != "linux":
        sys.exit(f"`test {name}` needs Linux: it forks, limits processes and reads /proc.")
    if name in BY_NAME:
        return Run(name, ("pytest", *BY_NAME[name], *words[1:])).aloud().code
    profile = PROFILES.get(name, ())
    rest = words[1:] if profile else words
    if code := lint():
        return code
    if not rest:
        return whole(profile)
    alone = (TYPES, ("pytest", *profile, *rest))
    codes = (subprocess.run((sys.executable, "-m", *one), cwd=HERE).returncode for one in alone)
    return next((code for code in codes if code), 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
