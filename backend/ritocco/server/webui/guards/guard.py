"""Who may speak to the web UI's API: plain ASGI, before anything else.

Its clients have no token, so what keeps strangers out is the name of the host, the origin of a web
page, and the login where one was set. The clients' own quirks: a Host without a port or with a
tunnel's, an `Authorization` header that says nothing, passwords in the letters of their system.
"""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING

from ritocco.sentence import Sentence
from ritocco.server.bodies import values
from ritocco.server.refusal import Refusal
from ritocco.server.webui.guards.admitted import Admitted
from ritocco.server.webui.guards.strangers import Strangers

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

    names  of this computer, which a Host header may say, with any port: no page can make a
           browser say them of another computer. None: anything
    """

    def __init__(self, app: ASGIApp, names: frozenset[str] | None, admitted: Admitted) -> None:
        self._app, self._names, self._admitted = app, names, admitted
        self._strangers = Strangers()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http" and (refusal := self._refusal(scope)):
            await refusal.answer(send)
            return
        await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> Refusal | None:
        hosts = [host.lower() for host in values(scope, b"host")]
        if len(hosts) != 1 or (self._names is not None and _name(hosts[0]) not in self._names):
            return self._strangers.host(", ".join(hosts))
        own = {f"http://{hosts[0]}", f"https://{hosts[0]}"}
        for origin in values(scope, b"origin"):
            if origin.lower() not in own and origin not in self._admitted.origins:
                return self._strangers.page(origin)
        return None if self._admitted.knows(_said(scope)) else NO_LOGIN


def _name(host: str) -> str:
    """A Host header without its port."""
    name, _, port = host.rpartition(":")
    return name if port.isdecimal() else host


def _said(scope: Scope) -> bytes:
    """User and password that a request names; empty where it does not."""
    sent = values(scope, b"authorization")
    scheme, _, secret = (sent[0] if len(sent) == 1 else "").partition(" ")
    try:
        return b64decode(secret.strip(), validate=True) if scheme.lower() == "basic" else b""
    except ValueError:
        return b""
