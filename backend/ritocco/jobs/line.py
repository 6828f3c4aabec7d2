"""The line: which jobs there are, whose, how each stands, what waits, and who listens.

A job is a frozen value; each change makes a new one, under the line's lock. Nothing is run here:
workers take from the line and tell it how far they are.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Condition, Event, RLock
from time import time
from typing import TYPE_CHECKING, Any

from ritocco import budget
from ritocco.errors import NotFound, RitoccoError
from ritocco.jobs.job import (
    CANCELLED,
    CANCELLING,
    RELEASED,
    STARTING,
    ClientInfo,
    Ending,
    Job,
    event_of,
)
from ritocco.recipe.recipe import Recipe
from ritocco.state import State

if TYPE_CHECKING:
    from ritocco.canvas.document import Document

MOST_WAITING = 500
MOST_WAITING_BYTES = 4 * 2**30
MOST_REMEMBERED = 500
"""Finished jobs kept in the list; results stay on disk regardless."""
_log = logging.getLogger(__name__)


class QueueFull(RitoccoError):
    """Too much is waiting already."""

    code = "queue_full"


Listener = Callable[[str, Job], None]
"""Called with the name of an event and the job as it is now."""
Choice = Callable[[Sequence[Job], Sequence[Job]], Job]
"""Of the jobs that wait (at least one, oldest first), and those that run now, the next to run."""


def first_come(waiting: Sequence[Job], running: Sequence[Job]) -> Job:
    """The job that has waited longest."""
    return waiting[0]


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """A job that was taken from the line, what is to be done, and where cancelling is heard."""

    job: Job
    recipe: Recipe
    document: Document
    cancelled: Event


class JobLine:
    """All jobs of this server's life, and those of earlier ones that it has adopted.

    Methods may be called from any thread. Listeners are called in order, under the line's
    lock: they must return at once.
    """

    def __init__(self, choose: Choice = first_come) -> None:
        """`choose` picks the next job whenever a worker is free; it is called under the lock."""
        self._choose = choose
        self._change = Condition(RLock())
        self._jobs: dict[str, Job] = {}
        self._waiting: dict[str, tuple[Recipe, Document]] = {}
        self._running: dict[str, Assignment] = {}
        self._previews: dict[str, Any] = {}
        self._listeners: list[Listener] = []
        self._last_stamp = 0
        self._closed = False

    def submit(
        self,
        recipe: Recipe,
        document: Document,
        source: ClientInfo,
        owner: str = "",
        hints: Sequence[str] = (),
        outlives: bool = True,
    ) -> Job:
        """Put a job at the end of the line. Raises QueueFull."""
        with self._change:
            if self._closed:
                raise QueueFull("Ritocco is being closed and takes no more work.")
            held = sum(held.nbytes for _, held in self._waiting.values())
            most = min(MOST_WAITING_BYTES, budget.share() // 2)
            full = held and held + document.nbytes > most
            if full or len(self._waiting) >= MOST_WAITING:
                raise QueueFull(
                    "{count} jobs are waiting, which is as much as fits. Wait until some are "
                    "done, or cancel them, and try again.",
                    count=len(self._waiting),
                )
            job = Job(
                self._new_id(),
                time(),
                recipe.to_dict(),
                source,
                owner=owner,
                hints=tuple(hints),
                outlives=outlives,
            )
            self._waiting[job.id] = (recipe, document)
            self._put(job)
            self._change.notify_all()
            return job

    def adopt(self, jobs: Sequence[Job]) -> None:
        """Have these finished jobs of an earlier server in the line; nobody listens yet."""
        with self._change:
            self._jobs.update((job.id, job) for job in jobs)

    def resume(self, job: Job, recipe: Recipe, document: Document) -> None:
        """Put a job of an earlier server at the end of the line, under the id it had."""
        with self._change:
            self._waiting[job.id] = (recipe, document)
            self._put(job)
            self._change.notify_all()

    def unfinished(self) -> list[tuple[str, Document]]:
        """What runs or waits, and is not being cancelled: ids and what each is done to."""
        with self._change:
            running = [
                (job, assignment.document)
                for job, assignment in self._running.items()
                if not assignment.cancelled.is_set()
            ]
            return running + [(job, document) for job, (_, document) in self._waiting.items()]

    def jobs(self) -> list[Job]:
        """The jobs, oldest first."""
        with self._change:
            return list(self._jobs.values())

    def find(self, job: str) -> Job | None:
        """One job; None where it was never in this line, or is forgotten."""
        with self._change:
            return self._jobs.get(job)

    def cancel(self, job: str) -> Job | None:
        """Ask a job to stop: a waiting one is cancelled at once, a running one within a step.

        A finished one stays as it is. None where there is no such job.
        """
        with self._change:
            known = self._jobs.get(job)
            if job in self._waiting:
                del self._waiting[job]
                return self.end(job, CANCELLED)
            if known is not None and job in self._running:
                self._running[job].cancelled.set()
                return self._put(replace(known, text=CANCELLING))
            return known

    def forget(self, job: Job) -> None:
        """Say that a finished job was released; it is in the line no longer."""
        with self._change:
            self._jobs.pop(job.id, None)
            self._tell(RELEASED, job)

    def preview(self, job: str) -> Any:
        """The latest preview of a running job, (h, w, 3) in sRGB, 8 bits. Raises NotFound."""
        with self._change:
            pixels = self._previews.get(job)
        if pixels is None:
            raise NotFound("There is no preview; only a running job of a model has one.")
        return pixels

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with each event from now on. Returns what ends that."""
        with self._change:
            self._listeners.append(listener)

        def stop() -> None:
            with self._change:
                self._listeners.remove(listener)

        return stop

    def close(self) -> None:
        """Take no more jobs, cancel those that are not finished, and let all workers go."""
        with self._change:
            self._closed = True
            for job in [*self._waiting, *self._running]:
                self.cancel(job)
            self._change.notify_all()

    def wait(self) -> bool:
        """Block a worker until a job waits. False once the line is closed and empty."""
        with self._change:
            self._change.wait_for(lambda: self._waiting or self._closed)
            return bool(self._waiting)

    def take(self) -> Assignment | None:
        """The next job, now running; None where another worker was faster."""
        with self._change:
            if not self._waiting:
                return None
            waiting = [self._jobs[job] for job in self._waiting]
            running = [self._jobs[job] for job in self._running]
            chosen = self._choose(waiting, running)
            recipe, document = self._waiting.pop(chosen.id)
            begun = replace(chosen, state=State.RUNNING, started=time(), text=STARTING)
            assignment = Assignment(begun, recipe, document, Event())
            self._running[chosen.id] = assignment
            self._put(begun)
            return assignment

    def explain(self, text: str) -> None:
        """Tell those that wait what they wait for."""
        with self._change:
            for job in self._waiting:
                if self._jobs[job].text != text:
                    self._put(replace(self._jobs[job], text=text))

    def saved(self, job: str) -> None:
        """A result that was in memory only is on the disk by now: its job is done after all."""
        with self._change:
            known = self._jobs.get(job)
            if known is not None and known.record is not None and not known.on_disk:
                done = Ending(State.DONE, "Done", record=known.record, on_disk=True)
                self._put(known.ended(done, known.finished or time()))

    def progress(self, job: str, fraction: float, text: str, left: float | None) -> None:
        """How far a running job is: 0..1, words, seconds left where known.

        Once it is being cancelled, nothing else is told of it.
        """
        with self._change:
            running = self._running.get(job)
            if running and not running.cancelled.is_set():
                now = self._jobs[job]
                self._put(replace(now, fraction=fraction, text=text, seconds_left=left))

    def show(self, job: str, pixels: Any) -> None:
        """The preview of a running job; it goes when the job ends."""
        with self._change:
            if job in self._running:
                self._previews[job] = pixels

    def end(self, job: str, ending: Ending) -> Job:
        """A job has come to its end; the oldest finished ones may be forgotten now.

        Never one whose result is in memory only.
        """
        with self._change:
            self._running.pop(job, None)
            self._previews.pop(job, None)
            finished = [known for known in self._jobs.values() if known.state.is_final]
            for old in finished[: max(0, len(finished) - MOST_REMEMBERED)]:
                if old.record is None or old.on_disk:
                    del self._jobs[old.id]
            return self._put(self._jobs[job].ended(ending, time()))

    def _new_id(self) -> str:
        """Sortable by time, and not to be guessed."""
        self._last_stamp = max(self._last_stamp + 1, int(time() * 1000))
        return f"{self._last_stamp:012x}-{secrets.token_hex(10)}"

    def _put(self, job: Job) -> Job:
        self._jobs[job.id] = job
        self._tell(event_of(job), job)
        return job

    def _tell(self, event: str, job: Job) -> None:
        for listener in list(self._listeners):
            try:
                listener(event, job)
            except Exception:  # noqa: BLE001  a listener's trouble is not the job's
                _log.exception("a listener failed at %s", event)
