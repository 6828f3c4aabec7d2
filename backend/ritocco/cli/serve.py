"""`ritocco serve`: the local server, in the foreground, until it is stopped."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from ritocco.server.run import serve as run_server


def serve(options: Namespace) -> None:
    """Run the server. Raises ServerUnavailable where the port is taken."""
    run_server(
        options.port,
        Path(options.data) if options.data else None,
        address=options.address,
        token=options.token,
        with_stdin=options.with_stdin,
    )
