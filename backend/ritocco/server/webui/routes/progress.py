"""How far the request at work is, and ending it: `progress`, `interrupt`, `skip`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from ritocco.server.again import KEY
from ritocco.server.answers import Json
from ritocco.server.webui.parts import InParts
from ritocco.server.webui.replies.described import Progress
from ritocco.server.webui.runs.runs import Run, Runs

router = APIRouter(prefix="/sdapi/v1")


@router.get("/progress", response_model=Progress)
async def progress(parts: InParts, request: Request, skip_current_image: bool = False) -> Response:
    """How far the request at work is; 0 where none is."""
    runs = parts.runs
    if skip_current_image:  # many ask this again and again
        setattr(request.state, KEY, lambda: _answer(runs).body)
    return _answer(runs, None if skip_current_image else await current_image(runs))


def _answer(runs: Runs, image: str | None = None) -> Json:
    return Json({**told(runs), "current_image": image, "textinfo": None})


@router.post("/interrupt", response_model=None)
async def interrupt(parts: InParts) -> Response:
    """End the request at work; what it has finished comes back."""
    parts.runs.interrupt()
    return Json(None)


@router.post("/skip", response_model=None)
async def skip(parts: InParts) -> Response:
    """End the picture that is being made; the next of its request begins."""
    parts.runs.skip()
    return Json(None)


def told(runs: Runs) -> dict[str, Any]:
    """Progress in the web UI's words. Shares of 0..1, seconds."""
    run, job = runs.now, runs.job_now()
    steps = _steps(job.recipe) if job else 0
    fraction = job.fraction if job else 0.0
    done = (run.number + fraction) / run.count if run else 0.0
    return {
        "progress": round(min(1.0, 0.01 + done), 4) if run else 0.0,
        "eta_relative": _left(run, done),
        "state": {
            "skipped": bool(run and run.skipped),
            "interrupted": bool(run and run.interrupted),
            "stopping_generation": False,
            "job": f"Batch {run.number + 1} out of {run.count}" if run else "",
            "job_count": run.count if run else 0,
            "job_timestamp": datetime.fromtimestamp(run.began if run else 0, UTC).strftime(
                "%Y%m%d%H%M%S"
            ),
            "job_no": run.number if run else 0,
            "sampling_step": int(fraction * steps),
            "sampling_steps": steps,
        },
    }


def _steps(recipe: Mapping[str, Any]) -> int:
    """Those of all passes."""
    first, second = recipe.get("diffusion"), recipe.get("second_pass")
    steps: int = first["steps"] if first else 0
    return steps + (second["steps"] or steps if second else 0)


def _left(run: Run | None, done: float) -> float:
    from time import time

    if run is None or done <= 0:
        return 0.0
    return round((time() - run.began) * (1 / done - 1), 2)


async def current_image(runs: Runs) -> str | None:
    """A PNG of what is being painted, in base64; None where nothing is to be seen."""
    preview = runs.preview()
    return None if preview is None else await runs.previews.encoded(preview)
