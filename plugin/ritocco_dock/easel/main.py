"""Easel as a program: `python -m ritocco_dock.easel.main [picture ...]`.

`ritocco easel` begins with `start.py`, which comes here.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .opening import application
from .timing import timer
from .window import EaselWindow

if TYPE_CHECKING:
    from ..qt import QtWidgets


def main(paths: Sequence[str]) -> int:
    """Open the window with these pictures; the exit code when it was closed."""
    return run(application(), paths)


def run(app: QtWidgets.QApplication, paths: Sequence[str]) -> int:
    """The same, in an application that is there already."""
    app.setApplicationName("easel")
    app.setApplicationDisplayName("")
    app.setDesktopFileName("ritocco-easel")
    window = EaselWindow()
    # Ctrl+C in the terminal closes the window as its button does; Python hears it between events.
    signal.signal(signal.SIGINT, lambda *_: window.close())
    listen = timer(app, 500, lambda: None)
    listen.start()
    window.show()
    for path in paths:
        window.open(path)
    window.file_controller.offer_left()
    return int(app.exec())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
