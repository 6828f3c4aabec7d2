"""The one primary button: in the palette's highlight, so that it is found at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from ..qt import Qt, QtCore, QtGui, QtWidgets
from .fitting import fits, fitting
from .look import Role, line, mixed

_SMALL = 0.85
"""Of the font's size, where words and note need a line each."""


class MainButton(QtWidgets.QAbstractButton):
    """Says what a press will do; in fewer words, or in two lines, where the dock is narrow."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = ""
        self._shorter: Sequence[str] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # the ground answers the mouse
        font = self.font()
        font.setBold(True)
        self.setFont(font)
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Fixed)

    def show_words(self, text: str, note: str = "", shorter: Sequence[str] = ()) -> None:
        """What a press will do; and what is never cut off where the dock is narrow: its time.

        shorter  what it says instead where that is too wide, fullest first
        """
        self.note, self._shorter = note, shorter
        self.setText(text)
        self.setAccessibleName(f"{text}, {note}" if note else text)
        self.update()

    def sizeHint(self) -> QtCore.QSize:
        """High enough to be hit with a pen."""
        return QtCore.QSize(line(self) * 8, line(self) * 2)

    def minimumSizeHint(self) -> QtCore.QSize:
        """Narrow docks are fine."""
        return QtCore.QSize(line(self) * 4, line(self) * 2)

    def inks(self) -> tuple[QtGui.QColor, QtGui.QColor]:
        """Colours of ground and text, while it can be pressed."""
        return self.palette().color(Role.Highlight), self.palette().color(Role.HighlightedText)

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """Draws itself."""
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        ground, ink = self.inks()
        if not self.isEnabled():
            ground = mixed(palette.color(Role.Window), palette.color(Role.WindowText), 0.1)
            ink = palette.color(QtGui.QPalette.ColorGroup.Disabled, Role.WindowText)
        elif self.isDown():
            ground = mixed(ground, palette.color(Role.Shadow), 0.25)
        elif self.underMouse():
            ground = mixed(ground, ink, 0.12)
        box = QtCore.QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 4, 4)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QtGui.QPen(ink, 1.2))
            painter.drawRoundedRect(box.adjusted(2.5, 2.5, -2.5, -2.5), 3, 3)
        painter.setPen(ink)
        option = QtGui.QTextOption(Qt.AlignmentFlag.AlignCenter)
        option.setWrapMode(QtGui.QTextOption.WrapMode.NoWrap)
        words, font = self.words_shown()
        painter.setFont(font)
        painter.drawText(QtCore.QRectF(self.rect()), words, option)

    def words_shown(self) -> tuple[str, QtGui.QFont]:
        """What is drawn at this width, and in which font: words are left away before any is cut."""
        room, font, metrics = self.width() - line(self), self.font(), self.fontMetrics()
        wordings = (self.text(), *self._shorter)
        if not self.note:
            return fitting(metrics, wordings, room), font
        for text in wordings[:-1][:2] or wordings:  # barer ones only where two lines are no help
            if fits(metrics, f"{text}, {self.note}", room):
                return f"{text}, {self.note}", font
        small = QtGui.QFont(font)
        small.setPointSizeF(QtGui.QFontInfo(font).pointSizeF() * _SMALL)
        return f"{fitting(QtGui.QFontMetrics(small), wordings, room)}\n{self.note}", small
