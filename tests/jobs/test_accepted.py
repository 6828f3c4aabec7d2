"""Jobs are written down while they have not ended, and read again whatever lies there."""

import json
from dataclasses import replace
from threading import Event, Thread

import numpy as np
import pytest

from ritocco.canvas.picture import ColourModel, Depth, Layout
from ritocco.errors import NotFound
from ritocco.geometry import Size
from ritocco.jobs.accepted import CUT_OFF, MOST_KEPT, AcceptedJobs
from ritocco.jobs.job import ClientInfo, Job
from ritocco.jobs.own_folder import OwnFolder
from ritocco.jobs.workers import StudioWorker
from ritocco.recipe.recipe import Recipe
from ritocco.sentence import Sentence
from ritocco.state import State
from tests.canvas import profiles
from tests.jobs.rig import PATIENCE, RGBA, Rig, document
from tests.server.fakes import FakeStudio

JOB = Job(
    "0194a0b1c2d3-" + "a" * 20,
    1_700_000_000.0,
    Recipe(seed=3).to_dict(),
    ClientInfo("a.kra", "bgra", "mine"),
    owner="her",
    hints=(Sentence("The LoRA {name} is another file.", name="ink"),),
)


@pytest.fixture
def accepted(tmp_path):
    return AcceptedJobs(tmp_path / "own", tmp_path / "cut-off")


def cut_off(tmp_path):
    """What the next server finds after a crash."""
    following = AcceptedJobs(tmp_path / "next", tmp_path / "cut-off")
    following.take_over(tmp_path / "own")
    return following.cut_off()


def test_a_job_comes_back_as_it_was(accepted, tmp_path):
    accepted.note(JOB, Size(8, 6))
    [found] = cut_off(tmp_path)
    same = ("id", "created", "recipe", "source", "owner", "hints")
    assert all(getattr(found, name) == getattr(JOB, name) for name in same)
    assert found.hints[0].values == {"name": "ink"}
    assert (found.state, found.error.code) == (State.FAILED, CUT_OFF)
    assert json.loads((tmp_path / "cut-off" / f"{JOB.id}.json").read_text())["sent"] == {
        "width": 8,
        "height": 6,
    }


NOTED = {"created": 1.0, "recipe": {}, "source": {}, "owner": ""}
DAMAGE = [
    b"",
    b"\xff\xfe",
    b"[" * 100_000,
    b"[]",
    json.dumps(NOTED | {"created": 1e300}).encode(),
    json.dumps(NOTED | {"recipe": {"kind": "juggle"}}).encode(),
    json.dumps(NOTED | {"source": {"colour": "red"}}).encode(),
    json.dumps(NOTED | {"source": []}).encode(),
    b"9" * 10_000,
]


@pytest.mark.parametrize("content", DAMAGE, ids=range(len(DAMAGE)))
def test_a_damaged_note_hides_no_other(accepted, tmp_path, content):
    accepted.note(JOB, Size(8, 6))
    damaged = "0" * 12 + "-" + "b" * 20
    (tmp_path / "own" / f"{damaged}.json").write_bytes(content)
    (tmp_path / "own" / "more.txt").write_text("")
    found = cut_off(tmp_path)
    assert [job.id for job in found] == [damaged, JOB.id]
    assert all(job.to_dict()["error"]["code"] == CUT_OFF for job in found)


def test_the_oldest_are_forgotten(accepted, tmp_path):
    (tmp_path / "own").mkdir()
    for index in range(MOST_KEPT + 3):
        (tmp_path / "own" / f"{index:012x}-{'c' * 20}.json").write_text("{}")
    found = cut_off(tmp_path)
    assert len(found) == MOST_KEPT
    assert found[0].id.startswith(f"{3:012x}")
    assert len(list((tmp_path / "cut-off").iterdir())) == MOST_KEPT


@pytest.mark.parametrize("seed", [1, 13])
def test_a_job_that_ends_is_forgotten(accepted, tmp_path, seed):
    rig = Rig(tmp_path / "results", StudioWorker(FakeStudio()), accepted=accepted)
    ended = rig.until_final(rig.submit(seed=seed))
    assert ended.state is (State.FAILED if seed == 13 else State.DONE)
    rig.queue.close()
    assert cut_off(tmp_path) == []


