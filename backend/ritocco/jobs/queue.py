"""The queue: jobs wait in line, one worker thread owns the device, results go to disk.

A job is a frozen value; each change makes a new one, under the queue's lock. A result is on
the disk before its job is called done.
"""

from __future__ import annotations

import logging
import secrets
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Condition, Event, RLock, Thread
from time import monotonic, time
from typing import TYPE_CHECKING, Any, Protocol

from ritocco.errors import Cancelled, CannotWrite, NotFound, OutOfMemory, RitoccoError
from ritocco.jobs.job import RELEASED, ClientInfo, Failure, Job, event_of, job_of, record_of
from ritocco.jobs.results import Record, ResultStore
from ritocco.recipe.recipe import Recipe
from ritocco.state import State
from ritocco.watch import Watch

if TYPE_CHECKING:
    from ritocco.canvas.document import Document, Layer
    from ritocco.geometry import Box, Size
    from ritocco.studio.plan import Plan
    from ritocco.studio.result import Result

MOST_WAITING = 500
MOST_WAITING_BYTES = 4 * 2**30
MOST_REMEMBERED = 500
"""Finished jobs kept in the list; results stay on disk regardless."""
REPORT_EVERY = 0.1
"""Least seconds between two progress events of a job."""
PACE_KNOWN_AFTER = 0.5
"""Seconds of work from which the rest is estimated by the pace so far."""
_log = logging.getLogger(__name__)


class StudioLike(Protocol):
    """What the queue and the server need of a studio."""

    def plan(self, recipe: Recipe, canvas: Size, selection: Box) -> Plan:
        """What a run would do."""
        ...

    def run(self, recipe: Recipe, document: Document, watch: Watch) -> Result:
        """The layer the recipe makes of the document."""
        ...


class QueueFull(RitoccoError):
    """Too much is waiting already."""

    code = "queue_full"


class NotFinished(RitoccoError):
    """Asked of a job that is not finished."""

    code = "not_finished"


Listener = Callable[[str, Job], None]
"""Called with the name of an event and the job as it is now."""


