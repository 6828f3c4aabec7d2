"""How fast the engines are here: what they say at first, then what was learnt from runs."""

from __future__ import annotations

from time import perf_counter

from ritocco.engine import Engines
from ritocco.recipe.recipe import Recipe


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
    """Seconds per megapixel of each kind of work a recipe asks for."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._learnt: dict[tuple[object, ...], float] = {}

    def painting(self, recipe: Recipe) -> float:
        """Of windows at model size."""
        learnt = self._learnt.get(_painting(recipe))
        return learnt or self._engines.of(recipe).seconds_per_megapixel(recipe)

    def enlarging(self, recipe: Recipe) -> float:
        """Of the enlarged picture."""
        asked = recipe.upscale
        assert asked is not None
        learnt = self._learnt.get(_enlarging(recipe))
        return learnt or self._engines.enlarger.seconds_per_megapixel(asked)

    def restoring(self, recipe: Recipe) -> float:
        """Of what is looked at for faces."""
        asked = recipe.faces
        assert asked is not None
        learnt = self._learnt.get(_restoring(recipe))
        return learnt or self._engines.face_restorer.seconds_per_megapixel(asked)

    def painted(self, recipe: Recipe, seconds: float, pixels: int) -> None:
        """So long it took to paint so much."""
        self._learnt[_painting(recipe)] = seconds / pixels * 1e6

    def enlarged(self, recipe: Recipe, seconds: float, pixels: int) -> None:
        """So long it took to enlarge so much."""
        self._learnt[_enlarging(recipe)] = seconds / pixels * 1e6

    def restored(self, recipe: Recipe, seconds: float, pixels: int) -> None:
        """So long it took to look at so much for faces, and to repair them."""
        self._learnt[_restoring(recipe)] = seconds / pixels * 1e6


def _painting(recipe: Recipe) -> tuple[object, ...]:
    """What the pace hangs on, beside the window's size."""
    asked = recipe.diffusion
    return (asked.model, asked.steps, asked.sampler, asked.strength) if asked else ()


def _enlarging(recipe: Recipe) -> tuple[object, ...]:
    return "enlarge", recipe.upscale and recipe.upscale.model


def _restoring(recipe: Recipe) -> tuple[object, ...]:
    return "mend", recipe.faces and recipe.faces.model
