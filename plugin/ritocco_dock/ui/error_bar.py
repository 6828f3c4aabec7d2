"""The bar for messages: what happened and what to do, inside the dock, never in its way."""

from __future__ import annotations

from ..message import Message, Remedy, Tone
from ..qt import Qt, QtCore, QtGui, QtWidgets, Signal
from ..words import mark, say
from .flow import Flow
from .look import Meaning, Role, colour, line, mixed, tabbed_after
from .part import Button
from .report import report
from .symbols import SymbolButton

_MEANINGS = {
    Tone.INFO: Meaning.CALM,
    Tone.DONE: Meaning.GOOD,
    Tone.WARNING: Meaning.CAUTION,
    Tone.ERROR: Meaning.BAD,
}
_LABELS = {
    Remedy.START: mark("Start again"),
    Remedy.CONNECT: mark("Connection…"),
    Remedy.LOG: mark("Show log"),
    Remedy.AGAIN: mark("Try again"),
    Remedy.MODEL: mark("Models…"),
    Remedy.USE: mark("Use it"),
    Remedy.SETTINGS: mark("Use its settings"),
    Remedy.PUT_BACK: mark("Put back"),
}
PASSING = 6000
"""Milliseconds after which good news goes by itself."""
KEPT = 4


class _Note(QtWidgets.QFrame):
    """One message."""

    left = Signal(object)
    wanted = Signal(object)

    def __init__(self, message: Message, document: str, secrets: tuple[str, ...]) -> None:
        super().__init__()
        self.message, self.document, self._secrets = message, document, secrets
        self.setAccessibleName(message.text)
        gap = line(self) // 3
        box = QtWidgets.QVBoxLayout(self)
        box.setContentsMargins(gap * 2 + 3, gap, gap, gap)
        box.setSpacing(gap)
        top = QtWidgets.QHBoxLayout()
        self.words = QtWidgets.QLabel(message.text)
        self.words.setWordWrap(True)
        self.words.setMinimumWidth(1)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.close_button = SymbolButton("close", say("Close this message"))
        self.close_button.clicked.connect(lambda: self.left.emit(self))
        top.addWidget(self.words, 1)
        top.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        box.addLayout(top)
        below = QtWidgets.QWidget()
        buttons = Flow(below, gap=4)
        if message.remedy is not Remedy.NONE:
            remedy = Button(say(_LABELS[message.remedy]))
            remedy.clicked.connect(lambda: self.wanted.emit(self))
            buttons.addWidget(remedy)
            self.remedy_button = remedy
        if message.tone is Tone.ERROR:
            copy = Button(say("Copy details"))
            copy.setFlat(True)
            copy.setToolTip(
                say("Copies what a bug report needs, without your folders, names or prompts.")
            )
            copy.clicked.connect(self._copy)
            buttons.addWidget(copy)
            self.copy_button = copy
        if buttons.count():
            box.addWidget(below)

    def buttons(self) -> list[QtWidgets.QAbstractButton]:
        """In the order of the eye."""
        return [self.close_button, *self.findChildren(QtWidgets.QPushButton)]

    def _copy(self) -> None:
        clipboard = QtWidgets.QApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(report(self.message, self._secrets))
        self.copy_button.setText(say("Copied"))

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """A tinted ground and a stripe in the colour of the tone."""
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        ink = colour(_MEANINGS[self.message.tone], self.palette())
        ground = mixed(self.palette().color(Role.Window), ink, 0.16)
        path = QtGui.QPainterPath()
        path.addRoundedRect(QtCore.QRectF(self.rect()), 4, 4)
        painter.fillPath(path, ground)
        painter.setClipPath(path)
        painter.fillRect(0, 0, 3, self.height(), ink)


class ErrorBar(QtWidgets.QWidget):
    """Messages, newest first; an equal one takes the place of its elder."""

    remedy_wanted = Signal(object)
    """The `Message` whose remedy was pressed."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.secrets: tuple[str, ...] = ()
        """What a report never holds: token, prompts, names of documents."""
        self._box = QtWidgets.QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(4)
        self._front = ""
        self.setVisible(False)

    @property
    def messages(self) -> list[Message]:
        """What is shown, newest first."""
        return [note.message for note in self._notes() if not note.isHidden()]

    def show_for(self, document: str) -> None:
        """The document with this key is in front: show what belongs to it, or to none."""
        self._front = document
        for note in self._notes():
            note.setVisible(note.document in ("", document))
        self._settle()

    def tell(self, message: Message, document: str = "") -> None:
        """Show a message; good news goes by itself, all else stays until it is closed.

        One about a document, named by its key, is seen while that is in front.
        """
        for note in self._notes():
            known = note.message.text, note.message.about, note.document
            if known == (message.text, message.about, document):
                self._remove(note)
        kin = [note for note in self._notes() if note.document == document]
        for note in kin[KEPT - 1 :]:
            self._remove(note)
        note = _Note(message, document, self.secrets)
        note.left.connect(self._remove)
        note.wanted.connect(self._want)
        self._box.insertWidget(0, note)
        tabbed_after(self, *note.buttons())
        note.setVisible(document in ("", self._front))
        self._settle()
        if message.tone in (Tone.DONE, Tone.INFO) and message.remedy is Remedy.NONE:
            timer = QtCore.QTimer(note)
            timer.setSingleShot(True)
            timer.timeout.connect(lambda: self._remove(note))
            timer.start(PASSING)

    def forget(self, code: str) -> None:
        """The cause is gone: close the messages with this code."""
        for note in self._notes():
            if note.message.code == code:
                self._remove(note)

    def _notes(self) -> list[_Note]:
        items = (self._box.itemAt(index) for index in range(self._box.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, _Note)]

    def _want(self, note: _Note) -> None:
        self._remove(note)
        self.remedy_wanted.emit(note.message)

    def _remove(self, note: _Note) -> None:
        self._box.removeWidget(note)
        note.hide()
        note.deleteLater()
        self._settle()

    def _settle(self) -> None:
        self.setVisible(bool(self.messages))
