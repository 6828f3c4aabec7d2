"""The engine behind `ritocco fill`: what the padding makes of the surroundings is the result."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from ritocco.canvas.arrays import Floats
from ritocco.canvas.padding import pad
from ritocco.canvas.window import Native
from ritocco.engine import View
from ritocco.recipe.recipe import Recipe
from ritocco.watch import Watch


class ContentAware:
    """Fills all that is selected or unknown in the style of what is known."""

    name = "content-aware"

    def prepare(self, recipe: Recipe) -> PaddingPainter:
        """The same for all recipes: there is nothing to find."""
        return PaddingPainter()

    def release(self) -> None:
        """It holds nothing."""


class PaddingPainter:
    """See `Painter`. It copies real pixels, so any size up to the ceiling is done as it is."""

    engine = ContentAware.name
    key = ContentAware.name
    native = Native(area=512 * 512, multiple=8, ceiling=4096 * 4096, enlarges=False)
    sketches = True  # what it cannot take at full size it takes reduced
    tiling = None
    candidates = 1
    estimate = 8.0  # measured on two cores
    bytes_per_pixel = 200

    def running(self) -> AbstractContextManager[None]:
        """Nothing is changed for a run."""
        return nullcontext()

    def paint(self, view: View, seed: int, watch: Watch) -> Floats:
        """See `Painter.paint`. Known, unselected pixels come back bit-identical."""
        return pad(view.pixels, view.surroundings, seed, watch)
