"""uvicorn's server with an end: it ends when asked to, whatever its clients or its work do."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from functools import partial
from signal import SIGINT
from threading import Thread
from time import sleep
from types import FrameType

import uvicorn

from ritocco.server.again import Again
from ritocco.server.connections import Connection
from ritocco.server.events import EventLog
from ritocco.server.patience import Patience
from ritocco.server.refusal import Form, ours

MOST_SECONDS_TO_STOP = 30.0
"""After which it is ended in the middle of whatever it does; results on the disk are whole."""
_SECONDS_FOR_REQUESTS = 5
_TICKS = 10
"""uvicorn's ticks in a second."""
_log = logging.getLogger(__name__)


class Server(uvicorn.Server):
    """Ends the event streams when asked to stop, since they would keep it alive.

    told  how this server's API tells errors
    """

    def __init__(
        self, app: object, events: EventLog, patience: Patience, told: Form = ours
    ) -> None:
        super().__init__(
            uvicorn.Config(
                app,  # type: ignore[arg-type]  # uvicorn's own types of ASGI
                http=partial(Connection, patience=patience, again=Again(), told=told),  # type: ignore[arg-type]
                loop="asyncio",
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=_SECONDS_FOR_REQUESTS,
            )
        )
        self._events = events

    def stop(self) -> None:
        """End soon, from any thread."""
        self.should_exit = True
        # Closing waits for the log's lock, which the loop, and so a signal in it, never does.
        Thread(target=self._events.close, name="goodbye", daemon=True).start()
        Thread(target=_end_at_last, name="last resort", daemon=True).start()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End soon: a signal says so; a second Ctrl+C: at once.

        uvicorn would end this process by the signal after all, before what it kept is put away.
        """
        self.force_exit = self.should_exit and sig == SIGINT
        self.stop()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End all connections, those too that were on their way when it began."""
        ending = asyncio.create_task(self._end_connections())
        await super().shutdown(sockets)
        ending.cancel()

    async def _end_connections(self) -> None:
        while True:
            for connection in list(self.server_state.connections):
                connection.shutdown()
            await asyncio.sleep(1 / _TICKS)

    async def on_tick(self, counter: int) -> bool:
        """Look after the connections once a second."""
        if counter % _TICKS == 0:
            for connection in list(self.server_state.connections):
                if isinstance(connection, Connection):
                    connection.look()
        return await super().on_tick(counter)


def _end_at_last() -> None:
    """End what will not stop."""
    sleep(MOST_SECONDS_TO_STOP)
    _log.warning("stopping took too long")
    os._exit(1)
