"""What happens in the queue, as server-sent events that a client can resume."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from time import time
from typing import TYPE_CHECKING
from weakref import ref

from ritocco.errors import RitoccoError
from ritocco.jobs.job import event_of

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from ritocco.jobs.job import Job

KEPT = 2000
"""Events that can be replayed."""
HEARTBEAT = 15.0
"""Seconds of silence after which a comment is sent, so that both sides notice a dead line."""
MOST_STREAMS = 128
"""Streams at a time."""
RETRY = 1000
"""Milliseconds after which a client should connect again."""


class TooManyStreams(RitoccoError):
    """As many follow the events as can be told."""

    code = "crowded"


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """One event: its number, its name, the job it is about and that job as JSON."""

    number: int
    event: str
    job: str
    data: str
    is_last: bool

    def __str__(self) -> str:
        return f"id: {self.number}\nevent: {self.event}\ndata: {self.data}\n\n"


class EventLog:
    """The latest events, numbered without a gap, and the streams that follow them.

    All but the streams themselves may be used from any thread, and waits for a lock; the streams
    live in the server's event loop and wait for none. Numbers begin with the time, so those of an
    earlier server are always lower.
    """

    def __init__(self, heartbeat: float = HEARTBEAT) -> None:
        self._lock = Lock()
        self._entries: deque[LoggedEvent] = deque(maxlen=KEPT)
        self._last = int(time() * 1000)
        self._followers: list[ref[_Follower]] = []
        self._heartbeat = heartbeat
        self._closed = False

    def publish(self, event: str, job: Job) -> None:
        """Add an event and tell it to all streams."""
        with self._lock:
            self._last += 1
            entry = _entry(self._last, event, job)
            self._entries.append(entry)
            for follower in self._following():
                follower.tell(entry)

    def close(self) -> None:
        """End all streams; a server waits for them before it stops."""
        with self._lock:
            self._closed = True
            for follower in self._following():
                follower.end()

    def stream(
        self,
        loop: AbstractEventLoop,
        current: Callable[[], Iterable[Job]],
        after: int | None = None,
        job: str | None = None,
    ) -> AsyncIterator[str]:
        """The events after number `after`, of one job or of all, as text for the wire.

        Without `after`, or where events after it are no longer kept, it begins with how the
        jobs in `current()` stand. The stream of one job ends with that job. It is to be read in
        `loop`; this call may wait for locks and for the disk, and belongs into another thread.
        Raises TooManyStreams.
        """
        follower = _Follower(loop, job)
        with self._lock:
            if len(self._following()) >= MOST_STREAMS:
                raise TooManyStreams(
                    "{most} follow Ritocco's work already; end one and try again.",
                    most=MOST_STREAMS,
                )
            resumed = after is not None and self._reaches_back_to(after)
            begun = self._last if after is None or not resumed else after
            for entry in self._after(begun):
                follower.tell(entry)
            self._followers.append(ref(follower))
            if self._closed:
                follower.end()
        # Not under the lock: whoever publishes holds that of the jobs.
        start = [] if resumed else [_entry(begun, event_of(job), job) for job in current()]
        return self._follow(start, follower)

    async def _follow(
        self, start: Iterable[LoggedEvent], follower: _Follower
    ) -> AsyncIterator[str]:
        yield f"retry: {RETRY}\n\n"
        for entry in start:
            yield str(entry)
            if follower.job and entry.is_last:
                return
        while True:
            for entry in follower.heard():
                yield str(entry)
                if follower.job and entry.is_last:
                    return
            if follower.over:
                return
            try:
                await asyncio.wait_for(follower.news.wait(), self._heartbeat)
            except TimeoutError:
                yield ": nothing new\n\n"

    def _following(self) -> list[_Follower]:
        """The streams that are still there; called under the lock."""
        there = [follower for known in self._followers if (follower := known()) is not None]
        self._followers = [ref(follower) for follower in there]
        return there

    def _reaches_back_to(self, number: int) -> bool:
        return self._last - len(self._entries) <= number <= self._last

    def _after(self, number: int) -> list[LoggedEvent]:
        missing = self._last - len(self._entries)
        return list(islice(self._entries, max(0, number - missing), None))


class _Follower:
    """What one stream has yet to send. Told from any thread, read in its loop without a lock.

    One that is too far behind is over: its client comes again, and is told how things stand.
    """

    def __init__(self, loop: AbstractEventLoop, job: str | None) -> None:
        self.job, self.over = job, False
        self.news = asyncio.Event()
        self._loop = loop
        self._entries: deque[LoggedEvent] = deque()

    def tell(self, entry: LoggedEvent) -> None:
        """From any thread: this has happened."""
        if self.job in (None, entry.job):
            self._soon(self._hear, entry)

    def end(self) -> None:
        """From any thread: nothing will happen any more."""
        self._soon(self._hear, None)

    def heard(self) -> Iterator[LoggedEvent]:
        """In the loop: what was told since the last call."""
        self.news.clear()
        while self._entries:
            yield self._entries.popleft()

    def _soon(self, hear: Callable[..., None], *what: LoggedEvent | None) -> None:
        with suppress(RuntimeError):  # the loop is gone, and whoever listened with it
            self._loop.call_soon_threadsafe(hear, *what)

    def _hear(self, entry: LoggedEvent | None) -> None:
        if entry is None or len(self._entries) >= KEPT:
            self.over = True
        elif not self.over:
            self._entries.append(entry)
        self.news.set()


def _entry(number: int, event: str, job: Job) -> LoggedEvent:
    data = json.dumps(job.to_dict(), allow_nan=False)
    return LoggedEvent(number, event, job.id, data, job.state.is_final)
