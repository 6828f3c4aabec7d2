"""One client's connection: how long it is waited for, and what is said to what is no request.

uvicorn limits how long a connection may be idle, and nothing else. Heads are watched here, and
answers that nobody reads; bodies in `bodies.py`, where they are read.
"""

from __future__ import annotations

import asyncio
import sys
from enum import Enum, auto
from typing import Any, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from ritocco.sentence import Sentence
from ritocco.server.again import KEY, Again
from ritocco.server.patience import CROWDED, TOO_SLOW_HEAD, Patience
from ritocco.server.refusal import Form, Refusal, ours

_UNREADABLE = Refusal(400, "bad_request", Sentence("This is not a request in HTTP; send it again."))
_CUT_SHORT = Refusal(
    400, "bad_request", Sentence("The request ended in the middle; send it again.")
)
_TOLD = {
    413: Refusal(413, "too_large", Sentence("More was sent than is taken here.")),
    431: Refusal(
        431, "too_large", Sentence("The head of the request is larger than is taken here.")
    ),
}
"""By h11's hint; all else it finds wrong is unreadable."""


class Owes(Enum):
    """What a client is waited for."""

    NOTHING = auto()
    HEAD = auto()
    READING = auto()


class Connection(H11Protocol):
    """uvicorn's connection with an end to its patience; `look` is to be called every second.

    told   how what is refused here is told
    again  the server's requests that are answered without being read
    """

    def __init__(
        self, *given: Any, patience: Patience, again: Again, told: Form = ours, **named: Any
    ) -> None:
        super().__init__(*given, **named)
        self._patience, self._again, self._told = patience, again, told
        self._request = b""
        self._owes, self._since, self._mark = Owes.NOTHING, 0.0, 0
        self._heard = self._lingers = self._ends = self._said_all = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take a seat, or somebody's who uses it less; else be refused."""
        outlet = _Outlet(cast(asyncio.Transport, transport), self)
        super().connection_made(cast(asyncio.Transport, outlet))
        self._begin(Owes.HEAD)
        if len(self.connections) > self._patience.connections and not self._seat_taken_over():
            self._refuse(CROWDED)

    def data_received(self, data: bytes) -> None:
        """Take what came; what a refused client is still sending is thrown away."""
        if not self._lingers and not self._answers_again(data):
            self._heard = True
            super().data_received(data)

    def _answers_again(self, data: bytes) -> bool:
        """Answer a request that is known; another one is kept until it may be."""
        idle = self.conn.our_state is h11.IDLE and not self.conn.trailing_data[0]
        idle = idle and (self.cycle is None or self.cycle.response_complete)
        self._request = data if idle else b""
        if not idle or self.flow.write_paused or self.transport.is_closing():
            return False
        answer = self._again.answer(data, self.server_state.default_headers)
        if answer is not None:
            self.transport.write(answer)
            self._unset_keepalive_if_required()
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )
            self._begin(Owes.HEAD)
        return answer is not None

    def eof_received(self) -> None:
        """The client says no more: in the middle of a request it is told so, and then it ends."""
        self._said_all = True
        done = self.cycle is None or self.cycle.response_complete
        if self.conn.trailing_data[0] if done else self.cycle.more_body:
            self._refuse(_CUT_SHORT)

    def on_response_complete(self) -> None:
        """The next request may come."""
        self._heard = False
        self._begin(Owes.HEAD)
        body = self.scope["state"].get(KEY)
        if body is not None:
            self._again.remember(self._request, body)
        super().on_response_complete()

    @property
    def lingers(self) -> bool:
        """Whether it has ended but for the client's reading."""
        return self._lingers

    def shutdown(self) -> None:
        """The server ends: what is being worked on is awaited, no client is for long."""
        if self._owed() is Owes.READING:
            if not self._ends:
                self.loop.call_later(self._patience.linger, self._cut)
            self._ends = True
        elif self.cycle is None or self.cycle.response_complete or self.cycle.more_body:
            self._leave()
            self._cut()
            return
        if self.cycle is not None:
            self.cycle.keep_alive = False

    def _should_upgrade(self) -> bool:
        return False  # and not a word in the log: whoever asks is answered in HTTP

    def send_400_response(self, msg: str) -> None:
        """Say in the form of all errors what h11 found wrong; called while its error is handled."""
        hint = getattr(sys.exc_info()[1], "error_status_hint", 400)
        self._refuse(_TOLD.get(hint, _UNREADABLE))

    def look(self) -> None:
        """Whether it is waited for longer than it should be; if so, end it."""
        owes = self._owed()
        if owes is not self._owes:
            self._begin(owes)
        elif owes is Owes.HEAD and self._waited > self._patience.head:
            self._refuse(TOO_SLOW_HEAD) if self._heard else self._cut()
        elif owes is Owes.READING and self._waited > self._patience.period:
            if self._mark - self.transport.get_write_buffer_size() < self._patience.least:
                self._cut()
            self._begin(owes)

    @property
    def _waited(self) -> float:
        return self.loop.time() - self._since

    def _owed(self) -> Owes:
        """What is being waited for now."""
        done = self.cycle is None or self.cycle.response_complete
        if self.flow.write_paused or (done and self.transport.get_write_buffer_size()):
            return Owes.READING  # nothing is added to what waits: it can only become less
        return Owes.HEAD if done else Owes.NOTHING

    def _begin(self, owes: Owes) -> None:
        self._owes, self._since = owes, self.loop.time()
        self._mark = self.transport.get_write_buffer_size()

    def _seat_taken_over(self) -> bool:
        """End the connection that has been without a request for longest, if there is one."""
        others = [
            other
            for other in self.connections
            if isinstance(other, Connection) and other is not self and other._owed() is Owes.HEAD
        ]
        if others:
            max(others, key=lambda other: other._waited)._cut()
        return bool(others)

    def _refuse(self, refusal: Refusal) -> None:
        """Answer in place of the app, where nothing has been answered yet, and end."""
        self._leave()
        unanswered = self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE)
        if unanswered and not self.transport.is_closing():
            self.transport.write(refusal.in_http(self._told))
            self.transport.close()
        else:
            self._cut()

    def _leave(self) -> None:
        """Tell the app that there is nobody to answer any more."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()

    def _cut(self) -> None:
        self.connections.discard(self)
        self.transport.abort()

    def linger(self, transport: asyncio.Transport) -> None:
        """End, but let a client that is still sending read why.

        Closing with bytes of it unread would reset the connection, and what it was told be lost.
        """
        states = (h11.IDLE, h11.SEND_BODY, h11.ERROR)
        sending = self.conn.their_state in states and not self._said_all
        if self._lingers or transport.is_closing() or not (sending and transport.can_write_eof()):
            transport.close()
            return
        self._lingers = True
        self.flow.resume_reading()
        try:
            transport.write_eof()
        except OSError:  # it has gone
            transport.abort()
        self.loop.call_later(self._patience.linger, transport.abort)


class _Outlet:
    """The transport as uvicorn sees it: one that lingers before it closes."""

    def __init__(self, transport: asyncio.Transport, connection: Connection) -> None:
        self._transport, self._connection = transport, connection

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def close(self) -> None:
        """End when the client has read."""
        self._connection.linger(self._transport)

    def is_closing(self) -> bool:
        """Whether it is about to end."""
        return self._connection.lingers or self._transport.is_closing()
