"""What an ICC profile says, for the profiles that documents are painted in.

Nearly all of them are three curves and a matrix (grey: one curve). Those are evaluated here by
formula: LittleCMS through libvips is off by up to 0.4 of an 8-bit level on the same profiles,
which a 16-bit document would show. Profiles built of tables are left to LittleCMS.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ritocco.canvas.picture import ColourModel
from ritocco.sentence import Sentence

Values = NDArray[np.float64]

_SPACES = {b"RGB ": ColourModel.RGB, b"GRAY": ColourModel.GREY}
_CLASSES = frozenset({b"mntr", b"scnr", b"prtr", b"spac"})
_CURVES = {ColourModel.RGB: (b"rTRC", b"gTRC", b"bTRC"), ColourModel.GREY: (b"kTRC",)}
MOST_BYTES = 16 * 2**20
"""Bytes of a profile; those of printers have up to 4 MB."""
_MOST_POINTS = 2**16
"""Points of a curve, as many as a channel has levels."""
_COLORANTS = (b"rXYZ", b"gXYZ", b"bXYZ")


class BadProfile(ValueError):
    """A profile that cannot be used; its sentence completes "Its colour profile ..."."""


DAMAGED = Sentence("is damaged")


class Curve(Protocol):
    """How one channel's stored value (0..1) relates to light (0..1)."""

    def forward(self, stored: Values) -> Values:
        """Stored values to light."""

    def inverse(self, light: Values) -> Values:
        """Light to stored values."""


@dataclass(frozen=True, slots=True)
class Formula:
    """light = (a x + b) ** g + e where x >= d, and c x + f below: ICC's parametric curve."""

    g: float
    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 0.0
    f: float = 0.0

    def forward(self, stored: Values) -> Values:
        """Stored values to light."""
        with np.errstate(over="ignore"):  # beyond all light is white
            upper = np.maximum(self.a * stored + self.b, 0) ** self.g + self.e
        return np.where(stored >= self.d, upper, self.c * stored + self.f)

    def inverse(self, light: Values) -> Values:
        """Light to stored values."""
        with np.errstate(over="ignore"):
            upper = (np.maximum(light - self.e, 0) ** (1 / self.g) - self.b) / self.a
            knee = np.float64(max(self.a * self.d + self.b, 0.0)) ** self.g + self.e
        lower = (light - self.f) / self.c if self.c else np.zeros_like(light)
        return np.where(light >= knee, upper, lower)


@dataclass(frozen=True, slots=True)
class Table:
    """Light at equally spaced stored values, never falling, straight lines in between."""

    light: Values

    def forward(self, stored: Values) -> Values:
        """Stored values to light."""
        return np.interp(stored, np.linspace(0, 1, self.light.size), self.light)

    def inverse(self, light: Values) -> Values:
        """Light to stored values."""
        return np.interp(light, self.light, np.linspace(0, 1, self.light.size))


@dataclass(frozen=True, slots=True)
class Shaper:
    """A profile of curves and a matrix from their light to XYZ (D50); grey has no matrix."""

    curves: tuple[Curve, ...]
    to_xyz: Values | None


def read(profile: bytes, model: ColourModel) -> Shaper | None:
    """The profile's curves and matrix; None for one built of tables, which needs LittleCMS.

    Raises BadProfile where it is broken, of another colour model, or only leads out of its
    colours and not back in.
    """
    try:
        tags = _tags(profile, model)
        curved = all(name in tags for name in _CURVES[model])
        matrix = model is ColourModel.GREY or all(name in tags for name in _COLORANTS)
        if b"A2B0" in tags and b"B2A0" in tags:
            return None
        if not (curved and matrix):
            raise BadProfile(Sentence("describes a device only, not colours to paint in"))
        curves = tuple(_curve(tags[name]) for name in _CURVES[model])
        if model is ColourModel.GREY:
            return Shaper(curves, None)
        to_xyz = np.stack([_fixed(tags[name], 8, 3) for name in _COLORANTS], axis=1)
        if abs(np.linalg.det(to_xyz)) < 1e-6:
            raise BadProfile(DAMAGED)
        return Shaper(curves, to_xyz)
    except (struct.error, ValueError, IndexError) as error:
        if isinstance(error, BadProfile):
            raise
        raise BadProfile(DAMAGED) from error


def _tags(profile: bytes, model: ColourModel) -> dict[bytes, memoryview]:
    """The data of each tag, type included; views, since any number may share the same bytes."""
    if len(profile) > MOST_BYTES:
        raise BadProfile(Sentence("is larger than any"))
    if len(profile) < 132 or profile[36:40] != b"acsp":
        raise BadProfile(DAMAGED)
    space, kind = profile[16:20], profile[12:16]
    if _SPACES.get(space) is not model:
        name = space.decode("latin-1").strip() or "nothing known"
        raise BadProfile(
            Sentence("is for {name} and the picture is {model}", name=name, model=model.value)
        )
    if kind not in _CLASSES:
        raise BadProfile(Sentence("is of a kind that pictures do not have"))
    (count,) = struct.unpack_from(">I", profile, 128)
    tags, whole = {}, memoryview(profile)
    for position in range(132, 132 + 12 * min(count, 1000), 12):
        name, offset, length = struct.unpack_from(">4sII", profile, position)
        if offset + length > len(profile):
            raise BadProfile(DAMAGED)
        tags[name] = whole[offset : offset + length]
    return tags


def _fixed(data: memoryview, start: int, count: int) -> Values:
    """s15Fixed16 numbers."""
    return np.array(struct.unpack_from(f">{count}i", data, start), np.float64) / 65536


def _curve(data: memoryview) -> Curve:
    if bytes(data[:4]) == b"curv":
        (count,) = struct.unpack_from(">I", data, 8)
        if count > _MOST_POINTS:
            raise BadProfile(DAMAGED)
        points = np.frombuffer(data, ">u2", count, 12).astype(np.float64)
        if count == 0:
            return Formula(1.0)
        if count == 1:
            return Formula(_positive(points[0] / 256))
        return Table(np.maximum.accumulate(points / 65535))
    if bytes(data[:4]) != b"para":
        raise BadProfile(DAMAGED)
    (form,) = struct.unpack_from(">H", data, 8)
    g, *rest = (float(number) for number in _fixed(data, 12, (1, 3, 4, 5, 7)[form]))
    _positive(g)
    match form, rest:
        case 0, _:
            return Formula(g)
        case 1, [a, b]:
            return Formula(g, _positive(a), b, 0, -b / a)
        case 2, [a, b, c]:
            return Formula(g, _positive(a), b, 0, -b / a, c, c)
        case _, [a, b, c, d, *offsets]:
            return Formula(g, _positive(a), b, c, d, *offsets)
    raise BadProfile(DAMAGED)


def _positive(number: float) -> float:
    if number <= 0:
        raise BadProfile(DAMAGED)
    return float(number)
