"""Starting easel: `python -m ritocco_dock.easel.main [picture ...]`; `ritocco easel` does so."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence

# Said before Qt is imported: easel's values need Qt 6.
os.environ.setdefault("RITOCCO_QT", "6")

from ..qt import Qt, QtWidgets
from .timing import timer
from .window import EaselWindow


def main(paths: Sequence[str]) -> int:
    """Open the window with these pictures; the exit code when it was closed."""
    QtWidgets.QApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    app = QtWidgets.QApplication([sys.argv[0]])
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
