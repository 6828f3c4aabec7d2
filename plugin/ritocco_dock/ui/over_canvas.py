"""Keeps a bar over the canvas while a result is shown there, and its keys at hand."""

from __future__ import annotations

from collections.abc import Callable

from ..desk import Desk
from ..qt import QObject, Qt, QtCore, QtGui, QtWidgets
from ..session.session import Session
from . import language
from .canvas_bar import CanvasBar
from .hand_back import has_own_keys

_EACH_MS = 80
"""Milliseconds between two looks at where canvas and result are, while a result is shown."""
_Key = Qt.Key
_KEYS: dict[int, Callable[[Session], object]] = {
    _Key.Key_Return: lambda session: session.apply_shown(),
    _Key.Key_Enter: lambda session: session.apply_shown(),
    _Key.Key_Escape: lambda session: session.show(""),
    _Key.Key_Left: lambda session: session.step_shown(-1),
    _Key.Key_Up: lambda session: session.step_shown(-1),
    _Key.Key_Right: lambda session: session.step_shown(1),
    _Key.Key_Down: lambda session: session.step_shown(1),
    _Key.Key_Delete: lambda session: session.discard_shown(),
}
_HELD = _Key.Key_C
"""While it is down: the picture without the result."""
_LEFT = QtCore.QEvent.Type.FocusOut
_REPEATS = (_Key.Key_Left, _Key.Key_Up, _Key.Key_Right, _Key.Key_Down)
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class OverCanvas(QObject):
    """One for each editor: follows the document that is in front."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._session: Session | None = None
        self.bar: CanvasBar | None = None
        self._held, self._spoken = False, ""
        self._elsewhere = False
        """Whether the key that is being pressed is a field's, even if that has ended by it."""
        self._timer = QtCore.QTimer(self)
        self._timer.setInterval(_EACH_MS)
        self._timer.timeout.connect(self._follow)
        desk.session_changed.connect(self._turn)
        self._turn()

    def _turn(self) -> None:
        """Another document is in front."""
        if self._session is not None:
            self._session.shown_changed.disconnect(self._follow)
        self._session = self._desk.session
        if self._session is not None:
            self._session.shown_changed.connect(self._follow)
        self._take_away()
        self._follow()

    def _follow(self) -> None:
        """Have a bar where one belongs, in its place, and none elsewhere."""
        session = self._session
        place = session.document.bar_place() if session is not None and session.shown else None
        moved = self.bar is not None and self.bar.parentWidget() is not place
        if moved or self._spoken != language.spoken():
            self._take_away()
        if session is None or place is None:
            if session is None or not session.shown:
                self._timer.stop()
            return
        if self.bar is None:
            self.bar = CanvasBar(session, self._middle, place)
            self._spoken = language.spoken()
            self.bar.destroyed.connect(self._lost)
            self._timer.start()
        self._listen(place)
        self.bar.put()

    def _listen(self, place: QtWidgets.QWidget) -> None:
        """Hear keys there before the editor does: who asked last is asked first."""
        for widget in (place, *place.findChildren(QtWidgets.QWidget)):
            widget.installEventFilter(self)

    def hear(self, dock: QtWidgets.QWidget) -> None:
        """Take the bar's keys there, too, where nothing in it has a use of its own for them."""
        dock.installEventFilter(self)

    def _take_away(self) -> None:
        bar, self.bar = self.bar, None
        if bar is not None:
            bar.destroyed.disconnect(self._lost)
            bar.end()

    def _lost(self) -> None:
        """The canvas was closed, and took the bar along."""
        self.bar = None

    def _middle(self) -> QtCore.QPointF | None:
        session = self._session
        box = session.shown_box if session is not None else None
        place = session.document.place_of(box) if session is not None and box else None
        return place.center() if place is not None else None

    def eventFilter(self, watched: QtCore.QObject | None, event: QtCore.QEvent | None) -> bool:
        """Keys of the bar, while it is there; editors have shortcuts on some of them."""
        session = self._session
        if session is not None and event is not None and event.type() == _LEFT and self._held:
            self._held = False
            session.compare(False)  # the key is let go elsewhere
        shown = session is not None and bool(session.shown) and self.bar is not None
        if shown and isinstance(event, QtGui.QKeyEvent) and self._take(session, event):
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def _take(self, session: Session | None, event: QtGui.QKeyEvent) -> bool:
        """Whether this key is the bar's; if so, do what it says."""
        kind, kinds, key = event.type(), QtCore.QEvent.Type, event.key()
        ours = key in _KEYS or key == _HELD
        if session is None or session.document.in_stroke():
            return False  # the tool's own keys
        if kind != kinds.KeyRelease:
            fields = has_own_keys(QtWidgets.QApplication.focusWidget())
            if kind == kinds.ShortcutOverride:  # comes before each press, to whom has the keyboard
                self._elsewhere = fields
            if fields or self._elsewhere:
                return False
        if not ours or (event.modifiers() not in _PLAIN and kind != kinds.KeyRelease):
            return False
        if kind == kinds.ShortcutOverride:
            return True
        if kind == kinds.KeyPress and key in _KEYS:
            if not event.isAutoRepeat() or key in _REPEATS:
                _KEYS[key](session)
        elif key == _HELD and not event.isAutoRepeat():
            self._held = kind == kinds.KeyPress
            session.compare(self._held)
        return True
