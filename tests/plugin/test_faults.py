"""What goes wrong in studios: killed backends, closed documents, changed canvases, cut lines."""

import json
import os
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from ritocco_dock.backend.backend import Standing
from ritocco_dock.editor import Layout
from ritocco_dock.errors import DockError
from ritocco_dock.geometry import Box, Sides
from ritocco_dock.knobs.knobs import Knobs
from ritocco_dock.message import Tone
from ritocco_dock.phase import Phase
from ritocco_dock.qt import QtCore
from ritocco_dock.session.job import Job
from ritocco_dock.session.jobs import PASSING, JobList
from tests.effort import is_deep
from tests.plugin.conftest import kill
from tests.plugin.doubles import noise

HOLE = Box(28, 18, 12, 10)
LARGE = Box(50, 50, 200, 200)
VAST = Box(150, 150, 1000, 1000)
"""What takes seconds, so that it is still being made when its backend is killed."""
"""Takes long enough to be interrupted."""


@pytest.fixture
def messages():
    return []


@pytest.fixture
def opened(desk, host, messages):
    def at(height=48, width=64, **more):
        layout = Layout("rgb", "u8", True, "bgra")
        document = host.open(noise(height, width, layout), layout, **more)
        desk.open()
        desk.session.message.connect(messages.append)
        return document, desk.session

    return at


def finish(session, wait, *jobs):
    wait(lambda: all(session.job(job).phase.is_final for job in jobs))


def running(session, wait, job):
    wait(lambda: session.job(job).phase is not Phase.SENDING)
    wait(lambda: session.job(job).phase is Phase.RUNNING and session.job(job).fraction > 0)


def test_a_backend_killed_mid_job_comes_back_and_finishes(desk, opened, wait, messages):
    document, session = opened(300, 300)
    document.select(HOLE)
    [before] = session.submit()
    finish(session, wait, before)
    document.select(LARGE)
    [first] = session.submit()
    document.select(HOLE)
    [second] = session.submit()
    running(session, wait, first)
    was = desk.backend.process_id
    kill(was)
    wait(lambda: desk.backend.process_id != was)
    document.select(Box(0, 0, 9, 9))  # what is sent again is what was selected then
    finish(session, wait, first, second)
    assert session.job(first).phase is session.job(second).phase is Phase.DONE
    assert session.result_of(first).box == LARGE
    assert session.result_of(second).box == HOLE
    assert desk.backend.process_id not in (0, was)
    assert session.result_of(before) in session.results
    assert len(session.results) == 3
    session.apply(session.result_of(before).id)
    wait(lambda: document.layers)
    assert document.undo == ["Fill"]


@pytest.mark.skipif(not is_deep(), reason="ten seconds of pauses; the next test has the counting")
def test_a_job_that_kills_the_backend_is_given_up(desk, opened, wait, messages):
    document, session = opened(1300, 1300)
    document.select(VAST)
    [job] = session.submit()
    servers = {""}
    for _ in range(3):
        wait(lambda: session.job(job).server not in servers or session.job(job).phase.is_final)
        assert not session.job(job).phase.is_final, session.job(job)
        servers.add(session.job(job).server)
        running(session, wait, job)
        kill(desk.backend.process_id)
    finish(session, wait, job)
    assert session.job(job).phase is Phase.FAILED
    assert "given up" in session.job(job).problem
    assert [one.id for one in session.jobs] == [job]
    wait(lambda: desk.status.standing is Standing.READY)
    session.retry(job)
    finish(session, wait, job)
    assert session.job(job).phase is Phase.DONE
    assert session.result_of(job).box == VAST
    assert document.undo == []


def test_what_a_crash_cut_off_is_sent_again_twice(qapp, wait):
    sent = []

    class Taken:
        def then(self, context, done, failed):
            sent.append(f"server {len(sent)}")
            told = how(Phase.WAITING)
            QtCore.QTimer.singleShot(0, lambda: done(SimpleNamespace(json=lambda: told)))

    def how(phase, **more):
        made = {"id": sent[-1], "state": phase.value, "fraction": 0.5, "text": "", "recipe": {}}
        return made | {"seconds_left": None, "error": None, "result": None} | more

    parent = QtCore.QObject()
    client = SimpleNamespace(
        address="somewhere", upload=lambda *what: Taken(), delete=lambda path: None
    )
    jobs = JobList(client, parent)
    jobs.add(Job("j", Knobs(), 1))
    jobs.give("j", SimpleNamespace(fields={}, files={}))
    cut_off = {"code": "cut_off", "message": "It was cut off by a crash."}
    for crash in range(1, 4):
        wait(lambda: jobs.job("j").server == sent[-1])
        jobs.hear("progress", how(Phase.RUNNING))
        assert jobs.job("j").phase is Phase.RUNNING
        jobs.hear("failed", how(Phase.FAILED, error=cut_off))
        assert jobs.job("j").phase is (Phase.SENDING if crash < 3 else Phase.FAILED)
    assert "given up" in jobs.job("j").problem
    assert jobs.retry("j")
    wait(lambda: jobs.job("j").phase is Phase.WAITING)
    assert len(sent) == 4
    parent.deleteLater()


