"""What words need where they would not count, and the way there with one press."""

from __future__ import annotations

from ..knobs.painting import By, Painting
from ..qt import QtWidgets, Signal
from ..words import say
from .look import ElidedLabel
from .part import Button


def words_wanted(painting: Painting) -> str:
    """What an empty field for words says."""
    if painting.by is By.CONTENT_AWARE and painting.words:
        return say(
            "What should be there? Left empty, the surroundings are continued; words are painted "
            "by {model}.",
            model=painting.words,
        )
    if painting.by is By.CONTENT_AWARE:
        return say(
            "What should be there? Words need a model that paints; without one the surroundings "
            "are continued."
        )
    return say("What should be there?")


class WordsHint(QtWidgets.QWidget):
    """One line with a button, as high as the negative prompt whose place it takes."""

    wanted = Signal(str)
    """The model that is to paint words; "": one is to be got."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.speaks = False
        """Whether words would not count."""
        self._model = ""
        self.words, self.button = ElidedLabel(), Button()
        box = QtWidgets.QHBoxLayout(self)
        box.setContentsMargins(2, 0, 0, 0)
        box.addWidget(self.words, 1)
        box.addWidget(self.button)
        self.button.clicked.connect(lambda: self.wanted.emit(self._model))

    def show_offer(self, elsewhere: bool) -> None:
        """Whether a model to get is offered elsewhere on the page: once is enough."""
        self.button.setVisible(bool(self._model) or not elsewhere)

    def show_painting(self, painting: Painting, ruled_out: bool) -> None:
        """Say what keeps words from counting, if anything does.

        ruled_out  whether the artist chose to paint without a model
        """
        no_model = painting.by is By.CONTENT_AWARE and (ruled_out or not painting.words)
        self.speaks = no_model or not painting.is_able
        self._model = painting.words
        text = _reason(painting)
        self.words.setText(text)
        self.words.setToolTip(text)
        if painting.words:
            self.button.setText(say("Use {model}", model=painting.words))
            self.button.setToolTip(say("{model} paints what the words say.", model=painting.words))
        else:
            self.button.setText(say("Get one…"))
            self.button.setToolTip(
                say("Shows what works without a model, and which one to begin with.")
            )
        self.button.setAccessibleName(self.button.text())


def _reason(painting: Painting) -> str:
    name = painting.name
    if painting.by is By.MISSING:
        return say("{model} is not here", model=name)
    if painting.by is By.DAMAGED:
        return say("{model} cannot be used", model=name)
    return say("Words have no effect") if painting.words else say("Words need a model")
