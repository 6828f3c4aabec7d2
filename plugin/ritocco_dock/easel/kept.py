"""A picture kept on the disk as it is in memory: every layer, any depth, bit for bit.

Only easel reads these files. Nothing is encoded and no backend is needed, so that a picture can
be kept, and brought back, whatever else does not work.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path

from ..errors import DockError
from ..from_disk import opened
from ..qt import QObject, Signal
from ..words import say
from .bundle import Opened, Unbundler, kept_pieces
from .document import Canvas, FileFacts
from .timing import Patience
from .whole_file import WholeFile

SUFFIX = ".kept"
READ_BYTES = 2**20


class Keeping(QObject):
    """A picture on its way to the disk. Exactly one of `done` and `failed` comes."""

    done = Signal()
    failed = Signal(object)
    """A `DockError`."""

    def __init__(
        self, canvas: Canvas, facts: FileFacts, path: Path, parent: QObject | None = None
    ) -> None:
        """Begins at once. Raises DockError where nothing can be written there."""
        super().__init__(parent)
        self._file = WholeFile(path, self)
        self._file.done.connect(self.done)
        self._file.failed.connect(self._unwritten)
        self._file.open()
        self._work = Patience(_written(canvas, facts, self._file.write), self._all_written, self)

    def cancel(self) -> None:
        """Give it up: no signal comes any more."""
        self._work.stop()
        self._file.cancel()

    def _all_written(self, _: None) -> None:
        self._file.finish()

    def _unwritten(self, error: DockError) -> None:
        self._work.stop()
        self.failed.emit(error)


def _written(
    canvas: Canvas, facts: FileFacts, write: Callable[[bytes], None]
) -> Generator[None, None, None]:
    for piece in kept_pieces(canvas, facts):
        write(piece)
        yield


class Recalling(QObject):
    """A kept picture on its way back. Exactly one of `done` and `failed` comes."""

    done = Signal(object)
    """What came: `bundle.Opened`."""
    failed = Signal(object)
    """A `DockError`."""

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = Patience(_read(path), self._end, self)

    def _end(self, opened: Opened | DockError) -> None:
        if isinstance(opened, DockError):
            self.failed.emit(opened)
        else:
            self.done.emit(opened)


def _read(path: Path) -> Generator[None, None, Opened | DockError]:
    """The picture in a file, or why there is none."""
    taken = Unbundler()
    try:
        with opened(path) as file:
            while piece := file.read(READ_BYTES):
                taken.feed(piece)
                yield
        return taken.opened()
    except (OSError, DockError) as error:
        sentence = say("What was kept of this picture cannot be read. It is still in {path}.")
        return DockError(sentence.format(path=path), "bad_picture", repr(error))
