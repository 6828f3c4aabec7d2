"""The port of `ritocco serve`: free, ours, or another program's."""

from __future__ import annotations

from collections.abc import Iterator

from ritocco import __version__
from ritocco.doctor.finding import Finding, bad, note, well
from ritocco.doctor.ports import PortAnswer, ask, free_after, hindrance, is_taken
from ritocco.doctor.table import Look
from ritocco.errors import RitoccoError
from ritocco.from_disk import content, reading
from ritocco.settings import Settings, home_folder


def port(look: Look) -> Iterator[Finding]:
    """Who is at the port that the settings name."""
    try:
        number = Settings.of_user().port
    except RitoccoError:
        number = Settings().port  # what is wrong is told by the settings' check
    yield _at(number)


def _at(number: int) -> Finding:
    name = "Server port"
    if not is_taken(number):
        if why := hindrance(number):
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


def _ask(number: int) -> PortAnswer | None:
    """The answer to our own question."""
    token = reading(lambda: content(home_folder() / "token").decode("ascii").strip(), "")
    return ask(number, "/v1/status", {"Authorization": f"Bearer {token}"})


def _is_ours(answer: PortAnswer) -> bool:
    """Our refusals have a form of their own, too."""
    if answer.status == 200:
        return answer.content.get("name") == "Ritocco"
    return answer.status == 401 and answer.content.get("code") == "unauthorized"


def _another(number: int) -> str:
    free = free_after(number)
    return (
        f"stop that program, or choose another port: `ritocco serve --port {free}`, or for good "
        f"port = {free} under [server] in the settings file. Editors need none: they start their "
        "own server at a free port"
    )
