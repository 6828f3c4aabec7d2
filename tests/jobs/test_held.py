"""Results of jobs that are not to outlive whoever waits for them: in memory, kept or let go."""

import numpy as np
import pytest

from ritocco.errors import CannotWrite
from ritocco.jobs import results
from ritocco.jobs.queue import InUse, Queue
from ritocco.jobs.workers import StudioWorker
from ritocco.recipe.recipe import Recipe
from tests.jobs.rig import Rig, document
from tests.server.fakes import FakeStudio


class Waiting(Rig):
    def submit(self) -> str:
        job = self.queue.submit(Recipe(), document(), outlives=False)
        self.until_final(job.id)
        return job.id

    def kept(self) -> list[str]:
        return sorted(folder.name for folder in self.folder.iterdir() if folder.is_dir())


@pytest.fixture
def rig(tmp_path):
    made = Waiting(tmp_path / "results", StudioWorker(FakeStudio()))
    yield made
    made.queue.close()


def same(queue: Queue, job: str) -> bool:
    return np.array_equal(queue.layer(job).picture.pixels, document().picture.pixels)


def test_it_is_there_and_nothing_of_it_on_the_disk(rig):
    job = rig.submit()
    assert same(rig.queue, job)
    assert rig.queue.thumbnail(job) is None
    assert [(record.id, saved) for record, saved in rig.queue.newest()] == [(job, False)]
    assert rig.kept() == []
    with pytest.raises(InUse):  # somebody waits for it
        rig.queue.release(job)
    assert same(rig.queue, job)
    rig.queue.let_go(job)
    assert list(rig.queue.newest()) == []


def test_it_is_kept_where_it_is_asked_for(rig):
    job = rig.submit()
    rig.queue.keep(job)
    assert rig.kept() == [job]
    assert rig.queue.job(job).on_disk
    assert same(rig.queue, job)


def test_where_the_disk_takes_nothing_it_stays_in_memory(rig, monkeypatch):
    job = rig.submit()

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(results, "_write_layer", full)
        with pytest.raises(CannotWrite):
            rig.queue.keep(job)
    assert same(rig.queue, job)


def test_what_nobody_took_is_saved_at_the_end(rig):
    job = rig.submit()
    rig.queue.close()
    assert rig.kept() == [job]
