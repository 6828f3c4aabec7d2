"""The seed: another one each time, or locked; typed, or rolled."""

from __future__ import annotations

from ..knobs.knobs import LARGEST_SEED, RANDOM, drawn_seed
from ..qt import QtGui, QtWidgets, Signal
from ..words import say
from .symbols import SymbolButton


class _Whole(QtGui.QValidator):
    """0 to LARGEST_SEED: more than Qt's own validator and spin box can hold."""

    def validate(self, text: str | None, place: int) -> tuple[QtGui.QValidator.State, str, int]:
        """As Qt wants it."""
        text = text or ""
        states = QtGui.QValidator.State
        fits = text.isascii() and text.isdigit() and int(text) <= LARGEST_SEED
        state = states.Acceptable if fits else states.Intermediate if not text else states.Invalid
        return state, text, place


class SeedKnob(QtWidgets.QWidget):
    """Field, lock and dice. An empty field means: another seed each time."""

    value_changed = Signal(object)
    """The seed; not Signal(int), whose 32 bits would turn the largest seeds negative."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._last = RANDOM
        self.field = QtWidgets.QLineEdit()
        self.field.setValidator(_Whole(self.field))
        self.field.setPlaceholderText(say("another each time"))
        self.field.setAccessibleName(say("Seed"))
        self.field.setMinimumWidth(40)
        self.lock = SymbolButton("unlocked", say("Keep this seed"))
        self.lock.setCheckable(True)
        self.dice = SymbolButton("dice", say("Roll a seed"), say("Rolls a new seed and keeps it."))
        box = QtWidgets.QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(self.field, 1)
        box.addWidget(self.lock)
        box.addWidget(self.dice)
        self.field.editingFinished.connect(self._typed)
        self.lock.clicked.connect(self._locked)
        self.dice.clicked.connect(lambda: self._give(drawn_seed()))
        self._show(RANDOM)

    def show_value(self, seed: int) -> None:
        """Show without saying so."""
        if seed != self.value():
            self._show(seed)

    def show_last(self, seed: int) -> None:
        """The seed of the newest picture: what the lock keeps."""
        self._last = seed

    def value(self) -> int:
        """The seed, or RANDOM."""
        text = self.field.text()
        return int(text) if text else RANDOM

    def _show(self, seed: int) -> None:
        self.field.setText("" if seed == RANDOM else str(seed))
        kept = seed != RANDOM
        self.lock.setChecked(kept)
        self.lock.set_symbol("locked" if kept else "unlocked")
        self.lock.setToolTip(
            say(
                "The seed is kept: the same settings make the same picture. Press for a new one "
                "each time."
            )
            if kept
            else say(
                "Each picture gets another seed. Press to keep the last one, and change only "
                "what you turn."
            )
        )

    def _typed(self) -> None:
        self._give(self.value())

    def _locked(self, on: bool) -> None:
        kept = self._last if self._last != RANDOM else drawn_seed()
        self._give(kept if on else RANDOM)

    def _give(self, seed: int) -> None:
        self._show(seed)
        self.value_changed.emit(seed)
