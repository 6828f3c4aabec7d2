"""The one primary button: in the palette's highlight, so that it is found at a glance."""

from __future__ import annotations

from ..qt import Qt, QtCore, QtGui, QtWidgets
from .look import Role, line, mixed


class MainButton(QtWidgets.QAbstractButton):
    """Says what a press will do; shortens it where the dock is narrow."""

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # the ground answers the mouse
        font = self.font()
        font.setBold(True)
        self.setFont(font)
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Fixed)

    def show_words(self, text: str, note: str = "") -> None:
        """What a press will do; and what is never cut off where the dock is narrow: its time."""
        self.note = note
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
        note, metrics = f", {self.note}" if self.note else "", self.fontMetrics()
        room = self.width() - line(self) - metrics.horizontalAdvance(note)
        text = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room) + note
        painter.setPen(ink)
        option = QtGui.QTextOption(Qt.AlignmentFlag.AlignCenter)
        option.setWrapMode(QtGui.QTextOption.WrapMode.NoWrap)
        painter.drawText(QtCore.QRectF(self.rect()), text, option)
