"""Clients that ask again and again how far it is, while something is painted."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from ritocco.server.webui import previews
from ritocco.server.webui.previews import Previews
from tests.server.fakes import SLOWLY
from tests.server.webui.test_txt2img import SMALL


def test_a_preview_is_encoded_once_however_many_ask(monkeypatch):
    made, gate = [], threading.Event()

    async def encoded(preview):
        made.append(preview)
        await asyncio.to_thread(gate.wait)
        return f"picture {len(made)}"

    monkeypatch.setattr(previews, "_encoded", encoded)

    async def asked() -> list[str]:
        shown, pixels = Previews(), np.zeros((8, 8, 3), np.uint8)
        waiting = [asyncio.create_task(shown.encoded(pixels)) for _ in range(50)]
        await asyncio.sleep(0)
        waiting[0].cancel()  # this client has gone; the others still get theirs
        gate.set()
        first = await asyncio.gather(*waiting[1:])
        return [*first, await shown.encoded(pixels), await shown.encoded(pixels.copy())]

    told = asyncio.run(asked())
    assert told == ["picture 1"] * 50 + ["picture 2"]


def test_a_thousand_clients_at_once_are_all_told(fake):
    async def one(head: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", fake.port)
        for _ in range(2):
            writer.write(head)
            answer = await reader.readuntil(b"\r\n\r\n")
            length = int(answer.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            await reader.readexactly(length)
        writer.close()
        return answer

    async def all_of_them() -> list[bytes]:
        path = "/sdapi/v1/progress?skip_current_image=true"
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{fake.port}\r\n\r\n".encode()
        return await asyncio.gather(*(one(head) for _ in range(1000)))

    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(fake.post, "txt2img", prompt=SLOWLY, width=8, height=8)
        while not fake.get("progress")["state"]["job_count"]:
            assert not job.done()
        answers = asyncio.run(all_of_them())
        fake.post("interrupt")
        assert job.result()["images"] == []
    assert {answer.split(b"\r\n")[0] for answer in answers} == {b"HTTP/1.1 200 OK"}


def test_a_job_of_a_model_shows_what_it_paints(real):
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(real.post, "txt2img", prompt="a lake", **SMALL)
        told = [real.get("progress")]
        while not job.done():
            time.sleep(0.03)  # the painting needs the machine too
            told.append(real.get("progress"))
    seen = [one for one in told if one["current_image"]]
    assert seen
    assert all(0 < one["progress"] <= 1 and one["state"]["job_count"] == 1 for one in seen)
    assert job.result()["images"]
