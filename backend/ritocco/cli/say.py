"""What the command line says while it works and when it is done."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from time import monotonic
from typing import Any

from ritocco.setup.console import json_line
from ritocco.watch import Watch

PATIENCE = 1.0
"""Seconds without a word before the progress bar appears."""
WIDTH = 30


class ProgressBar:
    """A progress bar on a terminal's stderr, for work that takes over a second.

    Use as a context manager; `watch` goes to the work. Nothing is drawn where stderr is no
    terminal.
    """

    def __init__(self) -> None:
        self.watch = Watch(self._report)
        self._began = monotonic()
        self._shown = ""

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._draw(" " * len(self._shown))
            self._draw("")

    def _report(self, fraction: float, text: str) -> None:
        spent = monotonic() - self._began
        if spent < PATIENCE or not sys.stderr.isatty():
            return
        done = round(WIDTH * fraction)
        left = f"{spent * (1 - fraction) / fraction:.0f} s left" if fraction > 0.05 else ""
        line = f"[{'#' * done}{'.' * (WIDTH - done)}] {fraction:4.0%}  {text}  {left}"
        self._draw(line.ljust(len(self._shown)))
        self._shown = line

    def _draw(self, line: str) -> None:
        sys.stderr.write("\r" + line)
        sys.stderr.flush()


def answer(
    data: dict[str, Any], lines: list[str], as_json: bool, hints: Sequence[str] = ()
) -> None:
    """Print the result: one JSON object, or lines for a person, and hints beside them."""
    if not as_json:
        for words in hints:
            print(f"hint: {words}", file=sys.stderr)
    print(json_line(data) if as_json else "\n".join(lines))
