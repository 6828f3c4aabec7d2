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
    """One message at a time; a question stays until it is answered, before what comes after.

    What is said about a document is seen while that is in front.
    """

    def __init__(self) -> None:
        super().__init__()
        self._meaning, self._asking = Meaning.CALM, ""
        self._front = self._about = ""
        self._waiting: dict[str, tuple[str, Meaning]] = {}
        """What is to be said about documents that are not in front, by their keys."""
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

    def tell(
        self, text: str, meaning: Meaning = Meaning.CALM, passing: bool = True, about: str = ""
    ) -> None:
        """Say something, unless a question stands; `about` a document with this key, or none."""
        general = not (self.isHidden() or self._about or self._timer.isActive())
        if about and (about != self._front or general):
            self._waiting[about] = text, meaning
        elif not self._asking:
            self._about = "" if self._about == about else self._about
            self._show(text, meaning, ())
            self._about = about
            if passing:
                self._timer.start()

    def show_for(self, document: str) -> None:
        """The document with this key is in front, or none."""
        self._front = document
        if self._about not in ("", document):
            self._set_aside()
            self.dismiss()
        self._say_waiting()

    def forget(self, document: str) -> None:
        """It was closed."""
        self._waiting.pop(document, None)
        if self._about == document:
            self.dismiss()

    def _set_aside(self) -> None:
        """What is said about a document is said again later."""
        if self._about:
            self._waiting[self._about] = self._words.text(), self._meaning
        self._about = ""

    def _say_waiting(self) -> None:
        if self._front in self._waiting and self.isHidden():
            text, meaning = self._waiting.pop(self._front)
            self.tell(text, meaning, passing=False, about=self._front)

    def ask(self, name: str, text: str, choices: Sequence[BarButton], more: str = "") -> None:
        """Ask something; the answer closes the bar. `name` says which question it is."""
        self._asking = name
        self._show(text, Meaning.CAUTION, choices)
        self._words.setToolTip(more)
        self._buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def dismiss(self) -> None:
        """Close it; a question is left unanswered."""
        self._timer.stop()
        self._asking = self._about = ""
        self.hide()
        self._say_waiting()

    def _show(self, text: str, meaning: Meaning, choices: Sequence[BarButton]) -> None:
        self._timer.stop()
        self._set_aside()
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
