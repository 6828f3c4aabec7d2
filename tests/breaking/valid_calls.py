"""Calls as a client makes them, one for each kind: what mutations start from."""

import base64
import json
import struct
from dataclasses import dataclass, replace
from typing import Any

from tests.breaking.load import pixels
from tests.breaking.small_pictures import HEIGHT, WIDTH, in_every_format
from tests.server.conftest import described

BOUNDARY = b"a-boundary-of-ours"
NO_LENGTH = b""


@dataclass(frozen=True)
class Call:
    """A request in its parts, which may each be wrong.

    headers    besides Host, Authorization and Content-Length
    form       parts of a form: (head, content); then `body` is made of them
    announced  the length it tells; None: the true one; NO_LENGTH: none
    """

    method: bytes
    path: bytes
    body: bytes = b""
    headers: tuple[tuple[bytes, bytes], ...] = ()
    form: tuple[tuple[bytes, bytes], ...] = ()
    announced: bytes | None = None
    version: bytes = b"HTTP/1.1"
    ending: bytes = b"--" + BOUNDARY + b"--\r\n"

    def formed(self) -> "Call":
        """Its form written into its body."""
        if not self.form:
            return self
        parts = (
            b"--" + BOUNDARY + b"\r\n" + head + b"\r\n\r\n" + content + b"\r\n"
            for head, content in self.form
        )
        return replace(self, body=b"".join(parts) + self.ending, form=())

    def sent(self, *own: tuple[bytes, bytes]) -> bytes:
        """The bytes on the wire, with these headers first."""
        whole = self.formed()
        length = b"%d" % len(whole.body) if self.announced is None else self.announced
        headers = [*own, *whole.headers]
        if length != NO_LENGTH and (whole.body or self.announced is not None):
            headers.append((b"Content-Length", length))
        head = whole.method + b" " + whole.path + b" " + whole.version + b"\r\n"
        return head + b"".join(b"%b: %b\r\n" % one for one in headers) + b"\r\n" + whole.body


def json_call(path: bytes, value: Any, method: bytes = b"POST") -> Call:
    """A call with a body of JSON."""
    body = json.dumps(value).encode()
    return Call(method, path, body, ((b"Content-Type", b"application/json"),))


def part(name: str, content: bytes, filename: str = "") -> tuple[bytes, bytes]:
    """A part of a form."""
    named = f'; filename="{filename}"' if filename else ""
    return f'Content-Disposition: form-data; name="{name}"{named}'.encode(), content


def job_call(*form: tuple[bytes, bytes]) -> Call:
    """A job made of these parts."""
    kind = b"multipart/form-data; boundary=" + BOUNDARY
    return Call(b"POST", b"/v1/jobs", headers=((b"Content-Type", kind),), form=form)


def bundle(**changes: Any) -> bytes:
    """Two layers as easel sends them to be saved."""
    layer = {"name": "a", "box": {"x": 0, "y": 0, "width": 6, "height": 5}, "opacity": 0.5}
    head = {
        "canvas": {"width": 8, "height": 6},
        "model": "rgb",
        "depth": "u8",
        "alpha": True,
        "layers": [layer, {**layer, "name": "b", "mask": True}],
        "active": 1,
        "metadata": json.dumps(
            {
                "resolution": [11.8, 11.8],
                "exif": None,
                "xmp": base64.b64encode(b"<x/>").decode(),
                "iptc": None,
                "texts": [],
                "recipe": None,
                "signals": [],
                "comment": None,
            }
        ),
    } | changes
    text = json.dumps(head).encode()
    return struct.pack("<Q", len(text)) + text + b"\x80" * (2 * 6 * 5 * 4 + 6 * 5)


def calls() -> list[Call]:
    """One of each kind, and jobs in every format of pictures."""
    recipe = {"kind": "fill", "seed": 7, "soften": 2, "version": 2}
    canvas, box = {"width": 300, "height": 200}, {"x": 40, "y": 50, "width": 30, "height": 20}
    asked = {"recipe": recipe, "canvas": canvas, "selection": box}
    inpaint = {"kind": "inpaint", "diffusion": {"prompt": "a boat", "steps": 2}}
    raw = (
        part("recipe", json.dumps(recipe).encode()),
        part("document", json.dumps(described(note="n")).encode()),
        part("pixels", pixels(1), "pixels"),
        part("selection", b"\0" * 24 + b"\xff" * 8 + b"\0" * 16, "selection"),
    )
    binary = ((b"Content-Type", b"application/octet-stream"),)
    made = [
        json_call(b"/v1/plan", asked),
        json_call(b"/v1/plan", asked | {"recipe": inpaint}),
        json_call(b"/v1/plan", asked | {"recipe": {"kind": "outpaint", "extend": {"left": 20}}}),
        json_call(b"/v1/plan", asked | {"recipe": {"kind": "upscale", "upscale": {"factor": 2}}}),
        job_call(*raw),
        job_call(*raw, part("profile", b"\0" * 200, "profile")),
        job_call(*raw, part("guide.edges", b"\0" * 48, "edges")),
        Call(b"GET", b"/v1/jobs"),
        Call(b"GET", b"/v1/jobs/01a21fadf7c3-5d175e4d3c1f7f636de7/layer?format=png&side=10"),
        Call(b"DELETE", b"/v1/jobs/01a21fadf7c3-5d175e4d3c1f7f636de7"),
        Call(b"POST", b"/v1/jobs/01a21fadf7c3-5d175e4d3c1f7f636de7/cancel"),
        Call(b"GET", b"/v1/events?job=01a21fadf7c3-5d175e4d3c1f7f636de7"),
        Call(b"GET", b"/v1/history?limit=10&document=a.kra&before=01a2"),
        Call(b"GET", b"/v1/status"),
        Call(b"GET", b"/v1/models"),
        Call(b"GET", b"/v1/models/lora/ink/thumbnail"),
        Call(b"GET", b"/v1/library/models/sd-1.5?ask=true"),
        json_call(b"/v1/library/models/sd-1.5/get", {"licence": "openrail"}),
        json_call(b"/v1/library/add", {"path": "/nowhere/model.safetensors", "copy": True}),
        Call(b"POST", b"/v1/library/tasks/1/cancel"),
        Call(b"POST", b"/v1/pictures/save?suffix=jpg", bundle(), binary),
        Call(b"POST", b"/v1/pictures/save?suffix=ora", bundle(), binary),
    ]
    selection = part(
        "selection", b"\0" * (WIDTH * 20) + b"\xff" * 9 + b"\0" * (WIDTH * 20 - 9), "s"
    )
    for suffix, content in in_every_format().values():
        made.append(Call(b"POST", b"/v1/pictures/open?name=a" + suffix.encode(), content, binary))
        made.append(
            job_call(
                part("recipe", b'{"kind": "fill"}'), part("pixels", content, "a.png"), selection
            )
        )
    assert HEIGHT == 40
    return made
