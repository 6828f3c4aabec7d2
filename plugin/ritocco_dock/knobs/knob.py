"""What is known of a knob: one row of the table that `Knobs` is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Group(Enum):
    """The folds of the dock that show plain knobs; all but the first few knobs are in one."""

    SAMPLING = "sampling"
    """How a model paints."""
    CONTENT = "content"
    """What a model paints over; only shown where one will paint."""
    EDGE = "edge"
    """How the new part meets the old, with a model or without."""


def _as_it_is(value: Any) -> Any:
    return value


@dataclass(frozen=True, kw_only=True)
class Knob:
    """One knob.

    name      field of `Knobs`
    usual     its value at first; the type of its values is the type of this one
    places    where it stands in a recipe: "grow", "diffusion.steps"; where there are several,
              a recipe has one of them. None: it is the dock's own
    low, high least and most, of numbers
    longest   most characters, of text
    choices   value -> text for the artist; of text and no other, of numbers those that are offered
    none      the value that leaves it to the backend, in or out of bounds; None: there is none
    nothing   what a number at `none` says
    label, tip, unit  for the artist; values with the unit "%" are shown times 100
    short     how it stands, for the head of a folded group; "{px}" is the value
    group     who shows it, as a plain number, choice or box to tick; None: a part of its own
    axis      values to begin a grid with; "": the names that are known; None: no axis
    styled    whether styles keep it
    follows   whether at `none` it has the model's own value, which is shown in its place
    read      a value out of JSON; what is none of its values may come out as anything
    plain     a value for JSON
    """

    name: str = ""
    usual: Any
    places: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    longest: int | None = None
    choices: Mapping[Any, str] = field(default_factory=dict)
    none: Any = None
    nothing: str = ""
    label: str = ""
    tip: str = ""
    unit: str = ""
    short: str = ""
    group: Group | None = None
    axis: str | None = None
    styled: bool = False
    follows: bool = False
    read: Callable[[Any], Any] = _as_it_is
    plain: Callable[[Any], Any] = _as_it_is

    @property
    def least(self) -> float | None:
        """The least that is offered: its least value, or `none` where that is one to choose."""
        return self.low if self.none is None or self.follows else self.none

    @property
    def factor(self) -> float:
        """What one as shown is worth."""
        return 0.01 if self.unit == "%" else 1.0

    @property
    def is_whole(self) -> bool:
        """Whether it is shown as a whole number."""
        return type(self.usual) is int or self.factor != 1

    def accepts(self, value: object) -> bool:
        """Whether it is one of its values; a whole number passes for any."""
        if type(value) is not type(self.usual) and not (
            type(self.usual) is float and type(value) is int
        ):
            return False
        if self.none is not None and value == self.none:
            return True
        if self.low is not None and self.high is not None:
            return self.low <= value <= self.high  # type: ignore[operator]
        if self.choices:
            return value in self.choices
        return self.longest is None or len(value) <= self.longest  # type: ignore[arg-type]


def knob(usual: Any, *places: str, **known: Any) -> Any:
    """A field of `Knobs` with its row."""
    row = Knob(usual=usual, places=places, **known)
    return field(default=usual, metadata={"knob": row})
