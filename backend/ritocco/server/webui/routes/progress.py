"""How far the request at work is, and ending it: `progress`, `interrupt`, `skip`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from time import time
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from ritocco.jobs.job import Job
from ritocco.server.again import KEY
from ritocco.server.answers import Json
from ritocco.server.webui.parts import InParts
from ritocco.server.webui.replies.described import ProgressReply
from ritocco.server.webui.runs.run import Run
from ritocco.server.webui.runs.runs import Runs

router = APIRouter(prefix="/sdapi/v1")


@router.get("/progress", response_model=ProgressReply)
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
        "eta_relative": _left(run, job),
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
            "sampling_step": _step(run.sampling if run else None, fraction, steps),
            "sampling_steps": steps,
        },
    }


def _steps(recipe: Mapping[str, Any]) -> int:
    """Those of all passes."""
    first, second = recipe.get("diffusion"), recipe.get("second_pass")
    steps: int = first["steps"] if first else 0
    return steps + (second["steps"] or steps if second else 0)


def _step(begun: float | None, fraction: float, steps: int) -> int:
    """How many steps are done: none until sampling begins, at this share of a job."""
    return 0 if begun is None else int(steps * (fraction - begun) / max(1 - begun, 1e-6))


def _left(run: Run | None, job: Job | None) -> float:
    """Seconds until all pictures are there, by what the job says of its own; 0 where unknown."""
    if run is None:
        return 0.0
    others, now = run.count - run.number - 1, time()
    if job and job.started and job.seconds_left is not None:
        each = now - job.started + job.seconds_left
        return round(job.seconds_left + each * others, 2)
    if job and job.started and job.finished:
        return round((job.finished - job.started) * others, 2)
    each = (now - run.began) / run.number if run.number else 0.0
    return round(each * (others + 1), 2)


async def current_image(runs: Runs) -> str | None:
    """A PNG of what is being painted, in base64; None where nothing is to be seen."""
    preview = runs.preview()
    return None if preview is None else await runs.previews.encoded(preview)
