"""What the artist wants of one document: the knobs, the plan for them, whether it can be done."""

from __future__ import annotations

from dataclasses import replace

from ..editor import DocumentState
from ..errors import DockError
from ..knobs.extend import sides_for
from ..knobs.knobs import Knobs
from ..knobs.painting import By
from ..models.offer import Offer
from ..qt import QObject, Signal
from ..words import say
from .plan import Plan
from .planning import Planner
from .press import Readiness, question_for


class Intent(QObject):
    """Follows knobs, document and backend; asks for a plan whenever one of them is another."""

    turned = Signal()
    """`knobs` are others."""
    weighed = Signal()
    """`readiness` is another one."""

    def __init__(
        self,
        offer: Offer,
        planner: Planner,
        knobs: Knobs,
        state: DocumentState | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._offer, self._planner = offer, planner
        self._knobs, self._state = knobs, state
        self._own = {knobs.task: _of_task(knobs)}
        self._readiness = Readiness(False)

    @property
    def knobs(self) -> Knobs:
        """The settings."""
        return self._knobs

    @property
    def state(self) -> DocumentState | None:
        """The document as last seen; None once it was closed."""
        return self._state

    @property
    def readiness(self) -> Readiness:
        """Whether it can be asked for now."""
        return self._readiness

    @property
    def plan(self) -> Plan | None:
        """What asking for it would do now; None while unknown."""
        return self._planner.plan

    def turn(self, **changes: object) -> None:
        """Change knobs; names are fields of `Knobs`."""
        if "seed" in changes:
            changes = {"candidate": 0, **changes}  # of that seed, not of another
        turned = replace(self._knobs, **changes)  # type: ignore[arg-type]
        if turned == self._knobs:
            return
        self._knobs = turned
        self._own[turned.task] = _of_task(turned)
        self.turned.emit()
        self.weigh()

    def choose(self, task: str) -> None:
        """Another task, with the strength and the number of pictures last used for it."""
        usual = _of_task(self._knobs.with_task(task))
        self.turn(task=task, **self._own.get(task, usual))

    def extend_to(self, width: int, height: int) -> None:
        """Set the sides for the smallest canvas of this aspect that holds the present one."""
        if self._state is not None:
            self.turn(extend=sides_for(self._state.size, width, height))

    def see(self, state: DocumentState | None) -> bool:
        """The document stands so now (None: closed). Whether that is news."""
        news = state != self._state
        if news:
            self._state = state
            self.weigh()
        return news

    def weigh(self) -> None:
        """Find out what a press would do now, and whether it can be pressed."""
        question, problem = None, ""
        try:
            if self._knobs.task not in [task.id for task in self._offer.tasks]:
                raise DockError(say("The backend cannot do this."), "bad_recipe")
            lacking = self._offer.lacking(self._knobs.about)
            if lacking:
                raise DockError(lacking, "missing_model")
            if self._offer.painting(self._knobs).by is By.UNKNOWN:
                message = say("The backend has yet to say which models are here.")
                raise DockError(message, "starting")
            question = question_for(self._knobs, self._state, self._offer.models)
        except DockError as error:
            problem = error.message
        blocked = self._offer.blocked
        before = self._readiness
        self._readiness = Readiness(not problem and not blocked, problem or blocked)
        self._planner.wonder(question)
        if self._readiness != before:
            self.weighed.emit()


def _of_task(knobs: Knobs) -> dict[str, object]:
    """What each task has of its own."""
    return {"strength": knobs.strength, "batch": knobs.batch}
