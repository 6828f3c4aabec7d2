"""The main page: from the wish to the result, in the order of an artist's habits.

What lies on it is in `main_parts.py`, what that shows in `front_session.py`, what is told in
`messages.py`; here is what the artist does with it.
"""

from __future__ import annotations

from collections.abc import Callable

from ..backend.installer import Installer
from ..desk import Desk
from ..message import Message
from ..qt import QtCore, QtGui, QtWidgets, Signal
from ..session.session import Session
from .front_session import FrontSession
from .hand_back import HandBack
from .main_parts import MainParts
from .messages import Messages
from .prompt import begins
from .taking import Taking


class MainPage(MainParts):
    """Follows the desk's active session, and does with it what the artist wants."""

    settings_wanted = Signal()
    models_wanted = Signal(str)
    """The page of models, opened at the one with this id, or at none."""
    log_wanted = Signal()

    def __init__(
        self, desk: Desk, installer: Installer, parent: QtWidgets.QWidget | None = None
    ) -> None:
        super().__init__(desk, installer, parent)
        self._desk = desk
        self._front = FrontSession(self, desk)
        self.taking = Taking(desk, lambda: self._front.session, self)
        self._messages = Messages(self.bar, desk, self._front, self.taking)
        self._wire()
        self.keyboard = HandBack(self, desk.host)
        self.show_session()

    def _wire(self) -> None:
        desk = self._desk
        desk.session_changed.connect(self.show_session)
        desk.status_changed.connect(self._front.show_status)
        desk.elsewhere.changed.connect(self.below.settle)
        turning = (self.wish, self.sampling, self.adapters, self.edges, self.styles, self.quicker)
        for part in turning:
            part.turned.connect(self._turn)
        self.styles.message.connect(self.bar.tell)
        self.wish.task_chosen.connect(self.choose)
        self.wish.submitted.connect(self.submit)
        self.wish.pasting.connect(self.taking.pasted)
        self.wish.models_wanted.connect(lambda: self.models_wanted.emit(""))
        self.start.clicked.connect(self.submit)
        self.batch.valueChanged.connect(lambda value: self._turn({"batch": value}))
        self.plan.overlay_wanted.connect(self._overlay)
        self.map.stroked.connect(lambda stroke: self.now(lambda now: now.remove(stroke)))
        self.progress.cancelled.connect(lambda job: self.now(lambda now: now.cancel(job)))
        self.progress.dismissed.connect(lambda job: self.now(lambda now: now.dismiss(job)))
        self.progress.retried.connect(lambda job: self.now(lambda now: now.retry(job)))
        self.progress.all_cancelled.connect(lambda: self.now(lambda now: now.cancel_all()))
        self.grid.grid_wanted.connect(self._make_grid)
        self.grid.show_wanted.connect(lambda result: self.now(lambda now: now.show(result)))
        self.grid.apply_wanted.connect(lambda result: self.now(lambda now: now.apply(result)))
        self._messages.settings_wanted.connect(self.settings_wanted)
        self._messages.models_wanted.connect(self.models_wanted)
        self._messages.log_wanted.connect(self.log_wanted)
        self.state_line.settings_wanted.connect(self.settings_wanted)
        self.state_line.models_wanted.connect(lambda: self.models_wanted.emit(""))
        self.missing.wanted.connect(self.models_wanted)
        for offers in (self.sampling, self.adapters):
            offers.models_wanted.connect(self.models_wanted)
        desk.library.moved.connect(self._front.show_missing)
        self.state_line.start_wanted.connect(desk.backend.start)
        for name, fold in self.folds.items():
            fold.open(desk.settings.get(f"ui.fold.{name}", False))
            fold.opened.connect(lambda on, name=name: desk.settings.set(f"ui.fold.{name}", on))
        self.pinned.moved.connect(lambda height: desk.settings.set("ui.lower", height))
        self.plan.show_overlay(desk.settings.get("show_plan", True))

    def leave(self) -> None:
        """Let go of desk and session, before another page takes this one's place."""
        desk = self._desk
        self.offer.leave()
        desk.session_changed.disconnect(self.show_session)
        desk.status_changed.disconnect(self._front.show_status)
        desk.elsewhere.changed.disconnect(self.below.settle)
        self._messages.leave()
        desk.library.moved.disconnect(self._front.show_missing)
        self._front.follow(None)

    def show_session(self) -> None:
        """Another document is active."""
        self._front.follow(self._desk.session)
        self._messages.show_session()
        self._front.show()

    # What the artist does

    def event(self, event: QtCore.QEvent | None) -> bool:
        """Ctrl+Enter and Shift+Enter are the dock's wherever in it the caret is.

        No shortcuts of Qt: an editor that has an action on such a key would make both ambiguous.
        """
        kinds = QtCore.QEvent.Type
        if isinstance(event, QtGui.QKeyEvent) and begins(event):
            event.accept()
            if event.type() == kinds.KeyPress and not event.isAutoRepeat():
                self.press()
            return True
        return super().event(event)

    def now(self, do: Callable[[Session], object]) -> None:
        """Do something with the session of this moment, if there is one."""
        self._front.now(do)

    def remedy(self, message: Message) -> None:
        """The button beside a message was pressed, here or on another page."""
        self._messages.remedy(message)

    def choose(self, task: str) -> None:
        """Another task."""
        self.now(lambda session: session.choose(task))

    def press(self) -> None:
        """As `submit`, from a key: where it cannot be done, that is told near the canvas."""
        session = self._front.session
        if session is not None and not session.readiness.ready:
            self._desk.host.tell(session.readiness.reason)
        self.submit()

    def submit(self) -> None:
        """Press the button."""
        session = self._front.session
        self.keyboard.number_done()
        if session is not None and session.readiness.ready:
            if session.knobs.about.prompts:
                self.history.add(session.knobs.prompt)
            session.submit()

    def _turn(self, changes: dict[str, object]) -> None:
        self.now(lambda session: session.turn(**changes))

    def _overlay(self, on: bool) -> None:
        self._desk.settings.set("show_plan", on)
        self.now(lambda session: session.refresh_plan_overlay())

    def _make_grid(self, across: object, down: object) -> None:
        session = self._front.session
        if session is not None and session.grid(across, down) is not None:  # type: ignore[arg-type]
            self._front.show_grid()
