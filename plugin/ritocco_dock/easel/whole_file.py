"""A file that is replaced whole: until all of the new one is on the disk, the old one stays."""

from __future__ import annotations

import os
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import BinaryIO

from ..errors import DockError
from ..onto_disk import NotAFile, part_of, replace, sweep, target_of
from ..qt import QObject, Signal
from ..words import say


class WholeFile(QObject):
    """Written by a thread of its own, since waiting for a disk is all that is slow about it.

    After `open`, exactly one of `done` and `failed` comes, unless it was cancelled.
    """

    done = Signal()
    """It has taken its place."""
    failed = Signal(object)
    """A `DockError`; may come before `finish`."""
    _settled = Signal(object)

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._target = self._part = path
        self._waiting: SimpleQueue[bytes | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._given_up = False
        self._settled.connect(self._end)

    def open(self) -> None:
        """Begin. Raises DockError where nothing can be written there."""
        try:
            self._target = target_of(self._path)
            self._part = part_of(self._target)
            file = self._part.open("xb")
        except OSError as error:
            raise _unwritable(self._path, error) from None
        self._thread = Thread(target=self._work, args=(file,), daemon=True)
        self._thread.start()

    def write(self, data: bytes) -> None:
        """The next bytes; answers at once."""
        self._waiting.put(data)

    def finish(self) -> None:
        """That was all: let it take its place."""
        self._waiting.put(None)

    def cancel(self) -> None:
        """Give it up: no signal comes any more. What has reached its place stays there."""
        self.blockSignals(True)
        self._given_up = True
        self._waiting.put(None)
        if self._thread is not None:
            self._thread.join()

    def _work(self, file: BinaryIO) -> None:
        sweep(self._target.parent)
        try:
            with file:
                while (data := self._waiting.get()) is not None and not self._given_up:
                    file.write(data)
                file.flush()
                if not self._given_up:
                    os.fsync(file.fileno())
            if self._given_up:
                self._part.unlink(missing_ok=True)
                return
            replace(self._part, self._target)
        except OSError as error:
            self._part.unlink(missing_ok=True)
            self._settled.emit(_unwritable(self._path, error))
        else:
            self._settled.emit(None)

    def _end(self, error: DockError | None) -> None:
        if error is None:
            self.done.emit()
        else:
            self.failed.emit(error)


def _unwritable(path: Path, error: OSError) -> DockError:
    if isinstance(error, NotAFile):
        text = say("{name} is a folder, a pipe or a device, and no file. Choose another name.")
        return DockError(text.format(name=path.name), "cannot_write", repr(error))
    text = say("{name} could not be written ({reason}). Choose another name or folder.")
    sentence = text.format(name=path.name, reason=error.strerror or error)
    return DockError(sentence, "cannot_write", repr(error))
