"""What nobody waits for, in milliseconds: answers of a busy server, its end, words and cancels.

Each is held to a stated limit, wide enough for a slow machine and far from what a mistake costs
(a blocked event loop, Nagle's algorithm, a reader of quadratic time).
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]
os.environ.setdefault("RITOCCO_OFFLINE", "true")

from _report import Row, report  # noqa: E402

from ritocco.diffusion.prompt.grammar import parse  # noqa: E402
from ritocco.diffusion.prompt.schedule import per_step  # noqa: E402
from ritocco.webui.infotext import read  # noqa: E402

served: Any = import_module("tests.server.conftest")
"""Servers around a studio that paints nothing, as the tests start them; they carry no types."""

SIDE = 5000
ANSWERS = 20
PROMPTS = {
    "brackets never closed": "[" * 10_000,
    "weights never closed": "(" * 10_000,
    "weights within weights": "(" * 10_000 + ")" * 10_000,
    "alternations": "[a|b]" * 10_000,
    "changes within changes": "[" * 5000 + "a" + ":b:0]" * 5000,
    "spaces": " " * 50_000,
}
PIECES = ("a", "ab: ", 'ab: "', 'ab: "\\",', " ", ",", "ab: 1, ", "-")


def milliseconds(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return 1000 * (perf_counter() - began)


def of_texts() -> Iterator[Row]:
    for name, text in PROMPTS.items():
        took = milliseconds(lambda text=text: (parse(text), per_step(text, 4)))  # type: ignore[misc]
        yield Row(f"a prompt of {len(text)} letters read: {name}", took, 2000)
    took = max(milliseconds(lambda one=piece: read(one * 50_000)) for piece in PIECES)  # type: ignore[misc]
    yield Row("the web UI's text, 50,000 pieces of any kind, read", took, 3000)


def of_servers() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        running = served.Running.start(Path(folder) / "data")
        client = running.own
        client.get("/v1/status")
        took = milliseconds(lambda: [client.get("/v1/status") for _ in range(ANSWERS)]) / ANSWERS
        yield Row("a small answer", took, 30)
        yield Row("the longest answer while 100 MB are sent and decoded", busy(running), 500)
        job = served.submit(client, recipe={"grow": 500})
        served.wait(client, job, "running")
        client.post(f"/v1/jobs/{job}/cancel")
        took = milliseconds(lambda: served.wait(client, job))
        yield Row("a running job cancelled", took, 1000)
        served.submit(client, recipe={"grow": 500})
        with running.client() as watcher, watcher.stream("GET", "/v1/events") as stream:
            lines = stream.iter_lines()
            next(lines)
            running.process.send_signal(signal.SIGTERM)
            took = milliseconds(lambda: (list(lines), running.process.wait()))
        yield Row("a server stopped with a job and a stream open", took, 3000)
        running.stop()


def busy(running: Any) -> float:
    """Milliseconds of the longest answer while a large picture comes in."""
    box = {"x": 0, "y": 0, "width": SIDE, "height": SIDE}
    document = served.described(canvas={"width": SIDE, "height": SIDE}, box=box)
    sent = {"pixels": bytes(SIDE * SIDE * 4), "selection": bytes(SIDE * SIDE)}
    thread = threading.Thread(
        target=lambda: served.submit(running.client(), document=document, **sent)
    )
    thread.start()
    longest = 0.0
    while thread.is_alive():
        longest = max(longest, milliseconds(lambda: running.own.get("/v1/status")))
    return longest


if __name__ == "__main__":
    code = report("Texts", of_texts())
    sys.exit(code | report("A server", of_servers()))
