"""The engine behind `ritocco fill`: what the padding makes of the surroundings is the result."""

from __future__ import annotations

from ritocco.canvas.arrays import Floats
from ritocco.canvas.padding import pad
from ritocco.canvas.window import Native
from ritocco.engine import View
from ritocco.recipe.recipe import Recipe
from ritocco.watch import Watch


class ContentAware:
    """Fills all that is selected or unknown in the style of what is known."""

    name = "content-aware"
    bytes_per_pixel = 200
    _native = Native(area=512 * 512, multiple=8, ceiling=4096 * 4096, enlarges=False)

    def native(self, recipe: Recipe) -> Native:
        """It copies real pixels, so any size up to the ceiling is done as it is."""
        return self._native

    def seconds_per_megapixel(self, recipe: Recipe) -> float:
        """Measured on two cores."""
        return 8.0

    def sketches(self, recipe: Recipe) -> bool:
        """What it cannot take at full size it takes reduced."""
        return True

    def tiling(self, recipe: Recipe) -> Recipe | None:
        """There are no tiles."""
        return None

    def release(self) -> None:
        """It holds nothing."""

    def paint(self, view: View, recipe: Recipe, seed: int, watch: Watch) -> Floats:
        """See `Engine.paint`. Known, unselected pixels come back bit-identical."""
        return pad(view.pixels, view.known & (view.mask == 0), seed, watch)
