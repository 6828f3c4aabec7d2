"""Bodies of JSON: how much they hold, before and after they are read.

A body becomes many times as large when it is read if it is made of little things, so those are
counted while it comes in; what then is read holds nothing that could not be written again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import Request
from starlette.exceptions import HTTPException

from ritocco import budget
from ritocco.from_disk import leaves
from ritocco.sentence import Sentence
from ritocco.server.answers import BadRequest
from ritocco.server.patience import AGAIN, CROWDED_BODIES

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_VALUES = 100_000
"""In one body; pictures are one each."""
LARGEST = 2**64
"""Number; no seed is larger."""
TIMES = 8
"""How much of memory a body may come to, by its length: text, its parts, and their pixels."""
_BEGIN_A_VALUE = (b",", b"[", b"{")


class JsonBodies:
    """Lets bodies in as long as memory lasts for all those that are not answered yet."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._held = 0
        self._most = budget.share() // TIMES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with a body that is counted."""
        held = values = 0

        async def counted() -> Message:
            nonlocal held, values
            message = await receive()
            part = message.get("body", b"")
            held += len(part)
            self._held += len(part)
            values += sum(map(part.count, _BEGIN_A_VALUE))
            if self._held > self._most:
                raise HTTPException(503, CROWDED_BODIES.message, {"Retry-After": str(AGAIN)})
            if values > MOST_VALUES:
                raise HTTPException(413, Sentence("The body holds more values than are taken."))
            return message

        try:
            await self._app(scope, counted, send)
        finally:
            self._held -= held


async def sound_json(request: Request) -> None:
    """Look through the JSON of a request, for all routes that have any.

    Raises BadRequest where it holds what is no number, no text, or lies too deep.
    """
    if getattr(request.scope.get("route"), "body_field", None) and await request.body():
        check_sound(await request.json())


def check_sound(value: Any) -> None:
    """Raise BadRequest unless this JSON can be walked, written again, and counted with."""
    try:
        for one in leaves(value):
            if isinstance(one, str):
                one.isascii() or one.encode()
            elif isinstance(one, int | float) and not abs(one) <= LARGEST:
                raise BadRequest("The body holds a number that is too large, or none.")
    except UnicodeEncodeError:
        raise BadRequest("The body holds half a character.") from None
    except ValueError:
        raise BadRequest("The body is nested too deeply.") from None
