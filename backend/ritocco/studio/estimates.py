"""How fast the engines are here: what they say at first, then what was learnt from runs."""

from __future__ import annotations

from collections.abc import Hashable
from time import perf_counter

from ritocco.engine import Prepared


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
    """How long work takes here: what is prepared has an estimate of its own, with its steps and
    strength; a factor of it is learnt for each key."""

    def __init__(self) -> None:
        self._factors: dict[Hashable, float] = {}

    def factor(self, prepared: Prepared) -> float:
        """How many times as long as it says it takes."""
        return self._factors.get(prepared.key, 1.0)

    def pace(self, prepared: Prepared) -> float:
        """Seconds that a megapixel takes."""
        return self.factor(prepared) * prepared.estimate

    def learn(self, prepared: Prepared, seconds: float, estimated: float) -> None:
        """So long it took what it had estimated to take so long."""
        self._factors[prepared.key] = seconds / estimated
