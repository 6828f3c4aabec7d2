"""The requests that wait, are at work, or have been, by the names their clients gave them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ritocco import budget
from ritocco.jobs.line import MOST_WAITING_BYTES, QueueFull

MOST_WAITING = 200
"""Requests that are not answered yet; more are refused."""
_MOST_REMEMBERED = 64


@dataclass(slots=True)
class Task:
    """A request that is not answered yet; `nbytes` its pictures take in memory."""

    name: str
    nbytes: int = 0
    is_at_work: bool = False


class Tasks:
    """All requests that are not answered, oldest first; methods run in the event loop.

    Names are the clients' own (`force_task_id`): empty where one gave none, and not always
    different.
    """

    def __init__(self) -> None:
        self._open: list[Task] = []
        self._ended: deque[str] = deque(maxlen=_MOST_REMEMBERED)

    @contextmanager
    def asked(self, task: Task) -> Iterator[None]:
        """It waits, or is at work. Raises QueueFull."""
        held = sum(one.nbytes for one in self._open)
        full = held and held + task.nbytes > min(MOST_WAITING_BYTES, budget.share() // 2)
        if full or len(self._open) >= MOST_WAITING:
            raise QueueFull(
                "{count} requests are waiting, which is as much as fits; wait until some are "
                "done, and try again.",
                count=len(self._open),
            )
        self._open.append(task)
        try:
            yield
        finally:
            self._open = [one for one in self._open if one is not task]
            self._ended.append(task.name)

    @property
    def waiting(self) -> list[str]:
        """The names of those that wait, oldest first."""
        return [one.name for one in self._open if not one.is_at_work]

    def is_at_work(self, name: str) -> bool:
        """Whether it is being made."""
        return any(one.is_at_work and one.name == name for one in self._open)

    def has_ended(self, name: str) -> bool:
        """Whether it was answered, or given up."""
        return name in self._ended
