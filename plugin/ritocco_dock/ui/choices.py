"""A few buttons of which one is on: tasks, steps, aspects. Wraps where the dock is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..qt import Qt, QtCore, QtGui, QtWidgets, Signal
from .flow import Flow
from .look import Role, drawn_focus, faint, line, mixed, tabbed_after

_ARROWS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
}


@dataclass(frozen=True)
class Choice:
    """One button: its key, what it says, and what it teaches."""

    key: str
    text: str
    tip: str = ""


class Chip(QtWidgets.QAbstractButton):
    """A small button in the palette's colours; highlighted while it is on."""

    def __init__(self, choice: Choice, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = choice.key
        self.setText(choice.text)
        self.setToolTip(choice.tip)
        self.setAccessibleName(choice.text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # the ground answers the mouse

    def sizeHint(self) -> QtCore.QSize:
        """The text with air around it."""
        high = line(self)
        wide = self.fontMetrics().horizontalAdvance(self.text())
        return QtCore.QSize(wide + round(high * 0.9), round(high * 1.5))

    def minimumSizeHint(self) -> QtCore.QSize:
        """As `sizeHint`."""
        return self.sizeHint()

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """Draws itself."""
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        ground = mixed(palette.color(Role.Window), palette.color(Role.WindowText), 0.08)
        ink = palette.color(Role.WindowText)
        if self.isChecked():
            ground, ink = palette.color(Role.Highlight), palette.color(Role.HighlightedText)
        elif self.isDown():
            ground = mixed(ground, palette.color(Role.WindowText), 0.14)
        elif self.underMouse() and self.isEnabled():
            ground = faint(palette)
        if not self.isEnabled():
            ink = palette.color(QtGui.QPalette.ColorGroup.Disabled, Role.WindowText)
            ground = palette.color(Role.Window)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QtCore.QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setPen(ink)
        option = QtGui.QTextOption(Qt.AlignmentFlag.AlignCenter)
        option.setWrapMode(QtGui.QTextOption.WrapMode.NoWrap)
        painter.drawText(QtCore.QRectF(self.rect()), self.text(), option)
        if self.isChecked() and self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QtGui.QPen(palette.color(Role.HighlightedText), 1))
            painter.drawRoundedRect(QtCore.QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), 2, 2)
        else:
            drawn_focus(painter, self)

    def keyPressEvent(self, event: QtGui.QKeyEvent | None) -> None:
        """Arrows choose the neighbour, in PyQt5 and PyQt6 alike."""
        group = self.group()
        assert event is not None
        if group is None or event.key() not in _ARROWS:
            super().keyPressEvent(event)
            return
        chips = group.buttons()
        place = chips.index(self) + _ARROWS[Qt.Key(event.key())]
        chips[place % len(chips)].setFocus(Qt.FocusReason.TabFocusReason)
        chips[place % len(chips)].click()


class Choices(QtWidgets.QWidget):
    """One of several; arrows move, as in any group of radio buttons."""

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        choices: Sequence[Choice] = (),
        fill: bool = False,
        parent: QtWidgets.QWidget | None = None,
    ) -> None:
        """`name` for screen readers; `fill` spreads the buttons over the width."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QtWidgets.QButtonGroup(self)
        self._flow = Flow(self, gap=3, fill=fill)
        self._choices: tuple[Choice, ...] = ()
        policy = QtWidgets.QSizePolicy(
            QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Minimum
        )
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.offer(choices)

    def offer(self, choices: Sequence[Choice]) -> None:
        """Other buttons; the chosen one stays on where it is still there."""
        if tuple(choices) == self._choices:
            return
        key, self._choices = self.key(), tuple(choices)
        for chip in self.chips():
            self._group.removeButton(chip)
            self._flow.removeWidget(chip)
            chip.setParent(None)
            chip.deleteLater()
        for choice in choices:
            chip = Chip(choice)
            chip.setCheckable(True)
            chip.clicked.connect(self._pressed)
            self._group.addButton(chip)
            self._flow.addWidget(chip)
        tabbed_after(self, *self.chips())
        self.choose(key)

    def chips(self) -> list[Chip]:
        """The buttons, in order."""
        return [one for one in self._group.buttons() if isinstance(one, Chip)]

    def chip(self, key: str) -> Chip:
        """One of them."""
        return next(one for one in self.chips() if one.key == key)

    def key(self) -> str:
        """What is on; "" for none."""
        chip = self._group.checkedButton()
        return chip.key if isinstance(chip, Chip) else ""

    def choose(self, key: str) -> None:
        """Turn one on without saying so; none where there is no such key."""
        self._group.setExclusive(False)
        for chip in self.chips():
            chip.setChecked(chip.key == key)
        self._group.setExclusive(True)

    def _pressed(self) -> None:
        self.chosen.emit(self.key())
