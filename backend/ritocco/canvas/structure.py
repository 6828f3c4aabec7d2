"""Edges that run through a hole, such as a horizon: found where they enter, matched, carried on.

An edge is looked for all around the hole. Two ends that agree in the colours on both sides and
lie in line with each other make an `Edge`, and so does a straight one that leads out of the
picture, where that is made larger. It guides the sketch (`guide`) and gives the montage
offsets along itself (`carriers`), so that what stands on either side of it stays there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ritocco.canvas.arrays import Flags, Floats
from ritocco.canvas.cut import Numbers, serves

_ARC = 8
"""Pixels of the way around the hole, on either side of a place, whose colours are compared."""
_LEAST, _CLEAR = 0.12, 2.5
"""A change of colour (0..1, Euclidean) that makes an edge, and how many times the texture's."""
_FAR, _LASTING = 3, 0.6
"""So many times further the change must last, at this share of it, and how far either
side's colour may drift on the way, in the same shares: an edge, not a thin thing."""
_UNLIKE = 0.5
"""How much the sides of two ends may differ, in shares of the change of colour."""
_ALONG = 0.9
"""Least cosine between the line and the edge outside the hole."""
_STRAIGHT = 0.75
"""Least coherence of the edge outside the hole, 0..1: how much it has one direction."""
_INSIDE, _DEPTH = 0.8, 3
"""Share of a line that must run through the hole, this many pixels deep."""
_SURE_UNLIKE, _SURE_CONTRAST, _SURE_INSIDE = 0.3, 0.3, 0.55
"""Ends that differ by no more, and whose change of colour is no less, belong together anyhow:
then this share of the line must run through the hole, at any depth, so that a hill that a lasso
has only touched goes on, but no wave of many."""
_FAIR_UNLIKE, _FAIR_CONTRAST, _FAIR_ALONG, _FAIR_SPAN = 0.2, 0.2, 0.985, 40
"""So do weaker ones that are like each other even more and in one line, so many pixels apart."""
_SPAN = 0.7
"""Least length of a line, in sides of a square as large as the hole."""
_SEEN, _BESIDE = (6, 12, 18, 24, 32, 40), (2, 3, 4)
"""Pixels outside the hole at which an edge with one end must be as straight, and those on either
side of it whose colours are compared there."""
_TURNS = np.radians(np.arange(-6, 7)).astype(np.float32)
"""By how much its direction may be another than close to the hole."""
_STEADY = 0.65
"""What share of the change of colour must be left at each of these."""
_REACH, _HOLD = 4.0, 0.8
"""Standard deviation in pixels of the band a line governs, and how firmly at its middle."""
_PLACES, _AWAY = 14, (2.0, 5.0, 9.0)
"""So many places of a line get an edge from so far outside its ends, in pixels."""


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge through the hole, straight, from `ends[0]` to `ends[1]`.

    ends      (2, 2): y, x
    outward   (2, 2): unit vectors along the edge, away from the hole
    colours   (2, 2, 3): by end, and by side, the left and the right of who walks along it
    """

    ends: Floats
    outward: Floats
    colours: Floats

    def scaled(self, factor: float) -> Edge:
        """The same line in a picture `factor` times as large."""
        half = np.float32(0.5)
        return Edge((self.ends + half) * np.float32(factor) - half, self.outward, self.colours)


@dataclass(frozen=True, slots=True)
class _Gate:
    """A place where an edge meets the hole: colours on the way to it and after it."""

    place: Floats
    ahead: Floats
    before: Floats
    after: Floats
    outward: Floats

    @property
    def contrast(self) -> float:
        return float(np.linalg.norm(self.after - self.before))


def edges_across(pixels: Floats, known: Flags) -> list[Edge]:
    """Edges that cross the hole in `pixels` (H, W, 3); the surest first, none crossing another.

    Those with two ends come first, then those that leave the picture.
    """
    matches: list[tuple[float, Edge]] = []
    alone: list[tuple[float, Edge]] = []
    wide = cv2.dilate((~known).astype(np.uint8), np.ones((5, 5), np.uint8))
    square = np.ones((2 * _DEPTH + 1,) * 2, np.uint8)
    deep = cv2.erode((~known).astype(np.uint8), square) > 0
    contours, _ = cv2.findContours(wide, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    smooth, slopes = _smooth(pixels, known), _slopes(pixels, known)
    for contour in contours:
        gates = _gates(contour[:, 0, ::-1].astype(np.int64), smooth, known, slopes)
        least = max(3 * _ARC, _SPAN * float(cv2.contourArea(contour)) ** 0.5)
        for number, gate in enumerate(gates):
            edge = _leaving(gate, smooth, known)
            if edge is not None:
                alone.append((-gate.contrast, edge))
            for other in gates[number + 1 :]:
                match = _matched(gate, other, ~known, deep, least)
                if match is not None:
                    matches.append(match)
    chosen: list[Edge] = []
    for _, edge in [*sorted(matches, key=_order), *sorted(alone, key=_order)]:
        if not any(_meet(edge.ends, other.ends) for other in chosen):
            chosen.append(edge)
    return chosen


def _smooth(pixels: Floats, known: Flags) -> Floats:
    """Mean (H, W, 3) of known pixels near by."""
    weights = known.astype(np.float32)
    total = cv2.GaussianBlur(pixels * weights[..., None], (0, 0), 1.0)
    share = cv2.GaussianBlur(weights, (0, 0), 1.0)[..., None]
    return np.asarray(total / np.maximum(share, np.float32(1e-6)), np.float32)


def _slopes(pixels: Floats, known: Flags) -> Floats:
    """Structure tensor (H, W, 3), yy, yx and xx, gathered from known pixels around."""
    soft = cv2.GaussianBlur(pixels, (0, 0), 1.0)
    down, right = cv2.Sobel(soft, -1, 0, 1), cv2.Sobel(soft, -1, 1, 0)
    inner = cv2.erode(known.astype(np.uint8), np.ones((7, 7), np.uint8))[..., None]
    parts = np.dstack(
        [(a * b * inner).sum(axis=2) for a, b in ((down, down), (down, right), (right, right))]
    )
    return np.asarray(cv2.GaussianBlur(parts, (0, 0), _ARC / 2), np.float32)


def _gates(way: Numbers, smooth: Floats, known: Flags, slopes: Floats) -> list[_Gate]:
    """Places on the closed `way` (N, 2) where the colour changes sharply."""
    count = len(way)
    if count < 4 * _ARC:
        return []
    good = known[tuple(way.T)]
    row = np.arange(count)
    near = np.arange(1, _ARC + 1)
    before, after = (row[:, None] - near) % count, (row[:, None] + near) % count
    shown = smooth[tuple(way.T)]
    mean_before, mean_after = shown[before].mean(axis=1), shown[after].mean(axis=1)
    texture = np.sqrt((shown[before].var(axis=1) + shown[after].var(axis=1)).sum(axis=1) / 2)
    change = np.linalg.norm(mean_after - mean_before, axis=1)
    change *= good & good[before].all(axis=1) & good[after].all(axis=1)
    change *= (change > _LEAST) & (change > _CLEAR * texture)
    far = np.arange(1, _FAR * _ARC + 1)
    sides = [(row[:, None] + sign * far) % count for sign in (-1, 1)]
    wide = [_mean(shown[side], good[side]) for side in sides]
    change *= np.linalg.norm(wide[1] - wide[0], axis=1) > _LASTING * change
    for near_by, mean in ((mean_before, wide[0]), (mean_after, wide[1])):
        change *= np.linalg.norm(near_by - mean, axis=1) < _LASTING * change
    peak = (change > 0) & (change >= change[before].max(axis=1))
    peak &= change > change[after].max(axis=1)
    gates = []
    for index in np.flatnonzero(peak):
        place = way[index].astype(np.float32)
        yy, yx, xx = (float(value) for value in slopes[tuple(way[index])])
        if np.hypot(xx - yy, 2 * yx) < _STRAIGHT * (xx + yy):
            continue
        angle = 0.5 * np.arctan2(2 * yx, xx - yy)
        # The gradient's direction is (sin, cos); the edge runs across it.
        outward = np.array([np.cos(angle), -np.sin(angle)], np.float32)
        ahead = (way[after[index, -1]] - way[before[index, -1]]).astype(np.float32)
        gates.append(_Gate(place, ahead, mean_before[index], mean_after[index], outward))
    return gates


def _mean(values: Floats, good: Flags) -> Floats:
    """Mean (N, 3) of those of `values` (N, M, 3) that are `good` (N, M)."""
    total = np.einsum("nmc,nm->nc", values, good.astype(np.float32))
    return np.asarray(total / np.maximum(good.sum(axis=1, keepdims=True), 1), np.float32)


def _matched(
    first: _Gate, second: _Gate, hole: Flags, deep: Flags, least: float
) -> tuple[float, Edge] | None:
    """How ill two gates match, and the line between them; None where they do not.

    `hole` is what is unknown, `deep` what of it lies deep inside; no line is shorter than `least`.
    """
    chord = second.place - first.place
    length = float(np.linalg.norm(chord))
    if length < least:
        return None
    unlike = np.linalg.norm(first.before - second.after) + np.linalg.norm(
        first.after - second.before
    )
    unlike /= 2 * min(first.contrast, second.contrast)
    if unlike > _UNLIKE:
        return None
    chord /= np.float32(length)
    turns = [float(gate.outward @ chord) for gate in (first, second)]
    if min(abs(turn) for turn in turns) < _ALONG:
        return None
    steps = np.linspace(0, 1, int(length) + 1, dtype=np.float32)[:, None]
    way = np.rint(first.place + steps * (second.place - first.place)).astype(np.int64)
    contrast = min(first.contrast, second.contrast)
    sure = unlike <= _SURE_UNLIKE and contrast >= _SURE_CONTRAST
    if min(abs(turn) for turn in turns) >= _FAIR_ALONG and length >= _FAIR_SPAN:
        sure |= bool(unlike <= _FAIR_UNLIKE and contrast >= _FAIR_CONTRAST)
    share = hole[tuple(way.T)].mean() / _SURE_INSIDE if sure else 0.0
    if max(share, deep[tuple(way.T)].mean() / _INSIDE) < 1:
        return None
    outward = np.stack([-np.sign(turns[0]) * first.outward, np.sign(turns[1]) * second.outward])
    sides = np.stack([[first.before, first.after], [second.after, second.before]])
    left = np.array([-chord[1], chord[0]])
    if first.ahead @ left > 0:
        sides = sides[:, ::-1]
    ends = np.stack([first.place, second.place])
    bent = 2 - abs(turns[0]) - abs(turns[1])
    return float(unlike + bent), Edge(
        ends.astype(np.float32), outward.astype(np.float32), sides.astype(np.float32)
    )


def _order(match: tuple[float, Edge]) -> float:
    return match[0]


def _leaving(gate: _Gate, smooth: Floats, known: Flags) -> Edge | None:
    """The edge from a gate to the picture's end, as it points where it is known, a while long.

    None where it is not sure or not straight, or where something known lies in its way.
    """
    if gate.contrast < _SURE_CONTRAST:
        return None
    for outward in (gate.outward, -gate.outward):
        length = _way_out(gate.place, -outward, known)
        if length < 3 * _ARC:
            continue
        ways = [_turned(outward, turn) for turn in _TURNS]
        steady = [_steadiness(gate, way, smooth, known) for way in ways]
        best = int(np.argmax(steady))
        inward = -ways[best]
        length = _way_out(gate.place, inward, known)
        if steady[best] < _STEADY or length < 3 * _ARC:
            continue
        left = np.array([-inward[1], inward[0]])
        sides = np.stack([[gate.before, gate.after]] * 2)
        if gate.ahead @ left > 0:
            sides = sides[:, ::-1]
        ends = np.stack([gate.place, gate.place + np.float32(length) * inward])
        return Edge(ends, np.stack([-inward, inward]), sides.astype(np.float32))
    return None


def _turned(way: Floats, turn: np.float32) -> Floats:
    sine, cosine = np.sin(turn), np.cos(turn)
    return np.array([way[0] * cosine - way[1] * sine, way[0] * sine + way[1] * cosine], np.float32)


def _way_out(place: Floats, inward: Floats, known: Flags) -> int:
    """Pixels from a gate through the unknown to the picture's end; 0 where known comes first."""
    steps = np.arange(_DEPTH + 2, 2 * max(known.shape), dtype=np.float32)[:, None]
    way = np.rint(place + steps * inward).astype(np.int64)
    count = int(((way >= 0) & (way < known.shape)).all(axis=1).argmin())
    return 0 if known[tuple(way[:count].T)].any() else count + _DEPTH + 1


