"""What the parts of the dock have in common: they show knobs, and say which were turned."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..knobs.knobs import Knobs
from ..qt import Qt, QtCore, QtGui, QtWidgets, Signal
from .fitting import fitting


class Part(QtWidgets.QWidget):
    """A group of knobs. Values come in by `show_knobs` and go out by `turned`, nothing is kept."""

    turned = Signal(dict)
    """Fields of `Knobs` with the values the artist gave them."""

    def show_knobs(self, knobs: Knobs) -> None:
        """Show these values, without `turned`."""


class Combo(QtWidgets.QComboBox):
    """A choice by key. The wheel scrolls the dock, unless the choice has the keyboard."""

    chosen = Signal(str)

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Fixed)
        self.setSizeAdjustPolicy(
            QtWidgets.QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.setMinimumContentsLength(3)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(lambda _: self.chosen.emit(self.key()))

    def offer(self, choices: list[tuple[str, str]]) -> None:
        """Other (key, text) choices; the chosen one stays if it is still there, else the first."""
        present = [(self.itemData(index), self.itemText(index)) for index in range(self.count())]
        if present == choices:
            return
        before = self.key()
        self.clear()
        for key, text in choices:
            self.addItem(text, key)
        self.setCurrentIndex(max(0, self.findData(before)))

    def key(self) -> str:
        """What is chosen."""
        key = self.currentData()
        return key if isinstance(key, str) else ""

    def choose(self, key: str) -> None:
        """Choose by key; one that is not offered stands at the end, so that nothing is lost."""
        if self.findData(key) < 0 and key:
            self.addItem(key, key)
        self.setCurrentIndex(max(0, self.findData(key)))

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """The style's box, its text ending in "…" where it does not fit."""
        option = QtWidgets.QStyleOptionComboBox()
        self.initStyleOption(option)
        painter = QtWidgets.QStylePainter(self)
        painter.drawComplexControl(QtWidgets.QStyle.ComplexControl.CC_ComboBox, option)
        style = self.style()
        assert style is not None
        part = QtWidgets.QStyle.SubControl.SC_ComboBoxEditField
        control = QtWidgets.QStyle.ComplexControl.CC_ComboBox
        room = style.subControlRect(control, option, part, self).width() - 4
        option.currentText = self.fontMetrics().elidedText(
            option.currentText, Qt.TextElideMode.ElideRight, room
        )
        painter.drawControl(QtWidgets.QStyle.ControlElement.CE_ComboBoxLabel, option)

    def wheelEvent(self, event: QtGui.QWheelEvent | None) -> None:
        """See the class."""
        wheel_scrolls(self, event, super().wheelEvent)


class Button(QtWidgets.QPushButton):
    """A button that says less, and then ends in "…", where the dock is too narrow for its text."""

    def __init__(self, text: str = "", parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._shorter: Sequence[str] = ()
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Preferred, policy.Fixed)

    def show_words(self, text: str, *shorter: str) -> None:
        """What it says; and instead where that is too wide, fullest first."""
        self._shorter = shorter
        self.setText(text)
        self.setAccessibleName(text)

    def sizeHint(self) -> QtCore.QSize:
        """With room for all of its text, also where a style gives it less air than we do."""
        metrics = self.fontMetrics()
        whole = metrics.horizontalAdvance(self.text()) + metrics.height() + 2
        return super().sizeHint().expandedTo(QtCore.QSize(whole, 0))

    def minimumSizeHint(self) -> QtCore.QSize:
        """Narrow docks are fine."""
        return QtCore.QSize(self.fontMetrics().height() * 4, super().minimumSizeHint().height())

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """The style's button with what fits of the text."""
        option = QtWidgets.QStyleOptionButton()
        self.initStyleOption(option)
        room = self.width() - self.fontMetrics().height()
        option.text = fitting(self.fontMetrics(), (self.text(), *self._shorter), room)
        painter = QtWidgets.QStylePainter(self)
        painter.drawControl(QtWidgets.QStyle.ControlElement.CE_PushButton, option)


class Check(QtWidgets.QCheckBox):
    """A box to tick; its text is cut where the dock is too narrow for it."""

    def __init__(self, text: str, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(text, parent)
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Ignored, policy.Fixed)


