"""`png-info`: what a picture says of how it was made."""

from __future__ import annotations

import re

from fastapi import APIRouter
from fastapi.responses import Response

from ritocco.sentence import Sentence
from ritocco.server.answers import Json
from ritocco.server.few_at_once import few_at_once
from ritocco.server.webui.asked.requests import Asked, Sent
from ritocco.server.webui.replies.described import TextsFound

router = APIRouter(prefix="/sdapi/v1")
_SIDES = re.compile(r"(\d+)x(\d+)")


class PictureAsked(Asked):
    """The body of `png-info`: a picture in base64, of any format."""

    image: Sent = ""


@router.post("/png-info", response_model=TextsFound)
@few_at_once
def png_info(asked: PictureAsked) -> Response:
    """The web UI's text in a picture, its fields, and what else is written in it."""
    from ritocco.canvas.files import metadata_in
    from ritocco.server.webui.asked.pictures import file_in
    from ritocco.webui.carriers import other_texts, text_in

    called = Sentence("The picture")
    metadata = metadata_in(file_in(asked.image, called), called)
    text = text_in(metadata) or ""
    items = other_texts(metadata)
    if metadata.recipe is not None:
        items["ritocco"] = metadata.recipe
    return Json({"info": text, "items": items, "parameters": fields_of(text)})


def fields_of(text: str) -> dict[str, str]:
    """The fields of the web UI's text, as it takes them apart: of sizes each side is one."""
    from ritocco.webui.infotext import read

    if not text:
        return {}
    told = read(text)
    fields = {"Prompt": told.prompt, "Negative prompt": told.negative}
    for name, value in told.fields.items():
        sides = _SIDES.fullmatch(value)
        sized = {f"{name}-1": sides[1], f"{name}-2": sides[2]} if sides else {name: value}
        fields |= sized
    return fields
