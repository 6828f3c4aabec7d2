"""What happens when the button is pressed: a moment is frozen, and jobs begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from ..editor import DocumentState, HostDocument, Snapshot, Source
from ..errors import DockError
from ..geometry import Box
from ..knobs.fringe import with_fringe
from ..knobs.knobs import LARGEST_SEED, RANDOM, Knobs, drawn_seed
from ..knobs.models import ModelInfo
from ..knobs.painting import By
from ..knobs.recipe import recipe_of
from ..knobs.tasks import Needs
from ..net.client import Client
from ..qt import QObject
from ..words import say
from .job import Job
from .jobs import JobList
from .planning import Planner, Question
from .result import words_of
from .stroke import Marked, Stroke
from .submission import JobRequest, Submission, bounds_for

FOUND = 5
"""How many the backend finds with one seed where it continues the surroundings."""


@dataclass(frozen=True)
class Readiness:
    """Whether the primary button can be pressed, and if not, why (one sentence, translated)."""

    ready: bool
    reason: str = ""


def question_for(
    knobs: Knobs, state: DocumentState | None, models: Sequence[ModelInfo]
) -> Question:
    """What the backend is asked before a press with these knobs.

    Raises DockError where they cannot be used on a document that stands so (None: closed).
    """
    if state is None:
        raise DockError(say("This document is closed."), "closed")
    recipe = recipe_of(with_fringe(knobs, state.selection), models, 0)
    if knobs.about.needs is Needs.SELECTION and state.selection is None:
        message = say("Select the part of the picture that is to change.")
        raise DockError(message, "bad_selection")
    return Question.of(recipe, state.size, bounds_for(knobs.task, state.selection, state.size))


def in_row(knobs: Knobs, by: By) -> list[tuple[Knobs, int]]:
    """The settings and seeds of one press: a batch has seeds in a row.

    From the surroundings it has the best that are found with one seed, since they differ more.
    """
    first, count = drawn_seed() if knobs.seed == RANDOM else knobs.seed, knobs.pictures
    if by is not By.CONTENT_AWARE or count == 1:
        return [(knobs, (first + index) % (LARGEST_SEED + 1)) for index in range(count)]
    best = knobs.candidate if knobs.seed != RANDOM else 0
    places = [divmod(best + index, FOUND) for index in range(count)]
    seeds = [(first + further) % (LARGEST_SEED + 1) for further, _ in places]
    return [
        (replace(knobs, seed=seed, candidate=place), seed)
        for seed, (_, place) in zip(seeds, places, strict=True)
    ]


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
        self,
        wanted: Sequence[tuple[Knobs, int]],
        state: DocumentState | None,
        models: Sequence[ModelInfo],
        stroke: Stroke | None = None,
    ) -> list[str]:
        """Freeze the document as it is now and make a job of each setting with its seed.

        A `stroke` is what counts as selected. Ids of the jobs. Raises DockError; then none was
        made.
        """
        if stroke is not None and state is not None:
            state = replace(state, selection=stroke.box or None)
        from_layer = wanted[0][0].from_layer and wanted[0][0].task == "refine"
        selection = state.selection if state else None
        questions, requests, jobs, press = [], [], [], uuid4().hex[:12]
        for knobs, seed in wanted:
            questions.append(question_for(knobs, state, models))
            recipe = recipe_of(with_fringe(knobs, selection), models, seed)
            text, words = say("Looking at the picture"), words_of(recipe)
            job = Job(uuid4().hex[:12], knobs, seed, text=text, words=words)
            requests.append(JobRequest(job.id, press, knobs.task, recipe))
            jobs.append(job)
        source = Source.LAYER if from_layer else Source.PICTURE
        snapshot = self._frozen(source, requests, questions, stroke)
        for job in jobs:
            self._jobs.add(job)
        made = Submission(self._key, snapshot, requests, from_layer, self._planner, self)
        made.payload.connect(self._jobs.give)
        made.failed.connect(self._jobs.fail)
        made.finished.connect(lambda: self._open.remove(made))
        self._open.append(made)
        if self._client.address:
            made.proceed()
        return [job.id for job in jobs]

    def _frozen(
        self,
        source: Source,
        requests: Sequence[JobRequest],
        questions: Sequence[Question],
        stroke: Stroke | None,
    ) -> Snapshot:
        """The document now: what the plans of all these requests need of it, else all of it."""

        def moment(likely: Box | None) -> Snapshot:
            snapshot = self._document.snapshot(source, likely)
            return snapshot if stroke is None else Marked(snapshot, stroke)

        likely = self._planner.export(questions)
        snapshot = moment(likely)
        if likely is not None and questions != [one.question(snapshot.state) for one in requests]:
            snapshot.close()  # the artist's brush has just ended: the plans will be others
            snapshot = moment(None)
        return snapshot

    def drop(self, job: str) -> None:
        """This job is not wanted any more."""
        for submission in list(self._open):
            submission.drop(job)

    def resume(self) -> None:
        """The backend is there (again): go on."""
        for submission in list(self._open):
            submission.pause()
            submission.proceed()
