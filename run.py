#!/usr/bin/env python3
"""Ritocco's launcher: makes `.venv` on first use, then does what is asked.

    python3 run.py demo      remove one thing from a photograph, extend another; look in out/demo
    python3 run.py test      lint, types and all tests
    python3 run.py bench     the numbers in the README, measured on this machine
    python3 run.py krita     put the dock into Krita (--remove takes it out again)
    python3 run.py ritocco   any command of Ritocco: python3 run.py ritocco fill photo.png ...

Standard library only; Linux, macOS and Windows; Python 3.11 or later.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path
from platform import python_version

HERE = Path(__file__).resolve().parent
HOME = HERE / ".venv"
BIN = HOME / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
OLDEST = (3, 11)
ALONE = {
    "": ["spandrel==0.4.2"],
    "test": ["k-diffusion==0.1.1.post1"],
}
"""Packages that go in without their own requirements, by extra. spandrel asks for torchvision,
which it hardly needs and whose wheels break other builds of torch (`restore/architectures.py`);
k-diffusion, for parity tests, needs none of its own for sampling."""


def call(*command: str | Path) -> None:
    """Run a command in the project's folder; end with its exit code if it fails."""
    code = subprocess.run([str(part) for part in command], cwd=HERE).returncode
    if code:
        sys.exit(code)


def make_home() -> None:
    """Make the environment; one that this very Python made before is kept."""
    made = HOME / "pyvenv.cfg"
    if PYTHON.exists() and made.exists() and f"version = {python_version()}\n" in made.read_text():
        return
    try:
        venv.create(HOME, with_pip=True, clear=True, symlinks=os.name != "nt")
    except subprocess.CalledProcessError:
        sys.exit(
            "This Python cannot make a virtual environment. On Debian and Ubuntu: "
            "sudo apt install python3-venv, then run this again."
        )


def install(extra: str = "") -> None:
    """Make `.venv` and install Ritocco into it, unless that has been done for this version."""
    asked = f"{sys.version}{HERE}{ALONE}"
    wanted = (HERE / "pyproject.toml").read_bytes() + asked.encode()
    stamp = HOME / f"installed{'-' + extra if extra else ''}.txt"
    mark = hashlib.sha256(wanted).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == mark:
        return
    print(f"Installing into {HOME.name} (a few minutes the first time) ...", flush=True)
    make_home()
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    call(*pip, "-e", f".[{extra}]" if extra else ".")
    for part in dict.fromkeys(("", extra)):
        call(*pip, "--no-deps", *ALONE[part])
    stamp.write_text(mark)


def demo(*arguments: str) -> None:
    """The main job on real pictures, with what the project ships."""
    install()
    call(PYTHON, "-m", "ritocco", "demo", *arguments)


def test(*arguments: str) -> None:
    """Lint, types, tests; the dock's once more on the Qt of Krita 5. Arguments go to pytest."""
    install("test")
    call(PYTHON, "-m", "ruff", "check")
    call(PYTHON, "-m", "ruff", "format", "--check")
    call(PYTHON, "-m", "mypy")
    call(PYTHON, "-m", "pytest", *arguments)
    if not arguments:
        os.environ["RITOCCO_QT"] = "5"
        # easel is a program of its own and runs on PyQt6 only
        call(PYTHON, "-m", "pytest", "tests/plugin", "--ignore=tests/plugin/easel")


def bench(*arguments: str) -> None:
    """The benchmarks; arguments name some of them (default: all)."""
    install("test")
    for name in arguments or sorted(path.stem for path in (HERE / "bench").glob("[a-z]*.py")):
        call(PYTHON, HERE / "bench" / f"{name}.py")


def ritocco(*arguments: str) -> None:
    """Any command of Ritocco."""
    install()
    call(PYTHON, "-m", "ritocco", *arguments)


def krita(*arguments: str) -> None:
    """The dock, into this user's Krita."""
    install()
    call(PYTHON, HERE / "plugin" / "krita_install.py", *arguments)


COMMANDS: dict[str, Callable[..., None]] = {
    "demo": demo,
    "test": test,
    "bench": bench,
    "krita": krita,
    "ritocco": ritocco,
}


def main() -> None:
    """Choose the command."""
    if sys.version_info < OLDEST:
        sys.exit(f"Ritocco needs Python {'.'.join(map(str, OLDEST))} or later.")
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in COMMANDS:
        sys.exit(__doc__)
    COMMANDS[name](*sys.argv[2:])


if __name__ == "__main__":
    main()
