"""What an engine is: it takes a window of pixels with a mask and hands back a window of pixels.

Engines know neither each other nor files nor HTTP.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.window import Native
from ritocco.recipe import Recipe
from ritocco.watch import Watch


@dataclass(frozen=True, slots=True)
class View:
    """What an engine gets to see: one window at model size.

    pixels  (H, W, 3) sRGB 0..1; real where `known`, of no meaning elsewhere
    mask    (H, W) 0..1: how much of each pixel is to be repainted
    known   (H, W): where there is a picture
    """

    pixels: Floats
    mask: Floats
    known: Flags


class Engine(Protocol):
    """Repaints windows. One instance lives as long as the studio and may keep things loaded."""

    name: str
    bytes_per_pixel: int
    """Working memory per window pixel, for the plan."""

    def native(self, recipe: Recipe) -> Native:
        """The sizes at which the engine works well on this recipe."""
        ...

    def seconds_per_megapixel(self, recipe: Recipe) -> float:
        """First guess of what a megapixel of window takes; the studio learns the true pace."""
        ...

    def sketches(self, recipe: Recipe) -> bool:
        """Whether a region too large for one window is first drawn as a whole, reduced."""
        ...

    def tiling(self, recipe: Recipe) -> Recipe | None:
        """What paints such a region tile by tile at full size, over the sketch if there is one.

        None where the engine has no tiles and the reduced whole has to do.
        """
        ...

    def paint(self, view: View, recipe: Recipe, seed: int, watch: Watch) -> Floats:
        """The window repainted: all its pixels, (H, W, 3).

        `seed` takes the place of the recipe's. The same view, recipe and seed give the same
        output. Raises Cancelled within one step of a cancel, BadSelection where the engine has
        nothing to go by.
        """
        ...


_SURROUNDINGS = ("ritocco.fill.content_aware", "ContentAware")
_MODEL = ("ritocco.diffusion.engine", "StableDiffusion")


class Engines:
    """The engines in use, each made when it is first needed, since some are heavy."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], Engine] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the engines made so far."""
        return tuple(engine.name for engine in self._made.values())

    def of(self, recipe: Recipe) -> Engine:
        """The engine that does what this recipe asks for."""
        place = _MODEL if recipe.diffusion else _SURROUNDINGS
        if place not in self._made:
            module, name = place
            make: Callable[[], Engine] = getattr(import_module(module), name)
            self._made[place] = make()
        return self._made[place]
