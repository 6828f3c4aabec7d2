"""A result from the backend's disk into a layer: fetched and written in bands, then committed."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import perf_counter

from ..editor import Builder, LayerSpec
from ..errors import DockError
from ..geometry import Box
from ..net.client import Answer, Call, Client
from ..pending import arrived
from ..qt import QObject, Signal
from ..slices import Slices, Steps, StepSize
from ..words import say

BAND_BYTES = 2**20
"""About so many bytes are asked of the network at a time."""


class Paste(QObject):
    """One layer on its way in. One of `done` and `failed` comes, unless it was cancelled.

    screen  fetch it as 8-bit sRGB, whatever the result's own layout is; the spec says so, too
    allow   asked right before the document is touched; the DockError it raises stops that
    """

    done = Signal()
    failed = Signal(object)
    """A `DockError`; the document is as it was."""

    def __init__(
        self,
        client: Client,
        result: str,
        spec: LayerSpec,
        builder: Builder,
        screen: bool,
        allow: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._screen, self._allow = screen, allow
        self._client, self._result, self._spec, self._builder = client, result, spec, builder
        self._bands: deque[tuple[Box, bytes]] = deque()
        self._step_size = StepSize()
        self._call: Call | None = None
        self._slices: Slices | None = None
        self._fetched = self._masks = self._over = False
        self._next_y = 0
        self._fetch()

    def cancel(self) -> bool:
        """Leave it; the document is as it was. False: it is being changed, and tells of it."""
        if self._over:
            return False
        self._over = True
        for running in (self._call, self._slices):
            if running is not None:
                running.cancel()
        self._bands.clear()
        self._builder.discard()
        self.deleteLater()
        return True

    def _fetch(self) -> None:
        """Ask for the pixels, or for the mask after them."""
        box, layout = self._spec.box, self._spec.colour.layout
        width = box.width * (1 if self._masks else layout.pixel_bytes)
        rows = max(1, min(box.height, BAND_BYTES // max(1, width)))
        self._next_y, self._fetched = box.y, False
        path = f"/v1/jobs/{self._result}/{'mask' if self._masks else 'layer'}"
        query = {"format": "screen" if self._screen else "raw", "opaque": self._spec.masked}
        asked = None if self._masks else query
        self._call = self._client.get(path, asked, part_bytes=rows * width).ends_with(self)
        self._call.part.connect(lambda part, width=width: self._part(part, width))
        self._call.done.connect(self._arrived)
        self._call.failed.connect(self._fail)

    def _part(self, part: bytes, width: int) -> None:
        box = self._spec.box
        rows = len(part) // width
        if len(part) % width or self._next_y + rows > box.bottom:
            self._fail(_torn())
            return
        self._bands.append((Box(box.x, self._next_y, box.width, rows), part))
        self._next_y += rows
        self._write()

    def _arrived(self, answer: Answer) -> None:
        self._call = None
        if self._next_y != self._spec.box.bottom:
            self._fail(_torn())
            return
        self._fetched = True
        self._write()

    def _write(self) -> None:
        """Begin to write what has come, unless that is going on."""
        if self._slices is None and not self._over:
            self._run(self._bands_in(), self._written, self._fail)

    def _run(
        self, steps: Steps, then: Callable[[], None], fail: Callable[[DockError], None]
    ) -> None:
        self._slices = Slices(steps, self)
        self._slices.done.connect(then)
        self._slices.failed.connect(fail)

    def _bands_in(self) -> Steps:
        """What has come goes into the builder."""
        write = self._builder.write_mask if self._masks else self._builder.write
        bytes_of = 1 if self._masks else self._spec.colour.layout.pixel_bytes
        while self._bands:
            box, data = self._bands.popleft()
            y = box.y
            while y < box.bottom:
                rest = Box(box.x, y, box.width, box.bottom - y)
                band = next(rest.bands(self._step_size.rows(box.width)))
                first = (band.y - box.y) * box.width * bytes_of
                begun = perf_counter()
                written = write(band, data[first : first + band.area * bytes_of])
                self._step_size.took(perf_counter() - begun)
                yield from arrived(written)
                y = band.bottom
                yield None

    def _written(self) -> None:
        self._slices = None
        if self._bands:
            self._write()
        elif self._fetched and self._spec.masked and not self._masks:
            self._masks = True
            self._fetch()
        elif self._fetched:
            self._run(self._layer_in(), self._committed, self._refused)

    def _layer_in(self) -> Steps:
        """The document is changed, right after the last look at it."""
        self._over = True
        self._allow()
        yield from arrived(self._builder.commit())

    def _committed(self) -> None:
        self.done.emit()
        self.deleteLater()

    def _refused(self, error: DockError) -> None:
        self._builder.discard()
        self.failed.emit(error)
        self.deleteLater()

    def _fail(self, error: DockError) -> None:
        if not self._over:
            self.cancel()
            self.failed.emit(error)


def _torn() -> DockError:
    message = say("The result did not arrive whole. The document was not changed; try again.")
    return DockError(message, "torn")
