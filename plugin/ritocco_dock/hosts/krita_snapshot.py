"""A moment of a Krita document: a copy of the part that is wanted, or a copy on write of it all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..editor import DocumentState, Snapshot, Source
from ..errors import HostError
from ..geometry import Box
from ..words import say

AT_ONCE = 1 << 20
"""Pixels that are copied at once (2 to 20 ms); more are read from a clone of the document.

A clone costs 10 ms for an 8k picture of one layer, but grows with the number of layers.
"""
Reader = Callable[[Box], bytes]


def reader(document: Any, source: Source, state: DocumentState, layer: Any) -> Reader:
    """Reads boxes of a Krita document as `state.colour` says.

    `layer` is the node to read where the source is one. Raises HostError for a layer whose
    colour space is not the document's.
    """
    if source is Source.PICTURE:
        if state.colour.converted:
            return lambda box: image_bytes(document.projection(*_corners(box)))
        return lambda box: bytes(document.pixelData(*_corners(box)))
    if layer is None:
        raise HostError(say("No layer is active; click one in the Layers dock."))
    spaces = {
        (owner.colorModel(), owner.colorDepth(), owner.colorProfile())
        for owner in (layer, document)
    }
    if state.colour.converted or len(spaces) > 1:
        raise HostError(
            say(
                "The layer “{name}” is in another colour space than can be sent by itself. "
                "Work on the whole picture, or convert the layer in Krita's Layer menu.",
                name=layer.name(),
            )
        )
    return lambda box: bytes(layer.projectionPixelData(*_corners(box)))


def path_to(node: Any) -> list[int]:
    """Where a node is in its document: index among its siblings, from the root down."""
    path: list[int] = []
    while (parent := node.parentNode()) is not None:
        path.insert(0, parent.childNodes().index(node))
        node = parent
    return path


def node_at(document: Any, path: list[int]) -> Any:
    """The way back of `path_to`, in another copy of the document."""
    node = document.rootNode()
    for index in path:
        node = node.childNodes()[index]
    return node


def image_bytes(image: Any) -> bytes:
    """The pixels of an 8-bit QImage with alpha, as B, G, R, A."""
    return bytes(image.constBits().asstring(image.width() * image.height() * 4))


class Copied(Snapshot):
    """One box, copied at once."""

    def __init__(self, state: DocumentState, box: Box, read: Reader, selection: Any) -> None:
        self.state = state
        self._box = box
        self._pixels = read(box)
        self._mask = _mask(selection, box)

    def pixels(self, box: Box) -> bytes:
        """As `Snapshot.pixels`. Raises HostError outside the part that was announced."""
        return self._part(self._pixels, box, self.state.colour.layout.pixel_bytes)

    def mask(self, box: Box) -> bytes:
        """As `Snapshot.mask`."""
        return self._part(self._mask, box, 1)

    def close(self) -> None:
        """As `Snapshot.close`."""
        self._pixels = self._mask = b""

    def _part(self, held: bytes, box: Box, pixel: int) -> bytes:
        mine = self._box
        if not held or not mine.holds(box):
            raise HostError(say("This part of the picture was not kept. Please try again."))
        stride, first = mine.width * pixel, (box.x - mine.x) * pixel
        rows = range(box.y - mine.y, box.bottom - mine.y)
        if box.width == mine.width:
            return held[rows.start * stride : rows.stop * stride]
        return b"".join(
            held[row * stride + first : row * stride + first + box.width * pixel] for row in rows
        )


class Cloned(Snapshot):
    """The whole document, copied on write; read when needed."""

    def __init__(self, state: DocumentState, clone: Any, read: Reader, selection: Any) -> None:
        self.state = state
        self._clone, self._read, self._selection = clone, read, selection

    def pixels(self, box: Box) -> bytes:
        """As `Snapshot.pixels`."""
        if self._clone is None:
            raise HostError(say("This part of the picture was not kept. Please try again."))
        return self._read(box)

    def mask(self, box: Box) -> bytes:
        """As `Snapshot.mask`."""
        return _mask(self._selection, box)

    def close(self) -> None:
        """As `Snapshot.close`."""
        if self._clone is not None:
            self._clone.close()
        self._clone = self._selection = None


def _mask(selection: Any, box: Box) -> bytes:
    return bytes(selection.pixelData(*_corners(box))) if selection else bytes(box.area)


def _corners(box: Box) -> tuple[int, int, int, int]:
    return box.x, box.y, box.width, box.height
