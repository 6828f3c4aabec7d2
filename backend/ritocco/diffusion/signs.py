"""Facts about the contents of a file, by its keys and shapes; they combine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ritocco.diffusion.headers import Contents


@dataclass(frozen=True, slots=True)
class Sign:
    """A fact about the contents of a file. Signs combine with `&`, `|` and `~`."""

    holds: Callable[[Contents], bool]

    def __and__(self, other: Sign) -> Sign:
        return Sign(lambda c: self.holds(c) and other.holds(c))

    def __or__(self, other: Sign) -> Sign:
        return Sign(lambda c: self.holds(c) or other.holds(c))

    def __invert__(self) -> Sign:
        return Sign(lambda c: not self.holds(c))


def has(*names: str) -> Sign:
    """All of these keys are there."""
    return Sign(lambda c: all(name in c.shapes for name in names))


def begins(*prefixes: str) -> Sign:
    """Some key begins with one of these."""
    return Sign(lambda c: any(name.startswith(prefixes) for name in c.shapes))


def mentions(*parts: str) -> Sign:
    """Some key contains one of these."""
    return Sign(lambda c: any(part in name for name in c.shapes for part in parts))


def ends(*endings: str) -> Sign:
    """Some key ends with one of these."""
    return Sign(lambda c: any(name.endswith(endings) for name in c.shapes))


def measures(name: str, axis: int, *sizes: int) -> Sign:
    """The tensor of this name is there, and one of these sizes along an axis."""

    def holds(c: Contents) -> bool:
        shape = c.shapes.get(name, ())
        return len(shape) > axis and shape[axis] in sizes

    return Sign(holds)


def few(most: int) -> Sign:
    """There are tensors, but no more than this."""
    return Sign(lambda c: 0 < len(c.shapes) <= most)
