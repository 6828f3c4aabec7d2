"""What can be wrong with a call: of each kind one function, from a valid call to a bad one."""

import json
import struct
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from tests.breaking.valid_calls import NO_LENGTH, Call

Mutation = Callable[[Call, Random], Call]
DEEP = 100_000
METHODS = (b"get", b"PUT", b"PATCH", b"HEAD", b"OPTIONS", b"TRACE", b"BREW", b"", b"A" * 9000)
PATHS = (
    b"*",
    b"/",
    b"//v1/status",
    b"/v1/../v1/jobs",
    b"/v1/jobs/%00",
    b"/v1/jobs/%ff%fe/layer",
    b"/v1/jobs/..%2f..%2ftoken/layer",
    b"/v1/" + b"a" * 60_000,
    b"/v1/jobs?" + b"a=b&" * 5000,
    b"http://evil.example/v1/status",
    b"/v1/status#a",
    b"/v1/st\xe4tus",
    b"/v1/library/models/" + b"..%2f" * 20 + b"etc/passwd",
    b"/v1/library/models/%ed%a0%80",
    b"/v1/events/x",
    b"/v1/history?limit=1e9",
    b"/v1/history?before=%ed%a0%80&limit=-1",
)
HEADERS = (
    (b"Content-Length", b"5"),
    (b"Content-Length", b"-1"),
    (b"Transfer-Encoding", b"gzip, chunked"),
    (b"Transfer-Encoding", b"chunked"),
    (b"Expect", b"100-continue"),
    (b"Expect", b"200-ok"),
    (b"Upgrade", b"h2c"),
    (b"Upgrade", b"websocket"),
    (b"Connection", b"Upgrade"),
    (b"Origin", b"https://evil.example"),
    (b"Host", b"evil.example"),
    (b"Authorization", b"Basic eDp5"),
    (b"Content-Type", b"application/json; charset=utf-16"),
    (b"Content-Type", b"multipart/form-data"),
    (b"Content-Type", b"multipart/form-data; boundary=" + b"b" * 5000),
    (b"Content-Type", b"application/x-www-form-urlencoded"),
    (b"Content-Type", b"\xff\xfe"),
    (b"Content-Encoding", b"gzip"),
    (b"Range", b"bytes=0-"),
    (b"Last-Event-ID", b"9" * 18),
    (b"X-Long", b"a" * 100_000),
    (b"X-Control", b"a\0b"),
    (b" folded", b"a\r\n b"),
    (b"", b"nameless"),
    (b"Accept", b"\x7f"),
)
ODD: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    10**30,
    -(10**400),
    1e308,
    float("nan"),
    float("-inf"),
    1.5,
    "",
    "7",
    "\ud800",
    "\0",
    "a" * 20_000,
    [],
    {},
    [[]],
    {"": None},
    ["a"] * 2000,
    100_000,
    2**63,
)


def _leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths to all values in JSON, itself included."""
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    return [path, *(leaf for key, one in inner for leaf in _leaves(one, (*path, key)))]


def _changed(value: Any, path: tuple[Any, ...], to: Any) -> Any:
    """JSON with another value at this path."""
    if not path:
        return to
    if isinstance(value, dict):
        return {
            key: _changed(one, path[1:], to) if key == path[0] else one
            for key, one in value.items()
        }
    return [_changed(one, path[1:], to) if key == path[0] else one for key, one in enumerate(value)]


def odd_text(text: bytes, dice: Random) -> bytes:
    """JSON with a value that is odd, missing, of another kind or too deep; or no JSON at all."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text + b"}"
    way = dice.randrange(10)
    if way == 0:
        return dice.choice((b"[" * DEEP, b'{"a":' * DEEP, b"\xef\xbb\xbf" + text, b"\xff" + text))
    if way == 1:
        return json.dumps(value).encode(dice.choice(("utf-16", "utf-32", "utf-7")))
    path = dice.choice(_leaves(value))
    if way == 2 and isinstance(value, dict):
        return json.dumps(value | {dice.choice(("", "odd", "\ud800", "__class__")): 1}).encode()
    if way == 3:
        deep = json.dumps(_changed(value, path, "DEEP")).encode()
        return deep.replace(b'"DEEP"', b"[" * 3000 + b"]" * 3000)
    return json.dumps(_changed(value, path, dice.choice(ODD))).encode()


def scrambled(content: bytes, dice: Random) -> bytes:
    """Bytes cut, turned, doubled, or exchanged for others."""
    if not content:
        return dice.randbytes(20)
    way, at = dice.randrange(6), dice.randrange(len(content))
    if way == 0:
        return content[:at]
    if way == 1:
        return content[:at] + content
    if way == 2:
        return content[:at] + dice.randbytes(dice.randrange(1, 40)) + content[at + 8 :]
    if way == 3:
        return content[:at] + struct.pack(
            dice.choice("<>") + "I", dice.choice((0, 2**31, 2**32 - 1))
        )
    turned = bytearray(content)
    for _ in range(dice.choice((1, 3, 20))):
        turned[dice.randrange(min(len(turned), 400 if way == 4 else len(turned)))] ^= 1 << (
            dice.randrange(8)
        )
    return bytes(turned)


def another_method(call: Call, dice: Random) -> Call:
    return replace(call, method=dice.choice(METHODS))


def another_path(call: Call, dice: Random) -> Call:
    if dice.random() < 0.5:
        return replace(call, path=dice.choice(PATHS))
    path = scrambled(call.path, dice).replace(b"\n", b"").replace(b" ", b"")
    return replace(call, path=b"/v1" + path if dice.random() < 0.5 else path)


