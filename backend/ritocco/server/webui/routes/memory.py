"""What memory there is, and letting models go out of it: `memory`, `unload-checkpoint`."""

from __future__ import annotations

import sys
from typing import Any

import psutil  # type: ignore[import-untyped]
from fastapi import APIRouter
from fastapi.responses import Response

from ritocco import budget
from ritocco.server.answers import Json
from ritocco.server.webui.parts import InParts
from ritocco.server.webui.replies.described import MemoryTold

router = APIRouter(prefix="/sdapi/v1")


@router.get("/memory", response_model=MemoryTold)
def memory() -> Response:
    """Main memory (of the container, where that has less) and the graphics card's, in bytes."""
    machine = budget.machine()
    ram = {
        "free": machine.free,
        "used": int(psutil.Process().memory_info().rss),
        "total": machine.total,
    }
    return Json({"ram": ram, "cuda": _cuda()})


@router.post("/unload-checkpoint")
def unload(parts: InParts) -> Response:
    """Let all models go out of memory: now, or as soon as what is being made is done.

    The next picture loads its own again.
    """
    parts.context.studio.release()
    return Json({})


@router.post("/reload-checkpoint")
def reload() -> Response:
    """Nothing to do: a picture that needs a model loads it."""
    return Json({})


def _cuda() -> dict[str, Any]:
    torch: Any = sys.modules.get("torch")  # before something was painted none of it is ours
    if torch is None or not torch.cuda.is_available():
        return {"error": "unavailable"}
    free, total = torch.cuda.mem_get_info()
    stats = torch.cuda.memory_stats()

    def of(name: str) -> dict[str, int]:
        return {at: int(stats.get(f"{name}.all.{at}", 0)) for at in ("current", "peak")}

    return {
        "system": {"free": free, "used": total - free, "total": total},
        "active": of("active_bytes"),
        "allocated": of("allocated_bytes"),
        "reserved": of("reserved_bytes"),
        "inactive": of("inactive_split_bytes"),
        "events": {
            "retries": int(stats.get("num_alloc_retries", 0)),
            "oom": int(stats.get("num_ooms", 0)),
        },
    }
