"""What programs ask again and again that were made for the web UI's own page.

A task's progress, by the id that the program gave it (`force_task_id`), how much waits, and
whether anybody is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from ritocco.server.answers import Json
from ritocco.server.webui.asked.requests import Asked
from ritocco.server.webui.parts import InParts
from ritocco.server.webui.replies.described import TaskState, Waiting
from ritocco.server.webui.routes.progress import current_image, told

router = APIRouter()
_APP = 17860
"""By which a page knows that the server is another since it was loaded; ours keeps no page."""


class TaskProgress(Asked):
    """The body of `/internal/progress`."""

    id_task: str = ""
    id_live_preview: int = -1
    live_preview: bool = True


@router.get("/internal/ping")
async def ping() -> Response:
    """Say that somebody is here."""
    return Json({})


@router.post("/internal/progress", response_model=TaskState)
async def task_progress(parts: InParts, asked: TaskProgress) -> Response:
    """How far one request is, by the id it was sent with."""
    tasks, name = parts.runs.tasks, asked.id_task
    active, waiting = tasks.is_at_work(name), tasks.waiting
    queued = name in waiting
    answer: dict[str, Any] = {
        "active": active,
        "queued": queued,
        "completed": not active and not queued and tasks.has_ended(name),
        "progress": None,
        "eta": None,
        "live_preview": None,
        "id_live_preview": asked.id_live_preview,
        "textinfo": _place(waiting, name) if queued else "Waiting...",
    }
    if not active:
        return Json(answer)
    whole = told(parts.runs)
    state = whole["state"]
    seen = state["job_no"] * (state["sampling_steps"] + 1) + state["sampling_step"]
    if asked.live_preview and seen != asked.id_live_preview:
        image = await current_image(parts.runs)
        answer["live_preview"] = image and f"data:image/png;base64,{image}"
        answer["id_live_preview"] = seen
    answer |= {"progress": whole["progress"], "eta": whole["eta_relative"], "textinfo": None}
    return Json(answer)


@router.get("/internal/pending-tasks", response_model=Waiting)
async def pending_tasks(parts: InParts) -> Response:
    """Which requests wait, of those that their clients named."""
    names = [name for name in parts.runs.tasks.waiting if name]
    return Json({"size": len(names), "tasks": names})


@router.get("/queue/status")
async def queue_status(parts: InParts) -> Response:
    """How much waits, as the page's library tells it."""
    return Json(
        {
            "msg": "estimation",
            "rank": None,
            "queue_size": len(parts.runs.tasks.waiting),
            "avg_event_process_time": None,
            "avg_event_concurrent_process_time": None,
            "rank_eta": None,
            "queue_eta": 0,
        }
    )


@router.get("/app_id")
async def app_id() -> Response:
    """Say that the server is the same as ever."""
    return Json({"app_id": _APP})


def _place(waiting: Sequence[str], name: str) -> str:
    return f"In queue: {waiting.index(name) + 1}/{len(waiting)}"
