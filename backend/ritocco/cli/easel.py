"""`ritocco easel`: starts our own window. It is a program of its own and speaks to us over HTTP."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from argparse import Namespace
from importlib.util import find_spec
from pathlib import Path

from ritocco.errors import NotFound

_CHECKOUT = Path(__file__).resolve().parents[3] / "plugin"
_PROGRAM = "ritocco_dock.easel.main"


def easel(options: Namespace) -> None:
    """Open the window, and stay until it is closed. Raises NotFound where parts are missing."""
    environment = {"RITOCCO_QT": "6", "RITOCCO_BACKEND": sys.executable, **os.environ}
    if not find_spec("PyQt6"):
        raise NotFound("Easel's window needs PyQt6; install it with 'pip install PyQt6'.")
    if not find_spec("ritocco_dock"):
        if not (_CHECKOUT / "ritocco_dock").is_dir():
            raise NotFound("This installation lacks easel; install Ritocco again to mend it.")
        known = [str(_CHECKOUT), environment.get("PYTHONPATH", "")]
        environment["PYTHONPATH"] = os.pathsep.join(part for part in known if part)
    paths = [str(Path(path).absolute()) for path in options.pictures]
    window = subprocess.Popen([sys.executable, "-m", _PROGRAM, *paths], env=environment)
    # Ctrl+C reaches the window too, which asks about changes first; waiting must outlive that.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    code = window.wait()
    if code:
        raise SystemExit(code)
