"""The gallery with what can be done with the result that is current in it."""

from __future__ import annotations

from typing import Any

from ..knobs.tasks import TASKS
from ..qt import Qt, QtWidgets, Signal
from ..session.order import ORDERS
from ..session.result import Listed, Result
from ..session.session import Session
from ..words import say
from .gallery import GalleryView, told_of_damage
from .look import line
from .part import Combo
from .plan_view import FittedLabel
from .progress import Picture
from .result_bar import ResultBar
from .symbols import SymbolButton
from .telling import plain

_LINES = 3
"""Lines of text that there are for hint and caption."""


class ResultsView(QtWidgets.QWidget):
    """Shows the results of one session at a time."""

    settings_taken = Signal()

    def __init__(self, draws_preview: bool, parent: QtWidgets.QWidget | None = None) -> None:
        """`draws_preview`: the dock itself has to show a result, the editor cannot."""
        super().__init__(parent)
        self._session: Session | None = None
        self._looked = False
        self.gallery = GalleryView()
        self.bar = ResultBar(self.gallery.current)
        self.apply, self.discard = self.bar.apply, self.bar.discard
        self.caption, self.hint = FittedLabel(), FittedLabel()
        self.large = Picture(line(self) * 14)
        self.large.setVisible(False)
        self._draws_preview = draws_preview
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
        self.order = Combo()
        self.order.offer([(key, say(words)) for key, (words, _) in ORDERS.items()])
        self.order.setAccessibleName(say("Order"))
        self.order.setMaximumWidth(line(self) * 10)
        self.order.setToolTip(say("In which order the results stand."))
        tools = QtWidgets.QHBoxLayout()
        tools.setSpacing(2)
        for button in (self.again, self.vary, self.knobs, self.copy):
            tools.addWidget(button)
        tools.addStretch(1)
        tools.addWidget(self.order, 3)
        self._told = QtWidgets.QStackedWidget()  # of one height, whatever there is to say
        self._told.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES)
        for label in (self.hint, self.caption):
            label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            self._told.addWidget(label)
        box = QtWidgets.QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        box.addWidget(self.bar)
        box.addLayout(tools)
        box.addWidget(self._told)
        box.addWidget(self.gallery, 1)
        box.addWidget(self.large, 0, Qt.AlignmentFlag.AlignHCenter)
        gallery = self.gallery
        gallery.show_wanted.connect(self._show)
        gallery.look_wanted.connect(self._look)
        gallery.moved.connect(self._moved)
        gallery.apply_wanted.connect(self._apply)
        gallery.discard_wanted.connect(self._discard)
        gallery.copy_wanted.connect(self._copy)
        gallery.current_changed.connect(self._tell)
        gallery.end_reached.connect(self._load_more)
        self.copy.clicked.connect(lambda: self._copy(gallery.current()))
        self.order.chosen.connect(self._sort)
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
            self.order.choose(session.order)
        self.bar.show_session(session)
        self._refresh()

    def _wires(self, session: Session) -> list[tuple[Any, Any]]:  # signals have no type
        return [
            (session.results_changed, self._refresh),
            (session.thumbnail_changed, self.gallery.results.touch),
            (session.shown_changed, self._shown),
            (session.applying_changed, self._tell),
            (session.armed_changed, self._tell),
            (session.applied, self.gallery.results.touch),
        ]

    def _refresh(self) -> None:
        results = list(self._session.results) if self._session else []
        row = self.gallery.results.row_of(self.gallery.current())
        newest = self.gallery.results.results[0].id if self.gallery.results.results else ""
        at_newest = self.gallery.current() in ("", newest)
        self.gallery.results.show_results(results)
        if results and at_newest:
            self.gallery.make_current(results[0].id)
        elif results and not self.gallery.current():  # it was let go: the next in its place
            self.gallery.make_current(results[min(row, len(results) - 1)].id)
        self._shown()

    def _shown(self) -> None:
        session = self._session
        self.gallery.results.shown = session.shown if session else ""
        if session and session.shown:
            self.gallery.make_current(session.shown)
        self.gallery.results.touch()
        if self._draws_preview:
            self.large.show_image(session.shown_image if session and session.shown else None)
        self._hint()
        self._tell()

    def _hint(self) -> None:
        """What a result is for, until the first one was looked at in its place."""
        session, text = self._session, ""
        self._looked = self._looked or (session is not None and bool(session.shown))
        if session is None or not session.results:
            text = say(
                "Results appear here. A click shows one on the canvas, a "
                "double click makes it a layer."
            )
        elif not self._looked:
            text = say(
                "Finished. Click it to see it on the canvas, double-click to make it a layer."
            )
        self.hint.setText(text)
        self.hint.setToolTip(text)
        self._told.setCurrentWidget(self.hint if text else self.caption)

    def _tell(self) -> None:
        result, session = self.gallery.result(self.gallery.current()), self._session
        whole = result if isinstance(result, Result) and session is not None else None
        for button in (self.again, self.knobs, self.copy):
            button.setEnabled(whole is not None)
        self.vary.setEnabled(whole is not None and bool(whole.recipe.get("diffusion")))
        self.bar.refresh()
        armed = session is not None and result is not None and session.armed == result.id
        text = _caption(result) if result is not None else ""
        self._say(say("Press again to discard this result for good.") if armed else text)
        if armed:
            self._told.setCurrentWidget(self.caption)
        if whole is not None:
            name, tip = _again(whole)
            self.again.setAccessibleName(name)
            self.again.setToolTip(tip)

    def _say(self, text: str) -> None:
        self.caption.setText(text)
        self.caption.setToolTip(text)

    def _sort(self, order: str) -> None:
        if self._session is not None:
            self._session.sort(order)

    def _show(self, result: str) -> None:
        if self._session and result:
            self._session.show(result)

    def _look(self, result: str) -> None:
        """By the keyboard: look at it, or look no longer."""
        if self._session and result:
            self._session.show("" if result == self._session.shown else result)

    def _moved(self, result: str) -> None:
        """While one is looked at, what is current is what is looked at."""
        if self._session and self._session.shown:
            self._session.show(result)

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
            self._say(say("The recipe is on the clipboard."))

    def _discard(self, result: str) -> None:
        if self._session is not None and result:
            self._session.press_discard(result)

    def _load_more(self) -> None:
        if self._session and self._session.has_more:
            self._session.load_more()


def _caption(result: Listed) -> str:
    if not isinstance(result, Result):
        return told_of_damage(result)
    words = f"{say(TASKS[result.task].label)}: {_source(result)}"
    if not result.drawn_by_chance:
        told = words
    elif result.candidates > 1 and not result.candidate:
        told = say(
            "{words} (seed {seed}, the best of {count} found)",
            words=words,
            seed=result.seed,
            count=result.candidates,
        )
    elif result.candidates > 1:
        told = say(
            "{words} (seed {seed}, no. {number} of {count} found)",
            words=words,
            seed=result.seed,
            number=result.candidate + 1,
            count=result.candidates,
        )
    else:
        told = say("{words} (seed {seed})", words=words, seed=result.seed)
    adapters = ", ".join(one.told() for one in result.adapters)
    named = [say("Adapters: {adapters}", adapters=adapters)] if adapters else []
    return "\n".join([told, *result.hints, *named])


def _source(result: Result) -> str:
    """What it was made of."""
    if result.prompt:
        return plain(result.prompt, 120)
    if result.recipe.get("diffusion"):
        return say("without words")
    if result.drawn_by_chance:
        return say("from the surroundings")
    return say("{size} px", size=result.box.size)


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
