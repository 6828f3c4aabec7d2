"""*Fast* in the row of steps: an adapter for few steps, on and off by one press."""

from __future__ import annotations

from collections.abc import Mapping

from ..knobs.knobs import Knobs
from ..models.fast import Fast, faster, slower
from ..qt import QtWidgets, Signal
from ..words import say
from .choices import Chip, Choice


class FastKnob(Chip):
    """On while something makes the model paint in few steps; offers to get one where none is."""

    turned = Signal(dict)
    models_wanted = Signal(str)
    """The page of models, opened at the one with this id."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(Choice("fast", say("fast")), parent)
        self.setCheckable(True)
        self._knobs, self._fast = Knobs(), Fast()
        self._before: Mapping[str, object] = {}
        """What to turn back to when it is pressed off, where it was pressed on here."""
        self.clicked.connect(self._press)

    def show_fast(self, knobs: Knobs, fast: Fast | None) -> None:
        """How it stands; None: there is nothing to make it faster by."""
        self._knobs, self._fast = knobs, fast or Fast()
        self.setVisible(fast is not None)
        self.setChecked(self._fast.on)
        self.setEnabled(not self._fast.model)
        words = say("fast") if self._fast.on or self._fast.by else say("fast…")
        if words != self.text():
            self.setText(words)
            self.setAccessibleName(words)
            self.updateGeometry()
        self.setToolTip(_tip(self._fast))

    def _press(self) -> None:
        self.setChecked(self._fast.on)  # until the knobs say otherwise
        by = self._fast.by
        if by is None:
            if self._fast.offer is not None:
                self.models_wanted.emit(self._fast.offer.id)
        elif not self._fast.on:
            changes = faster(self._knobs, by)
            self._before = {name: getattr(self._knobs, name) for name in changes}
            self.turned.emit(dict(changes))
        else:
            changes = dict(slower(self._knobs, by))
            # Adapters that were added meanwhile stay; only what was set beside them comes back.
            back = {name: of for name, of in self._before.items() if name != "adapters"}
            self._before = {}
            self.turned.emit({**changes, **back})


def _tip(fast: Fast) -> str:
    if fast.model:
        return say("This model was made for few steps already: it is fast as it is.")
    if fast.offer is not None:
        return say(
            "A small file, {model}, makes pictures in a few steps: about five times as fast, a "
            "little softer. It is not here yet; this shows its size and licence.",
            model=fast.offer.title,
        )
    if fast.by is None:
        return ""
    if fast.on:
        return say(
            "{adapter} paints in few steps. Press again for all steps.", adapter=fast.by.name
        )
    return say(
        "Uses {adapter} and the few steps it was made for: about five times as fast, for trying "
        "out ideas. Colours are a little softer, and negative words count less. Press again to "
        "take it back.",
        adapter=fast.by.name,
    )
