"""What clients do to a server that do not finish: each is ended, told why, and keeps nobody out."""

import json
import signal
import socket
import struct
import time
from contextlib import ExitStack

import pytest

from ritocco.server import events
from tests.server.conftest import Running, is_error, post, refused

SEATS, BODIES = 24, 4
PATIENCE = {
    "connections": SEATS,
    "bodies": BODIES,
    "head": 0.6,
    "period": 0.6,
    "least": 40,
    "quiet": 0.4,
    "linger": 1.0,
}


@pytest.fixture(scope="module")
def hasty(tmp_path_factory, warm):
    """A server that waits for nobody."""
    options = [word for name, value in PATIENCE.items() for word in (f"--{name}", str(value))]
    running = Running.start(tmp_path_factory.mktemp("hasty"), *options, warm=warm)
    yield running
    running.stop()


@pytest.fixture
def opened(hasty):
    """Opens bare connections; all are closed at the end."""
    with ExitStack() as stack:

        def opening(sent: bytes = b"", *, to: Running = hasty) -> socket.socket:
            host, port = to.url.removeprefix("http://").split(":")
            made = stack.enter_context(socket.create_connection((host, int(port)), timeout=20))
            made.sendall(sent)
            return made

        yield opening


def head(running: Running, line: str, *more: str) -> bytes:
    host = running.url.removeprefix("http://")
    lines = [f"{line} HTTP/1.1", f"Host: {host}", f"Authorization: Bearer {running.token}", *more]
    return "\r\n".join([*lines, "", ""]).encode()


def upload(running: Running, length: int = 1000) -> bytes:
    """The beginning of a request that says it sends so much."""
    kind = "Content-Type: application/json"
    return head(running, "POST /v1/plan", f"Content-Length: {length}", kind)


def heard(connection: socket.socket) -> bytes:
    """All that is said until the other side ends."""
    said = b""
    while more := connection.recv(65536):
        said += more
    return said


def is_cut_while(connection: socket.socket, sends: bytes) -> bool:
    """Whether the other side cuts a connection that sends, and does not read."""
    try:
        for _ in range(400):
            connection.sendall(sends)
            time.sleep(0.05)
    except OSError:
        return True
    return False


def told(said: bytes, status: int, code: str) -> dict[str, str]:
    """Check that an answer is an error in the one form; its head."""
    lines, body = said.split(b"\r\n\r\n", 1)
    first, *fields = lines.decode().split("\r\n")
    assert first.split()[1] == str(status), said
    named = {name.lower(): value for name, _, value in (field.partition(": ") for field in fields)}
    assert named["content-type"] == "application/json"
    error = json.loads(body)
    assert is_error(error)
    assert error["code"] == code
    assert error["message"].endswith(".")
    return named


def test_a_head_that_does_not_come_is_not_waited_for(hasty, opened):
    silent, half = opened(), opened(b"GET /v1/status HTTP/1.1\r\nHo")
    assert heard(silent) == b""
    told(heard(half), 408, "too_slow")


def test_a_head_that_drips_is_not_waited_for(opened):
    assert is_cut_while(opened(b"GET /v1/status HTTP/1.1\r\n"), b"X: y\r\n")


def test_a_body_that_stops_is_not_waited_for(hasty, opened):
    told(heard(opened(upload(hasty) + b"{")), 408, "too_slow")


def test_a_slow_body_that_moves_is_awaited(hasty, opened):
    """It takes several periods."""
    body = b'{"recipe": 7' + b" " * 400 + b"}"
    slow = opened(upload(hasty, len(body)))
    for start in range(0, len(body), 15):
        slow.sendall(body[start : start + 15])
        time.sleep(0.06)
    assert slow.recv(4096).split()[1] == b"422"


def test_connections_without_a_request_keep_nobody_out(hasty, opened):
    half_open = [opened(b"GET /") for _ in range(3 * SEATS)]
    with hasty.client() as client:
        assert client.get("/v1/status").status_code == 200
    assert all(is_cut_while(one, b"x") for one in half_open[:SEATS])


def test_bodies_leave_seats_and_silent_ones_give_theirs_up(hasty, opened):
    half_sent = [opened(upload(hasty)) for _ in range(BODIES)]
    with hasty.client() as client:
        assert client.get("/v1/status").status_code == 200  # it has no body
        crowded = post(client)
        if crowded.status_code != 202:  # on a slow machine they have been silent for long
            refused(crowded, 503, "crowded", "again")
            assert int(crowded.headers["retry-after"]) > 0
        deadline = time.monotonic() + 20
        while post(client).status_code != 202:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    ends = [heard(one) for one in half_sent]
    assert {end.split()[1] for end in ends} <= {b"503", b"408"}


