"""What a PNG says of its colours without a profile -> the profile that says the same.

cICP goes before sRGB, that before gAMA and cHRM (PNG, third edition, section 4.3). A curve for
brighter than white (PQ, HLG) is no profile: the chunks are kept, and the colours taken as stored.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

import numpy as np

from ritocco.canvas.icc import Values
from ritocco.canvas.picture import ColourModel

_Point = tuple[float, float]
_Curve = tuple[float, ...]
"""The numbers of ICC's parametric curve: one, or g, a, b, c, d (ICC.1:2022, section 10.18)."""

_D65: _Point = (0.3127, 0.3290)
_SRGB_PRIMARIES = (_D65, (0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
_SRGB: _Curve = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
_BT709: _Curve = (1 / 0.45, 1 / 1.099, 0.099 / 1.099, 1 / 4.5, 0.081)
# ITU-T H.273, tables 2 and 3
_PRIMARIES: Mapping[int, tuple[_Point, ...]] = {
    1: _SRGB_PRIMARIES,
    5: (_D65, (0.64, 0.33), (0.29, 0.60), (0.15, 0.06)),
    6: (_D65, (0.63, 0.34), (0.31, 0.595), (0.155, 0.07)),
    9: (_D65, (0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),
    11: ((0.314, 0.351), (0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
    12: (_D65, (0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
}
_CURVES: Mapping[int, _Curve] = {
    **dict.fromkeys((1, 6, 14, 15), _BT709),
    4: (2.2,),
    5: (2.8,),
    8: (1.0,),
    13: _SRGB,
}
_NEAR = 0.003
"""How far primaries may be from sRGB's and still mean them."""
_MOST_MATRIX = 100.0
"""What is above in a matrix of light comes of points that no light has, and fits no profile."""
_USUAL_GAMMA = (2.1, 2.3)
"""What is written for sRGB's curve where only a power can be."""
_D50 = np.array([0.9642, 1.0, 0.8249])
_BRADFORD = np.array(
    [[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]]
)


def profile_of(signals: Sequence[bytes], model: ColourModel) -> bytes | None:
    """The profile that these chunks (type, then data) stand for; None for sRGB, or for none."""
    told = {signal[:4]: signal[4:] for signal in signals}
    if b"cICP" in told:
        meant = _coded(told[b"cICP"])
    elif b"sRGB" in told:
        meant = None
    else:
        meant = _measured(told.get(b"gAMA", b""), told.get(b"cHRM", b""))
    if meant is None:
        return None
    primaries, curve = meant
    if model is ColourModel.GREY:
        return None if curve == _SRGB else _written(model, {b"kTRC": _para(curve)})
    if curve == _SRGB and np.allclose(primaries, _SRGB_PRIMARIES, atol=_NEAR):
        return None
    matrix = _to_d50(primaries)
    if matrix is None or np.abs(matrix).max() > _MOST_MATRIX:
        return None
    columns = zip((b"rXYZ", b"gXYZ", b"bXYZ"), matrix.T, strict=True)
    curves = dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), _para(curve))
    return _written(model, {**{name: _xyz(column) for name, column in columns}, **curves})


def _coded(body: bytes) -> tuple[tuple[_Point, ...], _Curve] | None:
    """By the numbers of H.273: primaries, curve, matrix (0: RGB), full range."""
    if len(body) != 4 or body[2] != 0 or body[3] != 1:
        return None
    primaries, curve = _PRIMARIES.get(body[0]), _CURVES.get(body[1])
    return (primaries, curve) if primaries and curve else None


def _measured(gamma: bytes, points: bytes) -> tuple[tuple[_Point, ...], _Curve] | None:
    """By gAMA (how stored values follow from light) and cHRM (white, red, green, blue)."""
    primaries: tuple[_Point, ...] = _SRGB_PRIMARIES
    curve = _SRGB
    if len(points) == 32:
        numbers = [number / 100_000 for number in struct.unpack(">8I", points)]
        primaries = tuple(zip(numbers[::2], numbers[1::2], strict=True))
    if len(gamma) == 4:
        (stored,) = struct.unpack(">I", gamma)
        exponent = 100_000 / stored if stored else 0.0
        if not 0.2 <= exponent <= 10:
            return None
        curve = _SRGB if _USUAL_GAMMA[0] <= exponent <= _USUAL_GAMMA[1] else (exponent,)
    return primaries, curve


def _to_d50(points: Sequence[_Point]) -> Values | None:
    """The matrix from light to XYZ, as seen under D50; None where the points span no colours."""
    if any(y <= 0 or x < 0 or x + y > 1 for x, y in points):
        return None
    white, *columns = (np.array([x / y, 1.0, (1 - x - y) / y]) for x, y in points)
    whole = np.stack(columns, axis=1)
    if abs(np.linalg.det(whole)) < 1e-6:
        return None
    to_xyz = whole * np.linalg.solve(whole, white)
    cones = np.diag((_BRADFORD @ _D50) / (_BRADFORD @ white))
    return np.asarray(np.linalg.inv(_BRADFORD) @ cones @ _BRADFORD @ to_xyz, np.float64)


def _para(curve: _Curve) -> bytes:
    return struct.pack(">4sIHH", b"para", 0, 0 if len(curve) == 1 else 3, 0) + _fixed(curve)


def _xyz(values: Values) -> bytes:
    return b"XYZ " + bytes(4) + _fixed(values)


def _fixed(numbers: Sequence[float] | Values) -> bytes:
    """s15Fixed16 numbers."""
    return b"".join(struct.pack(">i", round(float(number) * 65536)) for number in numbers)


def _text(text: str) -> bytes:
    body = text.encode("utf-16-be")
    return struct.pack(">4sIII4sII", b"mluc", 0, 1, 12, b"enUS", len(body), 28) + body


def _written(model: ColourModel, curves: Mapping[bytes, bytes]) -> bytes:
    """An ICC profile of version 4 with these tags; the same tags make the same bytes."""
    named = {b"desc": _text("as the PNG says"), b"cprt": _text("none"), b"wtpt": _xyz(_D50)}
    tags = {**named, **curves}
    at = 132 + 12 * len(tags)
    table, data = struct.pack(">I", len(tags)), b""
    for name, body in tags.items():
        table += struct.pack(">4sII", name, at + len(data), len(body))
        data += body + bytes(-len(body) % 4)
    space = {ColourModel.RGB: b"RGB ", ColourModel.GREY: b"GRAY"}[model]
    head = struct.pack(
        ">IIIIII", at + len(data), 0, 0x04300000, *struct.unpack(">III", b"mntr" + space + b"XYZ ")
    )
    date = struct.pack(">6H", 2026, 1, 1, 0, 0, 0)
    rest = date + b"acsp" + bytes(28) + _fixed(_D50) + bytes(48)
    return head + rest + table + data
