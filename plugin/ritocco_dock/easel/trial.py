"""`python -m ritocco_dock.easel.trial`: opens a small window for a moment, as easel opens its own.

One line of JSON: the font that words are written in, "" where there is none. Where no window
is to be had it ends with `CANNOT_OPEN`, and Qt's words on stderr.
"""

from __future__ import annotations

import json
import sys

from .opening import application


def main() -> None:
    """Open it, let Qt draw it, and close it."""
    app = application(given_up=lambda words: print(words, file=sys.stderr, flush=True))
    from ..qt import Qt, QtGui, QtWidgets

    window = QtWidgets.QWidget(None, Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint)
    window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    window.resize(8, 8)
    window.show()
    app.processEvents()
    window.close()
    print(json.dumps({"font": QtGui.QFontInfo(app.font()).family()}))


if __name__ == "__main__":
    main()
