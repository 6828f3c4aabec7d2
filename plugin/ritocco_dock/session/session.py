"""What one document is doing: knobs, plan, jobs, results. No widgets; the UI shows what is here.

A session lives as long as its document is open and the dock is loaded. Its results live longer:
they are on the backend's disk, found again by the document's key.

Everything happens on the GUI thread in short steps; nothing here blocks. Errors come out of the
`message` signal, in the artist's words; methods raise nothing unless they say so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any
from uuid import uuid4

from ..editor import HostDocument
from ..errors import DockError
from ..knobs.knobs import Knobs
from ..knobs.models import own_values
from ..knobs.own import as_own
from ..message import Remedy
from ..qt import QObject, Signal
from ..words import say
from .another import Another
from .grid import Axis, Grid, cells_of, rows_of
from .hearing import Hearing
from .incoming import Incoming
from .job import Job
from .jobs import JobList
from .owner import Owner
from .plan import OUTDATED
from .press import Presses, Readiness, in_row
from .result import Result
from .stroke import Stroke
from .wanted import Wanted

__all__ = ["Axis", "Grid", "Readiness", "Session"]


class Session(Wanted):
    """One document and all that is asked for it."""

    jobs_changed = Signal()
    """A job was added or left the list."""
    job_changed = Signal(str)
    """The job with this id moved on."""

    def __init__(self, owner: Owner, document: HostDocument, knobs: Knobs, parent: QObject) -> None:
        super().__init__(owner, document, knobs, parent)
        self._key = document.key
        self._grids: list[Grid] = []
        client = owner.backend.client
        self._jobs = JobList(client, self)
        self._jobs.changed.connect(self.jobs_changed)
        self._jobs.moved.connect(self.job_changed)
        self._jobs.finished.connect(self._finished)
        self._jobs.failed.connect(self._failed)
        self._jobs.accepted.connect(self._accepted)
        self._then: dict[str, tuple[Knobs, tuple[str, ...]]] = {}
        """Of each job of this session: the knobs when it was pressed, and what had failed then."""
        self._presses = Presses(document, client, self._planner, self._jobs, self)
        self._another = Another(self._jobs, self._gallery, self._intent, self._row, self._press)
        self._incoming = Incoming(self._applier, self._came, self.apply, self)
        self._hearing = Hearing(self._key, self._jobs, self._gallery, self._intent, self)
        self.reconsider()
        self.backend_ready()

    # What there is

    @property
    def key(self) -> str:
        """The document's key."""
        return self._key

    @property
    def jobs(self) -> Sequence[Job]:
        """Jobs that are not done: oldest first. Failed ones stay until `dismiss`."""
        return self._jobs.all()

    @property
    def unfinished(self) -> int:
        """How many jobs something is still to come of."""
        return self._jobs.unfinished

    @property
    def handing_over(self) -> bool:
        """Whether the backend has yet to hear of something: pixels, or what was cancelled."""
        return self._jobs.handing_over

    def job(self, job: str) -> Job | None:
        """A job by its id, also one that is done."""
        return self._jobs.job(job)

    def result_of(self, job: str) -> Result | None:
        """The result of a job that is done; None before, or where it was discarded."""
        return self._gallery.result(self._incoming.result_of(job))

    @property
    def grids(self) -> Sequence[Grid]:
        """Grids of this session, newest first."""
        return tuple(reversed(self._grids))

    # What the artist does

    def submit(self) -> list[str]:
        """Do it, with pixels and selection of this moment. Ids of the new jobs (`knobs.batch`)."""
        return self._press(self._row(self.knobs))

    def remove(self, stroke: Stroke) -> list[str]:
        """Take away what was painted over, whatever is selected and whatever the task is.

        One press, one layer: the result is applied by itself as soon as it is here. Ids of the
        jobs, none where nothing of the canvas was painted over.
        """
        knobs = replace(self.knobs.with_task("remove"), batch=1, candidate=0)
        jobs = self._press(self._row(knobs), stroke) if stroke.box else []
        self._incoming.apply_at_once(jobs, stroke)
        return jobs

    def grid(self, x: Axis, y: Axis | None = None) -> Grid | None:
        """A job for each combination, all with one seed. None where it could not begin."""
        try:
            cells = cells_of(self.knobs, x, y)
        except DockError as error:
            self._tell(error)
            return None
        jobs = self._press(cells)
        if not jobs:
            return None
        self._grids.append(Grid(uuid4().hex[:8], x, y, rows_of(jobs, x)))
        return self._grids[-1]

    def cancel(self, job: str) -> None:
        """Stop a job: at once while it waits, within a step while it runs."""
        self._presses.drop(job)
        self._jobs.cancel(job)

    def cancel_all(self) -> None:
        """Stop all jobs of this document."""
        for job in reversed(self._jobs.all()):
            self.cancel(job.id)

    def dismiss(self, job: str) -> None:
        """Take a failed or cancelled job off the list."""
        self._jobs.dismiss(job)

    def again(self, about: str) -> list[str]:
        """The same knobs as that job or result on the present pixels, with another seed.

        Of a result that was chosen among several: the next best that is not on its way yet.
        """
        return self._another.again(about)

    def retry(self, job: str) -> None:
        """Send a failed job once more, exactly as it was, pixels and seed included.

        Where its pixels are not here any more, or too few: with those of now.
        """
        known, stroke = self._jobs.job(job), self._incoming.stroke_of(job)
        if self._jobs.retry(job):
            self._owner.backend.start()
        elif known is not None:
            once_more = [(known.knobs, known.seed)]
            if self.remove(stroke) if stroke is not None else self._press(once_more):
                self._jobs.dismiss(job)

    def vary(self, result: str, strength: float = 0.15) -> list[str]:
        """As that result, with a little of another seed mixed into its noise.

        Where no model made it there is no noise: then as `again`.
        """
        return self._another.vary(result, strength)

    def take_knobs(self, result: str) -> None:
        """Set all knobs to those of a result."""
        knobs = self._another.knobs_of(result)
        if knobs is not None:
            knobs = as_own(knobs, own_values(knobs, self._owner.models, self._owner.offer.adapters))
            self.turn(**{one.name: getattr(knobs, one.name) for one in fields(Knobs)})

    def again_shown(self) -> list[str]:
        """As `again`, of the shown result, else of the newest."""
        newest = max((one.id for one in self._looking.whole), default="")
        return self.again(self.shown or newest) if newest else []

    # What the owner tells

    def document_closed(self) -> None:
        """The document is gone. Jobs go on, and their results wait under its key."""
        self._applier.cancel()
        self.refresh()

    def backend_ready(self) -> None:
        """The backend is there (again): take up what waits for it."""
        if not self._owner.backend.client.address:
            return
        self._planner.forget()
        self._gallery.refresh()
        self._jobs.look_again()
        self._presses.resume()

    def line_is_back(self) -> None:
        """Events may have been missed."""
        self._jobs.look_again()

    def hear(self, event: str, data: Mapping[str, Any]) -> None:
        """An event of the backend, about any job of any document."""
        try:
            self._hearing.hear(event, data)
        except (KeyError, TypeError, ValueError) as error:
            text = say("The backend's answer could not be read. Is it of another version?")
            self._tell(DockError(text, "unreadable", repr(error)))

    # Within

    def _row(self, knobs: Knobs) -> Sequence[tuple[Knobs, int]]:
        """The settings and seeds of one press with these knobs."""
        return in_row(knobs, self._owner.offer.painting(knobs).by)

    def _press(
        self, wanted: Sequence[tuple[Knobs, int]], stroke: Stroke | None = None
    ) -> list[str]:
        """Freeze this moment and make a job of each setting."""
        try:
            jobs = self._presses.begin(wanted, self._look(), self._owner.models, stroke)
        except DockError as error:
            self._tell(error)
            return []
        for job in jobs:
            self._then[job] = self.knobs, self._jobs.failed_here
        self._incoming.asked(jobs, self.shown)
        self._owner.backend.start()
        return jobs

    def _finished(self, job: str, data: Mapping[str, Any]) -> None:
        try:
            self._incoming.take(job, data, self._another.base_of(job))
        except (KeyError, TypeError, ValueError) as error:
            self._tell(DockError(say("The result could not be read."), details=repr(error)))
        self.job_changed.emit(job)
        self._incoming.apply_next()

    def _accepted(self, job: str) -> None:
        """What failed before it is no news any more, and would hide how it goes on."""
        if job in self._then:
            knobs, failed = self._then[job]
            self._then[job] = knobs, ()
            for one in failed:
                self._overcome(one)

    def _planned(self) -> None:
        """The backend takes what is wanted now: what it refused with other knobs is overcome."""
        super()._planned()
        for job in self._jobs.failed_here if self.plan is not None else ():
            known, then = self._jobs.job(job), self._then.get(job)
            if known is not None and not known.server and then and then[0] != self.knobs:
                self._overcome(job)

    def _overcome(self, job: str) -> None:
        self._then.pop(job, None)
        self._jobs.dismiss(job)

    def _failed(self, job: str, error: DockError) -> None:
        self._presses.drop(job)
        if error.code == OUTDATED:
            self._planner.forget()
        self._tell(error, Remedy.AGAIN, job)
