"""Numbers and the backend's own words, as the artist reads them."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..words import mark, say

_TEXTS = (
    mark("Starting"),
    mark("Cancelling"),
    mark("Cancelled"),
    mark("Done"),
    mark("Preparing the window"),
    mark("Making the layer"),
    mark("Saving the result"),
    mark("Looking for repetition"),
    mark("Looking at the surroundings"),
    mark("Looking for faces"),
    mark("Looking at each face"),
    mark("Sketching"),
    mark("Fitting pieces"),
    mark("Joining pieces"),
    mark("Blending"),
    mark("Enlarging"),
)
"""What the backend says while it works, word for word."""

_PATTERNS: tuple[tuple[re.Pattern[str], Callable[..., str]], ...] = (
    (
        re.compile(r"step (\d+) of (\d+)"),
        lambda step, steps: say("step {step} of {steps}", step=step, steps=steps),
    ),
    (
        re.compile(r"pass (\d+) of (\d+)"),
        lambda one, all_: say("pass {number} of {passes}", number=one, passes=all_),
    ),
    (
        re.compile(r"Enlarging part (\d+) of (\d+)"),
        lambda one, all_: say("enlarging part {number} of {parts}", number=one, parts=all_),
    ),
    (
        re.compile(r"Repairing face (\d+) of (\d+)"),
        lambda one, all_: say("face {number} of {faces}", number=one, faces=all_),
    ),
    (re.compile(r"Loading (.+)"), lambda name: say("Loading {name}", name=name)),
)
_BETWEEN = re.compile(r"(, |: | · )")


def progress_text(text: str) -> str:
    """What the backend says it does, in the artist's language; unknown words as they are."""
    if text in _TEXTS:
        return say(text)
    for pattern, told in _PATTERNS:
        found = pattern.fullmatch(text)
        if found:
            return told(*found.groups())
    first, between, rest = _split(text)
    return progress_text(first) + between + progress_text(rest) if between else text


def _split(text: str) -> tuple[str, str, str]:
    """What stands before and after the first sign that joins two texts of the backend."""
    found = _BETWEEN.search(text)
    return (text[: found.start()], found[0], text[found.end() :]) if found else (text, "", "")


_HEADLINES = {
    "out_of_memory": mark("There is not enough memory."),
    "bad_model": mark("The model cannot be used."),
    "bad_picture": mark("The pixels could not be worked on."),
    "cannot_write": mark("The result could not be written."),
    "internal": mark("Something in the backend broke. Please report it; the details help."),
}
"""For errors that only the backend knows: what happened, before its own English sentence."""


def explained(problem: str, code: str) -> str:
    """An error's sentence; where another language than English is spoken, with a headline in it."""
    headline = _HEADLINES.get(code, "")
    told = say(headline) if headline else ""
    return problem if told == headline or not told else f"{told} ({problem})"


def duration(seconds: float) -> str:
    """A span as one reads it at a glance: "4 s", "2 min", "1 h 20 min"."""
    minutes = round(seconds / 60)
    if seconds < 1:
        told = say("under 1 s")
    elif seconds < 90:
        told = say("{seconds} s", seconds=round(seconds))
    elif minutes < 60:
        told = say("{minutes} min", minutes=minutes)
    else:
        told = say("{hours} h {minutes} min", hours=minutes // 60, minutes=minutes % 60)
    return unbroken(told)


def memory(size: int) -> str:
    """Bytes as MB or GB."""
    if size < 10**9:
        return unbroken(say("{megabytes} MB", megabytes=max(1, round(size / 10**6))))
    return unbroken(say("{gigabytes} GB", gigabytes=f"{size / 10**9:.1f}"))


def unbroken(text: str) -> str:
    """No line ends between a number and its unit."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def plain(text: str, most: int = 60) -> str:
    """The first words of a prompt on one line."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
