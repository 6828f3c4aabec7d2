#!/usr/bin/env python3
"""Ritocco's launcher.

For artists:
    python3 run.py install    install Ritocco for you (Krita, easel, commands), upgrade, repair
    python3 run.py uninstall  take it off again; your models and results stay
    python3 run.py bundle DIR make a folder to install from without a network
    python3 run.py package    make the zip of the dock that Krita itself imports

From this folder, in an environment of its own (`.venv`, made on first use):
    python3 run.py demo       remove one thing from a photograph, extend another: look in out/demo
    python3 run.py test       lint, types and all tests (`test deep`: ten times as much;
                                `test break`: kills, floods and damage on purpose)
    python3 run.py bench      the numbers in the README, measured on this machine
    python3 run.py krita      put this folder's dock into Krita (--remove takes it out again)
    python3 run.py ritocco    any command of Ritocco: python3 run.py ritocco fill photo.png ...

Standard library only; Linux, macOS and Windows; Python 3.11 or later. Older ones can still read
this file, to be told so.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
HOME = HERE / ".venv"
BIN = HOME / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
OLDEST = (3, 11)
FOR_TESTS = ("k-diffusion==0.1.1.post1",)
"""For parity tests; needs none of its own requirements for sampling."""


def call(*command: "str | Path") -> None:
    """Run a command in the project's folder; end with its exit code if it fails."""
    code = subprocess.run([str(part) for part in command], cwd=str(HERE)).returncode
    if code:
        sys.exit(code)


def install(title: str, *words: str) -> None:
    """Install into `.venv`; what pip says is in its log, and one line of it for people."""
    from ritocco.setup.pip import trouble
    from ritocco.setup.progress_line import ProgressLine

    pip = (str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input")
    log = HOME / "install.log"
    with log.open("w", encoding="utf-8") as said, ProgressLine(title, HOME) as progress:
        process = subprocess.Popen(
            [*pip, "--progress-bar", "off", *words],
            cwd=str(HERE),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
        for line in process.stdout or ():
            said.write(line)
            progress.hear(line)
        code = process.wait()
    if code:
        sys.exit(trouble(log.read_text("utf-8"), log))


def prepare(extra: str = "") -> None:
    """Make `.venv` and install Ritocco into it, unless that has been done for this version."""
    sys.path.insert(0, str(HERE / "backend"))
    from ritocco.errors import CannotInstall
    from ritocco.setup.dot_venv import DotVenv

    last = FOR_TESTS if extra == "test" else ()
    asked = f"{sys.version}{HERE}{last}"
    wanted = (HERE / "pyproject.toml").read_bytes() + asked.encode()
    stamp = HOME / f"installed{'-' + extra if extra else ''}.txt"
    mark = hashlib.sha256(wanted).hexdigest()
    try:
        DotVenv(HOME).refuse_others()
        if PYTHON.exists() and stamp.exists() and stamp.read_text() == mark:
            return
        DotVenv(HOME).make()
    except CannotInstall as error:
        sys.exit(str(error))
    what = f".[{extra}]" if extra else "."
    install(f"Installing into {HOME.name} (a few minutes the first time)", "-e", what)
    if last:
        install("What else the tests need", "--no-deps", *last)
    stamp.write_text(mark)


def demo(*arguments: str) -> None:
    """The main job on real pictures, with what the project ships."""
    prepare()
    call(PYTHON, "-m", "ritocco", "demo", *arguments)


def test(*arguments: str) -> None:
    """Lint, types, tests, the dock's also on the Qt of Krita 5; `tests/suite.py` has the order.

    `deep` goes further, `break` breaks things on purpose; any other arguments go to pytest.
    """
    prepare("test")
    call(PYTHON, HERE / "tests" / "suite.py", *arguments)


def bench(*arguments: str) -> None:
    """The benchmarks; arguments name some of them (default: all).

    Words after one name that are no names are for that one: `bench fill cases`.
    """
    prepare("test")
    there = sorted(path.stem for path in (HERE / "bench").glob("[a-z]*.py"))
    if set(arguments) <= set(there):
        for name in arguments or there:
            call(PYTHON, HERE / "bench" / f"{name}.py")
    else:
        call(PYTHON, HERE / "bench" / f"{arguments[0]}.py", *arguments[1:])


def ritocco(*arguments: str) -> None:
    """Any command of Ritocco."""
    prepare()
    call(PYTHON, "-m", "ritocco", *arguments)


def krita(*arguments: str) -> None:
    """The dock of this folder, into this user's Krita."""
    prepare()
    call(PYTHON, "-m", "ritocco.setup", "krita", *arguments)


def setup(*arguments: str) -> None:
    """What artists do; needs nothing but this Python."""
    sys.path.insert(0, str(HERE / "backend"))
    from ritocco.setup.main import main as run_setup

    sys.exit(run_setup(arguments))


COMMANDS = {"demo": demo, "test": test, "bench": bench, "krita": krita, "ritocco": ritocco}
FOR_ARTISTS = ("install", "uninstall", "bundle", "package")


def too_old() -> str:
    """What to say to who started this with an old Python; names a newer one if there is one."""
    told = "Ritocco needs Python {}.{} or later; this is {}.{}.".format(
        *OLDEST, *sys.version_info[:2]
    )
    for minor in (13, 12, 11, 14):  # for the newest, not all packages are ready-made
        found = shutil.which(f"python3.{minor}")
        if found and starts(found):
            words = " ".join(sys.argv[1:])
            return f"{told} Yours is here: {found} {sys.argv[0]} {words}".rstrip()
    return f"{told} Get one from python.org or from your system's packages."


def starts(python: str) -> bool:
    """Whether it is a Python, and not a stand-in for one that is not chosen (pyenv has such)."""
    try:
        return subprocess.call([python, "-c", ""], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def main() -> None:
    """Choose the command."""
    if sys.version_info < OLDEST:
        sys.exit(too_old())
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name in FOR_ARTISTS:
        setup(*sys.argv[1:])
    if name not in COMMANDS:
        sys.exit(__doc__)
    COMMANDS[name](*sys.argv[2:])


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nStopped. Run this again to go on.")
