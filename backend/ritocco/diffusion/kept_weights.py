"""Sets of weights that a loaded model's modules have had, kept while main memory has room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from ritocco import budget

if TYPE_CHECKING:
    from torch import Tensor


_MOST_SETS = 4
"""An artist goes back and forth between a few; memory serves others better."""


class Slot(NamedTuple):
    """Where a weight lies in a model: the folder of its part, its module there, and its name."""

    folder: str
    module: str
    name: str


Values = Mapping[Slot, "Tensor"]


def room() -> int:
    """Bytes of main memory that may be filled with what is only kept."""
    machine = budget.machine()
    return machine.free - int((1 - budget.SHARE) * machine.total)


@dataclass(slots=True, eq=False)
class KeptWeights:
    """What one model's weights are, and have been, in main memory.

    own     the model's own, in the slots that any set changes
    sets    the others, by key, those used last at the end
    inside  key of the set that is in the modules now; None: its own
    """

    own: dict[Slot, Tensor] = field(default_factory=dict)
    sets: OrderedDict[Hashable, Values] = field(default_factory=OrderedDict)
    inside: Hashable = None

    @property
    def spare(self) -> int:
        """Bytes of all that is not in the modules."""
        sizes = {key: _size(values) for key, values in self.sets.items()}
        sizes[None] = _size(self.own)
        return sum(sizes.values()) - sizes[self.inside]

    def has_room(self, need: int) -> bool:
        """Whether there is room for one more of this size, once those unused longest are gone."""
        for key in list(self.sets):
            if len(self.sets) < _MOST_SETS and room() >= need:
                return True
            self._drop(key)
        return room() >= need

    def clear(self) -> None:
        """Let go what is kept for later."""
        for key in list(self.sets):
            self._drop(key)

    def _drop(self, key: Hashable) -> None:
        if key != self.inside:
            del self.sets[key]
        used = {slot for values in self.sets.values() for slot in values}
        for slot in self.own.keys() - used:
            del self.own[slot]


def _size(values: Values) -> int:
    return sum(value.nbytes for value in values.values())
