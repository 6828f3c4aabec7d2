"""What the server has and how it is: `/v1/status`, `/models`, `/samplers`, `/knobs`."""

from __future__ import annotations

from enum import Enum
from time import monotonic
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from ritocco import __version__
from ritocco.library.kinds import KINDS
from ritocco.library.shelves import Shelves
from ritocco.recipe.recipe import Kind
from ritocco.recipe.rows import Row
from ritocco.recipe.usual import KNOBS, usual
from ritocco.server.answers import ERRORS, Json
from ritocco.server.context import InContext
from ritocco.server.responses import KnobsOut, ModelsOut, SamplersOut, StatusOut
from ritocco.state import State

API = 1
"""Version of the native API."""
router = APIRouter(prefix="/v1", responses=ERRORS, default_response_class=Json)


@router.get("/status", response_model=StatusOut)
def status(context: InContext) -> Response:
    """Whether the server is well, and what it has to do."""
    states = [job.state for job in context.queue.jobs()]
    return Json(
        {
            "name": "Ritocco",
            "version": __version__,
            "api": API,
            "kinds": [kind.value for kind in Kind],
            "engines": list(getattr(context.studio, "engines", ())),
            "device": getattr(context.studio, "device", ""),
            "queue": {
                "waiting": states.count(State.WAITING),
                "running": states.count(State.RUNNING),
            },
            "uptime": round(monotonic() - context.opened, 3),
        }
    )


@router.get("/models", response_model=ModelsOut)
def models() -> Response:
    """The models and networks that are here, of every kind."""
    from ritocco.installed.here import models_here

    shelves = Shelves.of_user()
    return Json(
        {
            row.plural: [model.to_dict() for model in models_here(kind, shelves)]
            for kind, row in KINDS.items()
        }
    )


@router.get("/samplers", response_model=SamplersOut)
def samplers() -> Response:
    """What removes the noise in model recipes, and on which schedules."""
    from ritocco.diffusion.samplers import SAMPLERS

    rows = [
        {
            "name": name,
            "title": sampler.name,
            "schedules": [each.value for each in sampler.schedules],
        }
        for name, sampler in SAMPLERS.items()
    ]
    return Json({"samplers": rows})


_TYPES: dict[type[Any], str] = {int: "integer", float: "number", str: "text", bool: "boolean"}


@router.get("/knobs", response_model=KnobsOut)
def knobs() -> Response:
    """What recipes can hold: ranges, help, and the values usual for each kind."""
    return Json(
        {
            "knobs": [_told(place, row) for place, row in KNOBS.items()],
            "usual": {kind.value: dict(usual(kind)) for kind in Kind},
        }
    )


def _told(place: str, row: Row) -> dict[str, Any]:
    return {
        "place": place,
        "type": _TYPES.get(row.type, "choice"),
        "optional": row.optional,
        "low": row.low,
        "high": row.high,
        "longest": row.longest,
        "choices": list(row.type) if issubclass(row.type, Enum) else None,
        "help": row.help,
        "infotext": row.knob.infotext if row.knob else "",
    }
