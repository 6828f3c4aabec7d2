"""Where the messages of desk and documents are told, and what the buttons beside them do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ..desk import Desk
from ..message import Message, Remedy
from ..models.arrivals import using
from ..qt import QObject, Signal
from ..session.session import Session
from .error_bar import ErrorBar
from .front_session import FrontSession
from .taking import Taking


class Messages(QObject):
    """Tells them in the bar of the main page."""

    settings_wanted = Signal()
    models_wanted = Signal(str)
    """The page of models, opened at the one with this id."""
    log_wanted = Signal()

    def __init__(self, bar: ErrorBar, desk: Desk, front: FrontSession, taking: Taking) -> None:
        super().__init__(bar)
        self._bar, self._desk, self._front = bar, desk, front
        self._hears: dict[str, Callable[[Message], None]] = {}
        """By a document's key: what hears the messages of its session."""
        self._does: dict[Remedy, Callable[[Message], object]] = {
            Remedy.START: lambda message: desk.backend.start(),
            Remedy.CONNECT: lambda message: self.settings_wanted.emit(),
            Remedy.LOG: lambda message: self.log_wanted.emit(),
            Remedy.AGAIN: lambda message: front.now(lambda now: now.again(message.about)),
            Remedy.MODEL: lambda message: self.models_wanted.emit(message.about),
            Remedy.USE: lambda message: front.now(lambda now: self._use(now, message.about)),
            Remedy.SETTINGS: lambda message: taking.use(message.about),
            Remedy.PUT_BACK: lambda message: taking.put_back(message.about),
        }
        desk.message.connect(self._tell)
        desk.elsewhere.message.connect(self._tell)
        taking.message.connect(self._tell)
        bar.remedy_wanted.connect(self.remedy)

    def show_session(self) -> None:
        """Another document is in front, or is new: hear all of them, show what belongs to it."""
        for session in self._desk.sessions:
            if session.key not in self._hears:
                self._hears[session.key] = partial(self._tell_of, session.key)
                session.message.connect(self._hears[session.key])
        self._bar.show_for(self._front.session.key if self._front.session else "")

    def leave(self) -> None:
        """Hear nothing any more."""
        desk = self._desk
        desk.message.disconnect(self._tell)
        desk.elsewhere.message.disconnect(self._tell)
        for session in desk.sessions:
            if session.key in self._hears:
                session.message.disconnect(self._hears.pop(session.key))

    def _tell(self, message: Message) -> None:
        self._bar.tell(message)

    def _tell_of(self, document: str, message: Message) -> None:
        """News of one document, in front or not; failed jobs say what is wrong where they stand."""
        session = next((one for one in self._desk.sessions if one.key == document), None)
        if session is None or message.about not in [job.id for job in session.jobs]:
            self._bar.tell(message, document)

    def _use(self, session: Session, model: str) -> None:
        """Use an adapter that has come."""
        come = self._desk.library.model(model)
        if come is not None:
            session.turn(**using(session.knobs, come, self._desk.adapters))

    def remedy(self, message: Message) -> None:
        """Its button was pressed."""
        self._does[message.remedy](message)
