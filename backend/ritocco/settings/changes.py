"""Settings changed in the text of their file; all else stays as it is.

Comments, order and layout are the user's. What comes out is read again: it holds just the change,
or nothing is changed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from typing import Any

from ritocco.settings.example import as_toml
from ritocco.settings.keys import Key
from ritocco.settings.lines import line_of

_STRING = r'"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\''
_LIST = rf"\[(?:[\s,]|#[^\n]*(?=\n)|{_STRING})*\]"
_ASSIGNED = re.compile(rf"[^=\n]*=[ \t]*({_STRING}|{_LIST}|[\w+.-]+)")


def with_values(text: str, values: Iterable[tuple[Key, Any]]) -> str:
    """The file with these values of keys, as TOML has them.

    Raises ValueError where the file is written in a way that only its writer can change.
    """
    for key, value in values:
        text = _with_value(text, key, value)
    return text


def _with_value(text: str, key: Key, value: Any) -> str:
    if key.name not in read(text).get(key.section, {}):
        return held(begun(text, key, as_toml(value)), text, key, value)
    number = line_of(text, key.path)
    begin = sum(map(len, text.splitlines(keepends=True)[: number - 1]))
    assigned = _ASSIGNED.match(text, begin)
    if assigned is None:
        raise ValueError(key.path)
    made = f"{text[: assigned.start(1)]}{as_toml(value)}{text[assigned.end(1) :]}"
    return held(made, text, key, value)


def read(text: str) -> dict[str, Any]:
    """The tables in a file."""
    return tomllib.loads(text.lstrip("\ufeff"))


def held(made: str, text: str, key: Key, wanted: Any) -> str:
    """What was made, where it holds the change and nothing else; else ValueError."""
    before = read(text)
    before.setdefault(key.section, {})[key.name] = wanted
    made.encode()  # names that are no text raise here
    if read(made) != before:
        raise ValueError(key.path)
    return made


def begun(text: str, key: Key, value: str) -> str:
    """The file with a key that it lacked, where its example stands or its section begins."""
    line = f"{key.name} = {value}"
    new = "\r\n" if "\r\n" in text else "\n"
    header = re.search(rf"(?m)^\ufeff?[ \t]*\[[ \t]*{key.section}[ \t]*\][^\n]*(?:\n|\Z)", text)
    if header is None:
        gap = "" if not text.strip() else new if text.endswith("\n") else new * 2
        return f"{text}{gap}[{key.section}]{new}{line}{new}"
    section = re.compile(r"(?m)^[ \t]*\[").search(text, header.end())
    end = section.start() if section else len(text)
    example = re.compile(rf"(?m)^#[ \t]*{key.name}[ \t]*=[^\n]*(?:\n|\Z)").search(
        text, header.end(), end
    )
    at = (example or header).end()
    gap = "" if text[:at].endswith("\n") else new
    return f"{text[:at]}{gap}{line}{new}{text[at:]}"
