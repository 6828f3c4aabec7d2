"""The port of `ritocco serve`: free, ours, or another program's."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

from ritocco import __version__
from ritocco.doctor.finding import Finding, bad, note, well
from ritocco.doctor.table import Look
from ritocco.errors import RitoccoError
from ritocco.from_disk import content, reading
from ritocco.settings import Settings, home_folder

HOST = "127.0.0.1"
_TIMEOUT = 3.0
_TRIED = 50
"""Ports after ours that are tried, to name one that is free."""


@dataclass(frozen=True, slots=True)
class PortAnswer:
    """What somebody at the port said: status, and the JSON object in it (or an empty one)."""

    status: int
    content: dict[str, object]


def port(look: Look) -> Iterator[Finding]:
    """Who is at the port that the settings name."""
    try:
        number = Settings.of_user().port
    except RitoccoError:
        number = Settings().port  # what is wrong is told by the settings' check
    yield _at(number)


def _at(number: int) -> Finding:
    name = "Server port"
    if not _is_taken(number):
        if why := _hindrance(number):
            return bad(name, f"{number} cannot be used ({why})", _another(number))
        return well(name, f"{number} is free")
    answer = _ask(number)
    if answer is None or not _is_ours(answer):
        return bad(name, f"{number} is taken by another program", _another(number))
    if answer.status != 200:
        seen = f"{number} is taken by a Ritocco with another data folder, or of another user"
        return bad(name, seen, _another(number))
    version = str(answer.content.get("version"))
    if version != __version__:
        seen = f"Ritocco {version} serves at {number}; this one is {__version__}"
        return note(name, seen, "stop that server (Ctrl+C where it runs) and start it again")
    return well(name, f"Ritocco {version} serves at {number}")


def _is_taken(number: int) -> bool:
    with closing(socket.socket()) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HOST, number)) == 0


def _hindrance(number: int) -> str | None:
    """Why nobody can listen at this port; None: one can."""
    try:
        with closing(socket.socket()) as trial:
            trial.bind((HOST, number))
    except OSError as error:
        return error.strerror or str(error)
    return None


def _ask(number: int) -> PortAnswer | None:
    """The answer to our own question; None for one that is no HTTP, or none at all."""
    token = reading(lambda: content(home_folder() / "token").decode("ascii").strip(), "")
    connection = HTTPConnection(HOST, number, timeout=_TIMEOUT)
    try:
        connection.request("GET", "/v1/status", headers={"Authorization": f"Bearer {token}"})
        response = connection.getresponse()
        said = json.loads(response.read(100_000) or b"{}")
        return PortAnswer(response.status, said if isinstance(said, dict) else {})
    except (OSError, HTTPException, ValueError, RecursionError):
        return None
    finally:
        connection.close()


def _is_ours(answer: PortAnswer) -> bool:
    """Our refusals have a form of their own, too."""
    if answer.status == 200:
        return answer.content.get("name") == "Ritocco"
    return answer.status == 401 and answer.content.get("code") == "unauthorized"


def _another(number: int) -> str:
    after = (
        other for other in range(number + 1, min(number + _TRIED, 65536)) if not _hindrance(other)
    )
    free = next(after, 0)
    return (
        f"stop that program, or choose another port: `ritocco serve --port {free}`, or for good "
        f"port = {free} under [server] in the settings file. Editors need none: they start their "
        "own server at a free port"
    )
