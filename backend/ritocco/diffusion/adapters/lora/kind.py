"""What a kind of LoRA is: a row of the table in `kinds.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from ritocco.sentence import Sentence

if TYPE_CHECKING:  # lists of files look at shapes without loading torch
    from torch import Tensor

Shapes = Mapping[str, tuple[int, ...]]
"""The parts of one left side, by their shapes."""
Tensors = Mapping[str, "Tensor"]
"""The parts of one left side."""


class Unfit(Exception):
    """A part that cannot be used; `why` ends the sentence that begins with its name."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(why)
        self.why = why


class Area(NamedTuple):
    """How much of a weight is changed: so many rows (outputs), and weights in each."""

    rows: int
    each: int


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of change.

    holds   whether parts of these names and shapes are one
    area    how much it changes, by the shapes; None: whatever the module has.
            Raises Unfit where the shapes do not go together
    change  what it adds to a weight in float32 at a strength, in any shape of that area.
            Raises Unfit where it does not go with the weight
    thin    two thin matrices whose product that is at a strength; None: it is no such product
    """

    holds: Callable[[Shapes], bool]
    area: Callable[[Shapes], Area | None]
    change: Callable[[Tensors, Tensor, float], Tensor]
    thin: Callable[[Tensors, float], tuple[Tensor, Tensor]] | None = None


def having(*names: str) -> Callable[[Shapes], bool]:
    """A predicate: all of these parts are there."""
    return lambda shapes: all(name in shapes for name in names)


def any_area(shapes: Shapes) -> None:
    """The area of a kind whose parts fit many modules."""


def area_of(shape: tuple[int, ...]) -> Area:
    """The area of a whole weight."""
    return Area(shape[0] if shape else 1, prod(shape[1:]))


def scale(tensors: Tensors, rank: int | None) -> float:
    """What a product of this rank is multiplied by: alpha / rank, 1 where either is missing."""
    if "scale" in tensors:
        return float(tensors["scale"])
    return float(tensors["alpha"]) / rank if rank and "alpha" in tensors else 1.0


def numbers(tensors: Tensors, *names: str) -> list[Tensor]:
    """Some parts in float32."""
    return [tensors[name].float() for name in names]


def axes(shapes: Shapes, part: str, *counts: int) -> tuple[int, ...]:
    """The shape of a part. Raises Unfit unless it has as many axes as one of `counts`."""
    shape = shapes[part]
    if len(shape) not in counts or 0 in shape:
        raise misshapen(part, shape)
    return shape


def check_same(first: int, *others: int) -> None:
    """Raise Unfit where sides that meet differ."""
    for other in others:
        if first != other:
            raise Unfit(Sentence("has matrices that do not meet ({a}, {b})", a=first, b=other))


def check_finite(values: Tensor) -> None:
    """Raise Unfit where any of these is no number."""
    if not values.sum().isfinite():  # one pass: what is no number makes the sum none
        raise Unfit(Sentence("holds numbers that are none (NaN or infinite)"))


def unlike(found: int, wanted: int) -> Unfit:
    """The error for a part that is made for another layer, by what both count."""
    return Unfit(
        Sentence(
            "is made for a layer of {found} weights, and this model's has {like}",
            found=found,
            like=wanted,
        )
    )


def misshapen(part: str, shape: tuple[int, ...]) -> Unfit:
    """The error for a part of a shape that none of its kind has."""
    size = " x ".join(map(str, shape)) or "1"
    return Unfit(Sentence("has {part} of the shape {size}", part=part, size=size))
