"""What the artist wants of one document: knobs, the plan of a press, whether it can be pressed."""

from __future__ import annotations

from ..editor import DocumentState, HostDocument
from ..errors import HostError
from ..geometry import Sides
from ..knobs.knobs import Knobs
from ..qt import QObject, Signal
from .intent import Intent
from .made import Made
from .owner import Owner
from .plan import Plan
from .plan_overlay import PlanOverlay
from .planning import Planner
from .press import Readiness
from .result import Result


class Wanted(Made):
    """All that a session tells and does about it; `Session` adds the jobs."""

    knobs_changed = Signal()
    plan_changed = Signal()
    """`plan` or `plan_problem` is another one."""
    readiness_changed = Signal()
    """`readiness`, or `state` (selection, canvas, active layer), is another one."""

    def __init__(self, owner: Owner, document: HostDocument, knobs: Knobs, parent: QObject) -> None:
        super().__init__(owner, document, parent)
        self._planner = Planner(owner.backend.client, self)
        self._planner.changed.connect(self._planned)
        self._intent = Intent(owner.offer, self._planner, knobs, document.state(), self)
        self._overlay = PlanOverlay(owner, document, self._intent)
        self._intent.turned.connect(self._turned)
        self._intent.weighed.connect(self.readiness_changed)
        self._intent.weighed.connect(self.refresh_plan_overlay)
        self._looking.changed.connect(self.refresh_plan_overlay)
        self._applier.applied.connect(lambda result, _: self._grown(result))

    # What there is

    @property
    def state(self) -> DocumentState | None:
        """Canvas, selection, active layer and colour as last seen; None once it was closed."""
        return self._intent.state

    @property
    def knobs(self) -> Knobs:
        """The settings."""
        return self._intent.knobs

    @property
    def plan(self) -> Plan | None:
        """What a press would do now; None while unknown."""
        return self._intent.plan

    @property
    def plan_problem(self) -> str:
        """Why there is no plan, for the artist; "" where nothing is wrong."""
        return self._planner.problem

    @property
    def readiness(self) -> Readiness:
        """Whether `submit` can be called."""
        return self._intent.readiness

    # What the artist does

    def turn(self, **changes: object) -> None:
        """Change knobs: `turn(prompt="a boat", steps=12)`. Names are fields of `Knobs`."""
        self._intent.turn(**changes)

    def choose(self, task: str) -> None:
        """Another task, with the strength last used for it."""
        self._intent.choose(task)

    def extend_to(self, width: int, height: int) -> None:
        """Set the sides for the smallest canvas of this aspect that holds the present one."""
        self._intent.extend_to(width, height)

    def refresh_plan_overlay(self) -> None:
        """Draw the planned windows on the canvas, or take them away, as things stand."""
        self._overlay.draw(self.shown)

    # What the owner tells

    def refresh(self) -> None:
        """The document may have changed: look at it."""
        try:
            state = self._document.state() if self._document.alive() else None
        except HostError:
            state = None  # closed in this very moment
        before = self.state
        if state is not None:
            self._applier.saw(state)
            self._see_layers()
        if self._intent.see(state):
            if before is not None and state is not None and before.size != state.size:
                self._looking.draw()  # it lies at another place of the canvas now, or at none
            self.readiness_changed.emit()
            self.refresh_plan_overlay()

    def reconsider(self) -> None:
        """Models, tasks or the backend are others now."""
        self._intent.weigh()
        self.refresh_plan_overlay()

    # Within

    def _turned(self) -> None:
        self._owner.remember(self.knobs)
        self.knobs_changed.emit()
        self.refresh_plan_overlay()

    def _planned(self) -> None:
        self.plan_changed.emit()
        self.refresh_plan_overlay()

    def _look(self) -> DocumentState | None:
        """How the document stands in this very moment."""
        self.refresh()
        return self.state

    def _grown(self, result: Result) -> None:
        """An extension is in: the next press must not make the canvas grow again."""
        if result.extend:
            self.turn(extend=Sides())
