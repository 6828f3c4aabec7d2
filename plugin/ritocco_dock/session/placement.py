"""Where a result belongs on a canvas that may have been moved since it was made."""

from __future__ import annotations

from ..geometry import Anchor, Box, Sides, Size


class Placement:
    """Follows the canvas of one document.

    An editor that tells where its canvas lies is believed. Of another this knows the extensions
    that were applied here, and takes a size that the canvas has had for that change taken back,
    or done again. On a canvas of any other size results from before have no place.
    """

    def __init__(self, size: Size, told: Anchor | None = None) -> None:
        self._path = [(size, told or Anchor.apart())]
        """How the canvas was, as far as that is known; what was taken back is behind `_at`."""
        self._at = 0
        self._expected = Sides()

    @property
    def size(self) -> Size:
        """Of the canvas now."""
        return self._path[self._at][0]

    @property
    def anchor(self) -> Anchor:
        """Of the canvas now; kept with what is made for it."""
        return self._path[self._at][1]

    def expect(self, sides: Sides) -> None:
        """An extension by these sides is being applied: when the canvas grows so, it was that."""
        self._expected = sides

    def saw(self, size: Size, told: Anchor | None = None) -> None:
        """The canvas is so now; `told` is its anchor, where the editor knows it."""
        if told is not None:
            if (size, told) != self._path[self._at]:
                self._go_on(size, told)
            return
        if size == self.size:
            return
        sides, self._expected = self._expected, Sides()
        if sides and size == Box.of(self.size).grown(sides).size:
            self._go_on(size, self.anchor.moved(-sides.left, -sides.top))
            return
        steps = sorted(range(len(self._path)), key=lambda at: abs(at - self._at))
        been = [at for at in steps if self._path[at][0] == size]
        if been:
            self._at = been[0]
        else:
            self._go_on(size, Anchor.apart())

    def offset(self, canvas: Size, made: Anchor | None = None) -> tuple[int, int] | None:
        """By how much what was made for a canvas has to move; None: it has no place.

        `made` is the anchor of that canvas; None: not known, so that its size has to tell.
        """
        if made is not None:
            return self.anchor.offset(made)
        if canvas == self.size:
            return 0, 0
        for size, anchor in reversed(self._path):
            offset = self.anchor.offset(anchor)
            if size == canvas and offset is not None:
                return offset
        return None

    def lacking(self, wanted: Box) -> Sides:
        """The canvas to be added for a part that reaches beyond it."""
        return Sides(
            max(0, -wanted.x),
            max(0, -wanted.y),
            max(0, wanted.right - self.size.width),
            max(0, wanted.bottom - self.size.height),
        )

    def _go_on(self, size: Size, anchor: Anchor) -> None:
        self._path = [*self._path[: self._at + 1], (size, anchor)]
        self._at += 1
