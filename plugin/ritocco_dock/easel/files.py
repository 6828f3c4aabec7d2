"""Opening and saving through the backend, and putting what it wrote in its place on the disk.

Nothing is decoded or encoded here, and nothing waits: a file goes to the backend as it is, and
comes back as pixels in its own depth; or the other way round.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from pathlib import Path

from ..backend.backend import Backend, Standing
from ..errors import DockError
from ..from_disk import opened
from ..net.client import Answer, Call
from ..qt import QObject, QtCore, Signal
from ..words import say
from .bundle import Unbundler, bundling
from .document import Canvas, FileFacts
from .timing import Patience
from .whole_file import WholeFile

PART_BYTES = 4 * 2**20
READ_BYTES = 2**20
SILENCE_MS = 900_000
"""Milliseconds that packing or unpacking the largest picture may take."""
READS = (
    *("png", "jpg", "jpeg", "webp", "tif", "tiff", "ora"),
    *("gif", "bmp", "avif", "jxl", "psd", "psb"),
)
LAYERED = ".ora"
WRITES = (".ora", ".png", ".tiff", ".tif", ".webp", ".jpg", ".jpeg")
EIGHT_BITS = (".webp", ".jpg", ".jpeg")


class Opening(QObject):
    """A file on its way in. Exactly one of `done` and `failed` comes, unless it was cancelled."""

    done = Signal(object)
    """What came: `bundle.Opened`."""
    failed = Signal(object)
    """A `DockError`."""

    def __init__(self, backend: Backend, path: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._call: Call | None = None
        self._taken = Unbundler()
        when_ready(backend, self, lambda: self._begin(backend), self.failed.emit)

    def cancel(self) -> None:
        """Give it up."""
        if self._call is not None:
            self._call.cancel()
        self.deleteLater()

    def _begin(self, backend: Backend) -> None:
        work = _reading(self._path)
        self._reading = Patience(work, lambda content: self._send(backend, content), self)

    def _send(self, backend: Backend, content: QtCore.QByteArray | DockError) -> None:
        if isinstance(content, DockError):
            self.failed.emit(content)
            return
        call = backend.client.exchange(
            "/v1/pictures/open",
            {"name": Path(self._path).name},
            content,
            part_bytes=PART_BYTES,
            silence_ms=SILENCE_MS,
        )
        self._call = call.ends_with(self)
        call.part.connect(self._take)
        call.done.connect(self._finish)
        call.failed.connect(self.failed.emit)

    def _take(self, data: bytes) -> None:
        try:
            self._taken.feed(data)
        except DockError as error:
            assert self._call is not None
            self._call.cancel()
            self.failed.emit(error)

    def _finish(self, answer: Answer) -> None:
        try:
            opened = self._taken.opened()
        except DockError as error:
            self.failed.emit(error)
            return
        self.done.emit(opened)


class Saving(QObject):
    """A picture on its way to a file. Exactly one of `done` and `failed` comes."""

    done = Signal()
    failed = Signal(object)
    """A `DockError`."""

    def __init__(
        self,
        backend: Backend,
        canvas: Canvas,
        facts: FileFacts,
        path: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._canvas, self._facts, self._path = canvas, facts, Path(path)
        self._file = WholeFile(self._path, self)
        self._file.done.connect(self.done)
        self._file.failed.connect(self._unwritten)
        self._packing: Patience[QtCore.QByteArray] | None = None
        self._call: Call | None = None
        when_ready(backend, self, lambda: self._begin(backend), self.failed.emit)

    def _begin(self, backend: Backend) -> None:
        try:
            self._file.open()
        except DockError as error:
            self.failed.emit(error)
            return
        work = bundling(self._canvas, self._facts)
        self._packing = Patience(work, lambda bundle: self._send(backend, bundle), self)

    def _send(self, backend: Backend, bundle: QtCore.QByteArray) -> None:
        call = backend.client.exchange(
            "/v1/pictures/save",
            {"suffix": self._path.suffix.lower()[1:]},
            bundle,
            part_bytes=PART_BYTES,
            silence_ms=SILENCE_MS,
        )
        self._call = call.ends_with(self)
        call.part.connect(self._file.write)
        call.done.connect(self._file.finish)
        call.failed.connect(self._refused)

    def _refused(self, error: DockError) -> None:
        self._file.cancel()
        self.failed.emit(error)

    def _unwritten(self, error: DockError) -> None:
        if self._packing is not None:
            self._packing.stop()
        if self._call is not None:
            self._call.cancel()
        self.failed.emit(error)


def _reading(path: str) -> Generator[None, None, QtCore.QByteArray | DockError]:
    """A file's bytes, read in steps; or why not."""
    data = QtCore.QByteArray()
    try:
        with opened(Path(path)) as file:
            data.reserve(os.fstat(file.fileno()).st_size)
            while piece := file.read(READ_BYTES):
                data.append(piece)
                yield
    except OSError as error:
        text = say("{name} cannot be opened. Check that it is there and may be read.")
        return DockError(text.format(name=Path(path).name), "bad_picture", repr(error))
    return data


def when_ready(
    backend: Backend, owner: QObject, then: Callable[[], None], failed: Callable[[DockError], None]
) -> None:
    """Call `then()` once the backend can be talked to, now or later, or `failed(error)`.

    A backend that is not running is started. Neither is called before this turn of the event
    loop has ended, so that whoever asked can connect first.
    """
    _Waiting(backend, owner, then, failed)


class _Waiting(QObject):
    def __init__(
        self,
        backend: Backend,
        owner: QObject,
        then: Callable[[], None],
        failed: Callable[[DockError], None],
    ) -> None:
        super().__init__(owner)
        self._backend, self._then, self._failed = backend, then, failed
        self._over = False
        backend.changed.connect(self._look)
        QtCore.QTimer.singleShot(0, self._begin)

    def _begin(self) -> None:
        self._backend.start()
        self._look()

    def _look(self) -> None:
        standing = self._backend.standing
        if self._over or standing in (Standing.STARTING, Standing.OFF):
            return
        if standing is Standing.LOST and not self._backend.problem:
            return
        self._over = True
        self._backend.changed.disconnect(self._look)
        if standing is Standing.READY:
            self._then()
        else:
            self._failed(DockError(self._backend.problem, "unreachable"))
        self.deleteLater()
