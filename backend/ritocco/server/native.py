"""The native API, /v1: plan, jobs, events, results. What the dock and the command line speak."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from time import monotonic
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Header, Path, Query, Request, UploadFile
from fastapi.responses import Response, StreamingResponse
from pydantic import ValidationError

from ritocco import __version__
from ritocco.errors import BadRecipe, NotFound
from ritocco.job import Job, Source, State, result_dict
from ritocco.jobs import Queue, StudioLike
from ritocco.recipe import Kind, Recipe
from ritocco.results import ResultStore
from ritocco.server import schema
from ritocco.server.answers import ERRORS, BadRequest, Json, sentence_of
from ritocco.server.events import EventLog

API = 1


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
JobId = Annotated[str, Path(description="Id of a job.", examples=[schema.JOB])]
router = APIRouter(prefix="/v1", responses=ERRORS, default_response_class=Json)


class LayerFormat(StrEnum):
    """How a layer's pixels are sent."""

    RAW = "raw"
    PNG = "png"
    TIFF = "tiff"
    SCREEN = "screen"


_MEDIA = {
    LayerFormat.RAW: "application/octet-stream",
    LayerFormat.PNG: "image/png",
    LayerFormat.TIFF: "image/tiff",
    LayerFormat.SCREEN: "application/octet-stream",
}
_BYTES: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}


@router.get("/status", response_model=schema.StatusOut)
def status(desk: AtDesk) -> Response:
    """Whether the server is well, and what it has to do."""
    states = [job.state for job in desk.queue.jobs()]
    return Json(
        {
            "name": "Ritocco",
            "version": __version__,
            "api": API,
            "kinds": [kind.value for kind in Kind],
            "engines": list(getattr(desk.studio, "engines", ())),
            "device": getattr(desk.studio, "device", ""),
            "queue": {
                "waiting": states.count(State.WAITING),
                "running": states.count(State.RUNNING),
            },
            "uptime": round(monotonic() - desk.opened, 3),
        }
    )


@router.post("/plan", response_model=schema.PlanOut)
def plan(desk: AtDesk, asked: schema.PlanIn) -> Response:
    """What a run would do and cost, and which part of the canvas it needs. Touches no pixel."""
    found = desk.studio.plan(asked.recipe, asked.canvas.value(), asked.selection.value())
    return Json(found.to_dict())


