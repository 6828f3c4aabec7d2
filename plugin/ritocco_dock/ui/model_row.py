"""One model in the list: its line, its progress, and what opens below."""

from __future__ import annotations

from collections.abc import Sequence

from ..models.catalogue import LibraryModel, Presence
from ..qt import Qt, QtGui, QtWidgets, Signal
from ..words import say
from .look import Role, line, mixed, tabbed_after
from .model_details import ModelDetails
from .model_head import ModelHead
from .model_words import figure, problem, standing, symbol
from .progress import Meter
from .symbols import SymbolButton


class ModelRow(QtWidgets.QWidget):
    """Signals carry the model's id. What opens is made when it is wanted: lists are long."""

    get_wanted = Signal(str)
    cancel_wanted = Signal(str)
    check_wanted = Signal(str)
    size_wanted = Signal(str)
    remove_wanted = Signal(str)
    use_wanted = Signal(str)
    """The name that recipes have for it."""
    opened = Signal(str)

    def __init__(self, model: LibraryModel, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self._free: int | None = None
        self._accepted = False
        self.head, self.meter = ModelHead(), Meter()
        self.stop = SymbolButton(
            "close",
            say("Stop"),
            say("Stops. What has come is kept, and it goes on from there the next time."),
        )
        self.details: ModelDetails | None = None
        top = QtWidgets.QHBoxLayout()
        top.setSpacing(2)
        top.addWidget(self.head, 1)
        top.addWidget(self.stop)
        self._box = QtWidgets.QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(0)
        self._box.addLayout(top)
        self._below = QtWidgets.QVBoxLayout()
        self._below.setSpacing(round(line(self) * 0.4))
        self._below.addWidget(self.meter)
        self._box.addLayout(self._below)
        self.head.toggled.connect(self._open)
        self.stop.clicked.connect(self._cancel)
        self._show()

    def show_model(self, model: LibraryModel, free: int | None, accepted: bool) -> None:
        """How it stands; `free`: bytes on the disk; `accepted`: its licence was."""
        if (model, free, accepted) != (self.model, self._free, self._accepted):
            self.model, self._free, self._accepted = model, free, accepted
            self._show()

    def show_progress(self, model: LibraryModel, accepted: bool) -> None:
        """It moved on."""
        self.show_model(model, self._free, accepted)

    def open(self) -> None:
        """Open it, and give the keyboard to what is to be done first."""
        self.head.setChecked(True)
        if self.details is not None:
            self.details.begin().setFocus(Qt.FocusReason.OtherFocusReason)

    def inside(self) -> Sequence[QtWidgets.QWidget]:
        """What takes the keyboard below the line, in the order of the eye."""
        return self.details.in_order() if self.details is not None else ()

    def _open(self, on: bool) -> None:
        if on and self.details is None:
            self.details = self._made()
        if self.details is not None:
            self.details.setVisible(on)
        self._show()
        if on:
            self.opened.emit(self.model.id)

    def _made(self) -> ModelDetails:
        made = ModelDetails()
        made.get_wanted.connect(self._get)
        made.size_wanted.connect(lambda: self.size_wanted.emit(self.model.id))
        made.check_wanted.connect(lambda: self.check_wanted.emit(self.model.id))
        made.remove_wanted.connect(lambda: self.remove_wanted.emit(self.model.id))
        made.use_wanted.connect(lambda: self.use_wanted.emit(self.model.id))
        self._below.addWidget(made)
        tabbed_after(self.stop, *made.in_order())
        return made

    def _cancel(self) -> None:
        self.head.setFocus()  # the button goes
        self.cancel_wanted.emit(self.model.id)

    def _get(self) -> None:
        self.head.setFocus()  # the button goes
        self.get_wanted.emit(self.model.id)

    def _show(self) -> None:
        model = self.model
        words = standing(model, self.head.isChecked())
        self.head.show_words(model.title, figure(model), words, symbol(model))
        self.head.faint = not model.usable
        moves = model.state.moves
        self.stop.setVisible(moves)
        self.meter.setVisible(model.state in (Presence.FETCHING, Presence.CHECKING))
        self.meter.show_fraction(model.transfer.fraction if model.transfer and moves else 0.0)
        high, opened = line(self), self.head.isChecked()
        air = 0.5 if opened else 0.3 if moves else 0.0
        self._below.setContentsMargins(round(high * 1.7), 0, round(high * 0.4), round(high * air))
        if self.details is not None and opened:
            self.details.show_model(model, self._free, self._accepted)
        if problem(model):
            self.head.setToolTip(f"{model.title}\n{problem(model)}")
        self.update()

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """An open one stands on a ground of its own."""
        if self.head.isChecked():
            painter = QtGui.QPainter(self)
            painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
            palette = self.palette()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(
                mixed(palette.color(Role.Window), palette.color(Role.WindowText), 0.06)
            )
            painter.drawRoundedRect(self.rect(), 4, 4)
