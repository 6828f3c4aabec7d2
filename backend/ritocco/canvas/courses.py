"""Courses of edges, such as a horizon, up to a picture's old side and on beyond it.

An edge is looked for where it ends: along which slanting lines does the colour change the same
way for a while. It is then followed column by column, on the best way through the strength of
that change, to a part of a pixel. What is near to it on the other side, and changes likewise,
is the same edge going on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ritocco.canvas.arrays import Floats
from ritocco.canvas.cut import Numbers

Exact = NDArray[np.float64]

REACH = 8
"""How far from where it is expected an edge is looked for beyond the old side, in rows."""
_AROUND = 5
"""The same before it, where its line is known."""
_WIDTH = 2.5
"""Standard deviation in rows of the kernel by which changes are measured."""
_SLANTS = np.arange(-10, 11, dtype=np.float32) / 8
"""Slopes of the lines that are tried, in rows a column."""
_SEEN = 40
"""Columns over which a line is tried."""
_APART = 8
"""Rows between two edges, and to a strip's ends, at least."""
_LEAST, _CLEAR, _FAIR = 0.1, 2.0, 1.3
"""A change of colour (0..1, Euclidean) that makes an edge; how many times the usual one it is,
and how many times at least where the edge is straight."""
_NEAR, _FAR = 40, 12
"""Rows around in which the usual is looked for; columns by which an edge is met again."""
_STEADY = 0.5
"""Share of the change that is left in four of five columns, and of all in the first beyond."""
_ROUGH, _SMOOTH = 0.8, 0.3
"""How far it may stray from a gentle curve, root of the mean square, in rows; and one that stands
out less."""
_BENT = 12.0
"""How far a curve may leave its tangent within the strip, in rows."""
_TURN = 0.15
"""What it costs to go up or down a row, in shares of the strongest change."""
_MOST = 16
"""Edges of one side that are followed, the strongest first."""


@dataclass(frozen=True, slots=True)
class Course:
    """An edge by rows of a strip, 0.0 the middle of the first.

    row, slope  where it meets the old side, between two columns, and rows a column there
    beyond      (N,): its rows in the columns beyond, as long as it is seen there
    contrast    the change of colour across it, 0..1
    """

    row: float
    slope: float
    beyond: Exact
    contrast: float

    def straight(self) -> Exact:
        """The rows (N,) at which it would go on as it was."""
        columns = np.arange(len(self.beyond), dtype=np.float64) + 0.5
        return np.asarray(self.row + self.slope * columns)

    def step(self) -> float:
        """Rows by which it is displaced at the old side, downwards."""
        columns = np.arange(_FAR, dtype=np.float64) + 0.5
        return float(curve(columns, self.beyond[:_FAR], 1)[0][0]) - self.row


def courses(seen: Floats, before: int) -> list[Course]:
    """Edges of a strip (H, W, 3) that come to the end of its first `before` columns and go on.

    The strongest first.
    """
    near, far = changes(seen[:, :before]), changes(seen[:, before:])
    arriving = _arriving(near, _ends(near))
    columns = np.arange(far.shape[1], dtype=np.float64) + 0.5
    lines = [edge.row + edge.slope * columns for edge in arriving]
    followed = _followed(far, [edge.colour for edge in arriving], lines, REACH)
    found = (_course(*one) for one in zip(arriving, *followed, strict=True))
    return [course for course in found if course is not None]


def changes(seen: Floats) -> Floats:
    """Change of colour (H, W, 3) downwards at each place; a sharp step gives its height."""
    reach = int(3 * _WIDTH) + 1
    taps = np.arange(-reach, reach + 1)
    kernel = taps * np.exp(-np.square(taps / _WIDTH) / 2)
    kernel = (kernel / kernel[reach:].sum()).astype(np.float32)
    padded = np.pad(seen, ((reach, reach), (0, 0), (0, 0)), mode="edge")
    total = np.zeros_like(seen)
    for tap, weight in enumerate(kernel):
        total += weight * padded[tap : tap + len(seen)]
    return total


