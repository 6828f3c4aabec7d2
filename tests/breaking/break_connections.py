"""Clients that never read, and such as never end what they say; an artist's job runs through.

And however many of them there are, SIGTERM ends the server.
"""

import signal
import socket
import struct
import time
from contextlib import ExitStack

import pytest

from tests.breaking.backend import Taken
from tests.breaking.scale import count
from tests.breaking.wires import opened
from tests.server.conftest import Running, submit, wait

MOST_SECONDS_TO_STOP = 8
FORM = b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n"
PART = b'--x\r\nContent-Disposition: form-data; name="pixels"; filename="a"\r\n\r\n'
UNENDED = {
    "nothing said": b"",
    "half a line": b"GET /v1/st",
    "headers not ended": b"GET /v1/status HTTP/1.1\r\nHost: {host}\r\nX-A: b",
    "body not begun": b"POST /v1/plan HTTP/1.1\r\n{own}Content-Length: 500\r\n\r\n",
    "body not ended": b"POST /v1/plan HTTP/1.1\r\n{own}Content-Length: 500\r\n\r\n" + b"{" * 99,
    "form not ended": b"POST /v1/jobs HTTP/1.1\r\n{own}" + FORM + b"\r\n" + PART + b"a" * 999,
    "picture not ended": b"POST /v1/pictures/open HTTP/1.1\r\n{own}Content-Length: 9000\r\n\r\nabc",
    "chunk not ended": b"POST /v1/plan HTTP/1.1\r\n{own}Transfer-Encoding: chunked\r\n\r\nff\r\na",
}
"""How a client begins that then says no more."""


def own_headers(running: Running) -> bytes:
    """Host and token."""
    host = running.url.removeprefix("http://")
    return f"Host: {host}\r\nAuthorization: Bearer {running.token}\r\n".encode()


def begin_unended(running: Running, connections: int, holding: ExitStack) -> list:
    """That many connections of every kind."""
    made = []
    for number in range(connections):
        wire = holding.enter_context(opened(running))
        text = list(UNENDED.values())[number % len(UNENDED)]
        host = running.url.removeprefix("http://").encode()
        wire.sendall(text.replace(b"{host}", host).replace(b"{own}", own_headers(running)))
        made.append(wire)
    return made


def begin_streams(running: Running, streams: int, holding: ExitStack) -> list:
    """That many streams of events, of which nobody reads anything."""
    made = []
    for _ in range(streams):
        wire = holding.enter_context(opened(running))
        wire.sendall(b"GET /v1/events HTTP/1.1\r\n" + own_headers(running) + b"\r\n")
        made.append(wire)
    return made


def an_artists_work(running: Running, jobs: int = 3) -> None:
    """Plan-sized calls and whole jobs, as if nobody else were there."""
    with running.client() as client:
        for _ in range(jobs):
            job = submit(client, recipe={"grow": 2})
            assert wait(client, job)["state"] == "done"
            assert client.get(f"/v1/jobs/{job}/layer").status_code == 200
            assert client.get("/v1/status").status_code == 200
            assert client.delete(f"/v1/jobs/{job}").status_code == 204


def end_gently(running: Running) -> float:
    """SIGTERM; the seconds until the process is gone."""
    begun = time.monotonic()
    running.process.send_signal(signal.SIGTERM)
    running.process.wait(60)
    return time.monotonic() - begun


def test_half_open_connections_hold_nobody_up_and_are_dropped(place, tell):
    running, connections = place.serve(), count(300, 16)
    an_artists_work(running)
    before = Taken.by(running.process.pid)
    with ExitStack() as holding:
        wires = begin_unended(running, connections, holding)
        an_artists_work(running)
        dropped, give_up = set(), time.monotonic() + 90
        while len(dropped) < connections and time.monotonic() < give_up:
            time.sleep(0.5)
            for wire in set(wires) - dropped:
                wire.settimeout(0.001)
                try:
                    while wire.recv(4096):
                        pass
                    dropped.add(wire)
                except TimeoutError:
                    continue
                except ConnectionError:
                    dropped.add(wire)
        seconds = 90 - (give_up - time.monotonic())
    an_artists_work(running)
    after = Taken.by(running.process.pid)
    tell("half-open connections", connections)
    tell("  dropped by the server", len(dropped))
    tell("  after seconds", f"{seconds:.0f}")
    tell("open files before, after", f"{before.files}, {after.files}")
    assert len(dropped) == connections
    assert after.files <= before.files + 3
    assert place.temporary() == []
    assert place.errors()[:2] == []


def test_streams_that_nobody_reads_hold_nobody_up(place, tell):
    running, streams = place.serve(), count(100, 10)
    an_artists_work(running)
    before = Taken.by(running.process.pid)
    with ExitStack() as holding:
        begin_streams(running, streams // 2, holding)
        with running.client() as client:
            slow = [
                holding.enter_context(client.stream("GET", "/v1/events", timeout=60))
                for _ in range(streams - streams // 2)
            ]
            an_artists_work(running, jobs=count(60, 10))
            for one in slow:  # what they had no time for was kept for them
                assert any(line == "event: done" for line in one.iter_lines())
        most = Taken.by(running.process.pid)
    an_artists_work(running)
    time.sleep(1)
    after = Taken.by(running.process.pid)
    tell("event streams at once", streams)
    grown = (most.resident - before.resident) / 2**20
    tell("resident memory they took, MiB", f"{grown:.1f}")
    tell("open files before, with them, after", f"{before.files}, {most.files}, {after.files}")
    tell("threads before, with them, after", f"{before.threads}, {most.threads}, {after.threads}")
    assert grown < 50
    assert after.files <= before.files + 3
    assert place.errors()[:2] == []


def test_clients_that_leave_in_the_middle_leave_nothing(place, tell):
    running, clients = place.serve(), count(200, 20)
    an_artists_work(running)
    files = place.files()
    unended = [text for text in UNENDED.values() if b"{own}" in text]
    for number in range(clients):
        text = unended[number % len(unended)].replace(b"{own}", own_headers(running))
        with opened(running) as wire:
            wire.sendall(text + b"a" * (number * 400))
            if number % 3 == 0:  # as a program that was killed: not even an end is told
                wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if number % 40 == 0:
            an_artists_work(running, jobs=1)
    an_artists_work(running)
    tell("clients that left in the middle of what they said", clients)
    tell("  logged as errors", len(place.errors()))
    tell("  files left of their uploads", len(place.files() - files) + len(place.temporary()))
    assert place.errors()[:2] == []
    assert place.files() == files
    assert place.temporary() == []
    assert not list(place.home.glob("servers/*/uploads/*"))


@pytest.mark.parametrize("state", ["half-open", "streams", "working", "all"])
def test_sigterm_ends_the_server_in_any_state(place, tell, state):
    running = place.serve()
    an_artists_work(running, jobs=1)
    with ExitStack() as holding:
        if state in ("half-open", "all"):
            begin_unended(running, count(300, 16), holding)
        if state in ("streams", "all"):
            begin_streams(running, count(100, 10), holding)
        if state in ("working", "all"):
            with running.client() as client:
                for _ in range(20):
                    submit(client, recipe={"grow": 500})
        seconds = end_gently(running)
    tell(f"SIGTERM while {state}: seconds until it is gone", f"{seconds:.1f}")
    assert seconds < MOST_SECONDS_TO_STOP
    assert running.process.returncode in (0, -signal.SIGTERM)
    assert place.temporary() == []
    assert place.errors()[:2] == []
