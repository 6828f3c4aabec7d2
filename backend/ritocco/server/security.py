"""Who may speak to the server, and how much they may send: plain ASGI, before anything else.

A web page in the artist's browser can reach every port of this computer. It does not know the
token, it cannot choose its Origin, and by DNS rebinding it cannot keep our Host name.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def own_hosts(port: int, *others: str) -> frozenset[str]:
    """What a Host header may say: the names of this computer, with our port."""
    return frozenset(f"{name.lower()}:{port}" for name in (*LOOPBACK, *others))


@dataclass(frozen=True, slots=True)
class Refusal:
    """A status with the error form's code and sentence."""

    status: int
    code: str
    message: str


FOREIGN_HOST = Refusal(
    403, "forbidden_host", "This server answers only to the name of its own computer."
)
FOREIGN_ORIGIN = Refusal(403, "forbidden_origin", "Web pages may not use this server.")
NO_TOKEN = Refusal(
    401,
    "unauthorized",
    "Send the token from Ritocco's data folder as 'Authorization: Bearer <token>'.",
)


class Guard:
    """Lets a request pass that names us as its Host, comes from no foreign page, has the token.

    `hosts` None: every Host is accepted, for a server bound to all addresses of a network.
    """

    def __init__(self, app: ASGIApp, token: str, hosts: frozenset[str] | None) -> None:
        self._app, self._hosts = app, hosts
        self._bearer = b"bearer " + token.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http" and (refusal := self._refusal(scope)):
            await _answer(refusal, send)
            return
        await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> Refusal | None:
        hosts = [host.lower() for host in _values(scope, b"host")]
        if len(hosts) != 1 or (self._hosts is not None and hosts[0] not in self._hosts):
            return FOREIGN_HOST
        if any(origin.lower() != f"http://{hosts[0]}" for origin in _values(scope, b"origin")):
            return FOREIGN_ORIGIN
        sent = _values(scope, b"authorization")
        scheme, _, secret = (sent[0] if len(sent) == 1 else "").partition(" ")
        given = f"{scheme.lower()} {secret}".encode("latin-1")
        if not hmac.compare_digest(given, self._bearer):
            return NO_TOKEN
        return None


class BodyLimit:
    """Refuses a body larger than `limit(path)` bytes, announced or counted while it comes in."""

    def __init__(self, app: ASGIApp, limit: Callable[[str], int]) -> None:
        self._app, self._limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a body that is counted."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._limit(scope["path"])
        too_large = Refusal(
            413, "too_large", f"More was sent than the {most / 2**20:.0f} MiB taken here."
        )
        announced = next(iter(_values(scope, b"content-length")), "0")
        if not announced.isdecimal() or int(announced) > most:
            await _answer(too_large, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                raise HTTPException(413, too_large.message)
            return message

        await self._app(scope, counted, send)


def _values(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


async def _answer(refusal: Refusal, send: Send) -> None:
    body = json.dumps({"code": refusal.code, "message": refusal.message}, allow_nan=False).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),  # what it may still be sending is not read
    ]
    if refusal.status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
