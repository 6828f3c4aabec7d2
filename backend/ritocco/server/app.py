"""The app: the queue, the routes of each API, and the guards before them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from socket import socket
from time import monotonic
from typing import Any

from fastapi import FastAPI
from pydantic.json_schema import models_json_schema
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware

from ritocco import __version__
from ritocco.canvas.in_time import end_all
from ritocco.jobs.accepted import AcceptedJobs
from ritocco.jobs.queue import Queue
from ritocco.jobs.results import ResultStore
from ritocco.jobs.workers import StudioLike, StudioWorker
from ritocco.library.transfers import Transfers
from ritocco.server import (
    library,
    made,
    model_pictures,
    objects,
    offer,
    pictures,
    recipes,
    webui_switch,
    work,
)
from ritocco.server.answers import Answered, add_error_form
from ritocco.server.bodies import Bodies
from ritocco.server.context import Context
from ritocco.server.events import EventLog
from ritocco.server.patience import Patience
from ritocco.server.requests import DocumentIn, HintIn
from ritocco.server.security import Guard
from ritocco.server.webui.door.door import Door
from ritocco.server.webui.door.doorkeeper import Doorkeeper
from ritocco.server.webui.door.listener import Listener

PIXELS_AT = frozenset({"/v1/jobs", *pictures.PATHS, *objects.PATHS, *recipes.PATHS})
"""Paths whose bodies hold pixels."""
JOB_BYTES = 2 * 2**30
"""Most bytes of such a body."""
OTHER_BYTES = 2**20
"""Most bytes of any other body."""
_GUIDES = {
    r"^guide\.[A-Za-z0-9_-]{1,64}$": {
        "type": "string",
        "contentMediaType": "application/octet-stream",
        "description": "The pixels of the guide that the recipe names so: a PNG, JPEG, WebP or "
        "TIFF file; raw pixels with `document.guides.NAME.layout`.",
    }
}
_NO_TELEMETRY: Any = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
"""Newer FastAPIs would send measurements wherever the environment tells them to."""


def create_app(
    studio: StudioLike,
    store: ResultStore,
    token: str,
    *,
    hosts: frozenset[str] | None,
    log: Path | None = None,
    home: Path | None = None,
    job_bytes: int = JOB_BYTES,
    events: EventLog | None = None,
    patience: Patience | None = None,
    accepted: AcceptedJobs | None = None,
    door: Door | None = None,
    beside: socket | None = None,
    announce: Callable[[str], object] | None = None,
) -> FastAPI:
    """The server's app, with a queue of its own that it closes when it ends.

    hosts      what a Host header may say (`security.own_hosts`); None: anything
    log        the log file, named to the artist when something unexpected happens
    home       the data folder; None: options of the web UI's API are not kept
    job_bytes  most bytes of a body that holds pixels
    patience   how long clients are waited for
    accepted   where jobs are written down that have not ended; None: nowhere
    door       where the web UI's API is to be served, at which `beside` listens; None: as the
               settings say
    announce   is told where that is, and why it is not
    """
    events, patience = events or EventLog(), patience or Patience()
    queue = Queue([StudioWorker(studio)], store, log, accepted=accepted)
    queue.listen(events.publish)
    transfers = Transfers()

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        doorkeeper: Doorkeeper = app.state.doorkeeper
        await doorkeeper.begin(door, beside)
        yield
        await doorkeeper.end()
        end_all()
        await run_in_threadpool(events.close)
        transfers.close()
        await run_in_threadpool(queue.close)
        store.close()

    app = FastAPI(
        title="Ritocco",
        version=__version__,
        summary="Repaint a selection so that it fits its picture exactly.",
        openapi_url="/v1/openapi.json",
        docs_url=None,  # these pages would load scripts from the net
        redoc_url=None,
        lifespan=life,
        middleware=[
            Middleware(Answered),
            Middleware(Guard, token=token, hosts=hosts),
            Middleware(
                Bodies,
                limit=lambda path: job_bytes if path in PIXELS_AT else OTHER_BYTES,
                patience=patience,
            ),
        ],
        separate_input_output_schemas=False,
        redirect_slashes=False,
        telemetry=_NO_TELEMETRY,
    )
    app.state.context = Context(studio, store, queue, events, monotonic(), home)
    listener = Listener(app.state.context, patience, _NO_TELEMETRY)
    app.state.doorkeeper = Doorkeeper(listener, announce)
    app.state.transfers = transfers
    add_error_form(app)
    _describe_form_fields(app)
    rooms = (offer, model_pictures, work, made, pictures, recipes, objects, library, webui_switch)
    for routes in rooms:
        app.include_router(routes.router)
    return app


def _describe_form_fields(app: FastAPI) -> None:
    """Add to the OpenAPI description the JSON that travels in fields of a form."""
    plain = app.openapi

    def whole() -> dict[str, Any]:
        if app.openapi_schema is None:
            reference = "#/components/schemas/{model}"
            _, schema = models_json_schema(
                [(DocumentIn, "validation"), (HintIn, "validation")], ref_template=reference
            )
            schemas = plain()["components"]["schemas"]
            schemas.update(schema["$defs"])
            schemas["Body_submit_v1_jobs_post"]["patternProperties"] = _GUIDES
        return plain()

    app.openapi = whole  # type: ignore[method-assign]  # the way FastAPI documents
