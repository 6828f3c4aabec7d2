"""`ritocco settings`: what is set, where it comes from, and the documented example."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from ritocco.cli.say import answer
from ritocco.errors import BadSettings, CannotWrite
from ritocco.from_disk import is_file
from ritocco.settings import home_folder, settings_file
from ritocco.settings.example import as_toml, example
from ritocco.settings.keys import KEYS, OUTSIDE, Key
from ritocco.settings.values import read
from ritocco.setup.manifest import write_new


def settings(options: Namespace) -> None:
    """Show the settings, or the example; or begin a file. Raises BadSettings after all problems."""
    if options.example:
        sys.stdout.write(example())
    elif options.create:
        _create(settings_file())
    else:
        _show(options.json)


def _create(file: Path) -> None:
    """Write the example where the settings file belongs; one that is there stays."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_new(file, example())
    except FileExistsError:
        raise CannotWrite(f"There is a settings file already: {file}. It was left alone.") from None
    except OSError as error:
        raise CannotWrite(f"{file} could not be written ({error.strerror or error}).") from None
    print(f"Wrote {file}; nothing in it counts until you take away the # before a line.")


def _show(as_json: bool) -> None:
    file = settings_file()
    values, origins, problems = read(os.environ)
    state = "" if is_file(file) else " (not there; `ritocco settings --create` begins one)"
    lines = [f"Settings file: {file}{state}", f"Data folder: {home_folder()}", ""]
    data: dict[str, Any] = {"file": str(file), "exists": is_file(file), "home": str(home_folder())}
    data["settings"], data["problems"] = {}, problems
    for key in KEYS:
        value = _plain(key, values)
        origin = origins.get(key.field, "")
        lines.append(f"{key.path} = {as_toml(value)}{f'  ({origin})' if origin else ''}")
        data["settings"][key.path] = {
            "value": value,
            "from": origin or None,
            "variable": key.variable,
        }
    data["environment"] = {name: os.environ.get(name) for name in OUTSIDE}
    outside = [
        f"{name}={os.environ[name]}  ({about})"
        for name, about in OUTSIDE.items()
        if os.environ.get(name)
    ]
    lines += ["", *outside] if outside else []
    answer(data, lines + [f"WRONG {problem}" for problem in problems], as_json)
    if problems:
        count = "one problem" if len(problems) == 1 else f"{len(problems)} problems"
        raise BadSettings(f"The settings have {count}; what is wrong does not count.")


def _plain(key: Key, values: dict[str, Any]) -> Any:
    """The value of a setting as JSON has it."""
    value = values.get(key.field, home_folder() / key.name if key.usual is None else key.usual)
    value = key.kind.shown(value)
    if isinstance(value, tuple):
        return [str(part) for part in value]
    return str(value) if isinstance(value, Path) else value
