"""What hardly anybody means: told before the work begins, and done all the same."""

from __future__ import annotations

from ritocco.geometry import Size

_TIMES = 4
"""How many times as many pixels a picture may have after it was extended, unremarked."""
_LONG = 900
"""Seconds of work that go unremarked."""


def absurd(before: Size, after: Size, seconds: float, *, extends: bool) -> list[str]:
    """Sentences about sizes and times that are most likely a slip of the hand.

    seconds  what the work will take
    extends  whether the picture grows by its sides
    """
    told = []
    times = after.area / max(1, before.area)
    if extends and times > _TIMES:
        told.append(
            f"The picture becomes {after} pixels, {times:.3g} times what it is ({before}); a side "
            "in percent is added to the picture's own, so 10% is an edge. Ctrl+C cancels."
        )
    if seconds > _LONG:
        told.append(
            f"This takes about {_spoken(seconds)} on this computer. Ctrl+C cancels; nothing is "
            "written before it is done."
        )
    return told


def _spoken(seconds: float) -> str:
    minutes = seconds / 60
    return f"{minutes:.0f} minutes" if minutes < 120 else f"{minutes / 60:.0f} hours"
