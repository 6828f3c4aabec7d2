"""Replies that hold pictures: JSON that is sent in pieces, each picture as it is.

Nothing in base64 has to be escaped; looking through it for that, and copying it from text to text,
would take as long as packing the picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fastapi.responses import Response

from ritocco.server.answers import Json

if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send


class Pieces(Response):
    """A body of several pieces, which are never put together here."""

    media_type = "application/json"

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self._pieces = pieces
        super().__init__(headers={"content-length": str(sum(map(len, pieces)))})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        head = {"status": self.status_code, "headers": self.raw_headers}
        await send({"type": "http.response.start", **head})
        for piece in self._pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})


def with_pictures(fields: Mapping[str, Any], **pictures: bytes | Sequence[bytes]) -> Response:
    """JSON of these fields, after pictures in base64: one, or several, by the name of a field."""
    rest = Json.text(dict(fields)).encode("ascii").removeprefix(b"{")
    pieces = [piece for name, held in pictures.items() for piece in (b",", *_field(name, held))]
    return Pieces([b"{", *pieces[1:], b"," if fields and pictures else b"", rest])


def _field(name: str, held: bytes | Sequence[bytes]) -> Iterator[bytes]:
    yield b'"%b":' % name.encode("ascii")
    if isinstance(held, bytes):
        yield from (b'"', held, b'"')
        return
    yield b"["
    for number, one in enumerate(held):
        yield from (b',"' if number else b'"', one, b'"')
    yield b"]"
