"""Sockets that listen."""

from __future__ import annotations

import os
import socket
from contextlib import suppress

from ritocco.errors import RitoccoError, ServerUnavailable


def listening(address: str, port: int) -> socket.socket:
    """A listening socket; connections wait in it until the server is ready.

    Raises ServerUnavailable.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    # Named as TCP: only then does asyncio switch off the 40 ms wait for small answers.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":  # elsewhere this option would let a second server take the port over
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((address, port))
        made.listen(128)
    except (OSError, OverflowError) as error:
        made.close()
        raise _unavailable(address, port, error) from None
    return made


def _unavailable(address: str, port: int, error: Exception) -> RitoccoError:
    from errno import EADDRINUSE

    if isinstance(error, OSError) and error.errno == EADDRINUSE:
        return ServerUnavailable(
            "A server is already running at {address} port {port}. Use that one, stop it, or "
            "choose another port.",
            address=address,
            port=port,
        )
    reason = str(error).rstrip(".")
    return ServerUnavailable(
        "Cannot serve at {address} port {port}: {reason}.",
        address=address,
        port=port,
        reason=reason,
    )


def is_wildcard(address: str) -> bool:
    """Whether this address is all of a computer's."""
    return address in ("0.0.0.0", "::")


def in_url(address: str) -> str:
    """The address as a URL has it."""
    return f"[{address}]" if ":" in address else address


def reached_at(address: str) -> str:
    """What a URL calls the computer that listens here: where at all addresses, its own in its net.

    Nothing is sent.
    """
    if not is_wildcard(address):
        return in_url(address)
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        asked.connect(("192.0.2.1", 9))  # an address of no net: which way would it take?
        return str(asked.getsockname()[0])
    return "127.0.0.1"