@dataclass(frozen=True, slots=True)
class _End:
    """A line that ends at the old side.

    row, slope  where, and rows a column
    colour      (3,): direction of the change across it
    contrast    how large it is
    rough       how far the edge may stray from it
    """

    row: float
    slope: float
    colour: Floats
    contrast: float
    rough: float


def _ends(near: Floats) -> list[_End]:
    """Lines along which the colour changes more than elsewhere, the strongest first."""
    height, width = near.shape[:2]
    rows = np.arange(height)
    columns = np.arange(width - min(_SEEN, width), width, 2)
    means = np.zeros((len(_SLANTS), height, 3), np.float32)
    for number, slant in enumerate(_SLANTS):
        for column in columns:
            to = rows + int(np.rint(slant * (column - width + 0.5)))
            inside = (to >= 0) & (to < height)
            means[number, inside] += near[to[inside], column]
    means /= np.float32(len(columns))
    lengths = np.sqrt(_squares(means))
    best = lengths.argmax(axis=0)
    change = lengths.max(axis=0)
    ends = []
    for row in range(_APART, height - _APART):
        around = change[max(0, row - _NEAR) : row + _NEAR + 1]
        least = max(_LEAST, _FAIR * float(np.median(around)))
        beside = change[row - _APART + 2 : row + _APART - 1]
        if change[row] >= least and change[row] >= beside.max() and change[row] > change[row - 1]:
            clear = change[row] >= least * _CLEAR / _FAIR
            ends.append((row, _ROUGH if clear else _SMOOTH))
    ends = sorted(ends, key=lambda end: -float(change[end[0]]))[:_MOST]
    return [
        _End(
            row,
            float(_SLANTS[best[row]]),
            means[best[row], row] / change[row],
            float(change[row]),
            rough,
        )
        for row, rough in ends
    ]


