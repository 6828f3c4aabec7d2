"""One line about other pictures: what is being made for them, or was made and has no place."""

from __future__ import annotations

from collections.abc import Sequence

from ..qt import QtWidgets
from ..session.elsewhere import Elsewhere, Other
from ..words import say
from .language import counted
from .look import ElidedLabel
from .part import Button


class OthersRow(QtWidgets.QWidget):
    """Hidden while there is nothing to say."""

    def __init__(self, elsewhere: Elsewhere) -> None:
        super().__init__()
        self._elsewhere = elsewhere
        self.words = ElidedLabel()
        self.stop = Button(say("Stop"))
        self.open, self.let_go = Button(say("Open")), Button(say("Discard"))
        self.stop.setToolTip(say("Stops what is made for other pictures; this one is next."))
        self.open.setToolTip(say("Opens each as a picture of its own."))
        self.let_go.setToolTip(say("Removes them for good."))
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3)
        row.addWidget(self.words, 1)
        for button in (self.stop, self.open, self.let_go):
            row.addWidget(button)
        self.stop.clicked.connect(elsewhere.stop)
        self.open.clicked.connect(elsewhere.open_finished)
        self.let_go.clicked.connect(elsewhere.let_go)
        self.hide()

    def settle(self) -> None:
        """Say how things stand; what was made for nobody comes after what is on its way."""
        others, finished = self._elsewhere.others, self._elsewhere.finished
        if others:
            self._say(_told(others), "\n".join(_named(others)))
        elif finished:
            self._say(
                counted("%n finished picture(s) found nothing to go to", finished),
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
    """How many, and how far the first is: `3 jobs for other pictures: Generate, 40 %`."""
    text = f"{counted('%n job(s) for other pictures', len(others))}: {say(others[0].label)}"
    fraction = others[0].fraction
    if fraction is None:
        return text
    return f"{text}, {say('{percent} %', percent=round(fraction * 100))}"


def _named(others: Sequence[Other]) -> list[str]:
    gone = say("a picture that is not open")
    return [f"{one.name or gone}: {say(one.label)}" for one in others]
