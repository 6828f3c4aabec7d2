"""Numbers and long texts, as the artist reads them."""

from __future__ import annotations

from ..words import number, say


def duration(seconds: float) -> str:
    """A span as one reads it at a glance: "4 s", "2 min", "1 h 20 min"."""
    minutes = round(seconds / 60)
    if seconds < 1:
        message = say("under 1 s")
    elif seconds < 90:
        message = say("{seconds} s", seconds=round(seconds))
    elif minutes < 60:
        message = say("{minutes} min", minutes=minutes)
    else:
        message = say("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)
    return unbroken(message)


def memory(size: int) -> str:
    """Bytes as kB, MB or GB."""
    if size < 999_500:
        return unbroken(say("{kilobytes} kB", kilobytes=max(1, round(size / 1000))))
    if size < 10**9:
        return unbroken(say("{megabytes} MB", megabytes=round(size / 10**6)))
    return unbroken(say("{gigabytes} GB", gigabytes=number(round(size / 10**9, 1))))


def speed(bytes_per_second: float) -> str:
    """A speed as MB or kB per second."""
    if bytes_per_second < 10**6:
        kilobytes = max(1, round(bytes_per_second / 1000))
        return unbroken(say("{kilobytes} kB/s", kilobytes=kilobytes))
    return unbroken(say("{megabytes} MB/s", megabytes=number(round(bytes_per_second / 10**6, 1))))


def share(done: int, total: int) -> str:
    """So much of so much, with one unit where one is enough: "1.2 of 4.3 GB"."""
    whole = memory(total)
    unit = 10**9 if total >= 10**9 else 10**6 if total >= 999_500 else 1000
    so_far = number(round(done / unit, 1 if unit == 10**9 else None))
    return unbroken(say("{done} of {total}", done=so_far, total=whole))


def unbroken(text: str) -> str:
    """No line ends between a number and its unit."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def plain(text: str, most: int = 60) -> str:
    """The first words of a prompt on one line."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
