"""One line about other pictures: what is being made for them, or was made and has no place."""

from __future__ import annotations

from collections.abc import Sequence

from ..qt import QtWidgets
from ..session.elsewhere import Elsewhere, Other
from ..words import say
from .look import ElidedLabel
from .part import Button
from .symbols import SymbolButton


class OthersRow(QtWidgets.QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self, elsewhere: Elsewhere) -> None:
        super().__init__()
        self._elsewhere = elsewhere
        self.words = ElidedLabel()
        self._armed = 0
        """So many go for good with the next press."""
        self.stop = SymbolButton(
            "close", say("Stop"), say("Stops what is made for other pictures; this one is next.")
        )
        self.open = Button(say("Open"))
        self.open.setToolTip(say("Opens each as a picture of its own."))
        self.let_go = SymbolButton(
            "trash", say("Discard"), say("Removes them for good. Press twice.")
        )
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3)
        row.addWidget(self.words, 1)
        for button in (self.stop, self.open, self.let_go):
            row.addWidget(button)
        self.stop.clicked.connect(elsewhere.stop)
        self.open.clicked.connect(elsewhere.open_finished)
        self.let_go.clicked.connect(self._discard)
        self.hide()

    def _discard(self) -> None:
        """Twice, as everywhere: there is no undo for it."""
        if self._armed == self._elsewhere.finished:
            self._elsewhere.let_go()
        else:
            self._armed = self._elsewhere.finished
            self._say(say("Press again, and they are gone."), "")

    def settle(self) -> None:
        """Say how things stand; what was made for nobody comes after what is on its way."""
        others, finished = self._elsewhere.others, self._elsewhere.finished
        if finished and finished == self._armed and not others:
            return
        self._armed = 0
        if others:
            self._say(_told(others), "\n".join(_named(others)))
        elif finished:
            self._say(
                say("Results without a picture ({count})", count=finished),
                say("They were made for pictures in no file, which are gone."),
            )
        self.stop.setVisible(bool(others))
        for button in (self.open, self.let_go):
            button.setVisible(bool(finished) and not others)
        self.setVisible(bool(others or finished))

    def _say(self, text: str, more: str) -> None:
        self.words.setText(text)
        self.words.setAccessibleName(text)
        self.words.setToolTip(more)


def _told(others: Sequence[Other]) -> str:
    """How many, and how far the first is: `Other pictures (3): Generate, 40 %`."""
    many = say("Other pictures ({count})", count=len(others))
    text = f"{many}: {say(others[0].label)}"
    fraction = others[0].fraction
    if fraction is None:
        return text
    return f"{text}, {say('{percent} %', percent=round(fraction * 100))}"


def _named(others: Sequence[Other]) -> list[str]:
    gone = say("a picture that is not open")
    return [f"{one.name or gone}: {say(one.label)}" for one in others]
