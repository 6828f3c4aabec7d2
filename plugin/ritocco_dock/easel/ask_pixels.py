"""A small question: by how many pixels."""

from __future__ import annotations

from collections.abc import Callable

from ..qt import Qt, QtWidgets
from ..words import say


class AskPixels(QtWidgets.QDialog):
    """Asks for a number of pixels, from 1 up; `then` is called with it where it is accepted."""

    def __init__(
        self,
        parent: QtWidgets.QWidget,
        title: str,
        usual: int,
        most: int,
        then: Callable[[int], object],
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.pixels = QtWidgets.QSpinBox()
        self.pixels.setRange(1, most)
        self.pixels.setValue(usual)
        self.pixels.setSuffix(" px")
        self.pixels.selectAll()
        form = QtWidgets.QFormLayout(self)
        form.addRow(say("By"), self.pixels)
        form.addRow(decision(self))
        self.accepted.connect(lambda: then(self.pixels.value()))


def decision(dialog: QtWidgets.QDialog) -> QtWidgets.QDialogButtonBox:
    """OK and Cancel for a dialog, connected."""
    standard = QtWidgets.QDialogButtonBox.StandardButton
    buttons = QtWidgets.QDialogButtonBox(standard.Ok | standard.Cancel)
    buttons.accepted.connect(dialog.accept)
    buttons.rejected.connect(dialog.reject)
    return buttons
