"""Pixels without bounds, in the document's own depth: square tiles that are shared until changed.

A `Raster` is a value. An edit gives a new one that shares every tile it did not touch, so a step
of undo costs the touched tiles only, and a snapshot costs nothing. What no tile holds is 0.

Colour is straight (not premultiplied) red, green, blue, alpha; grey pictures keep three equal
colours. Qt moves these bytes exactly as long as nothing is blended (`CompositionMode_Source`
between equal formats), which `tests/plugin/easel` asserts for every kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from ..geometry import Box
from ..qt import QtCore, QtGui

TILE = 256
"""Side of a tile in pixels."""

_Format = QtGui.QImage.Format


@dataclass(frozen=True)
class PixelKind:
    """How one pixel is stored.

    straight       Qt's format of the tiles
    mixing         the format to blend in: premultiplied, and no less deep
    pixel_bytes    bytes of one pixel
    channel_code   `array` code of an unsigned integer as wide as one channel
    opaque         bytes of one channel at full intensity
    """

    name: str
    straight: QtGui.QImage.Format
    mixing: QtGui.QImage.Format
    pixel_bytes: int
    channel_code: str
    opaque: bytes


U8 = PixelKind(
    "u8", _Format.Format_RGBA8888, _Format.Format_RGBA8888_Premultiplied, 4, "B", b"\xff"
)
U16 = PixelKind(
    "u16", _Format.Format_RGBA64, _Format.Format_RGBA64_Premultiplied, 8, "H", b"\xff\xff"
)
F16 = PixelKind(
    "f16", _Format.Format_RGBA16FPx4, _Format.Format_RGBA16FPx4_Premultiplied, 8, "H", b"\x00\x3c"
)
F32 = PixelKind(
    "f32",
    _Format.Format_RGBA32FPx4,
    _Format.Format_RGBA32FPx4_Premultiplied,
    16,
    "I",
    b"\x00\x00\x80\x3f",
)
LEVELS = PixelKind("levels", _Format.Format_Grayscale8, _Format.Format_Grayscale8, 1, "B", b"\xff")
"""Selections and masks: one byte, 0 to 255."""
KINDS = {kind.name: kind for kind in (U8, U16, F16, F32)}
"""Kinds of colour, by the API's name of the depth."""

Place = tuple[int, int]
"""Column and row of a tile."""


def blank(kind: PixelKind, width: int, height: int) -> QtGui.QImage:
    """An image of zeros."""
    image = QtGui.QImage(width, height, kind.straight)
    image.fill(0) if kind is LEVELS else image.fill(QtCore.Qt.GlobalColor.transparent)
    return image


def flat_level(level: int) -> QtGui.QImage:
    """A tile of one level, 0 to 255."""
    image = QtGui.QImage(TILE, TILE, LEVELS.straight)
    image.fill(level)
    return image


FULL = flat_level(255)
"""The one tile that stands wherever a selection is full; compared by `is_full`."""
_FULL_KEY = FULL.cacheKey()


def is_full(tile: QtGui.QImage) -> bool:
    """Whether this is the shared tile of 255."""
    return bool(tile.cacheKey() == _FULL_KEY)


def bytes_of(image: QtGui.QImage, pixel_bytes: int) -> bytes:
    """The rows of an image without the padding that Qt adds to them."""
    row, stride = image.width() * pixel_bytes, image.bytesPerLine()
    pointer = image.constBits()
    if pointer is None or not row:
        return b""
    data: bytes = pointer.asstring(image.sizeInBytes())
    if row == stride:
        return data
    return b"".join(data[at : at + row] for at in range(0, len(data), stride))


def is_clear(image: QtGui.QImage, pixel_bytes: int) -> bool:
    """Whether every byte is 0."""
    pointer = image.constBits()
    if pointer is None or pointer.asstring(64).strip(b"\0"):  # what is not, mostly shows at once
        return pointer is None
    return not bytes_of(image, pixel_bytes).strip(b"\0")


def image_of(data: bytes, box: Box, kind: PixelKind) -> QtGui.QImage:
    """An image that owns these bytes, which are the rows of `box` without gaps."""
    row = box.width * kind.pixel_bytes
    if len(data) != row * box.height:
        raise ValueError(f"{len(data)} bytes are not {box.width} x {box.height} {kind.name} pixels")
    return QtGui.QImage(data, box.width, box.height, row, kind.straight).copy()


