"""Whether easel's window opens on this computer; if not, why, and what to do.

The window is really opened, by easel's own code in a process of its own; what is missing is
sought only where that fails. `ritocco doctor`, `ritocco easel` and the installer all ask here.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from importlib.util import find_spec
from pathlib import Path

from ritocco.errors import NoWindow
from ritocco.setup import system_packages
from ritocco.setup.shared_libraries import missing

EASEL = "ritocco_dock.easel.start"
"""The program: its arguments are pictures."""
_TRIAL = "ritocco_dock.easel.trial"
CANNOT_OPEN = 69
"""Exit code of both where Qt makes no window (the dock's `easel/opening.py` has it too)."""
_TIMEOUT = 60.0
_CANNOT = "cannot open:"
_READABLE = 6
_CHECKOUT = Path(__file__).resolve().parents[3] / "plugin"
_MODULES = ("QtCore", "QtGui", "QtNetwork", "QtWidgets")
_PLUGINS = {"xcb": "libqxcb.so", "wayland": "libqwayland.so"}
"""Qt's platforms and their files, of those that open a window on somebody's screen."""


class Lack(Enum):
    """What kind of thing is in the way."""

    PARTS = auto()
    """Something on this computer that can be mended."""
    SCREEN = auto()
    """Nobody sits here: a server, or a login without graphics. All else works."""
    FONTS = auto()
    """The window opens, and its words are empty boxes."""


@dataclass(frozen=True, slots=True)
class WindowTrouble:
    """Why there is no window, as parts of a sentence.

    seen  continues "its window ..."
    fix   what can be done as it is written; "" where the installation is to be made anew
    """

    lack: Lack
    seen: str
    fix: str

    @property
    def sentence(self) -> str:
        """Both in one line."""
        return f"Easel: its window {self.seen}. To mend it: {self.fix or 'install Ritocco again'}."


def surroundings() -> dict[str, str]:
    """Variables for easel's programs: where the dock's code and its backend are.

    Raises NoWindow where the installation lacks the code.
    """
    chosen = {"RITOCCO_QT": "6", "RITOCCO_BACKEND": sys.executable, **os.environ}
    if (_CHECKOUT / "ritocco_dock").is_dir():
        known = [str(_CHECKOUT), chosen.get("PYTHONPATH", "")]
        chosen["PYTHONPATH"] = os.pathsep.join(part for part in known if part)
    elif not find_spec("ritocco_dock"):
        raise NoWindow("This installation lacks easel; install Ritocco again to mend it.")
    return chosen


def window_trouble() -> WindowTrouble | None:
    """Open a window for a moment; None if that went well. Raises NoWindow (see above)."""
    if not find_spec("PyQt6"):
        fix = f"{sys.executable} -m pip install PyQt6"
        return WindowTrouble(Lack.PARTS, f"{_CANNOT} PyQt6 is not installed", fix)
    if sys.platform == "linux" and not platforms(os.environ):
        return _nobody_here()
    try:
        ended = subprocess.run(
            [sys.executable, "-P", "-m", _TRIAL],
            env=surroundings(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_TIMEOUT,
        )
    except subprocess.TimeoutExpired:
        seen = f"{_CANNOT} {_screen()} did not answer within {_TIMEOUT:.0f} s"
        return WindowTrouble(Lack.PARTS, seen, "log out of the desktop and in again")
    if ended.returncode == 0:
        return None if json.loads(ended.stdout)["font"] else _no_fonts()
    return _explained(ended.returncode, ended.stderr)


def ended_by(code: int) -> str:
    """What ended a process with this negative exit code: the signal's name."""
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def platforms(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Qt's platforms for this session, in the order in which Qt tries them; none: no screen."""
    chosen = environment.get("QT_QPA_PLATFORM", "")
    if chosen:
        return tuple(part.partition(":")[0] for part in chosen.split(";") if part)
    on_wayland = environment.get("XDG_SESSION_TYPE") == "wayland"
    x = ("xcb",) if environment.get("DISPLAY") else ()
    wayland = ("wayland",) if environment.get("WAYLAND_DISPLAY") or on_wayland else ()
    return wayland + x if on_wayland else x + wayland


def lacking(platform: str, qt: Path | None = None) -> tuple[str, ...]:
    """Libraries of the system that a window on one of Qt's platforms needs and does not get.

    qt  PyQt6's folder; None: the installed one
    """
    if qt is None:
        spec = find_spec("PyQt6")
        if spec is None or not spec.submodule_search_locations:
            return ()
        qt = Path(spec.submodule_search_locations[0])
    modules = [file for name in _MODULES for file in qt.glob(f"{name}.*so")]
    plugin = qt / "Qt6" / "plugins" / "platforms" / _PLUGINS.get(platform, "")
    return missing(modules + ([plugin] if plugin.is_file() else []), qt / "Qt6" / "lib")


def _nobody_here() -> WindowTrouble:
    seen = (
        f"{_CANNOT} there is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set, as on a "
        "server or over ssh)"
    )
    fix = "start it in a desktop session, or over ssh -X"
    gone = lacking("xcb")
    also = f", and before that: {system_packages.bringing(gone)}" if gone else ""
    return WindowTrouble(Lack.SCREEN, seen, fix + also)


def _no_fonts() -> WindowTrouble:
    fix = system_packages.commands([system_packages.FONTS])
    return WindowTrouble(
        Lack.FONTS, "opens, but without fonts: all words in it are empty boxes", fix
    )


def _explained(code: int, said: str) -> WindowTrouble:
    """Why the trial failed: missing libraries, else what Qt said."""
    tried = platforms(os.environ) if sys.platform == "linux" else ()
    for platform in tried:
        gone = lacking(platform)
        if gone:
            seen = f"{_CANNOT} the system lacks {_few(gone)}"
            return WindowTrouble(Lack.PARTS, seen, system_packages.bringing(gone))
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    if code < 0:
        lines.insert(0, f"the program was ended by {ended_by(code)}")
    told = (lines or ["Qt did not say why"])[0].rstrip(".")[:300]
    seen = f"{_CANNOT} {_screen()} does not take it ({told})"
    return WindowTrouble(Lack.PARTS, seen, _on_screens())


def _few(libraries: Sequence[str]) -> str:
    """By name, as many as one wants to read."""
    named, rest = libraries[:_READABLE], len(libraries) - _READABLE
    return ", ".join(named) + (f" and {rest} more libraries" if rest > 0 else "")


def _screen() -> str:
    """The screen, as this session calls it."""
    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"):
        if os.environ.get(name):
            return f"the screen ({name}={os.environ[name]})"
    return "the screen"


def _on_screens() -> str:
    """What to do where all parts are here and the screen still takes no window."""
    if os.environ.get("QT_QPA_PLATFORM"):
        return "take away the variable QT_QPA_PLATFORM, then try again"
    if sys.platform == "linux":
        return "start it from a terminal on the desktop itself, as the user who is logged in there"
    return ""
