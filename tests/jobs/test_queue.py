import errno
import gc
import io
import json
import logging
import time
import weakref
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from threading import Event

import numpy as np
import pytest

from ritocco.canvas.document import Document
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.errors import CannotWrite, NotFound
from ritocco.geometry import Box, Size
from ritocco.jobs import keeping, line, results, workers
from ritocco.jobs.line import QueueFull
from ritocco.jobs.queue import NotFinished
from ritocco.jobs.results import ResultStore
from ritocco.jobs.workers import StudioWorker
from ritocco.state import State
from tests.jobs.rig import Rig, document
from tests.server.fakes import FakeStudio


class StudioRig(Rig):
    """A queue with a fake studio."""

    def __init__(self, folder: Path, gate: Event | None = None) -> None:
        super().__init__(folder, StudioWorker(FakeStudio(gate)))


@pytest.fixture
def gate() -> Event:
    return Event()


@pytest.fixture
def rig(tmp_path):
    made = StudioRig(tmp_path / "results")
    yield made
    made.queue.close()


@pytest.fixture
def gated(tmp_path, gate):
    made = StudioRig(tmp_path / "results", gate)
    yield made
    gate.set()
    made.queue.close()


def test_a_job_is_done_when_its_result_is_on_disk(rig, tmp_path):
    seen_on_disk = []
    rig.queue.listen(
        lambda event, job: (
            event == "done"
            and seen_on_disk.append((tmp_path / "results" / job.id / "layer.tif").is_file())
        )
    )
    job = rig.until_final(rig.submit())
    assert job.state is State.DONE
    assert job.on_disk
    assert seen_on_disk == [True]
    assert job.fraction == 1
    names = rig.names(job.id)
    assert names[0] == "waiting"
    assert names[-1] == "done"
    assert set(names[1:-1]) == {"progress"}


def test_what_is_on_disk(rig, tmp_path):
    job = rig.until_final(rig.submit(seed=3))
    folder = tmp_path / "results" / job.id
    assert {one.name for one in folder.iterdir()} == {"layer.tif", "result.json", "thumbnail.png"}
    told = json.loads((folder / "result.json").read_text())
    assert told["document"] == "a.kra"
    assert told["report"]["recipe"]["seed"] == 3
    assert told["report"]["canvas"] == {"width": 20, "height": 20}
    assert told["report"]["layer"] == {"x": 3, "y": 4, "width": 8, "height": 6}
    assert told["report"]["quality"]["style"] is None  # NaN is no JSON


@pytest.mark.parametrize("model", ColourModel)
@pytest.mark.parametrize("depth", Depth)
@pytest.mark.parametrize("alpha", [False, True])
def test_a_layer_comes_back_from_disk_exactly(rig, model, depth, alpha):
    sent = document(Layout(model, depth, alpha))
    job = rig.submit(sent)
    assert rig.until_final(job).state is State.DONE
    layer = rig.queue.layer(job)
    assert layer.picture.layout == Layout(model, depth, alpha=True)
    assert layer.picture.profile is None
    colours = sent.picture.layout.colours
    assert np.array_equal(layer.picture.pixels[..., :colours], sent.picture.colour)
    assert layer.box == sent.box


def test_thumbnails_are_small(rig):
    layout = Layout(ColourModel.GREY, Depth.F16, alpha=True)
    pixels = np.full((100, 2500, 2), 0.5, np.float16)
    wide = Document(
        Size(2500, 100),
        Box(0, 0, 2500, 100),
        Picture(pixels, layout),
        np.zeros((100, 2500), np.uint8),
    )
    job = rig.submit(wide)
    rig.until_final(job)
    from PIL import Image

    with Image.open(io.BytesIO(rig.store.thumbnail(job) or b"")) as small:
        assert small.size == (256, 10)
        assert small.getpixel((5, 5)) == (188, 188, 188, 128)  # linear 0.5 is sRGB 188


def test_jobs_run_in_order_one_at_a_time(rig):
    ids = [rig.submit(grow=1) for _ in range(20)]
    assert ids == sorted(ids)
    assert len(set(ids)) == 20
    for one in ids:
        assert rig.until_final(one).state is State.DONE
    finished = [job.id for event, job in rig.events if event == "done"]
    assert finished == ids
    spans = [(job.started, job.finished) for job in rig.queue.jobs()]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_cancelling_a_waiting_job_is_at_once(gated):
    running, waiting = gated.submit(), gated.submit()
    gated.until(running, State.RUNNING)
    assert gated.queue.cancel(waiting).state is State.CANCELLED
    assert gated.names(waiting) == ["waiting", "cancelled"]


def test_cancelling_the_running_job_ends_it_within_a_step(gated, gate, tmp_path):
    """Its gate is shut: by itself it would never end."""
    running, next_one = gated.submit(), gated.submit()
    gated.until(running, State.RUNNING)
    assert gated.queue.cancel(running).text == "Cancelling"
    assert gated.until_final(running).state is State.CANCELLED
    gate.set()
    assert gated.until_final(next_one).state is State.DONE
    assert [one.name for one in (tmp_path / "results").glob("[0-9a-f]*")] == [next_one]


