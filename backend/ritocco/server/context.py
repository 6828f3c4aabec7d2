"""What the routes of the native API work with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Path, Request

from ritocco.jobs.queue import Queue
from ritocco.jobs.results import ResultStore
from ritocco.jobs.workers import StudioLike
from ritocco.server.events import EventLog
from ritocco.server.responses import JOB


@dataclass(frozen=True, slots=True)
class Context:
    """What the routes work with."""

    studio: StudioLike
    store: ResultStore
    queue: Queue
    events: EventLog
    opened: float


def context_of(request: Request) -> Context:
    """The context of the app that got this request."""
    context: Context = request.app.state.context
    return context


InContext = Annotated[Context, Depends(context_of)]
JobId = Annotated[str, Path(description="Id of a job.", examples=[JOB])]
BYTES: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
"""How OpenAPI describes a body of bytes."""
