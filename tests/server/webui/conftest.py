"""Servers of the web UI's API: one with real engines, one with a studio that paints nothing."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.warm import Warm

ROOT = Path(__file__).parents[3]
REAL = ("ritocco", "serve")
FAKE = ("tests.server.fakes",)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@dataclass
class Served:
    """A server process, the web UI's API of it, and the native one."""

    process: subprocess.Popen[str]
    url: str
    native: str
    token: str
    client: httpx.Client
    home: Path

    @classmethod
    def start(cls, home: Path, *options: str, warm: Warm | None = None, words=REAL) -> "Served":
        program = warm.words(words[0]) if warm else (sys.executable, "-m", words[0])
        port = () if words == FAKE else ("--port", "0")
        command = [*program, *words[1:], "--a1111", *port, "--data", str(home), *options]
        # Not where another test's doctor looks for a server.
        native_port = {"RITOCCO_PORT": str(free_port())}
        surroundings = {**os.environ, "RITOCCO_HOME": str(home), **native_port}
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=surroundings
        )
        assert process.stdout
        url, native = (process.stdout.readline().split()[-1] for _ in range(2))
        client = httpx.Client(base_url=url, timeout=120, trust_env=False)
        return cls(process, url, native, (home / "token").read_text(), client, home)

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def post(self, path: str, **fields: Any) -> Any:
        """The JSON of an answer of `/sdapi/v1/PATH`, which has to be 200."""
        answer = self.client.post(f"/sdapi/v1/{path}", json=fields)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def get(self, path: str) -> Any:
        answer = self.client.get(f"/sdapi/v1/{path}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def stop(self) -> None:
        self.client.close()
        self.process.terminate()
        self.process.wait(20)
        assert self.process.stdout
        self.process.stdout.close()


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory, warm: Warm) -> Iterator[Served]:
    """One with mini and all engines, for tests that leave it as they found it."""
    served = Served.start(tmp_path_factory.mktemp("webui"), warm=warm)
    yield served
    served.stop()


@pytest.fixture(scope="session")
def fake(tmp_path_factory: pytest.TempPathFactory, warm: Warm) -> Iterator[Served]:
    """One whose studio gives back the picture it got (`tests.server.fakes`)."""
    served = Served.start(tmp_path_factory.mktemp("webui"), warm=warm, words=FAKE)
    yield served
    served.stop()
