"""Unsaved pictures are kept on the disk from time to time, and brought back after a crash.

So are pictures in no file for which something is still being made when the window closes: the next
run opens them, since their results would not find them otherwise.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ..errors import DockError
from ..from_disk import json_in, reading
from ..onto_disk import write
from ..qt import QObject
from ..words import say
from .document import Canvas, Document
from .kept import SUFFIX, Keeping
from .timing import timer

EVERY_MS = 120_000
_NOBODY = 0
"""In place of a process's number: whoever comes next may take it."""


@dataclass(frozen=True)
class Left:
    """A picture that an earlier run left behind.

    file     what was kept (`kept.py`)
    path     where the picture itself lies; "" if it was never saved
    goes_on  whether it was left on purpose, for what is still being made for it
    """

    file: Path
    name: str
    path: str
    key: str
    goes_on: bool = False


class Autosave(QObject):
    """Keeps the unsaved of some documents in a folder."""

    def __init__(
        self, folder: Path, documents: Callable[[], list[Document]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._folder, self._documents = folder, documents
        self._kept: dict[str, Canvas] = {}
        self._keeping: Keeping | None = None
        self._of: Document | None = None
        self._for_next: dict[str, Canvas] = {}
        """What was left for the next run, by the documents' keys."""
        self._timer = timer(self, EVERY_MS, self.keep)
        self._timer.start()

    def keep(self) -> None:
        """Keep the first document that has changed since it was kept; the next one next time."""
        if self._keeping is not None:
            return
        for document in self._documents():
            canvas = document.canvas
            if self.is_left(document):
                continue
            if not document.modified:
                self.forget(document)
            elif self._kept.get(document.key) is not canvas:
                self._keep(document, canvas)
                return

    def forget(self, document: Document) -> None:
        """The document was saved or closed: what was kept of it goes."""
        self._kept.pop(document.key, None)
        self._for_next.pop(document.key, None)
        if self._keeping is not None and self._of is document:
            self._keeping.cancel()
            self._over()
        self._remove(document.key)

    def leave(
        self, document: Document, then: Callable[[], object], fail: Callable[[DockError], object]
    ) -> None:
        """Leave a document, as it is now, to the next run; one of the two is called."""
        self.forget(document)
        canvas = document.canvas

        def kept() -> None:
            self._for_next[document.key] = canvas
            then()

        if self._keeping is not None:  # of another one: its turn comes again
            self._keeping.cancel()
            self._over()
        self._keep(document, canvas, kept, fail)

    def is_left(self, document: Document) -> bool:
        """Whether the next run will find it as it is now."""
        return self._for_next.get(document.key) is document.canvas

    def left(self) -> list[Left]:
        """What runs that are over left behind."""
        kept = []
        for note in sorted(self._folder.glob("*.json")):
            picture = note.with_suffix(SUFFIX)
            nobody = Left(picture, note.stem, "", note.stem), 0  # the picture may be whole
            left, process = reading(partial(_left, note), nobody)
            if process != os.getpid() and not _runs(process) and left.file.is_file():
                kept.append(left)
        return kept

    def drop(self, left: Left) -> None:
        """Throw away what was left."""
        self._remove(left.key)

    def _remove(self, key: str) -> None:
        for file in self._files(key):
            with suppress(OSError):  # it never was there, or lies where nothing can be removed
                file.unlink()

    def _files(self, key: str) -> tuple[Path, Path]:
        return self._folder / f"{key}{SUFFIX}", self._folder / f"{key}.json"

    def _keep(
        self,
        document: Document,
        canvas: Canvas,
        left: Callable[[], object] | None = None,
        fail: Callable[[DockError], object] = lambda _: None,
    ) -> None:
        """Write it down; with `left` for the next run, which need not ask about it.

        What fails is told where somebody waits; else when the artist saves.
        """
        picture, note = self._files(document.key)
        said = {
            "name": document.name,
            "path": document.path,
            "process": os.getpid() if left is None else _NOBODY,
            "goes_on": left is not None,
        }

        def kept() -> None:
            self._over()
            try:
                write(note, json.dumps(said))
            except OSError as error:
                failed(_unkept(document, error))
                return
            if left is not None:
                left()
                return
            self._kept[document.key] = canvas
            if not document.modified:
                self.forget(document)

        def failed(error: DockError) -> None:
            self._over()
            fail(error)

        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            keeping = Keeping(canvas, document.facts, picture, self)
        except OSError as error:
            fail(_unkept(document, error))
            return
        except DockError as error:
            fail(error)
            return
        keeping.done.connect(kept)
        keeping.failed.connect(failed)
        self._keeping, self._of = keeping, document

    def _over(self) -> None:
        if self._keeping is not None:
            self._keeping.deleteLater()
        self._keeping = self._of = None


def _left(note: Path) -> tuple[Left, int]:
    """What a note says, and the number of the process that wrote it."""
    said = json_in(note)
    goes_on = bool(said.get("goes_on"))
    name, path = str(said["name"]), str(said["path"])
    left = Left(note.with_suffix(SUFFIX), name, path, note.stem, goes_on)
    return left, int(said["process"])


def _unkept(document: Document, error: OSError) -> DockError:
    message = say("{name} could not be kept for the next time. Save it.", name=document.name)
    return DockError(message, "cannot_write", repr(error))


def _runs(process: int) -> bool:
    """Whether a process of this number is alive."""
    if process <= 0:
        return False
    if os.name == "nt":
        return False  # asking there would end it; a kept picture is offered once too often
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True