def test_what_only_memory_holds_has_not_ended(accepted, tmp_path):
    rig = Rig(tmp_path / "results", StudioWorker(FakeStudio()), accepted=accepted)
    (tmp_path / "results").rename(tmp_path / "away")
    (tmp_path / "results").write_text("no folder")
    held = rig.until_final(rig.submit())
    rig.queue.close()
    assert [job.id for job in cut_off(tmp_path)] == [held.id]


def test_a_disk_that_takes_no_note_refuses_no_job(tmp_path):
    (tmp_path / "own").write_text("no folder")
    accepted = AcceptedJobs(tmp_path / "own", tmp_path / "cut-off")
    rig = Rig(tmp_path / "results", StudioWorker(FakeStudio()), accepted=accepted)
    assert rig.until_final(rig.submit()).state is State.DONE
    rig.queue.close()


def test_folders_of_the_living_are_left_alone(tmp_path):
    dead, living = OwnFolder(tmp_path), OwnFolder(tmp_path)
    (dead.path / "upload").write_text("half")
    dead._lock.release()  # as the system does when a process is killed
    third = OwnFolder(tmp_path)
    assert list(third.abandoned()) == [dead.path]
    assert not dead.path.exists()
    assert living.path.exists()
    for one in (living, third):
        one.close()
    assert list(tmp_path.iterdir()) == []


SENT = [
    document(RGBA, profiles.rgb("p3", 2.2)),
    document(Layout(ColourModel.GREY, Depth.F32, alpha=False)),
]


@pytest.mark.parametrize("sent", SENT, ids=lambda sent: str(sent.picture.layout))
def test_what_a_server_has_not_done_the_next_one_does(accepted, tmp_path, sent):
    """Asked to end, not killed: with all its pixels, under the same id, to the same result."""
    sent = replace(sent, guides={"pose": sent.picture})
    first = Rig(tmp_path / "results", StudioWorker(FakeStudio(Event())), accepted=accepted)
    running, waiting, unwanted = (first.submit(sent, seed=seed) for seed in (2, 3, 4))
    first.until(running, State.RUNNING)
    first.queue.cancel(unwanted)
    first.queue.close()
    seen = {}

    class Looking(FakeStudio):
        def run(self, recipe, document, watch):
            seen[recipe.seed] = document
            return super().run(recipe, document, watch)

    following = AcceptedJobs(tmp_path / "next", tmp_path / "cut-off")
    second = Rig(tmp_path / "results", StudioWorker(Looking()), accepted=following)
    for job in (running, waiting):
        assert second.until_final(job).state is State.DONE
        assert second.queue.job(job).source == ClientInfo("a.kra", "bgra")
    assert second.queue.cut_off() == []
    with pytest.raises(NotFound):
        second.queue.job(unwanted)
    for seed in (2, 3):
        got = seen[seed]
        np.testing.assert_array_equal(got.picture.pixels, sent.picture.pixels)
        np.testing.assert_array_equal(got.selection, sent.selection)
        same = (sent.canvas, sent.box, sent.picture.layout, sent.picture.profile)
        assert (got.canvas, got.box, got.picture.layout, got.picture.profile) == same
        np.testing.assert_array_equal(got.guides["pose"].pixels, sent.picture.pixels)
    second.queue.close()
    assert [*(tmp_path / "cut-off").iterdir(), *(tmp_path / "next").iterdir()] == []


@pytest.mark.parametrize("harm", [lambda data: data[:-40], lambda data: b"", lambda data: b"PK"])
def test_damaged_pixels_leave_a_job_cut_off(accepted, tmp_path, harm):
    first = Rig(tmp_path / "results", StudioWorker(FakeStudio(Event())), accepted=accepted)
    job = first.submit()
    first.until(job, State.RUNNING)
    first.queue.close()
    file = tmp_path / "cut-off" / f"{job}.npz"
    file.write_bytes(harm(file.read_bytes()))
    following = AcceptedJobs(tmp_path / "next", tmp_path / "cut-off")
    second = Rig(tmp_path / "results", StudioWorker(FakeStudio()), accepted=following)
    assert [one.id for one in second.queue.cut_off()] == [job]
    second.queue.release(job)
    assert list((tmp_path / "cut-off").iterdir()) == []
    second.queue.close()


