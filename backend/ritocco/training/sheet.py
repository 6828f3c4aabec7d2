"""Small pictures side by side, for a person to look at while a model learns."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from ritocco.canvas.arrays import Floats
from ritocco.canvas.atomic import write

GAP = 4


def save_sheet(path: Path, rows: Sequence[Sequence[Floats]]) -> None:
    """Write pictures of one size (H, W, 3), sRGB 0..1, as rows of a PNG."""
    height, width = rows[0][0].shape[:2]
    across = max(len(row) for row in rows)
    sheet = np.ones((len(rows) * (height + GAP) - GAP, across * (width + GAP) - GAP, 3), np.float32)
    for down, row in enumerate(rows):
        for right, picture in enumerate(row):
            top, left = down * (height + GAP), right * (width + GAP)
            sheet[top : top + height, left : left + width] = picture
    whole = io.BytesIO()
    Image.fromarray(np.asarray(np.rint(sheet * 255), np.uint8)).save(whole, "PNG")
    write(path, [whole.getbuffer()])
