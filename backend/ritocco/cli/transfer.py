"""The line that shows on a terminal how a fetch, a copy or a check is coming on."""

from __future__ import annotations

import shutil
import sys
from time import monotonic

from ritocco.library.progress import Progress, ProgressReporter

WIDTH = 24
EVERY = 30.0
"""Seconds between two lines where stderr is no terminal."""


class TransferLine:
    """Use as a context manager; `reporter` goes to the work.

    On a terminal: what is being done as a line, once, and below it one line that is drawn anew. In
    a log: what is being done, and how far it is twice a minute.
    """

    def __init__(self) -> None:
        self.reporter = ProgressReporter(tell=self._tell)
        self._said = ""
        self._drawn = 0
        self._last = monotonic()
        self._live = sys.stderr.isatty()

    def __enter__(self) -> TransferLine:
        return self

    def __exit__(self, *_: object) -> None:
        self._wipe()

    def _tell(self, progress: Progress) -> None:
        if progress.text != self._said:
            self._wipe()
            print(f"  {progress.text}", file=sys.stderr, flush=True)
            self._said = progress.text
        if self._live:
            self._draw(progress)
        elif monotonic() - self._last > EVERY:
            self._last = monotonic()
            print(f"  {progress.fraction:.0%}: {progress.numbers}", file=sys.stderr, flush=True)

    def _draw(self, progress: Progress) -> None:
        line = f"  {progress.numbers}"
        if progress.total:
            done = round(WIDTH * progress.fraction)
            bar = f"[{'#' * done}{'.' * (WIDTH - done)}]"
            line = f"  {bar} {progress.fraction:4.0%}  {progress.numbers}"
        line = line[: shutil.get_terminal_size().columns - 1]
        sys.stderr.write("\r" + line.ljust(self._drawn))
        sys.stderr.flush()
        self._drawn = len(line)

    def _wipe(self) -> None:
        if self._drawn:
            sys.stderr.write("\r" + " " * self._drawn + "\r")
            sys.stderr.flush()
            self._drawn = 0
