"""Small pictures of what adapters do: `GET /v1/models/{kind}/{name}/thumbnail`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Path
from fastapi.responses import Response

from ritocco.errors import NotFound
from ritocco.jobs.results import THUMBNAIL_SIDE
from ritocco.library.file_cache import mark_of
from ritocco.library.kinds import KINDS, ModelKind
from ritocco.library.shelves import Shelves
from ritocco.server.answers import ERRORS, Json
from ritocco.server.context import BYTES
from ritocco.server.few_at_once import few_at_once

router = APIRouter(prefix="/v1/models", responses=ERRORS, default_response_class=Json)


@router.get(
    "/{kind}/{name:path}/thumbnail",
    response_class=Response,
    responses={
        200: {"description": "A small picture.", "content": {"image/png": BYTES}},
        304: {"description": "The one that `If-None-Match` names is still right."},
    },
)
@few_at_once
def thumbnail(
    kind: Annotated[ModelKind, Path(description="Kind of the model.", examples=["lora"])],
    name: Annotated[
        str, Path(description="What recipes call it.", examples=["ink"], max_length=1000)
    ],
    known: Annotated[str | None, Header(alias="If-None-Match")] = None,
) -> Response:
    """A PNG of at most 256 pixels on a side: from beside the model's file, or from inside it."""
    from ritocco.installed.thumbnails import picture_of, shown_by
    from ritocco.server.wire import file_of, screen_of

    path = Shelves.of_user().find(kind, name)
    if path is None:
        raise NotFound("There is no {kind} called {name}.", kind=KINDS[kind].noun, name=repr(name))
    tag = f'"{mark_of(shown_by(path))}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if known == tag:
        return Response(status_code=304, headers=headers)
    body = file_of(screen_of(picture_of(path), THUMBNAIL_SIDE), "png")
    return Response(body, media_type="image/png", headers=headers)
