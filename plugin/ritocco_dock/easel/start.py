"""`python -m ritocco_dock.easel.start [picture ...]`: easel, as `ritocco easel` starts it.

Where there is no window to be had it ends with `CANNOT_OPEN` and says nothing: who started it
tells why.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from .opening import application


def main(paths: Sequence[str]) -> int:
    """Open the window with these pictures; the exit code when it was closed."""
    app = application(given_up=lambda words: None)
    from .main import run  # Qt's own libraries are known to be here

    return run(app, paths)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
