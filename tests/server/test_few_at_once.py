"""However many pictures are being read, the server answers everything else."""

import asyncio
from threading import Event, Lock, current_thread

import httpx
import pytest
from fastapi import FastAPI

from ritocco.server.few_at_once import AT_ONCE, few_at_once

ASKED = 60
"""More than the threads that all other routes share."""


def test_many_pictures_leave_others_room_and_take_turns():
    go, lock = Event(), Lock()
    running: list[int] = []
    most: list[int] = []
    app = FastAPI()

    @app.get("/picture")
    @few_at_once
    def picture(number: int) -> int:
        """A slow one."""
        with lock:
            running.append(number)
            most.append(len(running))
        assert current_thread().daemon, "a thread that reads would hold up the end of the server"
        go.wait(30)
        with lock:
            running.remove(number)
        return number

    @app.get("/status")
    def status() -> str:
        return "here"

    async def ask() -> list[int]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            asked = [
                asyncio.create_task(client.get("/picture", params={"number": number}, timeout=30))
                for number in range(ASKED)
            ]
            while len(running) < AT_ONCE:
                await asyncio.sleep(0.001)
            assert (await client.get("/status")).json() == "here"
            assert not go.is_set()
            go.set()
            return [answer.json() for answer in await asyncio.gather(*asked)]

    assert asyncio.run(ask()) == list(range(ASKED))
    assert max(most) == AT_ONCE


def test_what_no_future_takes_is_told_all_the_same():
    @few_at_once
    def stopping() -> int:
        return next(iter(()))

    with pytest.raises(RuntimeError, match="StopIteration"):
        asyncio.run(asyncio.wait_for(stopping(), 10))
