"""The routes of auto-sd-paint-ext, a dock for Krita that brought its own to the web UI.

It lays what comes back over the part of the canvas that it sent. So that comes back at that size,
and of what was inpainted the new layer alone, as opaque as its mask: laid over, it is what we show.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from ritocco.diffusion.samplers import SAMPLERS
from ritocco.geometry import Size
from ritocco.library.kinds import ModelKind
from ritocco.recipe.finishing import USUAL
from ritocco.recipe.recipe import Kind
from ritocco.server.answers import Json
from ritocco.server.few_at_once import few_at_once
from ritocco.server.webui.asked.extras import OneExtra
from ritocco.server.webui.asked.interpause import Dream, FromPicture, FromWords, Larger
from ritocco.server.webui.asked.names import usable_here
from ritocco.server.webui.batches.batch import Batch
from ritocco.server.webui.parts import InParts, Parts
from ritocco.server.webui.replies.described import DockConfig, Output, Outputs
from ritocco.server.webui.replies.with_pictures import with_pictures
from ritocco.server.webui.routes.extras import finished
from ritocco.server.webui.routes.lists import PLAIN_UPSCALERS
from ritocco.server.webui.routes.painting import from_words, settle
from ritocco.server.webui.runs.run import Run
from ritocco.server.webui.runs.runs import Prepare

router = APIRouter(prefix="/sdapi/interpause")
_NO_SCRIPTS: dict[str, Any] = {"None": []}
_HERE = "."
"""Where the dock may keep what it sent, if it is asked to: beside itself, as it does on its own."""


@router.get("/config", response_model=DockConfig)
def config() -> Response:
    """What there is to choose from. The dock takes no list that is empty."""
    samplers = [sampler.name for sampler in SAMPLERS.values()]
    networks = [file.name for file in usable_here(ModelKind.UPSCALER)]
    return Json(
        {
            "sample_path": _HERE,
            "upscalers": [*PLAIN_UPSCALERS, *networks],
            "samplers": samplers,
            "samplers_img2img": samplers,
            "scripts_txt2img": _NO_SCRIPTS,
            "scripts_img2img": _NO_SCRIPTS,
            "face_restorers": ["None", *(file.name for file in usable_here(ModelKind.FACES))],
            "sd_models": [file.title for file in usable_here(ModelKind.MODEL)],
            "sd_vaes": ["None", "Automatic", *(file.file for file in usable_here(ModelKind.VAE))],
        }
    )


@router.post("/txt2img", response_model=Outputs)
async def text_to_image(parts: InParts, request: Request, asked: FromWords) -> Response:
    """Paint pictures from words."""

    async def prepare() -> Batch:
        whole = await settle(asked.theirs, Kind.GENERATE, parts)
        batch = await _brought_to(await from_words(whole.asked, parts), asked.size)
        return replace(batch, asked=whole.asked)

    return await _reply(parts, request, asked, prepare)


@router.post("/img2img", response_model=Outputs)
async def image_to_image(parts: InParts, request: Request, asked: FromPicture) -> Response:
    """Paint over a picture, or what the alpha of a mask selects of it."""

    return await _reply(parts, request, asked, lambda: _from_picture(asked, parts))


@router.post("/upscale", response_model=Output)
async def upscale(parts: InParts, request: Request, asked: Larger) -> Response:
    """Make a picture as much larger as upscalers make it; of half its size, if that is asked."""
    image = await _halved(asked.src_img) if asked.downscale_first else asked.src_img
    said = {"upscaler_1": asked.upscaler_name, "upscaling_resize": USUAL}
    (done,) = await finished(parts, request, OneExtra.model_validate(said), [image])
    return with_pictures({}, output=done.reply or b"")


async def _reply(parts: Parts, request: Request, asked: Dream, prepare: Prepare) -> Response:
    run = Run(request.is_disconnected, expected=asked.batch_count * asked.batch_size)
    came = await parts.runs.run(run, prepare)
    from ritocco.server.webui.replies.info import info_of

    return with_pictures({"info": info_of(came)}, outputs=came.images)


@few_at_once
def _brought_to(batch: Batch, size: Size) -> Batch:
    from ritocco.server.webui.batches.from_krita import brought_to

    return brought_to(batch, size)


@few_at_once
def _from_picture(asked: FromPicture, parts: Parts) -> Batch:
    from ritocco.server.webui.batches.from_krita import picture_batch

    return picture_batch(asked, parts.options, parts.context.studio, parts.context.home)


@few_at_once
def _halved(image: str) -> str:
    from ritocco.server.webui.batches.from_krita import halved

    return halved(image)
