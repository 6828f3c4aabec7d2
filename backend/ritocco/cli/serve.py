"""`ritocco serve`: the local server, in the foreground, until it is stopped."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from ritocco.errors import ServerUnavailable
from ritocco.server.run import serve as run_server
from ritocco.server.webui.door.door import Door
from ritocco.settings import Settings

_OF_DOOR = {
    "a1111_port": "--port",
    "listen": "--listen",
    "cors_allow_origins": "--cors-allow-origins",
    "api_auth": "--api-auth",
}
"""Fields of `Settings` that say how the web UI's API is served -> the options before them."""


def serve(options: Namespace) -> None:
    """Run the server. Raises ServerUnavailable where the port is taken."""
    run_server(
        None if options.a1111 else options.port,
        Path(options.data) if options.data else None,
        address=options.address,
        token=options.token,
        with_stdin=options.with_stdin,
        door=_door(options),
    )


def _door(options: Namespace) -> Door | None:
    """Where the web UI's API is to be served; None: as the settings say.

    Raises ServerUnavailable for options that do not go together.
    """
    said = {field: getattr(options, field) for field in _OF_DOOR if field != "a1111_port"}
    said = {field: value for field, value in said.items() if value is not None}
    if not options.a1111:
        if said:
            raise ServerUnavailable(f"{_OF_DOOR[min(said)]} goes with --a1111: add it.")
        return None
    settings = replace(Settings.of_user(), **said)
    door = Door.of(settings)
    return door if options.port is None else replace(door, port=options.port)
