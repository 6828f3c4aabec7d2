"""`txt2img` and `img2img`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import Response

from ritocco.recipe.recipe import Kind
from ritocco.server.few_at_once import few_at_once
from ritocco.server.webui.asked.requests import ImageToImage, Painting, TextToImage
from ritocco.server.webui.batches.batch import (
    Batch,
    Piece,
    check_count,
    check_pixels,
    seeds_in_a_row,
)
from ritocco.server.webui.batches.packing import packing_of
from ritocco.server.webui.parts import InParts, Parts
from ritocco.server.webui.replies.described import Painted
from ritocco.server.webui.replies.with_pictures import with_pictures
from ritocco.server.webui.runs.run import Run
from ritocco.server.webui.runs.runs import Prepare

if TYPE_CHECKING:
    from ritocco.server.webui.asked.settled import Settled

P = TypeVar("P", bound=Painting)
router = APIRouter(prefix="/sdapi/v1")
_SENT = ("init_images", "mask", "latent_mask")
"""What is large, and known to whoever sent it."""


@router.post("/txt2img", response_model=Painted)
async def text_to_image(parts: InParts, request: Request, asked: TextToImage) -> Response:
    """Paint pictures from words."""

    async def prepare() -> Batch:
        whole = await settle(asked, Kind.GENERATE, parts)
        return _settled(parts, whole, await from_words(whole.asked, parts))

    return await _made(parts, request, asked, prepare)


@router.post("/img2img", response_model=Painted)
async def image_to_image(parts: InParts, request: Request, asked: ImageToImage) -> Response:
    """Paint over pictures, or what a mask selects of them."""

    async def prepare() -> Batch:
        whole = await settle(asked, Kind.INPAINT, parts)
        return _settled(parts, whole, await _from_pictures(whole.asked, parts))

    unsaid = () if asked.include_init_images else _SENT
    return await _made(parts, request, asked, prepare, unsaid)


@few_at_once
def settle(asked: P, kind: Kind, parts: Parts) -> Settled[P]:
    """The request with all that is said elsewhere put in. Raises what `settled` raises."""
    from ritocco.server.webui.asked.settled import settled

    return settled(asked, kind, parts.options, parts.context.home)


@few_at_once
def from_words(asked: TextToImage, parts: Parts) -> Batch:
    """All that is to be painted. Raises what `recipe_of` raises."""
    import numpy as np

    from ritocco.canvas.document import Document
    from ritocco.canvas.mask import FULL
    from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
    from ritocco.geometry import Box
    from ritocco.server.webui.asked.enlarging_after import passes_of
    from ritocco.server.webui.asked.recipes import recipe_of

    check_count(asked)
    passes = passes_of(asked)
    size, values = passes.size, {"diffusion.strength": 1.0, **passes.values}
    check_pixels(asked.count, size)
    recipe, hints = recipe_of(asked, Kind.GENERATE, parts.options, values.items())
    empty = np.zeros((size.height, size.width, 3), np.uint8)
    picture = Picture(empty, Layout(ColourModel.RGB, Depth.U8, False))
    selection = np.full((size.height, size.width), FULL, np.uint8)
    document = Document(size, Box.of(size), picture, selection)
    parts.context.studio.plan(recipe, size, Box.of(size))
    if recipe.upscale is not None:
        check_pixels(asked.count, recipe.upscale.target(size))
    pieces = [Piece(one, document) for one in seeds_in_a_row(recipe, asked.count)]
    return Batch(pieces, (*hints, *passes.hints))


@few_at_once
def _from_pictures(asked: ImageToImage, parts: Parts) -> Batch:
    from ritocco.server.webui.batches.from_pictures import batch_of

    return batch_of(asked, parts.options, parts.context.studio)


def _settled(parts: Parts, whole: Settled[P], batch: Batch) -> Batch:
    asked = whole.asked
    packing = packing_of(parts.options, asked.override_settings)
    told = batch.with_hints(whole.hints)
    return replace(told, packing=packing, keeps=asked.save_images, asked=asked)


async def _made(
    parts: Parts, request: Request, asked: Painting, prepare: Prepare, unsaid: Sequence[str] = ()
) -> Response:
    """The reply with all pictures of a request; the request in it but for fields that are large."""
    run = Run(request.is_disconnected, asked.force_task_id or "", asked.count)
    came = await parts.runs.run(run, prepare)
    from ritocco.server.webui.replies.info import info_of

    images = came.images if asked.send_images else []
    echo = asked.model_dump(mode="json", exclude=set(unsaid)) | dict.fromkeys(unsaid)
    return with_pictures({"parameters": echo, "info": info_of(came)}, images=images)
