"""A real server process for tests, and pictures as it takes them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import httpx
import numpy as np
from PIL import Image


@contextmanager
def serving(home: Path) -> Iterator[httpx.Client]:
    """`ritocco serve` on this data folder, and a client that knows its token."""
    environment = {**os.environ, "RITOCCO_HOME": str(home)}
    command = [sys.executable, "-m", "ritocco", "serve", "--port", "0", "--token", "t"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            url = process.stdout.readline().split()[-1]
            with httpx.Client(
                base_url=url, headers={"Authorization": "Bearer t"}, timeout=120
            ) as client:
                yield client
        finally:
            process.terminate()


def as_png(pixels: np.ndarray) -> bytes:
    """8-bit pixels (h, w, 3) or (h, w) as a PNG file."""
    stream = BytesIO()
    Image.fromarray(pixels).save(stream, "PNG")
    return stream.getvalue()
