"""Bare sockets: calls as bytes, and what comes back before a deadline."""

import socket
import time
from contextlib import suppress
from dataclasses import dataclass

import h11

from tests.server.conftest import Running

DEADLINE = 20.0
"""Seconds after which a call hangs."""
PATIENCE = 0.03
"""Seconds after which a client that left something unsaid says that nothing more comes."""
MOST_HEAD = 64 * 1024
"""Bytes of a head that a server takes."""


@dataclass(frozen=True)
class Answered:
    """What a call got.

    status  of the answer; 0 where the server closed without one
    body    as far as a length was announced
    seconds from the last byte sent, or its end told, to the last that came
    hung    whether neither an answer nor an end came before the deadline
    """

    status: int
    body: bytes
    seconds: float
    hung: bool = False


def address_of(running: Running) -> tuple[str, int]:
    """Where a server listens."""
    host, port = running.url.removeprefix("http://").split(":")
    return host, int(port)


def opened(running: Running) -> socket.socket:
    """A connection, on which nothing was said yet."""
    made = socket.create_connection(address_of(running), DEADLINE)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def call(running: Running, sent: bytes) -> Answered:
    """Send these bytes on a connection of their own."""
    with opened(running) as wire:
        begun = time.perf_counter()
        with suppress(ConnectionError):  # refused before all was sent; the answer may be there
            wire.sendall(sent)
            begun = time.perf_counter()
        patience = DEADLINE if is_finished(sent) else PATIENCE
        return _answer(wire, begun, patience, bodiless=sent.startswith(b"HEAD "))


def is_finished(sent: bytes) -> bool:
    """Whether a server that reads this waits for nothing more, right or wrong as it may be."""
    reader = h11.Connection(h11.SERVER, MOST_HEAD)
    reader.receive_data(sent)
    try:
        while not isinstance(event := reader.next_event(), h11.EndOfMessage):
            if event is h11.NEED_DATA:
                return False
    except h11.RemoteProtocolError:
        return True
    return True


def _answer(wire: socket.socket, begun: float, patience: float, *, bodiless: bool) -> Answered:
    got, ended = b"", False
    wire.settimeout(patience)
    give_up = time.monotonic() + DEADLINE
    while not ended and not _is_whole(got, bodiless):
        try:
            part = wire.recv(1 << 16)
            got, ended = got + part, not part
        except TimeoutError:
            if time.monotonic() > give_up:
                return Answered(0, got, DEADLINE, hung=True)
            with suppress(OSError):
                wire.shutdown(socket.SHUT_WR)
            wire.settimeout(DEADLINE)
            begun = time.perf_counter()
        except ConnectionError:
            ended = True
    seconds = time.perf_counter() - begun
    head, _, body = _final(got).partition(b"\r\n\r\n")
    words = head.split(b" ", 2)
    status = int(words[1]) if len(words) > 1 and words[1].isdigit() else 0
    return Answered(status, body[: _announced(head)], seconds)


def _announced(head: bytes) -> int | None:
    """Bytes of the body that this head announces."""
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return None


def _final(got: bytes) -> bytes:
    """What came, without a first "go on"."""
    return got.partition(b"\r\n\r\n")[2] if got.startswith(b"HTTP/1.1 100") else got


def _is_whole(got: bytes, bodiless: bool) -> bool:
    """Whether an answer is there with all that it announced; an endless one, with its head."""
    head, there, body = _final(got).partition(b"\r\n\r\n")
    return bool(there) and (bodiless or len(body) >= (_announced(head) or 0))
