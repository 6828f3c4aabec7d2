"""The settings file as an example: every key, what it does, and its variable, commented out."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

from ritocco.settings.keys import KEYS, SECTIONS, Key
from ritocco.settings.place import FILE_VARIABLE, HOME_VARIABLE

_HEAD = f"""\
# Settings of Ritocco. Take away the # before a line to make it count.
# `ritocco settings` shows what counts, where it comes from, and where this file belongs.
#
# An environment variable overrides its line here; a list is written with ; between its parts.
# {FILE_VARIABLE} names another file than this one. {HOME_VARIABLE} names another data folder,
# for everything that is not moved below, and this file is then looked for in it.
"""


def example() -> str:
    """The text of the documented example. As it stands, it changes nothing."""
    parts = [_HEAD]
    for section, keys in groupby(KEYS, key=lambda key: key.section):
        parts.append(f"\n[{section}]\n# {SECTIONS[section]}\n")
        parts += [_lines(key) for key in keys]
    return "".join(parts)


def _lines(key: Key) -> str:
    about = "".join(f"# {line}\n" for line in key.about.splitlines())
    usual = f"{key.name}, in the data folder" if key.usual is None else as_toml(key.usual)
    return f"\n{about}# Usually: {usual}. Variable: {key.variable}\n# {key.name} = {key.example}\n"


def as_toml(value: Any) -> str:
    """A plain value as TOML writes it; for these, JSON writes the same."""
    return json.dumps(value, ensure_ascii=False)
