"""Several workers on one line, and one in another process, which is what a remote one will be."""

import os
import signal
import time
from collections.abc import Iterator
from itertools import cycle
from threading import Barrier, Event

import numpy as np
import pytest

from ritocco.canvas.document import Document
from ritocco.errors import NotFound
from ritocco.jobs import workers
from ritocco.jobs.job import Job
from ritocco.jobs.line import JobLine
from ritocco.jobs.results import ResultStore
from ritocco.jobs.workers import StudioWorker
from ritocco.recipe.recipe import Recipe
from ritocco.state import State
from ritocco.studio.result import Result
from ritocco.watch import Watch
from tests.jobs.process_worker import WAIT_TO_DIE, ProcessWorker
from tests.jobs.rig import Rig, document
from tests.server.fakes import FakeStudio

LONG = 80
"""Steps of the fake studio: the most that a recipe may grow by here; 0.8 s."""


class Viewer(Rig):
    """One that also looks at previews."""

    def preview(self, job: str) -> np.ndarray:
        def look() -> np.ndarray | None:
            try:
                return self.queue.preview(job)
            except NotFound:
                return None

        return self.wait(look, lambda found: found is not None)


@pytest.fixture
def rig(tmp_path) -> Iterator:
    rigs = []

    def make(*made, **options) -> Viewer:
        rigs.append(Viewer(tmp_path / "results", *made, **options))
        return rigs[-1]

    yield make
    for one in rigs:
        one.queue.close()


@pytest.fixture
def elsewhere() -> ProcessWorker:
    return ProcessWorker()


class Meeting(FakeStudio):
    """A studio whose runs end only when another one, elsewhere, has come as far."""

    def __init__(self, meeting: Barrier) -> None:
        super().__init__()
        self.meeting = meeting

    def run(self, recipe: Recipe, document: Document, watch: Watch) -> Result:
        self.meeting.wait(20)
        return super().run(recipe, document, watch)


def test_two_workers_run_two_jobs_at_the_same_time(rig):
    meeting = Barrier(2)
    queue = rig(StudioWorker(Meeting(meeting)), StudioWorker(Meeting(meeting)))
    ids = [queue.submit() for _ in range(6)]
    assert [queue.until_final(one).state for one in ids] == [State.DONE] * 6
    running = most = 0
    for event, job in queue.events:
        running += (event == "progress" and job.text == "Starting") - (event == "done")
        most = max(most, running)
    assert most == 2
    assert running == 0


def test_each_running_job_hears_only_its_own_cancel(rig):
    gate = Event()
    queue = rig(StudioWorker(FakeStudio(gate)), StudioWorker(FakeStudio(gate)))
    first, second = queue.submit(), queue.submit()
    for one in (first, second):
        queue.until(one, State.RUNNING)
    queue.queue.cancel(first)
    assert queue.until_final(first).state is State.CANCELLED
    assert queue.queue.job(second).state is State.RUNNING
    gate.set()
    assert queue.until_final(second).state is State.DONE


def test_a_choice_can_take_turns_between_owners(rig):
    """What a server for several artists would plug in."""
    turns = cycle(["ada", "bob"])

    def by_turns(waiting: list[Job], running: list[Job]) -> Job:
        turn = next(turns)
        return next((job for job in waiting if job.owner == turn), waiting[0])

    gate = Event()
    queue = rig(StudioWorker(FakeStudio(gate)), choose=by_turns)
    ids = [queue.submit(owner="ada") for _ in range(3)]
    queue.until(ids[0], State.RUNNING)
    ids += [queue.submit(owner="bob") for _ in range(2)]
    gate.set()
    for one in ids:
        assert queue.until_final(one).state is State.DONE
    done = [job.owner for event, job in queue.events if event == "done"]
    assert done == ["ada", "bob", "ada", "bob", "ada"]


def test_a_line_needs_no_worker_and_no_studio():
    line = JobLine()
    job = line.submit(Recipe(), document(), source=None)
    assert line.wait()
    assert line.take().job.id == job.id
    assert line.take() is None
    line.close()
    assert not line.wait()
    assert line.find(job.id).text == "Cancelling"


def test_another_process_does_a_job(rig, elsewhere):
    queue = rig(elsewhere)
    job = queue.submit(seed=7, grow=LONG)
    assert np.array_equal(queue.preview(job), np.full((2, 3, 3), 7, np.uint8))
    done = queue.until_final(job)
    assert done.state is State.DONE, done.error
    assert done.on_disk
    assert np.array_equal(queue.queue.layer(job).picture.pixels, document().picture.pixels)
    assert ResultStore(queue.folder).record(job).report["seed"] == 7
    fractions = [one.fraction for event, one in queue.events if event == "progress"]
    assert fractions == sorted(fractions)
    assert len({one for one in fractions if 0 < one < 0.99}) >= 3
    with pytest.raises(NotFound):
        queue.queue.preview(job)


