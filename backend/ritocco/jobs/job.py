"""What a job is: a frozen value that says how far one recipe on one document is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ritocco.jobs.record import DamagedResult, Record, ResultDamaged
from ritocco.plain import finite
from ritocco.sentence import Sentence, told
from ritocco.state import State

if TYPE_CHECKING:
    from ritocco.studio.result import Result


@dataclass(frozen=True, slots=True)
class ClientInfo:
    """What a client told about the document it sent.

    name   the document's name, for the history
    order  order of the channels the client uses: "rgba" or "bgra"
    note   whatever the client wants back with the result
    """

    name: str = ""
    order: str = "rgba"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job failed: a code for programs, a sentence for the artist.

    model  id of the model that can be fetched, where one was missing
    """

    code: str
    message: str
    model: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON, in the form of every error."""
        body = {"code": self.code, "message": self.message, "sentence": told(self.message)}
        return {**body, "model": self.model} if self.model else body


@dataclass(frozen=True, slots=True)
class Ending:
    """How a job ended: well, cancelled, or with a failure; `record` is there when a result is."""

    state: State
    text: str
    error: Failure | None = None
    record: Record | None = None
    on_disk: bool = False

    @classmethod
    def failed(cls, failure: Failure, record: Record | None = None) -> Ending:
        """It failed; with a `record`, its result could not be put on the disk."""
        return cls(State.FAILED, failure.message, failure, record)


WAITING = Sentence("Waiting")
STARTING = Sentence("Starting")
CANCELLING = Sentence("Cancelling")
DONE = Sentence("Done")
CANCELLED = Ending(State.CANCELLED, Sentence("Cancelled"))


@dataclass(frozen=True, slots=True)
class Job:
    """One recipe on one document, and how far it is.

    owner  whose it is; "" is the one artist of a server that knows no others
    hints  what its result is to tell that was known before it ran
    outlives  whether it is there for longer than somebody waits for it: gone on with by the next
              server, its result on the disk before it is called done

    Times are seconds since 1970. `recipe` is what `Recipe.to_dict` writes. `fraction` is 0..1.
    `seconds_left` is an estimate, None while unknown. `record` is there when a result is;
    `on_disk` says whether it is safe.
    """

    id: str
    created: float
    recipe: dict[str, Any]
    source: ClientInfo
    state: State = State.WAITING
    fraction: float = 0.0
    text: str = WAITING
    seconds_left: float | None = None
    started: float | None = None
    finished: float | None = None
    error: Failure | None = None
    record: Record | None = None
    on_disk: bool = False
    owner: str = ""
    hints: tuple[str, ...] = ()
    outlives: bool = True

    def ended(self, ending: Ending, finished: float) -> Job:
        """This job after its end."""
        return replace(
            self,
            state=ending.state,
            text=ending.text,
            error=ending.error,
            record=ending.record,
            on_disk=ending.on_disk,
            fraction=1.0 if ending.record else self.fraction,
            finished=finished,
            seconds_left=None,
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        failed = self.error
        return {
            "id": self.id,
            "state": self.state.value,
            "document": self.source.name,
            "recipe": self.recipe,
            "fraction": round(self.fraction, 4),
            "text": self.text,
            "sentence": told(self.text),
            "seconds_left": None if self.seconds_left is None else round(self.seconds_left, 1),
            "created": as_iso(self.created),
            "started": as_iso(self.started),
            "finished": as_iso(self.finished),
            "error": failed and failed.to_dict(),
            "result": self.record and result_dict(self.record, on_disk=self.on_disk),
        }


def as_iso(seconds: float | None) -> str | None:
    """A time as JSON writes it, in UTC."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")


def result_dict(record: Record, *, on_disk: bool = True) -> dict[str, Any]:
    """A result as JSON writes it."""
    own = {
        "id": record.id,
        "document": record.document,
        "note": record.note,
        "created": as_iso(record.created),
        "layout": {**record.layout, "order": record.order},
        "on_disk": on_disk,
        "problem": None,
    }
    return {**own, **finite(record.report)}


def damaged_dict(damaged: DamagedResult) -> dict[str, Any]:
    """A result that cannot be read, as JSON writes it."""
    return {
        "id": damaged.id,
        "document": damaged.document,
        "note": "",
        "created": as_iso(damaged.created),
        "on_disk": True,
        "problem": damaged.problem,
        "sentence": told(damaged.problem),
        "bytes": damaged.bytes,
    }


_EVENTS: dict[State, str] = {
    State.WAITING: "waiting",
    State.RUNNING: "progress",
    State.DONE: "done",
    State.FAILED: "failed",
    State.CANCELLED: "cancelled",
}
RELEASED = "released"


def event_of(job: Job) -> str:
    """The name of the event that says how this job stands."""
    return _EVENTS[job.state]


def record_of(job: Job, result: Result) -> Record:
    """What is kept of a job's result."""
    layout = result.layer.picture.layout
    return Record(
        id=job.id,
        created=job.created,
        document=job.source.name,
        order=job.source.order,
        layout={"model": layout.model.value, "depth": layout.depth.value, "alpha": layout.alpha},
        profiled=result.layer.picture.profile is not None,
        report=result.to_dict(),
        note=job.source.note,
    )


def job_of(record: Record) -> Job:
    """The job that made a result of an earlier server."""
    return Job(
        id=record.id,
        created=record.created,
        recipe=record.report["recipe"],
        source=ClientInfo(record.document, record.order, record.note),
        state=State.DONE,
        fraction=1.0,
        text=DONE,
        record=record,
        on_disk=True,
    )


def job_of_damaged(damaged: DamagedResult) -> Job:
    """The job that made a result which cannot be read any more."""
    return Job(
        id=damaged.id,
        created=damaged.created,
        recipe=damaged.recipe or {},
        source=ClientInfo(damaged.document),
        state=State.FAILED,
        text=damaged.problem,
        error=Failure(ResultDamaged.code, damaged.problem),
    )
