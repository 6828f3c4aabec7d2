"""What tests of jobs stand on: a small document, and a queue whose events are kept."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from ritocco.canvas.document import Document
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.geometry import Box, Size
from ritocco.jobs.job import ClientInfo, Job
from ritocco.jobs.queue import Queue
from ritocco.jobs.results import ResultStore
from ritocco.jobs.workers import Worker
from ritocco.recipe.recipe import Recipe
from ritocco.state import State

RGBA = Layout(ColourModel.RGB, Depth.U8, alpha=True)
PATIENCE = 30
"""Seconds after which what should have come is missing."""


def document(layout: Layout = RGBA, profile: bytes | None = None) -> Document:
    random = np.random.default_rng(5)
    pixels = random.random((6, 8, layout.channels)) * layout.depth.maximum
    picture = Picture(pixels.astype(layout.depth.dtype), layout, profile)
    return Document(Size(20, 20), Box(3, 4, 8, 6), picture, np.full((6, 8), 255, np.uint8))


class Rig:
    """A queue with these workers, and all events it told."""

    def __init__(self, folder: Path, *workers: Worker, **options: Any) -> None:
        self.folder = folder
        self.store = ResultStore(folder)
        self.queue = Queue(workers, self.store, Path("ritocco.log"), **options)
        self.events: list[tuple[str, Job]] = []
        self.queue.listen(lambda event, job: self.events.append((event, job)))

    def submit(self, sent: Document | None = None, owner: str = "", **recipe: int) -> str:
        source = ClientInfo("a.kra", "bgra")
        return self.queue.submit(Recipe(**recipe), sent or document(), source, owner).id

    def until(self, job: str, *states: State) -> Job:
        return self.wait(lambda: self.queue.job(job), lambda found: found.state in states)

    def until_final(self, job: str) -> Job:
        return self.until(job, State.DONE, State.FAILED, State.CANCELLED)

    def names(self, job: str) -> list[str]:
        return [event for event, told in self.events if told.id == job]

    def wait(self, look: Callable[[], Any], enough: Callable[[Any], bool]) -> Any:
        give_up = time.monotonic() + PATIENCE
        while not enough(found := look()):
            assert time.monotonic() < give_up, found
            time.sleep(0.002)
        return found
