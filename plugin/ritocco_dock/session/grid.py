"""Pictures over one or two knobs: which settings, and which jobs make them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from itertools import product

from ..errors import DockError
from ..knobs.knobs import RANDOM, Knobs, drawn_seed
from ..words import say

MOST_CELLS = 144


@dataclass(frozen=True)
class Axis:
    """One side of a grid: a field of `Knobs` and its values, 1 to 12."""

    field: str
    """Of adapters the values are shares of the strengths that were chosen, 0..2."""
    values: tuple[object, ...]


@dataclass(frozen=True)
class Grid:
    """A grid that was asked for. `jobs[row][column]` are ids of jobs; y None: one row."""

    id: str
    x: Axis
    y: Axis | None
    jobs: tuple[tuple[str, ...], ...]


def cells_of(knobs: Knobs, x: Axis, y: Axis | None) -> list[tuple[Knobs, int]]:
    """Each cell's knobs and seed, row by row; one seed for all, unless seeds are an axis.

    Raises DockError where that cannot be a grid.
    """
    names = {one.name for one in fields(Knobs)}
    axes = [axis for axis in (y, x) if axis is not None]
    if any(axis.field not in names or not axis.values for axis in axes):
        raise DockError(say("Give at least one value for each side of the grid."), "no_values")
    if any(axis.field == "adapters" for axis in axes) and not knobs.adapters:
        raise DockError(say("Choose an adapter first: there is none to vary."), "no_values")
    count = 1
    for axis in axes:
        count *= len(axis.values)
    if count > MOST_CELLS:
        message = say("That is too many pictures for one grid; {most} fit.", most=MOST_CELLS)
        raise DockError(message, "too_many")
    seed = drawn_seed() if knobs.seed == RANDOM else knobs.seed
    cells = []
    for values in product(*(axis.values for axis in axes)):
        turned = {
            axis.field: _meant(knobs, axis.field, value)
            for axis, value in zip(axes, values, strict=True)
        }
        cell = replace(knobs, **{"seed": seed, **turned, "batch": 1})  # type: ignore[arg-type]
        cells.append((cell, cell.seed))
    return cells


def _meant(knobs: Knobs, field: str, value: object) -> object:
    """What a value of an axis is as a value of `Knobs`."""
    if field != "adapters" or not isinstance(value, float):
        return value
    return tuple(one.times(value) for one in knobs.adapters)


def rows_of(jobs: Sequence[str], x: Axis) -> tuple[tuple[str, ...], ...]:
    """The cells' jobs as rows."""
    across = len(x.values)
    return tuple(tuple(jobs[at : at + across]) for at in range(0, len(jobs), across))
