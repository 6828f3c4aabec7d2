"""A list in the text of the settings file with one part more or fewer; all else stays as it is."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ritocco.settings.changes import begun, held, read
from ritocco.settings.example import as_toml
from ritocco.settings.keys import Key
from ritocco.settings.lines import line_of

_STRING = re.compile(r'"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'')
_BETWEEN = re.compile(r"(?:[\s,]|#[^\n]*)*")


class _Part(NamedTuple):
    """Where one text of a list stands."""

    start: int
    end: int


def parts_of(text: str, key: Key) -> list[Any]:
    """What the list holds, as TOML has it; none where it is not there."""
    value = read(text).get(key.section, {}).get(key.name, [])
    return list(value)


def with_part(text: str, key: Key, part: str) -> str:
    """The file with this part at the list's end.

    Raises ValueError where the file is written in a way that only its writer can change.
    """
    value = as_toml(part)
    place = _place(text, key)
    if place is None:
        made = begun(text, key, f"[{value}]")
    else:
        start, parts = place
        at, comma = (parts[-1].end, ", ") if parts else (start, "")
        made = f"{text[:at]}{comma}{value}{text[at:]}"
    return held(made, text, key, [*parts_of(text, key), part])


def without_part(text: str, key: Key, index: int) -> str:
    """The file without this part of the list. Raises ValueError as `with_part` does."""
    place = _place(text, key)
    if place is None:
        raise ValueError(key.path)
    parts = place[1]
    if index >= len(parts):
        raise ValueError(key.path)
    start, end = parts[index]
    comma = re.compile(r"[ \t]*,[ \t]*").match(text, end)
    before = re.compile(r",[ \t]*$").search(text, 0, start)
    if comma:
        end = comma.end()
    elif before:
        start = before.start()
    left = parts_of(text, key)
    del left[index]
    return held(text[:start] + text[end:], text, key, left)


def _place(text: str, key: Key) -> tuple[int, list[_Part]] | None:
    """Where the list begins, behind its bracket, and its parts; None where it is not there."""
    if key.name not in read(text).get(key.section, {}):
        return None
    lines = text.splitlines(keepends=True)
    number = line_of(text, key.path)
    begin = sum(map(len, lines[: number - 1]))
    opened = re.compile(r"[^=\n]*=\s*\[").match(text, begin)
    if opened is None:
        raise ValueError(key.path)
    at, parts = opened.end(), list[_Part]()
    while True:
        at = _end(_BETWEEN, text, at)
        found = _STRING.match(text, at)
        if found is None:
            break
        parts.append(_Part(*found.span()))
        at = found.end()
    return opened.end(), parts


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
