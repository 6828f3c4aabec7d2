"""Sizes and times as people say them."""

from __future__ import annotations

from ritocco.sentence import Sentence

_UNITS = (
    (10**9, Sentence("{number} GB")),
    (10**6, Sentence("{number} MB")),
    (10**3, Sentence("{number} kB")),
)


def size_text(count: int | None) -> Sentence:
    """Bytes, as shops and file managers count them: `4.3 GB`, `349 MB`."""
    if count is None:
        return Sentence("size unknown")
    for unit, words in _UNITS:
        if count >= unit * 0.9995:
            number = count / unit
            return words.with_values(number=round(number, 1) if number < 10 else round(number))
    return Sentence("{count} bytes", count=count)


def time_text(seconds: float) -> Sentence:
    """A time that is left: `40 s`, `5 min`, `2 h 10 min`."""
    whole = max(1, round(seconds))
    if whole < 60:
        return Sentence("{seconds} s", seconds=whole)
    hours, minutes = divmod(-(-whole // 60), 60)
    if not hours:
        return Sentence("{minutes} min", minutes=minutes)
    if not minutes:
        return Sentence("{hours} h", hours=hours)
    return Sentence("{hours} h {minutes} min", hours=hours, minutes=minutes)