def test_who_ends_a_server_waits_for_what_another_sets_aside(accepted, tmp_path, monkeypatch):
    """Its stdin ends and a signal comes while pixels are being written: the job is not lost."""
    begun, go_on, writes = Event(), Event(), np.savez

    def slowly(out, **arrays):
        begun.set()
        assert go_on.wait(PATIENCE)
        writes(out, **arrays)

    monkeypatch.setattr(np, "savez", slowly)
    first = Rig(tmp_path / "results", StudioWorker(FakeStudio(Event())), accepted=accepted)
    job = first.submit()
    first.until(job, State.RUNNING)
    ends = [Thread(target=first.queue.set_aside), Thread(target=first.queue.close)]
    ends[0].start()
    assert begun.wait(PATIENCE)
    ends[1].start()
    ends[1].join(0.05)  # it would have ended the job by now
    go_on.set()
    for end in ends:
        end.join()
    following = AcceptedJobs(tmp_path / "next", tmp_path / "cut-off")
    second = Rig(tmp_path / "results", StudioWorker(FakeStudio()), accepted=following)
    assert second.until_final(job).state is State.DONE
    second.queue.close()


def test_a_full_disk_keeps_no_half_of_what_was_to_be_set_aside(accepted, tmp_path, monkeypatch):
    def full(out, **_):
        out.write(b"PK")
        raise OSError(28, "No space left on device")

    first = Rig(tmp_path / "results", StudioWorker(FakeStudio(Event())), accepted=accepted)
    job = first.submit()
    first.until(job, State.RUNNING)
    monkeypatch.setattr(np, "savez", full)
    first.queue.set_aside()
    assert [file.name for file in (tmp_path / "own").iterdir()] == [f"{job}.json"]
    monkeypatch.undo()  # room again, before the end
    first.queue.close()
    assert (tmp_path / "cut-off" / f"{job}.npz").exists()


def test_half_of_what_a_killed_server_set_aside_is_swept(accepted, tmp_path):
    accepted.note(JOB, Size(8, 6))
    (tmp_path / "own" / f"{JOB.id}.new").write_bytes(b"PK")
    assert [job.id for job in cut_off(tmp_path)] == [JOB.id]
    assert [file.name for file in (tmp_path / "cut-off").iterdir()] == [f"{JOB.id}.json"]


def test_what_was_set_aside_is_never_too_old(accepted, tmp_path):
    (tmp_path / "own").mkdir()
    for index in range(MOST_KEPT + 3):
        name = f"{index:012x}-{'c' * 20}"
        (tmp_path / "own" / f"{name}.json").write_text("{}")
        (tmp_path / "own" / f"{name}.npz").write_text("")
    assert len(cut_off(tmp_path)) == MOST_KEPT + 3


def test_of_two_servers_at_once_one_goes_on_and_the_other_knows_nothing(accepted, tmp_path):
    """Told by both, it would be sent again by one of them, or its result be let go."""
    first = Rig(tmp_path / "results", StudioWorker(FakeStudio(Event())), accepted=accepted)
    job = first.submit()
    first.until(job, State.RUNNING)
    first.queue.close()
    faster = AcceptedJobs(tmp_path / "faster", tmp_path / "cut-off")
    slower = AcceptedJobs(tmp_path / "slower", tmp_path / "cut-off")
    seen = slower.cut_off()  # both have looked before either has begun
    second = Rig(tmp_path / "results", StudioWorker(FakeStudio(Event())), accepted=faster)
    second.until(job, State.RUNNING)
    slower.cut_off = lambda: seen
    third = Rig(tmp_path / "results", StudioWorker(FakeStudio()), accepted=slower)
    assert third.queue.jobs() == []
    third.queue.close()
    second.queue.close()
    last = AcceptedJobs(tmp_path / "last", tmp_path / "cut-off")
    fourth = Rig(tmp_path / "results", StudioWorker(FakeStudio()), accepted=last)
    assert fourth.until_final(job).state is State.DONE
    fourth.queue.close()
