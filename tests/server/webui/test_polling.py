"""Clients that ask again and again how far it is, while something is painted."""

import asyncio
import json
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from ritocco.server.webui.runs import previews
from ritocco.server.webui.runs.previews import Previews
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


def ask(wire: socket.socket, request: bytes) -> tuple[bytes, dict]:
    """The head of an answer, and its JSON."""
    wire.sendall(request)
    told = b""
    while b"\r\n\r\n" not in told:
        told += wire.recv(65536)
    head, _, body = told.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += wire.recv(65536)
    assert len(body) == length
    return head, json.loads(body)


def poll(port: int, *headers: str) -> bytes:
    lines = ("GET /sdapi/v1/progress?skip_current_image=true HTTP/1.1", *headers)
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode()


def test_the_same_question_again_is_answered_as_before(fake):
    """Whether it is read, or known by its letters; with others in between, and in pieces."""
    question = poll(fake.port, f"Host: 127.0.0.1:{fake.port}")
    other = question.replace(b"/progress?skip_current_image=true", b"/samplers")
    with socket.create_connection(("127.0.0.1", fake.port)) as wire:
        first, idle = ask(wire, question)
        assert idle["progress"] == 0
        with ThreadPoolExecutor(1) as pool:
            job = pool.submit(fake.post, "txt2img", prompt=SLOWLY, width=8, height=8)
            while not (told := ask(wire, question)[1])["state"]["job_count"]:
                assert not job.done()
            assert 0 < told["progress"] <= 1
            assert ask(wire, other)[0].startswith(b"HTTP/1.1 200")
            wire.sendall(question[:30])
            head, told = ask(wire, question[30:])
            assert told["state"]["job_count"] == 1
            while job.running():
                fake.post("interrupt")
        again, told = ask(wire, question)
        assert told == {**idle, "state": told["state"]}
        assert named(first) == named(head) == named(again)


def named(head: bytes) -> set[bytes]:
    """The lines of an answer's head, but for those that change."""
    changing = (b"date:", b"content-length:")
    return {line for line in head.lower().split(b"\r\n") if not line.startswith(changing)}


@pytest.mark.parametrize(
    "headers", [["Host: evil.example"], ["Host: 127.0.0.1", "Origin: http://evil.example"]]
)
def test_who_is_not_let_in_is_not_for_asking_what_others_ask(fake, headers):
    good = poll(fake.port, "Host: 127.0.0.1")
    for _ in range(3):
        with socket.create_connection(("127.0.0.1", fake.port)) as wire:
            assert ask(wire, good)[0].startswith(b"HTTP/1.1 200")
        with socket.create_connection(("127.0.0.1", fake.port)) as wire:
            assert ask(wire, poll(fake.port, *headers))[0].startswith(b"HTTP/1.1 403")