def _steadiness(gate: _Gate, outward: Floats, smooth: Floats, known: Flags) -> float:
    """The least share of a gate's change of colour that is left along a line away from the hole."""
    change = gate.after - gate.before
    left = np.array([-outward[1], outward[0]])
    sides = []
    for sign in (1, -1):
        off = sign * np.array(_BESIDE, np.float32)[:, None] * left
        there = gate.place + np.array(_SEEN, np.float32)[:, None, None] * outward + off
        places = np.rint(there).astype(np.int64)
        if not serves(known, places.reshape(-1, 2)).all():
            return 0.0
        sides.append(smooth[places[..., 0], places[..., 1]].mean(axis=1))
    return float(np.abs((sides[0] - sides[1]) @ change).min() / (change @ change))


def _meet(first: Floats, second: Floats) -> bool:
    """Whether two stretches (2, 2) cross, or share an end."""
    if np.abs(first[:, None] - second[None]).max(axis=2).min() < _ARC:
        return True

    def parted(stretch: Floats, ends: Floats) -> bool:
        way, to = stretch[1] - stretch[0], ends - stretch[0]
        turn = way[0] * to[:, 1] - way[1] * to[:, 0]
        return bool(turn[0] * turn[1] < 0)

    return parted(first, second) and parted(second, first)


