"""How clients write requests otherwise than they are described, made plain. ASGI.

Addresses with a slash too many or at their end, or whole as for a proxy; HEAD for GET; bodies of
JSON that are called something else or nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ritocco.server.bodies import values

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_TYPE = b"content-type"
_SLASHES = re.compile("/{2,}")
_WHOLE = re.compile("https?://([^/]*)", re.IGNORECASE)


class Forgiving:
    """Passes requests on as they are described."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; uvicorn leaves the body of an answer to HEAD away."""
        if scope["type"] == "http":
            headers = [pair for pair in scope["headers"] if pair[0] != _TYPE]
            scope = {
                **scope,
                "method": "GET" if scope["method"] == "HEAD" else scope["method"],
                "path": _SLASHES.sub("/", _path(scope)).rstrip("/") or "/",
                "headers": [*headers, (_TYPE, b"application/json")],
            }
        await self._app(scope, receive, send)


def _path(scope: Scope) -> str:
    """The path alone, of a whole address too if it names the Host that the guard has let pass."""
    path: str = scope["path"]
    whole = _WHOLE.match(path)
    named = whole and whole[1].lower() in {host.lower() for host in values(scope, b"host")}
    return path[whole.end() :] if whole and named else path
