"""What tools of the hand ask the backend for: finding an object, taking away what was painted over.

Both answer later; the window goes on meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from ..desk import Desk
from ..editor import SRGB8
from ..errors import DockError
from ..geometry import Size
from ..net.call import Call
from ..qt import QObject
from ..session.session import Session
from ..session.stroke import Stroke
from .bounds import bounds
from .document import Document
from .raster import Raster
from .timing import timer


@dataclass(frozen=True)
class Sought:
    """An object that is looked for.

    pixels  what is looked at, in pieces, as `SRGB8`
    size    of it
    hint    the API's `HintIn`
    """

    pixels: Sequence[bytes] = field(repr=False)
    size: Size
    hint: dict[str, Any]


class Aid(Protocol):
    """Somebody who can do that."""

    def find(
        self,
        sought: Sought,
        context: QObject,
        take: Callable[[bytes], object],
        fail: Callable[[DockError], object],
    ) -> Call:
        """Look for an object; `take` gets its levels, one byte for each pixel that was sent.

        Nobody is called once `context` has ended.
        """

    def remove(self, document: Document, stroke: Raster, over: Callable[[], object]) -> bool:
        """Take away what a stroke covers, as a layer of its own; whether that could begin.

        `over` is called when it is in, or nothing will come of it.
        """


class DeskAid:
    """The desk's backend, and its session of the document in front."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def find(
        self,
        sought: Sought,
        context: QObject,
        take: Callable[[bytes], object],
        fail: Callable[[DockError], object],
    ) -> Call:
        """As `Aid.find`."""
        self._desk.backend.start()
        document = {"canvas": sought.size.to_dict(), "layout": SRGB8.to_dict()}
        fields = {"hint": sought.hint, "document": document}
        call = self._desk.backend.client.upload("/v1/select", fields, {"pixels": sought.pixels})

        def taken(body: bytes) -> None:
            if len(body) != sought.size.area:
                raise ValueError(f"{len(body)} levels for {sought.size}")
            take(body)

        return call.then(context, lambda answer: taken(answer.body), fail)

    def remove(self, document: Document, stroke: Raster, over: Callable[[], object]) -> bool:
        """As `Aid.remove`."""
        session = self._desk.session
        if session is None or session.key != document.key:
            return False
        box = bounds(stroke) & document.canvas.box
        jobs = session.remove(Stroke.of(box, stroke.bytes(box))) if box else []
        if jobs:
            _Waiting(session, jobs[0], over)
        return bool(jobs)


class _Waiting(QObject):
    """Waits for the end of a job whose result is applied as it comes."""

    def __init__(self, session: Session, job: str, over: Callable[[], object]) -> None:
        super().__init__(session)
        self._session, self._job, self._over = session, job, over
        # Later: when a job is told to be done, its result is about to be applied.
        self._later = timer(self, 0, self._look, once=True)
        for signal in (session.jobs_changed, session.applying_changed, session.job_changed):
            signal.connect(self._later.start)

    def _look(self) -> None:
        session, job = self._session, self._session.job(self._job)
        result = session.result_of(self._job)
        coming = result is not None and session.applying and not session.is_applied(result.id)
        if (job is None or job.phase.is_final) and not coming:
            self._later.stop()
            self.setParent(None)
            self._over()
