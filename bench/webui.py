"""What the web UI's API takes of a job's time, beside the same job in this process; and its polls.

An image-to-image of a photograph with grain, by a studio that gives back what it got: so all but
the painting is measured, from a client's first byte to the last one it gets. Of the job alone: the
picture read from its file, the run, and the layer laid on the picture, as an editor has it then;
and with the result written to a file, as a command leaves it. The least of several tries
counts, since nothing makes a computer quicker than it is.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from functools import partial
from http.client import HTTPConnection
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

import cv2
import numpy as np

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
os.environ.setdefault("RITOCCO_OFFLINE", "true")

from _polling import of_polls  # noqa: E402
from _report import Row, report  # noqa: E402

from ritocco.canvas import files  # noqa: E402
from ritocco.canvas.composite import flatten  # noqa: E402
from ritocco.canvas.document import Document  # noqa: E402
from ritocco.canvas.mask import FULL  # noqa: E402
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture  # noqa: E402
from ritocco.geometry import Box, Sides  # noqa: E402
from ritocco.recipe.recipe import Recipe  # noqa: E402
from ritocco.shipped import resource  # noqa: E402
from ritocco.watch import Watch  # noqa: E402

served: Any = import_module("tests.server.webui.conftest")
fakes: Any = import_module("tests.server.fakes")
"""Servers around a studio that paints nothing, as the tests start them; they carry no types."""

SIDES = {1024: 0.1, 4096: 0.3}
"""Pixels of a side -> seconds that the API may take."""
TRIES = 7
LASTING = {"prompt": "a lake", "steps": 20, "width": 512, "height": 512, "seed": 5}
"""Some seconds of mini's time."""
GRAIN = 1.5
"""Levels by which pixels differ from a smooth enlargement, as they do in photographs."""


def photograph(side: int) -> Picture:
    small = files.load(resource("pictures", "astronaut.webp")).colour
    smooth = cv2.resize(small, (side, side), interpolation=cv2.INTER_CUBIC)
    grain = np.random.default_rng(0).normal(0, GRAIN, smooth.shape)
    pixels = np.rint((smooth + grain).clip(0, 255)).astype(np.uint8)
    return Picture(pixels, Layout(ColourModel.RGB, Depth.U8, alpha=False))


def alone(path: Path) -> Picture:
    """The job in this process."""
    picture = files.load(path)
    size = picture.size
    selection = np.full((size.height, size.width), FULL, np.uint8)
    document = Document(size, Box.of(size), picture, selection)
    done = fakes.FakeStudio().run(Recipe(), document, Watch())
    return flatten(picture, done.layer, Sides())


def from_file_to_file(path: Path) -> None:
    """The same, as a command does it."""
    files.save(alone(path), path.with_stem("result"))


def asked(port: int, body: bytes) -> int:
    """The same by HTTP; how many bytes came back."""
    connection = HTTPConnection("127.0.0.1", port)
    headers = {"Content-Type": "application/json"}
    connection.request("POST", "/sdapi/v1/img2img", body, headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(content[:1000])
    return len(content)


def least(act: Callable[[], object]) -> float:
    """Seconds, of several tries."""

    def once() -> float:
        began = perf_counter()
        act()
        return perf_counter() - began

    return min(once() for _ in range(TRIES))


def of_pictures() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        one = served.Served.start(Path(folder, "data"), words=served.FAKE)
        try:
            for side, limit in SIDES.items():
                path = Path(folder, f"{side}.png")
                files.save(photograph(side), path)
                text = b64encode(path.read_bytes()).decode("ascii")
                fields = {"init_images": [text], "width": side, "height": side, "steps": 1}
                body = json.dumps(fields).encode()
                there = least(partial(asked, one.port, body))
                here = least(partial(alone, path))
                to_file = least(partial(from_file_to_file, path))
                name = f"{side} x {side} there and back by the web UI's API"
                yield Row(
                    f"{name}, seconds more than the same in this process", there - here, limit
                )
                yield Row("the same, against the time from file to file", there / to_file, 1)
        finally:
            one.stop()


def of_clients() -> Iterator[Row]:
    """A job of mini while clients ask how far it is."""
    with tempfile.TemporaryDirectory() as folder:
        one = served.Served.start(Path(folder))
        try:
            yield from of_polls(one.port, one.process.pid, lambda: one.post("txt2img", **LASTING))
        finally:
            one.stop()


def rows() -> Iterator[Row]:
    yield from of_pictures()
    yield from of_clients()


if __name__ == "__main__":
    sys.exit(report("The web UI's API", rows()))
