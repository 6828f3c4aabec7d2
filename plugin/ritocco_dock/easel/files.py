"""Opening and saving through the backend, and putting what it wrote in its place on the disk.

Nothing is decoded or encoded here, and nothing waits: a file goes to the backend as it is, and
comes back as pixels in its own depth; or the other way round.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Generator
from pathlib import Path
from threading import Thread
from typing import BinaryIO

from ..backend import Backend, Standing
from ..client import Answer, Call
from ..errors import DockError
from ..qt import QObject, QtCore, Signal
from ..words import say
from .bundle import Unbundler, bundling
from .document import Canvas, FileFacts
from .timing import Patience

PART_BYTES = 4 * 2**20
READ_BYTES = 2**20
SILENCE_MS = 900_000
"""Milliseconds that packing or unpacking the largest picture may take."""
READS = ("png", "jpg", "jpeg", "webp", "tif", "tiff", "ora")
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
        self._reading = Patience(_reading(self._path), lambda found: self._send(backend, found))

    def _send(self, backend: Backend, found: QtCore.QByteArray | DockError) -> None:
        if isinstance(found, DockError):
            self.failed.emit(found)
            return
        call = backend.client.exchange(
            "/v1/pictures/open",
            {"name": Path(self._path).name},
            found,
            part_bytes=PART_BYTES,
            silence_ms=SILENCE_MS,
        )
        self._call = call
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
    """A picture on its way to a file. Exactly one of `done` and `failed` comes.

    The file is replaced whole, once all of it is on the disk; until then the old one stays.
    """

    done = Signal()
    failed = Signal(object)
    """A `DockError`."""
    _settled = Signal(object)

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
        self._part = self._path.with_name(f".{self._path.name}.{secrets.token_hex(4)}.part")
        self._file: BinaryIO | None = None
        self._packing: Patience[QtCore.QByteArray] | None = None
        self._call: Call | None = None
        self._thread: Thread | None = None
        self._settled.connect(self._end)
        when_ready(backend, self, lambda: self._begin(backend), self.failed.emit)

    def cancel(self) -> None:
        """Give it up: no signal comes any more. What has reached its place stays there."""
        self.blockSignals(True)
        if self._packing is not None:
            self._packing.stop()
        if self._call is not None:
            self._call.cancel()
        if self._thread is not None:
            self._thread.join()
        if self._file is not None:
            self._file.close()
        self._part.unlink(missing_ok=True)

    def _begin(self, backend: Backend) -> None:
        if self.signalsBlocked():
            return
        try:
            self._file = self._part.open("xb")
        except OSError as error:
            self.failed.emit(_unwritable(self._path, error))
            return
        work = bundling(self._canvas, self._facts)
        self._packing = Patience(work, lambda bundle: self._send(backend, bundle))

    def _send(self, backend: Backend, bundle: QtCore.QByteArray) -> None:
        call = backend.client.exchange(
            "/v1/pictures/save",
            {"suffix": self._path.suffix.lower()[1:]},
            bundle,
            part_bytes=PART_BYTES,
            silence_ms=SILENCE_MS,
        )
        self._call = call
        call.part.connect(self._write)
        call.done.connect(self._finish)
        call.failed.connect(self._drop)

    def _write(self, data: bytes) -> None:
        try:
            assert self._file is not None
            self._file.write(data)
        except OSError as error:
            if self._call is not None:
                self._call.cancel()
            self._drop(_unwritable(self._path, error))

    def _finish(self, answer: Answer) -> None:
        # Waiting for the disk is the one thing that a thread is needed for.
        self._thread = Thread(target=self._settle)
        self._thread.start()

    def _settle(self) -> None:
        try:
            assert self._file is not None
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            if self._path.exists():
                self._part.chmod(self._path.stat().st_mode & 0o7777)
            self._part.replace(self._path)
        except OSError as error:
            self._settled.emit(_unwritable(self._path, error))
        else:
            self._settled.emit(None)

    def _end(self, error: DockError | None) -> None:
        if error is None:
            self.done.emit()
        else:
            self._drop(error)

    def _drop(self, error: DockError) -> None:
        if self._file is not None:
            self._file.close()
        self._part.unlink(missing_ok=True)
        self.failed.emit(error)


def _reading(path: str) -> Generator[None, None, QtCore.QByteArray | DockError]:
    """A file's bytes, read in steps; or why not."""
    data = QtCore.QByteArray()
    try:
        with Path(path).open("rb") as file:
            data.reserve(os.fstat(file.fileno()).st_size)
            while piece := file.read(READ_BYTES):
                data.append(piece)
                yield
    except OSError as error:
        text = say("{name} cannot be opened. Check that it is there and may be read.")
        return DockError(text.format(name=Path(path).name), "bad_picture", repr(error))
    return data


def _unwritable(path: Path, error: OSError) -> DockError:
    text = say("{name} could not be written ({reason}). Choose another name or folder.")
    told = text.format(name=path.name, reason=error.strerror or error)
    return DockError(told, "cannot_write", repr(error))


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
