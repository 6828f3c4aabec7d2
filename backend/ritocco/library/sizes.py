"""Sizes and times as people say them."""

from __future__ import annotations

_UNITS = (("GB", 10**9), ("MB", 10**6), ("kB", 10**3))


def size_text(count: int | None) -> str:
    """Bytes, as shops and file managers count them: `4.3 GB`, `349 MB`."""
    if count is None:
        return "size unknown"
    for name, unit in _UNITS:
        if count >= unit * 0.9995:
            number = count / unit
            return f"{number:.1f} {name}" if number < 10 else f"{number:.0f} {name}"
    return f"{count} bytes"


def time_text(seconds: float) -> str:
    """A time that is left: `40 s`, `5 min`, `2 h 10 min`."""
    whole = max(1, round(seconds))
    if whole < 60:
        return f"{whole} s"
    minutes = -(-whole // 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{minutes // 60} h"
