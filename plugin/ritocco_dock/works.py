"""What the backend's library is doing, followed by asking while something is unfinished.

The backend goes on whatever happens here, also with the editor closed; its list of work is of
its own life, so after a restart nothing is there any more.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from functools import partial

from .client import Answer, Call, Client
from .errors import DockError
from .qt import QObject, QTimer, Signal
from .work import Work

POLL_MS = 1000
SOON_MS = 250
"""Until a new piece of work is asked about for the first time."""
PATH = "/v1/library"


class Works(QObject):
    """The unfinished pieces of work."""

    moved = Signal(object)
    """This `Work` is new, or is another one than before."""
    ended = Signal(object)
    """This `Work` has come to its end."""
    looked = Signal()
    """All are known as they are now."""
    failed = Signal(object)
    """A `DockError`: it could not be stopped."""

    def __init__(self, client: Client, parent: QObject) -> None:
        super().__init__(parent)
        self._client = client
        self._works: dict[str, Work] = {}
        self._over: set[str] = set()
        """Ids of those that ended; an older answer may still come and call them unfinished."""
        self._call: Call | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    def all(self) -> Sequence[Work]:
        """Oldest first."""
        return tuple(self._works.values())

    def of_models(self) -> dict[str, Work]:
        """Model id -> what is being done to it."""
        return {work.model: work for work in self._works.values() if work.model}

    def look(self) -> None:
        """Ask how they stand."""
        self._timer.stop()
        if self._client.address:
            # Where nobody answers, this is called again when the backend is back.
            self._give_up()
            self._call = self._client.get(f"{PATH}/tasks")
            self._call.then(self, partial(self._take, frozenset(self._works)), self._not_had)

    def look_soon(self) -> None:
        """Ask before long, where that is not on its way."""
        if not self._timer.isActive():
            self._timer.start(POLL_MS)

    def begun(self, answer: Answer) -> Work:
        """The backend took an order: it answered with this piece of work."""
        work = Work.from_dict(answer.json())
        self._follow(work)
        if self._works:
            self._timer.start(SOON_MS)
        return work

    def stop(self, work: Work) -> None:
        """Have it stopped."""
        call = self._client.post(f"{PATH}/tasks/{work.id}/cancel")
        call.then(self, self.begun, self._not_stopped)

    def forget(self) -> None:
        """The backend is gone, and all of it with it."""
        self._timer.stop()
        self._give_up()
        self._works.clear()
        self._over.clear()

    def _take(self, known: Set[str], answer: Answer) -> None:
        """How all stand. `known`: those that were there when it was asked; later ones may not
        be in the answer, which was on its way when they began."""
        self._call = None
        told = [Work.from_dict(one) for one in answer.json()["tasks"]]
        for id_ in known - {work.id for work in told}:
            self._works.pop(id_, None)
        for work in told:
            if work.id in self._works or not work.phase.is_final:
                self._follow(work)
        if self._works:
            self._timer.start(POLL_MS)
        self.looked.emit()

    def _not_had(self, error: DockError) -> None:
        self._call = None

    def _give_up(self) -> None:
        if self._call is not None:
            self._call.cancel()
            self._call = None

    def _follow(self, work: Work) -> None:
        if self._works.get(work.id) == work or work.id in self._over:
            return
        if work.phase.is_final:
            self._works.pop(work.id, None)
            self._over.add(work.id)
            self.ended.emit(work)
        else:
            self._works[work.id] = work
            self.moved.emit(work)

    def _not_stopped(self, error: DockError) -> None:
        self.look()
        self.failed.emit(error)
