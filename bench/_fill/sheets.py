"""Sheets to look at: what was to be filled, and who filled it how; with names, or blind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np

from _fill.scenes import Scene
from ritocco.canvas.arrays import Flags, Levels
from ritocco.geometry import Box, Size

CELL = Size(520, 440)
"""Pixels into which each picture is fitted."""
TITLE = 20
ROWS = 3
"""Rows of one sheet: more are looked at less."""
_AROUND = 0.5
"""How much of a hole's size is shown around it on each side, and at the least in pixels."""
_AT_LEAST = 50
_LINE = (255, 40, 40)


def outlined(scene: Scene) -> Levels:
    """The picture before, with a line around what is filled."""
    levels = scene.levels.copy()
    lines, _ = cv2.findContours(
        scene.hole.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE
    )
    return np.asarray(cv2.drawContours(levels, lines, -1, _LINE, 1), np.uint8)


def surroundings(hole: Flags) -> Box:
    """The part of a canvas in which a fill is judged: the hole and some of what is around."""
    rows, columns = np.flatnonzero(hole.any(axis=1)), np.flatnonzero(hole.any(axis=0))
    tight = Box.between(int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1)
    wide = max(_AT_LEAST, round(tight.width * _AROUND))
    high = max(_AT_LEAST, round(tight.height * _AROUND))
    around = Box.between(tight.x - wide, tight.y - high, tight.right + wide, tight.bottom + high)
    return around & Box.of(Size(hole.shape[1], hole.shape[0]))


def sheets(rows: Sequence[tuple[Box, Sequence[tuple[str, Levels]]]]) -> Iterable[Levels]:
    """Pages of rows; each shows the same part of several pictures, with a title over each."""
    lines = [
        np.hstack([_cell(title, levels[box.slices]) for title, levels in cells])
        for box, cells in rows
    ]
    for first in range(0, len(lines), ROWS):
        yield np.vstack(lines[first : first + ROWS])


def _cell(title: str, levels: Levels) -> Levels:
    height, width = levels.shape[:2]
    scale = min(CELL.width / width, CELL.height / height)
    size = (max(1, int(width * scale)), max(1, int(height * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    cell = np.full((CELL.height + TITLE, CELL.width + 6, 3), 255, np.uint8)
    cell[TITLE : TITLE + size[1], : size[0]] = cv2.resize(levels, size, interpolation=way)
    font = cv2.FONT_HERSHEY_SIMPLEX
    return np.asarray(cv2.putText(cell, title, (2, 14), font, 0.45, (0, 0, 0), 1, cv2.LINE_AA))
