"""A worker in a process of its own: what a worker on another machine would be, without a net.

Both ends speak in (word, value): the work goes there as (recipe, document), back come steps,
previews and the end. The studio there is the fake one, which shows a preview first.
"""

import multiprocessing as mp
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from threading import Event, Thread

import numpy as np

from ritocco.canvas.document import Document
from ritocco.errors import Cancelled
from ritocco.jobs.failures import WorkerLost, WorkFailed, failure_of
from ritocco.recipe.recipe import Recipe
from ritocco.studio.result import Result
from ritocco.watch import Watch
from tests.server.fakes import FakeStudio

LISTEN = 0.01
"""Seconds between two looks at whether to stop."""
WAIT_TO_DIE = 99
"""The seed of a recipe on which the process shows its preview and waits to be killed."""


class ProcessWorker:
    """Starts its process with the first job, and again after it was lost.

    can_start  whether a process can be had; a test sets it
    """

    def __init__(self, name: str = "process") -> None:
        self.name = name
        self.can_start = True
        self.process: SpawnProcess | None = None
        self._here: Connection | None = None

    def ready(self) -> bool:
        if self.process is None or not self.process.is_alive():
            if not self.can_start:
                return False
            context = mp.get_context("spawn")
            self._here, there = context.Pipe()
            self.process = context.Process(target=serve, args=(there,), daemon=True)
            self.process.start()
            there.close()  # so that the pipe ends with the process
        return True

    def run(self, recipe: Recipe, document: Document, watch: Watch) -> Result:
        assert self._here
        try:
            self._here.send((recipe, document))
            return self._followed(self._here, watch)
        except (EOFError, OSError):
            self._drop()
            raise WorkerLost(
                f"The worker {self.name!r} stopped in the middle of its work. Nothing was "
                "changed; try it again."
            ) from None

    def close(self) -> None:
        if self._here and self.process:
            self._here.close()
            self.process.join(10)

    def _drop(self) -> None:
        self.close()
        self.process = None

    def _followed(self, here: Connection, watch: Watch) -> Result:
        told = False
        while True:
            if watch.is_cancelled and not told:
                here.send("cancel")
                told = True
            if here.poll(LISTEN):
                word, value = here.recv()
                if word == "done":
                    return value
                if word == "failed":
                    raise WorkFailed(value)
                if word == "cancelled":
                    raise Cancelled("Cancelled. Nothing was changed.")
                if word == "preview" and watch.show:
                    watch.show(value)
                if word == "step" and not told:
                    watch.step(*value)


def serve(there: Connection) -> None:
    """The other end: one job after the other, until the pipe ends."""
    jobs: list[tuple[Recipe, Document]] = []
    arrived, cancelled = Event(), Event()

    def hear() -> None:
        try:
            while True:
                word = there.recv()
                if word == "cancel":
                    cancelled.set()
                else:
                    cancelled.clear()
                    jobs.append(word)
                    arrived.set()
        except (EOFError, OSError):
            cancelled.set()
            arrived.set()

    Thread(target=hear, daemon=True).start()
    while arrived.wait() and jobs:
        arrived.clear()
        try:
            there.send(answer(*jobs.pop(), there, cancelled))
        except OSError:
            return


def answer(
    recipe: Recipe, document: Document, there: Connection, cancelled: Event
) -> tuple[str, object]:
    watch = Watch(lambda *step: there.send(("step", step)), cancelled)
    there.send(("preview", np.full((2, 3, 3), recipe.seed % 256, np.uint8)))
    if recipe.seed == WAIT_TO_DIE:
        Event().wait()
    try:
        return "done", FakeStudio().run(recipe, document, watch)
    except Cancelled:
        return "cancelled", None
    except Exception as error:  # noqa: BLE001  the far edge of the worker: told
        return "failed", failure_of(error)
