"""Unsaved pictures are kept on the disk from time to time, and brought back after a crash."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ..errors import DockError
from ..from_disk import json_in, reading
from ..onto_disk import write
from ..qt import QObject
from .document import Canvas, Document
from .kept import SUFFIX, Keeping
from .timing import timer

EVERY_MS = 120_000


@dataclass(frozen=True)
class Left:
    """A picture that an earlier run left behind.

    file  what was kept (`kept.py`)
    path  where the picture itself lies; "" if it was never saved
    """

    file: Path
    name: str
    path: str
    key: str


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
        self._timer = timer(self, EVERY_MS, self.keep)
        self._timer.start()

    def keep(self) -> None:
        """Keep the first document that has changed since it was kept; the next one next time."""
        if self._keeping is not None:
            return
        for document in self._documents():
            canvas = document.canvas
            if not document.modified:
                self.forget(document)
            elif self._kept.get(document.key) is not canvas:
                self._keep(document, canvas)
                return

    def forget(self, document: Document) -> None:
        """The document was saved or closed: what was kept of it goes."""
        self._kept.pop(document.key, None)
        if self._keeping is not None and self._of is document:
            self._keeping.cancel()
            self._over()
        for file in self._files(document.key):
            file.unlink(missing_ok=True)

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
        for file in self._files(left.key):
            file.unlink(missing_ok=True)

    def _files(self, key: str) -> tuple[Path, Path]:
        return self._folder / f"{key}{SUFFIX}", self._folder / f"{key}.json"

    def _keep(self, document: Document, canvas: Canvas) -> None:
        picture, note = self._files(document.key)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            keeping = Keeping(canvas, document.facts, picture, self)
        except (OSError, DockError):
            return  # said when the artist saves; nothing here may disturb

        def kept() -> None:
            self._over()
            self._kept[document.key] = canvas
            said = {"name": document.name, "path": document.path, "process": os.getpid()}
            try:
                write(note, json.dumps(said))
            except OSError:
                return  # as above
            if not document.modified:
                self.forget(document)

        keeping.done.connect(kept)
        keeping.failed.connect(self._over)
        self._keeping, self._of = keeping, document

    def _over(self) -> None:
        if self._keeping is not None:
            self._keeping.deleteLater()
        self._keeping = self._of = None


def _left(note: Path) -> tuple[Left, int]:
    """What a note says, and the number of the process that wrote it."""
    said = json_in(note)
    left = Left(note.with_suffix(SUFFIX), str(said["name"]), str(said["path"]), note.stem)
    return left, int(said["process"])


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
