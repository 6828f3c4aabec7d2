"""A server process of our own and a client that walks one job through it, for the benches."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter, sleep
from types import TracebackType
from typing import Any

import httpx
import numpy as np
from numpy.typing import NDArray

TOKEN = "bench"


class Server:
    """`ritocco serve` in a process and a data folder of its own; a context manager."""

    def __enter__(self) -> Server:
        self._folder = tempfile.TemporaryDirectory()
        began = perf_counter()
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "ritocco", "serve", "--port", "0"),
                *("--token", TOKEN, "--data", self._folder.name),
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        url = self.process.stdout.readline().split()[-1]
        self.client = httpx.Client(
            base_url=url, headers={"Authorization": f"Bearer {TOKEN}"}, timeout=600
        )
        self.client.get("/v1/status").raise_for_status()
        self.first_answer = perf_counter() - began
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.client.close()
        self.process.terminate()
        self.process.wait()
        self._folder.cleanup()

    def peak_memory(self) -> int:
        """Most bytes the server has had in memory so far."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024

    def fill(self, canvas: NDArray[np.uint8], box: tuple[int, int, int, int]) -> Walk:
        """Fill `box` (x, y, width, height) of an RGB canvas, as an editor would: plan, export
        the planned part only, post it, wait, fetch the layer."""
        began = perf_counter()
        x, y, width, height = box
        size = {"width": canvas.shape[1], "height": canvas.shape[0]}
        asked = {
            "recipe": {"kind": "fill"},
            "canvas": size,
            "selection": {"x": x, "y": y, "width": width, "height": height},
        }
        export = self._json(self.client.post("/v1/plan", json=asked))["export"]
        left, top = export["x"], export["y"]
        part = canvas[top : top + export["height"], left : left + export["width"]]
        selection = np.zeros(part.shape[:2], np.uint8)
        selection[y - top : y - top + height, x - left : x - left + width] = 255
        layout = {"model": "rgb", "depth": "u8", "alpha": False, "order": "rgba"}
        document = {"canvas": size, "box": export, "layout": layout}
        sent = {"pixels": part.tobytes(), "selection": selection.tobytes()}
        job = self._json(
            self.client.post(
                "/v1/jobs",
                data={"recipe": '{"kind":"fill"}', "document": json.dumps(document)},
                files=sent,
            )
        )
        while job["state"] in ("waiting", "running"):
            sleep(0.005)
            job = self._json(self.client.get(f"/v1/jobs/{job['id']}"))
        if job["state"] != "done":
            raise RuntimeError(job)
        layer = self.client.get(f"/v1/jobs/{job['id']}/layer")
        layer.raise_for_status()
        seconds = perf_counter() - began
        result = self._json(self.client.get("/v1/history"))["results"][0]
        return Walk(seconds, sum(map(len, sent.values())), layer.content, result)

    def _json(self, response: httpx.Response) -> dict[str, Any]:
        response.raise_for_status()
        answer: dict[str, Any] = response.json()
        return answer


class Walk:
    """One job's way there and back: seconds, bytes sent, the layer's bytes, the result's JSON."""

    def __init__(self, seconds: float, sent: int, layer: bytes, result: dict[str, Any]) -> None:
        self.seconds, self.sent, self.layer, self.result = seconds, sent, layer, result