def another_version(call: Call, dice: Random) -> Call:
    return replace(call, version=dice.choice((b"HTTP/1.0", b"HTTP/0.9", b"HTTP/2", b"", b"FTP/1")))


def further_headers(call: Call, dice: Random) -> Call:
    more = tuple(dice.choice(HEADERS) for _ in range(dice.choice((1, 1, 2))))
    if dice.random() < 0.05:
        more = tuple((b"X-%d" % number, b"a") for number in range(3000))
    return replace(call, headers=(*call.headers, *more))


def another_header(call: Call, dice: Random) -> Call:
    return replace(call, headers=(dice.choice(HEADERS),))


def another_length(call: Call, dice: Random) -> Call:
    length = len(call.formed().body)
    lengths = (
        NO_LENGTH,
        b" ",
        b"-5",
        b"1e3",
        b"9" * 5000,
        b"0",
        b"+%d" % length,
        b"%d" % max(0, length - 3),
    )
    return replace(call, announced=dice.choice(lengths))


def odd_json(call: Call, dice: Random) -> Call:
    """In a body, or in a part of a form."""
    readable = [number for number, (_, text) in enumerate(call.form) if text.startswith(b"{")]
    if not readable:
        return replace(call, form=(), body=odd_text(call.body or b"{}", dice))
    changed, form = dice.choice(readable), list(call.form)
    form[changed] = form[changed][0], odd_text(form[changed][1], dice)
    return replace(call, form=tuple(form))


def scrambled_bytes(call: Call, dice: Random) -> Call:
    """Of the body, or of one part of a form: pixels and their container among them."""
    if not call.form:
        return replace(call, body=scrambled(call.body, dice))
    changed, form = dice.randrange(len(call.form)), list(call.form)
    form[changed] = form[changed][0], scrambled(form[changed][1], dice)
    return replace(call, form=tuple(form))


def odd_form(call: Call, dice: Random) -> Call:
    """Parts missing, doubled, without an end, with heads that say something else."""
    if not call.form:
        return scrambled_bytes(call, dice)
    way, form = dice.randrange(9), list(call.form)
    at = dice.randrange(len(form))
    head, content = form[at]
    if way == 0:
        del form[at]
    elif way == 1:
        form.append(form[at])
    elif way == 2:
        form += [(b'Content-Disposition: form-data; name="x%d"' % n, b"") for n in range(1500)]
    elif way == 3:
        return replace(call, ending=dice.choice((b"", b"--", b"\r\n\r\n")))
    elif way == 4:
        form[at] = head.partition(b";")[0], content
    elif way == 5:
        form[at] = (
            head + b'; filename="' + dice.choice((b"../a", b"a" * 3000, b"\0\xff")) + b'"',
            content,
        )
    elif way == 6:
        form[at] = head.replace(b":", b""), content
    elif way == 7:
        form[at] = scrambled(head, dice), content
    else:
        form[at] = head + b"\r\nContent-Transfer-Encoding: base64", content
    return replace(call, form=tuple(form))


def _is_bundle(call: Call) -> bool:
    """Whether its body is a bundle that can still be read."""
    length = int.from_bytes(call.body[:8], "little")
    try:
        return "metadata" in json.loads(call.body[8 : 8 + length])
    except (ValueError, TypeError, RecursionError):
        return False


def odd_bundle(call: Call, dice: Random) -> Call:
    """The head of a bundle of layers: its length, or what it says."""
    if not _is_bundle(call):
        return odd_json(call, dice)
    length = int.from_bytes(call.body[:8], "little")
    if dice.random() < 0.3:
        said = dice.choice((0, 1, length - 1, length + 1, 2**26, 2**26 + 1, 2**63, 2**64 - 1))
        return replace(call, body=struct.pack("<Q", said) + call.body[8:])
    head = call.body[8 : 8 + length]
    if dice.random() < 0.4:
        carried = odd_text(json.loads(head)["metadata"].encode(), dice)
        head = json.dumps(json.loads(head) | {"metadata": carried.decode("latin-1")}).encode()
    else:
        head = odd_text(head, dice)
    return replace(call, body=struct.pack("<Q", len(head)) + head + call.body[8 + length :])


def chunked(call: Call, dice: Random) -> Call:
    """A body in chunks whose sizes may lie."""
    body = call.formed().body[:2000]
    size = dice.choice(
        (b"%x" % len(body), b"ffffffff", b"-1", b"zz", b"%x" % (len(body) // 2), b"")
    )
    end = dice.choice((b"\r\n0\r\n\r\n", b"0\r\n\r\n", b"\r\n0\r\nA: b\r\n\r\n"))
    headers = (*call.headers, (b"Transfer-Encoding", b"chunked"))
    written = size + b"\r\n" + body + end
    return replace(call, headers=headers, form=(), body=written, announced=NO_LENGTH)


MUTATIONS: tuple[Mutation, ...] = (
    another_method,
    another_path,
    another_version,
    further_headers,
    another_header,
    another_length,
    odd_json,
    odd_json,
    scrambled_bytes,
    scrambled_bytes,
    odd_form,
    odd_bundle,
    chunked,
)


def mutated(call: Call, dice: Random) -> Call:
    """A call with one or two things wrong."""
    for _ in range(dice.choice((1, 1, 1, 2))):
        call = dice.choice(MUTATIONS)(call, dice)
    return call
