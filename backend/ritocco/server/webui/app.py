"""The app behind the web UI's door: its routes, and the guards before them."""

from __future__ import annotations

from typing import Any

from fastapi import Depends, FastAPI
from starlette.middleware import Middleware

from ritocco import __version__
from ritocco.server.answers import Answered, add_error_form
from ritocco.server.bodies import Bodies
from ritocco.server.context import Context
from ritocco.server.patience import Patience
from ritocco.server.webui.asked.options import Options, kept_in
from ritocco.server.webui.door.door import Door
from ritocco.server.webui.guards.admitted import Admitted
from ritocco.server.webui.guards.cors import Cors
from ritocco.server.webui.guards.errors import TheirErrors
from ritocco.server.webui.guards.forgiving import Forgiving
from ritocco.server.webui.guards.guard import Guard
from ritocco.server.webui.guards.json_bodies import JsonBodies, sound_json
from ritocco.server.webui.guards.shelves_alone import ShelvesAlone
from ritocco.server.webui.parts import Parts
from ritocco.server.webui.replies.described import ERRORS
from ritocco.server.webui.routes import (
    about,
    adapter_lists,
    extras,
    facts,
    interpause,
    lists,
    memory,
    not_here,
    options,
    painting,
    png_info,
    polled,
    progress,
)
from ritocco.server.webui.runs.runs import Runs

BODY_BYTES = 512 * 2**20
"""Most bytes of a body: pictures in base64."""


def create_webui(
    context: Context,
    door: Door,
    *,
    names: frozenset[str] | None,
    patience: Patience,
    telemetry: Any = None,
) -> FastAPI:
    """The app of the web UI's API over the queue and the results of this server.

    names  of this computer, which a Host header may say; None: anything
    """
    admitted = Admitted(door)
    app = FastAPI(
        title="Ritocco: the web UI's API",
        version=__version__,
        docs_url=None,  # these pages would load scripts from the net
        redoc_url=None,
        middleware=[
            Middleware(Cors, admitted=admitted),
            Middleware(TheirErrors),
            Middleware(Answered),
            Middleware(Guard, names=names, admitted=admitted),
            Middleware(Forgiving),
            Middleware(Bodies, limit=lambda path: BODY_BYTES, patience=patience),
            Middleware(JsonBodies),
            Middleware(ShelvesAlone),
        ],
        dependencies=[Depends(sound_json)],
        responses=ERRORS,
        separate_input_output_schemas=False,
        redirect_slashes=False,
        telemetry=telemetry,
    )
    app.state.admitted = admitted
    app.state.parts = Parts(context, Options(kept_in(context)), Runs(context.queue))
    add_error_form(app)
    # What is asked for again and again comes first: routes are looked through in this order.
    for routes in (
        progress,
        polled,
        painting,
        about,
        adapter_lists,
        extras,
        facts,
        interpause,
        lists,
        memory,
        options,
        png_info,
        not_here,
    ):
        app.include_router(routes.router)
    return app
