"""The keyboard belongs to the canvas: what the mouse does in the dock does not take it away.

Fields for words and numbers keep it, for as long as something is typed; and who goes through the
dock by Tab has it where they are.
"""

from __future__ import annotations

from ..editor import Host
from ..qt import QObject, Qt, QtCore, QtGui, QtWidgets

_EACH_MS = 20
"""Milliseconds between two looks whether the mouse has been let go."""
_NUMBER = QtWidgets.QAbstractSpinBox
_FIELDS = (QtWidgets.QLineEdit, QtWidgets.QTextEdit, QtWidgets.QPlainTextEdit, _NUMBER)


def is_typed_in(widget: QtWidgets.QWidget | None) -> bool:
    """Whether keys write there."""
    if isinstance(widget, QtWidgets.QComboBox):
        return widget.isEditable()
    return isinstance(widget, _FIELDS)


def has_own_keys(widget: QtWidgets.QWidget | None) -> bool:
    """Whether keys are meant for it, also those that it does nothing with: fields and choices."""
    return is_typed_in(widget) or isinstance(widget, QtWidgets.QComboBox)


class HandBack(QObject):
    """Gives the keyboard from one widget of the dock, and all in it, back to the canvas."""

    def __init__(self, page: QtWidgets.QWidget, host: Host) -> None:
        super().__init__(page)
        self._page, self._host = page, host
        self._soon = QtCore.QTimer(self)
        self._soon.setInterval(_EACH_MS)
        self._soon.timeout.connect(self._look)
        application = QtWidgets.QApplication.instance()
        assert isinstance(application, QtWidgets.QApplication)
        application.focusChanged.connect(self._moved)
        page.installEventFilter(self)

    def number_done(self) -> None:
        """What was entered as a number is used now: no more of it is typed."""
        if isinstance(self._focus(), _NUMBER):
            self._host.focus_canvas()

    def eventFilter(self, watched: QtCore.QObject | None, event: QtCore.QEvent | None) -> bool:
        """Enter ends a number: such fields leave it to what they lie in."""
        if (
            isinstance(event, QtGui.QKeyEvent)
            and event.type() == QtCore.QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            and isinstance(self._focus(), _NUMBER)
        ):
            self.number_done()
            return True
        return super().eventFilter(watched, event)

    def _moved(self, before: QtWidgets.QWidget | None, now: QtWidgets.QWidget | None) -> None:
        """By the mouse it does so while a button is down; a press must come to its end first."""
        pressed = QtWidgets.QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if pressed and now is not None and now is self._focus() and not is_typed_in(now):
            self._soon.start()

    def _look(self) -> None:
        application = QtWidgets.QApplication
        pressed = application.mouseButtons() != Qt.MouseButton.NoButton
        if pressed or application.activePopupWidget() is not None:
            return
        self._soon.stop()
        focus = self._focus()
        if focus is not None and not is_typed_in(focus):
            self._host.focus_canvas()

    def _focus(self) -> QtWidgets.QWidget | None:
        """What of the page has the keyboard."""
        focus = QtWidgets.QApplication.focusWidget()
        return focus if focus is not None and self._page.isAncestorOf(focus) else None
