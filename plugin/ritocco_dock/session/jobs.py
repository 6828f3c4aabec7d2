"""The jobs of one document on their way: sent in order, followed, found again after a crash."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import monotonic
from typing import Any

from ..errors import DockError
from ..net.client import Answer, Call, Client
from ..phase import Phase
from ..qt import QObject, QtGui, QTimer, Signal
from ..words import from_backend, say
from .job import Job
from .plan import OUTDATED
from .submission import Payload

MOST_TRIES = 2
"""How often a job that was running when the backend died is sent again, at most."""
PREVIEW_SECONDS = 0.6
AGAIN_MS = 2000
"""Until what could not be sent is tried again, if the backend has not come back before."""
CUT_OFF = "cut_off"
"""What the backend says of a job that it had when it died."""
PASSING = ("unreachable", "crowded", "closing")
"""Why a job could not be sent now, and will be sent by itself."""
EARLY_KEPT = 64
FINISHED_KEPT = 500
_GONE = (Phase.DONE, Phase.CANCELLED)
_PHASES = {
    "waiting": Phase.WAITING,
    "running": Phase.RUNNING,
    "done": Phase.DONE,
    "failed": Phase.FAILED,
    "cancelled": Phase.CANCELLED,
}


@dataclass
class _Order:
    """What is kept of a job that is not finished, or failed and may be tried again."""

    payload: Payload | None = None
    call: Call | None = None
    tries: int = 0
    previewed: float = 0.0
    asking: bool = False


class JobList(QObject):
    """Methods that change a job emit `moved` with its id; jobs that come or go emit `changed`."""

    changed = Signal()
    moved = Signal(str)
    finished = Signal(str, object)
    """The job with this id is done: the result as the API tells it."""
    failed = Signal(str, object)
    """The job with this id failed: a `DockError`."""
    cancelled = Signal(str)
    accepted = Signal(str)
    """The backend has taken on the job with this id."""

    def __init__(self, client: Client, parent: QObject) -> None:
        super().__init__(parent)
        self._client = client
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._orders: dict[str, _Order] = {}
        self._early: OrderedDict[str, Mapping[str, Any]] = OrderedDict()
        self._heard_of: set[str] = set()
        self._adopted: set[str] = set()
        self._stopping: set[str] = set()
        self._sending = ""

    def all(self) -> Sequence[Job]:
        """Those that are neither done nor cancelled, oldest first."""
        return [job for job in self._jobs.values() if job.phase not in _GONE]

    @property
    def unfinished(self) -> int:
        """How many something is still to come of."""
        return sum(not job.phase.is_final for job in self._jobs.values())

    @property
    def handing_over(self) -> bool:
        """Whether the backend has yet to hear of something: pixels, or what was cancelled."""
        return bool(self._stopping) or any(
            job.phase is Phase.SENDING for job in self._jobs.values()
        )

    def job(self, job: str) -> Job | None:
        """One job, also one that is done or cancelled."""
        return self._jobs.get(job)

    def of_server(self, server: str) -> Job | None:
        """The job to which the backend gave this id."""
        return next((job for job in self._jobs.values() if job.server == server), None)

    def add(self, job: Job) -> None:
        """A new job at the end; its payload comes later."""
        self._jobs[job.id] = job
        self._orders[job.id] = _Order()
        done = [one.id for one in self._jobs.values() if one.phase in _GONE]
        for old in done[: max(0, len(done) - FINISHED_KEPT)]:
            del self._jobs[old]
        self.changed.emit()

    def adopt(self, job: Job) -> None:
        """Show a failed job of an earlier session, unless this session knows what became of it.

        It stays until it is dismissed, and is then forgotten by the backend too.
        """
        if job.server in self._heard_of:
            return
        self._heard_of.add(job.server)
        if any(_same(own, job) and not own.phase.is_final for own in self._jobs.values()):
            self._client.delete(f"/v1/jobs/{job.server}")  # it was sent, and nobody heard that
            return
        self._adopted.add(job.id)
        self._jobs[job.id] = job
        self.changed.emit()

    def join(self, job: Job, data: Mapping[str, Any]) -> None:
        """Follow a job that an earlier session began and the backend has taken up again."""
        mine = (_same(own, job) and own.phase is not Phase.DONE for own in self._jobs.values())
        if self._sending or job.server in self._heard_of or any(mine):
            return  # it may be one of ours, whose number we have yet to hear
        self._heard_of.add(job.server)
        self._jobs[job.id] = job
        self._orders[job.id] = _Order()
        self.changed.emit()
        self._follow(job, data)

    def give(self, job: str, payload: Payload) -> None:
        """Its payload is ready: send it when its turn comes."""
        if job in self._orders:
            self._orders[job].payload = payload
            self.send()

    def send(self) -> None:
        """Send the next payload. One at a time, so that the backend's order is the artist's."""
        if self._sending or not self._client.address:
            return
        for job in self._jobs.values():
            order = self._orders.get(job.id)
            if order and job.phase is Phase.SENDING and not job.server:
                if order.payload is None:
                    return  # what was asked for later waits until it is here
                self._sending = job.id
                self._put(job, text=say("Sending"))
                call = order.call = self._client.upload(
                    "/v1/jobs", order.payload.fields, order.payload.files
                )
                call.then(self, partial(self._accepted, job.id), partial(self._not_sent, job.id))
                return

    def fail(self, job: str, error: DockError) -> None:
        """It cannot go on."""
        known = self._jobs.get(job)
        if known is not None and not known.phase.is_final:
            self._put(known, phase=Phase.FAILED, problem=error.message, text="", seconds_left=None)
            self.failed.emit(job, error)
            self.send()

    def cancel(self, job: str) -> None:
        """Stop it. It leaves the list now, whenever the backend comes to its next step."""
        known = self._jobs.get(job)
        if known is None or known.phase.is_final:
            return
        order = self._orders[job]
        if order.call is not None:
            order.call.cancel()
        self._free(job)
        if known.server:
            self._stopping.add(job)
            call = self._client.post(f"/v1/jobs/{known.server}/cancel")
            call.then(self, lambda _: self._stopping.discard(job), partial(self._not_stopped, job))
        self._close(known, Phase.CANCELLED)
        self.cancelled.emit(job)
        self.send()

    @property
    def failed_here(self) -> tuple[str, ...]:
        """Those of this session that failed, and are still shown."""
        shown = (job for job in self._jobs.values() if job.phase is Phase.FAILED)
        return tuple(job.id for job in shown if job.id not in self._adopted)

    def dismiss(self, job: str) -> None:
        """Take a finished one off the list."""
        known = self._jobs.get(job)
        if known is not None and known.phase.is_final:
            self._jobs.pop(job)
            self._orders.pop(job, None)
            if job in self._adopted:
                self._client.delete(f"/v1/jobs/{known.server}")
            self.changed.emit()

    def retry(self, job: str) -> bool:
        """Send a failed one again, exactly as it was. False where its pixels are not here."""
        known, order = self._jobs.get(job), self._orders.get(job)
        if known is None or known.phase is not Phase.FAILED or not order or not order.payload:
            return False
        order.tries = 0
        self._send_again(known)
        return True

    def hear(self, event: str, data: Mapping[str, Any]) -> bool:
        """An event of the backend. Whether it was about a job of this list."""
        job = self.of_server(str(data.get("id", "")))
        if job is None:
            if self._sending and event in ("done", "failed", "cancelled"):
                self._early[data["id"]] = data  # it may be the one being sent
                while len(self._early) > EARLY_KEPT:
                    self._early.popitem(last=False)
            return False
        if job.phase is Phase.CANCELLED and event == "done":
            self._client.delete(f"/v1/jobs/{job.server}")  # it was faster; nobody wants it
        self._follow(job, data)
        return True

    def look_again(self) -> None:
        """The backend is back, or the line to it: ask how all unfinished jobs stand."""
        for job in list(self._jobs.values()):
            order = self._orders.get(job.id)
            if order is None or job.phase.is_final or not job.server or order.asking:
                continue
            order.asking = True
            call = self._client.get(f"/v1/jobs/{job.server}")
            call.then(self, partial(self._found, job.id), partial(self._not_found, job.id))
        self.send()

    # Sending

    def _accepted(self, job: str, answer: Answer) -> None:
        self._free(job)
        known = self._jobs.get(job)
        if known is not None and not known.phase.is_final:
            data = answer.json()
            server = str(data["id"])
            self._heard_of.add(server)
            self._put(known, server=server, phase=Phase.WAITING, text="")
            self._follow(self._jobs[job], self._early.pop(server, data))
            self.accepted.emit(job)
        self.send()

    def _not_sent(self, job: str, error: DockError) -> None:
        self._free(job)
        known = self._jobs.get(job)
        if known is None or known.phase.is_final:
            return
        if error.code in PASSING:
            self._put(known, text=say("Waiting for the backend"))
            QTimer.singleShot(AGAIN_MS, self.send)
            return
        if error.code == OUTDATED:
            self._orders[job].payload = None  # it would be refused again
        self.fail(job, error)
        self.send()

    def _free(self, job: str) -> None:
        order = self._orders.get(job)
        if order is not None:
            order.call = None
        if self._sending == job:
            self._sending = ""
            if self._client.address:
                QTimer.singleShot(0, self.send)

    # Following

    def _follow(self, job: Job, data: Mapping[str, Any]) -> None:
        """The job stands as the backend tells."""
        if job.phase.is_final:
            return
        phase = _PHASES[data["state"]]
        if phase is Phase.DONE:
            self._close(job, Phase.DONE, fraction=1.0, text="")
            self.finished.emit(job.id, data["result"])
        elif phase is Phase.CANCELLED:
            self._close(job, Phase.CANCELLED)
            self.cancelled.emit(job.id)
        elif phase is Phase.FAILED:
            error = data["error"] or {"code": "internal", "message": data["text"]}
            if error["code"] == CUT_OFF:
                self._client.delete(f"/v1/jobs/{job.server}")  # what becomes of it is told here
                self._lost(job)
                return
            self.fail(job.id, DockError(from_backend(error), error["code"], str(data)))
            if data.get("result"):  # it could not be written, but can be had
                self.finished.emit(job.id, data["result"])
        else:
            self._put(
                job,
                phase=phase,
                fraction=float(data["fraction"]),
                text=from_backend(data, "text"),
                seconds_left=data["seconds_left"],
            )
            if phase is Phase.RUNNING and (data["recipe"] or {}).get("diffusion"):
                self._look(job.id, job.server)

    def _look(self, job: str, server: str) -> None:
        """Fetch what is being painted, not too often."""
        order = self._orders[job]
        if monotonic() - order.previewed < PREVIEW_SECONDS:
            return
        order.previewed = monotonic()
        call = self._client.get(f"/v1/jobs/{server}/preview")

        def seen(answer: Answer) -> None:
            image = QtGui.QImage.fromData(answer.body)
            known = self._jobs.get(job)
            if known is not None and known.phase is Phase.RUNNING and not image.isNull():
                self._put(known, preview=image)

        call.then(self, seen)  # that there is none yet is no error

    def _told(self, answer: Answer) -> None:
        data = answer.json()
        job = self.of_server(data["id"])
        if job is not None:
            self._follow(job, data)

    # After a crash

    def _found(self, job: str, answer: Answer) -> None:
        if job in self._orders:
            self._orders[job].asking = False
        self._told(answer)

    def _not_found(self, job: str, error: DockError) -> None:
        order, known = self._orders.get(job), self._jobs.get(job)
        if order is None or known is None:
            return
        order.asking = False
        if error.code != "not_found" or known.phase.is_final:
            return  # not to be had now; asked again when the backend is back
        self._lost(known)

    def _lost(self, job: Job) -> None:
        """The backend died with this job: it is sent again, unless that was tried often enough."""
        order = self._orders[job.id]
        order.tries += job.phase is Phase.RUNNING
        if order.payload is None:
            self.fail(
                job.id, DockError(say("This was cut off by a crash; send it again."), CUT_OFF)
            )
        elif order.tries > MOST_TRIES:
            message = say("The backend stopped twice while it worked on this. It was given up.")
            self.fail(job.id, DockError(message, "crashed"))
        else:
            self._send_again(job)

    def _not_stopped(self, job: str, error: DockError) -> None:
        """With the backend gone the job is gone too; what a remote one makes of it is let go."""
        self._stopping.discard(job)

    def _send_again(self, job: Job) -> None:
        self._put(
            job, phase=Phase.SENDING, server="", fraction=0.0, preview=None, problem="", text=""
        )
        self.send()

    def _close(self, job: Job, phase: Phase, **changes: Any) -> None:
        self._orders.pop(job.id, None)
        self._put(job, phase=phase, seconds_left=None, preview=None, **changes)
        self.changed.emit()

    def _put(self, job: Job, **changes: Any) -> None:
        self._jobs[job.id] = replace(self._jobs.get(job.id, job), **changes)
        self.moved.emit(job.id)


def _same(own: Job, other: Job) -> bool:
    """Whether a job does what that other one does."""
    return (own.seed, own.knobs.task, own.knobs.prompt) == (
        other.seed,
        other.knobs.task,
        other.knobs.prompt,
    )
