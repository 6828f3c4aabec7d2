"""Small files that change what a model knows, as clients list them: they stand in prompts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from fastapi.responses import Response

from ritocco.errors import RitoccoError
from ritocco.library.find import find
from ritocco.library.kinds import ModelKind
from ritocco.library.shelves import Shelves, Stocked
from ritocco.server.answers import Json
from ritocco.server.webui.parts import InParts
from ritocco.server.webui.replies.described_lists import Embeddings, HypernetworkRow, LoraRow

if TYPE_CHECKING:
    from ritocco.installed.adapter_facts import AdapterFacts

router = APIRouter(prefix="/sdapi/v1")
_LONGEST = 1000
"""Characters of a note in a file that lists tell; longer ones are statistics of its training."""


@router.get("/loras", response_model=list[LoraRow])
def loras() -> Response:
    """LoRAs and their kin, which a prompt names as `<lora:NAME:1>`."""
    here = _able(ModelKind.LORA)
    return Json(
        [
            {
                "name": name,
                "alias": facts.said.alias or name,
                "path": str(one.path),
                "metadata": _notes(one),
            }
            for name, one, facts in here
        ]
    )


@router.get("/hypernetworks", response_model=list[HypernetworkRow])
def hypernetworks() -> Response:
    """Hypernetworks, which a prompt names as `<hypernet:NAME:1>`."""
    here = _able(ModelKind.HYPERNETWORK)
    return Json([{"name": name, "path": str(one.path)} for name, one, _ in here])


@router.get("/embeddings", response_model=Embeddings)
def embeddings(parts: InParts) -> Response:
    """Embeddings, which are words in a prompt; `skipped` are those for other models."""
    family = _family_now(parts.options.model())
    lists: dict[str, dict[str, Any]] = {"loaded": {}, "skipped": {}}
    for name, one, facts in _able(ModelKind.EMBEDDING):
        fits = not facts.families or family is None or family in facts.families
        lists["loaded" if fits else "skipped"][name] = _embedding(one)
    return Json(lists)


def _able(kind: ModelKind) -> list[tuple[str, Stocked, AdapterFacts]]:
    """Those that can be used, each by what prompts call it: without its folder, where that
    tells."""
    from ritocco.installed.adapter_facts import facts_of

    shelves = Shelves.of_user()
    known = [(one, facts_of(kind, one.path, shelves)) for one in shelves.stock(kind)]
    able = [(one, facts) for one, facts in known if not facts.problem]
    having = Counter(one.path.stem.lower() for one, _ in able)
    return [
        (one.path.stem if having[one.path.stem.lower()] == 1 else one.name, one, facts)
        for one, facts in able
    ]


def _family_now(model: str) -> str | None:
    """What embeddings for a model are for; None where that is not known."""
    from ritocco.diffusion.families import FAMILIES
    from ritocco.installed.families import family_of

    try:
        family = family_of(find(ModelKind.MODEL, model), Shelves.of_user()).family
    except RitoccoError:
        return None
    return FAMILIES[family].configs[0] if family else None


def _notes(one: Stocked) -> dict[str, str]:
    """What its maker left in a file."""
    from ritocco.diffusion.headers import read_safetensors_header

    if one.path.suffix.lower() != ".safetensors":
        return {}
    try:
        notes = read_safetensors_header(one.path)[1]
    except RitoccoError:
        return {}
    return {name: text for name, text in notes.items() if len(text) <= _LONGEST}


def _embedding(one: Stocked) -> dict[str, Any]:
    """How many vectors it has, and how long the first encoder's are."""
    from ritocco.diffusion.embedding_parts import checked_parts
    from ritocco.diffusion.headers import read_contents

    told: dict[str, Any] = {"step": None, "sd_checkpoint": None, "sd_checkpoint_name": None}
    try:
        shapes = read_contents(one.path).shapes
        first = shapes[checked_parts(one.path.name, shapes)[0]]
    except RitoccoError:  # a picture that holds one
        return {**told, "shape": 0, "vectors": 0}
    return {**told, "shape": first[-1], "vectors": first[0] if len(first) > 1 else 1}
