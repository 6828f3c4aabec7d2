"""Selecting by pointing: a patch of one colour, or an object whatever its colours."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from math import hypot

from ..editor import SRGB8
from ..errors import DockError
from ..geometry import Box, Sides, Size
from ..net.call import Call
from ..qt import Qt, QtCore, QtGui
from ..words import mark, say
from .aid import Sought
from .document import Canvas
from .raster import LEVELS, Raster, bytes_of, image_of
from .select_tools import Selecting
from .timing import Patience
from .tools import CTRL, Bench, Pointer
from .wand import touching

_MOST = 6 * 2**20
"""Pixels in which an object is looked for; of more there is a smaller copy."""
_LEAST_AROUND = 160
_WIDTH = 0.6
"""Of the reach of the pointer: how wide a stroke across an object is."""
_CLOSED = 0.25
"""A way that ends so near its beginning, of its size, goes around something."""
_ROUND = 0.2
"""The least area of such a way, of that of its bounds."""
_BGRA = QtGui.QImage.Format.Format_ARGB32


class WandTool(Selecting):
    """A click selects what is of one colour around it."""

    name, label, key = "wand", mark("Magic wand"), "U"
    hint = mark(
        "Click a colour: all that hangs together with it is selected. Shift adds, Alt takes away."
    )
    uses = ("combine", "tolerance", "soften")

    def press(self, pointer: Pointer) -> None:
        """Begin to look."""
        bench = self.bench
        canvas, now = bench.document.canvas, bench.choices.now
        at = int(pointer.at.x() // 1), int(pointer.at.y() // 1)
        work = touching(lambda box: bench.seen(canvas, box, 1), canvas.box, at, now.tolerance)
        self.begin_with(pointer.keys)
        self.make(work)

    def cursor(self, pointer: Pointer) -> Qt.CursorShape | None:
        """A clock while it looks."""
        return Qt.CursorShape.BusyCursor if self.busy else None


@dataclass(frozen=True)
class _Way:
    """What the hand drew, and where an object is looked for then."""

    points: tuple[tuple[float, float], ...]
    around: bool
    box: Box
    reduction: int

    def hint(self, width: float) -> dict[str, object]:
        """For the backend, in pixels of what it gets."""
        less, box = self.reduction, self.box
        points = [[(x - box.x) / less, (y - box.y) / less] for x, y in self.points]
        return {"around": points} if self.around else {"stroke": points, "width": width / less}


class ObjectTool(Selecting):
    """A stroke across an object, or around it, selects the object."""

    name, label, key = "object", mark("Select an object"), "O"
    hint = mark(
        "Draw across an object and its colours, or around it; Ctrl drags a box. Shift adds, Alt "
        "takes away."
    )
    uses = ("combine", "soften")

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self._points: list[QtCore.QPointF] = []
        self._width = 8.0
        self._reading: Patience[list[bytes]] | None = None
        self._call: Call | None = None

    @property
    def pending(self) -> bool:
        """Whether it is looking for an object."""
        return self._reading is not None or self._call is not None

    @property
    def doing(self) -> str:
        """It may take seconds."""
        return say("Looking for the object… Esc stops it.") if self.pending else ""

    def press(self, pointer: Pointer) -> None:
        """Begin a stroke; what was looked for is not any more."""
        self.cancel()
        self.begin_with(pointer.keys)
        self._points, self._width = [pointer.at], max(1.0, pointer.reach * 2 * _WIDTH)

    def move(self, pointer: Pointer) -> None:
        """Go on; with Ctrl, a box from where it began."""
        if pointer.keys & CTRL:
            box = QtGui.QPolygonF(QtCore.QRectF(self._points[0], pointer.at))
            self._points = [box.at(corner) for corner in range(box.count())]
        else:
            self._points.append(pointer.at)

    def release(self, pointer: Pointer) -> None:
        """Look for it."""
        self.move(pointer)
        aid, document = self.bench.aid, self.bench.document
        canvas = document.canvas
        way = way_of(self._points, canvas.size)
        if aid is None or not way.box:
            self._points = []
            return

        def send(pixels: list[bytes]) -> None:
            self._reading = None
            size = Size(way.box.width // way.reduction, way.box.height // way.reduction)
            sought = Sought(pixels, size, way.hint(self._width))
            self._call = aid.find(sought, document, found, failed)

        def found(levels: bytes) -> None:
            self.cancel()
            if document.canvas.anchor != canvas.anchor:
                return
            if not levels.strip(b"\0"):
                self.bench.message(
                    say("No object was found there. Draw across more of it, or around it.")
                )
            else:
                self.make(_raster(levels, way))
            document.show(None)

        def failed(error: DockError) -> None:
            self.cancel()
            document.show(None)
            self.bench.message(error.message)

        self._reading = Patience(self._read(canvas, way), send, document)

    def cancel(self) -> None:
        """Not any more."""
        self._points = []
        if self._reading is not None:
            self._reading.stop()
        if self._call is not None:
            self._call.cancel()
        self._reading = self._call = None

    def commit(self) -> None:
        """It comes by itself."""

    def cursor(self, pointer: Pointer) -> Qt.CursorShape | None:
        """A clock while it looks."""
        return Qt.CursorShape.BusyCursor if self.pending or self.busy else None

    def outline(self) -> QtGui.QPainterPath | None:
        """The stroke."""
        if not self._points:
            return None
        path = QtGui.QPainterPath(self._points[0])
        for point in self._points[1:]:
            path.lineTo(point)
        return path

    def _read(self, canvas: Canvas, way: _Way) -> Generator[None, None, list[bytes]]:
        """The pixels of the part, in bands."""
        pieces = []
        for band in way.box.bands(64 * way.reduction):
            image = self.bench.seen(canvas, band, way.reduction).convertToFormat(_BGRA)
            pieces.append(bytes_of(image, SRGB8.pixel_bytes))
            yield
        return pieces


def way_of(points: list[QtCore.QPointF], size: Size) -> _Way:
    """What a drawn way means, on a canvas of this size."""
    polygon = QtGui.QPolygonF(points)
    bounds, canvas = polygon.boundingRect(), Box.of(size)
    around = _goes_around(points)
    longest = max(bounds.width(), bounds.height())
    margin = round(max(longest * (0.2 if around else 0.9), 0 if around else _LEAST_AROUND))
    outer = bounds.toAlignedRect()
    box = Box(outer.x(), outer.y(), outer.width() + 1, outer.height() + 1)
    if not box & canvas:
        return _Way((), around, Box(0, 0, 0, 0), 1)
    box = box.grown(Sides(margin, margin, margin, margin)) & canvas
    less = 1
    while box.area > _MOST * less * less:
        less *= 2
    box = Box(box.x, box.y, -(-box.width // less) * less, -(-box.height // less) * less)
    return _Way(tuple((point.x(), point.y()) for point in points), around, box, less)


def _goes_around(points: list[QtCore.QPointF]) -> bool:
    """Whether a way comes back to where it began, with something in it."""
    bounds = QtGui.QPolygonF(points).boundingRect()
    gap = points[-1] - points[0]
    longest = max(bounds.width(), bounds.height())
    if longest < 8 or hypot(gap.x(), gap.y()) > _CLOSED * longest:
        return False
    twice = sum(
        one.x() * other.y() - other.x() * one.y()
        for one, other in zip(points, [*points[1:], points[0]])  # noqa: B905  one for each
    )
    return abs(twice) / 2 > _ROUND * bounds.width() * bounds.height()


def _raster(levels: bytes, way: _Way) -> Generator[None, None, Raster]:
    """Levels as a selection on the canvas; enlarged smoothly where they are of a smaller copy."""
    box, less = way.box, way.reduction
    small = image_of(levels, Box(0, 0, box.width // less, box.height // less), LEVELS)
    raster = Raster(LEVELS)
    for band in box.bands(64 * less):
        part = small.copy(0, (band.y - box.y) // less, small.width(), band.height // less)
        if less > 1:
            part = part.scaled(
                band.width,
                band.height,
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            ).convertToFormat(LEVELS.straight)
        raster = raster.drawn(part, band)
        yield
    return raster
