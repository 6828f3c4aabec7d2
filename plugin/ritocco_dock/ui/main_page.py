"""The main page: from the wish to the result, in the order of an artist's habits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from ..backend.installer import Installer
from ..desk import Desk
from ..editor import DocumentState
from ..errors import DockError
from ..knobs.fringe import with_fringe
from ..knobs.knobs import AUTOMATIC, KNOBS, Knobs
from ..knobs.models import own_values
from ..knobs.painting import may_diffuse
from ..knobs.tasks import ModelNeed, Needs
from ..message import Message
from ..pending import Pending
from ..qt import QtCore, QtGui, QtWidgets, Signal
from ..session.plan import Plan
from ..session.session import Session
from ..words import say
from .below_button import BelowButton
from .button_text import button_texts
from .edges import EdgesPart
from .error_bar import ErrorBar
from .fold import Fold
from .hand_back import HandBack
from .history import PromptHistory
from .install_offer import InstallOffer
from .look import line
from .main_button import MainButton
from .missing import Missing
from .others_row import OthersRow
from .pinned import Bounded, Pinned
from .plain_knobs import number_of
from .plan_view import FittedLabel, PlanView
from .progress import Progress
from .prompt import begins
from .quicker import QuickerLine, long_words, quicker
from .remove_map import RemoveMap
from .results_view import ResultsView
from .sampling import SamplingPart
from .sheet import GridPart
from .state_line import StateLine
from .style_row import StyleRow
from .whole_rows import WholeRows
from .wish import WishPart

_MESSAGES = 3
"""Lines of text that messages have at least, if there are any."""
_LEAST_ROOM = 8
"""Lines of text that the knobs and messages have at least."""

_MAP_SIDE = 640
"""Most pixels on the longer side of the map."""


class MainPage(QtWidgets.QWidget):
    """Follows the desk's active session."""

    settings_wanted = Signal()
    models_wanted = Signal(str)
    """The page of models, opened at the one with this id, or at none."""
    log_wanted = Signal()

    def __init__(
        self, desk: Desk, installer: Installer, parent: QtWidgets.QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._session = desk, None  # type: Desk, Session | None
        self._hears: dict[str, Callable[[Message], None]] = {}
        """By a document's key: what hears the messages of its session."""
        able = desk.host.capabilities
        self.history = PromptHistory(desk.settings)
        self.state_line, self.bar = StateLine(), ErrorBar()
        self.offer = InstallOffer(installer)
        self.styles = StyleRow(desk.settings, desk.settings.folder / "styles")
        self.wish = WishPart(self.history, able.layer_source)
        self.plan = PlanView(able.plan_overlay)
        self.start, self.batch, self.reason = MainButton(), number_of(KNOBS["batch"]), FittedLabel()
        self.missing, self.quicker = Missing(), QuickerLine()
        self.progress = Progress()
        self.others = OthersRow(desk.elsewhere)
        self.below = BelowButton(self.others, self.plan, self.reason, self.progress)
        self.sampling, self.edges, self.grid = SamplingPart(), EdgesPart(), GridPart()
        self.map = RemoveMap()
        self._coming: object = None
        self.folds = {
            "brush": Fold(
                say("Remove brush"),
                say("A map of the picture. What you paint over on it is taken away."),
                self.map,
            ),
            "sampling": Fold(
                say("Model and sampling"),
                say("Which model paints, and how: sampler, steps, CFG, seed."),
                self.sampling,
            ),
            "edges": Fold(
                say("Edge and content"),
                say("How the new part meets the old, and what it starts from."),
                self.edges,
            ),
            "grid": Fold(
                say("Grid of variants"),
                say("Tries several values of one or two knobs and shows them side by side."),
                self.grid,
            ),
        }
        self.results = ResultsView(draws_preview=not able.preview_overlay)
        self._lay_out()
        self._wire()
        self.keyboard = HandBack(self, desk.host)
        self.show_session()

    def _lay_out(self) -> None:
        self.batch.setPrefix("× ")
        self.batch.setMinimumHeight(round(line(self) * 2))
        self.batch.setAccessibleName(say("Number of pictures"))
        self.batch.setToolTip(
            say(
                "How many pictures one press makes of this task. Content-aware, they are the best "
                "that are found."
            )
        )
        press = QtWidgets.QHBoxLayout()
        press.setSpacing(4)
        press.addWidget(self.start, 1)
        press.addWidget(self.batch)
        knobs = QtWidgets.QWidget()
        box = QtWidgets.QVBoxLayout(knobs)
        gap = round(line(self) * 0.45)
        box.setContentsMargins(gap, gap, gap, gap)
        box.setSpacing(gap)
        for part in (self.offer, self.wish, self.missing, self.styles, *self.folds.values()):
            box.addWidget(part)
        box.addStretch(1)
        self.room = WholeRows(knobs)
        self.room.setMinimumHeight(line(self) * (_LEAST_ROOM - _MESSAGES))
        upper, lower = QtWidgets.QWidget(), QtWidgets.QWidget()
        upper.setMinimumHeight(line(self) * _LEAST_ROOM)
        above = QtWidgets.QVBoxLayout(upper)
        above.setContentsMargins(0, 0, 0, 0)
        above.setSpacing(0)
        above.addWidget(self.room, 1)
        above.addWidget(self.quicker)
        above.addWidget(Bounded(self.bar, _MESSAGES))  # what stands above does not move for it
        below = QtWidgets.QVBoxLayout(lower)
        below.setContentsMargins(gap, gap, gap, gap)
        below.setSpacing(gap)
        below.addLayout(press)
        below.addWidget(self.below)
        below.addWidget(self.results, 1)
        self.pinned = Pinned(upper, lower, self._desk.settings.get("ui.lower", 0))
        top = QtWidgets.QVBoxLayout()
        top.setContentsMargins(gap, gap, gap, 0)
        top.addWidget(self.state_line)
        whole = QtWidgets.QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self.pinned, 1)

    def _wire(self) -> None:
        desk = self._desk
        desk.session_changed.connect(self.show_session)
        desk.status_changed.connect(self._show_status)
        desk.message.connect(self._tell)
        desk.elsewhere.changed.connect(self.below.settle)
        desk.elsewhere.message.connect(self._tell)
        for part in (self.wish, self.sampling, self.edges, self.styles, self.quicker):
            part.turned.connect(self._turn)
        self.styles.message.connect(self.bar.tell)
        self.wish.task_chosen.connect(self._choose)
        self.wish.submitted.connect(self.submit)
        self.wish.models_wanted.connect(lambda: self.models_wanted.emit(""))
        self.start.clicked.connect(self.submit)
        self.batch.valueChanged.connect(lambda value: self._turn({"batch": value}))
        self.plan.overlay_wanted.connect(self._overlay)
        self.map.picture_wanted.connect(self._show_map)
        self.map.stroked.connect(lambda stroke: self._with(lambda now: now.remove(stroke)))
        self.progress.cancelled.connect(lambda job: self._with(lambda now: now.cancel(job)))
        self.progress.dismissed.connect(lambda job: self._with(lambda now: now.dismiss(job)))
        self.progress.retried.connect(lambda job: self._with(lambda now: now.retry(job)))
        self.progress.all_cancelled.connect(lambda: self._with(lambda now: now.cancel_all()))
        self.grid.grid_wanted.connect(self._make_grid)
        self.grid.show_wanted.connect(lambda result: self._with(lambda now: now.show(result)))
        self.grid.apply_wanted.connect(lambda result: self._with(lambda now: now.apply(result)))
        self.bar.remedy_wanted.connect(self._remedy)
        self.state_line.settings_wanted.connect(self.settings_wanted)
        self.state_line.models_wanted.connect(lambda: self.models_wanted.emit(""))
        self.missing.wanted.connect(self.models_wanted)
        desk.library.moved.connect(self._show_missing)
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
        desk.status_changed.disconnect(self._show_status)
        desk.message.disconnect(self._tell)
        desk.elsewhere.changed.disconnect(self.below.settle)
        desk.elsewhere.message.disconnect(self._tell)
        for session in desk.sessions:
            if session.key in self._hears:
                session.message.disconnect(self._hears.pop(session.key))
        desk.library.moved.disconnect(self._show_missing)
        self._follow(None)

    # What there is

    def show_session(self) -> None:
        """Another document is active."""
        self._follow(self._desk.session)
        for session in self._desk.sessions:
            if session.key not in self._hears:
                self._hears[session.key] = partial(self._tell_of, session.key)
                session.message.connect(self._hears[session.key])
        self.bar.show_for(self._session.key if self._session else "")
        self._map_changed()
        self._show_status()
        self._show_jobs()
        self._show_grid()

    def _follow(self, session: Session | None) -> None:
        if self._session is not None:
            for signal, slot in self._wires(self._session):
                signal.disconnect(slot)
        self._session = session
        if session is not None:
            for signal, slot in self._wires(session):
                signal.connect(slot)
        self.results.show_session(session)

    def _wires(self, session: Session) -> list[tuple[Any, Any]]:  # signals have no type
        return [
            (session.knobs_changed, self._show_knobs),
            (session.plan_changed, self._show_plan),
            (session.readiness_changed, self._show_knobs),
            (session.jobs_changed, self._show_jobs),
            (session.job_changed, self._show_job),
            (session.thumbnail_changed, self._thumbnail),
            (session.applied, self._map_changed),
        ]

    def _show_status(self) -> None:
        desk = self._desk
        own = any(not (one.problem or one.shipped) for one in desk.models)  # not the demonstration
        self.state_line.show_status(desk.status, desk.backend.problem, own)
        self.offer.show_standing(desk.status.standing)
        self.wish.offer(desk.tasks)
        self.wish.offer_models(desk.models)
        self.wish.offer_networks({"upscaler": desk.upscalers, "face_network": desk.face_networks})
        self.sampling.show_samplers(desk.samplers)
        self.grid.show_known(desk.samplers, desk.models)
        self.bar.secrets = (
            desk.settings.get("token", ""),
            *(one.knobs.prompt for one in desk.sessions),
            *(one.document.name for one in desk.sessions),
        )
        self._show_knobs()

    def _show_knobs(self) -> None:
        session = self._session
        knobs = session.knobs if session else Knobs()
        for widget in (self.wish, self.styles, *self.folds.values()):
            widget.setEnabled(session is not None)
        state = session.state if session else None
        painting = self._desk.painting
        diffusion = may_diffuse(knobs, painting)
        own = own_values(knobs, self._desk.models)
        self.sampling.model.show_models(self._desk.models, self._automatic(knobs))
        for follower in (self.wish, self.sampling):
            follower.show_own(own)
        for part in (self.wish, self.sampling, self.edges, self.styles):
            part.show_knobs(knobs)
        self.batch.setEnabled(session is not None and knobs.about.model is not ModelNeed.NEVER)
        self.batch.show_value(knobs.pictures)
        self.wish.show_state(state)
        self.wish.show_use(knobs, painting)
        self.styles.setVisible(knobs.about.prompts)
        self.sampling.show_use(diffusion)
        self.edges.show_use(diffusion)
        self.folds["sampling"].setVisible(knobs.about.model is not ModelNeed.NEVER)
        self.folds["edges"].setVisible(not knobs.about.picture)
        self.folds["grid"].setVisible(diffusion)
        paints = self._desk.host.capabilities.thumbnail and knobs.task == "remove"
        self.folds["brush"].setVisible(paints)
        self.folds["sampling"].set_summary(self.sampling.summary(knobs, diffusion))
        self.folds["edges"].set_summary(self.edges.summary(_meant(knobs, state)))
        self._show_button()
        self._show_missing()
        self._show_plan()

    def _show_missing(self, *_: object) -> None:
        """The model that what is wanted lacks, if that is so."""
        task = self._session.knobs.about if self._session else None
        lacks = task is not None and (task.prompts or task.model is ModelNeed.NEVER)
        model = self._desk.library.suggestion(task) if task and lacks else None
        self.missing.show_model(model)
        self.wish.hint.show_offer(elsewhere=model is not None)

    def _automatic(self, knobs: Knobs) -> str:
        """The model that Automatic means now."""
        painting = self._desk.painting
        return painting.name if painting.takes_words and knobs.model == AUTOMATIC else ""

    def _show_button(self) -> None:
        session = self._session
        self._show_reason()
        if session is None:
            self.start.show_words(say("Open a picture"))
            self.start.setEnabled(False)
            return
        busy = any(not job.phase.is_final for job in session.jobs)
        diffusion = may_diffuse(session.knobs, self._desk.painting)
        text, *shorter = button_texts(session.knobs, session.state, diffusion, busy)
        plan = session.plan
        seconds = plan.seconds * session.knobs.pictures if plan else 0
        self.start.show_words(text, long_words(seconds), shorter)
        tip = say(
            "{what} ({keys}). It works on the pixels of this moment; go on painting meanwhile.",
            what=text,
            keys=self._keys(),
        )
        able = self._desk.host.capabilities
        extends = session.knobs.task == "extend" and not able.macro_undo
        self.start.setToolTip(f"{tip}\n{able.note}" if extends and able.note else tip)
        self.start.setEnabled(session.readiness.ready)

    def _keys(self) -> str:
        """The keys that press the button, as they are now."""
        anywhere = self._desk.host.key_of("run")
        if not anywhere:
            return say("Ctrl+Enter in the dock")
        return say("{key} anywhere, Ctrl+Enter in the dock", key=anywhere)

    def _show_reason(self) -> None:
        """Below the button: why it cannot be pressed, or what is wrong with the plan."""
        session = self._session
        if session is None:
            reason = say("Ritocco works on the picture you have open.")
        else:
            ready = session.readiness
            reason = session.plan_problem if ready.ready else ready.reason
        self.reason.setText(reason)
        self.reason.setToolTip(reason)
        self.below.settle()

    def _show_plan(self) -> None:
        session = self._session
        self._show_button()
        if session is not None:
            plan = session.plan
            knobs, state = session.knobs, session.state
            self._show_quicker(knobs, plan)
            selects = state and state.selection and knobs.about.needs is not Needs.CANVAS
            grown = _meant(knobs, state).grow if selects else 0
            self.plan.show_plan(state, plan, knobs.pictures, grown)
            self.grid.show_cost(plan.seconds if plan else 0.0, session.readiness.ready)

    def _show_quicker(self, knobs: Knobs, plan: Plan | None) -> None:
        """While the next plan is still asked for, what is offered stays."""
        if plan is not None:
            own = own_values(knobs, self._desk.models)
            diffuses = may_diffuse(knobs, self._desk.painting)
            self.quicker.show_way(knobs, quicker(knobs, own, plan.seconds, diffuses))

    def _show_map(self) -> None:
        """The picture of this moment, small, on the map of it."""
        session = self._session
        if session is None or session.state is None or not session.document.alive():
            return
        coming = self._coming = session.document.thumbnail(_MAP_SIDE)
        if isinstance(coming, Pending) and not coming.is_settled:
            coming.settled.connect(lambda: self._map_came(session, coming))
        else:
            self._map_came(session, coming)

    def _map_came(self, session: Session, answer: QtGui.QImage | Pending[QtGui.QImage]) -> None:
        """Unless another was asked for meanwhile, or it could not be made."""
        if answer is not self._coming or session is not self._session or session.state is None:
            return
        try:
            image = answer.result() if isinstance(answer, Pending) else answer
        except DockError:
            return  # the document was closed
        on_its_way = session.applying or any(not job.phase.is_final for job in session.jobs)
        self.map.show_picture(session.state.size, image, keep=bool(on_its_way))

    def _map_changed(self, *_: object) -> None:
        self.map.ask_soon()

    def _show_jobs(self) -> None:
        self.progress.show_jobs(list(self._session.jobs) if self._session else [])
        self._map_changed()
        self.below.settle()
        self._show_button()
        self.grid.sheet.refresh()

    def _show_job(self, id_: str) -> None:
        job = self._session.job(id_) if self._session else None
        if job is not None:
            self.progress.show_job(job)
            self.sampling.seed.show_last(job.seed)
        self.grid.sheet.refresh()

    def _thumbnail(self, result: str) -> None:
        self.grid.sheet.refresh()

    def _show_grid(self) -> None:
        grids = self._session.grids if self._session else ()
        self.grid.show_grid(self._session, grids[0] if grids else None, self._desk.samplers)

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
        self._with(do)

    def choose(self, task: str) -> None:
        """Another task."""
        self._choose(task)

    def press(self) -> None:
        """As `submit`, from a key: where it cannot be done, that is told near the canvas."""
        if self._session is not None and not self._session.readiness.ready:
            self._desk.host.tell(self._session.readiness.reason)
        self.submit()

    def submit(self) -> None:
        """Press the button."""
        session = self._session
        self.keyboard.number_done()
        if session is not None and session.readiness.ready:
            if session.knobs.about.prompts:
                self.history.add(session.knobs.prompt)
            session.submit()

    def _turn(self, changes: dict[str, object]) -> None:
        self._with(lambda session: session.turn(**changes))

    def _choose(self, task: str) -> None:
        self._with(lambda session: session.choose(task))

    def _with(self, do: Callable[[Session], object]) -> None:
        if self._session is not None:
            do(self._session)

    def _overlay(self, on: bool) -> None:
        self._desk.settings.set("show_plan", on)
        self._with(lambda session: session.refresh_plan_overlay())

    def _make_grid(self, across: object, down: object) -> None:
        if self._session is not None and self._session.grid(across, down) is not None:  # type: ignore[arg-type]
            self._show_grid()

    def _tell(self, message: Message) -> None:
        self.bar.tell(message)

    def _tell_of(self, document: str, message: Message) -> None:
        """News of one document, in front or not; failed jobs say what is wrong where they stand."""
        session = next((one for one in self._desk.sessions if one.key == document), None)
        if session is None or message.about not in [job.id for job in session.jobs]:
            self.bar.tell(message, document)

    def _remedy(self, message: Message) -> None:
        does: dict[str, Callable[[], object]] = {
            "start": self._desk.backend.start,
            "connect": self.settings_wanted.emit,
            "log": self.log_wanted.emit,
            "again": lambda: self._with(lambda session: session.again(message.about)),
            "model": lambda: self.models_wanted.emit(message.about),
        }
        does[message.remedy.value]()


def _meant(knobs: Knobs, state: DocumentState | None) -> Knobs:
    """The knobs as they are meant for what is selected."""
    return with_fringe(knobs, state.selection if state else None)
