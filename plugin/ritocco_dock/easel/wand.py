"""What hangs together with a point and is of nearly its colour: a selection, found exactly.

Colours are those of the screen. A pixel belongs to it where no channel differs from that of the
point by more than the tolerance, and where it is reached over such pixels' sides. Rows are whole
numbers, a bit for each pixel, so that a run of pixels is filled by one addition; only tiles that
are reached are looked at, so a small patch costs little on any canvas.
"""

from __future__ import annotations

from collections.abc import Callable, Generator

from ..geometry import Box
from ..qt import QtGui
from .raster import LEVELS, TILE, Place, Raster, bytes_of, image_of
from .selection import NOTHING, shared

_ROW = TILE // 8
_TURNED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_FIRST = 1 << (TILE - 1)
"""The bit of a row's leftmost pixel; that of the rightmost is 1."""
_AS_BITS = bytes([ord("0"), *[ord("1")] * 255])
_AS_LEVELS = bytes(255 if byte == ord("1") else 0 for byte in range(256))

Look = Callable[[Box], QtGui.QImage]
"""The picture in a box as the screen shows it: four bytes a pixel."""
_Seeds = dict[int, int]
"""Bits that a tile is entered by, for some of its rows."""


class _Tile:
    """The alike pixels of a tile, and those of them that were reached."""

    def __init__(self, alike: list[int]) -> None:
        self._alike = alike
        self._turned = [_turned(row) for row in alike]
        self.reached = [0] * TILE

    def enter(self, seeds: _Seeds) -> None:
        """Reach all that hangs together with these pixels, where they are alike."""
        rows = [row for row, bits in seeds.items() if self._fill(row, bits)]
        while rows:
            row = rows.pop()
            beside = (other for other in (row - 1, row + 1) if 0 <= other < TILE)
            rows += [other for other in beside if self._fill(other, self.reached[row])]

    def lacks(self, row: int, bits: int) -> int:
        """Which of these bits of a row are alike, and not yet reached."""
        return bits & self._alike[row] & ~self.reached[row]

    def _fill(self, row: int, bits: int) -> bool:
        """Reach the runs of a row that hold any of these bits; whether that is news."""
        alike, fresh = self._alike[row], self.lacks(row, bits)
        if not fresh:
            return False
        # What is added at a run's bit is carried to the run's end: all it passes becomes 0.
        upward = (alike & ~(alike + fresh)) | fresh
        turned, other = _turned(upward), self._turned[row]
        downward = (other & ~(other + turned)) | turned
        self.reached[row] |= _turned(downward)
        return True

    def image(self) -> QtGui.QImage | None:
        """What was reached, as a tile of a selection."""
        text = "".join(f"{row:0{TILE}b}" for row in self.reached).encode()
        return shared(image_of(text.translate(_AS_LEVELS), Box(0, 0, TILE, TILE), LEVELS))


def touching(
    look: Look, canvas: Box, at: tuple[int, int], tolerance: int
) -> Generator[None, None, Raster]:
    """The selection that a click at a pixel of the canvas makes; `tolerance` 0 to 255.

    In steps of a few milliseconds; the result is what it returns.
    """
    if not canvas.holds(Box(*at, 1, 1)):
        return NOTHING
    colour = bytes_of(look(Box(*at, 1, 1)), 4)
    tables = [_near(level, tolerance) for level in colour]
    column, row = at[0] // TILE, at[1] // TILE
    waiting: dict[Place, _Seeds] = {(column, row): {at[1] % TILE: _FIRST >> at[0] % TILE}}
    tiles: dict[Place, _Tile] = {}
    while waiting:
        place, seeds = next(iter(waiting.items()))
        del waiting[place]
        tile = tiles.get(place)
        if tile is None:
            box = NOTHING.place_box(place) & canvas
            tile = tiles[place] = _Tile(_alike(look(box), tables))
            yield
        tile.enter(seeds)
        for beside, entered in _leaving(place, tile.reached):
            known = tiles.get(beside)
            news = {y: bits for y, bits in entered.items() if known is None or known.lacks(y, bits)}
            if any(news.values()) and NOTHING.place_box(beside) & canvas:
                held = waiting.setdefault(beside, {})
                for y, bits in news.items():
                    held[y] = held.get(y, 0) | bits
        yield
    found = {}
    for place, tile in tiles.items():
        image = tile.image()
        if image is not None:
            found[place] = image
        yield
    return Raster(LEVELS, found)


def _near(level: int, tolerance: int) -> bytes:
    """A table: 255 for what is near enough to a level."""
    return bytes(255 if abs(other - level) <= tolerance else 0 for other in range(256))


def _alike(image: QtGui.QImage, tables: list[bytes]) -> list[int]:
    """The rows of a tile: bits of pixels whose channels all are near; none beyond the image."""
    data = bytes_of(image, 4)
    alike = int.from_bytes(b"\xff" * (len(data) // 4), "little")
    for channel, table in enumerate(tables):
        alike &= int.from_bytes(data[channel::4].translate(table), "little")
    text = alike.to_bytes(len(data) // 4, "little").translate(_AS_BITS)
    width, beyond = image.width(), TILE - image.width()
    rows = [int(text[y * width : (y + 1) * width], 2) << beyond for y in range(image.height())]
    return rows + [0] * (TILE - len(rows))


def _leaving(place: Place, reached: list[int]) -> list[tuple[Place, _Seeds]]:
    """Where the four neighbours of a tile are entered from it."""
    column, row = place
    left = {y: 1 for y, bits in enumerate(reached) if bits & _FIRST}
    right = {y: _FIRST for y, bits in enumerate(reached) if bits & 1}
    return [
        ((column, row - 1), {TILE - 1: reached[0]}),
        ((column, row + 1), {0: reached[-1]}),
        ((column - 1, row), left),
        ((column + 1, row), right),
    ]


def _turned(row: int) -> int:
    """The bits of a row in the other direction."""
    return int.from_bytes(row.to_bytes(_ROW, "little").translate(_TURNED), "big")