class Number(QtWidgets.QSpinBox):
    """A whole number; the wheel scrolls the dock unless the number has the keyboard."""

    def __init__(
        self, low: int, high: int, unit: str = "", parent: QtWidgets.QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setRange(low, high)
        self.setSuffix(f" {unit}" if unit else "")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setKeyboardTracking(False)
        self.setAccelerated(True)

    def show_value(self, value: int) -> None:
        """Show without saying so."""
        _show(self, value)

    def wheelEvent(self, event: QtGui.QWheelEvent | None) -> None:
        """See the class."""
        wheel_scrolls(self, event, super().wheelEvent)


class Decimal(QtWidgets.QDoubleSpinBox):
    """A number with two decimals, after a point or a comma; the wheel scrolls the dock unless it
    has the keyboard."""

    def __init__(
        self, low: float, high: float, step: float, parent: QtWidgets.QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setRange(low, high)
        self.setDecimals(2)
        self.setSingleStep(step)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setKeyboardTracking(False)

    def show_value(self, value: float) -> None:
        """Show without saying so; rounded, so that what is shown may be less exact."""
        _show(self, round(value, 2))

    def validate(self, text: str | None, place: int) -> tuple[QtGui.QValidator.State, str, int]:
        """Called by Qt at each key: keyboards have another sign than the dock's language may."""
        point = self.locale().decimalPoint()
        other = "." if point == "," else ","
        return super().validate((text or "").replace(other, point), place)

    def wheelEvent(self, event: QtGui.QWheelEvent | None) -> None:
        """See the class."""
        wheel_scrolls(self, event, super().wheelEvent)


class Slider(QtWidgets.QSlider):
    """A level slider; the wheel scrolls the dock unless the slider has the keyboard."""

    def __init__(self, low: int, high: int, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(low, high)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(40)

    def show_value(self, value: int) -> None:
        """Show without saying so."""
        _show(self, value)

    def wheelEvent(self, event: QtGui.QWheelEvent | None) -> None:
        """See the class."""
        wheel_scrolls(self, event, super().wheelEvent)


def _show(knob: Number | Decimal | Slider, value: Any) -> None:
    """Have a knob show a value without saying that it was turned."""
    if value != knob.value():
        blocked = knob.blockSignals(True)
        knob.setValue(value)
        knob.blockSignals(blocked)


def wheel_scrolls(
    widget: QtWidgets.QWidget,
    event: QtGui.QWheelEvent | None,
    take: Callable[[QtGui.QWheelEvent | None], None],
) -> None:
    """Let a wheel over a knob scroll the dock, unless the knob has the keyboard."""
    if event is not None and not widget.hasFocus():
        event.ignore()  # the dock scrolls
    else:
        take(event)


class Rows(QtWidgets.QGridLayout):
    """Label at the left, knob at the right; the label has the knob's tooltip."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self.setHorizontalSpacing(8)
        self.setVerticalSpacing(5)
        self.setColumnStretch(1, 1)
        self._labels: list[QtWidgets.QLabel] = []

    def add(self, text: str, knob: QtWidgets.QWidget, tip: str, wide: bool = False) -> None:
        """A row; `wide` puts the knob below its label, over the whole width."""
        row = self.rowCount()
        label = QtWidgets.QLabel(text)
        label.setToolTip(tip)
        label.setBuddy(knob)
        knob.setToolTip(tip)
        if not knob.accessibleName():
            knob.setAccessibleName(text)
        self.addWidget(label, row, 0, 1, 2 if wide else 1)
        if wide:
            self.addWidget(knob, row + 1, 0, 1, 2)
            return
        self._labels.append(label)
        if isinstance(knob, QtWidgets.QAbstractSpinBox):
            most = knob.fontMetrics().height() * 7
            knob.setMinimumWidth(most * 3 // 7)
            knob.setMaximumWidth(most)
            place = QtWidgets.QHBoxLayout()
            place.addWidget(knob, 1)
            place.addStretch(0)
            self.addLayout(place, row, 1)
        else:
            self.addWidget(knob, row, 1)

    def add_beside(self, widget: QtWidgets.QWidget) -> None:
        """A widget at the right of the label of the wide row that was added last."""
        self.addWidget(widget, self.rowCount() - 2, 1, Qt.AlignmentFlag.AlignRight)

    def add_wide(self, widget: QtWidgets.QWidget) -> None:
        """A widget over the whole width."""
        self.addWidget(widget, self.rowCount(), 0, 1, 2)


def aligned(*groups: Rows) -> None:
    """Begin the knobs of several groups of rows at one place."""
    widths = [label.sizeHint().width() for rows in groups for label in rows._labels]
    for rows in groups:
        rows.setColumnMinimumWidth(0, max(widths, default=0))
