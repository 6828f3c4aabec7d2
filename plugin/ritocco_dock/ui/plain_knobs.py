"""Plain knobs from the table: a number, a choice or a box to tick for each row of a group."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from ..knobs.knob import Group, Knob
from ..knobs.knobs import KNOBS, Knobs
from ..qt import QtWidgets
from ..words import say
from .part import Check, Combo, Number, Rows


def number_of(row: Knob) -> Number:
    """The number of a knob, in its unit; at `none` it says whose value is taken."""
    assert row.least is not None
    assert row.high is not None
    number = Number(round(row.least / row.factor), round(row.high / row.factor), row.unit)
    number.setSpecialValueText(say(row.nothing) if row.nothing else "")
    return number


@dataclass(frozen=True)
class PlainKnob:
    """A widget, and what has it show a value without saying that it was turned."""

    widget: QtWidgets.QWidget
    show: Callable[[Any], None]


class PlainKnobs:
    """The knobs of one group, as rows below one another; `widgets` by field of `Knobs`."""

    def __init__(self, group: Group, rows: Rows, turn: Callable[[dict[str, object]], None]) -> None:
        """`turn` hears which field was turned to what."""
        self._turn = turn
        self._rows = {name: row for name, row in KNOBS.items() if row.group is group}
        self._made: dict[str, PlainKnob] = {}
        for name, row in self._rows.items():
            made = self._made[name] = _plain(row, partial(self._give, name))
            if isinstance(made.widget, Check):
                made.widget.setToolTip(say(row.tip))
                rows.add_wide(made.widget)
            else:
                rows.add(say(row.label), made.widget, say(row.tip))
        self.widgets = {name: made.widget for name, made in self._made.items()}

    def _give(self, name: str, value: object) -> None:
        self._turn({name: value})

    def show(self, knobs: Knobs) -> None:
        """Show these values."""
        for name, made in self._made.items():
            made.show(getattr(knobs, name))

    def summary(self, knobs: Knobs) -> list[str]:
        """What is not as usual, in a few words each."""
        turned = (
            (row, getattr(knobs, name))
            for name, row in self._rows.items()
            if getattr(knobs, name) != row.usual
        )
        return [
            say(row.short, px=value) if row.short else say(row.choices.get(value, str(value)))
            for row, value in turned
            if row.short or row.choices
        ]


def _plain(row: Knob, give: Callable[[Any], None]) -> PlainKnob:
    if isinstance(row.usual, bool):
        return _check(row, give)
    return _choice(row, give) if row.choices else _number(row, give)


def _check(row: Knob, give: Callable[[bool], None]) -> PlainKnob:
    check = Check(say(row.label))

    def show(on: bool) -> None:
        blocked = check.blockSignals(True)
        check.setChecked(on)
        check.blockSignals(blocked)

    check.toggled.connect(give)
    return PlainKnob(check, show)


def _choice(row: Knob, give: Callable[[Any], None]) -> PlainKnob:
    combo, values = Combo(), type(row.usual)
    combo.offer([(str(value), say(text)) for value, text in row.choices.items()])
    combo.chosen.connect(lambda key: give(values(key)))
    return PlainKnob(combo, lambda value: combo.choose(str(value)))


def _number(row: Knob, give: Callable[[Any], None]) -> PlainKnob:
    number = number_of(row)
    values = type(row.usual)
    number.valueChanged.connect(lambda shown: give(values(round(shown * row.factor, 6))))
    return PlainKnob(number, lambda value: number.show_value(round(value / row.factor)))
