"""Size, Sides and Box: exact integer arithmetic on pixels, without numpy.

A box covers the pixels `left <= x < right`, `top <= y < bottom`. Coordinates may be negative
or beyond a canvas: a box is a place, not a piece of memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in pixels, both at least 0."""

    width: int
    height: int

    def __post_init__(self) -> None:
        if self.width < 0 or self.height < 0:
            raise ValueError(f"a size cannot be negative: {self.width} x {self.height}")

    @property
    def area(self) -> int:
        """Number of pixels."""
        return self.width * self.height

    def __str__(self) -> str:
        return f"{self.width} x {self.height}"


@dataclass(frozen=True, slots=True)
class Sides:
    """A width in pixels for each side of a box, all at least 0."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0

    def __post_init__(self) -> None:
        if min(self.left, self.top, self.right, self.bottom) < 0:
            raise ValueError("a side cannot be negative")

    @classmethod
    def all(cls, width: int) -> Self:
        """The same width on every side."""
        return cls(width, width, width, width)

    def __bool__(self) -> bool:
        return any((self.left, self.top, self.right, self.bottom))


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of pixels: the corner (x, y) and a width and height of at least 0."""

    x: int
    y: int
    width: int
    height: int

    def __post_init__(self) -> None:
        if self.width < 0 or self.height < 0:
            raise ValueError(f"a box cannot be negative: {self.width} x {self.height}")

    @classmethod
    def of(cls, size: Size) -> Self:
        """The box of a canvas: its corner is the origin."""
        return cls(0, 0, size.width, size.height)

    @classmethod
    def between(cls, left: int, top: int, right: int, bottom: int) -> Self:
        """The box with these edges; empty at (left, top) where an edge lies behind its opposite."""
        return cls(left, top, max(0, right - left), max(0, bottom - top))

    @property
    def right(self) -> int:
        """First column that no longer belongs to the box."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """First row that no longer belongs to the box."""
        return self.y + self.height

    @property
    def size(self) -> Size:
        """Width and height as a Size."""
        return Size(self.width, self.height)

    @property
    def area(self) -> int:
        """Number of pixels."""
        return self.width * self.height

    def __bool__(self) -> bool:
        return self.area > 0

    def __contains__(self, other: Box) -> bool:
        """Whether every pixel of `other` is in this box; an empty box is in every box."""
        return not other or self & other == other

    def __and__(self, other: Box) -> Box:
        """The pixels that both boxes hold; an empty box where they do not touch."""
        return Box.between(
            max(self.x, other.x),
            max(self.y, other.y),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def __or__(self, other: Box) -> Box:
        """The smallest box that holds both; an empty box adds nothing."""
        if not self or not other:
            return self or other
        return Box.between(
            min(self.x, other.x),
            min(self.y, other.y),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def grown(self, sides: Sides) -> Box:
        """This box with `sides` added around it."""
        return Box(
            self.x - sides.left,
            self.y - sides.top,
            self.width + sides.left + sides.right,
            self.height + sides.top + sides.bottom,
        )

    def moved(self, dx: int, dy: int) -> Box:
        """This box, shifted."""
        return Box(self.x + dx, self.y + dy, self.width, self.height)

    def centred_at(self, other: Box) -> Box:
        """This box, moved so that its centre is that of `other` (rounded to the upper left)."""
        return Box(
            other.x + (other.width - self.width) // 2,
            other.y + (other.height - self.height) // 2,
            self.width,
            self.height,
        )

    def shifted_into(self, other: Box) -> Box:
        """This box, moved by as little as it takes to lie in `other`.

        Along an axis on which it is larger than `other`, it is centred on `other`.
        """

        def shift(start: int, length: int, low: int, extent: int) -> int:
            if length > extent:
                return low + (extent - length) // 2
            return min(max(start, low), low + extent - length)

        return Box(
            shift(self.x, self.width, other.x, other.width),
            shift(self.y, self.height, other.y, other.height),
            self.width,
            self.height,
        )

    def in_frame_of(self, other: Box) -> Box:
        """This box in coordinates whose origin is the corner of `other`."""
        return self.moved(-other.x, -other.y)

    @property
    def slices(self) -> tuple[slice, slice]:
        """Rows and columns for indexing an array (H, W, ...); the corner must not be negative."""
        if self.x < 0 or self.y < 0:
            raise ValueError(f"a negative corner would index from the far end: {self}")
        return slice(self.y, self.bottom), slice(self.x, self.right)

    def __str__(self) -> str:
        return f"{self.width} x {self.height} at ({self.x}, {self.y})"
