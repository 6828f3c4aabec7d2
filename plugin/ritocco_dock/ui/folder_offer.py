"""Another program's folder: what may be done with one that was chosen, and those that are used."""

from __future__ import annotations

from collections.abc import Sequence

from ..models.catalogue import Folder
from ..qt import Qt, QtWidgets, Signal
from ..words import say
from .flow import Flow
from .language import counted
from .look import QuietLabel, line
from .part import Button
from .symbols import SymbolButton


class FolderOffer(QtWidgets.QWidget):
    """Whose folder was chosen and what is in it: to be used where it lies, or copied."""

    place_wanted = Signal(str)
    copy_wanted = Signal(str)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._asked: list[Folder] = []
        """The one that is asked about, and those after it."""
        self.words = QtWidgets.QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.place, self.copy = Button(say("Use it in place")), Button(say("Copy its models"))
        self.place.setToolTip(
            say(
                "Its models are used where they lie, also those that come later. They take no "
                "room twice, and nothing is written there."
            )
        )
        self.copy.setToolTip(say("Copies all of them into Ritocco's folder."))
        self.no = SymbolButton("close", say("Do neither"))
        buttons = QtWidgets.QWidget()
        flow = Flow(buttons, gap=4)
        for button in (self.place, self.copy, self.no):
            flow.addWidget(button)
        box = QtWidgets.QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(round(line(self) * 0.25))
        box.addWidget(self.words)
        box.addWidget(buttons)
        self.place.clicked.connect(lambda: self._choose(self.place_wanted))
        self.copy.clicked.connect(lambda: self._choose(self.copy_wanted))
        self.no.clicked.connect(lambda: self._choose(None))
        self.hide()

    def show_folder(self, folder: Folder) -> None:
        """Ask about this one, once those before it are settled."""
        if folder.path not in [one.path for one in self._asked]:
            self._asked.append(folder)
        self._ask()

    def _ask(self) -> None:
        self.setVisible(bool(self._asked))
        if not self._asked:
            return
        folder = self._asked[0]
        self.words.setText(
            say(
                "This is the folder of {program}: {models}.",
                program=folder.program,
                models=counted("%n models", folder.models),
            )
        )
        self.words.setToolTip(folder.path)
        self.place.setFocus()

    def _choose(self, wanted: object) -> None:
        folder = self._asked.pop(0)
        self._ask()
        if wanted is not None:
            wanted.emit(folder.path)  # type: ignore[attr-defined]


class FolderRows(QtWidgets.QWidget):
    """Other programs' folders that are used in place, a row each."""

    leave_wanted = Signal(str)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[tuple[QuietLabel, SymbolButton]] = []
        self._shown: tuple[Folder, ...] = ()
        self._box = QtWidgets.QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(2)

    def show_folders(self, folders: Sequence[Folder]) -> None:
        """These."""
        if tuple(folders) == self._shown:
            return
        self._shown = tuple(folders)
        for label, _ in self.rows:
            row = label.parentWidget()
            if row is not None:
                self._box.removeWidget(row)
                row.hide()
                row.deleteLater()
        self.rows = [self._row(folder) for folder in folders]

    def _row(self, folder: Folder) -> tuple[QuietLabel, SymbolButton]:
        row, label = QtWidgets.QWidget(), QuietLabel()
        label.setText(_said(folder))
        label.setToolTip(folder.path)
        leave = SymbolButton("close", say("Use this folder no more; nothing in it is touched"))
        box = QtWidgets.QHBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(label, 1)
        box.addWidget(leave)
        leave.clicked.connect(lambda: self.leave_wanted.emit(folder.path))
        self._box.addWidget(row)
        return label, leave


def _said(folder: Folder) -> str:
    models = counted("%n models", folder.models)
    used = say("{models}, used where they lie", models=models)
    return f"{folder.program or folder.path}: {folder.problem or used}"
