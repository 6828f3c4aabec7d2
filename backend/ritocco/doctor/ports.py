"""A port of this computer: free, or whoever answers there."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

HOST = "127.0.0.1"
_TIMEOUT = 3.0
_TRIED = 50
"""Ports after one that are tried, to name one that is free."""
_MOST_BYTES = 2**20


@dataclass(frozen=True, slots=True)
class PortAnswer:
    """What somebody at the port said: status, and the JSON object in it (or an empty one)."""

    status: int
    content: dict[str, object]


def is_taken(number: int) -> bool:
    """Whether somebody listens at this port."""
    with closing(socket.socket()) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HOST, number)) == 0


def hindrance(number: int) -> str | None:
    """Why nobody can listen at this port; None: one can."""
    try:
        with closing(socket.socket()) as trial:
            trial.bind((HOST, number))
    except OSError as error:
        return error.strerror or str(error)
    return None


def free_after(number: int) -> int:
    """The next port at which one can listen; 0 where none is near."""
    after = range(number + 1, min(number + _TRIED, 65536))
    return next((other for other in after if not hindrance(other)), 0)


def ask(number: int, path: str, headers: Mapping[str, str]) -> PortAnswer | None:
    """The answer to a question of ours; None for one that is no HTTP, or none at all."""
    connection = HTTPConnection(HOST, number, timeout=_TIMEOUT)
    try:
        connection.request("GET", path, headers=dict(headers))
        response = connection.getresponse()
        said = json.loads(response.read(_MOST_BYTES) or b"{}")
        return PortAnswer(response.status, said if isinstance(said, dict) else {})
    except (OSError, HTTPException, ValueError, RecursionError):
        return None
    finally:
        connection.close()
