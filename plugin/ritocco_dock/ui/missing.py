"""The way from a task that lacks its model to that model, below the main button."""

from __future__ import annotations

from ..models.catalogue import LibraryModel, Presence
from ..qt import QtWidgets, Signal
from ..words import say
from .model_words import figure
from .part import Button
from .telling import duration


class Missing(QtWidgets.QWidget):
    """A flat button; hidden where nothing is lacking."""

    wanted = Signal(str)
    """The id of the model to be shown."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = ""
        self.button = Button()
        self.button.clicked.connect(lambda: self.wanted.emit(self._model))
        box = QtWidgets.QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.button)
        box.addStretch(1)
        self.show_model(None)

    def show_model(self, model: LibraryModel | None) -> None:
        """The model to offer, or how far it is."""
        self.setVisible(model is not None)
        if model is None:
            return
        self._model = model.id
        self.button.show_words(*_texts(model))
        self.button.setToolTip(
            say("Shows {model}: what it is good for, its size and licence.", model=model.title)
        )


def _texts(model: LibraryModel) -> tuple[str, ...]:
    """Fullest first; the tooltip names the model at any rate."""
    if model.state.moves:
        if model.transfer is None or model.state is not Presence.FETCHING:
            return (say("{model} is on its way", model=model.title),)
        percent = say("{percent} %", percent=round(model.transfer.fraction * 100))
        left = model.transfer.seconds_left
        time = "" if left is None else say("{time} left", time=duration(left))
        progress = " · ".join(part for part in (percent, time) if part)
        return f"{model.title}: {progress}", progress
    size = figure(model)
    if size:
        return (
            say("Get {model} ({size})…", model=model.title, size=size),
            say("Get a model ({size})…", size=size),
        )
    return say("Get {model}…", model=model.title), say("Get a model…")
