"""Names of adapters while they are typed: a quiet list below the caret that never takes the keys.

After `<lora:`, `<lyco:` or `<hypernet:` it lists files of that kind, and for a word of three
letters embeddings that begin so. Tab or Enter takes the marked one, Esc closes the list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..knobs.known import AdapterInfo
from ..knobs.tags import Begun, begun, tag_of
from ..qt import QObject, Qt, QtCore, QtGui, QTimer, QtWidgets
from ..words import say
from .look import line

_REST = re.compile(r"[^<>,\n]*>")
"""What a tag ends with whose name is written anew."""
MOST = 40
_SHOWN = 8
_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
Offered = Callable[[], "tuple[Sequence[AdapterInfo], str]"]
"""The adapters there are, and the family of the model that paints."""


def matching(now: Begun, known: Sequence[AdapterInfo], family: str) -> list[AdapterInfo]:
    """What may be meant: names that begin so, then, in a tag, those that hold it."""
    typed = now.typed.casefold()
    able = [one for one in known if one.kind in now.kinds and one.usable(family)]
    able.sort(key=lambda one: one.word.casefold())
    begin = [one for one in able if one.word.casefold().startswith(typed)]
    if not now.is_tag:
        exact = len(begin) == 1 and begin[0].word.casefold() == typed
        return [] if exact else begin[:MOST]
    inside = [one for one in able if typed in f"{one.word} {one.alias}".casefold()]
    return [*begin, *(one for one in inside if one not in begin)][:MOST]


class Completion(QObject):
    """Watches one field for words, which need not know of it."""

    def __init__(self, field: QtWidgets.QPlainTextEdit, offered: Offered) -> None:
        super().__init__(field)
        self._field, self._offered = field, offered
        self._now: Begun | None = None
        self._found: list[AdapterInfo] = []
        self.list = QtWidgets.QListWidget(field)
        flags = Qt.WindowType.ToolTip | Qt.WindowType.FramelessWindowHint
        self.list.setWindowFlags(flags)
        self.list.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.list.setFrameShape(QtWidgets.QFrame.Shape.Box)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(say("Adapters that begin so"))
        self.list.itemClicked.connect(lambda _: self._take())
        field.installEventFilter(self)
        self._types = False
        """Whether the last key was one that writes: other changes are not being typed."""
        self._soon = QTimer(self)  # after the change of words that moved the caret
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._look)
        field.textChanged.connect(self._typed)
        field.cursorPositionChanged.connect(self._soon.start)

    @property
    def is_open(self) -> bool:
        """Whether names are offered now."""
        return self.list.isVisible()

    def close(self) -> None:
        """Offer none any more."""
        self._now = None
        self.list.hide()

    def eventFilter(self, watched: QtCore.QObject | None, event: QtCore.QEvent | None) -> bool:
        """Keys that are the list's while it is open, whatever shortcuts the editor has."""
        kinds = QtCore.QEvent.Type
        if event is None:
            return False
        if event.type() in (kinds.KeyPress, kinds.InputMethod):
            self._types = not isinstance(event, QtGui.QKeyEvent) or _writes(event)
        if self.is_open and event.type() in (kinds.FocusOut, kinds.Hide):
            self.close()
        elif self.is_open and event.type() == kinds.Move:
            self._go_along()
        elif self.is_open and isinstance(event, QtGui.QKeyEvent) and self._is_ours(event):
            if event.type() == kinds.KeyPress:
                self._press(Qt.Key(event.key()))
            event.accept()
            return True
        return False

    def _is_ours(self, event: QtGui.QKeyEvent) -> bool:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.NoModifier:
            keys = (Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down)
            return event.key() in (*keys, *_ENTERS)
        # A tag that is half written is not meant to be painted; a word may well be.
        return event.key() in _ENTERS and self._now is not None and self._now.is_tag

    def _press(self, key: Qt.Key) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if key in steps:
            count = self.list.count()
            self.list.setCurrentRow((self.list.currentRow() + steps[key]) % count)
        elif key == Qt.Key.Key_Escape:
            self.close()
        else:
            self._take()

    def _written(self) -> tuple[str, str]:
        """The line up to the caret, and what follows it."""
        cursor = self._field.textCursor()
        line_, place = cursor.block().text().encode("utf-16-le", "surrogatepass"), 2
        place *= cursor.positionInBlock()  # Qt counts UTF-16 units, Python characters
        parts = (line_[:place], line_[place:])
        before, after = (part.decode("utf-16-le", "ignore") for part in parts)
        return before, after

    def _typed(self) -> None:
        """Offer what may be meant by what stands before the caret, where it is being typed."""
        now = begun(self._written()[0]) if self._types and self._field.hasFocus() else None
        self._found = matching(now, *self._offered()) if now is not None else []
        if now is None or not self._found:
            self.close()
            return
        self._now = now
        self.list.clear()
        self.list.addItems([one.word for one in self._found])
        self.list.setCurrentRow(0)
        self._place()

    def _look(self) -> None:
        """The caret may have gone elsewhere without a letter being typed."""
        if self.is_open and begun(self._written()[0]) != self._now:
            self.close()

    def _place(self) -> None:
        """Below the caret, as wide as its names; above it where there is no room."""
        high, shown = line(self.list), min(_SHOWN, len(self._found))
        row = max(self.list.sizeHintForRow(0), high)
        wide = max(self.list.sizeHintForColumn(0), high * 6) + high * 2
        size = QtCore.QSize(min(wide, high * 24), row * shown + 2 * self.list.frameWidth())
        caret = self._field.cursorRect()
        viewport = self._field.viewport()
        assert viewport is not None
        corner = viewport.mapToGlobal(caret.bottomLeft() + QtCore.QPoint(0, 3))
        screen = QtWidgets.QApplication.screenAt(corner) or QtWidgets.QApplication.primaryScreen()
        assert screen is not None
        free = screen.availableGeometry()
        if corner.y() + size.height() > free.bottom():
            corner = viewport.mapToGlobal(caret.topLeft()) - QtCore.QPoint(0, size.height() + 3)
        corner.setX(max(free.left(), min(corner.x(), free.right() - size.width())))
        self.list.setGeometry(QtCore.QRect(corner, size))
        self.list.show()

    def _go_along(self) -> None:
        """The page made room for something, or was scrolled."""
        if self._field.visibleRegion().isEmpty():
            self.close()
        else:
            self._place()

    def _take(self) -> None:
        """Write the marked one in the place of what was typed; as typing, it can be undone."""
        now, row = self._now, self.list.currentRow()
        self.close()
        if now is None or not 0 <= row < len(self._found):
            return
        info, (before, after) = self._found[row], self._written()
        goes_on = now.is_tag and _REST.match(after) is not None
        typed = now.typed if goes_on else before[now.start :]
        told = info.word if goes_on else tag_of(info.kind, info.word, info.strength)
        cursor = self._field.textCursor()
        units = len(typed.encode("utf-16-le", "surrogatepass")) // 2
        step, keep = QtGui.QTextCursor.MoveOperation.Left, QtGui.QTextCursor.MoveMode.KeepAnchor
        cursor.movePosition(step, keep, units)
        cursor.insertText(told)
        self._field.setTextCursor(cursor)


def _writes(event: QtGui.QKeyEvent) -> bool:
    """Whether a key changes what is written."""
    held = event.modifiers() & (
        Qt.KeyboardModifier.ControlModifier
        | Qt.KeyboardModifier.AltModifier
        | Qt.KeyboardModifier.MetaModifier
    )
    return bool(event.text()) and not held