def _arriving(near: Floats, ends: Sequence[_End]) -> list[_End]:
    """Those ends that edges really come to, with where and how they do."""
    columns = np.arange(near.shape[1], dtype=np.float64) - near.shape[1] + 0.5
    lines = [end.row + end.slope * columns for end in ends]
    arriving = []
    followed = _followed(near, [end.colour for end in ends], lines, _AROUND)
    for end, rows, changes in zip(ends, *followed, strict=True):
        (row, slope, bend), rough = curve(columns, rows, 2)
        steady = float(np.sort(changes)[len(changes) // 5]) >= _STEADY * end.contrast
        if steady and rough <= end.rough and abs(bend) * columns[0] ** 2 <= _BENT:
            arriving.append(replace(end, row=float(row), slope=float(slope)))
    return arriving


def _course(edge: _End, rows: Exact, changes: Exact) -> Course | None:
    """The course of an edge from where it arrives; None where it does not go on."""
    if changes[:_FAR].mean() < _STEADY * edge.contrast:
        return None
    columns = np.arange(_FAR, dtype=np.float64) + 0.5
    if curve(columns, rows[:_FAR], 1)[1] > 2 * _ROUGH:
        return None
    mean = np.convolve(changes, np.full(5, 0.2), "same")
    lost = np.flatnonzero(mean[_FAR:-2] < _STEADY / 2 * edge.contrast)
    length = _FAR + int(lost[0]) if len(lost) else len(rows)
    return Course(edge.row, edge.slope, rows[:length], edge.contrast)


def _followed(
    changes: Floats, colours: Sequence[Floats], lines: Sequence[Exact], reach: int
) -> tuple[Exact, Exact]:
    """Rows (E, W) of the strongest way along each of several lines (W,), and the change there.

    `colours` are the directions of the changes; no way is more than `reach` rows from its line.
    """
    if not lines:
        return np.zeros((0, 0)), np.zeros((0, 0))
    first = np.rint(np.stack(lines)).astype(np.int64) - reach
    to = first[:, None] + np.arange(2 * reach + 1)[:, None]
    inside = (to >= 0) & (to < len(changes))
    columns = np.arange(first.shape[1])
    there = changes[np.clip(to, 0, len(changes) - 1), columns]
    direction = np.stack(colours)[:, None, None]
    along = np.where(inside, _dot(there, direction), np.float32(0)).astype(np.float64)
    way = _best_ways(along, np.diff(first, axis=1))
    at = np.clip(way, 1, 2 * reach - 1)
    number = np.arange(len(lines))[:, None]
    above, here, below = (along[number, at + turn, columns] for turn in (-1, 0, 1))
    curve = above - 2 * here + below
    part = np.where(curve < -1e-9, (above - below) / np.where(curve < -1e-9, 2 * curve, 1), 0.0)
    return first + at + np.clip(part, -1, 1), along[number, way, columns]


def _best_ways(along: Exact, shifts: Numbers) -> Numbers:
    """The rows (E, W) of the ways through each of `along` (E, B, W) with the greatest sum.

    A way goes on at the same row or next to it. `shifts` (E, W - 1) is how much further down than
    the one before a column begins.
    """
    count, high, width = along.shape
    cost = _TURN * np.abs(along).max(axis=(1, 2))[:, None]
    total = along[:, :, 0]
    back = np.zeros((width, count, high), np.int64)
    rows = np.arange(high)
    for column in range(1, width):
        best = np.full((count, high), -np.inf)
        for turn in (0, -1, 1):
            source = rows + shifts[:, column - 1, None] + turn
            inside = (source >= 0) & (source < high)
            source = np.clip(source, 0, high - 1)
            offered = np.take_along_axis(total, source, axis=1) - cost * abs(turn)
            better = inside & (offered > best)
            best = np.where(better, offered, best)
            back[column] = np.where(better, source, back[column])
        total = best + along[:, :, column]
    way = np.zeros((count, width), np.int64)
    way[:, -1] = total.argmax(axis=1)
    for column in range(width - 1, 0, -1):
        way[:, column - 1] = back[column, np.arange(count), way[:, column]]
    return way


def curve(columns: Exact, rows: Exact, degree: int) -> tuple[Exact, float]:
    """A curve's coefficients, the constant first, that few outliers do not pull, and what is left.

    That is the root of the mean square, in rows.
    """
    powers = np.stack([columns**power for power in range(degree + 1)])
    weights = np.ones_like(columns)
    for _ in range(4):
        found = _solved(powers, rows, weights)
        off = np.abs(rows - (found[:, None] * powers).sum(axis=0))
        usual = max(1.5 * float(np.median(off)), 0.15)
        weights = 1 / (1 + np.square(off / (2 * usual)))
    return found, float(np.sqrt((weights * off * off).sum() / weights.sum()))


def _solved(powers: Exact, rows: Exact, weights: Exact) -> Exact:
    """Weighted least squares, by Gram and Schmidt: a few sums, the same on every machine."""
    basis: list[Exact] = []
    mixes: list[Exact] = []
    for number, power in enumerate(powers):
        mix = np.zeros(len(powers))
        mix[number] = 1.0
        left = power.astype(np.float64)
        for other, its in zip(basis, mixes, strict=True):
            share = (weights * left * other).sum()
            left, mix = left - share * other, mix - share * its
        length = np.sqrt((weights * left * left).sum())
        basis.append(left / length)
        mixes.append(mix / length)
    found = [(weights * rows * other).sum() * its for other, its in zip(basis, mixes, strict=True)]
    return np.asarray(sum(found))


def _dot(values: Floats, colour: Floats) -> Floats:
    mixed = values * colour
    return np.asarray(mixed[..., 0] + mixed[..., 1] + mixed[..., 2])


def _squares(values: Floats) -> Floats:
    return np.asarray(values[..., 0] ** 2 + values[..., 1] ** 2 + values[..., 2] ** 2)
