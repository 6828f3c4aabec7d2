"""What jobs have made: the layer's pixels, its mask, a thumbnail, and the history on disk."""

from __future__ import annotations

from enum import StrEnum
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from ritocco.jobs.job import damaged_dict, result_dict
from ritocco.jobs.record import DamagedResult, Record
from ritocco.jobs.results import THUMBNAIL_SIDE
from ritocco.server.answers import ERRORS, Json
from ritocco.server.context import BYTES, InContext, JobId
from ritocco.server.requests import MOST_SIDE
from ritocco.server.responses import HistoryOut

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


@router.get(
    "/jobs/{job}/layer",
    response_class=Response,
    responses={
        200: {
            "description": "The pixels. `Ritocco-Layout`, `Ritocco-Size`, `Ritocco-Box` and "
            "`Ritocco-Layer-Position` hold JSON that says what they are and where they go.",
            "content": dict.fromkeys(_MEDIA.values(), BYTES),
        }
    },
)
def layer(
    context: InContext,
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
        Query(ge=1, le=MOST_SIDE, description="screen: most pixels on the longer side."),
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

    record = context.queue.record(job)
    picture = context.queue.layer(job).picture
    described = result_dict(record)
    layout = described["layout"]
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
        "Ritocco-Box": Json.text(described["layer"]),
        "Ritocco-Layer-Position": described["layer_position"],
    }
    return Response(body, media_type=_MEDIA[format], headers=headers)


@router.get(
    "/jobs/{job}/mask",
    response_class=Response,
    responses={
        200: {"description": "Bytes.", "content": {"application/octet-stream": BYTES}},
    },
)
def mask(context: InContext, job: JobId) -> Response:
    """The layer's opacity, one byte for each pixel of its box, 255: opaque."""
    from ritocco.server.wire import mask_of

    context.queue.record(job)
    body = mask_of(context.queue.layer(job).picture)
    return Response(body, media_type=_MEDIA[LayerFormat.RAW])


@router.get(
    "/jobs/{job}/thumbnail",
    response_class=Response,
    responses={200: {"description": "A small picture.", "content": {"image/png": BYTES}}},
)
def thumbnail(context: InContext, job: JobId) -> Response:
    """A PNG of the layer, at most 256 pixels on a side."""
    from ritocco.server.wire import file_of, screen_of

    body = context.queue.thumbnail(job)
    if body is None:
        small = screen_of(context.queue.layer(job).picture, THUMBNAIL_SIDE)
        body = file_of(small, "png")
    return Response(body, media_type="image/png")


@router.get("/history", response_model=HistoryOut)
def history(
    context: InContext,
    document: Annotated[str | None, Query(description="Only of the document so named.")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
    before: Annotated[str | None, Query(description="Only results older than this id.")] = None,
) -> Response:
    """Results, newest first, from earlier servers too, and those that the disk did not take.

    One whose files are damaged is among them: `problem` and `bytes` say so, and it can be released.
    With the first page come the jobs that a crash cut off: they have a recipe and no result.
    """
    fitting = (
        (record, on_disk)
        for record, on_disk in context.queue.newest(before)
        if document in (None, record.document) or _may_be_of_any(record)
    )
    page = [
        result_dict(record, on_disk=on_disk) if isinstance(record, Record) else damaged_dict(record)
        for record, on_disk in islice(fitting, limit)
    ]
    lost = [
        job.to_dict()
        for job in reversed(context.queue.cut_off())
        if before is None and document in (None, job.source.name)
    ]
    following = page[-1]["id"] if len(page) == limit else None
    return Json({"results": page, "next": following, "cut_off": lost})


def _may_be_of_any(record: Record | DamagedResult) -> bool:
    """Whether a damaged result does not say any more of which document it is."""
    return isinstance(record, DamagedResult) and not record.document
