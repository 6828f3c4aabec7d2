"""Layers as the backend's bundles have them (see its `POST /v1/pictures/open`), in small steps."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from ..errors import DockError
from ..from_disk import DAMAGE
from ..geometry import Box, Size
from ..qt import QtCore, QtGui
from ..words import all_from_backend, say
from . import selection as levels
from .document import Canvas, FileFacts, Layer
from .raster import KINDS, LEVELS, TILE, Edit, PixelKind, Raster, image_of, is_clear

SENT_BYTES = TAKEN_BYTES = 2**20
_MOST_SIDE = 10**6
"""Pixels read out, or put into tiles, at a time."""


@dataclass(frozen=True)
class Opened:
    """A file as it came: the picture, what else the file said, what the artist should know."""

    canvas: Canvas
    facts: FileFacts
    notes: tuple[str, ...]


class Unbundler:
    """Takes a bundle as it arrives, and makes tiles of it band by band."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._work = self._steps()
        self._needed = next(self._work)
        self._opened: Opened | None = None

    def feed(self, data: bytes) -> None:
        """The next bytes. Raises DockError where they are no bundle."""
        self._data += data
        try:
            while self._opened is None and len(self._data) >= self._needed:
                taken = bytes(memoryview(self._data)[: self._needed])
                del self._data[: self._needed]
                self._needed = self._work.send(taken)
        except StopIteration as end:
            self._opened = end.value
        except DAMAGE as error:
            raise DockError(_foreign(), "not_ritocco", repr(error)) from None

    def opened(self) -> Opened:
        """What came. Raises DockError where it was not all."""
        if self._opened is None:
            raise DockError(_foreign(), "not_ritocco", "the bundle ended too early")
        return self._opened

    def _steps(self) -> Any:
        """A generator: yields how many bytes it needs, is sent them, returns what was opened."""
        length = int.from_bytes((yield 8), "little")
        head = json.loads((yield length))
        kind = KINDS[head["depth"]]
        layers = []
        for entry in head["layers"]:
            box = _box(entry["box"])
            raster = yield from _bands(kind, box)
            mask = None
            if entry["mask"]:
                mask = levels.tidied((yield from _bands(LEVELS, box)))
            layers.append(
                Layer(
                    entry["name"],
                    raster,
                    entry["visible"],
                    entry["opacity"],
                    mask,
                    entry["masked"],
                    entry["recipe"],
                )
            )
        selection = None
        if head["selection"]:
            selected = yield from _bands(LEVELS, _box(head["selection"]))
            selection = levels.aligned(selected) or None
        active = layers[head["active"]].number if layers else 0
        size = Size(head["canvas"]["width"], head["canvas"]["height"])
        facts = FileFacts(
            head["model"], head["alpha"], base64.b64decode(head["profile"]), head["metadata"]
        )
        canvas = Canvas(size, kind, tuple(layers), active, selection)
        return Opened(canvas, facts, all_from_backend(head, "notes"))


def _box(told: Any) -> Box:
    """A place on a canvas. Raises ValueError where no canvas is so large."""
    box = Box.from_dict(told)
    if not all(0 <= side <= _MOST_SIDE for side in (box.width, box.height)):
        raise ValueError(told)
    return box


def _foreign() -> str:
    return say("The backend sent something that is no picture. Restart it and try again.")


def _bands(kind: PixelKind, box: Box) -> Any:
    """A generator like `_steps` for the rows of one box; returns their raster.

    A few rows at a time are put into the tiles they belong to, so that no turn of the event
    loop takes long, however wide the picture is.
    """
    raster = Raster(kind, {}, (box.x, box.y))
    for row in box.bands(TILE):
        edit = Edit(raster)
        for band in row.bands(max(1, TAKEN_BYTES // (box.width * kind.pixel_bytes))):
            data = yield band.area * kind.pixel_bytes
            stripe = image_of(data, band, kind)
            for whole, tile in edit.tiles(band):
                painter = QtGui.QPainter(tile)
                painter.setCompositionMode(QtGui.QPainter.CompositionMode.CompositionMode_Source)
                painter.drawImage(band.x - whole.x, band.y - whole.y, stripe)
                painter.end()
        raster = edit.raster()
        clear = [
            place for place in raster.places(row) if is_clear(raster.tiles[place], kind.pixel_bytes)
        ]
        raster = raster.with_tiles(dict.fromkeys(clear))
    return raster


def bundling(canvas: Canvas, facts: FileFacts) -> Generator[None, None, QtCore.QByteArray]:
    """A picture as a bundle, made in steps of a few milliseconds.

    Layers are values, so what the artist does meanwhile does not show in it.
    """
    pieces = list(_pieces(canvas, facts))
    bundle = QtCore.QByteArray()
    bundle.reserve(sum(length for length, _ in pieces))
    for _, make in pieces:
        bundle.append(make())
        yield
    return bundle


def kept_pieces(canvas: Canvas, facts: FileFacts) -> Iterator[bytes]:
    """A picture as a bundle that `Unbundler` takes back, a megabyte or less at a time."""
    for _, make in _pieces(canvas, facts, {"alpha": facts.alpha, "notes": []}):
        yield make()


_Piece = tuple[int, Callable[[], bytes]]


def _pieces(
    canvas: Canvas, facts: FileFacts, more: Mapping[str, Any] | None = None
) -> Iterator[_Piece]:
    """The pieces of a bundle: length, and what makes the bytes; `more` goes into its head."""
    boxes = [_sent_box(layer.raster, canvas.box) for layer in canvas.layers]
    selected = levels.bounds(canvas.selection) if canvas.selection else None
    head = json.dumps({**_head(canvas, facts, boxes, selected), **(more or {})}).encode()
    start = len(head).to_bytes(8, "little") + head
    yield len(start), lambda: start
    for layer, box in zip(canvas.layers, boxes):  # noqa: B905  Python 3.10 has it; lengths agree
        yield from _rows(layer.raster, box)
        if layer.mask is not None:
            yield from _rows(layer.mask, box)
    if canvas.selection and selected:
        yield from _rows(canvas.selection, selected)


def _rows(raster: Raster, box: Box) -> Iterator[_Piece]:
    for band in box.bands(max(1, SENT_BYTES // (box.width * raster.kind.pixel_bytes))):
        yield band.area * raster.kind.pixel_bytes, partial(raster.bytes, band)


def _head(
    canvas: Canvas, facts: FileFacts, boxes: list[Box], selected: Box | None
) -> dict[str, Any]:
    return {
        "canvas": canvas.size.to_dict(),
        "model": facts.model,
        "depth": canvas.kind.name,
        "alpha": facts.alpha,
        "profile": base64.b64encode(facts.profile).decode(),
        "metadata": facts.metadata,
        "layers": [
            {
                "name": layer.name[:1000],
                "box": box.to_dict(),
                "visible": layer.visible,
                "opacity": layer.opacity,
                "mask": layer.mask is not None,
                "masked": layer.masked,
                "recipe": layer.recipe,
            }
            for layer, box in zip(canvas.layers, boxes)  # noqa: B905
        ],
        "active": canvas.index,
        "selection": selected.to_dict() if selected else None,
    }


def _sent_box(raster: Raster, canvas: Box) -> Box:
    """The part of a layer to send: what is on the canvas, and more only if there is something."""
    box = raster.box
    if not box:
        return Box(0, 0, 1, 1)
    if not raster.fits(canvas):
        return box
    return box & canvas or Box(0, 0, 1, 1)
