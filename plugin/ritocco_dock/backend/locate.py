"""Where the backend is installed on this computer, and what its process may inherit."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from ..from_disk import json_in, reading
from ..settings import data_folder

VARIABLE = "RITOCCO_BACKEND"
"""Environment variable: the Python that has Ritocco, or the command `ritocco` itself."""
POINTER = "backend.json"
"""File in the data folder, written by whoever installs the plugin:
{"command": ["/path/to/python", "-m", "ritocco"]}."""
_FLATPAK = Path("/.flatpak-info")
_SPAWN = "flatpak-spawn"


def find_command(
    environment: Mapping[str, str] = os.environ, package: Path = Path(__file__).parent
) -> list[str] | None:
    """The command that runs Ritocco, without its arguments; None where none is installed.

    Looked for in this order: the variable, the checkout this plugin is run from, what the
    installer wrote down, the search path.
    """
    chosen = environment.get(VARIABLE)
    if chosen:
        return _command(Path(chosen).expanduser())
    data = data_folder()
    checkout = package.resolve().parents[2]
    own = _python_in(checkout / ".venv")
    if (checkout / "backend" / "ritocco").is_dir() and own.is_file():
        return _command(own)
    pointed = _pointed(data / POINTER)
    if pointed:
        return pointed
    command = shutil.which("ritocco", path=environment.get("PATH"))
    return [command] if command else None


def in_flatpak() -> bool:
    """Whether the editor is shut in a Flatpak: programs outside are started through its portal."""
    return _FLATPAK.exists()


def clean_environment(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The environment without what belongs to the editor's own Python, Qt and libraries.

    An AppImage or a bundle sets these for itself; another Python breaks on them.
    """
    foreign = ("PYTHON", "QT_", "QML")
    bundled = ("LD_LIBRARY_PATH", "LD_PRELOAD", "DYLD_LIBRARY_PATH", "DYLD_FRAMEWORK_PATH")
    in_bundle = "APPDIR" in environment or "APPIMAGE" in environment
    kept = {
        name: value
        for name, value in environment.items()
        if not name.startswith(foreign) and not (in_bundle and name in bundled)
    }
    return {**kept, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}


def _command(program: Path) -> list[str]:
    """A Python runs the module; anything else is the command itself."""
    return [str(program), "-m", "ritocco"] if "python" in program.name else [str(program)]


def _python_in(environment: Path) -> Path:
    windows = environment / "Scripts" / "python.exe"
    return windows if sys.platform == "win32" else environment / "bin" / "python"


def _pointed(file: Path) -> list[str] | None:
    """The command that was written down, if its program is still there."""

    def pointed() -> list[str] | None:
        command = json_in(file)["command"]
        whole = isinstance(command, list) and all(isinstance(part, str) for part in command)
        if not whole or not command:
            return None
        if in_flatpak():  # its Python is outside the sandbox, where we cannot look
            return [_SPAWN, "--host", *command]
        return command if Path(command[0]).is_file() else None

    return reading(pointed, None)
