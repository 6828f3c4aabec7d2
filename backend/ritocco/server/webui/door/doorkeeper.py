"""Keeps the door of the web UI's API as the settings want it, while a server runs."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable

from ritocco.errors import RitoccoError
from ritocco.sentence import Sentence
from ritocco.server.webui.door.door import Door
from ritocco.server.webui.door.listener import Listener
from ritocco.settings import Settings, settings_file

EVERY = 2.0
"""Seconds between two looks: at the settings, and at a port that was taken."""
_SHUT = Sentence(
    "Ritocco's settings were changed meanwhile, and it answers no more at this address; see to "
    "them, and send it again."
)
_log = logging.getLogger(__name__)


class Doorkeeper:
    """Follows the settings file, since several servers (one for each editor) may share it.

    Where a port is taken the door stays closed, until it is free: the other editor has ended.
    What a command said of the door counts until the settings are changed here. Methods are called
    in the event loop.

    on       whether the door is to be open
    door     as it is, or would be
    problem  why it is closed although it is to be open, or why the settings cannot be followed
    """

    def __init__(self, listener: Listener, announce: Callable[[str], object] | None = None) -> None:
        """`announce` is told where it is open, and why it is not."""
        self._listener, self._announce = listener, announce or _log.info
        self._turn = asyncio.Lock()
        self._looking: asyncio.Task[None] | None = None
        self._seen: object = None
        self._follows = True
        self.on, self.door = False, Door()
        self.problem: Sentence | None = None

    @property
    def url(self) -> str | None:
        """Where the API is reached now; None: nowhere."""
        return self._listener.url

    async def begin(self, door: Door | None = None, bound: socket.socket | None = None) -> None:
        """Open this door, at which `bound` listens; None: the one that the settings want, if any,
        soon: what is behind it is not light.

        Raises ServerUnavailable where this door cannot be opened.
        """
        if door is None:
            self._read()
        else:
            self._follows, self.on, self.door = False, True, door
            await self._listener.open(door, bound)
        self._looking = asyncio.create_task(self._look())

    async def end(self) -> None:
        """Close for good."""
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait([self._looking])  # also where it has failed
        await self._listener.ended()

    async def follow(self) -> None:
        """Do as the settings say now."""
        async with self._turn:
            self._follows = True
            self._read()
            await self._open()

    async def _look(self) -> None:
        while True:
            async with self._turn:
                if self._follows and _state_of_settings() != self._seen:
                    self._read()
                await self._open()
            await asyncio.sleep(EVERY)

    def _read(self) -> None:
        self._seen = _state_of_settings()
        try:
            settings = Settings.of_user()
        except RitoccoError as error:
            self.problem = error.sentence  # half written, perhaps: all stays as it is
            return
        on, door = settings.a1111, Door.of(settings)
        if (on, door) != (self.on, self.door) and not (on and self._listener.admit(door)):
            self._listener.close(_SHUT)
        self.on, self.door = on, door
        self.problem = None

    async def _open(self) -> None:
        if not self.on or self.url is not None:
            return
        try:
            await self._listener.open(self.door)
        except RitoccoError as error:
            if self.problem != error.sentence:
                self._announce(f"Ritocco does not answer the web UI's API: {error}")
            self.problem = error.sentence
        else:
            self.problem = None
            self._announce(answers_at(self.url))


def answers_at(url: str | None) -> str:
    """How it is announced."""
    return f"Ritocco answers the web UI's API at {url}"


def _state_of_settings() -> object:
    """Another one where the settings file has changed."""
    try:
        state = settings_file().stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size, state.st_ino