@pytest.mark.parametrize("code", PASSING)
def test_what_could_not_be_sent_now_is_sent_by_itself(qapp, wait, monkeypatch, code):
    monkeypatch.setattr("ritocco_dock.session.jobs.AGAIN_MS", 1)
    sent = []

    class Refused:
        def then(self, context, done, failed):
            if len(sent) < 3:
                QtCore.QTimer.singleShot(0, lambda: failed(DockError("Too many.", code)))

    def upload(*what):
        sent.append(what)
        return Refused()

    parent = QtCore.QObject()
    jobs = JobList(SimpleNamespace(address="somewhere", upload=upload), parent)
    jobs.add(Job("j", Knobs(), 1))
    jobs.give("j", SimpleNamespace(fields={}, files={}))
    wait(lambda: len(sent) == 3)
    assert jobs.job("j").phase is Phase.SENDING
    assert jobs.job("j").text in ("Waiting for the backend", "Sending")


@pytest.fixture
def cut_off(home):
    """Notes a job of that document as one that a crash cut off before the dock was opened."""

    def noted(key, number=0):
        (home / "cut-off").mkdir(parents=True, exist_ok=True)
        file = home / "cut-off" / f"{number:012x}-{'a' * 20}.json"
        source = {"name": key, "order": "bgra", "note": ""}
        told = {"created": 1.7e9, "recipe": {"kind": "fill", "seed": 7}, "source": source}
        file.write_text(json.dumps(told | {"owner": ""}))
        return file

    return noted


def test_what_a_crash_cut_off_before_is_shown_and_sent_again(desk, opened, wait, cut_off):
    note, other = cut_off("mine", 1), cut_off("another's", 2)
    document, session = opened(key="mine")
    document.select(HOLE)
    wait(lambda: session.jobs)
    [lost] = session.jobs
    assert (lost.phase, lost.seed, lost.knobs.task) == (Phase.FAILED, 7, "fill")
    assert lost.problem == "This was cut off by a crash; send it again."
    desk.session.backend_ready()  # it is listed once more, and shown once
    session.retry(lost.id)
    wait(lambda: session.results)
    assert (session.results[0].seed, session.results[0].box) == (7, HOLE)
    assert list(session.jobs) == []
    wait(lambda: not note.exists())
    assert other.exists()


def test_a_job_that_is_sent_once_more_is_not_told_as_cut_off(qapp):
    """The backend had taken it when it died, and the answer was lost."""
    released = []
    parent = QtCore.QObject()
    jobs = JobList(SimpleNamespace(address="", delete=released.append), parent)
    own = Job("ours", Knobs(), 7)
    jobs.add(own)
    lost = replace(own, id="lost", phase=Phase.FAILED, server="s1")
    other = replace(own, id="other", phase=Phase.FAILED, server="s2", seed=8)
    for job in (lost, other):
        jobs.adopt(job)
    assert [job.id for job in jobs.all()] == ["ours", "other"]
    assert released == ["/v1/jobs/s1"]


def test_what_a_crash_cut_off_before_can_be_let_go(opened, wait, cut_off):
    note = cut_off("mine")
    _, session = opened(key="mine")
    wait(lambda: session.jobs)
    session.dismiss(session.jobs[0].id)
    assert list(session.jobs) == []
    wait(lambda: not note.exists())


def test_what_runs_when_the_editor_ends_is_done_by_the_next(make_desk, host, wait):
    """With the pixels and the selection it was asked for with, under the artist's eyes."""
    layout = Layout("rgb", "u8", True, "bgra")
    document = host.open(noise(300, 300, layout), layout, key="lasting")
    document.select(LARGE)
    first = make_desk()
    first.open()
    first.session.turn(batch=2, seed=7)
    jobs = first.session.submit()
    running(first.session, wait, jobs[0])
    wait(lambda: not first.session.handing_over)
    first.close()
    document.deselect()
    second = make_desk()
    second.open()
    wait(lambda: second.session.jobs)
    assert second.session.jobs[0].seed == 7
    assert not second.session.jobs[0].phase.is_final
    wait(lambda: len(second.session.results) == 2)
    made = sorted((one.seed, one.candidate, one.box) for one in second.session.results)
    assert made == [(7, 0, LARGE), (7, 1, LARGE)]  # the two best that were found
    assert list(second.session.jobs) == []


