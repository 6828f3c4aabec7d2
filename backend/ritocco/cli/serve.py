"""`ritocco serve`: the local server, in the foreground, until it is stopped."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from ritocco.errors import ServerUnavailable
from ritocco.server.run import serve as run_server
from ritocco.server.webui.door import PORT, Door, Login


def serve(options: Namespace) -> None:
    """Run the server. Raises ServerUnavailable where the port is taken."""
    door = _door(options) if options.a1111 else None
    run_server(
        None if door else options.port,
        Path(options.data) if options.data else None,
        address=options.address,
        token=options.token,
        with_stdin=options.with_stdin,
        door=door,
    )


def _door(options: Namespace) -> Door:
    """Where the web UI's API is to be served. Raises ServerUnavailable."""
    user, _, password = (options.api_auth or "").partition(":")
    if options.listen and not user:
        raise ServerUnavailable(
            "Serving other computers lets anybody there use this one; choose a user and a "
            "password for them with --api-auth."
        )
    return Door(
        address="0.0.0.0" if options.listen else "127.0.0.1",
        port=PORT if options.port is None else options.port,
        origins=tuple(filter(None, options.cors_allow_origins.lower().split(","))),
        login=Login(user, password) if user else None,
    )
