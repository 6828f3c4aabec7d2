"""How the web UI's API is reached: an address of its own, and who may come in."""

from __future__ import annotations

from dataclasses import dataclass

PORT = 7860
"""Where clients look for the web UI."""


@dataclass(frozen=True, slots=True)
class Login:
    """What a client has to say of itself (HTTP Basic, RFC 7617)."""

    user: str
    password: str


@dataclass(frozen=True, slots=True)
class Door:
    """Where the web UI's API is served, and to whom.

    address  another than this computer's own needs a `login`
    port     0: any that is free
    origins  of web pages that may use it, as browsers write them: `https://page.example`
    login    None: none is asked for
    """

    address: str = "127.0.0.1"
    port: int = PORT
    origins: tuple[str, ...] = ()
    login: Login | None = None
