"""Content-aware fill, measured: does the cost follow the window and not the canvas?

Every row is a ratio within this one run, or a number against a stated limit; the process ends
with code 1 if one is missed. Run it on a quiet machine.

`fill cases` instead runs many pictures against a peer (`_fill/compare.py`).
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from time import perf_counter

import cv2
import numpy as np
from _fill.compare import compare
from _report import Row, report
from _server import Server, Walk
from numpy.typing import NDArray

from ritocco.canvas import files, quality
from ritocco.canvas.colour import to_working
from ritocco.engine import View
from ritocco.fill.content_aware import ContentAware
from ritocco.recipe.recipe import Recipe
from ritocco.shipped import resource
from ritocco.watch import Watch

SIDES = (1024, 4096, 8192)
HOLE = 256
RUNS = 5


def picture() -> NDArray[np.uint8]:
    """1024 x 1024 of a real photograph."""
    horse = files.load(resource("pictures", "horse.webp")).pixels
    return np.ascontiguousarray(np.pad(horse, ((360, 0), (0, 0), (0, 0)), "reflect")[:1024, :1024])


def across_canvases() -> list[Row]:
    """The same hole in the same surroundings on ever larger canvases, through the HTTP API.

    A server for each size; they take turns, so that whatever else the machine does meets all.
    """
    tile = picture()
    with ExitStack() as running:
        servers = {side: running.enter_context(Server()) for side in SIDES}
        walks: dict[int, list[Walk]] = {side: [] for side in SIDES}
        for _ in range(RUNS + 1):
            for side, server in servers.items():
                canvas = np.zeros((side, side, 3), np.uint8)
                corner = (side - len(tile)) // 2
                canvas[corner : corner + len(tile), corner : corner + len(tile)] = tile
                hole = ((side - HOLE) // 2, (side - HOLE) // 2, HOLE, HOLE)
                walks[side].append(server.fill(canvas, hole))
        memory = {side: server.peak_memory() for side, server in servers.items()}
        start = median(server.first_answer for server in servers.values())
    runs = {side: found[1:] for side, found in walks.items()}  # the first one warms up
    outside = [
        1 - walk.result["timings"]["paint"] / walk.seconds
        for found in runs.values()
        for walk in found
    ]
    small, large = SIDES[0], SIDES[-1]
    ratios = [b.seconds / a.seconds for a, b in zip(runs[small], runs[large], strict=True)]
    same = runs[small][-1].layer == runs[large][-1].layer
    seconds = {side: median(walk.seconds for walk in found) for side, found in runs.items()}
    return [
        *(Row(f"{side} px canvas, seconds", seconds[side]) for side in SIDES),
        *(Row(f"{side} px canvas, MB sent", runs[side][-1].sent / 1e6) for side in SIDES),
        Row("8k / 1k, time", median(ratios), 1.15),
        Row("8k / 1k, the server's peak memory", memory[large] / memory[small], 1.05),
        Row("8k and 1k give different bytes", float(not same), 0),
        Row("share of the time outside the fill itself", median(outside), 0.35),
        Row("seconds from start to the server's first answer", start, 1.0),
    ]


def against_telea() -> list[Row]:
    """The same hole in a choppy sea by OpenCV's Telea: time, and how it looks."""
    pixels, _ = to_working(files.load(resource("pictures", "narwhal.webp")))
    window = np.ascontiguousarray(pixels[:260, 440:1024])
    hole = (
        cv2.ellipse(np.zeros(window.shape[:2], np.uint8), (300, 120), (120, 80), 0, 0, 360, 1, -1)
        > 0
    )
    everywhere = np.ones_like(hole)
    view = View(window, hole.astype(np.float32), ~hole)
    began = perf_counter()
    ours = ContentAware().prepare(Recipe()).paint(view, 0, Watch())
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
        Row("ours / Telea, style distance", mine.style / peer.style, 1.0),
        Row("ours, seam (1: invisible)", mine.seam),
        Row("ours / Telea, seam", mine.seam / peer.seam, 1.0),
    ]


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
    if sys.argv[1:2] == ["cases"]:
        return compare(sys.argv[2:])
    rows = [*command_line(), *across_canvases(), *against_telea()]
    return report(f"Fill: {HOLE} px hole, median of {RUNS} runs", rows)


if __name__ == "__main__":
    sys.exit(main())
