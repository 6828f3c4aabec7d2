"""Finding what an artist points at: `POST /v1/select`."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import Response

from ritocco.server.answers import ERRORS
from ritocco.server.context import BYTES
from ritocco.server.few_at_once import cancelled_with, few_at_once
from ritocco.server.requests import DocumentIn, HintIn, json_in, json_text

if TYPE_CHECKING:
    from ritocco.server.wire import Upload

router = APIRouter(prefix="/v1", responses=ERRORS)
PATHS = ("/v1/select",)
"""Their bodies hold pixels."""


@router.post(
    "/select",
    response_class=Response,
    responses={
        200: {
            "description": "Levels, one byte for each pixel that was sent, rows without gaps; "
            "255: wholly of the object. Zeros where there is none.",
            "content": {"application/octet-stream": BYTES},
        }
    },
)
async def select(
    request: Request,
    hint: Annotated[
        str,
        Form(
            description="Which object is meant.",
            examples=['{"stroke": [[410, 300], [460, 420]], "width": 10}'],
            json_schema_extra=json_text("HintIn"),
        ),
    ],
    pixels: Annotated[
        UploadFile,
        File(
            description="The object with some of what is around it; a PNG, JPEG, WebP or TIFF "
            "file, or raw pixels with `document.layout`."
        ),
    ],
    document: Annotated[
        str | None,
        Form(
            description="What the pixels are, as for a job.",
            json_schema_extra=json_text("DocumentIn"),
        ),
    ] = None,
    profile: Annotated[
        UploadFile | None, File(description="The ICC profile of the pixels.")
    ] = None,
) -> Response:
    """The selection of an object that a stroke crosses, or that is drawn around.

    The same pixels and hint give the same levels. Ends early where the client does not wait.
    """
    from ritocco.server.wire import Upload

    told = json_in(HintIn, hint, "hint")
    described = json_in(DocumentIn, document or "{}", "document")
    sent = Upload(pixels.file, pixels.filename or "The picture")
    beside = Upload(profile.file, profile.filename or "") if profile else None
    gone = Event()
    async with cancelled_with(request, gone):
        levels = await _found(told, described, sent, beside, gone)
    return Response(levels, media_type="application/octet-stream")


@few_at_once
def _found(
    told: HintIn, described: DocumentIn, sent: Upload, profile: Upload | None, gone: Event
) -> bytes:
    from ritocco.canvas.objects import Hint, object_at
    from ritocco.server.wire import picture_of
    from ritocco.watch import Watch

    hint = Hint(tuple(told.stroke or told.around or ()), told.stroke is None, told.width)
    return object_at(picture_of(described, sent, profile), hint, Watch(cancelled=gone)).tobytes()
