"""A line that says what pip does and how far it is, drawn over and over on a terminal."""

from __future__ import annotations

import os
import re
import shutil
import sys
import threading
import time
from pathlib import Path


class ProgressLine:
    """What is done (`title`) and how far it is; `growing` is the folder that fills meanwhile."""

    def __init__(self, title: str, growing: Path) -> None:
        self._title, self._growing = title, growing
        self._doing, self._began = "", time.monotonic()
        self._over = threading.Event()
        self._drawn = sys.stdout.isatty()
        self._thread = threading.Thread(target=self._live, daemon=True)

    def __enter__(self) -> ProgressLine:
        print(f"{self._title} ...", end="" if self._drawn else "\n", flush=True)
        self._thread.start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._over.set()
        self._thread.join()
        took = f"{time.monotonic() - self._began:.0f} s"
        if kind is None:
            print(f"{_wiped()}{self._title}: {took}" if self._drawn else f"   done, {took}")
        elif self._drawn:
            print(_wiped(), end="")

    def hear(self, line: str) -> None:
        """A line of pip's output."""
        match = re.match(r"\s*Downloading .*?([^/\s]+?)(?:-\d[^\s]*)? \(([\d.]+ [kMG]?B)\)", line)
        size = re.match(r"([\d.]+) (MB|GB)", match[2]) if match else None
        if match and size and (size[2] == "GB" or float(size[1]) >= 10):
            self._doing = f"fetching {match[1]}, {match[2]}"
            if not self._drawn:
                print(f"   {self._doing}", flush=True)
        elif line.startswith("Installing collected packages"):
            self._doing = "unpacking"
            if not self._drawn:
                print("   unpacking", flush=True)

    def _live(self) -> None:
        """On a terminal: seconds, and bytes that have arrived."""
        while self._drawn and not self._over.wait(1.0):
            seconds = time.monotonic() - self._began
            came = _size_of(self._growing) / 10**6
            doing = f", {self._doing}" if self._doing else ""
            text = f"{self._title} ... {seconds:.0f} s, {came:.0f} MB here{doing}"
            print(f"{_wiped()}{text[: _width()]}", end="", flush=True)


def _width() -> int:
    return shutil.get_terminal_size().columns - 1


def _wiped() -> str:
    """Clears the terminal's line without control codes, which not every Windows knows."""
    return f"\r{' ' * _width()}\r"


def _size_of(folder: Path) -> int:
    """Bytes of all files in it, as far as they can be seen while they come and go."""
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(root) / name).lstat().st_size
            except OSError:
                continue
    return total
