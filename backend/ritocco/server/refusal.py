"""A request that is answered before anything looks at it: the one form of errors, in bytes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from ritocco.sentence import told

if TYPE_CHECKING:
    from starlette.types import Send

Headers = list[tuple[bytes, bytes]]
Form = Callable[[bytes], bytes]
"""How an API tells errors: its body of an error, of ours."""


def ours(body: bytes) -> bytes:
    """The native API's form."""
    return body


@dataclass(frozen=True, slots=True)
class Refusal:
    """A status with the error form's code and sentence; the connection ends with it.

    again      seconds after which it is worth another try; None: it is not
    challenge  how a client is to say who it is, where it has to
    """

    status: int
    code: str
    message: str
    again: int | None = None
    challenge: str = "Bearer"

    @property
    def body(self) -> bytes:
        """What is sent: JSON."""
        body = {"code": self.code, "message": self.message, "sentence": told(self.message)}
        return json.dumps(body, allow_nan=False).encode()

    @property
    def headers(self) -> Headers:
        """What is said of it."""
        said = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(self.body)).encode()),
            (b"connection", b"close"),  # what it may still be sending is not read
        ]
        if self.status == 401:
            said.append((b"www-authenticate", self.challenge.encode()))
        if self.again is not None:
            said.append((b"retry-after", str(self.again).encode()))
        return said

    def in_http(self, told: Form) -> bytes:
        """The whole answer, for where there is no app to give it; its body as `told` has it."""
        body = told(self.body)
        said = dict(self.headers) | {b"content-length": str(len(body)).encode()}
        head = f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}\r\n".encode()
        return head + b"".join(b"%s: %s\r\n" % one for one in said.items()) + b"\r\n" + body

    async def answer(self, send: Send) -> None:
        """Answer a request with it, in ASGI's words."""
        start = {"type": "http.response.start", "status": self.status, "headers": self.headers}
        await send(start)
        await send({"type": "http.response.body", "body": self.body})
