"""How clients write requests otherwise than they are described, made plain. ASGI.

Addresses with a slash too many or at their end, HEAD for GET, bodies of JSON that are called
something else or nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_TYPE = b"content-type"
_SLASHES = re.compile("/{2,}")


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
                "path": _SLASHES.sub("/", scope["path"]).rstrip("/") or "/",
                "headers": [*headers, (_TYPE, b"application/json")],
            }
        await self._app(scope, receive, send)
