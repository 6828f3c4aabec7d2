"""How the web UI's API is reached: an address of its own, and who may come in."""

from __future__ import annotations

from dataclasses import dataclass

from ritocco.errors import ServerUnavailable
from ritocco.server.security import LOOPBACK
from ritocco.server.sockets import in_url
from ritocco.settings import Settings
from ritocco.settings.kinds import logins_in

PORT = 7860
"""Where clients look for the web UI."""
HERE, EVERYWHERE = "127.0.0.1", "0.0.0.0"


@dataclass(frozen=True, slots=True)
class Login:
    """What a client has to say of itself (HTTP Basic, RFC 7617)."""

    user: str
    password: str


@dataclass(frozen=True, slots=True)
class Door:
    """Where the web UI's API is served, and to whom.

    address  another than this computer's own needs a login
    port     0: any that is free
    origins  of web pages that may use it, as browsers write them: `https://page.example`
    logins   that it lets in; none: nobody is asked for one
    """

    address: str = HERE
    port: int = PORT
    origins: tuple[str, ...] = ()
    logins: tuple[Login, ...] = ()

    @classmethod
    def of(cls, settings: Settings) -> Door:
        """The one that the settings describe, whether it is to be open or not."""
        return cls(
            address=EVERYWHERE if settings.listen else HERE,
            port=settings.a1111_port,
            origins=settings.cors_allow_origins,
            logins=tuple(Login(*login) for login in logins_in(settings.api_auth)),
        )

    @property
    def listens(self) -> bool:
        """Whether other computers reach it."""
        return in_url(self.address) not in LOOPBACK

    @property
    def is_sound(self) -> bool:
        """Whether it does not let in anybody at all."""
        return bool(self.logins) or not self.listens

    def is_where(self, other: Door) -> bool:
        """Whether both are reached in the same way, whoever may come in."""
        return (self.address, self.port) == (other.address, other.port)

    def check(self) -> None:
        """Raise ServerUnavailable where it would let in anybody at all."""
        if not self.is_sound:
            raise ServerUnavailable(
                "Other computers may come in only with a login: choose a user and a password."
            )
