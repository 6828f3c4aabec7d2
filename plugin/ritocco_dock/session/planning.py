"""The plan of what a press would do now, asked from the backend when things have settled."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from ..errors import DockError
from ..geometry import Box, Size
from ..net.client import Answer, Call, Client
from ..qt import QObject, QTimer, Signal
from .plan import Plan

SETTLE_MS = 250
"""Milliseconds without a change after which the plan is asked for."""
KEPT = 32
SEEDS = ("seed", "candidate", "variation_seed", "variation_strength")
"""Fields of a recipe that change no plan."""


@dataclass(frozen=True)
class Question:
    """What a plan hangs on. `recipe` is JSON without its seeds, which do not matter for it."""

    recipe: str
    canvas: Size
    selection: Box

    @classmethod
    def of(cls, recipe: Mapping[str, Any], canvas: Size, selection: Box) -> Question:
        """The question for a recipe on a canvas, with these bounds of the selection."""
        return cls(json.dumps(_without_seeds(recipe), sort_keys=True), canvas, selection)

    def to_dict(self) -> dict[str, Any]:
        """The body of `POST /v1/plan`."""
        return {
            "recipe": json.loads(self.recipe),
            "canvas": self.canvas.to_dict(),
            "selection": self.selection.to_dict(),
        }


def _without_seeds(recipe: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _without_seeds(value) if isinstance(value, Mapping) else value
        for name, value in recipe.items()
        if name not in SEEDS
    }


class Planner(QObject):
    """Knows the plan for the present question, and the last few others."""

    changed = Signal()

    def __init__(self, client: Client, parent: QObject) -> None:
        super().__init__(parent)
        self._client = client
        self._known: OrderedDict[Question, Plan] = OrderedDict()
        self._question: Question | None = None
        self._problem = ""
        self._call: Call | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)

    @property
    def plan(self) -> Plan | None:
        """The plan for the present question; None while unknown."""
        return self.known(self._question) if self._question else None

    @property
    def problem(self) -> str:
        """Why there is none; "" where nothing is wrong."""
        return self._problem

    def known(self, question: Question) -> Plan | None:
        """The plan for this question, if it has been asked."""
        return self._known.get(question)

    def export(self, questions: Iterable[Question]) -> Box | None:
        """The least part of the canvas that holds what all their plans need; None: unknown."""
        plans = [self.known(question) for question in questions]
        needed = [plan.export for plan in plans if plan is not None]
        return reduce(or_, needed) if len(needed) == len(plans) else None

    def wonder(self, question: Question | None, problem: str = "") -> None:
        """This is the question now; it is asked once no other comes. None: there is none."""
        if question == self._question and problem == self._problem:
            return
        self._question, self._problem = question, problem
        self._timer.stop()
        if question is not None and question not in self._known:
            self._timer.start(SETTLE_MS)
        self.changed.emit()

    def forget(self) -> None:
        """The backend is another one: what it said may no longer hold."""
        self._known.clear()
        if self._question is not None:
            self._timer.start(0)
        self.changed.emit()

    def ask(
        self, question: Question, then: Callable[[Plan], None], fail: Callable[[DockError], None]
    ) -> None:
        """The plan for a press: from memory where it is there, else from the backend."""
        plan = self.known(question)
        if plan is not None:
            then(plan)
            return
        call = self._client.post("/v1/plan", question.to_dict())
        call.then(self, lambda answer: then(self._keep(question, answer)), fail)

    def _ask(self) -> None:
        """Ask for the plan of the present question."""
        question = self._question
        if question is None:
            return
        if self._call is not None:
            self._call.cancel()
        call = self._call = self._client.post("/v1/plan", question.to_dict())

        def answered(answer: Answer) -> None:
            self._call = None
            self._keep(question, answer)
            self._say("")

        def refused(error: DockError) -> None:
            self._call = None
            # That nobody answers is said elsewhere, and passes.
            self._say("" if error.code == "unreachable" else error.message)

        call.then(self, answered, refused)

    def _say(self, problem: str) -> None:
        self._problem = problem
        self.changed.emit()

    def _keep(self, question: Question, answer: Answer) -> Plan:
        plan = Plan.from_dict(answer.json())
        self._known[question] = plan
        while len(self._known) > KEPT:
            self._known.popitem(last=False)
        return plan
