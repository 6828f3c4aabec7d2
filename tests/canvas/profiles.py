"""Small ICC profiles for tests, written from the specification (ICC.1:2001-04, version 2)."""

from __future__ import annotations

import struct
from collections.abc import Callable

import numpy as np

from ritocco.canvas.picture import ColourModel

D65_TO_D50 = np.array(  # Bradford
    [
        [1.0478112, 0.0228866, -0.0501270],
        [0.0295424, 0.9904844, -0.0170491],
        [-0.0092345, 0.0150436, 0.7521316],
    ]
)
WHITE = np.array([0.95047, 1.0, 1.08883])
PRIMARIES = {
    "p3": [(0.680, 0.320), (0.265, 0.690), (0.150, 0.060)],
    "adobe": [(0.64, 0.33), (0.21, 0.71), (0.15, 0.06)],
    "srgb": [(0.64, 0.33), (0.30, 0.60), (0.15, 0.06)],
}


def _fixed(values: object) -> bytes:
    numbers = np.atleast_1d(np.asarray(values, float))
    return b"".join(struct.pack(">i", round(float(one) * 65536)) for one in numbers)


def _curve(gamma: float) -> bytes:
    return b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)


def _xyz(values: object) -> bytes:
    return b"XYZ " + bytes(4) + _fixed(values)


def _profile(space: bytes, tags: dict[bytes, bytes]) -> bytes:
    text = b"test"
    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", len(text) + 1) + text + bytes(1 + 78),
        b"cprt": b"text" + bytes(4) + b"CC0\0",
        b"wtpt": _xyz([0.9642, 1.0, 0.8249]),
        **tags,
    }
    table, data = b"", b""
    offset = 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        content += bytes(-len(content) % 4)
        table += name + struct.pack(">II", offset + len(data), len(content))
        data += content
    size = offset + len(data)
    header = struct.pack(">I4sI4s4s4s", size, bytes(4), 0x02400000, b"mntr", space, b"XYZ ")
    header += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(24)
    header += struct.pack(">I", 0) + _fixed([0.9642, 1.0, 0.8249])
    header += bytes(128 - len(header))
    return header + struct.pack(">I", len(tags)) + table + data


def rgb(primaries: str, gamma: float) -> bytes:
    """An RGB profile with these primaries, a D65 white and a plain power curve."""
    corners = np.array([[x / y, 1, (1 - x - y) / y] for x, y in PRIMARIES[primaries]]).T
    columns = D65_TO_D50 @ (corners * np.linalg.solve(corners, WHITE))
    tags = {}
    for index, name in enumerate((b"r", b"g", b"b")):
        tags[name + b"XYZ"] = _xyz(columns[:, index])
        tags[name + b"TRC"] = _curve(gamma)
    return _profile(b"RGB ", tags)


def grey(gamma: float) -> bytes:
    """A grey profile with a plain power curve."""
    return _profile(b"GRAY", {b"kTRC": _curve(gamma)})


PROFILES: dict[str, Callable[[ColourModel], bytes | None]] = {
    "none": lambda model: None,
    "p3": lambda model: grey(2.2) if model is ColourModel.GREY else rgb("p3", 2.2),
    "linear": lambda model: grey(1.0) if model is ColourModel.GREY else rgb("srgb", 1.0),
    "adobe": lambda model: grey(1.8) if model is ColourModel.GREY else rgb("adobe", 2.2),
}
