"""What saving a picture takes of the machine's memory, in bytes for each pixel of its canvas.

That is beside the layers as they were sent, which have to be there. WebP is held to what its own
coder takes without loss, floats to the picture itself and half as much.
"""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE)]

from _report import Row, report  # noqa: E402

from ritocco.canvas.picture import Depth  # noqa: E402
from ritocco.geometry import Box, Size  # noqa: E402

CANVAS, LARGE = Size(2400, 1600), Size(7680, 4320)
SAVED = {
    ("jpg", Depth.U8): 16,
    ("jpg", Depth.U16): 16,
    ("jpg", Depth.F32): 16,
    ("png", Depth.U8): 16,
    ("png", Depth.U16): 16,
    ("tiff", Depth.U8): 16,
    ("tiff", Depth.F32): 24,
    ("ora", Depth.U8): 16,
    ("webp", Depth.U8): 48,
}
ROWS = 64


def write_body(body: IO[bytes], depth: Depth, canvas: Size) -> None:
    """A whole layer and a half transparent one over a quarter of it, as easel sends them."""
    size = {"width": canvas.width, "height": canvas.height}
    layers = [
        {"box": {"x": b.x, "y": b.y, "width": b.width, "height": b.height}, "opacity": share}
        for b, share in zip(boxes(canvas), (1.0, 0.5), strict=True)
    ]
    head = {"canvas": size, "model": "rgb", "depth": depth.value, "layers": layers}
    text = json.dumps(head).encode()
    body.write(struct.pack("<Q", len(text)) + text)
    random = np.random.default_rng(0)
    across = np.array([0, 0.05, 0.1, 0])
    for box in boxes(canvas):
        for top in range(0, box.height, ROWS):
            rows = np.arange(top, min(top + ROWS, box.height))[:, None, None] / box.height
            shares = 0.3 + 0.5 * rows + across + 0.02 * random.random((len(rows), box.width, 4))
            shares[..., 3] = 1
            levels = shares * depth.maximum
            stored = levels if depth.is_float else np.rint(levels)
            body.write(stored.astype(depth.dtype).tobytes())


def boxes(canvas: Size) -> list[Box]:
    """Where the layers lie."""
    wide, high = canvas.width, canvas.height
    return [Box.of(canvas), Box(wide // 4, high // 4, wide // 2, high // 2)]


def measured(suffix: str, depth: Depth, canvas: Size) -> tuple[float, float]:
    """Bytes a pixel beside the layers, and bytes of the process in all, at the most."""
    with tempfile.TemporaryDirectory() as folder:
        body = Path(folder, "body")
        with body.open("wb") as file:
            write_body(file, depth, canvas)
        command = [sys.executable, str(HERE / "_one_save.py"), str(body), f".{suffix}"]
        found = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    sent = sum(box.area for box in boxes(canvas)) * 4 * depth.dtype.itemsize
    return (found["peak"] - found["before"] - sent) / canvas.area, found["peak"]


def rows() -> Iterator[Row]:
    for (suffix, depth), limit in SAVED.items():
        share, _ = measured(suffix, depth, CANVAS)
        yield Row(f"bytes a pixel beside the layers, {depth} saved as {suffix}", share, limit)
    share, most = measured("jpg", Depth.U8, LARGE)
    yield Row("bytes a pixel beside the layers, 8k saved as JPEG", share, 16)
    yield Row("MB in all, the same", most / 1e6, 600)


if __name__ == "__main__":
    sys.exit(report("Memory", rows()))
