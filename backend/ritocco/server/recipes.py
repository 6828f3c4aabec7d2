"""What a file or a text tells of how a picture was made: `POST /v1/recipes/read`.

For a picture that is dropped and a text that is pasted. What is told has been through `Recipe`,
so that all of it can be used; what is not told is not there.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Query

from ritocco.errors import BadModel
from ritocco.recipe.recipe import Kind, Recipe
from ritocco.sentence import told
from ritocco.server.answers import ERRORS, Json
from ritocco.server.few_at_once import few_at_once
from ritocco.server.pictures import BODY, body_of
from ritocco.server.responses import RecipeToldOut

if TYPE_CHECKING:
    from pathlib import Path

    from ritocco.webui.told import Told

router = APIRouter(prefix="/v1/recipes", responses=ERRORS, default_response_class=Json)
PATHS = ("/v1/recipes/read",)
"""Their bodies may be pictures."""
_ANY = "any"
"""Stands for the model that a text does not name, while the rest is checked."""


@router.post("/read", response_model=RecipeToldOut, openapi_extra=BODY)
@few_at_once
def read_recipe(
    sent: Annotated[IO[bytes], Depends(body_of)],
    name: Annotated[str, Query(max_length=1000, description="The file's name.")] = "The text",
    kind: Annotated[
        Kind, Query(description="What it is to be used for, where it does not say.")
    ] = Kind.INPAINT,
) -> Json:
    """The recipe in a picture of Ritocco or of the web UI, a recipe file, or the web UI's text.

    Of a picture that holds an embedding that is told instead.
    """
    from ritocco.canvas.scratch import scratch_file
    from ritocco.webui.reading import told_by

    with sent, scratch_file("upload", name) as path:
        with path.open("wb") as file:
            shutil.copyfileobj(sent, file, 1 << 20)
        if _is_embedding(path):
            return Json({"recipe": None, "embedding": True, "hints": [], "sentences": []})
        found = told_by(path, kind)
        recipe = _checked(found, kind)
    return Json(
        {
            "recipe": recipe,
            "embedding": False,
            "hints": list(found.hints),
            "sentences": [told(hint) for hint in found.hints],
        }
    )


def _is_embedding(path: Path) -> bool:
    from ritocco.canvas.files import is_picture
    from ritocco.diffusion.embedding_picture import contents_in_picture

    with suppress(BadModel):
        return is_picture(path) and bool(contents_in_picture(path))
    return False


def _checked(found: Told, kind: Kind) -> dict[str, Any]:
    """What is told, as a recipe holds it. Raises BadRecipe where none can."""
    data = {"kind": kind.value, **found.data}
    asked = data.get("diffusion")
    if isinstance(asked, dict):
        data["diffusion"] = {"model": _ANY, **asked}
    whole = Recipe.from_dict(data).to_dict()
    kept = {field: whole[field] for field in found.data if field in whole}
    if isinstance(asked, dict) and whole["diffusion"]:
        painted = whole["diffusion"]
        kept["diffusion"] = {field: painted[field] for field in asked if field in painted}
        _name_sampler(kept["diffusion"])
    return kept


def _name_sampler(asked: dict[str, Any]) -> None:
    """Have sampler and schedule as `/v1/samplers` names them: texts say "DPM++ 2M Karras"."""
    from ritocco.diffusion.samplers import choose

    if asked.get("sampler"):
        sampler, schedule = choose(asked["sampler"], asked.get("schedule") or None)
        asked |= {"sampler": sampler, "schedule": schedule.value}
