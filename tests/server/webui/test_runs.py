"""Many requests at once, and what ends them: skips, interrupts, clients or servers that go."""

import asyncio
import json
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event
from types import SimpleNamespace

import numpy as np
import pytest

from ritocco.canvas.document import Document
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.diffusion.stepping import STEP
from ritocco.errors import CannotWrite
from ritocco.geometry import Box, Size
from ritocco.jobs.job import ClientInfo, Job
from ritocco.jobs.queue import Queue
from ritocco.jobs.results import ResultStore
from ritocco.jobs.workers import StudioWorker
from ritocco.recipe.recipe import Diffusion, Kind, Recipe
from ritocco.server.webui.asked.extras import OneExtra
from ritocco.server.webui.asked.options import Options
from ritocco.server.webui.batches import finishing
from ritocco.server.webui.batches.batch import Batch, Piece
from ritocco.server.webui.routes import progress
from ritocco.server.webui.routes.extras import finished
from ritocco.server.webui.routes.progress import told
from ritocco.server.webui.runs.run import Run
from ritocco.server.webui.runs.runs import Closing, Gone, Runs
from ritocco.watch import Watch
from tests.server.fakes import SLOWLY, FakeStudio
from tests.server.webui.conftest import FAKE, Served
from tests.server.webui.recorded import PICTURE
from tests.server.webui.test_guard import refused

QUICK = {"width": 8, "height": 8, "steps": 1}
SLOW = {**QUICK, "prompt": SLOWLY}


LOOKS = 5000
"""After which nothing is going to come any more."""


def seen(served, holds):
    """Progress, as soon as it is so."""
    for _ in range(LOOKS):
        if holds(told := served.get("progress?skip_current_image=true")):
            return told
        time.sleep(0.02)
    raise AssertionError(f"it never came to that: {told}")


def at_work(served):
    return seen(served, lambda told: told["state"]["job_count"] and told["progress"] > 0.01)


def test_fifty_clients_at_once_get_what_each_has_asked_for(fake):
    with ThreadPoolExecutor(50) as pool:
        replies = list(pool.map(lambda n: fake.post("txt2img", seed=n, **QUICK), range(100, 150)))
    seeds = [json.loads(reply["info"])["all_seeds"] for reply in replies]
    assert seeds == [[number] for number in range(100, 150)]
    assert fake.get("progress")["state"]["job_count"] == 0


def test_an_interrupt_ends_the_request_at_work_alone(fake):
    with ThreadPoolExecutor() as pool:
        first = pool.submit(fake.post, "txt2img", n_iter=3, **SLOW)
        at_work(fake)
        second = pool.submit(fake.post, "txt2img", **QUICK)
        while not fake.client.get("/queue/status").json()["queue_size"]:
            time.sleep(0.02)
        assert fake.post("interrupt") is None
        ended = first.result()
        assert ended["images"] == []
        info = json.loads(ended["info"])
        (hint,) = info["hints"]
        assert hint.startswith("Interrupted before a picture was finished")
        whole = json.loads(second.result()["info"])
        same = ("sd_model_name", "sd_model_hash", "sampler_name", "steps", "width")
        assert [info[name] for name in same] == [whole[name] for name in same]
        assert len(info["all_seeds"]) == 3
        assert len(second.result()["images"]) == 1


def test_a_skip_ends_one_picture_of_a_batch(fake):
    with ThreadPoolExecutor() as pool:
        reply = pool.submit(fake.post, "txt2img", n_iter=2, **SLOW)
        assert at_work(fake)["state"]["job_no"] == 0
        assert fake.post("skip") is None
        seen(fake, lambda told: told["state"]["job_no"] == 1 and told["progress"] > 0.51)
        fake.post("skip")
        assert reply.result()["images"] == []


def test_skips_and_interrupts_at_any_moment_harm_nobody(fake):
    def end(number):
        fake.post("skip" if number % 2 else "interrupt")

    with ThreadPoolExecutor(16) as pool:
        replies = [pool.submit(fake.post, "txt2img", n_iter=2, **QUICK) for _ in range(20)]
        ends = list(pool.map(end, range(60)))
        assert all(len(reply.result()["images"]) <= 2 for reply in replies)
    assert len(ends) == 60
    assert fake.get("progress")["progress"] == 0
    assert len(fake.post("txt2img", **QUICK)["images"]) == 1


def test_whoever_waits_is_told_that_the_server_ends(tmp_path, warm):
    served = Served.start(tmp_path, warm=warm, words=FAKE)

    def ask():
        return served.client.post("/sdapi/v1/txt2img", json=SLOW)

    with ThreadPoolExecutor() as pool:
        answers = [pool.submit(ask) for _ in range(3)]
        at_work(served)
        while served.client.get("/queue/status").json()["queue_size"] < 2:
            time.sleep(0.02)
        served.process.terminate()
        for answer in answers:
            refused(answer.result(), 503, "closing")
    served.stop()


