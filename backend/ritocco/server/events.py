"""What happens in the queue, as server-sent events that a client can resume."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from time import time
from typing import TYPE_CHECKING

from ritocco.jobs.job import event_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ritocco.jobs.job import Job

KEPT = 2000
"""Events that can be replayed."""
HEARTBEAT = 15.0
"""Seconds of silence after which a comment is sent, so that both sides notice a dead line."""
RETRY = 1000
"""Milliseconds after which a client should connect again."""


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

    `publish` may be called from any thread; streams live in the server's event loop. Numbers
    begin with the time, so those of an earlier server are always lower.
    """

    def __init__(self, heartbeat: float = HEARTBEAT) -> None:
        self._lock = Lock()
        self._entries: deque[LoggedEvent] = deque(maxlen=KEPT)
        self._last = int(time() * 1000)
        self._wakers: set[Callable[[], object]] = set()
        self._heartbeat = heartbeat
        self._closed = False

    def publish(self, event: str, job: Job) -> None:
        """Add an event and wake all streams."""
        with self._lock:
            self._last += 1
            self._entries.append(_entry(self._last, event, job))
            for wake in self._wakers:
                wake()

    def close(self) -> None:
        """End all streams; a server waits for them before it stops."""
        self._closed = True
        with self._lock:
            for wake in self._wakers:
                wake()

    def stream(
        self, current: Callable[[], Iterable[Job]], after: int | None = None, job: str | None = None
    ) -> AsyncIterator[str]:
        """The events after number `after`, of one job or of all, as text for the wire.

        Without `after`, or where events after it are no longer kept, it begins with how the
        jobs in `current()` stand. The stream of one job ends with that job.
        """
        start = []
        if after is None or not self._reaches_back_to(after):
            after = self._last
            start = [_entry(after, event_of(job), job) for job in current()]
        return self._follow(start, after, job)

    async def _follow(
        self, start: list[LoggedEvent], after: int, job: str | None
    ) -> AsyncIterator[str]:
        with self._waking() as awake:
            yield f"retry: {RETRY}\n\n"
            for entry in start:
                yield str(entry)
                if job and entry.is_last:
                    return
            while not self._closed:
                awake.clear()
                for entry in self._after(after):
                    after = entry.number
                    if job in (None, entry.job):
                        yield str(entry)
                        if job and entry.is_last:
                            return
                try:
                    await asyncio.wait_for(awake.wait(), self._heartbeat)
                except TimeoutError:
                    yield ": nothing new\n\n"

    def _reaches_back_to(self, number: int) -> bool:
        with self._lock:
            return self._last - len(self._entries) <= number <= self._last

    def _after(self, number: int) -> list[LoggedEvent]:
        with self._lock:
            missing = self._last - len(self._entries)
            return list(islice(self._entries, max(0, number - missing), None))

    @contextmanager
    def _waking(self) -> Iterator[asyncio.Event]:
        """An event of this loop that is set whenever something is published."""
        loop, awake = asyncio.get_running_loop(), asyncio.Event()

        def wake() -> None:
            with suppress(RuntimeError):  # the loop is gone, and whoever listened with it
                loop.call_soon_threadsafe(awake.set)

        with self._lock:
            self._wakers.add(wake)
        try:
            yield awake
        finally:
            with self._lock:
                self._wakers.discard(wake)


def _entry(number: int, event: str, job: Job) -> LoggedEvent:
    return LoggedEvent(number, event, job.id, json.dumps(job.to_dict()), job.state.is_final)
