"""The web UI's API: whether it is on, where, and who is at its port."""

from __future__ import annotations

from collections.abc import Iterator

from ritocco.doctor.finding import Finding, bad, well
from ritocco.doctor.ports import HOST, ask, free_after, hindrance, is_taken
from ritocco.doctor.table import Look
from ritocco.settings import Settings

NAME = "Web UI API"


def webui(look: Look) -> Iterator[Finding]:
    """How the settings want it, and how it is."""
    settings = Settings.of_user()
    yield (_wanted if settings.a1111 else _unwanted)(settings)


def _unwanted(settings: Settings) -> Finding:
    number = settings.a1111_port
    if is_taken(number) and _is_ours(number):
        return well(NAME, f"off in the settings; a Ritocco that was told to answers at {number}")
    return well(NAME, "off; the dock's settings or `ritocco serve --a1111` turn it on")


def _wanted(settings: Settings) -> Finding:
    number = settings.a1111_port
    if settings.listen and not settings.api_auth:
        fix = 'set api_auth = "USER:PASSWORD" under [server] in the settings file, or no listen'
        return bad(NAME, "other computers are to be let in without a login, so it is off", fix)
    if not is_taken(number):
        if why := hindrance(number):
            return bad(NAME, f"on, but {number} cannot be used ({why})", _another(number))
        return well(NAME, f"on at {number}, while an editor or `ritocco serve` runs; none does")
    if not _is_ours(number):
        seen = f"on, but {number} is taken by another program, the web UI itself perhaps"
        return bad(NAME, seen, _another(number))
    return well(NAME, f"on at http://{HOST}:{number}{_who(settings)}")


def _who(settings: Settings) -> str:
    """Who may use it beside programs of this computer."""
    pages = ", ".join(settings.cors_allow_origins)
    others = (f"web pages of {pages}" if pages else "", "other computers" * settings.listen)
    may = " and ".join(filter(None, others))
    return f", for {may} too" * bool(may) + ", with a login" * bool(settings.api_auth)


def _is_ours(number: int) -> bool:
    """Its description, or its refusal without a login, says so."""
    answer = ask(number, "/openapi.json", {})
    if answer is None or answer.status == 401:
        return answer is not None and answer.content.get("error") == "unauthorized"
    info = answer.content.get("info")
    return isinstance(info, dict) and str(info.get("title")).startswith("Ritocco")


def _another(number: int) -> str:
    return (
        f"end that program, or set a1111_port = {free_after(number)} under [server] in the "
        "settings file, and tell it to the programs that are to find it"
    )