def test_a_backend_that_keeps_dying_is_left_alone(desk, opened, wait, monkeypatch):
    monkeypatch.setattr("ritocco_dock.backend.backend.PAUSES_MS", (10, 10))
    opened()
    killed = {0}
    for _ in range(3):
        wait(lambda: desk.backend.process_id not in killed)
        wait(lambda: desk.status.standing is Standing.READY)
        killed.add(desk.backend.process_id)
        kill(desk.backend.process_id)
    wait(lambda: "keeps stopping" in desk.backend.problem)
    desk.backend.start()
    wait(lambda: desk.status.standing is Standing.READY)


def test_closed_mid_job_nothing_is_lost_and_nothing_pasted_elsewhere(desk, host, opened, wait):
    first, session = opened(300, 300, key="first")
    first.select(LARGE)
    [job] = session.submit()
    running(session, wait, job)
    second = host.open(noise(300, 300, first.colour.layout), key="second")
    first.close()
    wait(lambda: not session.unfinished)
    assert desk.session.document is second
    wait(lambda: session not in desk.sessions)
    assert second.layers == []
    # Opened again, it has its result.
    again = host.open(first.base, key="first")
    wait(lambda: desk.session.results)
    [result] = desk.session.results
    assert result.box == LARGE
    desk.session.apply(result.id)
    wait(lambda: again.layers)
    assert second.layers == first.layers == []


def test_closed_while_pixels_are_being_copied(desk, host, opened, wait):
    document, session = opened(1500, 1500, key="gone")
    document.select(HOLE)
    [job] = session.submit()
    document.close()
    wait(lambda: document.snapshots[-1].closed)
    wait(lambda: not session.unfinished)
    host.open(document.base, key="gone")
    wait(lambda: desk.session.results)
    assert [one.box for one in desk.session.results] == [HOLE]
    assert job


def test_closed_while_a_layer_is_on_its_way(desk, host, opened, wait, messages):
    document, session = opened()
    document.select(HOLE)
    [job] = session.submit()
    finish(session, wait, job)
    result = session.result_of(job).id
    session.apply(result)
    document.close()
    assert session.applying == ""
    assert document.layers == []
    session.apply(result)
    assert document.layers == []
    assert "closed" in messages[-1].text


@pytest.mark.parametrize("change", ["crop", "resize"])
def test_a_canvas_changed_mid_job_gets_nothing_in_a_wrong_place(opened, wait, messages, change):
    document, session = opened()
    document.select(HOLE)
    [job] = session.submit()
    if change == "crop":
        document.crop(56, 40)
    else:
        document.resize(Sides(left=10))
    finish(session, wait, job)
    result = session.result_of(job)
    assert result.canvas.width == 64
    session.apply(result.id)
    assert messages[-1].tone is Tone.ERROR
    assert "64 × 48" in messages[-1].text
    assert session.applying == ""
    assert document.layers == []
    assert session.results == [result]  # kept


def test_a_canvas_changed_while_the_layer_is_on_its_way(opened, wait, messages):
    document, session = opened()
    document.select(HOLE)
    [job] = session.submit()
    finish(session, wait, job)
    session.apply(session.result_of(job).id)
    document.resize(Sides(top=4))
    wait(lambda: not session.applying)
    assert document.layers == []
    assert messages[-1].tone is Tone.ERROR
    # The change undone, it has its place again.
    document.base, document.selected = document.base[4:].copy(), document.selected[4:].copy()
    document.host.changed.emit()
    session.apply(session.result_of(job).id)
    wait(lambda: document.layers)
    assert document.layers[0].spec.box == HOLE


def test_a_selection_dropped_mid_job_does_not_matter(opened, wait):
    document, session = opened()
    document.select(HOLE)
    [job] = session.submit()
    document.deselect()
    assert not session.readiness.ready
    finish(session, wait, job)
    session.apply(session.result_of(job).id)
    wait(lambda: document.layers)
    assert document.layers[0].spec.box == HOLE


def test_cancelling_at_every_stage(opened, wait):
    document, session = opened(300, 300)
    document.select(LARGE)
    [looking] = session.submit()
    session.cancel(looking)
    assert session.job(looking).phase is Phase.CANCELLED
    wait(lambda: document.snapshots[-1].closed)
    session.turn(batch=4)
    jobs = session.submit()
    last = jobs[-1]
    wait(lambda: session.job(last).phase is Phase.WAITING)
    session.cancel(last)
    wait(lambda: session.job(last).phase is Phase.CANCELLED)
    wait(lambda: session.job(jobs[0]).phase is Phase.RUNNING)
    for job in reversed(jobs):
        session.cancel(job)
    finish(session, wait, *jobs)
    assert {session.job(job).phase for job in jobs} == {Phase.CANCELLED}
    assert session.results == []
    assert document.undo == []
    assert session.unfinished == 0
    assert session.jobs == []


