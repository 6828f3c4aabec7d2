"""Who may speak to the server: plain ASGI, before anything else.

A web page in the artist's browser can reach every port of this computer. It does not know the
token, it cannot choose its Origin, and by DNS rebinding it cannot keep our Host name.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from ritocco.sentence import Sentence
from ritocco.server.bodies import values
from ritocco.server.refusal import Refusal

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def own_hosts(port: int, *others: str) -> frozenset[str]:
    """What a Host header may say: the names of this computer, with our port."""
    return frozenset(f"{name.lower()}:{port}" for name in (*LOOPBACK, *others))


FOREIGN_HOST = Refusal(
    403, "forbidden_host", Sentence("This server answers only to the name of its own computer.")
)
FOREIGN_ORIGIN = Refusal(403, "forbidden_origin", Sentence("Web pages may not use this server."))
NO_TOKEN = Refusal(
    401,
    "unauthorized",
    Sentence("Send the token from Ritocco's data folder as 'Authorization: Bearer <token>'."),
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
            await refusal.answer(send)
            return
        await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> Refusal | None:
        hosts = [host.lower() for host in values(scope, b"host")]
        if len(hosts) != 1 or (self._hosts is not None and hosts[0] not in self._hosts):
            return FOREIGN_HOST
        if any(origin.lower() != f"http://{hosts[0]}" for origin in values(scope, b"origin")):
            return FOREIGN_ORIGIN
        sent = values(scope, b"authorization")
        scheme, _, secret = (sent[0] if len(sent) == 1 else "").partition(" ")
        given = f"{scheme.lower()} {secret}".encode("latin-1")
        if not hmac.compare_digest(given, self._bearer):
            return NO_TOKEN
        return None
