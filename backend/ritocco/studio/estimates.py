"""How fast the engines are here: what they say at first, then what was learnt from runs."""

from __future__ import annotations

from collections.abc import Hashable
from time import perf_counter

from ritocco.engine import Engines, Painter
from ritocco.recipe.finishing import Faces, Upscale


class Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = perf_counter()

    def lap(self, stage: str) -> None:
        """What was done since the last call belongs to this stage."""
        now = perf_counter()
        self.laps[stage] = self.laps.get(stage, 0.0) + now - self._last
        self._last = now


class Estimates:
    """Seconds per megapixel of each kind of work a recipe asks for.

    Painting is a factor of the painters' own estimates, which know of steps and strength.
    """

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._learnt: dict[Hashable, float] = {}

    def painting(self, painter: Painter) -> float:
        """How many times as long as estimated it takes here."""
        return self._learnt.get(painter.key, 1.0)

    def enlarging(self, asked: Upscale) -> float:
        """Of the enlarged picture."""
        learnt = self._learnt.get(_enlarging(asked))
        return learnt or self._engines.enlarger.seconds_per_megapixel(asked)

    def restoring(self, asked: Faces) -> float:
        """Of what is looked at for faces."""
        learnt = self._learnt.get(_restoring(asked))
        return learnt or self._engines.face_restorer.seconds_per_megapixel(asked)

    def painted(self, painter: Painter, seconds: float, estimated: float) -> None:
        """So long it took to paint what was estimated to take so long."""
        self._learnt[painter.key] = seconds / estimated

    def enlarged(self, asked: Upscale, seconds: float, pixels: int) -> None:
        """So long it took to enlarge so much."""
        self._learnt[_enlarging(asked)] = seconds / pixels * 1e6

    def restored(self, asked: Faces, seconds: float, pixels: int) -> None:
        """So long it took to look at so much for faces, and to repair them."""
        self._learnt[_restoring(asked)] = seconds / pixels * 1e6


def _enlarging(asked: Upscale) -> Hashable:
    return "enlarge", asked.model


def _restoring(asked: Faces) -> Hashable:
    return "restore", asked.model
