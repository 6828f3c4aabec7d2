"""The workers: who does what the line holds. Each has a thread that takes jobs and tells the line.

A worker on another machine, or in another process, is one more `Worker` in the list that the
queue is made with; see `Worker` for what it has to do.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from ritocco.errors import Cancelled, CannotWrite
from ritocco.jobs.failures import failure_of
from ritocco.jobs.job import CANCELLED, DONE, WAITING, Ending, Job, record_of
from ritocco.jobs.keeping import ResultKeeper
from ritocco.jobs.line import Assignment, JobLine
from ritocco.recipe.recipe import Recipe
from ritocco.sentence import Sentence
from ritocco.state import State
from ritocco.watch import Watch

if TYPE_CHECKING:
    from ritocco.canvas.document import Document
    from ritocco.geometry import Box, Size
    from ritocco.studio.plan import Plan
    from ritocco.studio.result import Result

REPORT_EVERY = 0.1
"""Least seconds between two progress events of a job."""
ESTIMATE_AFTER = 0.5
"""Seconds of work from which the rest is estimated by how fast it went so far."""
ASK_AGAIN = 1.0
"""Seconds after which a worker that was not ready is asked again."""
NO_ROOM = Sentence("Waiting for room on the disk")
_log = logging.getLogger(__name__)


class StudioLike(Protocol):
    """What the server and a worker need of a studio."""

    def plan(self, recipe: Recipe, canvas: Size, selection: Box) -> Plan:
        """What a run would do."""
        ...

    def run(self, recipe: Recipe, document: Document, watch: Watch) -> Result:
        """The layer the recipe makes of the document."""
        ...

    def release(self) -> None:
        """Let go of memory that can be had again, as soon as nothing runs."""
        ...


class Worker(Protocol):
    """Does one job's work at a time, here or elsewhere.

    `ready` and `run` are called in a thread of its own, and may block that as long as they need.
    """

    name: str

    def ready(self) -> bool:
        """Whether it could begin now; asked when a job waits, before that is taken.

        A worker that went away says False until it is back; its jobs wait, or go to others.
        """
        ...

    def run(self, recipe: Recipe, document: Document, watch: Watch) -> Result:
        """Do the work: steps to `watch.step`, small pictures to `watch.show`.

        It stops within moments of `watch.is_cancelled`. Raises Cancelled; RitoccoError with the
        sentence for the artist (`failures.WorkFailed`, where it was told from elsewhere);
        WorkerLost when the worker has gone.
        """
        ...

    def close(self) -> None:
        """No more work comes; its jobs were cancelled. May be called while `run` still ends."""
        ...


class StudioWorker:
    """A studio in this process, with the device it owns: one worker for each studio."""

    def __init__(self, studio: StudioLike) -> None:
        self.name = "ritocco-worker"
        self._studio = studio

    def ready(self) -> bool:
        """Always."""
        return True

    def run(self, recipe: Recipe, document: Document, watch: Watch) -> Result:
        """As `Studio.run`."""
        return self._studio.run(recipe, document, watch)

    def close(self) -> None:
        """Nothing is left to do."""


class Workers:
    """A thread for each worker, from now until it is closed. Nothing a job does ends one."""

    def __init__(
        self,
        workers: Sequence[Worker],
        line: JobLine,
        results: ResultKeeper,
        log: Path | None = None,
    ) -> None:
        """`log` is the log file, named to the artist when something unexpected happens."""
        self._workers, self._line, self._results = tuple(workers), line, results
        self._log_file = log
        self._closing = Event()
        self._threads = [
            Thread(target=self._serve, args=(worker,), name=worker.name, daemon=True)
            for worker in self._workers
        ]
        for thread in self._threads:
            thread.start()

    def close(self, seconds: float) -> None:
        """Wait up to this long for all of them; the line must have been closed."""
        self._closing.set()
        until = monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, until - monotonic()))
        for worker in self._workers:
            worker.close()

    def _serve(self, worker: Worker) -> None:
        while self._line.wait():
            if not self._is_ready(worker) or not self._has_room():
                self._closing.wait(ASK_AGAIN)
                continue
            assignment = self._line.take()
            if assignment is not None:
                job, ending = assignment.job.id, self._ending(worker, assignment)
                assignment = None  # or its pixels would stay until the next job comes
                self._line.end(job, ending)

    def _is_ready(self, worker: Worker) -> bool:
        try:
            return worker.ready()
        except Exception:  # noqa: BLE001  as good as not ready; its thread lives on
            _log.exception("the worker %s cannot say whether it is ready", worker.name)
            return False

    def _has_room(self) -> bool:
        """Whether a result could be kept; if not, those who wait are told."""
        try:
            self._results.check_room()
        except CannotWrite:
            self._line.explain(NO_ROOM)
            return False
        self._line.explain(WAITING)
        return True

    def _ending(self, worker: Worker, assignment: Assignment) -> Ending:
        """Do one job; how it ended."""
        job, line = assignment.job, self._line
        watch = Watch(
            _Reporter(line, job.id), assignment.cancelled, lambda pixels: line.show(job.id, pixels)
        )
        try:
            recipe, hints = _with_files_now(assignment.recipe)
            result = worker.run(recipe, assignment.document, watch.part(0, 0.99))
            told = dict.fromkeys((*job.hints, *hints, *result.hints))
            result = replace(result, hints=tuple(told))
            watch.step(0.99, Sentence("Saving the result"))
            return self._saved(job, result)
        except Cancelled:
            return CANCELLED
        except Exception as error:  # noqa: BLE001  the edge of the worker: logged, told
            return Ending.failed(failure_of(error, self._log_file, f"job {job.id}"))

    def _saved(self, job: Job, result: Result) -> Ending:
        """Keep the result, on disk where that can be and is wanted."""
        record = record_of(job, result)
        if not job.outlives:
            self._results.hold(record, result.layer)
            return Ending(State.DONE, DONE, record=record)
        try:
            self._results.keep(record, result.layer)
        except CannotWrite as error:
            return Ending.failed(failure_of(error), record)
        return Ending(State.DONE, DONE, record=record, on_disk=True)


def _with_files_now(recipe: Recipe) -> tuple[Recipe, tuple[Sentence, ...]]:
    """The recipe with the sums of its adapters' files, which may have changed while it waited.

    The hints say of which. Raises what `naming.named` raises.
    """
    again = recipe.second_pass
    if not recipe.named or not (recipe.adapters or (again and again.adapters)):
        return recipe, ()
    from ritocco.installed.naming import named

    found = named(recipe)
    return found.recipe, found.hints


class _Reporter:
    """Turns the steps of one job into progress in the line, not more often than is useful."""

    def __init__(self, line: JobLine, job: str) -> None:
        self._line, self._job = line, job
        self._begun = monotonic()
        self._next = 0.0
        self._text = ""

    def __call__(self, fraction: float, text: str) -> None:
        now = monotonic()
        if now < self._next and text == self._text:
            return
        self._next, self._text = now + REPORT_EVERY, text
        spent = now - self._begun
        known = fraction > 0 and spent >= ESTIMATE_AFTER
        left = spent / fraction * (1 - fraction) if known else None
        self._line.progress(self._job, fraction, text, left)
