"""The kinds of array that pixels travel in, and the bands in which large ones are worked on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
"""Working pixels or weights: float32. Colours are sRGB-encoded, nominally 0..1, (H, W, 3)."""

Levels = NDArray[np.uint8]
"""A selection: 8 bits, (H, W); 0 is not selected, 255 is fully selected."""

Flags = NDArray[np.bool_]
"""Yes or no for each pixel, (H, W)."""

Pixels = NDArray[Any]
"""A document's own pixels in its own depth, (H, W, channels), alpha last and straight."""

BAND = 1 << 16
"""Pixels of a band: what is made of them while they are worked on is small beside a canvas."""


def bands(height: int, width: int, most: int | None = None) -> Iterator[slice]:
    """The rows of a picture in bands of at most `most` pixels (None: `BAND`), of one row at
    least."""
    rows = max(1, (most or BAND) // max(1, width))
    for top in range(0, height, rows):
        yield slice(top, min(height, top + rows))