@dataclass(frozen=True, eq=False)
class Raster:
    """Pixels of one kind; `origin` is where tile (0, 0) begins. Tiles are never changed."""

    kind: PixelKind
    tiles: Mapping[Place, QtGui.QImage] = field(default_factory=dict)
    origin: tuple[int, int] = (0, 0)

    @classmethod
    def of(cls, kind: PixelKind, image: QtGui.QImage, x: int = 0, y: int = 0) -> Raster:
        """An image at a place, tiled from its own corner."""
        box = Box(0, 0, image.width(), image.height())
        return cls(kind).drawn(image, box).moved(x, y)

    def __bool__(self) -> bool:
        return bool(self.tiles)

    @cached_property
    def box(self) -> Box:
        """What the tiles cover; outside everything is 0."""
        if not self.tiles:
            return Box(0, 0, 0, 0)
        columns, rows = [c for c, _ in self.tiles], [r for _, r in self.tiles]
        return Box.between(
            min(columns) * TILE, min(rows) * TILE, (max(columns) + 1) * TILE, (max(rows) + 1) * TILE
        ).moved(*self.origin)

    def place_box(self, place: Place) -> Box:
        """What one tile covers."""
        return Box(place[0] * TILE, place[1] * TILE, TILE, TILE).moved(*self.origin)

    def places(self, box: Box) -> Iterator[Place]:
        """The tiles, there or not, that touch a box; by rows."""
        if not box:
            return
        inner = box.moved(-self.origin[0], -self.origin[1])
        for row in range(inner.y // TILE, (inner.bottom - 1) // TILE + 1):
            for column in range(inner.x // TILE, (inner.right - 1) // TILE + 1):
                yield column, row

    def within(self, box: Box) -> Iterator[tuple[Box, QtGui.QImage]]:
        """The tiles that are there and touch a box, each with what it covers."""
        for place in self.places(box & self.box):
            tile = self.tiles.get(place)
            if tile is not None:
                yield self.place_box(place), tile

    def image(self, box: Box) -> QtGui.QImage:
        """The pixels of a box, byte for byte."""
        inside = list(self.within(box))
        if len(inside) == 1 and inside[0][0] == box:
            return inside[0][1]
        if len(inside) == 1 and inside[0][0].holds(box):
            whole, tile = inside[0]
            return tile.copy(box.x - whole.x, box.y - whole.y, box.width, box.height)
        image = blank(self.kind, box.width, box.height)
        if inside:
            painter = QtGui.QPainter(image)
            painter.setCompositionMode(QtGui.QPainter.CompositionMode.CompositionMode_Source)
            for whole, tile in inside:
                painter.drawImage(whole.x - box.x, whole.y - box.y, tile)
            painter.end()
        return image

    def bytes(self, box: Box) -> bytes:
        """The pixels of a box as rows without gaps."""
        return bytes_of(self.image(box), self.kind.pixel_bytes)

    def moved(self, dx: int, dy: int) -> Raster:
        """The same pixels elsewhere. Costs nothing."""
        return replace(self, origin=(self.origin[0] + dx, self.origin[1] + dy))

    def with_tiles(self, fresh: Mapping[Place, QtGui.QImage | None]) -> Raster:
        """With these tiles in place of what was there; None takes one away."""
        tiles = {**self.tiles, **fresh}
        kept = {place: tile for place, tile in tiles.items() if tile is not None}
        return replace(self, tiles=kept)

    def drawn(self, image: QtGui.QImage, box: Box) -> Raster:
        """With the pixels of `box` replaced by those of an image of that size and kind."""
        fresh: dict[Place, QtGui.QImage | None] = {}
        for place in self.places(box):
            whole = self.place_box(place)
            part = whole & box
            source = image.copy(part.x - box.x, part.y - box.y, part.width, part.height)
            if part == whole:
                fresh[place] = source
                continue
            old = self.tiles.get(place)
            tile = old.copy() if old is not None else blank(self.kind, TILE, TILE)
            painter = QtGui.QPainter(tile)
            painter.setCompositionMode(QtGui.QPainter.CompositionMode.CompositionMode_Source)
            painter.drawImage(part.x - whole.x, part.y - whole.y, source)
            painter.end()
            fresh[place] = tile
        return self.with_tiles(fresh)

    def clipped(self, box: Box) -> Raster:
        """With everything outside `box` set to 0."""
        fresh: dict[Place, QtGui.QImage | None] = {}
        for place in self.tiles:
            whole = self.place_box(place)
            part = whole & box
            if part == whole:
                continue
            fresh[place] = self.image(part).copy(
                whole.x - part.x, whole.y - part.y, TILE, TILE
            ) if part else None  # fmt: skip
        return self.with_tiles(fresh) if fresh else self

    def fits(self, box: Box) -> bool:
        """Whether all that is not 0 lies inside `box`."""
        for place in self.tiles:
            whole = self.place_box(place)
            inside = whole & box
            if inside == whole:
                continue
            strips = (
                Box.between(whole.x, whole.y, whole.right, inside.y),
                Box.between(whole.x, inside.bottom, whole.right, whole.bottom),
                Box.between(whole.x, inside.y, inside.x, inside.bottom),
                Box.between(inside.right, inside.y, whole.right, inside.bottom),
            )
            for strip in strips if inside else (whole,):
                if strip and self.bytes(strip).strip(b"\0"):
                    return False
        return True

    def changes(self, other: Raster) -> Iterator[Box]:
        """The boxes of tiles in which two rasters may differ."""
        if self.origin != other.origin:
            yield self.box
            yield other.box
            return
        for place in self.tiles.keys() | other.tiles.keys():
            ours, theirs = self.tiles.get(place), other.tiles.get(place)
            if ours is not theirs:
                yield self.place_box(place)

    @property
    def memory(self) -> int:
        """Bytes of the tiles, shared ones included."""
        return len(self.tiles) * TILE * TILE * self.kind.pixel_bytes


class Edit:
    """Painting on a raster: a tile is copied when it is first touched; the raster stays."""

    def __init__(self, raster: Raster) -> None:
        self._raster = raster
        self._own: dict[Place, QtGui.QImage] = {}

    def tiles(self, box: Box) -> Iterator[tuple[Box, QtGui.QImage]]:
        """Tiles that touch a box, to be painted on, each with what it covers."""
        for place in self._raster.places(box):
            if place not in self._own:
                old = self._raster.tiles.get(place)
                fresh = blank(self._raster.kind, TILE, TILE) if old is None else old.copy()
                self._own[place] = fresh
            yield self._raster.place_box(place), self._own[place]

    def raster(self) -> Raster:
        """The raster with what was painted. A value only once nothing more is painted."""
        return self._raster.with_tiles(self._own)
