"""Asking for work and following it: `/v1/plan`, `/jobs`, `/events`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Header, Query, Request, UploadFile
from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile as FormFile

from ritocco.errors import NotFound
from ritocco.jobs.accepted import is_cut_off
from ritocco.jobs.job import ClientInfo, Job
from ritocco.jobs.queue import Queue
from ritocco.recipe.recipe import Recipe, parsed
from ritocco.sentence import Sentence
from ritocco.server.answers import ERRORS, BadRequest, Json
from ritocco.server.context import BYTES, Context, InContext, JobId
from ritocco.server.few_at_once import few_at_once
from ritocco.server.requests import GUIDE, DocumentIn, PlanIn, json_in, json_text, recipe_in
from ritocco.server.responses import JobOut, JobsOut, PlanOut

router = APIRouter(prefix="/v1", responses=ERRORS, default_response_class=Json)


@router.post("/plan", response_model=PlanOut)
def plan(context: InContext, asked: PlanIn) -> Response:
    """What a run would do and cost, and which part of the canvas it needs. Touches no pixel."""
    recipe, hints = _named(asked.recipe, reads=False)
    passes = context.studio.plan(recipe, asked.canvas.value(), asked.selection.value())
    return Json(replace(passes, hints=hints).to_dict())


def _named(recipe: Recipe, *, reads: bool) -> tuple[Recipe, tuple[Sentence, ...]]:
    """As `naming.named`, which has no use for what no model paints."""
    if recipe.diffusion is None:
        return recipe, ()
    from ritocco.installed.naming import named

    found = named(recipe, reads=reads)
    return found.recipe, found.hints


async def guide_parts(request: Request) -> dict[str, FormFile]:
    """The form's parts `guide.NAME`, by name.

    They are read by hand since their names are the client's; `app.py` describes them. Raises
    BadRequest where one is no file, or where any part of the form was sent more than once.
    """
    parts: dict[str, FormFile] = {}
    seen: set[str] = set()
    for key, value in (await request.form()).multi_items():
        if key in seen:
            raise BadRequest("Send the part {key} once.", key=repr(key[:80]))
        seen.add(key)
        name = key.removeprefix(GUIDE)
        if name == key:
            continue
        if isinstance(value, str):
            raise BadRequest("Send the part {key} as a file.", key=repr(key[:80]))
        parts[name] = value
    return parts


@router.post("/jobs", response_model=JobOut, status_code=202)
@few_at_once
def submit(
    context: InContext,
    guides: Annotated[dict[str, FormFile], Depends(guide_parts)],
    recipe: Annotated[
        str,
        Form(
            description="A recipe.",
            examples=['{"kind": "fill", "seed": 7}'],
            json_schema_extra=json_text("Recipe"),
        ),
    ],
    pixels: Annotated[
        UploadFile,
        File(description="A picture's file (PNG, TIFF, ...); raw pixels with `document.layout`."),
    ],
    document: Annotated[
        str | None,
        Form(
            description="What the pixels are. Without it, the picture is the whole canvas.",
            examples=['{"name": "portrait.png"}'],
            json_schema_extra=json_text("DocumentIn"),
        ),
    ] = None,
    selection: Annotated[
        UploadFile | None,
        File(
            description="One byte per pixel sent, 255: fully selected; or a grey picture of that "
            "size. Without it transparent areas are filled (outpaint: nothing is selected)."
        ),
    ] = None,
    profile: Annotated[
        UploadFile | None, File(description="The ICC profile of the pixels.")
    ] = None,
) -> Response:
    """Put a job in the line. The answer comes at once; follow it at /v1/events.

    The pixels of each guide that the recipe names go into a part `guide.NAME` of the form. What
    cannot be planned is refused, and so are pixels of less than the plan exports. What its prompts
    name is looked up now, and stands in the job's recipe: send that one to have the same again.
    """
    # Brings in numpy, OpenCV and libvips, so not before the first job.
    from ritocco.canvas.guides import with_guides
    from ritocco.server.wire import Upload, document_of
    from ritocco.studio.holding import check_holds, selected

    asked, hints = _named(recipe_in(parsed(recipe)), reads=True)
    described = json_in(DocumentIn, document or "{}", "document")
    sent = document_of(
        asked,
        described,
        Upload(pixels.file, pixels.filename or "The picture"),
        Upload(selection.file, selection.filename or "") if selection else None,
        Upload(profile.file, profile.filename or "") if profile else None,
        {name: Upload(file.file, file.filename or "it") for name, file in guides.items()},
    )
    asked = with_guides(asked, sent)
    check_holds(context.studio.plan(asked, sent.canvas, selected(sent)), sent)
    order = described.layout.order if described.layout else "rgba"
    source = ClientInfo(described.name, order, described.note)
    job = context.queue.submit(asked, sent, source, hints=hints)
    return Json(job.to_dict(), 202, {"Location": f"/v1/jobs/{job.id}"})


@router.get("/jobs", response_model=JobsOut)
def jobs(context: InContext) -> Response:
    """All jobs of this server's life and those that crashes cut off before, oldest first."""
    return Json({"jobs": [job.to_dict() for job in context.queue.jobs()]})


