"""What the text of an option means; what is wrong with it is said in one line."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from typing import Any

from ritocco.settings.kinds import ValueKind

_PARTING = re.compile(r",(?![^<>]*>)")


def named(text: str) -> str:
    """The name of a file, which is never empty: what a variable of a script lacked is told."""
    if not text:
        raise argparse.ArgumentTypeError("an empty name; name a file")
    return text


def pixels_or_percent(text: str) -> str:
    """A number of pixels, or a percentage."""
    if re.fullmatch(r"\d+|\d+(\.\d+)?%", text) is None:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a number of pixels or a percentage like 25%"
        )
    return text


def _pair(pattern: str, like: str, text: str) -> tuple[int, int]:
    match = re.fullmatch(pattern, text)
    if match is None or not (int(match[1]) and int(match[2])):
        raise argparse.ArgumentTypeError(f"{text!r} is not {like}")
    return int(match[1]), int(match[2])


def aspect(text: str) -> tuple[int, int]:
    """Width to height."""
    return _pair(r"(\d{1,5}):(\d{1,5})", "an aspect ratio like 16:9", text)


def size(text: str) -> tuple[int, int]:
    """Width and height in pixels."""
    return _pair(r"(\d{1,5})[xX](\d{1,5})", "a size like 768x512", text)


def new_measure(text: str) -> dict[str, int]:
    """A new size in pixels: a width, a height, or both."""
    match = re.fullmatch(r"(\d{0,6})[xX](\d{0,6})", text)
    sides = dict(zip(("width", "height"), match.groups(), strict=True)) if match else {}
    measure = {side: int(pixels) for side, pixels in sides.items() if pixels}
    if not measure or not all(measure.values()):
        raise argparse.ArgumentTypeError(f"{text!r} is not a size like 4096x, x2304 or 4096x2304")
    return measure


def factor_or_measure(text: str) -> dict[str, float] | dict[str, int]:
    """How many times as large, or a new size."""
    if "x" in text.lower():
        return new_measure(text)
    try:
        return {"factor": float(text)}
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a factor like 2, or a size like 4096x"
        ) from None


def axis(text: str) -> tuple[str, list[str]]:
    """What varies, and the values it is to take; a comma within `<...>` parts none.

    A name with a colon is an adapter's, as it is written.
    """
    name, _, values = text.partition("=")
    if not name or not values:
        raise argparse.ArgumentTypeError(f"{text!r} is not an axis like steps=15,25,40")
    field = name if ":" in name else name.replace("-", "_")
    return field, _PARTING.split(values)


def setting(kind: ValueKind) -> Callable[[str], Any]:
    """What an option means that is also a setting: as its variable does."""

    def read(text: str) -> Any:
        try:
            return kind.read(kind.plain(text))
        except ValueError as error:
            raise argparse.ArgumentTypeError(f"it must be {error}") from None

    return read