class Queue:
    """All jobs of this server's life, and the one thread that works on them.

    Methods may be called from any thread. Listeners are called in order, under the queue's
    lock: they must return at once.
    """

    def __init__(self, studio: StudioLike, store: ResultStore, log: Path | None = None) -> None:
        """`log` is the log file, named to the artist when something unexpected happens."""
        self._studio, self._store, self._log_file = studio, store, log
        self._change = Condition(RLock())
        self._jobs: dict[str, Job] = {}
        self._waiting: deque[str] = deque()
        self._work_of: dict[str, tuple[Recipe, Document]] = {}
        self._unsaved: dict[str, tuple[Record, Layer]] = {}
        self._running: tuple[str, Event] | None = None
        self._preview: tuple[str, Any] = ("", None)
        self._listeners: list[Listener] = []
        self._last_stamp = 0
        self._closing = False
        self._worker = Thread(target=self._work, name="ritocco-worker", daemon=True)
        self._worker.start()

    def submit(self, recipe: Recipe, document: Document, source: ClientInfo | None = None) -> Job:
        """Put a job at the end of the line. Raises QueueFull."""
        with self._change:
            held = sum(_bytes_of(held) for _, held in self._work_of.values())
            if self._closing:
                raise QueueFull("Ritocco is being closed and takes no more work.")
            full = held and held + _bytes_of(document) > MOST_WAITING_BYTES
            if full or len(self._waiting) >= MOST_WAITING:
                raise QueueFull(
                    f"{len(self._waiting)} jobs are waiting, which is as much as fits. "
                    "Wait until some are done, or cancel them, and try again."
                )
            job = Job(self._new_id(), time(), recipe.to_dict(), source or ClientInfo())
            self._work_of[job.id] = (recipe, document)
            self._waiting.append(job.id)
            self._put(job)
            self._change.notify_all()
            return job

    def jobs(self) -> list[Job]:
        """The jobs of this server's life, oldest first."""
        with self._change:
            return list(self._jobs.values())

    def job(self, job: str) -> Job:
        """One job; also a result of an earlier server. Raises NotFound."""
        with self._change:
            if job in self._jobs:
                return self._jobs[job]
        try:
            return job_of(self._store.record(job))
        except NotFound:
            raise NotFound(
                f"There is no job {job[:40]!r} here; it may have been released."
            ) from None

    def cancel(self, job: str) -> Job:
        """Ask a job to stop: a waiting one is cancelled at once, the running one within a step.

        A finished one stays as it is. Raises NotFound.
        """
        with self._change:
            known = self.job(job)
            if known.state is State.WAITING:
                self._waiting.remove(job)
                del self._work_of[job]
                return self._end(known, state=State.CANCELLED, text="Cancelled")
            if self._running and self._running[0] == job:
                self._running[1].set()
                return self._put(replace(known, text="Cancelling"))
            return known

    def release(self, job: str) -> None:
        """Forget a finished job and remove its result from the disk.

        Raises NotFound, NotFinished, CannotWrite.
        """
        with self._change:
            known = self.job(job)
            if not known.state.is_final:
                raise NotFinished("This job is not finished. Cancel it first.")
            if known.on_disk:
                with suppress(NotFound):  # removed by hand, or by another server
                    self._store.release(job)
            self._unsaved.pop(job, None)
            self._jobs.pop(job, None)
            self._tell(RELEASED, known)

    def layer(self, job: str) -> Layer:
        """The finished layer. Raises NotFound, NotFinished."""
        known = self._with_result(job)
        with self._change:
            if job in self._unsaved:
                return self._unsaved[job][1]
        return self._store.layer(known.id)

    def record(self, job: str) -> Record:
        """What is known of a job's result. Raises NotFound, NotFinished."""
        record = self._with_result(job).record
        assert record is not None
        return record

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with each event from now on. Returns what ends that."""
        with self._change:
            self._listeners.append(listener)

        def stop() -> None:
            with self._change:
                self._listeners.remove(listener)

        return stop

    def close(self, seconds: float = 10.0) -> None:
        """Cancel what is left, wait up to this long for the worker, save what could not be."""
        with self._change:
            self._closing = True
            for job in [*self._waiting, *([self._running[0]] if self._running else [])]:
                self.cancel(job)
            self._change.notify_all()
        self._worker.join(seconds)
        for record, layer in list(self._unsaved.values()):
            try:
                self._store.write(record, layer)
            except CannotWrite as error:
                _log.error("lost the result %s: %s", record.id, error)

    def _with_result(self, job: str) -> Job:
        known = self.job(job)
        if not known.state.is_final:
            raise NotFinished("This job is not finished yet.")
        if known.record is None:
            raise NotFound(f"This job ended without a result: {known.text}")
        return known

    def _new_id(self) -> str:
        """Sortable by time, and not to be guessed."""
        self._last_stamp = max(self._last_stamp + 1, int(time() * 1000))
        return f"{self._last_stamp:012x}-{secrets.token_hex(10)}"

    def _put(self, job: Job) -> Job:
        self._jobs[job.id] = job
        self._tell(event_of(job), job)
        return job

    def _end(self, job: Job, **changes: Any) -> Job:
        finished = [one.id for one in self._jobs.values() if one.state.is_final]
        for old in finished[: max(0, len(finished) - MOST_REMEMBERED)]:
            if old not in self._unsaved:
                del self._jobs[old]
        return self._put(replace(job, finished=time(), seconds_left=None, **changes))

    def _tell(self, event: str, job: Job) -> None:
        for listener in list(self._listeners):
            try:
                listener(event, job)
            except Exception:  # noqa: BLE001  a listener's trouble is not the job's
                _log.exception("a listener failed at %s", event)

    def _work(self) -> None:
        """The worker thread: one job after the other until the queue is closed."""
        while taken := self._next():
            job, recipe, document, cancelled = taken
            changes = self._outcome(job, recipe, document, cancelled)
            del taken, document  # or its pixels would stay until the next job comes
            with self._change:
                self._running, self._preview = None, ("", None)
                self._end(self._jobs[job.id], **changes)

    def _next(self) -> tuple[Job, Recipe, Document, Event] | None:
        with self._change:
            self._change.wait_for(lambda: self._waiting or self._closing)
            if not self._waiting:
                return None
            id_, cancelled = self._waiting.popleft(), Event()
            self._running = (id_, cancelled)
            job = self._put(
                replace(self._jobs[id_], state=State.RUNNING, started=time(), text="Starting")
            )
            return job, *self._work_of.pop(id_), cancelled

    def _outcome(
        self, job: Job, recipe: Recipe, document: Document, cancelled: Event
    ) -> dict[str, Any]:
        """Run one job; how it ended, as changes to it. Nothing a job does ends the worker."""
        watch = Watch(_Reporter(self, job.id), cancelled, self._show(job.id))
        try:
            result = self._studio.run(recipe, document, watch.part(0, 0.99))
            watch.step(0.99, "Saving the result")
            return self._saved(record_of(job, result), result.layer)
        except Cancelled:
            return {"state": State.CANCELLED, "text": "Cancelled"}
        except RitoccoError as error:
            return _failed(error.code, str(error), getattr(error, "model", None))
        except MemoryError:
            return _failed(
                OutOfMemory.code,
                "There was not enough memory for this. Select a smaller part, or close other "
                "programs, and try again.",
            )
        except Exception:  # noqa: BLE001  the edge of the worker: logged, told, and it lives on
            _log.exception("job %s failed", job.id)
            return _failed(
                "internal",
                "Something went wrong inside Ritocco; your picture was not changed."
                + self._see_log(),
            )

    def preview(self, job: str) -> Any:
        """The latest preview of a running job, (h, w, 3) in sRGB, 8 bits. Raises NotFound."""
        with self._change:
            shown, pixels = self._preview
        if shown != job or pixels is None:
            raise NotFound("There is no preview; only a running job of a model has one.")
        return pixels

    def _show(self, job: str) -> Callable[[Any], None]:
        def show(pixels: Any) -> None:
            with self._change:
                self._preview = (job, pixels)

        return show

    def _saved(self, record: Record, layer: Layer) -> dict[str, Any]:
        """Write the result; whatever stops that, the result itself is not lost."""
        try:
            self._store.write(record, layer)
        except Exception as error:  # noqa: BLE001  as above
            _log.exception("result %s is in memory only", record.id)
            self._unsaved[record.id] = (record, layer)
            known = isinstance(error, CannotWrite)
            why = str(error) if known else "The result could not be written." + self._see_log()
            kept = f"{why} It is kept in memory until Ritocco is closed, and can still be fetched."
            return {**_failed(CannotWrite.code, kept), "fraction": 1.0, "record": record}
        done = {"state": State.DONE, "text": "Done", "fraction": 1.0}
        return {**done, "record": record, "on_disk": True}

    def _see_log(self) -> str:
        return f" The details are in {self._log_file}." if self._log_file else ""

    def _progress(self, job: str, fraction: float, text: str, left: float | None) -> None:
        with self._change:
            if self._running and not self._running[1].is_set():
                now = self._jobs[job]
                self._put(replace(now, fraction=fraction, text=text, seconds_left=left))


class _Reporter:
    """Turns the steps of one job into progress of the queue, not more often than is useful."""

    def __init__(self, queue: Queue, job: str) -> None:
        self._queue, self._job = queue, job
        self._begun = monotonic()
        self._next = 0.0
        self._text = ""

    def __call__(self, fraction: float, text: str) -> None:
        now = monotonic()
        if now < self._next and text == self._text:
            return
        self._next, self._text = now + REPORT_EVERY, text
        spent = now - self._begun
        known = fraction > 0 and spent >= PACE_KNOWN_AFTER
        left = spent / fraction * (1 - fraction) if known else None
        self._queue._progress(self._job, fraction, text, left)


def _failed(code: str, message: str, model: str | None = None) -> dict[str, Any]:
    return {"state": State.FAILED, "text": message, "error": Failure(code, message, model)}


def _bytes_of(document: Document) -> int:
    return document.picture.pixels.nbytes + document.selection.nbytes
