"""What an engine is: it takes a window of pixels with a mask and hands back a window of pixels.

Engines know neither each other nor files nor HTTP.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Protocol

from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.window import Native
from ritocco.errors import BadRecipe
from ritocco.recipe import Kind
from ritocco.watch import Watch


class Engine(Protocol):
    """Repaints windows. One instance lives as long as the studio and may keep things loaded."""

    name: str
    native: Native
    seconds_per_megapixel: float
    """First guess of the time a megapixel of window takes; the studio learns the true one."""
    bytes_per_pixel: int
    """Working memory per window pixel, for the plan."""

    def paint(self, pixels: Floats, mask: Floats, known: Flags, seed: int, watch: Watch) -> Floats:
        """A window repainted.

        `pixels` (H, W, 3) sRGB 0..1, real where `known` (H, W) and of no meaning elsewhere;
        `mask` (H, W) 0..1 says how much of each pixel is to be repainted. Returns all pixels
        of the window, (H, W, 3). The same input and seed give the same output. Raises
        Cancelled within one step of a cancel, BadSelection where nothing is known.
        """
        ...


_PLACES: dict[Kind, tuple[str, str]] = {
    Kind.FILL: ("ritocco.fill.content_aware", "ContentAware"),
    Kind.OUTPAINT: ("ritocco.fill.content_aware", "ContentAware"),
}
"""Where the engine of each kind lives; imported when first used, since some are heavy."""


class Engines:
    """The engines in use, each made once."""

    def __init__(self, places: dict[Kind, tuple[str, str]] | None = None) -> None:
        self._places = places or _PLACES
        self._made: dict[tuple[str, str], Engine] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the engines made so far."""
        return tuple(engine.name for engine in self._made.values())

    def of(self, kind: Kind) -> Engine:
        """The engine for a kind of work."""
        try:
            module, name = place = self._places[kind]
        except KeyError:
            raise BadRecipe(f"Nothing installed here can do {kind.value!r}.") from None
        if place not in self._made:
            make: Callable[[], Engine] = getattr(import_module(module), name)
            self._made[place] = make()
        return self._made[place]
