"""The field for words: grows with them, weighs them by keys, remembers what was sent."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..knobs.tags import Tag, tags_in, unclosed_in
from ..qt import Qt, QtCore, QtGui, QtWidgets, Signal
from ..words import say
from .history import PromptHistory
from .look import Meaning, colour, line, quiet
from .symbols import drawn
from .weights import changed

_WEIGHED = re.compile(r":\s*[+-]?[\d.]+\s*(?=[)>])")
_TAG = re.compile(r"<[^<>]*>|\b(?:AND|BREAK)\b")
_PARAMETERS = re.compile(r"(?:^|[\s,.])Steps:\s*[0-9]+\s*,|^\s*Negative prompt:", re.MULTILINE)
"""What the web UI's text has that tells how a picture was made."""
_KEYS = {Qt.Key.Key_Up: True, Qt.Key.Key_Down: False}


class _Grammar(QtGui.QSyntaxHighlighter):
    """Weights and tags stand out a little, so that words stay easy to read."""

    def __init__(self, document: QtGui.QTextDocument | None, field: QtWidgets.QWidget) -> None:
        super().__init__(document)
        self._field = field
        self.is_fine: Callable[[Tag], bool] = lambda tag: True

    def highlightBlock(self, text: str | None) -> None:
        """Called by Qt for each paragraph."""
        form = QtGui.QTextCharFormat()
        form.setForeground(colour(Meaning.CALM, self._field.palette()))
        for pattern in (_WEIGHED, _TAG):
            for match in pattern.finditer(text or ""):
                self.setFormat(match.start(), match.end() - match.start(), form)
        self._mark_wrong(text or "")

    def _mark_wrong(self, text: str) -> None:
        """Tags that cannot be followed stand out otherwise than those that can."""
        form = QtGui.QTextCharFormat()
        form.setForeground(colour(Meaning.BAD, self._field.palette()))
        form.setUnderlineStyle(QtGui.QTextCharFormat.UnderlineStyle.WaveUnderline)
        wrong = [(one.start, one.end) for one in tags_in(text) if not self.is_fine(one)]
        wrong += [(at, at + len(tag)) for at, tag in unclosed_in(text)]
        for start, end in wrong:
            first, last = _units(text, start), _units(text, end)
            self.setFormat(first, last - first, form)


class _Mark(QtWidgets.QWidget):
    """A quiet symbol at the left of a field."""

    def __init__(self, symbol: str, field: QtWidgets.QWidget) -> None:
        super().__init__(field)
        self._symbol = symbol
        side = line(field)
        self.setGeometry(4, 4, side, side)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """Draws it."""
        drawn(QtGui.QPainter(self), self._symbol, QtCore.QRectF(self.rect()), quiet(self.palette()))


