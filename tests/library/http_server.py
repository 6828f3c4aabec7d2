"""A server that stands in for the Hub, its CDN and any web server, with every fault we know.

Files are bytes under a path. As the Hub it answers at /OWNER/REPO/resolve/REVISION/PATH with a
redirect to the CDN, which is the same server under another host name, and tells size and sha256 as
the Hub does; /api/models/OWNER/REPO and its tree are there too. As any web server it answers at
/files/PATH.

`faults[path]` holds what goes wrong with the next answers that carry bytes of that path, one each;
`always[path]` with all others. `log` holds every request.

In a shell: python -m tests.library.http_server FOLDER [--port N] [--rate BYTES_A_SECOND] serves the
files of a folder laid out as OWNER/REPO/PATH, or files/PATH; use it with HF_ENDPOINT=http://...
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import sys
import threading
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

HOME, ELSEWHERE = "127.0.0.1", "localhost"
"""Two names of one machine: the CDN is another host to a client."""
_RESOLVE = re.compile(r"/(?P<repo>[^/]+/[^/]+)/resolve/(?P<revision>[^/]+)/(?P<path>.+)")


@dataclass
class Fault:
    """What goes wrong with one answer."""

    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    """Other bytes in place of the file's."""
    cut: int | None = None
    """The connection breaks after so many bytes of the body."""
    stall: int | None = None
    """After so many bytes nothing comes any more."""
    rate: float | None = None
    """Bytes a second."""
    ignore_range: bool = False
    no_length: bool = False
    """No Content-Length; the end of the connection is the end."""
    chunked: bool = False
    squeezed: bool = False
    etag: str | None = None
    shift: int = 0
    """A partial answer begins so many bytes from where it should, and says so."""
    longer: int = 0
    """More bytes than it says."""
    redirect: str | None = None


@dataclass(frozen=True)
class Request:
    method: str
    host: str
    path: str
    headers: dict[str, str]


