"""The listener of the web UI's API: a second door of a running server, opened and closed."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ritocco.server.context import Context
from ritocco.server.patience import Patience
from ritocco.server.security import LOOPBACK
from ritocco.server.serving import Server
from ritocco.server.sockets import in_url, is_wildcard, listening
from ritocco.server.webui.door import Door
from ritocco.server.webui.errors import theirs


class _Beside(Server):
    """A server beside the one that hears signals."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Hear none."""
        yield


class Listener:
    """Opens and closes the door; methods are called in the event loop."""

    def __init__(self, context: Context, patience: Patience, telemetry: Any) -> None:
        self._context, self._patience, self._telemetry = context, patience, telemetry
        self._server: _Beside | None = None
        self._serving: asyncio.Task[None] | None = None
        self.url: str | None = None

    async def open(self, door: Door, bound: socket.socket | None = None) -> None:
        """Serve at this door, in place of another.

        bound  a socket that listens there already. Raises ServerUnavailable.
        """
        from ritocco.server.webui.app import create_webui  # not light: only where it is wanted

        await self.close()
        bound = bound or listening(door.address, door.port)
        port = bound.getsockname()[1]
        name = in_url(door.address)
        names = None if is_wildcard(door.address) else own_names(name)
        app = create_webui(
            self._context, door, names=names, patience=self._patience, telemetry=self._telemetry
        )
        self._server = _Beside(app, self._context.events, self._patience, theirs)
        self._serving = asyncio.create_task(self._server.serve(sockets=[bound]))
        self.url = f"http://{name}:{port}"

    async def close(self) -> None:
        """Serve no more."""
        if self._server is not None and self._serving is not None:
            self._server.should_exit = True
            await self._serving
        self._server = self._serving = self.url = None


def own_names(*others: str) -> frozenset[str]:
    """What a Host header may call this computer."""
    return frozenset({*LOOPBACK, *(name.lower() for name in others)})
