"""What a kind of LoRA is: a row of the table in `kinds.py`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from torch import Tensor

from ritocco.sentence import Sentence

Shapes = Mapping[str, tuple[int, ...]]
"""The parts of one left side, by their shapes."""
Tensors = Mapping[str, Tensor]
"""The parts of one left side."""


class Unfit(Exception):
    """A part that cannot be used; `why` ends the sentence that begins with its name."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of change.

    name    in the field's words
    holds   whether parts of these names are one
    size    how many weights it changes, by the shapes; None: as many as the module has.
            Raises Unfit where the shapes do not go together
    change  what it adds to a weight in float32 at a strength, in any shape of that size
    """

    name: str
    holds: Callable[[Collection[str]], bool]
    size: Callable[[Shapes], int | None]
    change: Callable[[Tensors, Tensor, float], Tensor]


def having(*names: str) -> Callable[[Collection[str]], bool]:
    """A predicate: all of these parts are there."""
    return lambda parts: all(name in parts for name in names)


def scale(tensors: Tensors, rank: int) -> float:
    """What a product of this rank is multiplied by: alpha / rank, 1 without alpha."""
    if "scale" in tensors:
        return float(tensors["scale"])
    return float(tensors["alpha"]) / rank if "alpha" in tensors else 1.0


def numbers(tensors: Tensors, *names: str) -> list[Tensor]:
    """Some parts in float32."""
    return [tensors[name].float() for name in names]


def axes(shapes: Shapes, *counts: int, of: str) -> tuple[int, ...]:
    """The shape of a part. Raises Unfit unless it has as many axes as one of `counts` says."""
    shape = shapes[of]
    if len(shape) not in counts or 0 in shape:
        raise Unfit(
            Sentence("has a matrix {part} of the shape {shape}", part=of, shape=size(shape))
        )
    return shape


def alike(what: int, other: int) -> None:
    """Raise Unfit where two sides that meet differ."""
    if what != other:
        raise Unfit(Sentence("has matrices that do not meet ({a} and {b})", a=what, b=other))


def size(shape: tuple[int, ...]) -> str:
    """A shape as it is told: 320 x 4."""
    return " x ".join(map(str, shape)) or "1"
