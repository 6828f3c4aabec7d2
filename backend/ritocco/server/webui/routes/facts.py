"""What clients ask about the program itself: flags, scripts, extensions, saved styles."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from ritocco.server.answers import Json
from ritocco.server.webui.asked.scripts import KNOWN
from ritocco.server.webui.asked.styles import styles_here
from ritocco.server.webui.parts import InParts
from ritocco.server.webui.replies.described_lists import ScriptRow, Scripts, StyleRow

router = APIRouter(prefix="/sdapi/v1")
_FLAGS = {"api": True, "nowebui": True, "no_hashing": False, "disable_safe_unpickle": False}
"""Those of the web UI's command line that say something of us: an API, no pages, no pickles."""


@router.get("/cmd-flags", response_model=dict[str, bool])
def flags() -> Response:
    """How the program was started, as the web UI would say it."""
    return Json(_FLAGS)


@router.get("/scripts", response_model=Scripts)
def scripts() -> Response:
    """The scripts that requests may name."""
    return Json({"txt2img": [], "img2img": sorted(KNOWN)})


@router.get("/script-info", response_model=list[ScriptRow])
def script_info() -> Response:
    """What arguments these take."""
    about = {"is_alwayson": True, "is_img2img": True, "args": []}
    return Json([{"name": name, **about} for name in sorted(KNOWN)])


@router.get("/extensions", response_model=list[None])
def extensions() -> Response:
    """There are none."""
    return Json([])


@router.get("/prompt-styles", response_model=list[StyleRow])
def prompt_styles(parts: InParts) -> Response:
    """Saved styles: the dock's, and the web UI's."""
    styles = styles_here(parts.context.home)
    return Json(
        [
            {"name": one.name, "prompt": one.prompt, "negative_prompt": one.negative}
            for one in styles
        ]
    )