def test_a_cancelled_job_leaves_the_list_at_once(opened, wait):
    """It need not wait for the backend; what that made of it meanwhile is let go."""
    document, session = opened(300, 300)
    document.select(LARGE)
    [job] = session.submit()
    running(session, wait, job)
    session.cancel(job)
    assert session.jobs == []
    assert session.job(job).phase is Phase.CANCELLED


def test_cancelling_all(opened, wait):
    document, session = opened(300, 300)
    document.select(LARGE)
    session.turn(batch=4)
    jobs = session.submit()
    running(session, wait, jobs[0])
    session.cancel_all()
    finish(session, wait, *jobs)
    assert {session.job(job).phase for job in jobs} == {Phase.CANCELLED}


def test_a_cut_line_is_taken_up_again_and_nothing_missed(desk, opened, wait):
    document, session = opened(300, 300)
    document.select(LARGE)
    [job] = session.submit()
    running(session, wait, job)
    cuts = []
    desk.backend.stream.cut.connect(cuts.append)
    desk.backend.stream._reply.abort()
    assert len(cuts) == 1
    finish(session, wait, job)
    assert session.job(job).phase is Phase.DONE


def test_a_line_cut_while_the_job_ends_is_noticed(desk, opened, wait):
    document, session = opened()
    wait(lambda: desk.status.standing is Standing.READY)
    document.select(HOLE)
    [job] = session.submit()
    wait(lambda: session.job(job).server)
    desk.backend.stream.close()  # no event comes from here on
    server = session.job(job).server
    wait(lambda: (desk.settings.folder / "results" / server).is_dir())
    assert session.job(job).phase is not Phase.DONE
    desk.backend.stream.open()
    finish(session, wait, job)
    assert session.result_of(job).box == HOLE


def test_a_document_whose_colours_changed_gets_srgb_and_is_told(opened, wait, messages):
    document, session = opened()
    document.select(HOLE)
    [job] = session.submit()
    finish(session, wait, job)
    layout = Layout("rgb", "u16", True, "bgra")
    document.base = noise(48, 64, layout)
    document.colour = type(document.colour)(layout)
    document.host.changed.emit()
    session.apply(session.result_of(job).id)
    wait(lambda: document.layers)
    assert document.layers[0].spec.colour.layout.depth == "u8"
    assert "8-bit sRGB" in messages[-1].text


def test_a_refusal_of_the_backend_reaches_the_artist(opened, wait, messages):
    document, session = opened()
    document.base = noise(48, 64, Layout("rgb", "f32", True, "rgba"))
    document.base[28, 33, 0] = np.nan
    document.colour = type(document.colour)(Layout("rgb", "f32", True, "rgba"))
    document.select(HOLE)
    [job] = session.submit()
    finish(session, wait, job)
    assert session.job(job).phase is Phase.FAILED
    assert "not numbers" in session.job(job).problem
    assert messages[-1].about == job
    document.base[28, 33, 0] = 0.5
    [mended] = session.submit()
    finish(session, wait, mended)
    assert session.job(mended).phase is Phase.DONE
    assert session.jobs == []  # it would hide how the next one goes on


def test_what_was_refused_goes_when_other_knobs_are_taken(opened, wait):
    document, session = opened()
    document.select(HOLE)
    wait(lambda: session.plan)
    document.base = noise(48, 64, Layout("rgb", "f32", True, "rgba"))
    document.base[28, 33, 0] = np.nan
    document.colour = type(document.colour)(Layout("rgb", "f32", True, "rgba"))
    [job] = session.submit()
    finish(session, wait, job)
    session.turn(seed=9)
    session.turn(seed=-1)
    assert [one.id for one in session.jobs] == [job]  # nothing was mended
    session.turn(grow=8)
    wait(lambda: session.plan)
    assert session.jobs == []


def test_without_a_backend_it_says_what_to_do(desk, host, opened, monkeypatch, wait):
    monkeypatch.setenv("RITOCCO_BACKEND", "/nowhere/ritocco")
    document, session = opened()
    document.select(HOLE)
    wait(lambda: desk.status.standing is Standing.MISSING)
    assert not session.readiness.ready
    assert "nstall" in session.readiness.reason


def test_closing_the_editor_stops_the_backend(desk, opened, wait):
    opened()
    wait(lambda: desk.status.standing is Standing.READY)
    [started] = desk.backend.findChildren(QtCore.QProcess)
    process = desk.backend.process_id
    desk.close()
    # being asked was enough: it is killed when it takes too long
    assert (started.exitStatus(), started.exitCode()) == (QtCore.QProcess.ExitStatus.NormalExit, 0)
    with pytest.raises(OSError):  # noqa: PT011  which one differs by system
        os.kill(process, 0)
