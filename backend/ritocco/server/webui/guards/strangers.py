"""What is told of hosts and web pages that are refused: to them, and once each in the log."""

from __future__ import annotations

import logging
from dataclasses import replace

from ritocco.sentence import Sentence
from ritocco.server.refusal import Refusal
from ritocco.server.security import FOREIGN_HOST, FOREIGN_ORIGIN
from ritocco.settings.kinds import ORIGINS

LONGEST = 100
"""Characters of a name that are shown."""
MOST = 50
"""Different ones that are told in the log."""
_PAGE = Sentence(
    "Web pages from {origin} may not use this server; allow it with --cors-allow-origins {origin}, "
    "or in Ritocco's settings (Other programs, Web pages)."
)
_NO_PAGE = Sentence(
    "A web page that says {origin} of where it is from may not use this server, and cannot be "
    "allowed; serve it at an address, as http://localhost:3456, and allow that with "
    "--cors-allow-origins."
)
_HOST = Sentence(
    "This server does not answer to the name {host}: call it 127.0.0.1 or localhost. To be used "
    "from other computers it is served with --listen and --api-auth (in Ritocco's settings: Other "
    "programs, Also on other computers)."
)
_log = logging.getLogger(__name__)


class Strangers:
    """Refuses them by name."""

    def __init__(self) -> None:
        self._told: set[Sentence] = set()

    def host(self, host: str) -> Refusal:
        """Of a Host that is not ours."""
        return self._refused(FOREIGN_HOST, _HOST.with_values(host=_shown(host)))

    def page(self, origin: str) -> Refusal:
        """Of an Origin that may not use us."""
        words = _PAGE if _can_be_allowed(origin) else _NO_PAGE
        return self._refused(FOREIGN_ORIGIN, words.with_values(origin=_shown(origin)))

    def _refused(self, refusal: Refusal, words: Sentence) -> Refusal:
        if words not in self._told and len(self._told) < MOST:
            self._told.add(words)
            _log.warning("%s", words)
        return replace(refusal, message=words)


def _can_be_allowed(origin: str) -> bool:
    try:
        return len(origin) <= LONGEST and origin != "*" and bool(ORIGINS.read([origin]))
    except ValueError:
        return False


def _shown(name: str) -> str:
    """In one line of ASCII, whatever a stranger calls itself."""
    plain = ascii(name[:LONGEST])[1:-1]
    return (plain + "..." * (len(name) > LONGEST)) or "nothing"
