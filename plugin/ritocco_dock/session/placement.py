"""Where a result belongs on a canvas that may have grown since it was made."""

from __future__ import annotations

from ..geometry import Sides, Size


class Placement:
    """Follows the canvas of one document.

    Extensions that were applied here move what was made before them by a known way. Any other
    change of the canvas does not: results from before it have no place any more.
    """

    def __init__(self, size: Size) -> None:
        self._size = size
        self._grown: list[tuple[Size, Sides]] = []
        self._expected = Sides()

    def expect(self, sides: Sides) -> None:
        """An extension by these sides is being applied: when the canvas grows so, it was that."""
        self._expected = sides

    def saw(self, size: Size) -> None:
        """The canvas measures so much now."""
        before, sides = self._size, self._expected
        if size == before:
            return
        grown = Size(
            before.width + sides.left + sides.right, before.height + sides.top + sides.bottom
        )
        if size == grown:
            self._grown.append((before, sides))
        else:
            self._grown.clear()
        self._size, self._expected = size, Sides()

    def offset(self, canvas: Size) -> tuple[int, int] | None:
        """By how much a result for a canvas of this size has to move; None: it has no place."""
        dx = dy = 0
        if canvas == self._size:
            return dx, dy
        for before, sides in reversed(self._grown):
            dx, dy = dx + sides.left, dy + sides.top
            if before == canvas:
                return dx, dy
        return None
