"""The bodies of requests: how large, how many at a time, and that they move. Plain ASGI.

How large a body may be depends on its path. It is refused by what it announces, and else while it
comes in; each refusal is answered at once, and what else is sent goes unread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from ritocco.sentence import Sentence
from ritocco.server.patience import CROWDED_BODIES, TOO_SLOW_BODY, Patience
from ritocco.server.refusal import Refusal

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOOKS = 4
"""How often a seat is sought for a body."""
AMBIGUOUS = Refusal(
    400,
    "bad_request",
    Sentence("Say how long the body is in one way only, by its length or in chunks."),
)


class Bodies:
    """Lets bodies in that are no larger than `limit(path)` bytes, and that keep coming."""

    def __init__(self, app: ASGIApp, limit: Callable[[str], int], patience: Patience) -> None:
        self._app, self._limit, self._patience = app, limit, patience
        self._coming: set[_Body] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a body that is watched, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = values(scope, b"content-length")
        chunked = values(scope, b"transfer-encoding")
        most = self._limit(scope["path"])
        has_body = bool(chunked) or announced not in ([], ["0"])
        refusal = _refused(announced, chunked, most)
        if refusal is None and has_body and not await self._has_seat():
            refusal = CROWDED_BODIES
        if refusal:
            await refusal.answer(send)
            return
        body = _Body(receive, most, self._patience)
        if has_body:
            self._coming.add(body)
        try:
            await self._app(scope, body.receive, send)
        finally:
            self._coming.discard(body)

    async def _has_seat(self) -> bool:
        """Whether there is a seat for one more body: a free one, or one that is not used."""
        for _ in range(_LOOKS):
            coming = [body for body in self._coming if body.is_coming]
            if len(coming) < self._patience.bodies:
                return True
            quietest = max(coming, key=lambda body: body.quiet)
            if quietest.quiet >= self._patience.quiet:
                quietest.give_up()
                return True
            await asyncio.sleep(self._patience.quiet - quietest.quiet)
        return False


def values(scope: Scope, name: bytes) -> list[str]:
    """All that a request says under this name of a header."""
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


def _refused(announced: list[str], chunked: list[str], most: int) -> Refusal | None:
    """What is wrong with the length of a body as its head tells it."""
    if announced and chunked:
        return AMBIGUOUS
    length = announced[0] if announced else "0"
    return None if length.isdecimal() and int(length) <= most else _too_large(most)


def _too_large(most: int) -> Refusal:
    return Refusal(
        413,
        "too_large",
        Sentence("More was sent than the {most} MiB taken here.", most=round(most / 2**20)),
    )


class _Body:
    """A body that is coming in, as the app reads it; raises HTTPException where it has to end."""

    def __init__(self, receive: Receive, most: int, patience: Patience) -> None:
        self._receive, self._most, self._patience = receive, most, patience
        self._seen = 0
        self._waited, self._moved = 0.0, 0  # in this period; the app's own time does not count
        self._waiting: asyncio.Timeout | None = None
        self._asked = asyncio.get_running_loop().time()
        self._given_up = False
        self.is_coming = True

    @property
    def quiet(self) -> float:
        """Seconds for which the app has been waiting for more; 0 while it is not."""
        return asyncio.get_running_loop().time() - self._asked if self._waiting else 0.0

    def give_up(self) -> None:
        """End it: another needs its seat."""
        self._given_up = True
        self.is_coming = False
        if self._waiting:
            self._waiting.reschedule(asyncio.get_running_loop().time())

    async def receive(self) -> Message:
        """The next message, once there is one."""
        if not self.is_coming:
            return await self._receive()
        message = await self._next()
        self._seen += len(message.get("body", b""))
        self._moved += len(message.get("body", b""))
        self.is_coming = bool(message.get("more_body"))
        if self._seen > self._most:
            self._end(_too_large(self._most))
        return message

    async def _next(self) -> Message:
        while True:
            left = max(0.0, self._patience.period - self._waited)
            self._asked = asyncio.get_running_loop().time()
            try:
                async with asyncio.timeout(left) as self._waiting:
                    message = await self._receive()
                self._waited += self.quiet
                return message
            except TimeoutError:
                if self._given_up:
                    self._end(CROWDED_BODIES)
                if self._moved < self._patience.least:
                    self._end(TOO_SLOW_BODY)
                self._waited, self._moved = 0.0, 0
            finally:
                self._waiting = None

    def _end(self, refusal: Refusal) -> None:
        self.is_coming = False
        said = {name.decode(): value.decode() for name, value in refusal.headers}
        del said["content-length"], said["content-type"]  # the app's own answer has these
        raise HTTPException(refusal.status, refusal.message, said)