def test_full_of_work_it_says_when_to_come_again(hasty, opened):
    """Each of these is being answered, so none gives up its seat."""
    stream = head(hasty, "GET /v1/events")
    streams = [opened(stream) for _ in range(SEATS)]
    for one in streams:
        assert one.recv(20).startswith(b"HTTP/1.1 200")
    named = told(heard(opened(stream)), 503, "crowded")
    assert int(named["retry-after"]) > 0


def test_an_answer_that_is_not_read_ends(hasty, opened):
    """Megabytes are asked for, and none is read."""
    ask = head(hasty, "GET /v1/openapi.json")
    assert is_cut_while(opened(ask * 200), b"GET")


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        (b"\x00\xff\r\n\r\n", 400, "bad_request"),
        (b"GET /\r\n\r\n", 400, "bad_request"),
        (b"GET / HTTP/1.1\r\n\r\n", 400, "bad_request"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, "bad_request"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n", 400, "bad_request"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 400, "bad_request"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1, 2\r\n\r\n", 400, "bad_request"),
        (b"GET / HTTP/1.1\r\nX: " + b"y" * 300_000, 431, "too_large"),
        (
            b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
            403,
            "",
        ),
    ],
)
def test_what_is_no_request_is_told_in_the_one_form(opened, sent, status, code):
    told(heard(opened(sent)), status, code or "forbidden_host")


def test_a_length_told_in_two_ways_is_refused(hasty, opened):
    more = ("Content-Length: 5", "Transfer-Encoding: chunked")
    told(heard(opened(head(hasty, "POST /v1/plan", *more))), 400, "bad_request")


def test_a_broken_chunk_is_told(hasty, opened):
    chunked = head(hasty, "POST /v1/plan", "Transfer-Encoding: chunked")
    told(heard(opened(chunked + b"zz\r\n")), 400, "bad_request")


def test_a_request_that_ends_in_the_middle_is_told(hasty, opened):
    for sent in (b"GET /v1/st", head(hasty, "GET /v1/status")[:-2], upload(hasty) + b"{"):
        ended = opened(sent)
        ended.shutdown(socket.SHUT_WR)
        told(heard(ended), 400, "bad_request")


def test_a_client_that_leaves_in_the_middle_is_no_error(hasty):
    """The log is for what went wrong, and is kept small."""
    for _ in range(20):  # two requests, the second none, and gone before either is answered
        host, port = hasty.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as gone:
            gone.sendall(head(hasty, "GET /v1/openapi.json") + b"no request\r\n\r\n")
            gone.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with hasty.client() as client:
        for path in ("/v1/pictures/open", "/v1/jobs", "/v1/plan"):
            for kind in ("application/json", "multipart/form-data; boundary=b"):
                with ExitStack() as stack:
                    host, port = hasty.url.removeprefix("http://").split(":")
                    made = stack.enter_context(socket.create_connection((host, int(port))))
                    more = ("Content-Length: 9999", f"Content-Type: {kind}")
                    made.sendall(head(hasty, f"POST {path}", *more) + b"--b\r\n")
        assert client.get("/v1/status").status_code == 200
    log = (hasty.data / "ritocco.log").read_text()
    assert "Traceback" not in log
    assert "ERROR" not in log


def test_streams_leave_seats(monkeypatch):
    import asyncio

    monkeypatch.setattr(events, "MOST_STREAMS", 2)
    log = events.EventLog()

    async def follow():
        loop = asyncio.get_running_loop()
        streams = [log.stream(loop, list) for _ in range(2)]
        with pytest.raises(events.TooManyStreams, match="2 follow"):
            log.stream(loop, list)
        del streams[0]
        return log.stream(loop, list)

    assert asyncio.run(follow())


def test_it_stops_whatever_clients_do(start, opened):
    running = start()
    opened(b"GET /", to=running)
    opened(upload(running) + b"{", to=running)
    opened(head(running, "GET /v1/openapi.json") * 200, to=running)
    stream = opened(head(running, "GET /v1/events"), to=running)
    assert stream.recv(20)
    running.process.send_signal(signal.SIGTERM)
    running.process.wait(25)
    log = (running.data / "ritocco.log").read_text()
    assert "stopping took too long" not in log
    assert "Traceback" not in log