def test_cancelling_a_finished_job_changes_nothing(rig):
    job = rig.submit()
    done = rig.until_final(job)
    assert rig.queue.cancel(job) == done


@pytest.mark.parametrize(
    ("seed", "code", "words"),
    [
        (13, "internal", "ritocco.log"),
        (14, "out_of_memory", "Select a smaller part"),
        (15, "bad_selection", "Nothing is selected"),
    ],
)
def test_a_failed_job_says_why_and_the_worker_lives_on(rig, seed, code, words, caplog):
    with caplog.at_level(logging.ERROR):
        job = rig.until_final(rig.submit(seed=seed))
    assert job.state is State.FAILED
    assert job.error.code == code
    assert words in job.error.message
    assert ("Traceback" in caplog.text) == (code == "internal")
    with pytest.raises(NotFound):
        rig.queue.layer(job.id)
    assert rig.until_final(rig.submit()).state is State.DONE


def full_disk(*_):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_does_not_lose_the_result(rig, monkeypatch, tmp_path):
    monkeypatch.setattr(results, "_to_disk", full_disk)
    sent = document()
    job = rig.until_final(rig.submit(sent))
    assert job.state is State.FAILED
    assert job.error.code == "cannot_write"
    assert "no space left" in job.error.message
    assert "kept in memory" in job.error.message
    assert job.to_dict()["result"]["on_disk"] is False
    assert np.array_equal(rig.queue.layer(job.id).picture.pixels, sent.picture.pixels)
    assert not list((tmp_path / "results").glob("*-*"))
    monkeypatch.undo()
    rig.queue.close()  # space again: what is only in memory is saved on the way out
    assert ResultStore(tmp_path / "results").record(job.id).document == "a.kra"


def test_any_trouble_while_saving_keeps_the_result(rig, monkeypatch):
    monkeypatch.setattr(results, "thumbnail_of", lambda _: 1 / 0)
    job = rig.until_final(rig.submit())
    assert job.error.code == "cannot_write"
    assert rig.queue.layer(job.id).box == Box(3, 4, 8, 6)
    rig.queue.release(job.id)
    with pytest.raises(NotFound):
        rig.queue.job(job.id)


@pytest.fixture
def no_room(monkeypatch):
    """A disk that takes nothing, and memory for one result; it is tried again all the time."""
    monkeypatch.setattr(keeping, "MOST_UNSAVED_BYTES", 1)
    monkeypatch.setattr(keeping, "AGAIN", 0.01)
    monkeypatch.setattr(workers, "ASK_AGAIN", 0.01)
    monkeypatch.setattr(results, "_to_disk", full_disk)
    return monkeypatch


def test_where_no_result_could_be_kept_no_job_is_accepted(rig, no_room, tmp_path):
    held = rig.until_final(rig.submit())
    assert held.error.code == "cannot_write"
    for _ in range(2):
        with pytest.raises(CannotWrite, match=r"results, .*holds 1.* Make room"):
            rig.submit()
    assert [job.id for job in rig.queue.jobs()] == [held.id]
    assert rig.queue.layer(held.id).box == Box(3, 4, 8, 6)
    no_room.setattr(results, "_to_disk", lambda path: None)
    told = rig.until(held.id, State.DONE)  # nobody has asked for anything
    assert (told.error, told.on_disk) == (None, True)
    assert rig.until_final(rig.submit()).state is State.DONE
    assert rig.names(held.id)[-2:] == ["failed", "done"]
    assert (tmp_path / "results" / held.id).is_dir()
    assert rig.queue.layer(held.id).box == Box(3, 4, 8, 6)


def test_jobs_that_wait_are_told_what_for_and_go_on_when_there_is_room(gated, gate, no_room):
    first, second = gated.submit(), gated.submit()
    gated.until(first, State.RUNNING)
    gate.set()
    assert gated.until_final(first).error.code == "cannot_write"
    told = gated.wait(lambda: gated.queue.job(second), lambda job: job.text == workers.NO_ROOM)
    assert told.state is State.WAITING
    no_room.setattr(results, "_to_disk", lambda path: None)
    assert gated.until_final(second).state is State.DONE
    assert gated.queue.job(first).state is State.DONE


def test_letting_go_of_what_is_in_memory_makes_room_while_the_disk_takes_nothing(rig, no_room):
    held = rig.until_final(rig.submit())
    no_room.setattr(Path, "rename", full_disk)
    rig.queue.release(held.id)
    with pytest.raises(NotFound):
        rig.queue.layer(held.id)
    again = rig.until_final(rig.submit())
    assert again.error.code == "cannot_write"
    assert rig.queue.layer(again.id).box == Box(3, 4, 8, 6)