def test_whoever_hangs_up_leaves_the_line(fake):
    asked = json.dumps(QUICK).encode()
    head = f"POST /sdapi/v1/txt2img HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(asked)}"

    def waiting():
        return fake.client.get("/queue/status").json()["queue_size"]

    with ThreadPoolExecutor() as pool:
        reply = pool.submit(fake.post, "txt2img", **SLOW)
        at_work(fake)
        lines = [socket.create_connection(("127.0.0.1", fake.port)) for _ in range(5)]
        for line in lines:
            line.sendall(f"{head}\r\n\r\n".encode() + asked)
        while waiting() < 5:
            time.sleep(0.02)
        for line in lines[1:]:
            line.close()
        while waiting() > 1:  # though the first is still at work
            time.sleep(0.02)
        assert not reply.done()
        fake.post("interrupt")
        assert lines[0].recv(12) == b"HTTP/1.1 200"
        lines[0].close()


def test_a_prompt_that_its_text_cannot_tell_is_told(fake):
    def hints(prompt):
        reply = fake.post("txt2img", **QUICK | {"prompt": prompt})
        return [hint for hint in json.loads(reply["info"])["hints"] if "another prompt" in hint]

    assert len(hints("a boat\nNegative prompt: sand")) == 1
    assert hints("a boat, Steps: 20\n sand ") == []


@pytest.fixture
def queue(tmp_path):
    gate = Event()
    made = Queue([StudioWorker(FakeStudio(gate))], ResultStore(tmp_path / "results"))
    yield made, gate
    gate.set()
    made.close()


async def is_there():
    return False


def prepared(count):
    async def prepare():
        return batch(count)

    return prepare


def batch(count):
    size = Size(4, 4)
    picture = Picture(np.zeros((4, 4, 3), np.uint8), Layout(ColourModel.RGB, Depth.U8, False))
    document = Document(size, Box.of(size), picture, np.full((4, 4), 255, np.uint8))
    return Batch([Piece(Recipe(), document) for _ in range(count)])


def test_what_a_client_that_has_gone_had_begun_is_made_and_kept_and_no_more(queue):
    jobs, gate = queue

    async def is_gone():
        return gate.is_set()  # it goes while the first picture is made

    async def ask():
        runs = Runs(jobs)
        asking = asyncio.create_task(runs.run(Run(is_gone), prepared(3)))
        while runs.job_now() is None:
            await asyncio.sleep(0)
        gate.set()
        return (await asking).made

    assert len(asyncio.run(ask())) == 1
    assert len(list(jobs.newest())) == 1


def test_what_a_client_got_is_kept_no_longer(queue):
    jobs, gate = queue
    gate.set()

    async def ask():
        return await Runs(jobs).run(Run(is_there), prepared(2))

    assert len(asyncio.run(ask()).made) == 2
    assert list(jobs.newest()) == []


def test_a_picture_whose_job_is_discarded_elsewhere_is_left_out_alone(queue):
    jobs, gate = queue

    async def ask():
        runs = Runs(jobs)
        asking = asyncio.create_task(runs.run(Run(is_there), prepared(3)))
        while runs.job_now() is None:
            await asyncio.sleep(0)
        job = runs.job_now().id
        jobs.cancel(job)
        while not jobs.job(job).state.is_final:
            time.sleep(0.001)
        jobs.release(job)  # before anybody hears that it has ended
        runs.skip()
        gate.set()
        return await asking

    assert len(asyncio.run(ask()).made) == 2


def test_what_is_to_be_kept_and_cannot_be_written_is_told(queue, monkeypatch):
    jobs, gate = queue
    gate.set()

    def full(*_):
        raise CannotWrite("The disk is full.")

    async def prepare():
        return replace(batch(1), keeps=True)

    def hints():
        (made,) = asyncio.run(Runs(jobs).run(Run(is_there), prepare)).made
        return made.hints

    assert hints() == ()
    with monkeypatch.context() as patch:
        patch.setattr(ResultStore, "write", full)
        assert "The disk is full." in hints()[0]


@pytest.mark.parametrize(("end", "made"), [("interrupt", 0), ("skip", 2)])
def test_what_ends_a_request_counts_while_it_is_prepared(queue, end, made):
    jobs, gate = queue
    gate.set()

    async def ask():
        runs, ready = Runs(jobs), asyncio.Event()

        async def prepare():
            await ready.wait()
            return batch(3)

        asking = asyncio.create_task(runs.run(Run(is_there, "mine", expected=3), prepare))
        waiting = asyncio.create_task(runs.run(Run(is_there, "other"), prepared(1)))
        await asyncio.sleep(0)
        assert told(runs)["state"]["job_count"] == 3
        assert runs.tasks.is_at_work("mine")
        assert runs.tasks.waiting == ["other"]
        getattr(runs, end)()
        ready.set()
        return await asking, await waiting, told(runs)

    ended, other, after = asyncio.run(ask())
    assert (len(ended.made), len(other.made)) == (made, 1)
    assert after["state"]["job_count"] == 0