@router.get("/jobs/{job}", response_model=JobOut)
def job(context: InContext, job: JobId) -> Response:
    """One job; also one whose result an earlier server left on disk."""
    return Json(context.queue.job(job).to_dict())


@router.post("/jobs/{job}/cancel", response_model=JobOut)
def cancel(context: InContext, job: JobId) -> Response:
    """Stop a job: at once while it waits, within a step while it runs. A finished one stays."""
    return Json(context.queue.cancel(job).to_dict())


@router.delete("/jobs/{job}", status_code=204)
def release(context: InContext, job: JobId) -> Response:
    """Let a finished job go; its result is removed from the disk."""
    context.queue.release(job)
    return Response(status_code=204)


@router.get(
    "/jobs/{job}/preview",
    response_class=Response,
    responses={200: {"description": "A small picture.", "content": {"image/png": BYTES}}},
)
def preview(context: InContext, job: JobId) -> Response:
    """What a running job is painting: a PNG of its window, an eighth of its size."""
    from ritocco.server.wire import png_of

    return Response(png_of(context.queue.preview(job)), media_type="image/png")


@router.get(
    "/events",
    response_class=StreamingResponse,
    responses={
        200: {
            "description": "Server-sent events `waiting`, `progress`, `done`, `failed`, "
            "`cancelled`, `released`; the data of each is a `JobOut`.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        }
    },
)
async def events(
    context: InContext,
    job: Annotated[str | None, Query(description="Only this job; ends with it.")] = None,
    last_event_id: Annotated[
        str | None, Header(description="Number of the last event seen; the rest follow.")
    ] = None,
) -> Response:
    """What happens from now on, beginning with how things stand."""
    known = last_event_id is not None and last_event_id.isdecimal() and len(last_event_id) < 19
    after = int(last_event_id) if known and last_event_id else None
    loop = asyncio.get_running_loop()
    stream = await run_in_threadpool(_opened, context, loop, job, after)
    return StreamingResponse(
        stream, media_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


def _opened(
    context: Context, loop: asyncio.AbstractEventLoop, job: str | None, after: int | None
) -> AsyncIterator[str]:
    """A stream of events, to be read in this loop. Raises NotFound."""
    if job is not None:
        context.queue.job(job)
    return context.events.stream(loop, lambda: _current(context.queue, job), after, job)


def _current(queue: Queue, job: str | None) -> list[Job]:
    """The jobs whose state a new stream begins with."""
    if job is not None:
        try:
            return [queue.job(job)]
        except NotFound:  # released this very moment
            return []
    return [each for each in queue.jobs() if not each.state.is_final or is_cut_off(each)]
