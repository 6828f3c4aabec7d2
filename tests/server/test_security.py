import os
import socket
import stat
import struct
import subprocess
import sys
import zlib

import httpx
import pytest

from ritocco.errors import CannotWrite, ServerUnavailable
from ritocco.places import Places
from ritocco.server.run import serve
from ritocco.server.security import own_hosts
from tests.server.conftest import ROOT, post, refused

PATHS = ["/v1/status", "/v1/openapi.json", "/v1/events", "/v1/nothing", "/"]


@pytest.fixture
def stranger(server):
    """A client without a token."""
    with server.client(headers={}) as made:
        yield made


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_told_without_the_token(stranger, path):
    answer = stranger.get(path)
    refused(answer, 401, "unauthorized", "token")
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "sent",
    ["Bearer", "Bearer x", "Basic {}", "{}", "Bearer {}x", "Bearer  {}", "Bearer {}, Bearer {}"],
)
def test_a_wrong_token_is_refused(stranger, server, sent):
    headers = {"Authorization": sent.format(server.token, server.token)}
    refused(stranger.get("/v1/status", headers=headers), 401, "unauthorized")


def test_odd_bytes_in_a_token_are_refused(stranger):
    headers = [(b"authorization", b"Bearer \xff\xfe")]
    refused(stranger.get("/v1/status", headers=headers), 401, "unauthorized")


def test_the_token_is_not_taken_from_the_address(stranger, server):
    refused(stranger.get(f"/v1/events?token={server.token}"), 401, "unauthorized")


def test_two_tokens_are_refused(stranger, server):
    twice = [("Authorization", f"Bearer {server.token}")] * 2
    refused(stranger.get("/v1/status", headers=twice), 401, "unauthorized")


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{}", "127.0.0.1", "127.0.0.1.nip.io:{}", "localhost:1"]
)
def test_a_foreign_host_is_refused(client, server, host):
    port = server.url.rsplit(":", 1)[1]
    headers = {"Host": host.format(port)}
    refused(client.get("/v1/status", headers=headers), 403, "forbidden_host")


@pytest.mark.parametrize("host", ["localhost:{}", "LOCALHOST:{}", "127.0.0.1:{}", "[::1]:{}"])
def test_our_own_names_are_accepted(client, server, host):
    port = server.url.rsplit(":", 1)[1]
    assert client.get("/v1/status", headers={"Host": host.format(port)}).status_code == 200


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "null",
        "http://localhost",
        "http://127.0.0.1:1",
        "https://{}",
        "file://",
    ],
)
def test_a_foreign_page_is_refused(client, server, origin):
    headers = {"Origin": origin.format(server.url.removeprefix("http://"))}
    refused(client.get("/v1/status", headers=headers), 403, "forbidden_origin")


def test_our_own_page_is_accepted_without_cors(client, server):
    answer = client.get("/v1/status", headers={"Origin": server.url})
    assert answer.status_code == 200
    assert not [name for name in answer.headers if name.startswith("access-control")]
    asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    refused(client.options("/v1/jobs", headers=asked), 403, "forbidden_origin")


def test_a_body_announced_too_large_is_refused_unread(client):
    answer = client.post("/v1/plan", content=b" " * (2**20 + 1))
    refused(answer, 413, "too_large", "1 MiB")


def endless(total: int):
    chunk = b" " * 65536
    for _ in range(total // len(chunk)):
        yield chunk


def test_a_body_that_grows_too_large_is_refused(client):
    answer = client.post("/v1/plan", content=endless(2**22))
    refused(answer, 413, "too_large", "1 MiB")


def test_the_limit_of_a_job(start):
    running = start("--job-bytes", str(2**20))
    client = running.client()
    refused(post(client, pixels=bytes(2**20)), 413, "too_large")
    boundary = "multipart/form-data; boundary=x"
    head = b'--x\r\nContent-Disposition: form-data; name="pixels"; filename="a"\r\n\r\n'

    def growing():
        yield head
        yield from endless(2**22)

    answer = client.post("/v1/jobs", content=growing(), headers={"Content-Type": boundary})
    refused(answer, 413, "too_large", "1 MiB")
    assert post(client).status_code == 202


def test_a_picture_that_unpacks_to_a_bomb_is_refused(client):
    header = struct.pack(">IIBBBBB", 40000, 40000, 8, 6, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b"")]
    bomb = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
    refused(post(client, document={}, pixels=bomb), 422, "bad_picture", "megapixels")


