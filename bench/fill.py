"""Content-aware fill, measured: does the cost follow the window and not the canvas?

Every row is a ratio within this one run, or a number against a stated limit; the process ends
with code 1 if one is missed. Run it on a quiet machine.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

import cv2
import numpy as np
from _server import Server, Walk
from numpy.typing import NDArray

from ritocco.canvas import files, quality
from ritocco.canvas.colour import to_working
from ritocco.engine import View
from ritocco.fill.content_aware import ContentAware
from ritocco.geometry import Size
from ritocco.recipe import Recipe
from ritocco.shipped import resource
from ritocco.watch import Watch

SIDES = (1024, 4096, 8192)
HOLE = 256
RUNS = 5


@dataclass(frozen=True)
class Row:
    """One line of the report: a measured number and the limit it is held to (None: for reading)."""

    name: str
    value: float
    limit: float | None = None

    @property
    def met(self) -> bool:
        return self.limit is None or self.value <= self.limit

    def __str__(self) -> str:
        limit = "" if self.limit is None else f"at most {self.limit:g}"
        return f"| {self.name} | {self.value:.3g} | {limit} | {'yes' if self.met else 'NO'} |"


def picture() -> NDArray[np.uint8]:
    """1024 x 1024 of a real photograph."""
    horse = files.load(resource("pictures", "horse.webp")).pixels
    return np.ascontiguousarray(np.pad(horse, ((360, 0), (0, 0), (0, 0)), "reflect")[:1024, :1024])


def across_canvases() -> list[Row]:
    """The same hole in the same surroundings on ever larger canvases, through the HTTP API."""
    tile = picture()
    seconds: dict[int, float] = {}
    memory: dict[int, float] = {}
    walks: dict[int, Walk] = {}
    outside, start = [], []
    for side in SIDES:
        canvas = np.zeros((side, side, 3), np.uint8)
        corner = (side - len(tile)) // 2
        canvas[corner : corner + len(tile), corner : corner + len(tile)] = tile
        hole = ((side - HOLE) // 2, (side - HOLE) // 2, HOLE, HOLE)
        with Server() as server:
            start.append(server.first_answer)
            server.fill(canvas, hole)
            runs = [server.fill(canvas, hole) for _ in range(RUNS)]
            memory[side] = server.peak_memory()
        walks[side] = runs[-1]
        seconds[side] = median(walk.seconds for walk in runs)
        outside += [1 - walk.result["timings"]["paint"] / walk.seconds for walk in runs]
    small, large = SIDES[0], SIDES[-1]
    same = walks[small].layer == walks[large].layer
    return [
        *(Row(f"{side} px canvas, seconds", seconds[side]) for side in SIDES),
        *(Row(f"{side} px canvas, MB sent", walks[side].sent / 1e6) for side in SIDES),
        Row("8k / 1k, time", seconds[large] / seconds[small], 1.15),
        Row("8k / 1k, the server's peak memory", memory[large] / memory[small], 1.05),
        Row("8k and 1k give different bytes", float(not same), 0),
        Row("share of the time outside the fill itself", median(outside), 0.35),
        Row("seconds from start to the server's first answer", median(start), 1.0),
    ]


def against_telea() -> list[Row]:
    """The same window and hole by OpenCV's Telea: time, and how much worse or better it looks."""
    pixels, _ = to_working(files.load(resource("pictures", "horse.webp")))
    selected = files.load_selection(resource("pictures", "horse-mask.png"), _size(pixels)) > 0
    box = (slice(100, 660), slice(440, 1024))
    window, hole = pixels[box], selected[box]
    everywhere = np.ones_like(hole)
    view = View(window, hole.astype(np.float32), ~hole)
    began = perf_counter()
    ours = ContentAware().paint(view, Recipe(), 0, Watch())
    our_seconds = perf_counter() - began
    levels = np.asarray(np.rint(window * 255), np.uint8)
    began = perf_counter()
    telea = cv2.inpaint(levels, hole.astype(np.uint8), 5, cv2.INPAINT_TELEA)
    telea_seconds = perf_counter() - began
    theirs = np.asarray(telea, np.float32) / np.float32(255)
    known = ~hole
    mine = quality.measure(window, ours, ours, hole, known, everywhere)
    peer = quality.measure(window, theirs, theirs, hole, known, everywhere)
    assert mine.style is not None
    assert peer.style is not None
    assert mine.seam is not None
    assert peer.seam is not None
    return [
        Row("Telea, seconds", telea_seconds),
        Row("ours / Telea, time", our_seconds / telea_seconds),
        Row("ours / Telea, style distance", mine.style / peer.style, 0.5),
        Row("ours, seam (1: invisible)", mine.seam, 1.15),
        Row("Telea, seam", peer.seam),
    ]


def _size(pixels: NDArray[np.float32]) -> Size:
    return Size(pixels.shape[1], pixels.shape[0])


def command_line() -> list[Row]:
    """How long a person waits for the smallest answer."""
    times = []
    for _ in range(RUNS):
        began = perf_counter()
        subprocess.run(
            [Path(sys.executable).parent / "ritocco", "--version"], check=True, stdout=-3
        )
        times.append(perf_counter() - began)
    return [Row("ritocco --version, seconds", median(times), 0.3)]


def main() -> int:
    """Print the report; 1 where a limit is missed."""
    print(f"# Fill: {HOLE} px hole, median of {RUNS} runs\n\n| what | measured | limit | met |")
    print("| --- | --- | --- | --- |")
    rows = [*command_line(), *across_canvases(), *against_telea()]
    print("\n".join(map(str, rows)))
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
