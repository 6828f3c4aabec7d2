"""Long work on models in threads of its own: one fetch at a time, and the rest beside it.

A task goes on when whoever asked for it goes away; it is remembered until the process ends.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import count
from queue import SimpleQueue
from threading import Event, Lock, Thread
from typing import Any

from ritocco.errors import Cancelled, NotFound, RitoccoError
from ritocco.library.course import Course, Progress
from ritocco.state import State
from ritocco.watch import Watch

KEPT = 50
"""Tasks that are remembered once they are over."""
_log = logging.getLogger(__name__)


class Doing(StrEnum):
    """What a task does."""

    GET = "get"
    CHECK = "check"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class Task:
    """One piece of long work, and how far it is.

    model  id of the model it is about; None while that is not known
    error  (code, sentence) of one that failed
    found  what came of it, as plain values for JSON
    """

    id: str
    doing: Doing
    model: str | None
    title: str
    state: State = State.WAITING
    progress: Progress = field(default_factory=lambda: Progress("Waiting"))
    error: tuple[str, str] | None = None
    found: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        progress = self.progress
        done = self.state is State.DONE
        return {
            "id": self.id,
            "kind": self.doing.value,
            "model": self.model,
            "title": self.title,
            "state": self.state.value,
            "fraction": 1.0 if done else round(progress.fraction, 4),
            "text": progress.text,
            "bytes_done": progress.done if progress.total or progress.done else None,
            "bytes_total": progress.total,
            "bytes_per_second": None if progress.speed is None else round(progress.speed),
            "seconds_left": None if progress.left is None else round(progress.left, 1),
            "error": self.error and {"code": self.error[0], "message": self.error[1]},
            "added": self.found.get("added", []),
            "refused": self.found.get("refused", []),
        }


Work = Callable[[Course], dict[str, Any]]
"""Does it, telling the course; what came of it comes back. Raises RitoccoError."""
_WORDS = {
    State.DONE: "Done",
    State.CANCELLED: "Cancelled. What has come is kept.",
}


class Tasks:
    """All tasks of this process. Made once; threads start when they are needed."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._numbers = count(1)
        self._tasks: dict[str, Task] = {}
        self._cancels: dict[str, Event] = {}
        self._lines: dict[bool, SimpleQueue[tuple[str, Work] | None]] = {}
        self._closed = False

    def start(self, doing: Doing, model: str | None, title: str, work: Work) -> Task:
        """Put work in the line; the same work on the same model is not begun twice."""
        with self._lock:
            for task in self._tasks.values():
                same = model is not None and (task.doing, task.model) == (doing, model)
                if same and not task.state.is_final:
                    return task
            task = Task(str(next(self._numbers)), doing, model, title)
            self._tasks[task.id] = task
            self._cancels[task.id] = Event()
            self._forget()
            self._line(doing is Doing.GET).put((task.id, work))
            return task

    def all(self) -> list[Task]:
        """All that are remembered, oldest first."""
        with self._lock:
            return list(self._tasks.values())

    def get(self, task: str) -> Task:
        """One task. Raises NotFound."""
        with self._lock:
            found = self._tasks.get(task)
        if found is None:
            raise NotFound(f"There is no task {task[:40]!r} here.")
        return found

    def of(self, model: str) -> Task | None:
        """The unfinished task about a model, or its last one if that failed."""
        about = [task for task in self.all() if task.model == model]
        last = about[-1] if about else None
        moving = next((task for task in about if not task.state.is_final), None)
        return moving or (last if last and last.state is State.FAILED else None)

    def cancel(self, task: str) -> Task:
        """Stop a task: told at once, done within moments. A finished one stays as it is."""
        found = self.get(task)
        if not found.state.is_final:
            self._cancels[task].set()
            self._change(task, State.CANCELLED)
        return self.get(task)

    def close(self) -> None:
        """Stop all tasks; they end within moments, and what has come is kept."""
        with self._lock:
            self._closed = True
            for event in self._cancels.values():
                event.set()
            for line in self._lines.values():
                line.put(None)

    def _line(self, fetching: bool) -> SimpleQueue[tuple[str, Work] | None]:
        """The line of one of the two threads. The lock is held."""
        if fetching not in self._lines:
            line: SimpleQueue[tuple[str, Work] | None] = SimpleQueue()
            self._lines[fetching] = line
            name = "fetching models" if fetching else "looking at models"
            Thread(target=self._serve, args=(line,), name=name, daemon=True).start()
        return self._lines[fetching]

    def _serve(self, line: SimpleQueue[tuple[str, Work] | None]) -> None:
        while (next_one := line.get()) is not None:
            task, work = next_one
            with self._lock:
                known = self._tasks.get(task)
            if known and not known.state.is_final:
                self._run(task, work)

    def _run(self, task: str, work: Work) -> None:
        self._change(task, State.RUNNING)

        def tell(progress: Progress) -> None:
            with self._lock:
                if not self._tasks[task].state.is_final:
                    self._tasks[task] = replace(self._tasks[task], progress=progress)

        course = Course(Watch(cancelled=self._cancels[task]), tell)
        try:
            found = work(course)
            self._change(task, State.DONE, found=found)
        except Cancelled:
            self._change(task, State.CANCELLED)
        except RitoccoError as error:
            self._change(task, State.FAILED, error=(error.code, str(error)))
        except Exception:  # noqa: BLE001  a bug of ours must not end the thread
            _log.exception("a task on models failed")
            words = "Something went wrong inside Ritocco; see its log file."
            self._change(task, State.FAILED, error=("internal", words))

    def _change(
        self,
        task: str,
        state: State,
        *,
        error: tuple[str, str] | None = None,
        found: dict[str, Any] | None = None,
    ) -> None:
        with self._lock:
            was = self._tasks[task]
            if was.state.is_final:
                return
            words = error[1] if error else _WORDS.get(state, was.progress.text)
            progress = replace(was.progress, text=words, speed=None, left=None)
            made = found or {}
            model = made.get("model", was.model)
            self._tasks[task] = replace(
                was, state=state, progress=progress, error=error, found=made, model=model
            )

    def _forget(self) -> None:
        over = [task.id for task in self._tasks.values() if task.state.is_final]
        for task in over[: max(0, len(over) - KEPT)]:
            del self._tasks[task]
            del self._cancels[task]
