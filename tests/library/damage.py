"""What may lie where a model should: one of each kind that once stopped a whole list."""

import json
import os
import pickle
import struct
from collections.abc import Callable
from pathlib import Path

DEEP = "[" * 100_000 + "]" * 100_000


def header(text: str | bytes, length: int | None = None, tail: bytes = b"") -> bytes:
    """A safetensors file with this as its table of contents."""
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return struct.pack("<Q", len(raw) if length is None else length) + raw + tail


def tensor(**said: object) -> str:
    """A table of contents of one tensor, told wrongly."""
    usual = {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}
    return json.dumps({"weight": usual | said})


def looped() -> bytes:
    """A pickle whose dictionary holds itself."""
    state: dict[str, object] = {}
    state["state_dict"] = {"inner": state}
    return pickle.dumps(state, 2)


FILES: dict[str, bytes] = {
    "deep": header('{"a":' + DEEP + "}"),
    "deep-metadata": header('{"__metadata__":{"a":' + DEEP + "}}"),
    "cut-json": header('{"a":'),
    "list": header("{}" + " " * 8)[:8] + b"[1, 2, 3]",
    "not-utf8": header(b'{"\xff\xfe": 1}'),
    "half-letter": header('{"__metadata__": {"a": "\\ud800"}}'),
    "number": header('{"weight": 3}'),
    "shape-text": header(tensor(shape="x" * 9)),
    "shape-huge": header(tensor(shape=[10**400, 0])),
    "shape-float": header(tensor(shape=[1e300])),
    "shape-negative": header(tensor(shape=[-1, -1]), tail=b"1234"),
    "shape-endless": header(tensor(shape=[9] * 300_000)),
    "shape-beyond": header(tensor(shape=[2**70, 0], data_offsets=[0, 0])),
    "offsets-three": header(tensor(data_offsets=[0, 4, 8])),
    "offsets-infinite": header('{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,1e999]}}'),
    "dtype-list": header(tensor(dtype=[1])),
    "longest": header("{}", length=2**63),
    "whole-number": header("{}", length=2**64 - 1),
    "zeros": bytes(64),
    "empty": b"",
    "web-page": b"<!doctype html><p>Log in",
    "gguf": b"GGUF\x03\x00\x00\x00" + bytes(64),
}
PICKLES: dict[str, bytes] = {
    "looped": looped(),
    "cut-pickle": pickle.dumps({"a": 1}, 2)[:-3],
    "long-bytes": b"\x80\x04\x8e" + struct.pack("<Q", 2**62) + b"x.",
    "long-number": b"\x80\x02\x8b" + struct.pack("<i", -5) + b".",
    "no-such-memo": b"\x80\x02h\x07.",
    "bad-text": b"\x80\x02X\x02\x00\x00\x00\xff\xfe.",
    "cut-zip": b"PK\x03\x04" + bytes(60),
    "deep-pickle": b"\x80\x02" + b"(" * 50_000 + b"t" * 50_000 + b".",
}


def _nowhere(path: Path) -> None:
    path.symlink_to(path.parent / "gone")


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _device(path: Path) -> None:
    path.symlink_to(os.devnull)


OTHERS: dict[str, Callable[[Path], object]] = {
    "folder": lambda path: path.mkdir(),
    "pipe": lambda path: os.mkfifo(path),
    "nowhere": _nowhere,
    "loop": _loop,
    "device": _device,
}


def lay(folder: Path) -> set[str]:
    """All of them as models that paint; the names that lists should have for them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, raw in FILES.items():
        (folder / f"{name}.safetensors").write_bytes(raw)
    for name, raw in PICKLES.items():
        (folder / f"{name}.ckpt").write_bytes(raw)
    for name, make in OTHERS.items():
        make(folder / f"{name}.safetensors")
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.safetensors")).write_bytes(b"")
    for name, text in (("deep-index", DEEP), ("list-index", "[1]"), ("bytes-index", "\ud800")):
        (folder / name).mkdir()
        raw = text.encode("utf-8", "surrogatepass")
        (folder / name / "model_index.json").write_bytes(raw)
    folders = {"deep-index", "list-index", "bytes-index", "folder.safetensors"}
    return {*FILES, *PICKLES, *OTHERS, *folders, "caf\\xe9"} - {"folder"}
