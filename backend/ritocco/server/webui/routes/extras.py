"""`extra-single-image` and `extra-batch-images`: finished pictures enlarged, faces repaired."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from html import escape
from threading import Event
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import Response

from ritocco.server.few_at_once import cancelled_with, few_at_once
from ritocco.server.webui.asked.extras import Extras, ManyExtras, OneExtra
from ritocco.server.webui.batches.batch import Batch, Later
from ritocco.server.webui.batches.packing import Packing, packing_of
from ritocco.server.webui.parts import InParts, Parts
from ritocco.server.webui.replies.described import AllFinished, Finished
from ritocco.server.webui.replies.with_pictures import with_pictures
from ritocco.server.webui.runs.run import Run

if TYPE_CHECKING:
    from ritocco.server.webui.batches.finishing import Finishing

router = APIRouter(prefix="/sdapi/v1")


@router.post("/extra-single-image", response_model=Finished)
async def extra_single_image(parts: InParts, request: Request, asked: OneExtra) -> Response:
    """Enlarge a picture, repair its faces."""
    (done,) = await finished(parts, request, asked, [asked.image])
    return with_pictures({"html_info": told([done])}, image=done.reply or b"")


@router.post("/extra-batch-images", response_model=AllFinished)
async def extra_batch_images(parts: InParts, request: Request, asked: ManyExtras) -> Response:
    """Enlarge pictures, repair their faces."""
    done = await finished(parts, request, asked, [one.data for one in asked.imageList])
    images = [one.reply for one in done if one.reply is not None]
    return with_pictures({"html_info": told(done)}, images=images)


async def finished(
    parts: Parts, request: Request, asked: Extras, images: Sequence[str]
) -> list[Finishing]:
    """What became of each of the pictures; of the first at least, though it was interrupted.

    An interrupt is heard while a picture is made, and so is that the client has gone. Raises
    what `check_together` raises before any picture is decoded."""
    works: list[Finishing] = []
    run = Run(request.is_disconnected, expected=len(images))

    async def prepare() -> Batch:
        works.extend(await _works(asked, images, packing_of(parts.options, {}), run.stop))
        fits: Later = partial(_check_fits, works)
        return Batch([step for work in works for step in (*work.steps(), fits)])

    async with cancelled_with(request, run.stop):
        await parts.runs.run(run, prepare)
    if works and works[0].reply is None and not await request.is_disconnected():
        await _ended(works[0])
    return works


@few_at_once
def _ended(work: Finishing) -> None:
    work.end()


@few_at_once
def _works(asked: Extras, images: Sequence[str], packing: Packing, stop: Event) -> list[Finishing]:
    from ritocco.server.webui.batches.finishing import Finishing
    from ritocco.server.webui.batches.room import check_together
    from ritocco.watch import Watch

    works = [Finishing(asked, image, packing, Watch(cancelled=stop)) for image in images]
    check_together(asked, images)
    return works


def _check_fits(works: Iterable[Finishing]) -> None:
    """Raise BadRequest where what is finished is too much for one reply."""
    from ritocco.server.webui.batches.room import MOST_BYTES, together_too_large

    if sum(len(one.reply or b"") for one in works) > MOST_BYTES:
        raise together_too_large()


def told(works: Iterable[Finishing]) -> str:
    """What was done, for a page of the client's."""
    said = dict.fromkeys(text for work in works for text in (work.done, *work.hints) if text)
    return "".join(f"<p>{escape(text)}</p>" for text in said)