def listening_addresses(process: int) -> set[str]:
    import psutil

    found = psutil.Process(process).net_connections("tcp")
    return {one.laddr.ip for one in found if one.status == psutil.CONN_LISTEN}


def test_only_this_computer_is_served(server):
    [uploads] = (server.data / "servers").glob("*/uploads")
    process = int(uploads.parent.name.partition("-")[0])
    assert listening_addresses(process) == {"127.0.0.1"}


@pytest.mark.skipif(os.name == "nt", reason="Windows protects a user's folder as a whole")
def test_only_this_user_can_read_the_token(server):
    assert stat.S_IMODE((server.data / "token").stat().st_mode) == 0o600
    assert len(server.token) >= 40


def test_the_token_stays_and_is_closed_again(tmp_path):
    places = Places(tmp_path / "home")
    token = places.read_or_make_token()
    places.token.chmod(0o644)
    assert places.read_or_make_token() == token
    assert stat.S_IMODE(places.token.stat().st_mode) & 0o077 == 0 or os.name == "nt"
    places.token.write_text("")  # a crash while it was written
    assert len(places.read_or_make_token()) >= 40


def test_the_home_can_be_chosen(monkeypatch, tmp_path):
    monkeypatch.setenv("RITOCCO_HOME", str(tmp_path / "chosen"))
    assert Places.of_user().home == tmp_path / "chosen"
    monkeypatch.delenv("RITOCCO_HOME")
    assert Places.of_user().home.name == "ritocco"
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite, match="RITOCCO_HOME"):
        Places(tmp_path / "file" / "home").make()


def test_the_token_is_never_logged(client, server):
    client.get("/v1/status")
    assert server.token not in (server.data / "ritocco.log").read_text()


def test_other_computers_are_let_in_only_with_a_token_given(tmp_path):
    with pytest.raises(ServerUnavailable, match="token"):
        serve(0, tmp_path, address="0.0.0.0")


def test_a_second_server_on_the_port_says_so(server, tmp_path):
    port = int(server.url.rsplit(":", 1)[1])
    with pytest.raises(ServerUnavailable, match=f"already running at 127.0.0.1 port {port}"):
        serve(port, tmp_path)
    assert not (tmp_path / "token").exists()
    assert server.own.get("/v1/status").status_code == 200


@pytest.mark.parametrize(("address", "port"), [("127.0.0.1", 99999), ("192.0.2.1", 0)])
def test_an_address_that_cannot_be_had_is_said(tmp_path, address, port):
    with pytest.raises(ServerUnavailable, match="Cannot serve at"):
        serve(port, tmp_path, address=address, token="given")


def test_hosts():
    assert own_hosts(80, "Atelier.lan") == {
        "127.0.0.1:80",
        "localhost:80",
        "[::1]:80",
        "atelier.lan:80",
    }


def test_a_request_without_a_host_is_refused(server):
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as raw:
        raw.sendall(
            f"GET /v1/status HTTP/1.0\r\nAuthorization: Bearer {server.token}\r\n\r\n".encode()
        )
        assert b" 403 " in raw.recv(4096)


def test_the_first_answer_comes_before_anything_heavy_is_imported():
    """`ritocco serve` answers in under a second because it waits for no pixels library."""
    check = """
import sys, tempfile
from pathlib import Path
from ritocco.jobs.results import ResultStore
from ritocco.server.app import create_app
from ritocco.server.run import LateStudio, real_studio
import ritocco.server.webui.app  # its listener opens before that answer, where it is on
create_app(LateStudio(real_studio), ResultStore(Path(tempfile.mkdtemp())), "t", hosts=None)
heavy = {"numpy", "cv2", "pyvips", "torch", "ritocco.studio.studio"} & set(sys.modules)
assert not heavy, heavy
"""
    subprocess.run([sys.executable, "-c", check], cwd=ROOT, check=True)


def test_odd_lengths_are_refused(server):
    for length in ("-1", "1e3", "²", "9" * 5000, ""):
        with httpx.Client(base_url=server.url, trust_env=False) as raw:
            headers = [
                (b"authorization", f"Bearer {server.token}".encode()),
                (b"content-length", length.encode("latin-1")),
            ]
            try:
                answer = raw.post("/v1/plan", headers=headers)
            except httpx.HTTPError:
                continue  # our own client refuses to send it
            assert 400 <= answer.status_code < 500
