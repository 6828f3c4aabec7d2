"""The engine behind `ritocco fill`: what the padding makes of the surroundings is the result."""

from __future__ import annotations

from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.padding import pad
from ritocco.canvas.window import Native
from ritocco.watch import Watch


class ContentAware:
    """Fills all that is selected or unknown in the style of what is known."""

    name = "content-aware"
    native = Native(area=512 * 512, multiple=8, ceiling=4096 * 4096, enlarges=False)
    seconds_per_megapixel = 8.0
    bytes_per_pixel = 200

    def paint(
        self, pixels: Floats, mask: Floats, known: Flags, seed: int, watch: Watch
    ) -> Floats:
        """See `Engine.paint`. Known, unselected pixels come back bit-identical."""
        return pad(pixels, known & (mask == 0), seed, watch)
