"""What happens when the button is pressed: a moment is frozen, and jobs begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from .client import Client
from .errors import DockError
from .hosts.protocol import HostDocument, Source, State
from .job import Job
from .jobs import JobList
from .knobs import LARGEST_SEED, RANDOM, Knobs, ModelInfo, drawn_seed, recipe_of
from .planning import Planner, Question
from .qt import QObject
from .submission import Submission, Wish, bounds_for
from .tasks import Needs
from .words import say


@dataclass(frozen=True)
class Readiness:
    """Whether the primary button can be pressed, and if not, why (one sentence, translated)."""

    ready: bool
    reason: str = ""


def question_for(knobs: Knobs, state: State | None, models: Sequence[ModelInfo]) -> Question:
    """What the backend is asked before a press with these knobs.

    Raises DockError where they cannot be used on a document that stands so (None: closed).
    """
    if state is None:
        raise DockError(say("This document is closed."), "closed")
    recipe = recipe_of(knobs, models, 0)
    if knobs.about.needs is Needs.SELECTION and state.selection is None:
        told = say("Select the part of the picture that is to change.")
        raise DockError(told, "bad_selection")
    return Question.of(recipe, state.size, bounds_for(knobs.task, state.selection, state.size))


def in_row(knobs: Knobs) -> list[tuple[Knobs, int]]:
    """The settings and seeds of one press: a batch has seeds in a row."""
    first = drawn_seed() if knobs.seed == RANDOM else knobs.seed
    return [(knobs, (first + index) % (LARGEST_SEED + 1)) for index in range(knobs.batch)]


class Presses(QObject):
    """The presses of one document whose pixels are not all on their way yet."""

    def __init__(
        self,
        document: HostDocument,
        client: Client,
        planner: Planner,
        jobs: JobList,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document, self._key = document, document.key
        self._client, self._planner, self._jobs = client, planner, jobs
        self._open: list[Submission] = []

    def begin(
        self, wanted: Sequence[tuple[Knobs, int]], state: State | None, models: Sequence[ModelInfo]
    ) -> list[str]:
        """Freeze the document as it is now and make a job of each setting with its seed.

        Ids of the jobs. Raises DockError; then none was made.
        """
        from_layer = wanted[0][0].from_layer and wanted[0][0].task == "refine"
        wishes, jobs = [], []
        for knobs, seed in wanted:
            question_for(knobs, state, models)  # raises what a press would
            job = Job(uuid4().hex[:12], knobs, seed, text=say("Looking at the picture"))
            wishes.append(Wish(job.id, knobs.task, recipe_of(knobs, models, seed)))
            jobs.append(job)
        known = self._planner.plan
        source = Source.LAYER if from_layer else Source.PICTURE
        snapshot = self._document.snapshot(source, known.export if known else None)
        for job in jobs:
            self._jobs.add(job)
        made = Submission(self._key, snapshot, wishes, from_layer, self._planner, self)
        made.parcel.connect(self._jobs.give)
        made.failed.connect(self._jobs.fail)
        made.finished.connect(lambda: self._open.remove(made))
        self._open.append(made)
        if self._client.address:
            made.proceed()
        return [job.id for job in jobs]

    def drop(self, job: str) -> None:
        """This job is not wanted any more."""
        for submission in list(self._open):
            submission.drop(job)

    def resume(self) -> None:
        """The backend is there (again): go on."""
        for submission in list(self._open):
            submission.pause()
            submission.proceed()