def guide(edges: Sequence[Edge], size: tuple[int, ...]) -> tuple[Floats, Floats]:
    """Colours (H, W, 3) near the lines, and how firmly they are wanted, (H, W, 1) in 0..1."""
    here = np.moveaxis(np.indices(size), 0, -1).astype(np.float32)
    colours, firm = np.zeros((*size, 3), np.float32), np.zeros((*size, 1), np.float32)
    for edge in edges:
        chord = edge.ends[1] - edge.ends[0]
        length = max(float(np.linalg.norm(chord)), 1e-3)
        to = here - edge.ends[0]
        along = (to @ chord) / np.float32(length**2)
        off = (to @ np.array([-chord[1], chord[0]], np.float32)) / np.float32(length)
        past = np.maximum(np.maximum(-along, along - 1), 0) * np.float32(length)
        hold = _HOLD * np.exp(-(off**2 + past**2) / (2 * _REACH**2))[..., None]
        share = np.clip(along, 0, 1)[..., None]
        left, right = (
            edge.colours[0, side] * (1 - share) + edge.colours[1, side] * share for side in (0, 1)
        )
        side = np.clip(0.5 + off, 0, 1)[..., None]
        # `off` grows to the left.
        shown = left * side + right * (1 - side)
        better = hold > firm
        colours, firm = np.where(better, shown, colours), np.where(better, hold, firm)
    return colours.astype(np.float32), firm.astype(np.float32)


def carriers(edges: Sequence[Edge], known: Flags) -> Numbers:
    """Offsets (K, 2) that bring known parts of each edge to places along its line."""
    offsets = []
    for edge in edges:
        chord = edge.ends[1] - edge.ends[0]
        steps = np.arange(1, _PLACES, dtype=np.float32)[:, None] / np.float32(_PLACES)
        there = edge.ends[0] + steps * chord
        for end in (0, 1):
            for away in _AWAY:
                source = edge.ends[end] + np.float32(away) * edge.outward[end]
                if serves(known, np.rint(source)[None].astype(np.int64)).all():
                    offsets.append(np.rint(source - there).astype(np.int64))
    return np.concatenate(offsets) if offsets else np.zeros((0, 2), np.int64)
