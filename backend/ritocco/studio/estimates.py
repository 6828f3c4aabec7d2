"""How fast the engines are here: what they say at first, then what was learnt from runs."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from time import perf_counter

from ritocco.engine import Prepared

Duration = Callable[[float], float]
"""Seconds that an amount takes."""
_FIXED, _BEYOND = 3.0, 1.0
"""Seconds, and part of the factor, that are taken to be likely before anything was seen."""
_NOISE, _NOISY = 0.03, 0.1
"""Seconds, and part of those said or taken, by which a run may differ from the next."""
_FADING = 0.7
"""Weight of each run in the eyes of the next."""
_LEAST = 0.001
"""The factor of the fastest machine there is."""
_AROUND, _AROUND_MEGAPIXEL = "around", 1.0
"""Key of what is done around the painting (colours matched, seams measured, the layer made), and
first guess of the seconds it takes for each megapixel of the canvas that windows cover."""


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


@dataclass(frozen=True, slots=True)
class Pace:
    """What was learnt of one kind of work: seconds that any of it takes, and a factor of what it
    says its amount takes.

    Both are fitted to what was seen, and held to what was said by as much as nothing speaks
    against it: a small job says much of the fixed seconds and next to nothing of the factor, since
    its amount is, a long one the reverse. Earlier runs fade. The five sums are those of weighted
    least squares, of `late` (seconds beyond those said) over the amount (seconds said).
    """

    weight: float = 0.0
    amount: float = 0.0
    squares: float = 0.0
    late: float = 0.0
    products: float = 0.0

    def learnt(self, seconds: float, amount: float) -> Pace:
        """With one more run."""
        weight = 1 / (_NOISE + _NOISY * min(amount, seconds)) ** 2
        late = seconds - amount
        return Pace(
            _FADING * self.weight + weight,
            _FADING * self.amount + weight * amount,
            _FADING * self.squares + weight * amount**2,
            _FADING * self.late + weight * late,
            _FADING * self.products + weight * amount * late,
        )

    def seconds(self, amount: float) -> float:
        """How long so much will take."""
        fixed, factor = self._fitted
        return fixed + factor * amount

    @property
    def _fitted(self) -> tuple[float, float]:
        weight, squares = self.weight + _FIXED**-2, self.squares + _BEYOND**-2
        free = weight * squares - self.amount**2
        fixed = (self.late * squares - self.products * self.amount) / free
        beyond = (self.products * weight - self.late * self.amount) / free
        if fixed < 0:
            fixed, beyond = 0.0, self.products / squares
        if beyond < _LEAST - 1:
            beyond = _LEAST - 1
            fixed = max(0.0, (self.late - beyond * self.amount) / weight)
        return fixed, 1 + beyond


class Estimates:
    """How long work takes here: what is prepared has an estimate of its own, with its steps and
    strength; how that is to be read is learnt for each key."""

    def __init__(self) -> None:
        self._paces: dict[Hashable, Pace] = {}

    def of_seconds(self, prepared: Prepared) -> Duration:
        """How long it takes what it says takes so many seconds."""
        return self._paces.get(prepared.key, Pace()).seconds

    def of_megapixels(self, prepared: Prepared) -> Duration:
        """How long so many megapixels take."""
        taking, pace = self.of_seconds(prepared), prepared.estimate
        return lambda megapixels: taking(pace * megapixels)

    def around(self, megapixels: float) -> float:
        """How long all but the painting takes for windows of so many megapixels of the canvas."""
        return self._paces.get(_AROUND, Pace()).seconds(_AROUND_MEGAPIXEL * megapixels)

    def learn(self, prepared: Prepared, seconds: float, estimated: float) -> None:
        """So long it took what it had estimated to take so long."""
        self._learn(prepared.key, seconds, estimated)

    def learn_around(self, seconds: float, megapixels: float) -> None:
        """So long all but the painting took."""
        self._learn(_AROUND, seconds, _AROUND_MEGAPIXEL * megapixels)

    def _learn(self, key: Hashable, seconds: float, estimated: float) -> None:
        known = self._paces.get(key, Pace())
        self._paces[key] = known.learnt(max(0.0, seconds), estimated)
