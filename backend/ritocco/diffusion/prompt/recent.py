"""A cache that keeps what was used last, up to a total size."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Values by key; the longest unused go first once all sizes together exceed `limit`.

    The newest stays even where it alone is larger.
    """

    def __init__(self, limit: int, size: Callable[[V], int]) -> None:
        self._limit, self._size, self._total = limit, size, 0
        self._values: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The value of a key, made and kept where it is not known."""
        if key not in self._values:
            self._values[key] = made = make()
            self._total += self._size(made)
            while self._total > self._limit and len(self._values) > 1:
                self._total -= self._size(self._values.popitem(last=False)[1])
        self._values.move_to_end(key)
        return self._values[key]

    def __len__(self) -> int:
        return len(self._values)