def test_one_result_that_cannot_be_saved_at_the_end_is_not_the_end_of_others(
    rig, monkeypatch, tmp_path, caplog
):
    monkeypatch.setattr(results, "_to_disk", full_disk)
    lost, kept = (rig.until_final(rig.submit()).id for _ in range(2))
    monkeypatch.undo()
    write = ResultStore.write

    def one_by_one(store, record, layer):
        write(store, replace(record, created=1 / (record.id != lost)), layer)

    monkeypatch.setattr(ResultStore, "write", one_by_one)
    rig.queue.close()
    assert (tmp_path / "results" / kept).is_dir()
    assert f"lost the result {lost}" in caplog.text
    assert f"lost the result {kept}" not in caplog.text


def test_a_released_job_is_gone(rig, tmp_path):
    job = rig.submit()
    rig.until_final(job)
    rig.queue.release(job)
    assert rig.names(job)[-1] == "released"
    for asked in (rig.queue.job, rig.queue.layer, rig.queue.release, rig.queue.cancel):
        with pytest.raises(NotFound):
            asked(job)
    assert not list((tmp_path / "results").glob("*-*"))


def test_an_unfinished_job_is_not_released(gated):
    job = gated.submit()
    with pytest.raises(NotFinished):
        gated.queue.release(job)
    with pytest.raises(NotFinished):
        gated.queue.layer(job)


def test_results_outlive_the_queue(rig, tmp_path):
    sent = document()
    job = rig.submit(sent, seed=9)
    rig.until_final(job)
    later = StudioRig(tmp_path / "results")
    assert later.queue.jobs() == []
    found = later.queue.job(job)
    assert found.state is State.DONE
    assert found.recipe["seed"] == 9
    assert np.array_equal(later.queue.layer(job).picture.pixels, sent.picture.pixels)
    later.queue.release(job)
    later.queue.close()


def test_half_written_results_are_swept(tmp_path):
    folder = tmp_path / "results"
    for name in (".part-0123", ".gone-0123"):
        (folder / name / "deep").mkdir(parents=True)
    store = ResultStore(folder)
    assert [one.name for one in folder.iterdir()] == [".lock"]
    (folder / ".part-4567").mkdir()  # another server beside this one leaves its work alone
    ResultStore(folder).close()
    assert (folder / ".part-4567").exists()
    store.close()


@pytest.mark.parametrize("name", ["..", "../../etc", ".", "", "a/b", "\0", "x" * 5000, ".lock"])
def test_an_id_is_never_a_path(rig, name):
    for asked in (rig.queue.job, rig.queue.release, rig.store.thumbnail, rig.store.release):
        with pytest.raises(NotFound):
            asked(name)


def test_a_full_queue_says_so(gated, monkeypatch):
    monkeypatch.setattr(line, "MOST_WAITING", 2)
    gated.until(gated.submit(), State.RUNNING)
    gated.submit()
    gated.submit()
    with pytest.raises(QueueFull, match="2 jobs are waiting"):
        gated.submit()


def test_waiting_documents_are_bounded_in_memory(gated, monkeypatch):
    monkeypatch.setattr(line, "MOST_WAITING_BYTES", 500)
    gated.until(gated.submit(), State.RUNNING)
    gated.submit()
    gated.submit()
    with pytest.raises(QueueFull):
        gated.submit()


def test_a_small_machine_has_less_room_for_them(gated, monkeypatch):
    monkeypatch.setattr(line.budget, "share", lambda: 1000)
    gated.until(gated.submit(), State.RUNNING)
    gated.submit()
    gated.submit()
    with pytest.raises(QueueFull):
        gated.submit()


def test_old_failures_are_forgotten(rig, monkeypatch):
    monkeypatch.setattr(line, "MOST_REMEMBERED", 3)
    ids = [rig.submit() for _ in range(8)]
    rig.until_final(ids[-1])
    assert len(rig.queue.jobs()) <= 4
    assert rig.queue.job(ids[0]).state is State.DONE  # still on disk


def test_progress_is_told_with_the_time_left(rig):
    job = rig.submit(grow=80)
    rig.until_final(job)
    told = [one for event, one in rig.events if event == "progress"]
    fractions = [one.fraction for one in told]
    assert fractions == sorted(fractions)
    assert 3 < len(told) < 40
    assert any(one.seconds_left is not None for one in told)


def test_the_worker_lets_go_of_a_document(rig):
    sent = document(Layout(ColourModel.RGB, Depth.U8, alpha=False))
    held = weakref.ref(sent.picture.pixels)
    job = rig.submit(sent)
    del sent
    rig.until_final(job)
    time.sleep(0.05)
    gc.collect()
    assert held() is None


def test_a_listener_in_trouble_stops_nothing(rig):
    rig.queue.listen(lambda *_: 1 / 0)
    assert rig.until_final(rig.submit()).state is State.DONE


def test_closing_cancels_what_is_left(gated):
    running, waiting = gated.submit(), gated.submit()
    gated.until(running, State.RUNNING)
    gated.queue.close()
    assert gated.queue.job(running).state is State.CANCELLED
    assert gated.queue.job(waiting).state is State.CANCELLED
    with pytest.raises(QueueFull):
        gated.submit()


def test_an_unusable_folder_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite, match="results"):
        ResultStore(tmp_path / "file")
