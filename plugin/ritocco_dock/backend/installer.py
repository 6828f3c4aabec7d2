"""Installing the backend from within the editor: finding an installer, and running it when asked.

Nothing is fetched or run by itself. What can be found is Ritocco's folder or a bundle that the
artist has already brought to this computer.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..qt import QObject, QtCore, Signal
from ..settings import Settings
from ..words import say
from .locate import clean_environment, in_flatpak
from .process import clean_process

_REMEMBERED = "installer"
_BUNDLE, _LAUNCHER = "install.pyz", "run.py"
_LOOKED_INTO = ("Downloads", "Desktop", "Documents", "")
_MOST = 200
"""Entries of a folder that are looked at; the editor must not wait."""
_PYTHONS = ("python3.14", "python3.13", "python3.12", "python3.11", "python3", "python")


@dataclass(frozen=True)
class Found:
    """An installer: the program and its words."""

    file: Path

    def words(self) -> list[str]:
        """What Python is given."""
        return [str(self.file), *(["install"] if self.file.name == _LAUNCHER else [])]

    def line(self) -> str:
        """The command as one would type it."""
        python = "py" if sys.platform == "win32" else "python3"
        return " ".join([python, f'"{self.file}"', *self.words()[1:]])


def installer_in(folder: Path) -> Found | None:
    """The installer in this very folder, if it is a bundle or Ritocco's whole folder."""
    if (folder / _BUNDLE).is_file() and (folder / "bundle.json").is_file():
        return Found(folder / _BUNDLE)
    if (folder / _LAUNCHER).is_file() and (folder / "backend" / "ritocco").is_dir():
        return Found(folder / _LAUNCHER)
    return None


def find_installer(settings: Settings, home: Path | None = None) -> Found | None:
    """The one that was chosen before, or one where downloads usually lie."""
    chosen = settings.get(_REMEMBERED, "")
    known = installer_in(Path(chosen)) if chosen else None
    if known:
        return known
    places = ((home or Path.home()) / name for name in _LOOKED_INTO)
    installers = (installer_in(folder) for place in places for folder in _folders(place))
    return next((installer for installer in installers if installer), None)


def _folders(place: Path) -> Iterator[Path]:
    """The folders in one folder, the first few."""
    try:
        for _, folder in zip(range(_MOST), place.iterdir(), strict=False):
            if folder.is_dir() and not folder.name.startswith("."):
                yield folder
    except OSError:
        return


def find_python() -> str:
    """A Python to install with; "" where none is to be seen. The installer checks its version."""
    if in_flatpak():
        return ""
    names = ("py",) if sys.platform == "win32" else _PYTHONS
    more = "/opt/homebrew/bin:/usr/local/bin:/usr/bin"
    path = clean_environment().get("PATH", "")
    programs = (shutil.which(name, path=where) for where in (path, more) for name in names)
    return next((program for program in programs if program), "")


class Installer(QObject):
    """One installation at a time, as a process of its own that outlives no cancel."""

    changed = Signal()
    """`found`, `runs`, `line` or `problem` is another one."""
    installed = Signal()
    """It ended well."""

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._process: QtCore.QProcess | None = None
        self.found: Found | None = None
        self.line, self.problem = "", ""

    @property
    def runs(self) -> bool:
        """Whether an installation is under way."""
        return self._process is not None

    @property
    def able(self) -> bool:
        """Whether it could be run from here."""
        return self.found is not None and bool(find_python())

    def look(self) -> None:
        """Look for an installer on this computer."""
        if not self.runs:
            self.found = find_installer(self._settings)
            self.changed.emit()

    def choose(self, folder: Path) -> None:
        """The artist named Ritocco's folder, or a bundle."""
        installer = installer_in(folder)
        self.problem = ""
        if installer is None:
            self.problem = say(
                "That is not Ritocco's folder. It is the one that holds run.py, or install.pyz."
            )
        else:
            self.found = installer
            self._settings.set(_REMEMBERED, str(folder))
        self.changed.emit()

    def start(self) -> None:
        """Run it; answers at once, see `changed` and `installed`."""
        python = find_python()
        if self.runs or self.found is None or not python:
            return
        process = clean_process(self)
        process.readyRead.connect(self._listen)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._could_not)
        self._process, self.line, self.problem = process, "", ""
        self.changed.emit()
        process.start(python, self.found.words())

    def cancel(self) -> None:
        """Stop it. What was in use before still is; the next run goes on from there."""
        process = self._process
        if process is None:
            return
        self._process, self.line = None, ""
        process.readyRead.disconnect(self._listen)
        process.finished.disconnect(self._finished)
        process.errorOccurred.disconnect(self._could_not)
        process.finished.connect(process.deleteLater)
        if sys.platform == "win32":  # there, asking reaches windows only
            process.kill()
        else:
            process.terminate()
        self.changed.emit()

    def _listen(self) -> None:
        if self._process is None:
            return
        said = self._process.readAll().data().decode("utf-8", "replace")
        lines = [line.strip() for line in said.replace("\r", "\n").splitlines() if line.strip()]
        if lines:
            self.line = lines[-1]
            self.changed.emit()

    def _finished(self, code: int) -> None:
        process = self._process
        if process is None:
            return
        self._listen()
        self._process = None
        process.deleteLater()
        self.problem = "" if code == 0 else self.line or say("The installation ended too early.")
        self.line = ""
        self.changed.emit()
        if code == 0:
            self.installed.emit()

    def _could_not(self, error: object) -> None:
        if self._process is not None and error == QtCore.QProcess.ProcessError.FailedToStart:
            self.line = self._process.errorString()
            self._finished(1)