@router.post("/jobs", response_model=schema.JobOut, status_code=202)
def submit(
    desk: AtDesk,
    recipe: Annotated[
        str,
        Form(
            description="A recipe.",
            examples=['{"kind": "fill", "seed": 7}'],
            json_schema_extra=schema.json_text("Recipe"),
        ),
    ],
    pixels: Annotated[
        UploadFile,
        File(description="A PNG, JPEG, WebP or TIFF file; raw pixels with `document.layout`."),
    ],
    document: Annotated[
        str | None,
        Form(
            description="What the pixels are. Without it, the picture is the whole canvas.",
            examples=['{"name": "portrait.png"}'],
            json_schema_extra=schema.json_text("DocumentIn"),
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
    """Put a job in the line. The answer comes at once; follow it at /v1/events."""
    # Brings in numpy, OpenCV and libvips, so not before the first job.
    from ritocco.server.wire import Upload, document_of

    asked = _recipe_in(recipe)
    told = _document_in(document)
    sent = document_of(
        asked,
        told,
        Upload(pixels.file, pixels.filename or "The picture"),
        Upload(selection.file, selection.filename or "") if selection else None,
        Upload(profile.file, profile.filename or "") if profile else None,
    )
    order = told.layout.order if told.layout else "rgba"
    job = desk.queue.submit(asked, sent, Source(told.name, order, told.note))
    return Json(job.to_dict(), 202, {"Location": f"/v1/jobs/{job.id}"})


@router.get("/jobs", response_model=schema.JobsOut)
def jobs(desk: AtDesk) -> Response:
    """All jobs of this server's life, oldest first."""
    return Json({"jobs": [job.to_dict() for job in desk.queue.jobs()]})


@router.get("/jobs/{job}", response_model=schema.JobOut)
def job(desk: AtDesk, job: JobId) -> Response:
    """One job; also one whose result an earlier server left on disk."""
    return Json(desk.queue.job(job).to_dict())


@router.post("/jobs/{job}/cancel", response_model=schema.JobOut)
def cancel(desk: AtDesk, job: JobId) -> Response:
    """Stop a job: at once while it waits, within a step while it runs. A finished one stays."""
    return Json(desk.queue.cancel(job).to_dict())


@router.delete("/jobs/{job}", status_code=204)
def release(desk: AtDesk, job: JobId) -> Response:
    """Let a finished job go; its result is removed from the disk."""
    desk.queue.release(job)
    return Response(status_code=204)


@router.get(
    "/jobs/{job}/layer",
    response_class=Response,
    responses={
        200: {
            "description": "The pixels. `Ritocco-Layout`, `Ritocco-Size`, `Ritocco-Box` and "
            "`Ritocco-Layer-Position` hold JSON that says what they are and where they go.",
            "content": dict.fromkeys(_MEDIA.values(), _BYTES),
        }
    },
)
def layer(
    desk: AtDesk,
    job: JobId,
    format: Annotated[  # noqa: A002  the name it has on the wire
        LayerFormat,
        Query(
            description="raw: in the layout and order the client used; screen: raw, as 8-bit "
            "sRGB in the order B, G, R, A, whatever the document is."
        ),
    ] = LayerFormat.RAW,
    side: Annotated[
        int | None,
        Query(ge=1, le=schema.MOST_SIDE, description="screen: most pixels on the longer side."),
    ] = None,
    opaque: Annotated[
        bool,
        Query(
            description="raw, screen: full alpha wherever the layer is at all, for clients that "
            "keep its soft edge, /mask, as a mask of its own."
        ),
    ] = False,
) -> Response:
    """The finished layer's pixels."""
    from ritocco.server.wire import file_of, hardened, raw_of, screen_of

    record = desk.queue.record(job)
    picture = desk.queue.layer(job).picture
    told = result_dict(record)
    layout = told["layout"]
    if format in (LayerFormat.PNG, LayerFormat.TIFF):
        body = file_of(picture, format.value)
    else:
        if format is LayerFormat.SCREEN:
            picture = screen_of(picture, side)
            layout = {"model": "rgb", "depth": "u8", "alpha": True, "order": "bgra"}
        body = raw_of(hardened(picture) if opaque else picture, layout["order"])
    headers = {
        "Ritocco-Layout": Json.text(layout),
        "Ritocco-Size": Json.text({"width": picture.size.width, "height": picture.size.height}),
        "Ritocco-Box": Json.text(told["layer"]),
        "Ritocco-Layer-Position": told["layer_position"],
    }
    return Response(body, media_type=_MEDIA[format], headers=headers)


@router.get(
    "/jobs/{job}/mask",
    response_class=Response,
    responses={
        200: {"description": "Bytes.", "content": {"application/octet-stream": _BYTES}},
    },
)
def mask(desk: AtDesk, job: JobId) -> Response:
    """The layer's opacity, one byte for each pixel of its box, 255: opaque."""
    from ritocco.server.wire import mask_of

    desk.queue.record(job)
    body = mask_of(desk.queue.layer(job).picture)
    return Response(body, media_type=_MEDIA[LayerFormat.RAW])


@router.get(
    "/jobs/{job}/thumbnail",
    response_class=Response,
    responses={200: {"description": "A small picture.", "content": {"image/png": _BYTES}}},
)
def thumbnail(desk: AtDesk, job: JobId) -> Response:
    """A PNG of the layer, at most 256 pixels on a side."""
    desk.queue.record(job)
    return Response(desk.store.thumbnail(job), media_type="image/png")


@router.get(
    "/jobs/{job}/preview",
    response_class=Response,
    responses={200: {"description": "A small picture.", "content": {"image/png": _BYTES}}},
)
def preview(desk: AtDesk, job: JobId) -> Response:
    """What a running job is painting: a PNG of its window, an eighth of its size."""
    from ritocco.server.wire import png_of

    return Response(png_of(desk.queue.preview(job)), media_type="image/png")


@router.get("/models", response_model=schema.ModelsOut)
def models() -> Response:
    """The models and networks that are here."""
    from ritocco.diffusion.catalogue import catalogue
    from ritocco.restore.catalogue import face_networks, upscalers

    return Json(
        {
            "models": [one.to_dict() for one in catalogue()],
            "upscalers": [one.to_dict() for one in upscalers()],
            "face_networks": [one.to_dict() for one in face_networks()],
        }
    )


@router.get("/samplers", response_model=schema.SamplersOut)
def samplers() -> Response:
    """What removes the noise in model recipes, and on which schedules."""
    from ritocco.diffusion.samplers import SAMPLERS

    rows = [
        {"name": name, "title": one.name, "schedules": [each.value for each in one.schedules]}
        for name, one in SAMPLERS.items()
    ]
    return Json({"samplers": rows})


@router.get("/history", response_model=schema.HistoryOut)
def history(
    desk: AtDesk,
    document: Annotated[str | None, Query(description="Only of the document so named.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
    before: Annotated[str | None, Query(description="Only results older than this id.")] = None,
) -> Response:
    """Results on disk, newest first, from earlier servers too."""
    fitting = (
        record for record in desk.store.newest(before) if document in (None, record.document)
    )
    page = [result_dict(record) for record in islice(fitting, limit)]
    return Json({"results": page, "next": page[-1]["id"] if len(page) == limit else None})


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
    desk: AtDesk,
    job: Annotated[str | None, Query(description="Only this job; ends with it.")] = None,
    last_event_id: Annotated[
        str | None, Header(description="Number of the last event seen; the rest follow.")
    ] = None,
) -> Response:
    """What happens from now on, beginning with how things stand."""
    if job is not None:
        desk.queue.job(job)
    known = last_event_id is not None and last_event_id.isdecimal() and len(last_event_id) < 19
    after = int(last_event_id) if known and last_event_id else None
    stream: AsyncIterator[str] = desk.events.stream(lambda: _current(desk.queue, job), after, job)
    return StreamingResponse(
        stream, media_type="text/event-stream", headers={"Cache-Control": "no-store"}
    )


def _current(queue: Queue, job: str | None) -> list[Job]:
    """The jobs whose state a new stream begins with."""
    if job is not None:
        try:
            return [queue.job(job)]
        except NotFound:  # released this very moment
            return []
    return [one for one in queue.jobs() if not one.state.is_final]


def _recipe_in(text: str) -> Recipe:
    try:
        return Recipe.from_json(text)
    except RecursionError:
        raise BadRecipe("The recipe is not JSON that can be read: too many brackets.") from None


def _document_in(text: str | None) -> schema.DocumentIn:
    try:
        return schema.DocumentIn.model_validate_json(text or "{}")
    except ValidationError as error:
        raise BadRequest(sentence_of(error.errors(), "document")) from None
