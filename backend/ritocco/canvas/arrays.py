"""The three kinds of array that pixels travel in."""

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
