"""Who may come in, as it stands: this changes while the door is open, and ends nobody's request."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator

from ritocco.server.webui.door.door import Door, Login

EVERY = "*"
"""All pages that say where they are from; a page that says `null` does not."""


class Origins:
    """The origins of web pages that may use us, as browsers write them: `https://page.example`."""

    def __init__(self, origins: Iterable[str]) -> None:
        self._known = frozenset(origin.strip().rstrip("/").lower() for origin in origins) - {""}

    def __contains__(self, origin: object) -> bool:
        """Whether a page from there may."""
        if not isinstance(origin, str) or origin.lower() == "null":
            return False
        return EVERY in self._known or origin.lower() in self._known


class Admitted:
    """Whom a door lets in.

    origins  of web pages that may use us beside our own
    """

    def __init__(self, door: Door) -> None:
        self.change(door)

    def change(self, door: Door) -> None:
        """Let in whom this door does, from the next request on."""
        self.origins = Origins(door.origins)
        self._logins = tuple(said for login in door.logins for said in _encoded(login))

    def knows(self, said: bytes) -> bool:
        """Whether `user:password` is a login, or none is asked for."""
        known = [hmac.compare_digest(said, one) for one in self._logins]  # all, so it takes as long
        return any(known) or not known


def _encoded(login: Login) -> Iterator[bytes]:
    """How clients may write it: most in UTF-8, Python's `requests` in Latin 1."""
    text = f"{login.user}:{login.password}"
    yield text.encode()
    if max(text) <= "\xff":
        yield text.encode("latin-1")
