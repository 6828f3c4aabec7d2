"""Where a plan takes more than a minute: what it takes, and a quicker way with one press."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..knobs.knobs import SURROUNDINGS, Knobs
from ..knobs.own import OwnValues, resolved
from ..knobs.presets import steps_for
from ..knobs.tasks import ModelNeed
from ..qt import QtWidgets, Signal
from ..words import say
from .language import counted
from .look import line
from .part import Button
from .telling import duration

LONG = 60.0
"""Seconds from which the button says how long it takes."""
_FACTOR = 2.0


def long_words(seconds: float) -> str:
    """How long it takes, where that is long; else ""."""
    return say("about {time}", time=duration(seconds)) if seconds > LONG else ""


@dataclass(frozen=True)
class Way:
    """A quicker way: `words` for it, what to turn, and its seconds where they can be said."""

    words: str
    turns: Mapping[str, object]
    seconds: float | None = None


def quicker(knobs: Knobs, own: OwnValues, seconds: float, diffuses: bool) -> Way | None:
    """The first way that stays below a minute, or else the last there is; None where none is.

    seconds   of one picture as planned
    diffuses  whether a model paints
    """
    if seconds * knobs.pictures <= LONG:
        return None
    found = list(_ways(knobs, own, seconds, diffuses))
    quick = (way for way in found if way.seconds is None or way.seconds <= LONG)
    return next(quick, found[-1] if found else None)


def _ways(knobs: Knobs, own: OwnValues, seconds: float, diffuses: bool) -> Iterator[Way]:
    if knobs.pictures > 1:
        yield Way(counted("%n picture(s)", 1), {"batch": 1}, seconds)
    if diffuses:
        steps, few = resolved(knobs, own).steps, steps_for(own.steps)[0].steps
        if few < steps:
            time = seconds * few / steps
            words = say("{steps} steps, about {time}", steps=few, time=duration(time))
            yield Way(words, {"steps": few, "batch": 1}, time)
    if diffuses and knobs.about.model is ModelNeed.CAN:
        yield Way(say("content-aware, no model"), {"model": SURROUNDINGS})
    if knobs.task == "upscale" and knobs.detail:
        yield Way(say("without added detail"), {"detail": False})
    if knobs.task == "upscale" and knobs.scale > _FACTOR:
        time = seconds * (_FACTOR / knobs.scale) ** 2
        words = say("× {factor}, about {time}", factor=f"{_FACTOR:g}", time=duration(time))
        yield Way(words, {"scale": _FACTOR}, time)


class QuickerLine(QtWidgets.QWidget):
    """A flat button that offers the quicker way, and afterwards the way back."""

    turned = Signal(dict)
    """Fields of `Knobs` with the values to give them."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._turns: Mapping[str, object] = {}
        self._before: Mapping[str, object] = {}
        """What to turn to go back; empty: the quicker way was not taken."""
        self._knobs = Knobs()
        self.button = Button()
        self.button.clicked.connect(self._take)
        box = QtWidgets.QHBoxLayout(self)
        air = round(line(self) * 0.45)
        box.setContentsMargins(air, 0, air, 0)
        box.addWidget(self.button)
        box.addStretch(1)
        self.hide()

    def show_way(self, knobs: Knobs, way: Way | None) -> None:
        """The way there is now; where one was taken and nothing else turned, the way back."""
        self._knobs = knobs
        taken = {name: getattr(knobs, name) for name in self._before}
        if self._before and taken == self._turns:
            text = say("Back to what was set before")
            tip = say("Undoes the quicker way; it takes longer again.")
        elif way is not None:
            self._before, self._turns = {}, way.turns
            text = say("Quicker: {way}", way=way.words)
            tip = say("Turns this for you. The same button turns it back.")
        else:
            self._before = {}
            self.hide()
            return
        self.button.setText(text)
        self.button.setAccessibleName(text)
        self.button.setToolTip(tip)
        self.show()

    def _take(self) -> None:
        if self._before:
            back, self._before = self._before, {}
            self.turned.emit(dict(back))
        else:
            self._before = {name: getattr(self._knobs, name) for name in self._turns}
            self.turned.emit(dict(self._turns))
