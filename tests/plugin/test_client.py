"""HTTP from Qt: forms, streams, faults. Against a server in this process that misbehaves."""

import email
import json
import threading
import time
from contextlib import suppress
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ritocco_dock.errors import DockError, Unreachable
from ritocco_dock.net.client import Client
from ritocco_dock.net.upload import Form, Pieces
from ritocco_dock.qt import QObject, QtCore

TOKEN = "secret-token"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.seen.append((self.path, dict(self.headers)))
        kind = self.path.partition("?")[0].strip("/")
        with suppress(BrokenPipeError, ConnectionResetError):
            getattr(self, f"do_{kind.replace('/', '_')}", self.missing)()

    def do_POST(self):
        self.body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.seen.append((self.path, dict(self.headers), self.body))
        self.answer(200, b"{}")

    def answer(self, status, body, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def missing(self):
        self.answer(404, b'{"code": "not_found", "message": "Not here."}')

    def do_well(self):
        self.answer(200, b'{"fine": true}')

    def do_token(self):
        self.answer(401, b'{"code": "unauthorized", "message": "no"}')

    def do_away(self):
        self.answer(302, b"", Location=self.server.elsewhere)

    def do_page(self):
        self.answer(500, b"<html>")

    def do_slow(self):
        time.sleep(3)
        self.answer(200, b"{}")

    def do_large(self):
        self.answer(200, bytes(range(256)) * 40_000)

    def do_short(self):
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"x" * 100)
        self.close_connection = True

    def do_v1_events(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        for chunk in self.server.streams.pop(0):
            self.wfile.write(chunk)
            self.wfile.flush()
            time.sleep(0.05)
        self.close_connection = True

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    made = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.daemon_threads = True
    made.seen, made.streams, made.elsewhere = [], [], ""
    made.url = f"http://127.0.0.1:{made.server_port}"
    thread = threading.Thread(target=made.serve_forever, args=(0.02,))
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


@pytest.fixture
def client(qapp, server):
    made = Client()
    made.aim(server.url, TOKEN)
    yield made
    made.deleteLater()


@pytest.fixture
def outcome(wait):
    def of(call):
        found = []
        call.done.connect(found.append)
        call.failed.connect(found.append)
        wait(lambda: found)
        assert len(found) == 1
        return found[0]

    return of


def test_an_answer_is_json_and_the_token_was_sent(client, server, outcome):
    assert outcome(client.get("/well", {"a": "x&y+z", "b": True})).json() == {"fine": True}
    path, headers = server.seen[0]
    assert path == "/well?a=x%26y%2Bz&b=true"
    assert headers["Authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize(
    ("path", "code", "words"),
    [
        ("/nothing", "not_found", "Not here."),
        ("/token", "unauthorized", "token"),
        ("/page", "not_ritocco", "not Ritocco"),
        ("/short", "unreachable", "does not answer"),
    ],
)
def test_refusals_are_in_the_artists_words(client, outcome, path, code, words):
    error = outcome(client.get(path))
    assert isinstance(error, DockError)
    assert error.code == code
    assert words in error.message
    assert TOKEN not in error.details


def test_the_token_follows_no_redirect(client, server, outcome):
    other = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    other.seen = []
    thread = threading.Thread(target=other.serve_forever, args=(0.02,))
    thread.start()
    try:
        server.elsewhere = f"http://127.0.0.1:{other.server_port}/well"
        error = outcome(client.get("/away"))
        assert error.code == "redirected"
        time.sleep(0.2)
        assert other.seen == []
    finally:
        other.shutdown()
        other.server_close()
        thread.join()


def test_a_wrong_address_is_said(qapp, outcome):
    client = Client()
    client.aim("http://127.0.0.1:9", TOKEN)
    assert isinstance(outcome(client.get("/well")), Unreachable)
    client.aim("", "")
    assert isinstance(outcome(client.get("/well")), Unreachable)


def test_a_slow_answer_is_given_up(client, outcome, monkeypatch):
    monkeypatch.setattr("ritocco_dock.net.client.ANSWER_MS", 300)
    reply = client.send("GET", "/slow", None, 300)
    from ritocco_dock.net.client import Call

    error = outcome(Call(client, reply))
    assert error.code == "unreachable"
    assert "too long" in error.message


def test_a_cancelled_call_says_nothing_more(client, qtbot):
    call, heard = client.get("/well"), []
    call.done.connect(heard.append)
    call.failed.connect(heard.append)
    call.cancel()
    qtbot.wait(200)
    assert heard == []


@pytest.mark.parametrize("path", ["/well", "/token"], ids=["done", "failed"])
def test_nobody_is_told_who_has_ended(client, qtbot, path):
    ending, staying, heard = QObject(), QObject(), []
    client.get(path).then(ending, lambda _: heard.append("ended"), lambda _: heard.append("ended"))
    client.get(path).then(staying, lambda _: heard.append("done"), lambda _: heard.append("failed"))
    ending.deleteLater()
    QtCore.QCoreApplication.sendPostedEvents(ending, QtCore.QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: bool(heard))
    qtbot.wait(200)
    assert heard == [{"/well": "done", "/token": "failed"}[path]]


@pytest.mark.parametrize("size", [1000, 1_000_000, 20_000_000])
def test_a_body_in_parts_is_whole_and_in_even_parts(client, outcome, size):
    call, parts = client.get("/large", part_bytes=size), []
    call.part.connect(parts.append)
    answer = outcome(call)
    assert answer.body == b""
    assert b"".join(parts) == bytes(range(256)) * 40_000
    assert {len(part) for part in parts[:-1]} <= {size}


def test_a_body_in_parts_that_breaks_off_fails(client, outcome):
    call, parts = client.get("/short", part_bytes=1000), []
    call.part.connect(parts.append)
    assert outcome(call).code == "unreachable"
    assert parts == []


def test_an_error_in_place_of_parts_is_an_error(client, outcome):
    assert outcome(client.get("/nothing", part_bytes=10)).code == "not_found"


def test_a_form_arrives_as_it_was(client, server, outcome):
    pieces = [bytes([index]) * 300_000 for index in range(9)]
    fields = {"recipe": {"kind": "fill"}, "text": "zażółć\r\n--"}
    outcome(
        client.upload("/v1/jobs", fields, {"pixels": pieces, "selection": [], "profile": [b""]})
    )
    _, headers, body = server.seen[0]
    head = f"Content-Type: {headers['Content-Type']}\r\n\r\n".encode()
    form = email.message_from_bytes(head + body, policy=HTTP)
    parts = {
        part.get_param("name", header="content-disposition"): part for part in form.iter_parts()
    }
    assert set(parts) == {"recipe", "text", "pixels"}
    assert json.loads(parts["recipe"].get_payload(decode=True)) == {"kind": "fill"}
    assert parts["text"].get_payload(decode=True).decode() == fields["text"]
    assert parts["pixels"].get_payload(decode=True) == b"".join(pieces)


def test_pieces_can_be_read_rewound_and_read_again(qapp):
    device = Pieces([b"abc", b"", b"defgh", b"i"])
    assert device.size() == 9
    assert bytes(device.read(4)) + bytes(device.readAll()) == b"abcdefghi"
    assert device.seek(2)
    assert bytes(device.read(100)) == b"cdefghi"
    assert device.reset()
    assert bytes(device.readAll()) == b"abcdefghi"


def test_a_boundary_is_never_part_of_the_pixels():
    assert len({Form({}, {}).content_type for _ in range(50)}) == 50


def test_a_stream_resumes_where_it_was_cut(client, server, wait, monkeypatch):
    server.streams = [
        [b"retry: 50\n\n", b"id: 7\nevent: progress\nda", b'ta: {"a": 1}\n\n', b"id: 8\ndata: cut"],
        [b"id: 8\ndata: whole\n\n: nothing new\n\n", b"x" * 10] + [b""] * 100,
    ]
    stream, heard, opened, cuts = client.stream(), [], [], []
    stream.heard.connect(heard.append)
    stream.opened.connect(lambda: opened.append(len(heard)))
    stream.cut.connect(cuts.append)
    stream.open()
    wait(lambda: len(heard) == 2)
    stream.close()
    assert [(one.name, one.data) for one in heard] == [
        ("progress", '{"a": 1}'),
        ("message", "whole"),
    ]
    assert opened == [0, 1]
    assert len(cuts) == 1
    first, second = (
        {name.lower(): value for name, value in headers.items()} for _, headers in server.seen
    )
    assert "last-event-id" not in first
    assert second["last-event-id"] == "7"


def test_a_stream_that_is_closed_stays_so(client, server, qtbot):
    server.streams = [[b"retry: 10\n\n"], [b"id: 1\ndata: x\n\n"]]
    stream, heard = client.stream(), []
    stream.heard.connect(heard.append)
    stream.open()
    stream.close()
    qtbot.wait(200)
    assert heard == []
