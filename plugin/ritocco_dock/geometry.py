"""Size, Sides, Box and Anchor: whole pixels of a canvas, as the backend's API writes them.

A box covers the pixels `x <= column < right`, `y <= row < bottom`; it may reach beyond a canvas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import count


@dataclass(frozen=True)
class Size:
    """Width and height in pixels, both at least 0."""

    width: int
    height: int

    @property
    def area(self) -> int:
        """Number of pixels."""
        return self.width * self.height

    def to_dict(self) -> dict[str, int]:
        """As JSON writes it."""
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.width} × {self.height}"


@dataclass(frozen=True)
class Sides:
    """Pixels added to each side of a canvas, all at least 0."""

    left: int = 0
    top: int = 0
    right: int = 0
    bottom: int = 0

    def __bool__(self) -> bool:
        return any((self.left, self.top, self.right, self.bottom))

    def to_dict(self) -> dict[str, int]:
        """As JSON writes it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, int]) -> Sides:
        """From the API's JSON."""
        return cls(data["left"], data["top"], data["right"], data["bottom"])


@dataclass(frozen=True)
class Box:
    """A rectangle of pixels: corner (x, y), width and height of at least 0."""

    x: int
    y: int
    width: int
    height: int

    @classmethod
    def of(cls, size: Size) -> Box:
        """The box of a canvas: its corner is the origin."""
        return cls(0, 0, size.width, size.height)

    @classmethod
    def between(cls, left: int, top: int, right: int, bottom: int) -> Box:
        """The box with these edges; empty where an edge lies behind its opposite."""
        return cls(left, top, max(0, right - left), max(0, bottom - top))

    @classmethod
    def from_dict(cls, data: Mapping[str, int]) -> Box:
        """From the API's JSON; further keys are left alone."""
        return cls(data["x"], data["y"], data["width"], data["height"])

    @property
    def right(self) -> int:
        """First column beyond the box."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """First row beyond the box."""
        return self.y + self.height

    @property
    def size(self) -> Size:
        """Width and height."""
        return Size(self.width, self.height)

    @property
    def area(self) -> int:
        """Number of pixels."""
        return self.width * self.height

    def __bool__(self) -> bool:
        return self.area > 0

    def __and__(self, other: Box) -> Box:
        """What both hold; empty where they do not touch."""
        return Box.between(
            max(self.x, other.x),
            max(self.y, other.y),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def __or__(self, other: Box) -> Box:
        """The smallest box that holds both; an empty one adds nothing."""
        if not self or not other:
            return self or other
        return Box.between(
            min(self.x, other.x),
            min(self.y, other.y),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def holds(self, other: Box) -> bool:
        """Whether every pixel of `other` is in this box."""
        return not other or (self & other) == other

    def moved(self, dx: int, dy: int) -> Box:
        """This box, shifted."""
        return Box(self.x + dx, self.y + dy, self.width, self.height)

    def grown(self, sides: Sides) -> Box:
        """This box with `sides` added around it."""
        return Box(
            self.x - sides.left,
            self.y - sides.top,
            self.width + sides.left + sides.right,
            self.height + sides.top + sides.bottom,
        )

    def bands(self, rows: int) -> Iterator[Box]:
        """The box in stripes of at most `rows` rows (at least 1), from the top."""
        for y in range(self.y, self.bottom, max(1, rows)):
            yield Box(self.x, y, self.width, min(max(1, rows), self.bottom - y))

    def to_dict(self) -> dict[str, int]:
        """As JSON writes it."""
        return asdict(self)


_planes = count(1)


@dataclass(frozen=True)
class Anchor:
    """Where a canvas's corner lies on the plane that its picture began on.

    What was made for one canvas has a place on another of the same `plane`: the anchors tell by
    how much it moves. A picture that was turned or mirrored lies on a plane of its own.
    """

    x: int = 0
    y: int = 0
    plane: int = 0

    def moved(self, dx: int, dy: int) -> Anchor:
        """Of a canvas whose corner is this far away."""
        return replace(self, x=self.x + dx, y=self.y + dy)

    def offset(self, other: Anchor) -> tuple[int, int] | None:
        """By how much what was made at the other anchor moves to lie here; None: it cannot."""
        if self.plane != other.plane:
            return None
        return other.x - self.x, other.y - self.y

    @staticmethod
    def apart() -> Anchor:
        """One that has nothing to do with any other."""
        return Anchor(plane=next(_planes))
