"""What can be done with the result that is looked at; the same row in the dock and on a canvas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..qt import Qt, QtCore, QtGui, QtWidgets
from ..session.result import Result
from ..session.session import Session
from ..words import say
from .look import Meaning, Role, colour, faint, line, quiet
from .main_button import MainButton
from .symbols import SymbolButton, drawn


class ApplyButton(MainButton):
    """The one button of the row with words; of one size, whatever it says.

    It is found at a glance while a result is looked at that is no layer yet, and quiet else.
    """

    wanted = False

    def show_wanted(self, wanted: bool) -> None:
        """Whether pressing it is what comes next."""
        self.wanted = wanted
        self.update()

    def inks(self) -> tuple[QtGui.QColor, QtGui.QColor]:
        """As the main button, or as any other."""
        palette = self.palette()
        if self.wanted:
            return super().inks()
        return faint(palette), palette.color(Role.WindowText)

    def sizeHint(self) -> QtCore.QSize:
        """Wide enough for the longest it may say."""
        texts = (say("Apply"), say("Applying…"), say("Open as a picture"))
        wide = max(self.fontMetrics().horizontalAdvance(text) for text in texts)
        return QtCore.QSize(wide + line(self), round(line(self) * 1.7))

    def minimumSizeHint(self) -> QtCore.QSize:
        """Narrow docks are fine."""
        return QtCore.QSize(line(self) * 2, round(line(self) * 1.7))


class StepButton(SymbolButton):
    """Narrow, since it stands beside the number that it changes."""

    def sizeHint(self) -> QtCore.QSize:
        """Higher than wide."""
        return QtCore.QSize(round(line(self) * 1.1), round(line(self) * 1.55))


class Counter(QtWidgets.QWidget):
    """Which result of how many, with a mark where it came out rough."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.text, self.rough = "", False
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Preferred, policy.Fixed)

    def sizeHint(self) -> QtCore.QSize:
        """For two digits each, and the mark."""
        return self._room(88, line(self) // 2)

    def minimumSizeHint(self) -> QtCore.QSize:
        """For one digit each."""
        return self._room(8, 0)

    def _room(self, number: int, more: int) -> QtCore.QSize:
        text = say("{number} of {count}", number=number, count=number)
        wide = self.fontMetrics().horizontalAdvance(text) + more
        return QtCore.QSize(wide, round(line(self) * 1.55))

    def show_place(self, text: str, rough: bool) -> None:
        """Another place."""
        self.text, self.rough = text, rough
        self.setAccessibleName(text)
        self.update()

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """Draws itself."""
        painter, palette = QtGui.QPainter(self), self.palette()
        room = QtCore.QRectF(self.rect())
        if self.rough:
            side = line(self) * 0.9
            text = self.fontMetrics().horizontalAdvance(self.text)
            left = max(0.0, (self.width() - text - side) / 2)
            mark = QtCore.QRectF(left, (self.height() - side) / 2, side, side)
            drawn(painter, "warning", mark, colour(Meaning.CAUTION, palette))
            room.setLeft(left + side)
        painter.setPen(quiet(palette))
        option = QtGui.QTextOption(Qt.AlignmentFlag.AlignCenter)
        option.setWrapMode(QtGui.QTextOption.WrapMode.NoWrap)
        painter.drawText(room, self.text, option)


class ResultBar(QtWidgets.QWidget):
    """Apply, previous, which of how many, next, before and after, discard.

    About the result that is shown on the canvas; where none is, about the one that `stand_in`
    names, so that the dock's row works for what is chosen in the gallery.
    """

    def __init__(
        self,
        stand_in: Callable[[], str] = lambda: "",
        parent: QtWidgets.QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self._stand_in = stand_in
        self.apply = ApplyButton()
        self.apply.setToolTip(say("Makes it one layer of the document, in one undo step (Enter)."))
        self.previous = StepButton(
            "previous", say("Previous result"), say("Shows the result before this one (Left).")
        )
        self.counter = Counter()
        self.next = StepButton(
            "next", say("Next result"), say("Shows the result after this one (Right).")
        )
        self.before = SymbolButton(
            "compare", say("Before"), say("While it is held: the picture without the result (C).")
        )
        self.discard = SymbolButton(
            "trash",
            say("Discard"),
            say("Lets this result go for good; a layer made of it stays. Press twice (Delete)."),
        )
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.apply, 1)
        for widget in (self.previous, self.counter, self.next, self.before, self.discard):
            row.addWidget(widget)
        self.apply.clicked.connect(self._apply)
        self.previous.clicked.connect(lambda: self._step(-1))
        self.next.clicked.connect(lambda: self._step(1))
        self.before.pressed.connect(lambda: self._compare(True))
        self.before.released.connect(lambda: self._compare(False))
        self.discard.clicked.connect(self._discard)
        self.refresh()

    @property
    def about(self) -> str:
        """Id of the result it is about, or ""."""
        return (self._session.shown if self._session else "") or self._stand_in()

    def show_session(self, session: Session | None) -> None:
        """Follow this session, or none."""
        if self._session is not None:
            for signal in self._signals(self._session):
                signal.disconnect(self.refresh)
        self._session = session
        if session is not None:
            for signal in self._signals(session):
                signal.connect(self.refresh)
        self.refresh()

    def _signals(self, session: Session) -> list[Any]:  # signals have no type
        return [
            session.results_changed,
            session.shown_changed,
            session.armed_changed,
            session.applying_changed,
            session.applied,
        ]

    def refresh(self, *_: object) -> None:
        """Show how things stand."""
        session, about = self._session, self.about
        results = session.results if session else ()
        result = next((one for one in results if one.id == about), None)
        whole = result if isinstance(result, Result) else None
        busy = session.applying if session else ""
        self.apply.setEnabled(whole is not None and not busy)
        text, *shorter = _apply_texts(whole, bool(busy) and busy == about)
        self.apply.show_words(text, shorter=shorter)
        shown = session is not None and about == session.shown != ""
        self.apply.show_wanted(shown and session is not None and not session.is_applied(about))
        self.discard.setEnabled(result is not None and not busy)
        self.discard.setDown(bool(about) and session is not None and session.armed == about)
        self.before.setEnabled(session is not None and bool(session.shown))
        self.previous.setEnabled(session is not None and bool(session.shown) and self._can(-1))
        self.next.setEnabled(self._can(1))
        self.counter.show_place(_place(session), whole is not None and whole.rough)
        self.counter.setToolTip("\n".join(whole.hints) if whole else "")

    def _can(self, by: int) -> bool:
        return self._session is not None and self._session.can_step(by)

    def _apply(self) -> None:
        if self._session is not None and self.about:
            self._session.apply(self.about)

    def _step(self, by: int) -> None:
        if self._session is not None:
            self._session.step_shown(by)

    def _compare(self, on: bool) -> None:
        if self._session is not None:
            self._session.compare(on)

    def _discard(self) -> None:
        if self._session is not None and self.about:
            self._session.press_discard(self.about)


def _apply_texts(result: Result | None, busy: bool) -> tuple[str, ...]:
    """What Apply says, fullest first."""
    if busy:
        return (say("Applying…"),)
    if result is not None and result.is_picture:
        return say("Open as a picture"), say("Open")
    return (say("Apply"),)


def _place(session: Session | None) -> str:
    """Which of how many is shown."""
    if session is None or not session.showable:
        return ""
    count = f"{session.showable}+" if session.has_more else session.showable
    if session.shown_place < 0:
        return f"{count}"
    return say("{number} of {count}", number=session.shown_place + 1, count=count)