def test_those_that_wait_are_not_prepared_and_never_for_who_has_gone(queue):
    jobs, gate = queue
    begun = []

    async def has_gone():
        return bool(begun)

    async def ask():
        runs = Runs(jobs)

        async def prepare():
            begun.append(True)
            return batch(1)

        first = asyncio.create_task(runs.run(Run(is_there), prepare))
        second = asyncio.create_task(runs.run(Run(has_gone), prepare))
        while runs.job_now() is None:
            await asyncio.sleep(0)
        assert len(begun) == 1
        gate.set()
        await first
        with pytest.raises(Gone):
            await second

    asyncio.run(ask())
    assert len(begun) == 1


class Sampler(FakeStudio):
    """Says what a model says: loading, then its steps, the second of which lasts."""

    def __init__(self, loading, sampling):
        super().__init__()
        self.loading, self.sampling = loading, sampling

    def run(self, recipe, document, watch):
        watch.step(0.5, "Loading")
        self.loading.wait()
        for step in range(3):
            watch.step(0.5 + step / 4, STEP.with_values(step=step + 1, steps=4))
        self.sampling.wait()
        return super().run(recipe, document, watch)


def test_steps_are_counted_from_where_sampling_begins(tmp_path):
    loading, sampling = Event(), Event()
    jobs = Queue([StudioWorker(Sampler(loading, sampling))], ResultStore(tmp_path / "results"))
    recipe = Recipe(kind=Kind.GENERATE, diffusion=Diffusion(model="mini", steps=20))

    async def prepare():
        return Batch([replace(batch(1).pieces[0], recipe=recipe)])

    async def ask():
        runs = Runs(jobs)
        asking = asyncio.create_task(runs.run(Run(is_there), prepare))

        async def seen(holds):
            while not (runs.job_now() and holds(runs.job_now().fraction)):
                await asyncio.sleep(0.001)
            return told(runs)

        before = await seen(lambda fraction: fraction > 0.4)
        loading.set()
        after = await seen(lambda fraction: fraction > 0.9)
        sampling.set()
        await asking
        return before, after

    before, after = asyncio.run(ask())
    jobs.close()
    assert (before["progress"] > 0.4, before["state"]["sampling_step"]) == (True, 0)
    assert after["state"]["sampling_step"] == 19


@pytest.mark.parametrize(
    ("job", "number", "left"),
    [
        (None, 0, 0),
        (None, 1, 60),
        ({"seconds_left": 5}, 0, 35),
        ({"seconds_left": 5}, 2, 5),
        ({"finished": 129.0}, 1, 9),
    ],
)
def test_what_a_job_says_of_its_end_counts_for_the_pictures_after_it(
    monkeypatch, job, number, left
):
    monkeypatch.setattr(progress, "time", lambda: 130.0)
    run = Run(is_there, expected=3, began=100.0, number=number)
    known = job and Job("a", 100, {}, ClientInfo(), started=120.0, **job)
    assert progress._left(run, known) == left


class Endless:
    """A step that fails unless it hears, long before its end, that it is to stop."""

    def __init__(self):
        self.begun = Event()

    def __call__(self, watch):
        for _ in range(1000):
            watch.step(0.5, "Enlarging")
            self.begun.set()
            time.sleep(0.005)
        raise AssertionError("it has come to its end")


@pytest.mark.parametrize("is_closed", [False, True])
def test_what_no_job_does_hears_an_interrupt_and_that_the_server_ends(queue, is_closed):
    endless, run = Endless(), Run(is_there)

    async def prepare():
        watch = Watch(cancelled=run.stop)
        return Batch([lambda: endless(watch), lambda: endless(Watch())])

    async def ask():
        runs = Runs(queue[0])
        asking = asyncio.create_task(runs.run(run, prepare))
        while not endless.begun.is_set():
            await asyncio.sleep(0)
        runs.close("It ends.") if is_closed else runs.interrupt()
        return await asking

    if not is_closed:
        assert asyncio.run(ask()).made == []
        return
    with pytest.raises(Closing, match="It ends"):
        asyncio.run(ask())


def test_for_a_client_that_has_gone_no_picture_is_enlarged_to_its_end_nor_packed(
    queue, monkeypatch
):
    endless = Endless()
    monkeypatch.setattr(finishing, "fitted", lambda picture, size, fit, watch: endless(watch))

    async def is_gone():
        return endless.begun.is_set()

    async def ask():
        parts = SimpleNamespace(options=Options(), runs=Runs(queue[0]))
        request = SimpleNamespace(is_disconnected=is_gone)
        return await finished(parts, request, OneExtra(upscaler_1="Lanczos"), [PICTURE])

    (work,) = asyncio.run(ask())
    assert work.reply is None
