"""Pictures over one or two knobs: which settings, and which jobs make them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from itertools import product
from typing import Any

from ..errors import DockError
from ..knobs.adapters import CHOSEN, Adapter
from ..knobs.knobs import RANDOM, Knobs, drawn_seed
from ..knobs.tags import restrengthened, tags_in
from ..words import say

MOST_CELLS = 144
ADAPTERS, WORDS = "adapters", "words"
"""Axes that are no field of `Knobs`: shares of all strengths; words in the place of words."""
_ORDER = {WORDS: 0, ADAPTERS: 2}
"""Which axis turns the knobs first (else 1): words bring tags; shares are of what strengths are."""
_PROMPTS = ("prompt", "negative")


@dataclass(frozen=True)
class Axis:
    """One side of a grid: what is varied, and its values, 1 to 12.

    field   of `Knobs`; ADAPTERS: values are shares (0..2) of the strengths of all that are in use,
            chosen or written as tags; WORDS: each value stands in the place of the first one, in
            both prompts; `strength_of` an adapter: its strengths
    """

    field: str
    values: tuple[object, ...]


def strength_of(kind: str, name: str) -> str:
    """The field of an axis over one adapter's strength."""
    return f"{kind}:{name}"


def meant_by(field: str) -> tuple[str, str] | None:
    """The adapter, as (kind, name), whose strength this field is; None: it is another's."""
    kind, colon, name = field.partition(":")
    return (kind, name) if colon and kind in CHOSEN else None


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
    axes = [axis for axis in (y, x) if axis is not None]
    order = sorted(axes, key=lambda axis: _ORDER.get(axis.field, 1))
    if any(not _can_vary(axis.field) or not axis.values for axis in axes):
        raise DockError(say("Give at least one value for each side of the grid."), "no_values")
    for axis in axes:
        _check(knobs, axis, axes)
    count = 1
    for axis in axes:
        count *= len(axis.values)
    if count > MOST_CELLS:
        message = say("That is too many pictures for one grid; {most} fit.", most=MOST_CELLS)
        raise DockError(message, "too_many")
    seed = drawn_seed() if knobs.seed == RANDOM else knobs.seed
    cells = []
    for values in product(*(axis.values for axis in axes)):
        cell, chosen = replace(knobs, seed=seed, batch=1), dict(zip(axes, values, strict=True))
        for axis in order:
            cell = _turned(cell, axis, chosen[axis])
        cells.append((cell, cell.seed))
    return cells


def _can_vary(field: str) -> bool:
    names = {one.name for one in fields(Knobs)}
    return field in (WORDS, *names) or meant_by(field) is not None


def _check(knobs: Knobs, axis: Axis, axes: Sequence[Axis]) -> None:
    """Raise DockError where there is nothing that the axis could vary."""
    if axis.field == WORDS:
        words = str(axis.values[0])
        if not any(words in getattr(knobs, name) for name in _PROMPTS):
            message = say(
                "“{words}” stands in neither prompt; begin with words that do.", words=words
            )
            raise DockError(message, "no_values")
        return
    prompts = [getattr(knobs, name) for name in _PROMPTS]
    prompts += [str(value) for one in axes if one.field == WORDS for value in one.values]
    used = {one.key for one in knobs.adapters}
    used |= {tag.adapter.key for text in prompts for tag in tags_in(text)}
    meant = meant_by(axis.field)
    if axis.field == ADAPTERS and not used:
        raise DockError(say("Choose an adapter first: there is none to vary."), "no_values")
    if meant is not None and meant not in used:
        message = say("“{name}” is not in use, so its strength cannot vary.", name=meant[1])
        raise DockError(message, "no_values")


def _turned(knobs: Knobs, axis: Axis, value: Any) -> Knobs:
    """The knobs at one value of an axis."""
    if axis.field == WORDS:
        before = str(axis.values[0])
        return _with_prompts(knobs, lambda text: text.replace(before, value))
    if axis.field == ADAPTERS:
        return _with_adapters(knobs, lambda one: one.times(value))
    meant = meant_by(axis.field)
    if meant is not None:
        return _with_adapters(knobs, partial(_at, meant, value))
    return replace(knobs, **{axis.field: value})


def _at(meant: tuple[str, str], strength: float, adapter: Adapter) -> Adapter:
    return adapter.at(strength) if adapter.key == meant else adapter


def _with_adapters(knobs: Knobs, changed: Callable[[Adapter], Adapter]) -> Knobs:
    """With all adapters otherwise: chosen ones and tags. The weight of an embedding is a word's."""
    made = _with_prompts(knobs, lambda text: restrengthened(text, changed))
    return replace(made, adapters=tuple(map(changed, knobs.adapters)))


def _with_prompts(knobs: Knobs, changed: Callable[[str], str]) -> Knobs:
    return replace(knobs, prompt=changed(knobs.prompt), negative=changed(knobs.negative))


def rows_of(jobs: Sequence[str], x: Axis) -> tuple[tuple[str, ...], ...]:
    """The cells' jobs as rows."""
    across = len(x.values)
    return tuple(tuple(jobs[at : at + across]) for at in range(0, len(jobs), across))
