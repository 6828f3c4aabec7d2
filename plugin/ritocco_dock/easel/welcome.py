"""What the window shows without a picture: how to get one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..qt import Qt, QtCore, QtGui, QtWidgets, Signal
from ..ui.look import Role, faint, line
from ..words import say


class Welcome(QtWidgets.QWidget):
    """Open, new, by words, recent, or drop a picture here."""

    open_wanted = Signal()
    new_wanted = Signal()
    words_wanted = Signal()
    path_wanted = Signal(str)
    forget_wanted = Signal()

    def __init__(self, recent: Sequence[str]) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        title = QtWidgets.QLabel(say("Drop a picture here"))
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.7)
        title.setFont(font)
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        below = QtWidgets.QLabel(say("or paste one from the clipboard"))
        below.setAlignment(Qt.AlignmentFlag.AlignCenter)
        below.setEnabled(False)
        openly = QtWidgets.QPushButton(say("Open…"))
        openly.setDefault(True)
        openly.clicked.connect(self.open_wanted)
        fresh = QtWidgets.QPushButton(say("New…"))
        fresh.clicked.connect(self.new_wanted)
        row = QtWidgets.QHBoxLayout()
        row.addStretch(1)
        row.addWidget(openly)
        row.addWidget(fresh)
        words = QtWidgets.QPushButton(say("Generate…"))
        words.setToolTip(say("Generate…: a new picture, painted from your words by a model"))
        words.clicked.connect(self.words_wanted)
        row.addWidget(words)
        row.addStretch(1)
        inner = QtWidgets.QVBoxLayout(self)
        inner.addStretch(3)
        inner.addWidget(title)
        inner.addWidget(below)
        inner.addSpacing(line(self))
        inner.addLayout(row)
        inner.addSpacing(line(self))
        for path in recent[:6]:
            link = QtWidgets.QPushButton(Path(path).name)
            link.setFlat(True)
            link.setToolTip(path)
            link.setCursor(Qt.CursorShape.PointingHandCursor)
            link.clicked.connect(lambda _=False, path=path: self.path_wanted.emit(path))
            inner.addWidget(link, 0, Qt.AlignmentFlag.AlignHCenter)
        if recent:
            forget = QtWidgets.QPushButton(say("Clear this list"))
            forget.setFlat(True)
            forget.setCursor(Qt.CursorShape.PointingHandCursor)
            small = forget.font()
            small.setPointSizeF(small.pointSizeF() * 0.85)
            forget.setFont(small)
            forget.clicked.connect(self.forget_wanted)
            inner.addSpacing(line(self) // 2)
            inner.addWidget(forget, 0, Qt.AlignmentFlag.AlignHCenter)
        inner.addStretch(4)

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """A dashed frame to drop into."""
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self.palette().color(Role.Window))
        pen = QtGui.QPen(faint(self.palette()), 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        gap = line(self) * 1.5
        painter.drawRoundedRect(QtCore.QRectF(self.rect()).adjusted(gap, gap, -gap, -gap), 12, 12)
