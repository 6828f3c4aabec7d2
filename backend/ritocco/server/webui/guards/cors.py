"""Web pages of other origins: which may use us, and what their browsers want to hear (CORS)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ritocco.server.bodies import values
from ritocco.server.webui.guards.admitted import Admitted

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    Headers = list[tuple[bytes, bytes]]

_REMEMBERED = b"600"
"""Seconds for which a browser need not ask again."""


class Cors:
    """Tells the browsers of pages that may use us that they may; all others hear nothing of it.

    A browser asks first by OPTIONS, without a login, so that is answered here.
    """

    def __init__(self, app: ASGIApp, admitted: Admitted) -> None:
        self._app, self._admitted = app, admitted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and say of its answer that the page may read it."""
        sent = values(scope, b"origin") if scope["type"] == "http" else []
        if len(sent) != 1 or sent[0] not in self._admitted.origins:
            await self._app(scope, receive, send)
            return
        allowed = [
            (b"access-control-allow-origin", sent[0].encode("latin-1")),
            (b"access-control-allow-credentials", b"true"),
            (b"vary", b"Origin"),
        ]
        if scope["method"] == "OPTIONS" and values(scope, b"access-control-request-method"):
            headers = [*allowed, *_asked_first(scope)]
            await send({"type": "http.response.start", "status": 204, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *allowed]}
            await send(message)

        await self._app(scope, receive, told)


def _asked_first(scope: Scope) -> Headers:
    """What a browser hears that asks before it sends a request."""
    asked = values(scope, b"access-control-request-headers")
    headers = [
        (b"access-control-allow-methods", b"GET, HEAD, POST, OPTIONS"),
        (b"access-control-max-age", _REMEMBERED),
    ]
    if asked:
        headers.append((b"access-control-allow-headers", ", ".join(asked).encode("latin-1")))
    if values(scope, b"access-control-request-private-network"):  # of a page on the internet
        headers.append((b"access-control-allow-private-network", b"true"))
    return headers
