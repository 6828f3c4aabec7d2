"""Where the repainted part ends, what it starts from, and how it is fitted in."""

from __future__ import annotations

from dataclasses import replace

from ..knobs.knob import Group
from ..knobs.knobs import Knobs
from ..qt import QtWidgets
from ..words import say
from .part import Part, Rows, aligned
from .plain_knobs import PlainKnobs


class EdgesPart(Part):
    """Knobs that most pictures do not need."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = QtWidgets.QWidget()
        more, rows = Rows(self._model), Rows()
        self._content = PlainKnobs(Group.CONTENT, more, self.turned.emit)
        self._edge = PlainKnobs(Group.EDGE, rows, self.turned.emit)
        self.widgets = {**self._content.widgets, **self._edge.widgets}
        aligned(rows, more)
        box = QtWidgets.QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addLayout(rows)
        box.addWidget(self._model)

    def show_knobs(self, knobs: Knobs) -> None:
        """Show these values."""
        decided = knobs.about.content
        self._content.show(replace(knobs, content=decided or knobs.content))
        self._edge.show(knobs)
        self.widgets["content"].setEnabled(not decided)

    def show_use(self, diffusion: bool) -> None:
        """Whether a model will paint."""
        self._model.setVisible(diffusion)

    def summary(self, knobs: Knobs) -> str:
        """For the folded head: what is not as usual."""
        if knobs.about.content:
            knobs = replace(knobs, content=Knobs().content)
        parts = [*self._edge.summary(knobs), *self._content.summary(knobs)]
        return " · ".join(parts) or say("exact edge")
