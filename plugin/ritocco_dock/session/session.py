"""What one document is doing: knobs, plan, jobs, results. No widgets; the UI shows what is here.

A session lives as long as its document is open and the dock is loaded. Its results live longer:
they are on the backend's disk, found again by the document's key.

Everything happens on the GUI thread in short steps; nothing here blocks. Errors come out of the
`message` signal, in the artist's words; methods raise nothing unless they say so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from functools import reduce
from operator import or_
from typing import Any
from uuid import uuid4

from ..editor import DocumentState, HostDocument
from ..errors import DockError, HostError
from ..geometry import Anchor, Box, Sides
from ..knobs.knobs import Knobs
from ..knobs.models import own_values
from ..knobs.own import as_own
from ..knobs.recipe import knobs_of
from ..message import Remedy
from ..phase import Phase
from ..qt import QObject, Signal
from ..words import say
from .another import Another
from .grid import Axis, Grid, cells_of, rows_of
from .intent import Intent
from .job import Job
from .jobs import JobList
from .made import Made
from .owner import Owner
from .plan import OUTDATED, Plan
from .planning import Planner
from .press import Presses, Readiness, in_row
from .result import Result, task_of, words_of
from .stroke import Stroke

__all__ = ["Axis", "Grid", "Readiness", "Session"]


class Session(Made):
    """One document and all that is asked for it."""

    knobs_changed = Signal()
    plan_changed = Signal()
    """`plan` or `plan_problem` is another one."""
    readiness_changed = Signal()
    """`readiness`, or `state` (selection, canvas, active layer), is another one."""
    jobs_changed = Signal()
    """A job was added or left the list."""
    job_changed = Signal(str)
    """The job with this id moved on."""

    def __init__(self, owner: Owner, document: HostDocument, knobs: Knobs, parent: QObject) -> None:
        super().__init__(owner, document, parent)
        self._key = document.key
        self._grids: list[Grid] = []
        self._results_of: dict[str, str] = {}
        self._anchors: dict[str, Anchor] = {}
        """Where the canvas lay when a job was asked for."""
        self._beheld: dict[str, str] = {}
        """Which result was looked at when a job was asked for."""
        self._strokes: dict[str, Stroke] = {}
        """Of jobs whose results are applied as they come."""
        client = owner.backend.client
        self._overlaid: tuple[Box, ...] = ()
        self._planner = Planner(client, self)
        self._planner.changed.connect(self._planned)
        self._intent = Intent(owner.offer, self._planner, knobs, document.state(), self)
        self._intent.turned.connect(self._turned)
        self._intent.weighed.connect(self.readiness_changed)
        self._intent.weighed.connect(self.refresh_plan_overlay)
        self._jobs = JobList(client, self)
        self._jobs.changed.connect(self.jobs_changed)
        self._jobs.moved.connect(self.job_changed)
        self._jobs.finished.connect(self._finished)
        self._jobs.failed.connect(self._failed)
        self._presses = Presses(document, client, self._planner, self._jobs, self)
        self._another = Another(self._jobs, self._gallery, self._intent, self._row, self._press)
        self._applier.changed.connect(self._apply_straight)
        self._gallery.cut_off.connect(self._adopt)
        self._looking.changed.connect(self.refresh_plan_overlay)
        self._applier.applied.connect(lambda result, _: self._grown(result))
        self.reconsider()
        self.backend_ready()

    # What there is

    @property
    def key(self) -> str:
        """The document's key."""
        return self._key

    @property
    def state(self) -> DocumentState | None:
        """Canvas, selection, active layer and colour as last seen; None once it was closed."""
        return self._intent.state

    @property
    def knobs(self) -> Knobs:
        """The settings."""
        return self._intent.knobs

    @property
    def plan(self) -> Plan | None:
        """What a press would do now; None while unknown."""
        return self._intent.plan

    @property
    def plan_problem(self) -> str:
        """Why there is no plan, for the artist; "" where nothing is wrong."""
        return self._planner.problem

    @property
    def readiness(self) -> Readiness:
        """Whether `submit` can be called."""
        return self._intent.readiness

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
        return self._gallery.result(self._results_of.get(job, ""))

    @property
    def grids(self) -> Sequence[Grid]:
        """Grids of this session, newest first."""
        return tuple(reversed(self._grids))

    # What the artist does

    def turn(self, **changes: object) -> None:
        """Change knobs: `turn(prompt="a boat", steps=12)`. Names are fields of `Knobs`."""
        self._intent.turn(**changes)

    def choose(self, task: str) -> None:
        """Another task, with the strength last used for it."""
        self._intent.choose(task)

    def extend_to(self, width: int, height: int) -> None:
        """Set the sides for the smallest canvas of this aspect that holds the present one."""
        self._intent.extend_to(width, height)

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
        self._strokes.update(dict.fromkeys(jobs, stroke))
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
        known, stroke = self._jobs.job(job), self._strokes.get(job)
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
            knobs = as_own(knobs, own_values(knobs, self._owner.models))
            self.turn(**{one.name: getattr(knobs, one.name) for one in fields(Knobs)})

    @property
    def can_again(self) -> bool:
        """Whether `again_shown` would do something."""
        return self.showable > 0

    def again_shown(self) -> list[str]:
        """As `again`, of the shown result, else of the newest."""
        newest = max((one.id for one in self._looking.whole), default="")
        return self.again(self.shown or newest) if newest else []

    def refresh_plan_overlay(self) -> None:
        """Draw the planned windows on the canvas, or take them away, as things stand."""
        plan = self.plan
        wanted = self._owner.shows(self._document)
        wanted = wanted and self._owner.settings.get("show_plan", True) and self.readiness.ready
        boxes: tuple[Box, ...] = ()
        if plan is not None and wanted and not self.shown:
            boxes = (reduce(or_, plan.windows),)  # frames of all would cross the picture
        if boxes and plan is not None and self.knobs.task == "remove":
            boxes = (*boxes, plan.layer)  # how far it goes beyond the selection
        if boxes != self._overlaid and self._document.alive():
            self._overlaid = boxes
            self._document.show_plan(boxes)
        pulls = self._owner.shows(self._document) and self.knobs.task == "extend"
        if self._document.alive():
            self._document.show_sides(self.knobs.extend if pulls and not self.shown else None)

    # What the owner tells

    def refresh(self) -> None:
        """The document may have changed: look at it."""
        try:
            state = self._document.state() if self._document.alive() else None
        except HostError:
            state = None  # closed in this very moment
        before = self.state
        if state is not None:
            self._applier.saw(state)
            self._see_layers()
        if self._intent.see(state):
            if before is not None and state is not None and before.size != state.size:
                self._looking.draw()  # it lies at another place of the canvas now, or at none
            self.readiness_changed.emit()
            self.refresh_plan_overlay()

    def reconsider(self) -> None:
        """Models, tasks or the backend are others now."""
        self._intent.weigh()
        self.refresh_plan_overlay()

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
            self._hear(event, data)
        except (KeyError, TypeError, ValueError) as error:
            text = say("The backend's answer could not be read. Is it of another version?")
            self._tell(DockError(text, "unreadable", repr(error)))

    # Within

    def _hear(self, event: str, data: Mapping[str, Any]) -> None:
        if self._jobs.hear(event, data) or data.get("document") != self._key:
            return
        if event in ("waiting", "progress"):  # ours, of an earlier run of the editor, and these too
            self._jobs.join(self._job_of(data, Phase.WAITING), data)
        elif event == "done" and data.get("result"):
            self._gallery.add(data["result"])
        elif event == "released":
            self._gallery.forget(str(data["id"]))

    def _turned(self) -> None:
        self._owner.remember(self.knobs)
        self.knobs_changed.emit()
        self.refresh_plan_overlay()

    def _planned(self) -> None:
        self.plan_changed.emit()
        self.refresh_plan_overlay()

    def _look(self) -> DocumentState | None:
        """How the document stands in this very moment."""
        self.refresh()
        return self.state

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
        self._anchors.update(dict.fromkeys(jobs, self._applier.anchor))
        self._beheld.update(dict.fromkeys(jobs, self.shown))
        self._owner.backend.start()
        return jobs

    def _adopt(self, data: Mapping[str, Any]) -> None:
        """Show a job that a crash cut off before this session, until it is sent again or let go."""
        job = self._job_of(data, Phase.FAILED)
        self._jobs.adopt(replace(job, problem=say("This was cut off by a crash; send it again.")))

    def _job_of(self, data: Mapping[str, Any], phase: Phase) -> Job:
        """A job that the backend tells of and this session did not begin."""
        recipe = data["recipe"]
        knobs = knobs_of(recipe, task_of(recipe), self.knobs)
        seed, server, words = int(recipe["seed"]), str(data["id"]), words_of(recipe)
        return Job(uuid4().hex[:12], knobs, seed, phase, server, words=words)

    def _finished(self, job: str, data: Mapping[str, Any]) -> None:
        try:
            if job in self._anchors:
                self._applier.made_at(str(data["id"]), self._anchors[job])
            instead_of = self._another.base_of(job), self._beheld.get(job, "")
            self._results_of[job] = self._came(data, instead_of, show=job not in self._strokes)
        except (KeyError, TypeError, ValueError) as error:
            self._tell(DockError(say("The result could not be read."), details=repr(error)))
        self.job_changed.emit(job)
        self._apply_straight()

    def _apply_straight(self) -> None:
        """The next result that is not waited with; one at a time."""
        done = next((job for job in self._strokes if job in self._results_of), "")
        if done and not self.applying:
            del self._strokes[done]
            self.apply(self._results_of[done])

    def _grown(self, result: Result) -> None:
        """An extension is in: the next press must not make the canvas grow again."""
        if result.extend:
            self.turn(extend=Sides())

    def _failed(self, job: str, error: DockError) -> None:
        self._presses.drop(job)
        if error.code == OUTDATED:
            self._planner.forget()
        self._tell(error, Remedy.AGAIN, job)
