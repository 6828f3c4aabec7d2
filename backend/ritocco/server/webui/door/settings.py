"""The settings of the door, changed for good: checked, then written into the settings file."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ritocco.errors import BadSettings, RitoccoError
from ritocco.library.rewriting import rewrite
from ritocco.library.shelves import Shelves
from ritocco.library.standing import CLAIMS
from ritocco.server.answers import BadRequest
from ritocco.server.webui.door.door import Door
from ritocco.settings import Settings, settings_file
from ritocco.settings.changes import with_values
from ritocco.settings.keys import KEYS, Key

_KEYS = {key.field: key for key in KEYS if key.section == "server"}
_WRONG: Mapping[str, Callable[[], RitoccoError]] = {
    "a1111_port": lambda: BadRequest("Choose a port from 1 to 65535."),
    "cors_allow_origins": lambda: BadRequest(
        "Write the addresses of web pages as a browser does, without a path: https://page.example"
    ),
    "api_auth": lambda: BadRequest(
        "Choose a user, without a colon or a comma in it, and a password without a comma."
    ),
}
"""What to say of a value that the field does not take."""
_ONLY_USER = 0o600
"""The file may hold a password."""


def keep(asked: Mapping[str, Any]) -> None:
    """Write values, as TOML has them, by their field of `Settings`, into the settings file.

    Raises BadRequest for one that no setting takes, ServerUnavailable where together they would
    let in anybody, BadSettings where they are not ours to change, CannotWrite, Busy.
    """
    now = Settings.of_user()
    values = {field: _read(field, value) for field, value in asked.items()}
    changes = {field: value for field, value in values.items() if value != getattr(now, field)}
    Door.of(replace(now, **changes)).check()
    for field in changes:
        variable = _KEYS[field].variable
        if os.environ.get(variable, "").strip():
            raise BadSettings(
                "The variable {variable} counts before the settings file. Change it there.",
                variable=variable,
            )
    if changes:
        _write([(_KEYS[field], _plain(value)) for field, value in changes.items()])


def _write(values: Sequence[tuple[Key, Any]]) -> None:
    claims = Shelves.of_user().library / CLAIMS
    try:
        rewrite(claims, lambda text: with_values(text, values), _ONLY_USER)
    except ValueError:
        raise BadSettings(
            "{file} is written in a way that only you can change: see to what is said of a1111 "
            "there, under [server].",
            file=settings_file(),
        ) from None


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _read(field: str, value: Any) -> Any:
    try:
        return _KEYS[field].kind.read(value)
    except ValueError:
        raise _WRONG[field]() from None
