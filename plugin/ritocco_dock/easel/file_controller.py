"""Files of the window: opening, saving, recent ones, what is asked before something is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..backend.backend import Backend
from ..errors import DockError
from ..identity import key_for, remember
from ..qt import QObject, QtCore, QtWidgets, Signal
from ..settings import Settings
from ..ui.language import counted
from ..ui.look import Meaning
from ..words import say
from .autosave import Autosave, Left
from .bar import Bar, BarButton
from .bundle import Opened
from .document import Document
from .file_dialog import file_dialog
from .file_types import filter_to_open, filters_to_save, loses, suggested
from .files import WRITES, Opening, Saving
from .kept import Recalling
from .unapplied import Unapplied

_RECENT = 12
_MOST_LINES = 8
"""Of what is said about files that were opened together."""


class FileController(QObject):
    """Opens and saves documents; says in the bar how it went."""

    opened = Signal(object)
    """A `Document` has come."""
    busy_changed = Signal(str)
    """What is being read or written, for the artist; "" when nothing is."""
    recent_changed = Signal()
    finished = Signal(object)
    """A `Document` may be closed now."""

    def __init__(
        self,
        window: QtWidgets.QWidget,
        backend: Backend,
        settings: Settings,
        bar: Bar,
        documents: Callable[[], list[Document]],
    ) -> None:
        super().__init__(window)
        self._window, self._backend, self._settings = window, backend, settings
        self._bar, self._documents = bar, documents
        self._work: dict[QObject, str] = {}
        self._reports: list[tuple[str, Meaning]] = []
        self._saving: set[Document] = set()
        folder = settings.folder / "easel"
        self.autosave = Autosave(folder, documents, self)
        self.unapplied: Unapplied | None = None
        """Stands before saving and closing, where there is a dock to look at results."""

    # Opening ---------------------------------------------------------------------------------

    @property
    def recent(self) -> list[str]:
        """Paths of the last pictures, the newest first."""
        return [str(path) for path in self._settings.get("easel.recent", [])]

    def forget_recent(self) -> None:
        """Let the list of recent pictures begin anew."""
        self._settings.set("easel.recent", [])
        self.recent_changed.emit()

    def ask_open(self) -> None:
        """Let the artist choose pictures."""
        dialog = file_dialog(self._window, say("Open"), self._folder())
        dialog.setFileMode(QtWidgets.QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(filter_to_open())
        dialog.filesSelected.connect(self._open_all)
        dialog.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _open_all(self, paths: list[str]) -> None:
        for path in paths:
            self.open(path)

    def open(self, path: str) -> None:
        """Read a picture."""
        path = str(Path(path).absolute())
        opening = Opening(self._backend, path, self)
        self._read(opening, Path(path).name, lambda opened: self._came(opened, path))

    def bring_back(self, left: Left) -> None:
        """Open what was kept of an earlier run, under its own name."""

        def came(opened: Opened) -> None:
            document = Document(
                opened.canvas, name=left.name, path=left.path, facts=opened.facts, key=left.key
            )
            document.mark_unsaved()
            self.opened.emit(document)
            self.autosave.keep()

        self._read(Recalling(left.file, self), left.name, came)

    def offer_left(self) -> None:
        """Ask what to do with pictures that an earlier run left behind.

        Those that it left on purpose come by themselves.
        """
        everything = self.autosave.left()
        for left in everything:
            if left.goes_on:
                self.bring_back(left)
        kept = [left for left in everything if not left.goes_on]
        if not kept:
            return
        names = ", ".join(left.name for left in kept)

        def bring() -> None:
            for left in kept:
                self.bring_back(left)

        def drop() -> None:
            for left in kept:
                self.autosave.drop(left)

        self._bar.ask(
            "left",
            say("Easel ended unexpectedly. Unsaved: {names}.", names=names),
            (
                BarButton(say("Bring back"), bring),
                BarButton(say("Throw away"), drop),
            ),
        )

    def _read(self, work: Opening | Recalling, name: str, came: Callable[[Opened], None]) -> None:
        work.done.connect(lambda opened: self._done(work, lambda: came(opened)))
        work.failed.connect(lambda error: self._done(work, lambda: self._failed(error)))
        self._begin(work, say("Opening {name}…", name=name))

    def _came(self, opened: Opened, path: str) -> None:
        document = Document(
            opened.canvas,
            name=Path(path).name,
            path=path,
            facts=opened.facts,
            key=key_for(self._settings, path),
        )
        remember(self._settings, path, document.key)
        self._note_recent(path)
        self.opened.emit(document)
        if opened.notes:
            text = "\n".join(f"{document.name}: {say(note)}" for note in opened.notes)
            self._bar.tell(text, Meaning.CAUTION, passing=False, about=document.key)

    def _note_recent(self, path: str) -> None:
        rest = [other for other in self.recent if other != path]
        self._settings.set("easel.recent", [path, *rest][:_RECENT])
        self.recent_changed.emit()

    def _folder(self) -> str:
        recent = self.recent
        return str(Path(recent[0]).parent) if recent else ""

    # Saving ----------------------------------------------------------------------------------

    def save(self, document: Document, then: Callable[[], None] | None = None) -> None:
        """Save where it came from, if a file there holds all of it; else ask where."""
        self._first(document, lambda: self._save(document, then))

    def _save(self, document: Document, then: Callable[[], None] | None) -> None:
        path = document.path
        known = Path(path).suffix.lower() in WRITES if path else False
        if known and not loses(document.canvas, document.facts, path):
            self.write(document, path, then=then)
        else:
            self._ask_save(document, False, then)

    def ask_save(
        self,
        document: Document,
        flattened: bool = False,
        then: Callable[[], None] | None = None,
    ) -> None:
        """Ask for a name; the ending says the format."""
        self._first(document, lambda: self._ask_save(document, flattened, then))

    def _first(self, document: Document, act: Callable[[], None]) -> None:
        if self.unapplied is not None:
            self.unapplied.before_saving(document, act)
        else:
            act()

    def _ask_save(
        self, document: Document, flattened: bool, then: Callable[[], None] | None
    ) -> None:
        filters = filters_to_save(document.canvas, flattened)
        dialog = file_dialog(self._window, say("Export flattened") if flattened else say("Save as"))
        dialog.setAcceptMode(QtWidgets.QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(filters)
        suffix = filters[0].split("*")[1].rstrip(") ")
        dialog.setDefaultSuffix(suffix[1:])
        # A name without an ending takes that of the chosen kind.
        dialog.filterSelected.connect(
            lambda chosen: dialog.setDefaultSuffix(chosen.split("*.")[1].split(" ")[0].rstrip(")"))
        )
        dialog.selectFile(suggested(document, suffix))
        dialog.fileSelected.connect(lambda path: self.write(document, path, flattened, then))
        dialog.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def write(
        self,
        document: Document,
        path: str,
        copy: bool = False,
        then: Callable[[], None] | None = None,
    ) -> None:
        """Write the picture as it is now; a `copy` leaves the document unsaved."""
        if document in self._saving:
            self._bar.tell(say("It is being saved already."))
            return
        if Path(path).suffix.lower() not in WRITES:
            sentence = say("End the name in one of {list}.", list=", ".join(WRITES))
            self._bar.tell(sentence, Meaning.BAD, passing=False)
            return
        canvas, name = document.canvas, Path(path).name
        lost = loses(canvas, document.facts, path)
        saving = Saving(self._backend, canvas, document.facts, path, self)
        self._saving.add(document)

        def done() -> None:
            self._saving.discard(document)
            if not copy and not lost:
                document.path, document.name = path, name
                remember(self._settings, path, document.key)
                document.mark_saved(canvas)
                self.autosave.forget(document)
            self._note_recent(path)
            said = say("Saved {name}.", name=name)
            self._bar.tell(f"{said} {lost}" if lost else said, Meaning.GOOD)
            if then is not None and not lost:
                then()

        def failed(error: DockError) -> None:
            self._saving.discard(document)
            self._failed(error)

        saving.done.connect(lambda: self._done(saving, done))
        saving.failed.connect(lambda error: self._done(saving, lambda: failed(error)))
        self._begin(saving, say("Saving {name}…", name=name))

    # Closing ---------------------------------------------------------------------------------

    def close(self, document: Document, then: Callable[[], None] | None = None) -> None:
        """Let a document go, asking first where something would be lost."""
        if self.unapplied is not None:
            self.unapplied.before_closing(document, lambda: self._close(document, then))
        else:
            self._close(document, then)

    def _close(self, document: Document, then: Callable[[], None] | None) -> None:

        def end() -> None:
            self.autosave.forget(document)
            self.finished.emit(document)
            if then is not None:
                then()

        if not document.modified:
            end()
            return
        self._bar.ask(
            f"close {document.key}",
            say("{name} has changes that are not saved.", name=document.name),
            (
                BarButton(say("Save"), lambda: self.save(document, end)),
                BarButton(say("Close without saving"), end),
                BarButton(say("Cancel"), lambda: None),
            ),
        )

    @property
    def busy(self) -> bool:
        """Whether something is being read or written."""
        return bool(self._work)

    def _begin(self, work: QObject, doing: str) -> None:
        if not self._work:
            self._reports = []
        self._work[work] = doing
        self.busy_changed.emit(doing)

    def _done(self, work: QObject, act: Callable[[], None]) -> None:
        self._work.pop(work, None)
        work.deleteLater()
        self.busy_changed.emit(next(iter(self._work.values()), ""))
        act()

    def _failed(self, error: DockError) -> None:
        self._report(error.message, Meaning.BAD)

    def _report(self, text: str, meaning: Meaning) -> None:
        """A sentence about one of several files: none takes the place of another's."""
        self._reports.append((text, meaning))
        lines = [line for line, _ in self._reports]
        if len(lines) > _MOST_LINES:
            more = counted("and %n more", len(lines) - _MOST_LINES + 1)
            lines = [*lines[: _MOST_LINES - 1], more]
        bad = any(each is Meaning.BAD for _, each in self._reports)
        self._bar.tell("\n".join(lines), Meaning.BAD if bad else meaning, passing=False)
