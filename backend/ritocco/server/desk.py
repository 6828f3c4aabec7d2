"""What the routes of the native API work with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Path, Request

from ritocco.jobs import Queue, StudioLike
from ritocco.results import ResultStore
from ritocco.server.events import EventLog
from ritocco.server.told import JOB


@dataclass(frozen=True, slots=True)
class Desk:
    """What the routes work with."""

    studio: StudioLike
    store: ResultStore
    queue: Queue
    events: EventLog
    opened: float


def desk_of(request: Request) -> Desk:
    """The desk of the app that got this request."""
    desk: Desk = request.app.state.desk
    return desk


AtDesk = Annotated[Desk, Depends(desk_of)]
JobId = Annotated[str, Path(description="Id of a job.", examples=[JOB])]
BYTES: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
"""How OpenAPI describes a body of bytes."""
