"""`options`: reading them all, and setting some."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from ritocco.server.answers import Json
from ritocco.server.webui.asked.option_table import OptionTable
from ritocco.server.webui.parts import InParts

router = APIRouter(prefix="/sdapi/v1")


@router.get("/options", response_model=OptionTable)
def options(parts: InParts) -> Response:
    """All options as they stand."""
    return Json(parts.options.told())


@router.post("/options")
def set_options(parts: InParts, asked: OptionTable) -> Response:
    """Set some, for all requests to come; the others stay."""
    parts.options.set(asked.model_dump(exclude_unset=True))
    return Json(None)
