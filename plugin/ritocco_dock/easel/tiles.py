"""What the screen shows of a picture, as 8-bit tiles at halved sizes, made a few at a time.

Level 0 is the picture; each level has half the pixels of the one below, each way. A tile is
first drawn coarsely, which costs the same at every level, and later once more from the four
tiles below it, each pixel the mean of four. All of it happens in slices of a few milliseconds
between events, so that neither the size of a picture nor its depth is felt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from time import perf_counter

from ..geometry import Box
from ..qt import QObject, QtCore, QtGui, Signal
from .colours import Screen
from .compose import SCREEN, screen
from .document import Document, differences
from .raster import TILE
from .timing import SLICE, timer

KEPT = 1600
"""Tiles in memory (400 MB); those not looked at go first."""

STILL_MS = 150
"""Milliseconds that a picture stays as it is before its tiles are made fine: not under a brush."""

Key = tuple[int, int, int]
"""Level, column, row."""


@dataclass
class _Tile:
    """A tile's picture; `fine` once made from those below; `stale` where it must be redrawn."""

    image: QtGui.QImage
    fine: bool
    stale: Box | None = None


class Tiles(QObject):
    """The tiles of one document, brought up to date as they are looked at."""

    updated = Signal(object)
    """The tiles in this box of the canvas were redrawn."""

    def __init__(self, document: Document, colours: Screen, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._colours = document, colours
        self._tiles: dict[Key, _Tile] = {}
        self._wanted: list[Key] = []
        self._timer = timer(self, 0, self._work)
        self._still = timer(self, STILL_MS, self._timer.start, once=True)
        document.changed.connect(self._changed)

    def box(self, key: Key) -> Box:
        """What a tile shows of the canvas."""
        side = TILE << key[0]
        return Box(key[1] * side, key[2] * side, side, side)

    @property
    def levels(self) -> int:
        """Number of levels; one tile of the last holds the whole canvas."""
        longest = max(self._document.shown.size.width, self._document.shown.size.height, 1)
        return max(0, (longest - 1) // TILE).bit_length() + 1

    def level_for(self, zoom: float) -> int:
        """The level to show where one pixel of the canvas takes `zoom` pixels of the screen."""
        level = 0
        while level + 1 < self.levels and zoom * (2 << level) <= 1.001:
            level += 1
        return level

    def show(self, level: int, box: Box) -> Iterator[tuple[QtCore.QRectF, QtGui.QImage, Box]]:
        """(part of the tile, tile, part of the canvas) for `box`; what is missing is on its way.

        For a tile that is not there yet the part of a coarser one is given.
        """
        box = box & self._document.shown.box
        self._wanted = list(self._keys(level, box))
        late = False
        for key in self._wanted:
            tile = self._tiles.get(key)
            if tile is not None:
                self._tiles[key] = self._tiles.pop(key)  # the last to be forgotten
                late = late or not tile.fine or tile.stale is not None
                yield QtCore.QRectF(0, 0, TILE, TILE), tile.image, self.box(key)
                continue
            late = True
            coarser = self._coarser(key)
            if coarser is not None:
                yield coarser
        if late and not self._timer.isActive():
            self._timer.start()

    def finish(self) -> None:
        """Do all the work that is left for what is looked at; for tests and pictures."""
        self._still.stop()
        while self._step() is not None:
            pass

    @property
    def busy(self) -> bool:
        """Whether tiles that are looked at are still coarse or stale."""
        return self._timer.isActive() or self._still.isActive()

    def _keys(self, level: int, box: Box) -> Iterator[Key]:
        if not box:
            return
        side = TILE << level
        for row in range(box.y // side, (box.bottom - 1) // side + 1):
            for column in range(box.x // side, (box.right - 1) // side + 1):
                yield level, column, row

    def _coarser(self, key: Key) -> tuple[QtCore.QRectF, QtGui.QImage, Box] | None:
        level, column, row = key
        for up in range(1, self.levels - level):
            over = (level + up, column >> up, row >> up)
            tile = self._tiles.get(over)
            if tile is None and level + up == self.levels - 1:
                tile = self._draft(over)
            if tile is not None:
                side = TILE / (1 << up)
                x, y = (column % (1 << up)) * side, (row % (1 << up)) * side
                return QtCore.QRectF(x, y, side, side), tile.image, self.box(key)
        return None

    def _changed(self, before: object) -> None:
        shown = self._document.shown
        if getattr(before, "size", None) != shown.size:
            self._tiles.clear()
            self.updated.emit(shown.box)
            return
        parts = [box & shown.box for box in differences(before, shown)]  # type: ignore[arg-type]
        self.renew([part for part in parts if part])

    def renew(self, boxes: Sequence[Box]) -> None:
        """The picture changed in these."""
        if not boxes:
            return
        for level in range(self.levels):
            touched: dict[Key, Box] = {}
            for box in boxes:
                for key in self._keys(level, box):
                    touched[key] = touched[key] | box if key in touched else box
            for key, box in touched.items():
                tile = self._tiles.get(key)
                if tile is not None:
                    part = box & self.box(key)
                    tile.stale = part if tile.stale is None else tile.stale | part
                    tile.fine = tile.fine and level == 0
        self.updated.emit(reduce(or_, boxes))
        self._timer.start()
        self._still.start()

    def _work(self) -> None:
        until = perf_counter() + SLICE
        fresh = Box(0, 0, 0, 0)
        while perf_counter() < until:
            done = self._step()
            if done is None:
                self._timer.stop()
                break
            fresh |= done
        if fresh:
            self.updated.emit(fresh)
        self._forget()

    def _step(self) -> Box | None:
        """One tile's work; the part of the canvas that looks different now. None: all is done."""
        for key in self._wanted:
            tile = self._tiles.get(key)
            if tile is None:
                self._draft(key)
                return self.box(key)
            if tile.stale is not None:
                part = tile.stale
                self._redraw(key, tile)
                return part
        if self._still.isActive():
            return None
        for key in self._wanted:
            if not self._tiles[key].fine:
                self._refine(key)
                return self.box(key) if self._tiles[key].fine else Box(0, 0, 0, 0)
        return None

    def _draft(self, key: Key) -> _Tile:
        tile = _Tile(self._render(self.box(key), 1 << key[0]), key[0] == 0)
        self._tiles[key] = tile
        return tile

    def _render(self, box: Box, reduction: int) -> QtGui.QImage:
        colours = self._colours
        return screen(self._document.shown, box, reduction, colours.transform, colours.grey)

    def _redraw(self, key: Key, tile: _Tile) -> None:
        assert tile.stale is not None
        reduction, whole = 1 << key[0], self.box(key)
        left = (tile.stale.x - whole.x) // reduction
        top = (tile.stale.y - whole.y) // reduction
        right = -(-(tile.stale.right - whole.x) // reduction)
        bottom = -(-(tile.stale.bottom - whole.y) // reduction)
        part = Box.between(left, top, right, bottom)
        area = Box(
            whole.x + left * reduction,
            whole.y + top * reduction,
            part.width * reduction,
            part.height * reduction,
        )
        painter = QtGui.QPainter(tile.image)
        painter.setCompositionMode(QtGui.QPainter.CompositionMode.CompositionMode_Source)
        painter.drawImage(left, top, self._render(area, reduction))
        painter.end()
        tile.stale = None

    def _refine(self, key: Key) -> None:
        """Make a tile from the four below it, or one of those first."""
        level, column, row = key
        if level == 0:
            self._bring(key)
            return
        below = [
            (level - 1, 2 * column + dc, 2 * row + dr)
            for dr in (0, 1)
            for dc in (0, 1)
            if self.box((level - 1, 2 * column + dc, 2 * row + dr)) & self._document.shown.box
        ]
        for child in below:
            tile = self._tiles.get(child)
            if tile is None or tile.stale is not None or not tile.fine:
                self._refine(child) if child[0] else self._bring(child)
                return
        image = QtGui.QImage(TILE, TILE, SCREEN)
        image.fill(QtCore.Qt.GlobalColor.transparent)
        painter = QtGui.QPainter(image)
        painter.setCompositionMode(QtGui.QPainter.CompositionMode.CompositionMode_Source)
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform)
        half = TILE // 2
        for child in below:
            place = QtCore.QRect((child[1] % 2) * half, (child[2] % 2) * half, half, half)
            painter.drawImage(place, self._tiles[child].image)
        painter.end()
        self._tiles[key] = _Tile(image, True)

    def _bring(self, key: Key) -> None:
        """A tile of level 0, new or brought up to date."""
        tile = self._tiles.get(key)
        if tile is None:
            self._draft(key)
        elif tile.stale is not None:
            self._redraw(key, tile)
        self._tiles[key].fine = True

    def _forget(self) -> None:
        looked_at = set(self._wanted)
        for key in list(self._tiles)[: max(0, len(self._tiles) - KEPT)]:
            if key not in looked_at:
                del self._tiles[key]
