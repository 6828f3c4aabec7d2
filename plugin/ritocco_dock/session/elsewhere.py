"""What the backend does for other pictures than the one in front, and what came of it for nobody.

A picture in no file can be gone when its result comes, where the editor was closed meanwhile. Such
results are offered; nothing else would ever show them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import partial
from typing import Any

from ..editor import SRGB, Host, LayerSpec, PictureSpec
from ..errors import DockError
from ..geometry import Box
from ..knobs.tasks import TASKS
from ..message import Message
from ..net.client import Answer, Client
from ..phase import Phase
from ..qt import QObject, Signal
from ..settings import Settings
from ..words import say
from .paste import Paste
from .result import Result, task_of
from .session import Session

_EVENTS = {"waiting": "waiting", "running": "progress"}
_ENDED = ("done", "failed", "cancelled", "released")


@dataclass(frozen=True)
class Other:
    """A job for another picture.

    label     of its task, in English
    name      of the picture; "" where it is not open
    fraction  0..1; None while it waits
    """

    label: str
    name: str
    fraction: float | None


@dataclass(frozen=True)
class _Strange:
    """A job of no session here: as it is shown, its event, and as the API tells it."""

    other: Other
    event: str
    data: Mapping[str, Any]

    @classmethod
    def of(cls, event: str, data: Mapping[str, Any]) -> _Strange:
        fraction = float(data["fraction"]) if event == "progress" else None
        return cls(Other(TASKS[task_of(data["recipe"])].label, "", fraction), event, data)


class Elsewhere(QObject):
    """Follows the jobs of all pictures but one."""

    changed = Signal()
    """`others` or `finished` are others."""
    message = Signal(object)
    """A `Message` for the bar."""

    def __init__(
        self,
        client: Client,
        host: Host,
        settings: Settings,
        sessions: Callable[[], Sequence[Session]],
        front: Callable[[], Session | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._client, self._host, self._settings = client, host, settings
        self._sessions, self._front = sessions, front
        self._begun = datetime.now(timezone.utc)
        self._strange: dict[str, _Strange] = {}
        """Unfinished jobs of no session here."""
        self._lost: dict[str, Mapping[str, Any]] = {}
        """Finished ones, as the API tells them."""

    @property
    def others(self) -> Sequence[Other]:
        """Unfinished jobs of all pictures but the one in front; those at work come first."""
        front, found = self._front(), []
        for session in self._sessions():
            for job in session.jobs if session is not front else ():
                if not job.phase.is_final:
                    fraction = job.fraction if job.phase is Phase.RUNNING else None
                    found.append(Other(job.knobs.about.label, session.document.name, fraction))
        found += [strange.other for strange in self._strange.values()]
        return sorted(found, key=lambda one: one.fraction is None)

    @property
    def finished(self) -> int:
        """How many results there are whose picture was in no file and is gone."""
        return len(self._homeless())

    def stop(self) -> None:
        """Stop all of `others`."""
        front = self._front()
        for session in self._sessions():
            if session is not front:
                session.cancel_all()
        for job in self._strange:
            self._client.post(f"/v1/jobs/{job}/cancel")

    def open_finished(self) -> None:
        """Each of `finished` as a picture of its own; its result is let go when it is one."""
        for job, data in self._take_finished().items():
            result = Result.from_dict(data["result"])
            size, name = result.box.size, say(TASKS[result.task].label)
            spec = LayerSpec(name, Box.of(size), SRGB, result.recipe_text)
            try:
                builder = self._host.new_picture(PictureSpec(name, size, SRGB, spec.recipe))
            except DockError as error:
                self._put_back(job, data, error)
                continue
            paste = Paste(self._client, job, spec, builder, True, lambda: None, self)
            paste.done.connect(partial(self._release, job))
            paste.failed.connect(partial(self._put_back, job, data))

    def let_go(self) -> None:
        """Remove `finished` from the backend's disk."""
        for job in self._take_finished():
            self._release(job)

    def ask(self) -> None:
        """The backend is there (again): what does it do?"""
        self._client.get("/v1/jobs").then(self, self._listed)

    def forget(self) -> None:
        """The backend is gone, and its jobs with it."""
        self._strange.clear()
        self.changed.emit()

    def hear(self, event: str, data: Mapping[str, Any]) -> None:
        """An event about any job. What cannot be read is told by the sessions."""
        with suppress(KeyError, TypeError, ValueError):
            self._hear(event, data)

    def opened(self, session: Session) -> None:
        """This document is here now: what is on its way for it, or was made, is its own."""
        for job, one in list(self._strange.items()):
            if one.data["document"] == session.key:
                del self._strange[job]
                session.hear(one.event, one.data)
        for job, data in list(self._lost.items()):
            if data["document"] == session.key:
                del self._lost[job]
        self.changed.emit()

    def _hear(self, event: str, data: Mapping[str, Any]) -> None:
        job = str(data["id"])
        before = self._strange.pop(job, None)
        if data["document"] in self._keys():
            if before is not None:
                self.changed.emit()
            return
        if event in _EVENTS.values():
            self._strange[job] = _Strange.of(event, data)
        elif event == "done" and data["result"] and self._came_before(data):
            self._lost[job] = data
        elif event in _ENDED:
            self._lost.pop(job, None)
        self.changed.emit()

    def _listed(self, answer: Answer) -> None:
        self._strange.clear()
        for data in answer.json()["jobs"]:
            event = _EVENTS.get(data["state"], data["state"])
            if event in _EVENTS.values():
                for session in self._sessions():
                    session.hear(event, data)
            self.hear(event, data)
        self.changed.emit()

    def _came_before(self, data: Mapping[str, Any]) -> bool:
        """Whether it was asked for in an earlier run of the editor, and has ended in this one."""
        created, finished = data["created"], data["finished"]
        return bool(finished) and _time(created) < self._begun <= _time(finished)

    def _keys(self) -> set[str]:
        return {session.key for session in self._sessions()}

    def _homeless(self) -> Mapping[str, Mapping[str, Any]]:
        """Those of `_lost` that no picture will show when it is opened."""
        known = {*self._settings.get("documents", {}).values(), *self._keys()}
        return {job: one for job, one in self._lost.items() if one["document"] not in known}

    def _take_finished(self) -> Mapping[str, Mapping[str, Any]]:
        taken = self._homeless()
        for job in taken:
            del self._lost[job]
        self.changed.emit()
        return taken

    def _release(self, job: str) -> None:
        self._client.delete(f"/v1/jobs/{job}")

    def _put_back(self, job: str, data: Mapping[str, Any], error: DockError) -> None:
        self._lost[job] = data
        self.changed.emit()
        self.message.emit(Message.of(error))


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
