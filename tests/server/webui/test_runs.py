"""Many requests at once, and what ends them: skips, interrupts, clients or servers that go."""

import asyncio
import json
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import numpy as np
import pytest

from ritocco.canvas.document import Document
from ritocco.canvas.picture import ColourModel, Depth, Layout, Picture
from ritocco.geometry import Box, Size
from ritocco.jobs.queue import Queue
from ritocco.jobs.results import ResultStore
from ritocco.jobs.workers import StudioWorker
from ritocco.recipe.recipe import Recipe
from ritocco.server.webui.batches.batch import Batch, Piece
from ritocco.server.webui.runs.runs import Runs
from tests.server.fakes import SLOWLY, FakeStudio
from tests.server.webui.conftest import FAKE, Served
from tests.server.webui.test_guard import refused

QUICK = {"width": 8, "height": 8, "steps": 1}
SLOW = {**QUICK, "prompt": SLOWLY}


def seen(served, holds):
    """Progress, as soon as it is so."""
    while not holds(told := served.get("progress?skip_current_image=true")):
        time.sleep(0.02)
    return told


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
        assert first.result()["images"] == []
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


@pytest.fixture
def queue(tmp_path):
    gate = Event()
    made = Queue([StudioWorker(FakeStudio(gate))], ResultStore(tmp_path / "results"))
    yield made, gate
    gate.set()
    made.close()


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
        asking = asyncio.create_task(runs.run(batch(3), is_gone))
        while runs.job_now() is None:
            await asyncio.sleep(0)
        gate.set()
        return await asking

    assert len(asyncio.run(ask())) == 1
    assert len(list(jobs.newest())) == 1


def test_what_a_client_got_is_kept_no_longer(queue):
    jobs, gate = queue
    gate.set()

    async def is_there():
        return False

    async def ask():
        return await Runs(jobs).run(batch(2), is_there)

    assert len(asyncio.run(ask())) == 2
    assert list(jobs.newest()) == []
