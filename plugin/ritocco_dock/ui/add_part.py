"""Taking in models from the disk: chosen in a dialog, or dropped onto the page."""

from __future__ import annotations

from collections.abc import Sequence

from ..models.transfer import Transfer
from ..qt import QtCore, QtWidgets, Signal
from ..words import say
from .flow import Flow
from .folder_offer import FolderOffer
from .look import ElidedLabel, QuietLabel, line
from .part import Button, Check
from .progress import Meter
from .symbols import SymbolButton

_PICTURES = ("png", "webp", "jxl", "avif")
"""Some hold an embedding."""
SUFFIXES = ("safetensors", "ckpt", "pt", "pth", "bin", "param", "onnx", "gguf", *_PICTURES)
"""What the dialog shows; the backend decides what it is."""


class AddingRow(QtWidgets.QWidget):
    """One file or folder on its way in."""

    def __init__(self, transfer: Transfer, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.words, self.meter = ElidedLabel(), QuietLabel(), Meter()
        self.stop = SymbolButton("close", say("Stop"))
        top = QtWidgets.QHBoxLayout()
        top.setSpacing(2)
        top.addWidget(self.title, 1)
        top.addWidget(self.stop)
        box = QtWidgets.QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addLayout(top)
        box.addWidget(self.meter)
        box.addWidget(self.words)
        self.show_work(transfer)

    def show_work(self, transfer: Transfer) -> None:
        """How far it is."""
        self.title.setText(transfer.title or say("Looking at the file"))
        self.title.setToolTip(transfer.title)
        self.words.setText(transfer.text)
        self.words.setVisible(bool(transfer.text))
        self.meter.show_fraction(transfer.fraction)


class AddPart(QtWidgets.QWidget):
    """Buttons for a file and a folder, how to take them in, and what is on its way."""

    added = Signal(str, bool)
    """A path, and whether it is copied."""
    stopped = Signal(str)
    """The id of the transfer to stop."""
    place_wanted = Signal(str)
    """A path of another program's folder, to be used in place."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.adding: dict[str, AddingRow] = {}
        self.hint = QuietLabel(
            say("Checkpoints, upscalers and other models of yours: choose them, or drop them here.")
        )
        self.file, self.folder = Button(say("Add a file…")), Button(say("Add a folder…"))
        self.file.setToolTip(
            say("A .safetensors file, for instance. What it is is found out by itself.")
        )
        self.folder.setToolTip(
            say(
                "A model that is a folder, or a folder full of models: each is taken in. That of "
                "A1111, Forge, ComfyUI, InvokeAI, SwarmUI or Fooocus can be used in place."
            )
        )
        self.copy = Check(say("Copy instead of linking"))
        self.copy.setToolTip(
            say(
                "A link takes no room, but the file must stay where it is. A copy lies in "
                "Ritocco's folder and is yours to move."
            )
        )
        self.copy.setAccessibleName(self.copy.text())
        buttons = QtWidgets.QWidget()
        flow = Flow(buttons, gap=4)
        flow.addWidget(self.file)
        flow.addWidget(self.folder)
        self.offer = FolderOffer()
        self._box = QtWidgets.QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(round(line(self) * 0.35))
        for widget in (self.hint, buttons, self.copy, self.offer):
            self._box.addWidget(widget)
        self.file.clicked.connect(self._choose_file)
        self.folder.clicked.connect(self._choose_folder)
        self.offer.place_wanted.connect(self.place_wanted)
        self.offer.copy_wanted.connect(lambda path: self.added.emit(path, True))

    def add(self, path: str) -> None:
        """Take in this file or folder."""
        self.added.emit(path, self.copy.isChecked())

    def show_adding(self, transfers: Sequence[Transfer]) -> None:
        """These are on their way."""
        wanted = {transfer.id: transfer for transfer in transfers}
        for id_ in [one for one in self.adding if one not in wanted]:
            row = self.adding.pop(id_)
            self._box.removeWidget(row)
            row.hide()
            row.deleteLater()
        for transfer in transfers:
            if transfer.id in self.adding:
                self.adding[transfer.id].show_work(transfer)
            else:
                row = self.adding[transfer.id] = AddingRow(transfer)
                row.stop.clicked.connect(lambda _=False, id_=transfer.id: self.stopped.emit(id_))
                self._box.addWidget(row)

    def _choose_file(self) -> None:
        shown = " ".join(f"*.{suffix}" for suffix in SUFFIXES)
        kinds = f"{say('Models')} ({shown});;{say('All files')} (*)"
        paths, _ = QtWidgets.QFileDialog.getOpenFileNames(self, say("Add a file…"), "", kinds)
        for path in paths:
            self.add(path)

    def _choose_folder(self) -> None:
        path = QtWidgets.QFileDialog.getExistingDirectory(self, say("Add a folder…"))
        if path:
            self.add(path)


PICTURE_ENDINGS = (*_PICTURES, "jpg", "jpeg", "tif", "tiff")
"""Of pictures, which may tell how they were made."""
MODEL_ENDINGS = ("safetensors", "ckpt", "pt", "bin")
"""Of files that can be nothing but a model or an adapter, wherever they are dropped."""


def models_in(data: QtCore.QMimeData | None) -> list[str]:
    """The files that are dragged or dropped, where all of them are models by their names."""
    paths = dropped(data)
    endings = {path.rpartition(".")[2].lower() for path in paths}
    return paths if endings <= set(MODEL_ENDINGS) else []


def pictures_in(data: QtCore.QMimeData | None) -> list[str]:
    """The files that are dragged or dropped, where all of them are pictures by their names."""
    paths = dropped(data)
    endings = {path.rpartition(".")[2].lower() for path in paths}
    return paths if endings <= set(PICTURE_ENDINGS) else []


def dropped(data: QtCore.QMimeData | None) -> list[str]:
    """The files and folders of this computer that are dragged or dropped."""
    urls = data.urls() if data is not None else []
    return [url.toLocalFile() for url in urls if url.isLocalFile()]
