"""The requests that wait, are at work, or have been, by the names their clients gave them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from ritocco.jobs.line import QueueFull
from ritocco.server.webui.runs.run import Run

MOST_WAITING = 200
"""Requests that are not answered yet; more are refused."""
_MOST_REMEMBERED = 64


class Tasks:
    """All requests that are not answered, oldest first, which is at work; methods run in the event
    loop.

    Those that wait hold their bodies and nothing else, and bodies are bounded together.

    Names are the clients' own (`force_task_id`): empty where one gave none, and not always
    different.
    """

    def __init__(self) -> None:
        self._open: list[Run] = []
        self._ended: deque[str] = deque(maxlen=_MOST_REMEMBERED)

    @contextmanager
    def asked(self, run: Run) -> Iterator[None]:
        """It waits, or is at work. Raises QueueFull."""
        if len(self._open) >= MOST_WAITING:
            raise QueueFull(
                "{count} requests are waiting, which is as much as fits; wait until some are "
                "done, and try again.",
                count=len(self._open),
            )
        self._open.append(run)
        try:
            yield
        finally:
            self._open = [one for one in self._open if one is not run]
            if run.name:
                self._ended.append(run.name)

    @property
    def now(self) -> Run | None:
        """The one at work; None where nobody asks for anything."""
        return self._open[0] if self._open else None

    @property
    def waiting(self) -> list[str]:
        """The names of those that wait, oldest first."""
        return [one.name for one in self._open[1:]]

    def is_at_work(self, name: str) -> bool:
        """Whether it is being made."""
        return self.now is not None and self.now.name == name

    def has_ended(self, name: str) -> bool:
        """Whether it was answered, or given up."""
        return name in self._ended
