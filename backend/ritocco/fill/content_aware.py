"""The engine behind `ritocco fill`: what the padding makes of the surroundings is the result."""

from __future__ import annotations

from collections.abc import Hashable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from hashlib import blake2b
from threading import Lock

import numpy as np

from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.candidates import STARTS
from ritocco.canvas.padding import Padding
from ritocco.canvas.window import Native
from ritocco.engine import View
from ritocco.recipe.recipe import Recipe
from ritocco.watch import Watch

_MOST_KEPT = 2048 * 2048
"""Pixels of a window up to which what was drafted for it is kept for another candidate."""


class ContentAware:
    """Fills all that is selected or unknown in the style of what is known."""

    name = "content-aware"

    def __init__(self) -> None:
        self._last = _Last()

    def prepare(self, recipe: Recipe) -> PaddingPainter:
        """There is nothing to find; a recipe only says which candidate it wants."""
        return PaddingPainter(recipe.candidate, self._last)

    def release(self) -> None:
        """Let go of what was drafted last."""
        self._last.forget()


@dataclass(slots=True)
class _Last:
    """What the last window may be filled with, so that another candidate is there at once."""

    _key: bytes = b""
    _padding: Padding | None = None
    _lock: Lock = field(default_factory=Lock)

    def padding(self, view: View, seed: int, watch: Watch) -> Padding:
        """That of this window, made anew where the last was another. Raises as `Padding.of`."""
        known = view.surroundings
        key = _told(view.pixels, known, seed)
        with self._lock:
            if self._padding is not None and self._key == key:
                return self._padding
        found = Padding.of(view.pixels, known, seed, watch)
        with self._lock:
            small = known.size <= _MOST_KEPT
            self._key, self._padding = (key, found) if small else (b"", None)
        return found

    def forget(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._key, self._padding = b"", None


def _told(pixels: Floats, known: Flags, seed: int) -> bytes:
    """What tells one window to fill from another."""
    told = blake2b(f"{seed} {pixels.shape}".encode())
    told.update(known.tobytes())
    told.update(np.where(known[..., None], pixels, np.float32(0)).tobytes())
    return told.digest()


class PaddingPainter:
    """See `Painter`. It copies real pixels, so any size up to the ceiling is done as it is."""

    engine = ContentAware.name
    key: Hashable = ContentAware.name
    native = Native(area=512 * 512, multiple=8, ceiling=4096 * 4096, enlarges=False)
    sketches = True  # what it cannot take at full size it takes reduced
    tiling = None
    candidates = len(STARTS)
    hints = ()
    estimate = 8.0  # measured on two cores
    bytes_per_pixel = 200

    def __init__(self, candidate: int, last: _Last) -> None:
        self._candidate, self._last = candidate, last

    def running(self) -> AbstractContextManager[None]:
        """Nothing is changed for a run."""
        return nullcontext()

    def paint(self, view: View, seed: int, watch: Watch) -> Floats:
        """See `Painter.paint`. Known, unselected pixels come back bit-identical."""
        padding = self._last.padding(view, seed, watch.part(0.0, 0.1))
        return padding.chosen(self._candidate, watch.part(0.1, 1.0))
