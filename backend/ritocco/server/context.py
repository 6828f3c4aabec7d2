"""What the routes of the native API work with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi import Path as InPath

from ritocco.jobs.queue import Queue
from ritocco.jobs.results import ResultStore
from ritocco.jobs.workers import StudioLike
from ritocco.server.events import EventLog
from ritocco.server.responses import JOB


@dataclass(frozen=True, slots=True)
class Context:
    """What the routes work with.

    home  the data folder; None: nothing is kept there
    """

    studio: StudioLike
    store: ResultStore
    queue: Queue
    events: EventLog
    opened: float
    home: Path | None = None


def context_of(request: Request) -> Context:
    """The context of the app that got this request."""
    context: Context = request.app.state.context
    return context


InContext = Annotated[Context, Depends(context_of)]
JobId = Annotated[str, InPath(description="Id of a job.", examples=[JOB])]
BYTES: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
"""How OpenAPI describes a body of bytes."""
