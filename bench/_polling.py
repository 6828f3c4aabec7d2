"""What a thousand clients cost that ask how far a job is, for `bench webui`.

As a program it is those clients, in a process of their own: `_polling.py PORT CLIENTS EVERY`
(seconds) asks until its stdin ends, and prints how many answers came and how long each took.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

from _report import Row

CLIENTS = 1000
EVERY = 3.0
"""Seconds after which each asks again; clients of the web UI wait from a quarter to three."""
ROUNDS = 3
_TICKS = 100
"""Of the system's clock for processes, in a second."""


def of_polls(port: int, pid: int, paint: Callable[[], object]) -> Iterator[Row]:
    """Rows of a server (its process, the web UI's port of it) that does one job again and again.

    paint  a job that is the same each time, and takes some seconds
    """
    paint()
    ratios, taken, costs = [], [], []
    for _ in range(ROUNDS):
        alone, own = _timed(pid, paint)
        with subprocess.Popen(
            [sys.executable, __file__, str(port), str(CLIENTS), str(EVERY)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as clients:
            polled, whole = _timed(pid, paint)
            told, _ = clients.communicate("")
        seconds = json.loads(told)
        ratios.append(polled / alone)
        costs.append((whole - own) / own)
        taken += seconds
    taken.sort()
    rate = CLIENTS / EVERY
    yield Row(
        f"a job beside {CLIENTS} clients, {rate:.0f} polls a second, to it alone", min(ratios), 1.05
    )
    yield Row("the same by what the server computes", 1 + min(costs), 1.05)
    yield Row("a poll's answer, 99 of 100, in ms", 1000 * taken[int(0.99 * len(taken))], 50)


def _timed(pid: int, act: Callable[[], object]) -> tuple[float, float]:
    """Seconds that passed, and seconds that a process computed."""
    began, computed = perf_counter(), _computed(pid)
    act()
    return perf_counter() - began, _computed(pid) - computed


def _computed(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


async def _ask(port: int, count: int, every: float) -> list[float]:
    """Seconds that each answer took, until stdin ends."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    loop.run_in_executor(None, lambda: (sys.stdin.read(), loop.call_soon_threadsafe(ended.set)))
    path = "/sdapi/v1/progress?skip_current_image=true"
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    taken: list[float] = []

    async def one(number: int) -> None:
        await asyncio.sleep(every * number / count)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while not ended.is_set():
            began = perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200 "), head
            length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
            await reader.readexactly(int(length))
            taken.append(perf_counter() - began)
            await asyncio.sleep(every)
        writer.close()

    asking = [asyncio.create_task(one(number)) for number in range(count)]
    await ended.wait()
    for task in asking:
        task.cancel()
    for failed in await asyncio.gather(*asking, return_exceptions=True):
        if isinstance(failed, Exception):
            raise failed
    return taken


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_ask(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))))
