"""Real server processes on free ports, and clients for them."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest

from tests.warm import Warm

ROOT = Path(__file__).parents[2]
FAKE = "tests.server.fakes"
FINAL = ("done", "failed", "cancelled")


@dataclass
class Running:
    """A server process and a client that knows its token."""

    process: subprocess.Popen[str]
    url: str
    token: str
    data: Path
    clients: list[httpx.Client] = field(default_factory=list)

    @cached_property
    def own(self) -> httpx.Client:
        """A client that lives as long as the server."""
        return self.client()

    @classmethod
    def start(
        cls,
        data: Path,
        *options: str,
        module: str = FAKE,
        warm: Warm | None = None,
        **process_has: Any,
    ) -> "Running":
        program = warm.words(module) if warm else (sys.executable, "-m", module)
        command = [*program, "--port", "0", "--data", str(data), *options]
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, text=True, **process_has
        )
        assert process.stdout
        line = process.stdout.readline()
        assert line, "the server did not start"
        return cls(process, line.split()[-1], (data / "token").read_text(), data)

    def client(self, **options: Any) -> httpx.Client:
        options.setdefault("headers", {"Authorization": f"Bearer {self.token}"})
        made = httpx.Client(base_url=self.url, timeout=20, trust_env=False, **options)
        self.clients.append(made)
        return made

    def stop(self, *, kill: bool = False) -> None:
        for client in self.clients:
            client.close()
        (self.process.kill if kill else self.process.terminate)()
        self.process.wait(20)
        assert self.process.stdout
        self.process.stdout.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory, warm) -> Iterator[Running]:
    """One server for all tests that leave it as they found it."""
    running = Running.start(tmp_path_factory.mktemp("data"), warm=warm)
    yield running
    running.stop()


@pytest.fixture
def client(server) -> Iterator[httpx.Client]:
    with server.client() as made:
        yield made


@pytest.fixture
def start(tmp_path, warm) -> Iterator[Any]:
    """Starts servers of a test's own, all on one data folder; `start(...)` gives a Running."""
    started = []

    def starting(*options: str, **more: Any) -> Running:
        started.append(Running.start(tmp_path / "data", *options, warm=warm, **more))
        return started[-1]

    yield starting
    for one in started:
        if one.process.poll() is None:
            one.stop()


BOX = {"x": 10, "y": 20, "width": 8, "height": 6}
LAYOUT = {"model": "rgb", "depth": "u8", "alpha": True, "order": "bgra"}


def described(**changes: Any) -> dict[str, Any]:
    """A document as a dock would describe it."""
    canvas = {"width": 100, "height": 80}
    return {"canvas": canvas, "box": BOX, "name": "a.kra", "layout": LAYOUT} | changes


def raw_pixels(seed: int = 1) -> bytes:
    return np.random.default_rng(seed).bytes(8 * 6 * 4)


def post(
    client: httpx.Client,
    recipe: dict[str, Any] | str | None = None,
    document: dict[str, Any] | str | None = None,
    pixels: bytes | None = None,
    **files: bytes,
) -> httpx.Response:
    """A job, by default of raw pixels with all selected."""
    document = described() if document is None else document
    raw = isinstance(document, dict) and "layout" in document and "selection" not in files
    if raw:
        files["selection"] = b"\xff" * (8 * 6)
    return client.post(
        "/v1/jobs",
        data={
            "recipe": recipe if isinstance(recipe, str) else json.dumps(recipe or {}),
            "document": document if isinstance(document, str) else json.dumps(document),
        },
        files={"pixels": raw_pixels() if pixels is None else pixels}
        | {name: content for name, content in files.items() if content},
    )


def submit(client: httpx.Client, **sent: Any) -> str:
    answer = post(client, **sent)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def wait(client: httpx.Client, job: str, *states: str) -> dict[str, Any]:
    """The job once it is in one of these states; by default, once it is finished."""
    give_up = time.monotonic() + 20
    while True:
        told: dict[str, Any] = client.get(f"/v1/jobs/{job}").json()
        if told["state"] in (states or FINAL):
            return told
        assert time.monotonic() < give_up, told
        time.sleep(0.01)


def is_error(told: dict[str, Any]) -> bool:
    """Whether this is an error in the error form: its sentence, filled in, is its message."""
    whole = {"code", "message", "sentence"} <= set(told) <= {"code", "message", "sentence", "model"}
    return whole and filled(told["sentence"]) == told["message"]


def filled(sentence: dict[str, Any] | str | float) -> str:
    """A sentence as a client that speaks English fills it in: each value has its place."""
    if not isinstance(sentence, dict):
        return f"{sentence:.12g}" if isinstance(sentence, float) else str(sentence)
    values = sentence["values"]
    assert set(re.findall(r"\{(\w+)\}", sentence["template"])) >= set(values), sentence
    return re.sub(
        r"\{(\w+)\}", lambda place: filled(values.get(place[1], place[0])), sentence["template"]
    )


def refused(answer: httpx.Response, status: int, code: str, *words: str) -> str:
    """Check that an answer is an error in the error form; its sentence."""
    assert answer.status_code == status, answer.text
    told = answer.json()
    assert is_error(told), told
    assert told["code"] == code, told
    for word in words:
        assert word in told["message"]
    return str(told["message"])
