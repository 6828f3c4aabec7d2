"""The session in front: what the main page shows of it, and of the desk it is on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..desk import Desk
from ..editor import DocumentState
from ..knobs.fringe import with_fringe
from ..knobs.knobs import AUTOMATIC, SURROUNDINGS, Knobs
from ..knobs.models import own_values, used_model
from ..knobs.painting import By, may_diffuse
from ..knobs.tasks import ModelNeed, Needs
from ..models.fast import fast_of
from ..qt import QObject
from ..session.session import Session
from .adapter_words import summary
from .adapters_part import needs_words
from .button_now import ButtonNow
from .main_parts import MainParts
from .map_picture import MapPicture


class FrontSession(QObject):
    """Follows the one, knows which it is, and shows it in the parts of the page."""

    def __init__(self, parts: MainParts, desk: Desk) -> None:
        super().__init__(parts)
        self._parts, self._desk = parts, desk
        self._button, self._map = ButtonNow(parts, desk), MapPicture(parts.map)
        self._session: Session | None = None
        self._shown: Session | None = None

    @property
    def session(self) -> Session | None:
        """The one that is followed."""
        return self._session

    def now(self, do: Callable[[Session], object]) -> None:
        """Do something with the session of this moment, if there is one."""
        if self._session is not None:
            do(self._session)

    def show(self) -> None:
        """All there is to see of it."""
        self._map_changed()
        wish, adapters = self._parts.wish, self._parts.adapters
        another, self._shown = self._session is not self._shown, self._session
        if another:
            adapters.begin_anew()
        self.show_status()
        for field in (wish.prompt, wish.negative) if another else ():
            field.begin_anew()
        self._show_jobs()
        self.show_grid()

    def follow(self, session: Session | None) -> None:
        """Hear this one and no other; `show` shows it."""
        if self._session is not None:
            for signal, slot in self._wires(self._session):
                signal.disconnect(slot)
        self._session = session
        if session is not None:
            for signal, slot in self._wires(session):
                signal.connect(slot)
        self._map.show_session(session)
        self._parts.results.show_session(session)

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

    def show_status(self) -> None:
        """What the desk has to work with: the backend, models, samplers."""
        desk, parts = self._desk, self._parts
        own = any(not (one.problem or one.shipped) for one in desk.models)  # not the demonstration
        parts.state_line.show_status(desk.status, desk.backend.problem, own)
        parts.offer.show_standing(desk.status.standing)
        parts.wish.offer(desk.tasks)
        parts.wish.offer_models(desk.models)
        parts.wish.offer_networks({"upscaler": desk.upscalers, "face_network": desk.face_networks})
        parts.sampling.show_samplers(desk.samplers)
        parts.grid.show_known(desk.samplers, desk.models)
        parts.bar.secrets = (
            desk.settings.get("token", ""),
            *(one.knobs.prompt for one in desk.sessions),
            *(one.document.name for one in desk.sessions),
        )
        self._show_knobs()

    def _show_knobs(self) -> None:
        session, parts = self._session, self._parts
        knobs = session.knobs if session else Knobs()
        for widget in (parts.wish, parts.styles, *parts.folds.values()):
            widget.setEnabled(session is not None)
        state = session.state if session else None
        painting = self._desk.painting
        diffusion = may_diffuse(knobs, painting)
        own = own_values(knobs, self._desk.models, self._desk.adapters)
        parts.sampling.model.show_models(self._desk.models, self._automatic(knobs))
        for follower in (parts.wish, parts.sampling):
            follower.show_own(own)
        painter = used_model(knobs, self._desk.models)
        known = None if painting.by is By.UNKNOWN else self._desk.adapters
        parts.adapters.show_known(known, painter.family if painter else "")
        self._show_fast(knobs)
        for part in (parts.wish, parts.sampling, parts.adapters, parts.edges, parts.styles):
            part.show_knobs(knobs)
        parts.grid.show_used(parts.adapters.used)
        parts.batch.setEnabled(session is not None and knobs.about.model is not ModelNeed.NEVER)
        parts.batch.show_value(knobs.pictures)
        parts.wish.show_state(state)
        parts.wish.show_use(knobs, painting)
        parts.styles.setVisible(knobs.about.prompts)
        parts.sampling.show_use(diffusion)
        parts.edges.show_use(diffusion)
        parts.folds["sampling"].setVisible(knobs.about.model is not ModelNeed.NEVER)
        by_words = knobs.about.prompts and bool(painting.words) and knobs.model != SURROUNDINGS
        parts.folds["adapters"].setVisible(diffusion or by_words)
        parts.adapters.show_use(diffusion)
        parts.folds["edges"].setVisible(not knobs.about.picture)
        parts.folds["grid"].setVisible(diffusion)
        paints = self._desk.host.capabilities.thumbnail and knobs.task == "remove"
        parts.folds["brush"].setVisible(paints)
        parts.folds["sampling"].set_summary(parts.sampling.summary(knobs, diffusion))
        parts.folds["adapters"].set_title(parts.adapters.title())
        parts.folds["adapters"].set_summary(
            summary(parts.adapters.used) if diffusion else needs_words()
        )
        parts.folds["edges"].set_summary(parts.edges.summary(_meant(knobs, state)))
        self._button.show_session(session)
        self.show_missing()
        self._show_plan()

    def _show_fast(self, knobs: Knobs) -> None:
        """How painting in few steps stands."""
        desk = self._desk
        fast = fast_of(knobs, desk.models, desk.adapters, desk.library.catalogue)
        self._parts.sampling.fast.show_fast(knobs, fast)

    def show_missing(self, *_: object) -> None:
        """The model that what is wanted lacks, if that is so."""
        task = self._session.knobs.about if self._session else None
        lacks = task is not None and (task.prompts or task.model is ModelNeed.NEVER)
        model = self._desk.library.suggestion(task) if task and lacks else None
        if self._session is not None:
            self._show_fast(self._session.knobs)
        self._parts.missing.show_model(model)
        self._parts.wish.hint.show_offer(elsewhere=model is not None)

    def _automatic(self, knobs: Knobs) -> str:
        """The model that Automatic means now."""
        painting = self._desk.painting
        return painting.name if painting.takes_words and knobs.model == AUTOMATIC else ""

    def _show_plan(self) -> None:
        session = self._session
        self._button.show_session(session)
        if session is not None:
            plan = session.plan
            knobs, state = session.knobs, session.state
            self._button.show_quicker(knobs, plan)
            selects = state and state.selection and knobs.about.needs is not Needs.CANVAS
            grown = _meant(knobs, state).grow if selects else 0
            self._parts.plan.show_plan(state, plan, knobs.pictures, grown)
            self._parts.grid.show_cost(plan.seconds if plan else 0.0, session.readiness.ready)

    def _map_changed(self, *_: object) -> None:
        self._parts.map.ask_soon()

    def _show_jobs(self) -> None:
        self._parts.progress.show_jobs(list(self._session.jobs) if self._session else [])
        self._map_changed()
        self._parts.below.settle()
        self._button.show_session(self._session)
        self._parts.grid.sheet.refresh()

    def _show_job(self, id_: str) -> None:
        job = self._session.job(id_) if self._session else None
        if job is not None:
            self._parts.progress.show_job(job)
            self._parts.sampling.seed.show_last(job.seed)
        self._parts.grid.sheet.refresh()

    def _thumbnail(self, result: str) -> None:
        self._parts.grid.sheet.refresh()

    def show_grid(self) -> None:
        """The newest grid of variants."""
        grids = self._session.grids if self._session else ()
        self._parts.grid.show_grid(self._session, grids[0] if grids else None, self._desk.samplers)


def _meant(knobs: Knobs, state: DocumentState | None) -> Knobs:
    """The knobs as they are meant for what is selected."""
    return with_fringe(knobs, state.selection if state else None)
