"""`ritocco easel`: starts our own window. It is a program of its own and speaks to us over HTTP."""

from __future__ import annotations

import signal
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

from ritocco.errors import NoWindow
from ritocco.setup.window import CANNOT_OPEN, EASEL, ended_by, surroundings, window_trouble


def easel(options: Namespace) -> None:
    """Open the window, and stay until it is closed. Raises NoWindow, saying what is missing."""
    paths = [str(Path(path).absolute()) for path in options.pictures]
    window = subprocess.Popen([sys.executable, "-m", EASEL, *paths], env=surroundings())
    # Ctrl+C reaches the window too, which asks about changes first; waiting must outlive that.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: window.terminate())  # that one reaches us alone
    code = window.wait()
    if code == CANNOT_OPEN:
        trouble = window_trouble()
        raise NoWindow(trouble.sentence if trouble else "The window did not open; try again.")
    if code < 0:
        raise NoWindow(
            f"Easel's window was ended by {ended_by(code)}. Open it again: unsaved pictures are "
            "offered there. If that happens again, see 'ritocco doctor easel'."
        )
    if code:
        raise SystemExit(code)
