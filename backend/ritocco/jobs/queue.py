"""The queue: the line of jobs, the workers on it and the results they leave, as one thing to ask.

A result is on the disk before its job is called done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from ritocco.errors import NotFound, RitoccoError
from ritocco.jobs.accepted import AcceptedJobs, is_cut_off
from ritocco.jobs.job import RELEASED, ClientInfo, Job, event_of, job_of, job_of_damaged
from ritocco.jobs.keeping import ResultKeeper
from ritocco.jobs.line import Choice, JobLine, Listener, first_come
from ritocco.jobs.record import DamagedResult, Record, ResultDamaged
from ritocco.jobs.results import ResultStore
from ritocco.jobs.workers import Worker, Workers
from ritocco.recipe.recipe import Recipe

if TYPE_CHECKING:
    from ritocco.canvas.document import Document, Layer


class NotFinished(RitoccoError):
    """Asked of a job that is not finished."""

    code = "not_finished"


class InUse(RitoccoError):
    """Whoever asked for a result is about to get it."""

    code = "in_use"


class Queue:
    """The jobs of this server's life and the results of earlier ones, by a job's id.

    Methods may be called from any thread.
    """

    def __init__(
        self,
        workers: Sequence[Worker],
        store: ResultStore,
        log: Path | None = None,
        choose: Choice = first_come,
        accepted: AcceptedJobs | None = None,
    ) -> None:
        """Set the workers to work.

        log       the log file, named to the artist when something unexpected happens
        choose    which of the jobs that wait is the next
        accepted  where jobs are written down that have not ended; None: nowhere
        """
        self._line = JobLine(choose)
        self._accepted = accepted
        if accepted:
            left = _without_results(accepted, store)
            self._line.adopt([job for job in left if not self._take_up(accepted, job.id)])
            self._line.listen(accepted.follow)
        self._results = ResultKeeper(store, log, self._line.saved)
        self._workers = Workers(workers, self._line, self._results, log)
        self._releasing = Lock()

    def submit(
        self,
        recipe: Recipe,
        document: Document,
        source: ClientInfo | None = None,
        owner: str = "",
        hints: Sequence[str] = (),
        *,
        outlives: bool = True,
    ) -> Job:
        """Put a job at the end of the line; `hints` are what its result is to tell besides.

        outlives  the next server goes on with it where this one ends before, and its result is on
                  the disk before it is called done; False for whoever waits at the line: with
                  this server nobody waits any more, and a result is to be kept or let go by them

        Raises QueueFull, and CannotWrite where its result could not be kept.
        """
        self._results.check_room()
        job = self._line.submit(recipe, document, source or ClientInfo(), owner, hints, outlives)
        if self._accepted and outlives:
            self._accepted.note(job, document.picture.size)
            known = self._line.find(job.id)  # it may have ended before it was written down
            self._accepted.follow(RELEASED if known is None else event_of(known), known or job)
        return job

    def jobs(self) -> list[Job]:
        """The jobs of this server's life and those that crashes cut off before, oldest first."""
        return self._line.jobs()

    def cut_off(self) -> list[Job]:
        """The jobs that crashes have cut off, oldest first."""
        return [job for job in self.jobs() if is_cut_off(job)]

    def job(self, job: str) -> Job:
        """One job; also a result of an earlier server, damaged or not. Raises NotFound."""
        known = self._line.find(job)
        if known is not None:
            return known
        try:
            return job_of(self._results.record(job))
        except ResultDamaged as error:
            return job_of_damaged(self._results.damaged(job, error.sentence))
        except NotFound:
            raise NotFound(
                "There is no job {job} here; it was released, or never was.", job=repr(job[:40])
            ) from None

    def cancel(self, job: str) -> Job:
        """Ask a job to stop: a waiting one is cancelled at once, a running one within a step.

        A finished one stays as it is. Raises NotFound.
        """
        return self._line.cancel(job) or self.job(job)

    def release(self, job: str) -> None:
        """Forget a finished job and remove its result from the disk.

        Raises NotFound, NotFinished, CannotWrite; InUse for one that somebody waits for at the
        line, until they `keep` it or `let_go` of it.
        """
        if self._results.is_held(job):
            raise InUse(
                "Another program asked for this result and is about to get it. Wait a moment, and "
                "try again if it is still here."
            )
        self.let_go(job)

    def let_go(self, job: str) -> None:
        """As `release`, for whoever waited for it at the line. Raises as that, but for InUse."""
        with self._releasing:  # one after the other, so that the second finds it gone
            known = self.job(job)
            if not known.state.is_final:
                raise NotFinished("This job is not finished. Cancel it first.")
            self._results.release(job)
            self._line.forget(known)

    def keep(self, job: str) -> None:
        """Put the result of a finished job that was not to outlive its client on the disk.

        Of another job, nothing. Raises CannotWrite; then it is kept in memory, and tried again.
        """
        self._results.keep_held(job)

    def layer(self, job: str) -> Layer:
        """The finished layer. Raises NotFound, NotFinished, ResultDamaged."""
        return self._results.layer(self._with_result(job).id)

    def record(self, job: str) -> Record:
        """What is known of a job's result. Raises NotFound, NotFinished, ResultDamaged."""
        record = self._with_result(job).record
        assert record is not None
        return record

    def thumbnail(self, job: str) -> bytes | None:
        """A small PNG of the layer; None where it has to be made of the layer.

        Raises NotFound, NotFinished, ResultDamaged.
        """
        return self._results.thumbnail(self._with_result(job).id)

    def newest(self, before: str | None = None) -> Iterator[tuple[Record | DamagedResult, bool]]:
        """As `ResultKeeper.newest`: the results of all servers, those in memory only too."""
        return self._results.newest(before)

    def preview(self, job: str) -> Any:
        """The latest preview of a running job, (h, w, 3) in sRGB, 8 bits. Raises NotFound."""
        return self._line.preview(job)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with each event from now on. Returns what ends that.

        Listeners are called in order and under a lock: they must return at once.
        """
        return self._line.listen(listener)

    def set_aside(self) -> None:
        """Keep what is needed to do all that is left another time: the process is about to end."""
        if self._accepted:
            for job, document in self._line.unfinished():
                self._accepted.set_aside(job, document)

    def close(self, seconds: float = 10.0) -> None:
        """End what is left, wait up to this long for the workers, save what could not be.

        What is left is set aside, where jobs are written down: the next server begins with it.
        """
        self.set_aside()
        self._line.close()
        self._workers.close(seconds)
        self._results.close()
        if self._accepted:
            self._accepted.close()

    def _take_up(self, accepted: AcceptedJobs, job: str) -> bool:
        """Go on with a job that an earlier server has set aside. Whether it is in good hands."""
        claimed = accepted.claim(job)
        if claimed is None:
            return not accepted.knows(job)  # then another server goes on with it
        known, document = claimed
        self._line.resume(known, Recipe.from_dict(known.recipe), document)
        return True

    def _with_result(self, job: str) -> Job:
        known = self.job(job)
        if not known.state.is_final:
            raise NotFinished("This job is not finished yet.")
        if known.error is not None and known.error.code == ResultDamaged.code:
            raise ResultDamaged(known.error.message)
        if known.record is None:
            raise NotFound("This job ended without a result: {known}", known=known.text)
        return known


def _without_results(accepted: AcceptedJobs, store: ResultStore) -> list[Job]:
    """The jobs that were cut off, but for those whose results were on the disk by then."""
    left = []
    for job in accepted.cut_off():
        try:
            store.record(job.id)
        except ResultDamaged:
            pass  # it is among the results, as what it is
        except NotFound:
            left.append(job)
            continue
        accepted.drop(job.id)
    return left
