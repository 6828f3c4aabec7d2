"""How the web UI tells errors: `{error, detail, body, errors}`, wrapped around ours."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ritocco.server.answers import Json

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


class TheirErrors:
    """Tells every error of the app below in the form that the web UI's clients read.

    `detail` and `errors` are the sentence, `error` our code of its kind; what ours says besides
    (`model`) stays.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and what comes back but for errors."""
        held: list[Message] = []

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] >= 400:
                held.append(message)
            elif not held:
                await send(message)
            elif message["type"] == "http.response.body":
                held.append(message)
                if not message.get("more_body"):
                    await _tell(held, send)

        await self._app(scope, receive, told)


async def _tell(held: list[Message], send: Send) -> None:
    start, *parts = held
    body = theirs(b"".join(part.get("body", b"") for part in parts))
    others = [pair for pair in start["headers"] if pair[0].lower() != b"content-length"]
    headers = [*others, (b"content-length", str(len(body)).encode())]
    await send({**start, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def theirs(body: bytes) -> bytes:
    """The body of an error of ours, in their form; another one as it is."""
    try:
        ours = json.loads(body)
    except ValueError:
        return body
    if not isinstance(ours, dict) or "message" not in ours:
        return body
    words = ours["message"]
    told: dict[str, Any] = {"error": ours.get("code"), "detail": words, "body": "", "errors": words}
    return Json.text({**told, **{k: v for k, v in ours.items() if k == "model"}}).encode("ascii")
