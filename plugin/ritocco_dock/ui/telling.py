"""Numbers and the backend's own words, as the artist reads them."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..words import mark, say

_TEXTS = (
    mark("Starting"),
    mark("Waiting for room on the disk"),
    mark("Cancelling"),
    mark("Cancelled"),
    mark("Done"),
    mark("Preparing the window"),
    mark("Making the layer"),
    mark("Saving the result"),
    mark("Looking for repetition"),
    mark("Looking at the surroundings"),
    mark("Looking at the result"),
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
        lambda number, all_: say("pass {number} of {passes}", number=number, passes=all_),
    ),
    (
        re.compile(r"Enlarging part (\d+) of (\d+)"),
        lambda number, all_: say("enlarging part {number} of {parts}", number=number, parts=all_),
    ),
    (
        re.compile(r"Repairing face (\d+) of (\d+)"),
        lambda number, all_: say("face {number} of {faces}", number=number, faces=all_),
    ),
    (re.compile(r"Loading (.+)"), lambda name: say("Loading {name}", name=name)),
    (
        re.compile(r"Fetching (.+) from (.+)"),
        lambda file, source: say("Downloading {file} from {source}", file=file, source=source),
    ),
    (re.compile(r"Checking (.+)"), lambda name: say("Checking {name}", name=name)),
    (re.compile(r"Copying (.+)"), lambda name: say("Copying {name}", name=name)),
    (re.compile(r"Reading (.+)"), lambda name: say("Reading {name}", name=name)),
    (re.compile(r"Looking into (.+)"), lambda name: say("Looking into {name}", name=name)),
    (
        re.compile(r"Asking how large (.+) is"),
        lambda name: say("Asking how large {name} is", name=name),
    ),
    (
        re.compile(r"Comparing (.+) with (.+)"),
        lambda first, second: say("Comparing {one} with {other}", one=first, other=second),
    ),
    (re.compile(r"pip fetches (.+)"), lambda name: say("pip downloads {name}", name=name)),
    (
        re.compile(r"(.+) is at work here already; waiting"),
        lambda owner: say("{owner} is at work here already; waiting", owner=owner),
    ),
    (
        re.compile(r"(.+) is fetching it already; waiting"),
        lambda owner: say("{owner} is downloading it already; waiting", owner=owner),
    ),
    (
        re.compile(r"(\S+) .+; trying again in (.+)"),
        lambda source, time: say(
            "{source} does not give it at the moment; next try in {time}", source=source, time=time
        ),
    ),
)
_BETWEEN = re.compile(r"(, |: | · )")


def progress_text(text: str) -> str:
    """What the backend says it does, in the artist's language; unknown words as they are."""
    if text in _TEXTS:
        return say(text)
    for pattern, words in _PATTERNS:
        match = pattern.fullmatch(text)
        if match:
            return words(*match.groups())
    first, between, rest = _split(text)
    return progress_text(first) + between + progress_text(rest) if between else text


def _split(text: str) -> tuple[str, str, str]:
    """What stands before and after the first sign that joins two texts of the backend."""
    match = _BETWEEN.search(text)
    return (text[: match.start()], match[0], text[match.end() :]) if match else (text, "", "")


_HEADLINES = {
    "out_of_memory": mark("There is not enough memory."),
    "bad_model": mark("The model cannot be used."),
    "bad_picture": mark("The pixels could not be worked on."),
    "too_little": mark("The plan is another one by now. Try again."),
    "cannot_write": mark("The result could not be written."),
    "cannot_hold": mark("Files of this kind cannot hold this picture. Choose another kind."),
    "crowded": mark("Too many use this backend right now. Try again in a moment."),
    "too_slow": mark("The pixels did not reach the backend. Look at the network, try again."),
    "closing": mark("The backend is being closed. Start it again, and try again."),
    "internal": mark("Something in the backend broke. Please report it; the details help."),
    "missing_model": mark("The model for this is not here."),
    "cannot_reach": mark("The model's source cannot be reached. Look at the network, try again."),
    "refused": mark("The model's source does not give it without a permission of its own."),
    "gone": mark("The model is not at its source any more."),
    "too_many": mark("The model's source asks for patience. Try again in a while."),
    "wrong_file": mark("What came is not the file it should be, so it was thrown away."),
    "no_space": mark("The disk is too full for this."),
    "offline": mark("The settings forbid the network."),
    "busy": mark("Something else is at work on this model."),
    "in_the_way": mark("Another file lies where this model belongs."),
    "not_ours": mark("This model is not Ritocco's to remove."),
    "damaged": mark("The result is damaged."),
    "already_here": mark("This model is here already."),
}
"""For errors that only the backend knows: what happened, before its own English sentence."""


def explained(problem: str, code: str) -> str:
    """An error's sentence; where another language than English is spoken, with a headline in it."""
    headline = _HEADLINES.get(code, "")
    message = say(headline) if headline else ""
    return problem if message == headline or not message else f"{message} ({problem})"


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
    """Bytes as MB or GB."""
    if size < 10**9:
        return unbroken(say("{megabytes} MB", megabytes=max(1, round(size / 10**6))))
    return unbroken(say("{gigabytes} GB", gigabytes=f"{size / 10**9:.1f}"))


def speed(bytes_per_second: float) -> str:
    """A speed as MB or kB per second."""
    if bytes_per_second < 10**6:
        kilobytes = max(1, round(bytes_per_second / 1000))
        return unbroken(say("{kilobytes} kB/s", kilobytes=kilobytes))
    return unbroken(say("{megabytes} MB/s", megabytes=f"{bytes_per_second / 10**6:.1f}"))


def share(done: int, total: int) -> str:
    """So much of so much, with one unit where one is enough: "1.2 of 4.3 GB"."""
    whole = memory(total)
    so_far = f"{done / 10**9:.1f}" if total >= 10**9 else f"{round(done / 10**6)}"
    return unbroken(say("{done} of {total}", done=so_far, total=whole))


def unbroken(text: str) -> str:
    """No line ends between a number and its unit."""
    return text.replace(" ", "\N{NO-BREAK SPACE}")


def plain(text: str, most: int = 60) -> str:
    """The first words of a prompt on one line."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
