"""`Settings`: the values, and where each comes from."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ritocco.errors import BadSettings
from ritocco.from_disk import content, reason
from ritocco.settings.keys import KEYS, SECTIONS, Key
from ritocco.settings.lines import line_of
from ritocco.settings.place import settings_file

_UNSET: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user set; without a file and variables, what is usual.

    results, models  folders instead of those in the data folder; None: those
    model_folders    folders of other programs, used in place, never written
    mirrors          folders (absolute) and http(s) addresses, without a slash at the end
    offline          models come from folders only
    port             of `ritocco serve`
    a1111            the web UI's API is served, by every server
    a1111_port       where; 1..65535
    cors_allow_origins  of web pages that may use it, as browsers write them
    api_auth         "user:password" that its clients say, with commas between several; "": none
    listen           on all addresses of this computer
    device           "auto", or as torch names it
    precision        "auto", "float32", "float16" or "bfloat16"
    memory_share     0.1..1.0 of the device's memory may be taken
    origins          by field: where a value that was set comes from, for messages
    """

    results: Path | None = None
    models: Path | None = None
    model_folders: tuple[Path, ...] = ()
    mirrors: tuple[str, ...] = ()
    offline: bool = False
    port: int = 7867
    a1111: bool = False
    a1111_port: int = 7860
    cors_allow_origins: tuple[str, ...] = ()
    api_auth: str = ""
    listen: bool = False
    device: str = "auto"
    precision: str = "auto"
    memory_share: float = 1.0
    origins: Mapping[str, str] = field(default_factory=lambda: _UNSET, compare=False)

    @classmethod
    def of_user(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """The settings of the user who runs this process, read now.

        Raises BadSettings naming file, line and remedy of the first thing that is wrong.
        """
        values, origins, problems = read(environment)
        if problems:
            more = len(problems) - 1
            rest = f" ({more} more: `ritocco settings` lists them.)" if more else ""
            raise BadSettings(problems[0] + rest)
        return cls(**values, origins=origins)

    def origin(self, name: str) -> str:
        """Where the value of a field comes from; "" where it is the usual one."""
        return self.origins.get(name, "")


def read(environment: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str], list[str]]:
    """Values by field, where they come from, and every problem, each as one sentence or two."""
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    problems: list[str] = []
    for entries in (_from_file(settings_file(environment)), _from_variables(environment)):
        for key, value, origin in entries:
            if key is None:
                problems.append(origin)
                continue
            try:
                values[key.field] = key.kind.read(value)
                origins[key.field] = origin
            except ValueError as error:
                problems.append(f"{_capital(origin)}: {key.name} must be {error}.")
    return values, origins, problems


_Entries = Iterator[tuple[Key | None, Any, str]]
"""A key, its value as TOML has it, and where it stands; without a key: None, None, a problem."""


def _from_variables(environment: Mapping[str, str]) -> _Entries:
    for key in KEYS:
        text = environment.get(key.variable, "").strip()
        if text:
            origin = f"the variable {key.variable}"
            try:
                yield key, key.kind.plain(text), origin
            except ValueError as error:
                yield None, None, f"{_capital(origin)} must be {error}."


def _from_file(file: Path) -> _Entries:
    try:
        text = content(file).decode("utf-8-sig")
    except FileNotFoundError:
        return
    except UnicodeDecodeError:
        yield None, None, f"The settings file {file} is no UTF-8 text; save it as UTF-8."
        return
    except (OSError, ValueError) as error:
        yield None, None, f"The settings file {file} cannot be read ({reason(error)})."
        return
    import tomllib  # late: most have no such file, and every start of the server reads it

    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        yield None, None, _broken(file, text, str(error))
        return
    except (ValueError, RecursionError) as error:  # a number of thousands of digits
        yield None, None, f"The settings file {file} cannot be read ({reason(error)})."
        return
    for section, table in tables.items():
        if section not in SECTIONS:
            yield None, None, _no_section(_at(file, text, section), section, table)
        elif not isinstance(table, dict):
            where = _at(file, text, section)
            yield None, None, f"{_capital(where)}: {section} is a section; write [{section}]."
        else:
            for name, value in table.items():
                where = _at(file, text, f"{section}.{name}")
                key = next((known for known in KEYS if known.path == f"{section}.{name}"), None)
                yield key, value, where if key else _no_key(where, section, name)


def _at(file: Path, text: str, path: str) -> str:
    return f"{file}, line {line_of(text, path)}"


_TWICE = (
    (
        r"Cannot declare \('([\w.', ]+?)',?\) twice",
        "[{0}] is there already; put this below that one",
    ),
    (r"Cannot overwrite a value", "this is set twice; take one of the two away"),
)
"""What TOML's reader says of things that are there twice, and what is meant."""


_SECRET = "api_auth"
"""A line that begins so is not shown."""


def _broken(file: Path, text: str, told: str) -> str:
    """What TOML's reader says, in words that help."""
    place = re.search(r"line (\d+)", told)
    lines = text.splitlines()
    number = int(place[1]) if place else len(lines)
    line = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    seen = "" if line.startswith(_SECRET) else line
    shown = f"{file}, line {number}{f' ({seen[:60]})' if seen else ''}"
    for said, meant in _TWICE:
        if match := re.search(said, told):
            return f"{shown}: {meant.format(*match.groups())}."
    hint = "See `ritocco settings --example` for how it is written."
    if "\\" in line:
        hint = "Write paths with / or in single quotes: 'C:\\models'."
    elif re.fullmatch(r"[\w.-]+\s*=\s*(?!(?:true|false)\b)[^\W\d].*", line):
        hint = "Text needs quotes, and true and false are written small, without them."
    told = re.sub(r"\s*\(at .*\)$", "", told)
    return f"{shown}: {told}. {hint}"


def _no_section(where: str, section: str, table: Any) -> str:
    if not isinstance(table, dict):  # a key before any header
        return _no_key(where, "", section)
    near = _near(section, list(SECTIONS))
    if not near and (owners := {key.section for key in KEYS if key.name in table}):
        near = sorted(owners)
    listed = ", ".join(f"[{name}]" for name in SECTIONS)
    meant = f"did you mean [{near[0]}]?" if near else f"there are {listed}."
    return f"{_capital(where)}: there is no section [{section}]; {meant}"


def _no_key(where: str, section: str, name: str) -> str:
    problem = f"{_capital(where)}: there is no {name!r}{f' in [{section}]' if section else ''}; "
    elsewhere = [key for key in KEYS if key.name == name]
    if elsewhere:
        return f"{problem}it belongs below [{elsewhere[0].section}]."
    own = [key.name for key in KEYS if key.section == section] or [key.name for key in KEYS]
    near, far = _near(name, own, 0.5), _near(name, [key.name for key in KEYS], 0.7)
    if near and (not far or far[0] in own):
        return f"{problem}did you mean {near[0]!r}?"
    if far:
        owner = next(key.section for key in KEYS if key.name == far[0])
        return f"{problem}did you mean {far[0]!r} below [{owner}]?"
    return f"{problem}there are {', '.join(own)}."


def _near(word: str, known: Sequence[str], likeness: float = 0.6) -> list[str]:
    from difflib import get_close_matches  # late, as above

    return get_close_matches(word, known, 1, likeness)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] if text.startswith("the ") else text
