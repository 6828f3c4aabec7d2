"""How the dock looks: all from the editor's palette, and the few colours that mean something."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from ..qt import Qt, QtCore, QtGui, QtWidgets
from .fitting import fitting

Role = QtGui.QPalette.ColorRole


class Meaning(Enum):
    """What a colour says: (on light ground, on dark ground), both readable there."""

    CALM = ("#3d7ab8", "#6ea8dc")
    GOOD = ("#3f8a4c", "#77c083")
    CAUTION = ("#b87a1c", "#e0ad5a")
    BAD = ("#bd4038", "#e8827a")


def is_dark(palette: QtGui.QPalette) -> bool:
    """Whether the palette is a dark one."""
    return palette.color(Role.Window).lightness() < palette.color(Role.WindowText).lightness()


def colour(meaning: Meaning, palette: QtGui.QPalette) -> QtGui.QColor:
    """The colour of a meaning on this palette."""
    return QtGui.QColor(meaning.value[is_dark(palette)])


def mixed(first: QtGui.QColor, second: QtGui.QColor, share: float) -> QtGui.QColor:
    """`share` (0..1) of the second colour in the first."""
    start, end = first.getRgbF(), second.getRgbF()
    red, green, blue = (start[i] + (end[i] - start[i]) * share for i in range(3))
    return QtGui.QColor.fromRgbF(red, green, blue)


def quiet(palette: QtGui.QPalette) -> QtGui.QColor:
    """For text beside the point: between text and ground, still readable."""
    return mixed(palette.color(Role.WindowText), palette.color(Role.Window), 0.3)


def faint(palette: QtGui.QPalette) -> QtGui.QColor:
    """For thin lines and grounds: near the window's own colour."""
    return mixed(palette.color(Role.Window), palette.color(Role.WindowText), 0.14)


def line(widget: QtWidgets.QWidget) -> int:
    """Height of a line of the widget's text in logical pixels: the unit of all sizes here."""
    return widget.fontMetrics().height()


def heading(text: str) -> QtWidgets.QLabel:
    """A bold line."""
    made = QtWidgets.QLabel(text)
    font = made.font()
    font.setBold(True)
    made.setFont(font)
    return made


def drawn_focus(painter: QtGui.QPainter, widget: QtWidgets.QWidget, radius: float = 3) -> None:
    """A ring around a widget that draws itself and has the keyboard."""
    if widget.hasFocus():
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QtGui.QPen(widget.palette().color(Role.Highlight), 1.5))
        ring = QtCore.QRectF(widget.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(ring, radius, radius)


def tabbed_after(anchor: QtWidgets.QWidget, *widgets: QtWidgets.QWidget) -> None:
    """Let Tab reach widgets that were made late in their place after `anchor`."""
    start, no_focus = anchor, Qt.FocusPolicy.NoFocus
    while anchor.focusPolicy() == no_focus:  # Qt takes only those that have the keyboard at times
        before = anchor.previousInFocusChain()
        if before is None or before is start:
            return
        anchor = before
    for widget in widgets:
        QtWidgets.QWidget.setTabOrder(anchor, widget)
        anchor = widget


class QuietLabel(QtWidgets.QLabel):
    """A label for what is beside the point; wraps, and never asks for width."""

    def __init__(self, text: str = "", parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setWordWrap(True)
        self.setMinimumWidth(1)

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """Draws the text in the quiet colour of the palette of this moment."""
        painter = QtGui.QPainter(self)
        painter.setPen(quiet(self.palette()))
        option = QtGui.QTextOption(self.alignment())
        option.setWrapMode(QtGui.QTextOption.WrapMode.WordWrap)
        painter.drawText(QtCore.QRectF(self.contentsRect()), self.text(), option)


class ElidedLabel(QtWidgets.QLabel):
    """One line that says less, then ends in "…", where it does not fit; the tooltip has all."""

    def __init__(self, text: str = "", parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._shorter: Sequence[str] = ()
        self.setMinimumWidth(1)
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Ignored, policy.Fixed)

    def show_words(self, text: str, *shorter: str) -> None:
        """What it says; and instead where that is too wide, fullest first."""
        self._shorter = shorter
        self.setText(text)

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """Draws what fits."""
        painter = QtGui.QPainter(self)
        painter.setPen(self.palette().color(Role.WindowText))
        rect = self.contentsRect()
        words = fitting(self.fontMetrics(), (self.text(), *self._shorter), rect.width())
        option = QtGui.QTextOption(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QtGui.QTextOption.WrapMode.NoWrap)
        painter.drawText(QtCore.QRectF(rect), words, option)