class _Listener(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that break off are what is tested; anything else is told."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class Server:
    """Use as a context manager; `url` is the Hub's address."""

    def __init__(self, port: int = 0) -> None:
        self.repos: dict[str, dict[str, bytes]] = defaultdict(dict)
        self.files: dict[str, bytes] = {}
        self.faults: dict[str, list[Fault]] = defaultdict(list)
        self.always: dict[str, Fault] = {}
        self.log: list[Request] = []
        self.gated: set[str] = set()
        self.token = ""
        """What lets a client into gated repositories."""
        self.silent_cdn = False
        self.released = threading.Event()
        self._http = _Listener((HOME, port), self._handler())
        self.port = self._http.server_address[1]
        self.url = f"http://{HOME}:{self.port}"
        self.cdn = f"http://{ELSEWHERE}:{self.port}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self._http.shutdown()
        self._http.server_close()

    def gets(self, path: str) -> list[Request]:
        """Requests for bytes of a path."""
        return [one for one in self.log if one.method == "GET" and one.path.endswith(path)]

    def _handler(server) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(_Handler):
            hub = server

        return Handler


class _Handler(BaseHTTPRequestHandler):
    hub: Server
    protocol_version = "HTTP/1.1"
    timeout = 30

    def log_message(self, *_: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, *, body: bool) -> None:
        path = unquote(urlsplit(self.path).path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        host = headers.get("host", "").rpartition(":")[0]
        self.hub.log.append(Request(self.command, host, path, headers))
        with suppress(BrokenPipeError, ConnectionResetError):
            if path.startswith("/api/models/"):
                self._describe(path)
            elif path.startswith("/cdn/"):
                self._bytes(path.removeprefix("/cdn/"), self._cdn_content(path), body)
            elif match := _RESOLVE.fullmatch(path):
                self._resolve(match["repo"], match["path"], body)
            else:
                name = path.removeprefix("/files/").lstrip("/")
                self._bytes(name, self.hub.files.get(name), body)

    def _cdn_content(self, path: str) -> bytes | None:
        _, _, owner, repo, name = path.split("/", 4)
        return self.hub.repos.get(f"{owner}/{repo}", {}).get(name)

    def _resolve(self, repo: str, path: str, body: bool) -> None:
        hub = self.hub
        if repo not in hub.repos:
            self._plain(401, {"X-Error-Code": "RepoNotFound"})
        elif repo in hub.gated and self.headers.get("Authorization") != f"Bearer {hub.token}":
            told = {"X-Error-Code": "GatedRepo", "X-Error-Message": "Access is restricted."}
            self._plain(401, told)
        elif path not in hub.repos[repo]:
            self._plain(404, {"X-Error-Code": "EntryNotFound"})
        else:
            content = hub.repos[repo][path]
            told = {
                "Location": f"{hub.cdn}/cdn/{repo}/{path}",
                "X-Linked-Size": str(len(content)),
                "X-Linked-Etag": f'"{hashlib.sha256(content).hexdigest()}"',
                "X-Repo-Commit": "0" * 40,
            }
            fault = hub.faults[f"hub:{path}"].pop(0) if hub.faults[f"hub:{path}"] else Fault()
            if fault.status:
                self._plain(fault.status, fault.headers)
            else:
                self._plain(302, {**told, **fault.headers})

    def _describe(self, path: str) -> None:
        repo, _, rest = path.removeprefix("/api/models/").partition("/tree/")
        if repo not in self.hub.repos:
            self._plain(401, {"X-Error-Code": "RepoNotFound"})
            return
        files = self.hub.repos[repo]
        rows: Any = [
            {
                "type": "file",
                "path": name,
                "size": len(content),
                "lfs": {"oid": hashlib.sha256(content).hexdigest(), "size": len(content)},
            }
            for name, content in files.items()
        ]
        if not rest:
            rows = {"id": repo, "siblings": [{"rfilename": name} for name in files]}
        self._plain(200, {"Content-Type": "application/json"}, json.dumps(rows).encode())

    def _bytes(self, name: str, content: bytes | None, body: bool) -> None:
        queue = self.hub.faults.get(name)
        if body and queue:
            fault = queue.pop(0)
        else:
            fault = self.hub.always.get(name, Fault()) if body else Fault()
        if fault.redirect:
            self._plain(302, {"Location": fault.redirect})
        elif content is None or fault.status:
            self._plain(fault.status or 404, fault.headers, fault.body or b"")
        else:
            self._send(content, fault, body)

    def _send(self, content: bytes, fault: Fault, body: bool) -> None:
        original = content
        content = content if fault.body is None else fault.body
        if fault.squeezed:
            content = gzip.compress(content)
        etag = fault.etag or f'"{hashlib.md5(original).hexdigest()}"'
        start = self._start(etag) if not fault.ignore_range else 0
        if start > len(content) or (start and start == len(content)):
            self._plain(416, {"Content-Range": f"bytes */{len(content)}"})
            return
        start = max(0, start + fault.shift) if start else start
        told = content[start:]
        self.send_response(206 if start else 200)
        self.send_header("ETag", etag)
        self.send_header("Accept-Ranges", "bytes")
        if start:
            last = len(content) - 1
            self.send_header("Content-Range", f"bytes {start}-{last}/{len(content)}")
        if fault.squeezed:
            self.send_header("Content-Encoding", "gzip")
        if fault.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif fault.no_length:
            self.send_header("Connection", "close")
        else:
            self.send_header("Content-Length", str(len(told)))
        for key, value in fault.headers.items():
            self.send_header(key, value)
        self.end_headers()
        if body:
            self._body(told + b"\0" * fault.longer, fault)
        if fault.no_length or fault.longer or fault.cut is not None:
            self.close_connection = True

    def _body(self, told: bytes, fault: Fault) -> None:
        end = min(n for n in (len(told), fault.cut, fault.stall) if n is not None)
        step = max(1, int(fault.rate / 20)) if fault.rate else 1 << 16
        for begin in range(0, end, step):
            piece = told[begin : min(begin + step, end)]
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece) if fault.chunked else piece)
            if fault.rate:
                self.wfile.flush()
                time.sleep(0.05)
        if fault.stall is not None and end < len(told):
            self.wfile.flush()
            self.hub.released.wait(60)
            self.close_connection = True
        elif fault.chunked and end == len(told):
            self.wfile.write(b"0\r\n\r\n")
        if fault.cut is not None:
            self.close_connection = True

    def _start(self, etag: str) -> int:
        match = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        fits = self.headers.get("If-Range", etag) == etag
        return int(match[1]) if match and fits else 0

    def _plain(self, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("folder", type=Path)
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--rate", type=float)
    chosen = options.parse_args()
    with Server(chosen.port) as server:
        for path in chosen.folder.rglob("*"):
            if path.is_file():
                name = path.relative_to(chosen.folder).as_posix()
                first, second, *rest = name.split("/")
                if first == "files":
                    server.files["/".join([second, *rest])] = path.read_bytes()
                    key = "/".join([second, *rest])
                else:
                    server.repos[f"{first}/{second}"]["/".join(rest)] = path.read_bytes()
                    key = name
                if chosen.rate:
                    server.always[key] = Fault(rate=chosen.rate)
        print(f"serving at {server.url}", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
