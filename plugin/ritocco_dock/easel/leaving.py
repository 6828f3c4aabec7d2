"""Asking before a picture or the window is closed for which something is still being made."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..backend.backend import Standing
from ..desk import Desk
from ..qt import QObject, QTimer
from ..session.session import Session
from ..words import say
from .bar import Bar, BarButton
from .document import Document

_LOOK = 100
"""Milliseconds between two looks whether the backend knows all it has to."""
_LOOKS = 200
"""After so many looks it is not waited for any longer."""

_HOPEFUL = (Standing.STARTING, Standing.READY, Standing.LOST)
"""How a backend may stand that can still be told something."""


class Leaving(QObject):
    """What is asked in the bar, once for each closing."""

    def __init__(self, desk: Desk, bar: Bar, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._bar = desk, bar
        self._settled: set[str] = set()
        """Jobs about which there is an answer."""
        self._going_on: set[str] = set()
        """Keys of documents whose jobs go on the next time."""

    def goes_on(self, document: Document) -> bool:
        """Whether it has to be found again: what is being made for it goes on next time."""
        return document.key in self._going_on

    def let_go(self, document: Document) -> None:
        """It cannot be found again."""
        self._going_on.discard(document.key)

    def may_end(self, again: Callable[[], object]) -> bool:
        """Whether the window may be closed. If not, that is asked, and `again` closes it."""
        text = say(
            "Pictures are still being made. Easel can go on with them when it is opened next."
        )
        return self._may(self._desk.sessions, text, say("Close, go on next time"), again)

    def may_close(
        self, document: Document, session: Session | None, again: Callable[[], object]
    ) -> bool:
        """Whether this session's document may be closed, likewise."""
        text = say(
            "Pictures are still being made for this one. They will be in its gallery when it is "
            "opened again."
        )
        if not document.path:
            text = say(
                "Pictures are still being made for this one, and it is in no file. Save it first, "
                "and they will be in its gallery."
            )
        label = say("Close, make them") if document.path else ""
        return self._may([session] if session else [], text, label, again)

    def _may(
        self, sessions: Sequence[Session], text: str, label: str, again: Callable[[], object]
    ) -> bool:
        """Without a `label` it cannot go on."""
        jobs = {job.id for one in sessions for job in one.jobs if not job.phase.is_final}
        if jobs <= self._settled:
            return True

        def go_on() -> None:
            self._settled |= jobs
            self._going_on |= {one.key for one in sessions if one.unfinished}
            self._when_told(again, _LOOKS)

        def stop() -> None:
            for session in sessions:
                session.cancel_all()
                self._going_on.discard(session.key)
            self._when_told(again, _LOOKS)

        self._bar.ask(
            "work to do",
            text,
            (
                *([BarButton(label, go_on)] if label else []),
                BarButton(say("Close, stop them"), stop),
                BarButton(say("Cancel"), lambda: None),
            ),
        )
        return False

    def _when_told(self, again: Callable[[], object], looks: int) -> None:
        """Close when the backend has all pixels, and knows what was cancelled."""
        hopeful = self._desk.backend.standing in _HOPEFUL
        if hopeful and looks and any(session.handing_over for session in self._desk.sessions):
            self._bar.tell(say("The backend is being told…"))
            QTimer.singleShot(_LOOK, lambda: self._when_told(again, looks - 1))
        else:
            again()
