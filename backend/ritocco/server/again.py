"""Requests that come again and again, letter by letter: answered without being read again.

A thousand clients may ask how far a job is while it needs the processor. What a guard goes by
stands in a request's own letters, so whoever sends the same is let in as the first one was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

Body = Callable[[], bytes]
"""Gives the JSON that a request is answered with now; called in the event loop."""
KEY = "again"
"""Where a route leaves the `Body` of its answer, in the state of a request."""
_MOST, _LONGEST = 64, 4096
"""Requests that are remembered, and bytes of one."""
_ASK_FOR_MORE = (
    *(b"\r\nconnection: close", b"\r\nconnection:close", b"\r\norigin:", b"\r\nupgrade:"),
    *(b"\r\ncontent-length:", b"\r\ntransfer-encoding:", b"\r\nexpect:"),
)
"""What stands in requests that have a body, or whose answer has more than one of these here."""


class Again:
    """Remembers the requests of one server that a route can answer at once."""

    def __init__(self) -> None:
        self._known: dict[bytes, Body] = {}

    def remember(self, request: bytes, body: Body) -> None:
        """From now on this request is answered so, if it is a plain one."""
        if not _is_plain(request):
            return
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[request] = body

    def answer(self, request: bytes, headers: Iterable[tuple[bytes, bytes]]) -> bytes | None:
        """The whole answer, with these headers; None where the request has to be read."""
        body = self._known.get(request)
        if body is None:
            return None
        said = body()
        named = (
            *headers,
            (b"content-length", b"%d" % len(said)),
            (b"content-type", b"application/json"),
        )
        lines = b"".join(b"%s: %s\r\n" % pair for pair in named)
        return b"HTTP/1.1 200 OK\r\n%s\r\n%s" % (lines, said)


def _is_plain(request: bytes) -> bool:
    """Whether it is one whole request that has no body and asks for nothing else."""
    first, _, rest = request.partition(b"\r\n")
    plain = first.startswith(b"GET ") and first.endswith(b" HTTP/1.1") and len(request) <= _LONGEST
    ends = request.endswith(b"\r\n\r\n") and request.count(b"\r\n\r\n") == 1
    lower = b"\r\n" + rest.lower()
    return plain and ends and not any(word in lower for word in _ASK_FOR_MORE)