class PromptEdit(QtWidgets.QPlainTextEdit):
    """A prompt. Ctrl+Up and Ctrl+Down weigh, Alt+Up and Alt+Down walk through what was sent."""

    edited = Signal(str)
    submitted = Signal()
    pasting = Signal(str)
    """A text that tells how a picture was made is about to be pasted, as words like any other."""
    entered = Signal()
    """The artist put the caret into it."""

    def __init__(
        self,
        history: PromptHistory | None,
        least: int = 3,
        most: int = 9,
        symbol: str = "",
        parent: QtWidgets.QWidget | None = None,
    ) -> None:
        """`least` and `most` lines are shown without scrolling; `symbol` stands before them."""
        super().__init__(parent)
        self._history, self._least, self._most = history, least, most
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QtWidgets.QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Fixed)
        self._mark = _Mark(symbol, self) if symbol else None
        if self._mark is not None:
            self.setViewportMargins(self._mark.width() + 4, 0, 0, 0)
        self._grammar = _Grammar(self.document(), self)
        self.textChanged.connect(self._changed)
        self._fit()

    def judge(self, is_fine: Callable[[Tag], bool]) -> None:
        """Show tags as good or wrong by this from now on."""
        self._grammar.is_fine = is_fine
        blocked = self.blockSignals(True)  # colours are no words
        self._grammar.rehighlight()
        self.blockSignals(blocked)

    def show_text(self, text: str) -> None:
        """Take text from outside; the caret stays where nothing changed."""
        if text != self.toPlainText():
            blocked = self.blockSignals(True)
            self.setPlainText(text)
            self.moveCursor(QtGui.QTextCursor.MoveOperation.End)
            self.blockSignals(blocked)
            self._fit()

    def follow_text(self, text: str) -> None:
        """As `show_text`, but as a change that can be undone here, and then is said."""
        blocked = self.blockSignals(True)
        self.replace_text(text)
        self.blockSignals(blocked)
        self._fit()

    def begin_anew(self) -> None:
        """What was written before is not brought back by undoing: it is of another picture."""
        document = self.document()
        assert document is not None
        document.clearUndoRedoStacks()

    def weigh(self, up: bool) -> None:
        """One step more or less weight for the selection or the word at the caret."""
        cursor, text = self.textCursor(), self.toPlainText()
        # Qt counts UTF-16 units, Python characters.
        anchor, caret = (_characters(text, place) for place in (cursor.anchor(), cursor.position()))
        edit = changed(text, anchor, caret, up)
        if edit is None:
            return
        after = edit.applied(text)
        cursor.beginEditBlock()
        cursor.setPosition(_units(text, edit.start))
        cursor.setPosition(_units(text, edit.end), QtGui.QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(edit.text)
        cursor.endEditBlock()
        cursor.setPosition(_units(after, edit.anchor))
        cursor.setPosition(_units(after, edit.caret), QtGui.QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def keyPressEvent(self, event: QtGui.QKeyEvent | None) -> None:
        """Keys of our own; the rest is Qt's."""
        assert event is not None
        key, held = event.key(), event.modifiers()
        modifier = Qt.KeyboardModifier
        control, alt = bool(held & modifier.ControlModifier), bool(held & modifier.AltModifier)
        if begins(event):
            self.submitted.emit()
        elif key in _KEYS and control and not alt:
            self.weigh(_KEYS[Qt.Key(key)])
        elif key in _KEYS and alt and not control and self._history is not None:
            walk = self._history.older if _KEYS[Qt.Key(key)] else self._history.newer
            self.replace_text(walk(self.toPlainText()))
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def event(self, event: QtCore.QEvent | None) -> bool:
        """Editors may have shortcuts on our keys; in the field they are ours."""
        if event is not None and event.type() == QtCore.QEvent.Type.ShortcutOverride:
            assert isinstance(event, QtGui.QKeyEvent)
            modifier = Qt.KeyboardModifier
            held = event.modifiers() & (modifier.ControlModifier | modifier.AltModifier)
            if (event.key() in _KEYS and held) or begins(event):
                event.accept()
                return True
        return super().event(event)

    def replace_text(self, text: str) -> None:
        """Put other words in the field, as typing would: it can be undone there."""
        if text == self.toPlainText():
            return
        cursor = self.textCursor()
        cursor.select(QtGui.QTextCursor.SelectionType.Document)
        cursor.insertText(text)
        self.moveCursor(QtGui.QTextCursor.MoveOperation.End)

    def focusInEvent(self, event: QtGui.QFocusEvent | None) -> None:
        """By a window that comes to the front nobody put it there."""
        super().focusInEvent(event)
        if event is not None and event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.entered.emit()

    def resizeEvent(self, event: QtGui.QResizeEvent | None) -> None:
        """Another width breaks lines elsewhere."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QtCore.QEvent | None) -> None:
        """Another palette or font."""
        super().changeEvent(event)
        kinds = QtCore.QEvent.Type
        if event is not None and event.type() in (kinds.PaletteChange, kinds.FontChange):
            self._grammar.rehighlight()
            self._fit()

    def canInsertFromMimeData(self, source: QtCore.QMimeData | None) -> bool:
        """Words. Files that are dropped are not: what the field lies in may want them."""
        holds_files = source is not None and any(url.isLocalFile() for url in source.urls())
        return not holds_files and super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QtCore.QMimeData | None) -> None:
        """Pasted words come without the form they had."""
        if source is not None and source.hasText():
            if _PARAMETERS.search(source.text()):
                self.pasting.emit(source.text())
            self.insertPlainText(source.text())

    def _changed(self) -> None:
        self._fit()
        self.edited.emit(self.toPlainText())

    def _fit(self) -> None:
        """As high as the words need, within bounds."""
        layout = self.document()
        assert layout is not None
        lines = max(1, round(layout.size().height()))
        shown = min(max(lines, self._least), self._most)
        margins = self.contentsMargins()
        air = margins.top() + margins.bottom() + 2 * round(layout.documentMargin())
        spacing = self.fontMetrics().lineSpacing()
        height = shown * spacing + air + 2
        if self.height() != height or self.minimumHeight() != height:
            self.setFixedHeight(height)

    def minimumSizeHint(self) -> QtCore.QSize:
        """Narrow docks are fine."""
        return QtCore.QSize(line(self) * 4, self.minimumHeight())


def begins(event: QtGui.QKeyEvent) -> bool:
    """Whether this key is one that presses the dock's button: Enter with Ctrl or with Shift."""
    modifier = Qt.KeyboardModifier
    held = event.modifiers() & ~modifier.KeypadModifier
    entering = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    kinds = (QtCore.QEvent.Type.KeyPress, QtCore.QEvent.Type.ShortcutOverride)
    return (
        entering
        and event.type() in kinds
        and held in (modifier.ControlModifier, modifier.ShiftModifier)
    )


def _units(text: str, place: int) -> int:
    """UTF-16 units before this character."""
    return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2


def _characters(text: str, units: int) -> int:
    """Characters before this UTF-16 unit."""
    return len(text.encode("utf-16-le", "surrogatepass")[: units * 2].decode("utf-16-le", "ignore"))


def weight_tip() -> str:
    """What every prompt field says about its keys."""
    return say(
        "Ctrl+Up and Ctrl+Down make the word at the caret count more or less. "
        "Alt+Up and Alt+Down bring back earlier prompts. Ctrl+Enter begins."
    )
