"""Requests at work: one after another through the queue, and how far the one at work is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from time import time
from typing import Any, TypeVar

from ritocco.diffusion.stepping import is_step
from ritocco.errors import Cancelled, CannotWrite, NotFound, RitoccoError
from ritocco.jobs.job import ClientInfo, Job
from ritocco.jobs.queue import Queue
from ritocco.server.answers import CLOSING
from ritocco.server.few_at_once import few_at_once
from ritocco.server.webui.batches.batch import Batch, Later, Piece
from ritocco.server.webui.runs.finished import finished, left
from ritocco.server.webui.runs.previews import Previews
from ritocco.server.webui.runs.run import Made, Outcome, Run
from ritocco.server.webui.runs.tasks import Tasks
from ritocco.state import State

T = TypeVar("T")
NAME = "Web UI API"
"""What the history calls a document that came this way."""
LOOK = 0.5
"""Seconds between two looks whether somebody in the line is still there."""


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


class Gone(RitoccoError):
    """Whoever asked went away before it was their turn: nobody hears this."""

    code = "gone"


@few_at_once
def _kept(queue: Queue, job: str) -> str:
    """Keep a result; why it is in memory only, where the disk takes it another time."""
    try:
        queue.keep(job)
    except CannotWrite as error:
        return error.sentence
    return ""


def _gone() -> Gone:
    return Gone("Whoever asked for this has gone.")


Prepare = Callable[[], Awaitable[Batch]]
"""What makes a batch of a request when it is its turn."""


class Runs:
    """Takes one request after another; methods are called in the event loop."""

    def __init__(self, queue: Queue) -> None:
        self._queue = queue
        self._turn = asyncio.Lock()
        self.tasks = Tasks()
        self.previews = Previews()
        self._closed = asyncio.Event()
        self._why = CLOSING.message

    async def run(self, run: Run, prepare: Prepare) -> Outcome:
        """What comes of a request: fewer pictures where it was interrupted, or some were skipped.

        It stands in the line from now on, until whoever asked goes away, and is prepared in its
        turn, so that those that wait hold no pictures. Where nobody waits for it any more, what is
        begun is made and kept, and no more is. Raises JobFailed, QueueFull, Closing, Gone, and
        what `prepare` and `Queue.submit` raise.
        """
        with self.tasks.asked(run):
            async with self._in_turn(run):
                self._check_open()
                if await run.is_gone():
                    raise _gone()
                run.began = time()
                run.batch = await prepare()
                return Outcome(run.batch, await self._all(run, run.batch), run.interrupted)

    @asynccontextmanager
    async def _in_turn(self, run: Run) -> AsyncIterator[None]:
        """In here, no other request is at work. Raises Gone where nobody waits so long."""
        turn = asyncio.ensure_future(self._turn.acquire())
        try:
            while not (await asyncio.wait([turn], timeout=LOOK))[0]:
                if await run.is_gone():
                    raise _gone()
            yield
        finally:
            if not turn.cancel():
                self._turn.release()

    @property
    def now(self) -> Run | None:
        """The request at work, being prepared or made; None where nobody asks for anything."""
        return self.tasks.now

    async def _all(self, run: Run, batch: Batch) -> list[Made]:
        made = []
        for number, piece in enumerate(batch.pieces):
            run.number = number
            if run.interrupted or await run.is_gone():
                break
            done = await self._one(run, batch, piece)
            run.skipped = False
            if done is not None:
                made.append(done)
        return made

    async def _one(self, run: Run, batch: Batch, asked: Piece | Later) -> Made | None:
        piece = asked if isinstance(asked, Piece) else await _unless_cancelled(_now(asked))
        self._check_open()
        if piece is None or run.interrupted or run.skipped:
            return None
        if piece.is_left:
            return await left(piece, batch)
        source = ClientInfo(NAME)
        job = self._queue.submit(
            piece.recipe, piece.document, source, hints=batch.hints, outlives=False
        )
        run.job, run.sampling = job.id, None
        hears = False
        try:
            ended = await self._ended(run, job.id)
            if ended is None or ended.state is State.CANCELLED:
                return None
            if ended.error is not None:
                raise JobFailed(ended)
            making = finished(self._queue, ended, piece, batch.packing)
            made = await _unless_cancelled(making)
            if batch.keeps and made and (why := await _kept(self._queue, job.id)):
                made = replace(made, hints=(*made.hints, why))
            hears = not (batch.keeps or await run.is_gone())
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
            self.now.stop.set()
            self._cancel(self.now)

    def close(self, why: str) -> None:
        """Answer nobody any more: whoever waits hears why."""
        self._why = why
        self._closed.set()
        if self.now is not None:
            self.now.stop.set()

    def _check_open(self) -> None:
        if self._closed.is_set():
            raise Closing(self._why)

    def _release(self, job: str) -> None:
        with suppress(NotFound):  # somebody else has
            self._queue.let_go(job)

    def _cancel(self, run: Run) -> None:
        if run.job is not None:
            with suppress(NotFound):  # it was cancelled elsewhere, and discarded
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

    async def _ended(self, run: Run, job: str) -> Job | None:
        """A job as it ended, whoever discarded it since; None where that was before we looked."""
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        last: list[Job] = []

        def hear(_: str, told: Job) -> None:
            if told.id != job:
                return
            if run.sampling is None and is_step(told.text):
                run.sampling = told.fraction
            if told.state.is_final:
                last.append(told)
                loop.call_soon_threadsafe(ended.set)

        stop = self._queue.listen(hear)
        waits = [asyncio.create_task(one.wait()) for one in (ended, self._closed)]
        try:
            known = self._queue.job(job)
            if known.state.is_final:
                return known
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            self._check_open()
            return last[0]
        except NotFound:
            return None
        finally:
            stop()
            for one in waits:
                one.cancel()


async def _unless_cancelled(making: Awaitable[T | None]) -> T | None:
    """What is made; None where it heard that it is to stop."""
    try:
        return await making
    except Cancelled:
        return None


@few_at_once
def _now(later: Later) -> Piece | None:
    return later()
