"""The page of models: what is here, what each feature needs, getting, adding and removing."""

from __future__ import annotations

from ..backend.backend import Standing
from ..desk import Desk
from ..knobs.tasks import TASKS
from ..models.arrivals import using
from ..models.catalogue import Catalogue
from ..qt import QtCore, QtGui, QtWidgets
from ..words import say
from .add_part import AddPart, dropped
from .choices import Choice, Choices
from .error_bar import ErrorBar
from .first_model import FirstModel
from .flow import Flow
from .folder_offer import FolderRows
from .look import QuietLabel, heading, line
from .model_groups import ModelGroups
from .model_row import ModelRow
from .needs import NeedsView
from .pages import Page
from .part import Button
from .telling import memory

_PAINTING = TASKS["fill"]
ALL, HERE = "all", "here"
FOLD = "ui.fold.models."


class LibraryPage(Page):
    """Follows the desk's library."""

    def __init__(self, desk: Desk, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(say("Models"), parent)
        self._desk, self._library = desk, desk.library
        self._sought = ""
        """The model to be opened once the catalogue is here."""
        self.setAcceptDrops(True)
        self.bar = ErrorBar()
        self.note = QuietLabel()
        self.first, self.needs, self.add = FirstModel(), NeedsView(), AddPart()
        self.shown = Choices(
            say("Which models to show"),
            [
                Choice(ALL, say("All"), say("Also models that are not here yet.")),
                Choice(HERE, say("Here"), say("Only models on this computer.")),
            ],
        )
        self.shown.choose(ALL)
        self.groups = ModelGroups(
            lambda kind, usually: desk.settings.get(FOLD + kind, usually),
            self._library.is_accepted,
        )
        self.room, self.folders = QuietLabel(), FolderRows()
        self.folder_button = Button(say("Open the folder of models"))
        self.folder_button.setToolTip(say("What you put there is found by “Look again”."))
        self.again = Button(say("Look again"))
        self.again.setToolTip(say("Asks the backend which models are here now."))
        self._lay_out()
        self._wire()
        self.show_models()

    def _lay_out(self) -> None:
        listed = QtWidgets.QWidget()
        row = QtWidgets.QHBoxLayout(listed)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(heading(say("The library")))
        row.addStretch(1)
        row.addWidget(self.shown)
        buttons = QtWidgets.QWidget()
        flow = Flow(buttons, gap=4)
        flow.addWidget(self.folder_button)
        flow.addWidget(self.again)
        self.adding = QtWidgets.QWidget()
        below = QtWidgets.QVBoxLayout(self.adding)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(heading(say("From your disk")))
        below.addWidget(self.add)
        self.content = QtWidgets.QWidget()
        box = QtWidgets.QVBoxLayout(self.content)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(round(line(self) * 0.6))
        for widget in (self.first, self.needs, listed, self.groups, self.adding):
            box.addWidget(widget)
        for widget in (self.folders, self.room, buttons):
            box.addWidget(widget)
        for widget in (self.bar, self.note, self.content):
            self.box.addWidget(widget)
        self.box.addStretch(1)

    def _wire(self) -> None:
        library = self._library
        self.first.wanted.connect(self.show_model)
        self.needs.wanted.connect(self.show_model)
        self.groups.get_wanted.connect(library.get)
        self.groups.cancel_wanted.connect(library.cancel)
        self.groups.check_wanted.connect(library.check)
        self.groups.size_wanted.connect(library.ask_size)
        self.groups.remove_wanted.connect(library.remove)
        self.groups.use_wanted.connect(self._use)
        self.groups.row_opened.connect(self._follow)
        self.groups.folded.connect(lambda kind, on: self._desk.settings.set(FOLD + kind, on))
        self.shown.chosen.connect(lambda _: self.show_models())
        self.add.added.connect(library.add)
        self.add.stopped.connect(library.cancel)
        self.add.place_wanted.connect(library.use_folder)
        self.folders.leave_wanted.connect(library.leave_folder)
        self.again.clicked.connect(self.look_again)
        self.folder_button.clicked.connect(self._open_folder)
        library.changed.connect(self.show_models)
        library.moved.connect(self._moved)
        library.found.connect(self.add.offer.show_folder)

    def leave(self) -> None:
        """Let go of the library, before another page takes this one's place."""
        self._library.changed.disconnect(self.show_models)
        self._library.moved.disconnect(self._moved)
        self._library.found.disconnect(self.add.offer.show_folder)

    def showEvent(self, event: QtGui.QShowEvent | None) -> None:
        """Files may have come since it was last seen."""
        super().showEvent(event)
        if event is not None and not event.spontaneous():
            self._library.refresh()

    def look_again(self) -> None:
        """Ask what is here."""
        self._library.refresh()
        self._desk.refresh()

    # Showing

    def show_models(self) -> None:
        """All as it stands now."""
        catalogue = self._library.catalogue
        remote = self._desk.backend.is_remote
        note = self._note(catalogue)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.content.setVisible(catalogue is not None)
        self.adding.setVisible(not remote)
        self.folder_button.setVisible(not remote and bool(catalogue and catalogue.folder))
        if catalogue is None:
            return
        self._show_first(catalogue)
        self.needs.show_catalogue(catalogue)
        self.groups.show_catalogue(catalogue, self.shown.key() == HERE)
        self.add.show_adding(self._library.adding)
        self.room.setText(_room(catalogue))
        self.room.setVisible(bool(self.room.text()))
        self.folders.show_folders(catalogue.folders)
        self.folders.setVisible(bool(catalogue.folders))
        if self._sought:
            self.show_model(self._sought)

    def show_model(self, id_: str) -> None:
        """Open the line of this model, and bring it into sight; "" is none."""
        self._sought = id_
        row = self.groups.reveal(id_) if self._library.catalogue is not None else None
        if row is not None:
            self._sought = ""

    def _show_first(self, catalogue: Catalogue) -> None:
        feature = catalogue.feature(_PAINTING)
        self.first.setVisible(feature is not None and feature.wants_model)
        if feature is not None:
            self.first.show_model(catalogue.best_for(feature), feature.demonstration)

    def _moved(self, id_: str) -> None:
        model, catalogue = self._library.model(id_), self._library.catalogue
        if model is None or catalogue is None:
            return
        self.groups.show_model(model)
        self._show_first(catalogue)
        self.needs.show_catalogue(catalogue)

    def _note(self, catalogue: Catalogue | None) -> str:
        backend = self._desk.backend
        if backend.standing is not Standing.READY:
            message = say("What is here is known once the backend runs.")
            return backend.problem or message
        if self._library.problem:
            return self._library.problem
        if catalogue is None:
            return say("Looking at what is here…")
        if catalogue.offline:
            return say(
                "Ritocco's settings forbid the network, so only models from a folder that stands "
                "in for it can be had."
            )
        if backend.is_remote:
            return say("These models are on the computer the backend runs on.")
        return ""

    def _follow(self, row: ModelRow) -> None:
        """Bring a line that was opened into sight, once it has its height."""
        QtCore.QTimer.singleShot(0, lambda: _into_sight(row))

    # What the artist does

    def dragEnterEvent(self, event: QtGui.QDragEnterEvent | None) -> None:
        """Files and folders are welcome."""
        if event is not None and self.adding.isVisible() and dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QtGui.QDropEvent | None) -> None:
        """Take them in."""
        if event is not None:
            for path in dropped(event.mimeData()):
                self.add.add(path)
            event.acceptProposedAction()

    def _use(self, id_: str) -> None:
        session, model = self._desk.session, self._library.model(id_)
        if session is not None and model is not None:
            session.turn(**using(session.knobs, model, self._desk.adapters))
            self.left.emit()

    def _open_folder(self) -> None:
        catalogue = self._library.catalogue
        if catalogue is not None:
            QtGui.QDesktopServices.openUrl(QtCore.QUrl.fromLocalFile(catalogue.folder))


def _into_sight(row: ModelRow) -> None:
    parent = row.parentWidget()
    while parent is not None and not isinstance(parent, QtWidgets.QScrollArea):
        parent = parent.parentWidget()
    if parent is not None and row.isVisible():
        inside = parent.widget()
        assert inside is not None
        layout = inside.layout()
        if layout is not None:
            layout.activate()
        place = row.mapTo(inside, QtCore.QPoint(0, 0))
        parent.ensureVisible(place.x(), place.y() + row.height(), 0, line(row))
        parent.ensureVisible(place.x(), place.y(), 0, line(row))


def _room(catalogue: Catalogue) -> str:
    if catalogue.free is None:
        return ""
    return say("{size} are free on the disk of the models.", size=memory(catalogue.free))
