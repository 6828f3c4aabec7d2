"""Who may speak to the web UI's API: plain ASGI, before anything else.

Its clients have no token, so what keeps strangers out is the name of the host, the origin of a web
page, and the login where one was set. The clients' own quirks: a Host without a port, an
`Authorization` header that says nothing.
"""

from __future__ import annotations

import hmac
from base64 import b64decode
from typing import TYPE_CHECKING

from ritocco.sentence import Sentence
from ritocco.server.bodies import values
from ritocco.server.refusal import Refusal
from ritocco.server.security import FOREIGN_HOST, FOREIGN_ORIGIN
from ritocco.server.webui.door import Login

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

NO_LOGIN = Refusal(
    401,
    "unauthorized",
    Sentence("Send the user and the password that were chosen for this server (HTTP Basic)."),
    challenge='Basic realm="Ritocco", charset="UTF-8"',
)


class Guard:
    """Lets a request pass that names us as its Host, comes from no foreign page, and may come in.

    hosts    what a Host header may say; None: anything
    origins  of web pages that may use us beside our own
    login    None: none is asked for
    """

    def __init__(
        self,
        app: ASGIApp,
        hosts: frozenset[str] | None,
        origins: frozenset[str],
        login: Login | None,
    ) -> None:
        self._app, self._hosts, self._origins = app, hosts, origins
        self._login = f"{login.user}:{login.password}".encode() if login else None

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
        for origin in values(scope, b"origin"):
            if origin.lower() not in {f"http://{hosts[0]}", *self._origins}:
                return FOREIGN_ORIGIN
        if self._login is not None and not hmac.compare_digest(_said(scope), self._login):
            return NO_LOGIN
        return None


def _said(scope: Scope) -> bytes:
    """User and password that a request names; empty where it does not."""
    sent = values(scope, b"authorization")
    scheme, _, secret = (sent[0] if len(sent) == 1 else "").partition(" ")
    try:
        return b64decode(secret, validate=True) if scheme.lower() == "basic" else b""
    except ValueError:
        return b""