def test_another_process_hears_cancel_and_does_the_next_job(rig, elsewhere):
    queue = rig(elsewhere)
    first, second = queue.submit(grow=LONG), queue.submit()
    queue.preview(first)
    assert queue.queue.cancel(first).text == "Cancelling"
    assert queue.until_final(first).state is State.CANCELLED
    pid = elsewhere.process.pid
    assert queue.until_final(second).state is State.DONE
    assert elsewhere.process.pid == pid
    assert [one.name for one in queue.folder.glob("[0-9a-f]*")] == [second]


@pytest.mark.parametrize(
    ("seed", "code", "words"),
    [
        (13, "internal", "Something went wrong inside Ritocco"),
        (14, "out_of_memory", "Select a smaller part"),
        (15, "bad_selection", "Nothing is selected"),
    ],
)
def test_another_process_says_why_a_job_failed(rig, elsewhere, seed, code, words):
    queue = rig(elsewhere)
    failed = queue.until_final(queue.submit(seed=seed))
    assert failed.state is State.FAILED
    assert failed.error.code == code
    assert words in failed.error.message


class Later(StudioWorker):
    """Ready once it may begin."""

    def __init__(self) -> None:
        super().__init__(FakeStudio())
        self.may_begin = Event()

    def ready(self) -> bool:
        return self.may_begin.is_set()


def test_a_killed_process_fails_its_job_and_nothing_else(rig, elsewhere, monkeypatch):
    monkeypatch.setattr(workers, "ASK_AGAIN", 0.01)
    here = Later()
    queue = rig(elsewhere, here)
    doomed = queue.submit(seed=WAIT_TO_DIE)
    queue.preview(doomed)
    here.may_begin.set()
    others = [queue.submit() for _ in range(3)]
    for one in others:  # the other worker goes on meanwhile
        assert queue.until_final(one).state is State.DONE
    assert queue.queue.job(doomed).state is State.RUNNING
    os.kill(elsewhere.process.pid, signal.SIGKILL)
    failed = queue.until_final(doomed)
    assert failed.state is State.FAILED
    assert failed.error.code == "worker_lost"
    assert failed.error.message == (
        "The worker 'process' stopped in the middle of its work. Nothing was changed; try it again."
    )
    assert not (queue.folder / doomed).exists()
    queue.queue.release(doomed)
    with pytest.raises(NotFound):
        queue.queue.job(doomed)


def test_a_lost_worker_is_back_with_the_next_job(rig, elsewhere):
    queue = rig(elsewhere)
    doomed, after = queue.submit(seed=WAIT_TO_DIE), queue.submit(seed=8)
    queue.preview(doomed)
    os.kill(elsewhere.process.pid, signal.SIGKILL)
    assert queue.until_final(doomed).state is State.FAILED
    assert queue.until_final(after).state is State.DONE


def test_jobs_wait_for_a_worker_that_is_away_and_can_be_cancelled(rig, elsewhere, monkeypatch):
    monkeypatch.setattr(workers, "ASK_AGAIN", 0.01)
    elsewhere.can_start = False
    queue = rig(elsewhere)
    first, second = queue.submit(), queue.submit()
    time.sleep(0.1)
    assert queue.queue.job(first).state is State.WAITING
    assert queue.queue.cancel(first).state is State.CANCELLED
    elsewhere.can_start = True
    assert queue.until_final(second).state is State.DONE


def test_closing_does_not_wait_for_a_worker_that_is_away(rig, elsewhere):
    elsewhere.can_start = False
    queue = rig(elsewhere)
    job = queue.submit()
    queue.queue.close()
    assert queue.queue.job(job).state is State.CANCELLED


def test_a_worker_that_cannot_even_say_so_is_not_ready(rig, monkeypatch, caplog):
    monkeypatch.setattr(workers, "ASK_AGAIN", 0.01)
    answers = iter([False, True])

    class Doubtful(StudioWorker):
        def ready(self) -> bool:
            return next(answers)  # and then it raises

    queue = rig(Doubtful(FakeStudio()))
    assert queue.until_final(queue.submit()).state is State.DONE
    job = queue.submit()
    queue.wait(lambda: caplog.text, lambda text: "cannot say whether it is ready" in text)
    assert queue.queue.job(job).state is State.WAITING
