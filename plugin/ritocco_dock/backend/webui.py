"""Whether the backend answers programs made for the web UI: how that stands, and turning it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import DockError
from ..net.call import Answer
from ..qt import QObject, Signal
from ..words import from_backend, say
from .backend import Backend, Standing

PATH = "/v1/webui"


@dataclass(frozen=True)
class WebUiStanding:
    """How it stands.

    on       whether they are to be answered
    address  where they are now, as in "http://127.0.0.1:7860"; "": nowhere
    listen   whether programs on other computers are too
    origins  of web pages that may use it: "https://page.example"
    user     what they have to log in as; "": they need not
    problem  why they are not answered although they are to be, for the artist; ""
    """

    on: bool
    address: str
    port: int
    listen: bool
    origins: tuple[str, ...]
    user: str
    problem: str

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> WebUiStanding:
        """What the backend says."""
        return cls(
            on=bool(data["on"]),
            address=str(data["address"] or ""),
            port=int(data["port"]),
            listen=bool(data["listen"]),
            origins=tuple(map(str, data["origins"])),
            user=str(data["user"]),
            problem=from_backend(data, "problem"),
        )


class WebUi(QObject):
    """Of one backend."""

    changed = Signal()

    def __init__(self, backend: Backend, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._backend = backend
        self._orders = 0
        """Answers to what was asked before the last order tell of how it was."""
        self.standing: WebUiStanding | None = None
        """None: not known, since there is no backend to ask."""
        self.problem = ""
        """Why it could not be asked, or turned, for the artist; ""."""
        backend.changed.connect(self._backend_changed)

    def ask(self) -> None:
        """How it stands now; `changed` tells of something else than before."""
        if self._backend.standing is Standing.READY:
            orders = self._orders
            call = self._backend.client.get(PATH)
            call.then(self, lambda answer: self._told(answer, orders), self._not_told)

    def turn(self, **asked: object) -> None:
        """Have it another way, at once and for good: `on`, `port`, `listen`, `origins`, `user`,
        `password`; what is not named stays."""
        self._orders += 1
        self.problem = ""
        orders = self._orders
        call = self._backend.client.put(PATH, asked)
        call.then(self, lambda answer: self._told(answer, orders), self._refused)

    def _told(self, answer: Answer, orders: int) -> None:
        if orders == self._orders:
            self._stand(WebUiStanding.from_dict(answer.json()), self.problem)

    def _refused(self, error: DockError) -> None:
        self.problem = error.message
        self.changed.emit()

    def _not_told(self, error: DockError) -> None:
        if error.code == "not_found":
            self._stand(None, say("This backend does not have that yet. Update Ritocco."))

    def _backend_changed(self) -> None:
        if self._backend.standing is Standing.READY:
            self.ask()
        else:
            self._stand(None, "")

    def _stand(self, standing: WebUiStanding | None, problem: str) -> None:
        if (standing, problem) != (self.standing, self.problem):
            self.standing, self.problem = standing, problem
            self.changed.emit()
