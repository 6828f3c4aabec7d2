"""What the backend tells of one document: its jobs, of an earlier run too, and its results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

from ..knobs.recipe import knobs_of
from ..phase import Phase
from ..qt import QObject
from ..words import say
from .gallery import Gallery
from .intent import Intent
from .job import Job
from .jobs import JobList
from .result import task_of, words_of


class Hearing(QObject):
    """Brings it to the list of jobs or to the gallery."""

    def __init__(
        self, document: str, jobs: JobList, gallery: Gallery, intent: Intent, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._document, self._jobs, self._gallery = document, jobs, gallery
        self._intent = intent
        gallery.cut_off.connect(self._adopt)

    def hear(self, event: str, data: Mapping[str, Any]) -> None:
        """An event, about any document. KeyError, TypeError, ValueError: it cannot be read."""
        if self._jobs.hear(event, data) or data.get("document") != self._document:
            return
        if event in ("waiting", "progress"):  # ours, of an earlier run of the editor, and these too
            self._jobs.join(self._job_of(data, Phase.WAITING), data)
        elif event == "done" and data.get("result"):
            self._gallery.add(data["result"])
        elif event == "released":
            self._gallery.forget(str(data["id"]))

    def _adopt(self, data: Mapping[str, Any]) -> None:
        """Show a job that a crash cut off before this session, until it is sent again or let go."""
        job = self._job_of(data, Phase.FAILED)
        self._jobs.adopt(replace(job, problem=say("This was cut off by a crash; send it again.")))

    def _job_of(self, data: Mapping[str, Any], phase: Phase) -> Job:
        """A job that the backend tells of and this session did not begin."""
        recipe = data["recipe"]
        knobs = knobs_of(recipe, task_of(recipe), self._intent.knobs)
        seed, server, words = int(recipe["seed"]), str(data["id"]), words_of(recipe)
        return Job(uuid4().hex[:12], knobs, seed, phase, server, words=words)
