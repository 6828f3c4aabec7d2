"""How editors find us: the note they read, Krita and our plugin in it, easel's window."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from ritocco import __version__
from ritocco.doctor import remedy
from ritocco.doctor.finding import Finding, bad, note, well
from ritocco.doctor.table import Look
from ritocco.from_disk import DAMAGE, json_in, reason
from ritocco.setup import krita as krita_setup
from ritocco.setup.account import Account
from ritocco.setup.krita import FoundKrita, PluginState
from ritocco.setup.window import Lack, window_trouble

_TIMEOUT = 60


def pointer(look: Look) -> Iterator[Finding]:
    """Whether what an editor would start is there, and is of this version."""
    chosen = os.environ.get("RITOCCO_BACKEND")
    file = Account.of_user().pointer
    if chosen:
        program = Path(chosen).expanduser()
        command = [str(program), *(["-m", "ritocco"] if "python" in program.name else [])]
        source, fix = "the variable RITOCCO_BACKEND", "take away that variable, or correct it"
    elif file.exists():
        source, fix = str(file), remedy.dock()
        try:
            command = _command(file)
        except DAMAGE as error:
            said = str(error) if type(error) is ValueError else reason(error)
            yield bad("Start by editors", f"{file} is damaged: {said}", fix)
            return
    else:
        yield well("Start by editors", "no editor was told yet how to start Ritocco")
        return
    yield _started(command, source, fix)


def _command(file: Path) -> list[str]:
    pointed = json_in(file)
    command = pointed.get("command") if isinstance(pointed, dict) else None
    if not isinstance(command, list) or not all(isinstance(part, str) for part in command):
        raise ValueError("it names no command")
    if not command:
        raise ValueError("its command is empty")
    return command


def _started(command: list[str], source: str, fix: str) -> Finding:
    """Ask the program for its version, as an editor would start it."""
    name = "Start by editors"
    if not Path(command[0]).is_file():
        return bad(name, f"{source} names {command[0]}, which does not exist", fix)
    if command[0] == sys.executable and command[1:] == ["-m", "ritocco"]:
        return well(name, f"{source} names this Ritocco")
    try:
        ended = subprocess.run(
            [*command, "--version"], capture_output=True, text=True, timeout=_TIMEOUT
        )
        lines = (ended.stdout.strip() or ended.stderr.strip() or "it says nothing").splitlines()
        said = lines[-1][:200]
    except (OSError, subprocess.TimeoutExpired) as error:
        return bad(name, f"{source} names {command[0]}, which does not start: {error}", fix)
    version = re.fullmatch(r"ritocco (\S+)", said)
    if not version:
        return bad(name, f"{source} names {command[0]}, which does not run Ritocco: {said}", fix)
    if version[1] != __version__:
        seen = f"{source} names {command[0]}, Ritocco {version[1]}; this one is {__version__}"
        return note(name, seen, fix)
    return well(name, f"{source} names {command[0]}")


def kritas(look: Look) -> Iterator[Finding]:
    """Each Krita of this user: its version, what its Python lacks, and our plugin in it."""
    account = Account.of_user()
    here = [installed for installed in krita_setup.survey(account) if installed.here]
    if not here:
        yield well("Krita", "none found; `ritocco easel` is a window of our own")
    for installed in here:
        yield _plugin(installed)
        program = shutil.which("krita", path=account.environment.get("PATH"))
        if program and not installed.krita.sandbox:
            yield from python_support(installed.krita.name, Path(program).resolve().parents[1])


def _plugin(installed: FoundKrita) -> Finding:
    name = installed.krita.name
    version = f"version {installed.version}" if installed.version else "version unknown"
    if installed.version and _numbers(installed.version) < krita_setup.LEAST:
        least = ".".join(map(str, krita_setup.LEAST))
        return note(name, f"{version}; the dock is made for {least} and later", "update Krita")
    folder = installed.krita.plugins
    if installed.plugin is PluginState.ABSENT:
        return note(name, f"{version}, without the dock", remedy.dock())
    if installed.plugin is PluginState.OTHER:
        seen = f"{version}; the dock in {folder} is of another version, or damaged"
        return bad(name, seen, f"{remedy.dock()}, then restart Krita")
    if not installed.enabled:
        seen = f"{version}; the dock is there, but switched off"
        return bad(
            name,
            seen,
            "in Krita: Settings > Configure Krita > Python Plugin Manager, tick Ritocco, then "
            f"restart Krita; or with Krita closed: {remedy.dock()}",
        )
    return well(name, f"{version}; the dock is there and switched on")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:2])


_PYKRITA = (
    "lib/*/kritaplugins/kritapykrita.so",
    "lib64/kritaplugins/kritapykrita.so",
    "lib/kritaplugins/kritapykrita.so",
)
_PYQT = (
    "lib/python3*/*-packages/PyQt[56]",
    "lib64/python3*/*-packages/PyQt[56]",
    "local/lib/python3*/*-packages/PyQt[56]",
)


def python_support(name: str, root: Path) -> Iterator[Finding]:
    """What a Krita from Linux's own packages, below `root` (/usr), lacks to run plugins.

    Distributions may leave Krita's Python plugin and PyQt away; Krita then shows no plugins.
    """
    if not any(any(root.glob(pattern)) for pattern in _PYKRITA):
        if any(root.glob("lib*/**/kritaplugins")):
            seen = "it was built without Python, so that no plugin runs in it"
            fix = "use the AppImage or Flatpak of Krita"
            yield bad(f"{name}: Python", seen, fix)
    elif not any(any(root.glob(pattern)) for pattern in _PYQT):
        seen = "PyQt, which Krita's plugins need, is not installed"
        fix = "Debian, Ubuntu: sudo apt install python3-pyqt5; Fedora: sudo dnf install python3-qt5"
        yield bad(f"{name}: Python", seen, fix)


def easel(look: Look) -> Iterator[Finding]:
    """Whether our own window opens: it is opened for a moment."""
    trouble = window_trouble()
    if trouble is None:
        yield well("Easel", "its window opens")
        return
    told = bad if trouble.lack is Lack.PARTS else note
    yield told("Easel", f"its window {trouble.seen}", trouble.fix or remedy.reinstall())
