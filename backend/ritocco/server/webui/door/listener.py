"""The listener of the web UI's API: a second door of a running server, opened and closed."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ritocco.server.answers import CLOSING
from ritocco.server.context import Context
from ritocco.server.patience import Patience
from ritocco.server.security import LOOPBACK
from ritocco.server.serving import Server
from ritocco.server.sockets import in_url, is_wildcard, listening, reached_at
from ritocco.server.webui.door.door import Door
from ritocco.server.webui.guards.errors import theirs

if TYPE_CHECKING:
    from ritocco.server.webui.guards.admitted import Admitted
    from ritocco.server.webui.parts import Parts
    from ritocco.server.webui.runs.runs import Runs

_TICK = 0.01
_APP = "ritocco.server.webui.app"
"""Not light: only where it is wanted, and beside what is being answered."""
_MANY = 4
"""Times as many connections as elsewhere: clients of this API ask how far it is again and again."""


class _Beside(Server):
    """A server beside the one that hears signals."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Hear none."""
        yield

    def leave(self) -> None:
        """Listen no more from now on."""
        self.should_exit = True
        for listener in self.servers:
            listener.close()


class Listener:
    """Opens and closes the door; methods are called in the event loop."""

    def __init__(self, context: Context, patience: Patience, telemetry: Any) -> None:
        self._context, self._patience, self._telemetry = context, patience, telemetry
        self._server: _Beside | None = None
        self._serving: set[asyncio.Task[None]] = set()
        self._runs: Runs | None = None
        self._door: Door | None = None
        self._admitted: Admitted | None = None
        self.url: str | None = None

    async def open(self, door: Door, bound: socket.socket | None = None) -> None:
        """Serve at this door, in place of another.

        bound  a socket that listens there already. Raises ServerUnavailable.
        """
        self.close()
        door.check()
        bound = bound or listening(door.address, door.port)
        app_module = await asyncio.to_thread(import_module, _APP)
        port = bound.getsockname()[1]
        name = in_url(door.address)
        names = None if is_wildcard(door.address) else own_names(name)
        app = app_module.create_webui(
            self._context, door, names=names, patience=self._patience, telemetry=self._telemetry
        )
        parts: Parts = app.state.parts
        self._runs, self._door, self._admitted = parts.runs, door, app.state.admitted
        patience = replace(self._patience, connections=_MANY * self._patience.connections)
        self._server = _Beside(app, self._context.events, patience, theirs)
        serving = asyncio.create_task(self._server.serve(sockets=[bound]))
        self._serving.add(serving)
        serving.add_done_callback(self._serving.discard)
        while not (self._server.started or serving.done()):
            await asyncio.sleep(_TICK)
        self.url = f"http://{reached_at(door.address)}:{port}"

    def admit(self, door: Door) -> bool:
        """Let in whom this door does from now on, if it is where the open one is, and sound.

        False where it is not: it has to be opened, if it can be.
        """
        if self._admitted is None or self._door is None:
            return False
        if not (door.is_sound and door.is_where(self._door)):
            return False
        self._admitted.change(door)
        return True

    def close(self, why: str = CLOSING.message) -> None:
        """Listen no more. Whoever still waits hears why; what is being made for them ends."""
        if self._server is not None and self._runs is not None:
            self._server.leave()
            self._runs.interrupt()
            self._runs.close(why)
        self._server = self._runs = self._door = self._admitted = self.url = None

    async def ended(self) -> None:
        """Close, and wait until whoever is still there has heard of it."""
        self.close()
        await asyncio.gather(*self._serving)


def own_names(*others: str) -> frozenset[str]:
    """What a Host header may call this computer."""
    return frozenset({*LOOPBACK, *(name.lower() for name in others)})
