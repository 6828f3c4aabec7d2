"""In which order the results of a document stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ..words import mark
from .result import Listed, Result

NEWEST = "newest"
_LAST = float("inf")


def _newest(results: list[Listed]) -> list[Listed]:
    """The newest press first; what one press made, in the order it was made."""
    results = sorted(results, key=lambda one: one.id)
    first: dict[str, str] = {}
    for one in results:
        first.setdefault(_press(one), one.id)
    presses = sorted(first, key=first.__getitem__, reverse=True)
    place = {press: at for at, press in enumerate(presses)}
    return sorted(results, key=lambda one: place[_press(one)])


def _smoothest(results: list[Listed]) -> list[Listed]:
    """By the measured seam, the one that is seen least first; what was not measured comes last."""
    return sorted(_newest(results), key=_seam)


def _press(one: Listed) -> str:
    return (one.press if isinstance(one, Result) else "") or one.id


def _seam(one: Listed) -> float:
    seam = one.quality.get("seam") if isinstance(one, Result) else None
    return _LAST if seam is None else float(seam)


ORDERS: dict[str, tuple[str, Callable[[list[Listed]], list[Listed]]]] = {
    NEWEST: (mark("Newest"), _newest),
    "smoothest": (mark("Least seam"), _smoothest),
}
"""Key -> words for the artist, and the order."""


def ordered(results: Iterable[Listed], order: str) -> list[Listed]:
    """The results in one of `ORDERS`."""
    return ORDERS[order][1](list(results))
