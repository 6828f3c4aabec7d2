"""Requests at work: one after another through the queue, and how far the one at work is."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from time import time
from typing import Any

from ritocco.errors import CannotWrite, NotFound, RitoccoError
from ritocco.jobs.job import ClientInfo, Job
from ritocco.jobs.queue import Queue
from ritocco.recipe.recipe import Recipe
from ritocco.server.answers import CLOSING
from ritocco.server.few_at_once import few_at_once
from ritocco.server.webui.batches.batch import Batch, Later, Piece
from ritocco.server.webui.batches.packing import Packing
from ritocco.server.webui.runs.previews import Previews
from ritocco.server.webui.runs.tasks import Task, Tasks
from ritocco.state import State

NAME = "Web UI API"
"""What the history calls a document that came this way."""


class JobFailed(RitoccoError):
    """A job of a request failed; it says what the job does."""

    def __init__(self, job: Job) -> None:
        assert job.error is not None
        super().__init__(job.error.message)
        self.code = job.error.code
        self.model = job.error.model


class Closing(RitoccoError):
    """The server ends, or answers here no more, before a request is answered."""

    code = "closing"


@few_at_once
def _kept(queue: Queue, job: str) -> None:
    with suppress(CannotWrite):  # it stays in memory, and is tried again
        queue.keep(job)


@dataclass(frozen=True, slots=True)
class Made:
    """One finished picture of a request, as a client gets it: its recipe, its PNG, its text."""

    recipe: Recipe
    image: bytes
    infotext: str
    hints: tuple[str, ...] = ()


@dataclass(slots=True)
class Run:
    """The request at work: `number` of `count` pictures is being made, by `job`.

    is_gone  whether nobody waits for it any more
    """

    batch: Batch
    is_gone: Callable[[], Awaitable[bool]]
    began: float = field(default_factory=time)
    number: int = 0
    job: str | None = None
    interrupted: bool = False
    skipped: bool = False

    @property
    def count(self) -> int:
        """How many pictures it is."""
        return len(self.batch.pieces)


class Runs:
    """Takes one request after another; methods are called in the event loop."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue
        self._turn = asyncio.Lock()
        self.now: Run | None = None
        self.tasks = Tasks()
        self.previews = Previews()
        self._closed = asyncio.Event()
        self._why = CLOSING.message

    async def run(
        self,
        batch: Batch,
        is_gone: Callable[[], Awaitable[bool]],
        name: str | None = None,
    ) -> list[Made]:
        """The pictures of a batch; fewer where it was interrupted, or some were skipped.

        `is_gone` says whether nobody waits any more: then what is begun is made and kept, and no
        more is. `name` is the client's own of this request. Raises JobFailed, QueueFull, Closing,
        and what `Queue.submit` raises.
        """
        task = Task(name or "", batch.nbytes)
        with self.tasks.asked(task):
            async with self._turn:
                task.is_at_work = True
                return await self._begun(Run(batch, is_gone))

    async def _begun(self, run: Run) -> list[Made]:
        self.now = run
        try:
            return await self._all(run)
        finally:
            self.now = None

    async def _all(self, run: Run) -> list[Made]:
        made = []
        for number, piece in enumerate(run.batch.pieces):
            run.number = number
            if run.interrupted or await run.is_gone():
                break
            run.skipped = False
            done = await self._one(run, piece)
            if done is not None:
                made.append(done)
        return made

    async def _one(self, run: Run, asked: Piece | Later) -> Made | None:
        piece = asked if isinstance(asked, Piece) else await _now(asked)
        self._check_open()
        if piece is None or run.interrupted or run.skipped:
            return None
        source = ClientInfo(NAME)
        job = self._queue.submit(
            piece.recipe, piece.document, source, hints=run.batch.hints, outlives=False
        )
        run.job = job.id
        hears = False
        try:
            ended = await self._ended(job.id)
            if ended.state is State.CANCELLED:
                return None
            if ended.error is not None:
                raise JobFailed(ended)
            made = await _finished(self._queue, ended, piece, run.batch.packing)
            hears = not (run.batch.keeps or await run.is_gone())
            return made
        finally:
            run.job = None
            if hears:
                self._release(job.id)
            else:
                await _kept(self._queue, job.id)

    def skip(self) -> None:
        """End the picture that is being made; those after it go on."""
        if self.now is not None:
            self.now.skipped = True
            self._cancel(self.now)

    def interrupt(self) -> None:
        """End the request that is at work; others go on."""
        if self.now is not None:
            self.now.interrupted = True
            self._cancel(self.now)

    def close(self, why: str) -> None:
        """Answer nobody any more: whoever waits hears why."""
        self._why = why
        self._closed.set()

    def _check_open(self) -> None:
        if self._closed.is_set():
            raise Closing(self._why)

    def _release(self, job: str) -> None:
        with suppress(NotFound):  # somebody else has
            self._queue.let_go(job)

    def _cancel(self, run: Run) -> None:
        if run.job is not None:
            self._queue.cancel(run.job)

    def job_now(self) -> Job | None:
        """The job of the picture that is being made."""
        run = self.now
        try:
            return self._queue.job(run.job) if run and run.job else None
        except NotFound:
            return None

    def preview(self) -> Any:
        """What is being painted, (h, w, 3) in sRGB, 8 bits; None where nothing is to be seen."""
        run = self.now
        try:
            return self._queue.preview(run.job) if run and run.job else None
        except NotFound:
            return None

    async def _ended(self, job: str) -> Job:
        loop, ended = asyncio.get_running_loop(), asyncio.Event()

        def hear(_: str, told: Job) -> None:
            if told.id == job and told.state.is_final:
                loop.call_soon_threadsafe(ended.set)

        stop = self._queue.listen(hear)
        waits = [asyncio.create_task(one.wait()) for one in (ended, self._closed)]
        try:
            if not self._queue.job(job).state.is_final:
                await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            self._check_open()
            return self._queue.job(job)
        finally:
            stop()
            for one in waits:
                one.cancel()


@few_at_once
def _now(later: Later) -> Piece | None:
    return later()


@few_at_once
def _finished(queue: Queue, job: Job, piece: Piece, packing: Packing) -> Made | None:
    from ritocco.canvas.composite import flatten
    from ritocco.webui.model_hashes import model_hashes
    from ritocco.webui.stamp import parameters

    recipe = Recipe.from_dict(queue.record(job.id).report["recipe"])
    whole = flatten(piece.canvas, queue.layer(job.id), recipe.extend)
    finished = piece.finish(whole)
    if finished is None:
        return None
    if recipe.diffusion is not None:  # sums are read once, so that a text is never without them
        model_hashes(recipe.diffusion, reads=True)
    picture = packing.stamped(finished, recipe, piece.document.canvas, piece.also)
    hints = tuple(queue.record(job.id).report.get("hints", ()))
    text = parameters(picture, recipe, piece.document.canvas, piece.also) or ""
    return Made(recipe, packing.base64_of(picture), text, hints)
