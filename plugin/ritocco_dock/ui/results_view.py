"""The gallery with what can be done with the result that is current in it."""

from __future__ import annotations

from typing import Any

from ..qt import Qt, QtCore, QtWidgets, Signal
from ..session.result import Listed, Result
from ..session.session import Session
from ..words import say
from .flow import Flow
from .gallery import GalleryView, told_of_damage
from .look import QuietLabel, line
from .part import Button
from .progress import Picture
from .symbols import SymbolButton
from .telling import plain

_ARMED = 4000
"""Milliseconds in which a second press on Discard does it."""


class ResultsView(QtWidgets.QWidget):
    """Shows the results of one session at a time."""

    settings_taken = Signal()

    def __init__(self, draws_preview: bool, parent: QtWidgets.QWidget | None = None) -> None:
        """`draws_preview`: the dock itself has to show a result, the editor cannot."""
        super().__init__(parent)
        self._session: Session | None = None
        self._armed = ""
        self.gallery = GalleryView()
        self.caption = QuietLabel()
        self.hint = QuietLabel()
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.large = Picture(line(self) * 14)
        self.large.setVisible(False)
        self._draws_preview = draws_preview
        self.apply = Button(say("Apply"))
        self.apply.setToolTip(say("Makes it one layer of the document, in one undo step (Enter)."))
        self.again = SymbolButton("again", say("Again"))
        self.vary = SymbolButton(
            "vary",
            say("Vary"),
            say("The same idea, slightly different: a little of another seed is mixed in."),
        )
        self.knobs = SymbolButton(
            "knobs",
            say("Use its settings"),
            say("Sets prompt and all knobs to those of this result, seed included."),
        )
        self.copy = SymbolButton(
            "copy",
            say("Copy recipe"),
            say(
                "Copies all that made this picture as text; `ritocco` and its API take it (Ctrl+C)."
            ),
        )
        self.discard = SymbolButton(
            "trash",
            say("Discard"),
            say("Lets this result go for good; a layer made of it stays. Press twice (Delete)."),
        )
        self.tools = QtWidgets.QWidget()
        flow = Flow(self.tools, gap=2)
        for button in (self.apply, self.again, self.vary, self.knobs, self.copy, self.discard):
            flow.addWidget(button)
        box = QtWidgets.QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        box.addWidget(self.hint)
        box.addWidget(self.large, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self.tools)
        box.addWidget(self.caption)
        box.addWidget(self.gallery, 1)
        box.addStretch(0)
        self._timer = QtCore.QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._disarm)
        gallery = self.gallery
        gallery.show_wanted.connect(self._show)
        gallery.look_wanted.connect(self._look)
        gallery.apply_wanted.connect(self._apply)
        gallery.discard_wanted.connect(self._discard)
        gallery.copy_wanted.connect(self._copy)
        gallery.current_changed.connect(self._tell)
        gallery.end_reached.connect(self._load_more)
        self.apply.clicked.connect(lambda: self._apply(gallery.current()))
        self.discard.clicked.connect(lambda: self._discard(gallery.current()))
        self.copy.clicked.connect(lambda: self._copy(gallery.current()))
        self.again.clicked.connect(self._again)
        self.vary.clicked.connect(self._vary)
        self.knobs.clicked.connect(self._take)

    def show_session(self, session: Session | None) -> None:
        """Show the results of this session, or nothing."""
        if self._session is not None:
            for signal, slot in self._wires(self._session):
                signal.disconnect(slot)
        self._session = session
        if session is not None:
            for signal, slot in self._wires(session):
                signal.connect(slot)
            self.gallery.results.is_applied = session.is_applied
            self.gallery.results.thumbnail = session.thumbnail
        self._refresh()

    def _wires(self, session: Session) -> list[tuple[Any, Any]]:  # signals have no type
        return [
            (session.results_changed, self._refresh),
            (session.thumbnail_changed, self.gallery.results.touch),
            (session.shown_changed, self._shown),
            (session.applying_changed, self._tell),
            (session.applied, self.gallery.results.touch),
        ]

    def _refresh(self) -> None:
        results = list(self._session.results) if self._session else []
        newest = self.gallery.results.results[0].id if self.gallery.results.results else ""
        at_newest = self.gallery.current() in ("", newest)
        self.gallery.results.show_results(results)
        if results and at_newest:
            self.gallery.make_current(results[0].id)
        self.gallery.setVisible(bool(results))
        self._shown()

    def _shown(self) -> None:
        session = self._session
        self.gallery.results.shown = session.shown if session else ""
        self.gallery.results.touch()
        if self._draws_preview:
            self.large.show_image(session.shown_image if session and session.shown else None)
        self._hint()
        self._tell()

    def _hint(self) -> None:
        """What a result is for, until the first one was looked at in its place."""
        session, text = self._session, ""
        results = list(session.results) if session else []
        if not results:
            text = say(
                "Results appear here. A click shows one on the canvas, a "
                "double click makes it a layer."
            )
        elif session and not session.shown and not any(session.is_applied(r.id) for r in results):
            text = say(
                "Finished. Click it to see it on the canvas, double-click to make it a layer."
            )
        self.hint.setText(text)
        self.hint.setVisible(bool(text))

    def _tell(self) -> None:
        result = self.gallery.result(self.gallery.current())
        self.tools.setVisible(result is not None)
        self.caption.setVisible(result is not None)
        if result is None or self._session is None:
            return
        if self._armed != result.id:
            self._disarm()
        for button in (self.apply, self.again, self.vary, self.knobs, self.copy):
            button.setVisible(isinstance(result, Result))
        self.caption.setText(_caption(result))
        if isinstance(result, Result):
            busy = self._session.applying
            self.apply.setEnabled(not busy)
            self.apply.setText(self._apply_text(result, busy == result.id))
            self.vary.setEnabled(bool(result.recipe.get("diffusion")))
            name, tip = _again(result)
            self.again.setAccessibleName(name)
            self.again.setToolTip(tip)

    def _apply_text(self, result: Result, busy: bool) -> str:
        if busy:
            return say("Applying…")
        return say("Open as a picture") if result.is_picture else say("Apply")

    def _show(self, result: str) -> None:
        if self._session and result:
            self._session.show(result)

    def _look(self, result: str) -> None:
        """By the keyboard: look at it, or look no longer."""
        if self._session and result:
            self._session.show("" if result == self._session.shown else result)

    def _apply(self, result: str) -> None:
        if self._session and result and not self._session.applying:
            self._session.apply(result)

    def _again(self) -> None:
        if self._session and self.gallery.current():
            self._session.again(self.gallery.current())

    def _vary(self) -> None:
        if self._session and self.gallery.current():
            self._session.vary(self.gallery.current())

    def _take(self) -> None:
        if self._session and self.gallery.current():
            self._session.take_knobs(self.gallery.current())
            self.settings_taken.emit()

    def _copy(self, result: str) -> None:
        chosen, clipboard = self.gallery.result(result), QtWidgets.QApplication.clipboard()
        if isinstance(chosen, Result) and clipboard is not None:
            clipboard.setText(chosen.recipe_text)
            self.caption.setText(say("The recipe is on the clipboard."))

    def _discard(self, result: str) -> None:
        """At once where it is a layer already; else the second press does it."""
        if self._session is None or not result:
            return
        if self._armed == result or self._session.is_applied(result):
            self._disarm()
            row = self.gallery.results.row_of(result)
            self._session.discard(result)
            results = self.gallery.results.results
            if results:
                self.gallery.make_current(results[min(row, len(results) - 1)].id)
            return
        self._armed = result
        self.caption.setText(say("Press again to discard this result for good."))
        self.discard.setDown(True)
        self._timer.start(_ARMED)

    def _disarm(self) -> None:
        was, self._armed = self._armed, ""
        self.discard.setDown(False)
        result = self.gallery.result(self.gallery.current())
        if was and result is not None:
            self.caption.setText(_caption(result))

    def _load_more(self) -> None:
        if self._session and self._session.has_more:
            self._session.load_more()


def _caption(result: Listed) -> str:
    if not isinstance(result, Result):
        return told_of_damage(result)
    words = plain(result.prompt, 120) or say("from the surroundings")
    if result.candidates > 1:
        told = say(
            "{words} (seed {seed}, {number} of {count})",
            words=words,
            seed=result.seed,
            number=result.candidate + 1,
            count=result.candidates,
        )
    else:
        told = say("{words} (seed {seed})", words=words, seed=result.seed)
    return "\n".join([told, *result.hints])


def _again(result: Result) -> tuple[str, str]:
    """Name and tooltip of what makes another result like this one."""
    if result.others:
        tip = say(
            "Another: the next best of the {count} found for this place.",
            count=result.candidates,
        )
        return say("Another"), tip
    tip = say("The same settings on the picture as it is now, with another seed.")
    return say("Again"), tip
