"""What a dock is about: one editor, one backend, and a session for each open document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .backend.backend import Backend, Standing
from .backend.webui import WebUi
from .editor import Host, HostDocument
from .geometry import Sides
from .knobs import wishes
from .knobs.knobs import Knobs
from .knobs.known import AdapterInfo
from .knobs.models import ModelInfo, NetworkInfo, used_model
from .knobs.painting import Painting
from .knobs.tasks import Task
from .models.arrivals import is_first, news, taking_it
from .models.catalogue import LibraryModel
from .models.library import Library
from .models.offer import Offer, SamplerInfo
from .models.recipes import Recipes
from .models.thumbnails import Thumbnails
from .net.client import LOOPBACK
from .net.events import Event
from .qt import QObject, QtCore, QTimer, Signal
from .session.elsewhere import Elsewhere
from .session.session import Session
from .settings import Settings

SAVE_MS = 600
"""Milliseconds without a turn of a knob after which the knobs are kept."""


@dataclass(frozen=True)
class Status:
    """For the one-line state.

    standing  of the backend: off, starting, ready, lost ...
    device    "CPU", "NVIDIA ..."; "" until known
    painting  who paints what the active session wants now
    address   of a remote backend; "": on this computer
    waiting   jobs of all documents that are not finished
    fetched   how much (0..1) of the models being downloaded is here; None while none is
    """

    standing: Standing
    device: str = ""
    painting: Painting = field(default_factory=Painting)
    address: str = ""
    waiting: int = 0
    fetched: float | None = None


_FOLLOW = "follow"
"""Key beside the kept knobs: they were kept since some of them follow the model."""
_ONCE_USUAL = {"sampler": "euler_a", "steps": 25, "cfg": 7.0}


def _kept(settings: Settings) -> dict[str, object]:
    """The knobs that were kept. What was usual before knobs followed models, nobody chose."""
    kept: dict[str, object] = settings.get("knobs", {})
    if kept.get(_FOLLOW):
        return kept
    chosen = {name: of for name, of in kept.items() if _ONCE_USUAL.get(name) != of}
    return {name: of for name, of in chosen.items() if name != "strength"}


class Desk(QObject):
    """Made once per editor; each dock widget gets it and shows it."""

    session_changed = Signal()
    """Another document is active: `session` is another one, or None."""
    status_changed = Signal()
    """`status`, `models`, `samplers` or `tasks` changed."""
    message = Signal(object)
    """A `Message` that belongs to no document."""

    host: Host
    backend: Backend
    webui: WebUi
    settings: Settings
    library: Library
    offer: Offer
    thumbnails: Thumbnails
    recipes: Recipes
    elsewhere: Elsewhere

    def __init__(
        self,
        host: Host,
        settings: Settings | None = None,
        backend: Backend | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.host = host
        self.settings = settings or Settings()
        self.backend = backend or Backend(self.settings, self)
        self.webui = WebUi(self.backend, self)
        self.library = Library(self.backend, self.settings, self)
        self.offer = Offer(self.backend, host.capabilities, self.library, self)
        self.thumbnails = Thumbnails(self.backend.client, self)
        self.recipes = Recipes(self.backend.client, self)
        self._sessions: dict[HostDocument, Session] = {}
        self._session: Session | None = None
        self.elsewhere = Elsewhere(
            self.backend.client,
            host,
            self.settings,
            lambda: self.sessions,
            lambda: self._session,
            self,
        )
        self._opens = 0
        self._status = Status(Standing.OFF)
        self._knobs = Knobs.from_dict(_kept(self.settings))
        self._saving = QTimer(self)
        self._saving.setSingleShot(True)
        self._saving.setInterval(SAVE_MS)
        self._saving.timeout.connect(self._remember_now)
        self.backend.changed.connect(self._reconsider)
        self.backend.ready.connect(self._backend_ready)
        self.backend.stream.heard.connect(self._hear)
        self.backend.stream.opened.connect(self._line_is_back)
        self.offer.changed.connect(self._reconsider)
        self.library.moved.connect(self._restate)
        self.library.stock_changed.connect(self.refresh)
        self.library.arrived.connect(self._arrived)
        host.active_changed.connect(self._activate)
        host.changed.connect(self._document_changed)
        host.closed.connect(self._document_closed)
        host.sides_pulled.connect(self._sides_pulled)
        self._activate()

    @property
    def session(self) -> Session | None:
        """Of the active document; None without one."""
        return self._session

    @property
    def sessions(self) -> Sequence[Session]:
        """Of all documents that are open, and of closed ones with jobs that still run."""
        return tuple(self._sessions.values())

    @property
    def status(self) -> Status:
        """For the one-line state."""
        return self._status

    @property
    def models(self) -> Sequence[ModelInfo]:
        """The models the backend has, also those that cannot be used; empty until known."""
        return self.offer.models

    @property
    def adapters(self) -> Sequence[AdapterInfo]:
        """The adapters the backend has, also those that cannot be used; empty until known."""
        return self.offer.adapters

    @property
    def samplers(self) -> Sequence[SamplerInfo]:
        """The samplers the backend has; empty until known."""
        return self.offer.samplers

    @property
    def upscalers(self) -> Sequence[NetworkInfo]:
        """The networks for enlarging that the backend has."""
        return self.offer.upscalers

    @property
    def face_networks(self) -> Sequence[NetworkInfo]:
        """The networks for repairing faces that the backend has."""
        return self.offer.face_networks

    @property
    def tasks(self) -> Sequence[Task]:
        """The tasks that can be offered."""
        return self.offer.tasks

    @property
    def painting(self) -> Painting:
        """Who paints what the active session wants now."""
        return self.offer.painting(self._knobs_now)

    @property
    def _knobs_now(self) -> Knobs:
        return self._session.knobs if self._session else self._knobs

    @property
    def is_open(self) -> bool:
        """Whether a dock is visible."""
        return self._opens > 0

    def shows(self, document: HostDocument) -> bool:
        """Whether a dock is visible and shows this document."""
        shown = self._session.document if self._session is not None else None
        return self.is_open and shown is document

    def open(self) -> None:
        """A dock is visible: watch the editor, and start or reach the backend."""
        self._opens += 1
        if self._opens == 1:
            self.host.watch(True)
            self._activate()
            if self.backend.standing is Standing.OFF:
                self.backend.start()
            self._refresh_overlays()

    def rest(self) -> None:
        """That dock is hidden; after the last one, stop watching. Jobs go on."""
        self._opens = max(0, self._opens - 1)
        if not self._opens:
            self.host.watch(False)
            self._refresh_overlays()

    def remember(self, knobs: Knobs) -> None:
        """Keep these for the next document and the next run of the editor; soon, not at once.

        What was wished for stays with its own document (`wishes.py`).
        """
        self._knobs = knobs
        self._saving.start()

    def refresh(self) -> None:
        """Ask again what the backend has: models may have been added."""
        self.thumbnails.forget()
        self.offer.ask()

    def close(self) -> None:
        """The editor ends: let go of everything, stop a backend that was started here."""
        self._opens = 0
        self._remember_now()
        self.host.watch(False)
        self.backend.close()

    # The editor

    def _activate(self) -> None:
        document = self.host.active()
        session = None
        if document is not None and document.alive():
            session = self._sessions.get(document)
            if session is None:
                knobs = wishes.for_picture(self.settings, document.key, self._knobs)
                session = self._sessions[document] = Session(self, document, knobs, self)
                session.jobs_changed.connect(self._restate)
                session.job_changed.connect(self._restate)
                session.knobs_changed.connect(self._restate)
                session.jobs_changed.connect(self.elsewhere.changed)
                session.job_changed.connect(self._others_moved)
                self.elsewhere.opened(session)
        if session is not self._session:
            before, self._session = self._session, session
            for changed in (before, session):
                if changed is not None:
                    changed.refresh()
                    changed.refresh_plan_overlay()
            self.session_changed.emit()
            self._restate()

    def _others_moved(self, job: str) -> None:
        if self._session is None or self._session.job(job) is None:
            self.elsewhere.changed.emit()

    def _document_changed(self) -> None:
        if self._session is not None:
            self._session.refresh()

    def _sides_pulled(self, sides: Sides) -> None:
        if self._session is not None:
            self._session.turn(extend=sides)

    def _document_closed(self, document: HostDocument) -> None:
        session = self._sessions.get(document)
        if session is None:
            return
        self._remember_now()
        session.document_closed()
        if session is self._session:
            self._session = None
            self._activate()
            if self._session is None:
                self.session_changed.emit()
        self._let_go()

    def _let_go(self) -> None:
        """Sessions of closed documents stay only as long as their jobs run."""
        for document, session in list(self._sessions.items()):
            if not document.alive() and not session.unfinished and session is not self._session:
                del self._sessions[document]
                session.setParent(None)  # lives on until nothing that was asked for it is open

    def _remember_now(self) -> None:
        self._saving.stop()
        self.settings.set("knobs", {**self._knobs.to_dict(), _FOLLOW: True})
        wishes.remember(self.settings, {one.key: one.knobs for one in self.sessions})

    def _refresh_overlays(self) -> None:
        if self._session is not None:
            self._session.refresh_plan_overlay()

    # The backend

    def _reconsider(self) -> None:
        if not self.backend.client.address:
            self.elsewhere.forget()
        for session in self.sessions:
            session.reconsider()
        self._restate()

    def _backend_ready(self) -> None:
        self.refresh()
        for session in self.sessions:
            session.backend_ready()
        self.elsewhere.ask()

    def _line_is_back(self) -> None:
        for session in self.sessions:
            session.line_is_back()
        self.elsewhere.ask()

    def _hear(self, event: Event) -> None:
        try:
            data = json.loads(event.data)
        except ValueError:
            return  # cut in two by a server that died; the job is asked for again
        if isinstance(data, dict):
            for session in self.sessions:
                session.hear(event.name, data)
            self.elsewhere.hear(event.name, data)
            if event.name == "done":
                self.offer.job_done()

    def _arrived(self, model: LibraryModel) -> None:
        """A model has come: the first to paint with is taken at once, an adapter is offered."""
        first = is_first(model, self.models)
        if first:
            for session in self.sessions:
                session.turn(model=taking_it(session.knobs, self.models))
            self.remember(replace(self._knobs, model=taking_it(self._knobs, self.models)))
        painter = used_model(self._knobs_now, self.models)
        self.library.message.emit(news(model, first, painter.family if painter else ""))

    def _restate(self, *_: object) -> None:
        status = Status(
            self.backend.standing,
            self.offer.device,
            self.painting,
            self._far_address(),
            sum(session.unfinished for session in self.sessions),
            self.library.fetched,
        )
        self._status = status
        self.status_changed.emit()
        if any(not document.alive() for document in self._sessions):
            QTimer.singleShot(0, self._let_go)

    def _far_address(self) -> str:
        address = self.backend.address if self.backend.is_remote else ""
        return "" if QtCore.QUrl(address).host() in LOOPBACK else address
