"""The bar over the canvas: a sentence, and buttons where something is to be decided. No modals."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..qt import Qt, QtCore, QtGui, QtWidgets
from ..ui.look import Meaning, Role, colour, line, mixed
from ..ui.symbols import SymbolButton
from ..words import say
from .timing import timer

PASSING = 7000
"""Milliseconds after which a sentence without a button goes by itself."""


@dataclass(frozen=True)
class BarButton:
    """A button of a question, and what it does. The first is the usual one."""

    label: str
    act: Callable[[], None]


class Bar(QtWidgets.QFrame):
    """One message at a time; a question stays until it is answered, before what comes after."""

    def __init__(self) -> None:
        super().__init__()
        self._meaning, self._asking = Meaning.CALM, ""
        self._words = QtWidgets.QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = SymbolButton("close", say("Close this message"))
        self._close.clicked.connect(self.dismiss)
        self._row = QtWidgets.QHBoxLayout(self)
        gap = line(self) // 3
        self._row.setContentsMargins(gap * 3, gap, gap, gap)
        self._row.addWidget(self._words, 1)
        self._row.addWidget(self._close)
        self._buttons: list[QtWidgets.QPushButton] = []
        self._timer = timer(self, PASSING, self.dismiss, once=True)
        self.hide()

    @property
    def asking(self) -> str:
        """Which question stands; "" for none."""
        return self._asking

    @property
    def text(self) -> str:
        """What it says; "" where it is hidden."""
        return "" if self.isHidden() else self._words.text()

    @property
    def buttons(self) -> Sequence[QtWidgets.QPushButton]:
        """The buttons of the question."""
        return self._buttons

    def tell(self, text: str, meaning: Meaning = Meaning.CALM, passing: bool = True) -> None:
        """Say something, unless a question stands."""
        if not self._asking:
            self._show(text, meaning, ())
            if passing:
                self._timer.start()

    def ask(self, name: str, text: str, choices: Sequence[BarButton], more: str = "") -> None:
        """Ask something; the answer closes the bar. `name` says which question it is."""
        self._asking = name
        self._show(text, Meaning.CAUTION, choices)
        self._words.setToolTip(more)
        self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def dismiss(self) -> None:
        """Close it; a question is left unanswered."""
        self._timer.stop()
        self._asking = ""
        self.hide()

    def _show(self, text: str, meaning: Meaning, choices: Sequence[BarButton]) -> None:
        self._timer.stop()
        for button in self._buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = []
        for place, choice in enumerate(choices):
            button = QtWidgets.QPushButton(choice.label)
            button.setAutoDefault(True)
            button.setDefault(place == 0)
            button.clicked.connect(lambda _=False, act=choice.act: self._answer(act))
            self._row.insertWidget(1 + place, button)
            self._buttons.append(button)
        self._meaning = meaning
        self._words.setText(text)
        self.setAccessibleName(text)
        self.show()
        self.update()

    def _answer(self, act: Callable[[], None]) -> None:
        self.dismiss()
        act()

    def keyPressEvent(self, event: QtGui.QKeyEvent | None) -> None:
        """Escape leaves a question unanswered."""
        if event is not None and event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """A tinted ground with a stronger edge."""
        palette = self.palette()
        tone = colour(self._meaning, palette)
        painter = QtGui.QPainter(self)
        painter.fillRect(self.rect(), mixed(palette.color(Role.Window), tone, 0.22))
        painter.fillRect(QtCore.QRect(0, 0, 4, self.height()), tone)
