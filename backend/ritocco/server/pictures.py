"""Files for clients that cannot read them in full depth themselves: opening and saving.

`POST /v1/pictures/open` takes a file and answers with its layers as raw pixels;
`POST /v1/pictures/save` takes such layers and answers with a file. Both speak in bundles:

    8 bytes   length of the head, little endian
    the head  JSON in UTF-8 (`bundle_head.HeadIn`)
    the rest  for each layer, the lowest first: its pixels, then its mask if it has one;
              at last the levels of the selection if there is one

Pixels are red, green, blue, alpha in the depth the head names, little endian, rows without gaps,
alpha straight. Those of a grey picture have three equal colours.
"""

from __future__ import annotations

import shutil
import tempfile
from enum import StrEnum
from typing import IO, Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from ritocco.server.answers import ERRORS
from ritocco.server.bundle_head import head_in
from ritocco.server.few_at_once import few_at_once

router = APIRouter(prefix="/v1/pictures", responses=ERRORS)
PATHS = ("/v1/pictures/open", "/v1/pictures/save")
"""Their bodies hold pixels."""
_WRITTEN = 4 * 2**20
_MEMORY = 64 * 2**20
_BYTES: Any = {"schema": {"type": "string", "format": "binary"}}


class Suffix(StrEnum):
    """What kind of file is wanted."""

    PNG = "png"
    TIFF = "tiff"
    TIF = "tif"
    WEBP = "webp"
    JPEG = "jpeg"
    JPG = "jpg"
    ORA = "ora"


async def body_of(request: Request) -> IO[bytes]:
    """The request's body, on disk where it is large."""
    file = tempfile.SpooledTemporaryFile(_MEMORY)  # noqa: SIM115  closed by the route
    gathered = bytearray()
    try:
        async for chunk in request.stream():
            gathered += chunk
            if len(gathered) >= _WRITTEN:  # a thread for each network packet would be slow
                await run_in_threadpool(file.write, bytes(gathered))
                gathered.clear()
        await run_in_threadpool(file.write, gathered)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


_Sent = Annotated[IO[bytes], Depends(body_of)]
BODY: dict[str, Any] = {
    "requestBody": {"required": True, "content": {"application/octet-stream": _BYTES}}
}
_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {"description": "The bytes.", "content": {"application/octet-stream": _BYTES}}
}


@router.post("/open", response_class=Response, openapi_extra=BODY, responses=_ANSWER)
@few_at_once
def open_picture(
    sent: _Sent,
    name: Annotated[str, Query(max_length=1000, description="The file's name.")] = "The picture",
) -> Response:
    """The layers of an OpenRaster file, or any picture that is read, as a bundle."""
    from ritocco.canvas.scratch import scratch_file
    from ritocco.server.bundle import bundle_of, stack_in_file

    with sent, scratch_file("upload", name) as path:
        with path.open("wb") as file:
            shutil.copyfileobj(sent, file, 1 << 20)
        stack = stack_in_file(path, name)
    length, pieces = bundle_of(stack)
    return StreamingResponse(
        pieces, media_type="application/octet-stream", headers={"Content-Length": str(length)}
    )


@router.post("/save", response_class=Response, openapi_extra=BODY, responses=_ANSWER)
@few_at_once
def save_picture(
    sent: _Sent,
    suffix: Annotated[Suffix, Query(description="All but ora are flattened.")] = Suffix.PNG,
) -> Response:
    """A bundle as a file. JPEG and WebP reduce deeper pixels to 8 bits, JPEG lays them on white."""
    from ritocco.server.bundle import saved

    with sent:
        file = saved(head_in(sent), sent, f".{suffix}")
    return Response(file, media_type="application/octet-stream")
