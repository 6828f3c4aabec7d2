"""Streams of events in the server's loop: it waits there for neither disk nor locks."""

import asyncio
import gc
import threading

import httpx
import pytest

from ritocco.jobs.job import ClientInfo, Job
from ritocco.jobs.queue import Queue
from ritocco.jobs.results import ResultStore
from ritocco.recipe.recipe import Recipe
from ritocco.server import events as log
from ritocco.server.app import create_app
from ritocco.server.events import EventLog
from ritocco.state import State
from tests.jobs.rig import document
from tests.server.fakes import FakeStudio


def job(name="a", state=State.RUNNING):
    return Job(name, 0.0, {"kind": "fill"}, ClientInfo(), state)


def numbers(texts):
    return [int(text.split()[1]) for text in texts if text.startswith("id:")]


async def read(stream, count):
    """The next so many texts of a stream."""
    return [await asyncio.wait_for(anext(stream), 10) for _ in range(count)]


class Watched:
    """A lock that remembers which threads took it."""

    def __init__(self):
        self._lock, self.threads = threading.Lock(), set()

    def __enter__(self):
        self.threads.add(threading.get_ident())
        self._lock.acquire()

    def __exit__(self, *_):
        self._lock.release()


@pytest.fixture
def app(tmp_path):
    made = create_app(FakeStudio(), ResultStore(tmp_path / "results"), "t", hosts=None)
    yield made
    made.state.context.queue.close()


@pytest.mark.parametrize("headers", [{}, {"Last-Event-ID": "0"}])
def test_the_loop_waits_for_neither_disk_nor_locks(app, monkeypatch, headers):
    context, threads = app.state.context, set()
    done = context.queue.submit(Recipe(grow=20), document(), ClientInfo()).id
    monkeypatch.setattr(context.events, "_lock", lock := Watched())

    def watched(name):
        plain = getattr(Queue, name)

        def call(self, *words):
            threads.add(threading.get_ident())
            return plain(self, *words)

        monkeypatch.setattr(Queue, name, call)

    for name in ("job", "jobs"):
        watched(name)

    async def follow():
        transport = httpx.ASGITransport(app)
        headers["Authorization"] = "Bearer t"
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            return await client.get(f"/v1/events?job={done}", headers=headers)

    answer = asyncio.run(follow())
    assert answer.text.count("event: done") == 1
    assert threads
    assert threading.get_ident() not in threads | lock.threads


def test_an_unknown_job_has_no_stream(app):
    async def follow():
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://x") as client:
            return await client.get("/v1/events?job=none", headers={"Authorization": "Bearer t"})

    assert asyncio.run(follow()).status_code == 404


def test_what_happens_while_a_stream_is_opened_is_told_once_and_in_order():
    """Also what happens between its number and the states it begins with."""

    async def follow():
        told = EventLog()

        def current():
            told.publish("progress", job())
            return [job("b")]

        stream = told.stream(asyncio.get_running_loop(), current)
        told.publish("done", job("a", State.DONE))
        return await read(stream, 4)

    retry, state, first, second = asyncio.run(follow())
    assert retry.startswith("retry")
    assert '"id": "b"' in state
    assert numbers([first, second]) == [numbers([state])[0] + 1, numbers([state])[0] + 2]
    assert '"done"' in second


def test_a_stream_that_is_too_far_behind_ends_and_is_taken_up_again(monkeypatch):
    """Its client comes with a number no longer kept: it is told how things stand."""
    monkeypatch.setattr(log, "KEPT", 3)

    async def follow():
        told = EventLog()
        loop = asyncio.get_running_loop()
        stream = told.stream(loop, list)
        [_] = await read(stream, 1)
        for _ in range(5):
            told.publish("progress", job())
        late = [text async for text in stream]
        again = told.stream(loop, lambda: [job("now")], numbers(late)[0] - 1)
        return late, await read(again, 2)

    late, (_, state) = asyncio.run(follow())
    assert len(late) == 3
    assert '"id": "now"' in state


def test_streams_nobody_reads_are_forgotten():
    async def follow():
        told = EventLog()
        loop = asyncio.get_running_loop()
        kept, unread = told.stream(loop, list), told.stream(loop, list)
        del unread
        gc.collect()
        told.publish("progress", job())
        assert len(told._followers) == 1
        told.close()
        return [text async for text in kept], [text async for text in told.stream(loop, list)]

    first, late = asyncio.run(follow())
    assert len(numbers(first)) == 1
    assert numbers(late) == []
