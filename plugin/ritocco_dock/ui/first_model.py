"""What an artist without a model sees first: what works already, and which model to begin with."""

from __future__ import annotations

from ..models.catalogue import LibraryModel
from ..qt import Qt, QtGui, QtWidgets, Signal
from ..words import say
from .look import Role, line, mixed
from .main_button import MainButton
from .model_words import figure, progress
from .progress import Meter


class FirstModel(QtWidgets.QWidget):
    """A card at the top of the page of models."""

    wanted = Signal(str)
    """The id of the model to begin with."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = ""
        self.words = QtWidgets.QLabel()
        self.words.setWordWrap(True)
        self.words.setMinimumWidth(1)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.meter, self.get = Meter(), MainButton()
        gap = round(line(self) * 0.5)
        box = QtWidgets.QVBoxLayout(self)
        box.setContentsMargins(gap, gap, gap, gap)
        box.setSpacing(gap)
        for widget in (self.words, self.meter, self.get):
            box.addWidget(widget)
        self.get.clicked.connect(lambda: self.wanted.emit(self._model))

    def show_model(self, model: LibraryModel | None, demonstration: bool = False) -> None:
        """The model to begin with, or how far it is; None: there is nothing to suggest.

        demonstration  whether what came with Ritocco paints meanwhile
        """
        moves = model is not None and model.state.moves
        self.meter.setVisible(moves)
        self.get.setVisible(model is not None and not moves)
        self._model = model.id if model is not None else ""
        self.words.setText(_words(model, demonstration))
        if model is None:
            return
        self.meter.show_fraction(model.transfer.fraction if model.transfer else 0.0)
        size = figure(model)
        self.get.setText(say("Get it ({size})…", size=size) if size else say("Get it…"))
        self.get.setAccessibleName(say("Get {model}", model=model.title))
        self.get.setToolTip(say("Its licence is shown first; nothing is downloaded before."))

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """A card in the palette's highlight, faintly."""
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(palette.color(Role.Window), palette.color(Role.Highlight), 0.16))
        painter.drawRoundedRect(self.rect(), 4, 4)


def _words(model: LibraryModel | None, demonstration: bool) -> str:
    if model is not None and model.state.moves:
        words = progress(model.transfer) if model.transfer else ""
        coming = say(
            "{model} is on its way. It is used as soon as it is here; fill from the surroundings "
            "meanwhile.",
            model=model.title,
        )
        return f"{coming}\n{words}" if words else coming
    words = say(
        "No model yet: content-aware fill only. With a Stable Diffusion model Ritocco paints what "
        "your words say."
    )
    if demonstration:
        words = say(
            "What came with Ritocco is a demonstration: it knows colours and textures, not things. "
            "With a Stable Diffusion model Ritocco paints what your words say."
        )
    if model is None:
        return words
    return f"{words} {say('Begin with {model}.', model=model.title)}"
