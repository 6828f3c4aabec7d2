"""How large the canvas is to be, and where on it the picture stays."""

from __future__ import annotations

from functools import partial

from ..geometry import Box, Size
from ..qt import Qt, QtWidgets
from ..words import mark, say
from .ask_pixels import decision

_ANCHORS = (
    (mark("Top left"), mark("Top"), mark("Top right")),
    (mark("Left"), mark("Middle"), mark("Right")),
    (mark("Bottom left"), mark("Bottom"), mark("Bottom right")),
)
_MOST = 30000


class CanvasSize(QtWidgets.QDialog):
    """Width, height, and nine places to keep the picture at."""

    def __init__(self, parent: QtWidgets.QWidget, size: Size) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("Canvas size"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._size = size
        self.width_box, self.height_box = QtWidgets.QSpinBox(), QtWidgets.QSpinBox()
        for box, value in ((self.width_box, size.width), (self.height_box, size.height)):
            box.setRange(1, max(_MOST, value))
            box.setValue(value)
            box.setSuffix(" px")
        self.anchors = QtWidgets.QButtonGroup(self)
        grid = QtWidgets.QGridLayout()
        grid.setSpacing(2)
        side = self.fontMetrics().height() * 2
        for row, names in enumerate(_ANCHORS):
            for column, name in enumerate(names):
                button = QtWidgets.QToolButton()
                button.setCheckable(True)
                button.toggled.connect(partial(_mark, button))
                button.setFixedSize(side, side)
                button.setToolTip(say(name))
                button.setAccessibleName(say(name))
                self.anchors.addButton(button, 3 * row + column)
                grid.addWidget(button, row, column, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(3, 1)
        middle = self.anchors.button(4)
        assert middle is not None
        middle.setChecked(True)
        note = QtWidgets.QLabel(
            say("Where the canvas grows it is transparent; Extend, in the dock, paints it on.")
        )
        note.setWordWrap(True)
        form = QtWidgets.QFormLayout(self)
        form.addRow(say("Width"), self.width_box)
        form.addRow(say("Height"), self.height_box)
        form.addRow(say("The picture stays"), grid)
        form.addRow(note)
        form.addRow(decision(self))

    def box(self) -> Box:
        """What the canvas is to cover, in pixels of now."""
        row, column = divmod(self.anchors.checkedId(), 3)
        width, height = self.width_box.value(), self.height_box.value()
        left = (width - self._size.width) * column // 2
        top = (height - self._size.height) * row // 2
        return Box(-left, -top, width, height)


def _mark(button: QtWidgets.QToolButton, chosen: bool) -> None:
    button.setText("●" if chosen else "")
