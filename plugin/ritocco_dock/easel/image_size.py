"""How many pixels the picture is to have."""

from __future__ import annotations

from ..geometry import Size
from ..qt import Qt, QtWidgets
from ..words import say
from .ask_pixels import decision

_MOST = 30000


class ImageSize(QtWidgets.QDialog):
    """Width and height, which keep their proportion unless that is switched off."""

    def __init__(self, parent: QtWidgets.QWidget, size: Size) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("Image size"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._before = size
        self.width_box, self.height_box = QtWidgets.QSpinBox(), QtWidgets.QSpinBox()
        for box, value in ((self.width_box, size.width), (self.height_box, size.height)):
            box.setRange(1, max(_MOST, value))
            box.setValue(value)
            box.setSuffix(" px")
        self.keeps = QtWidgets.QCheckBox(say("Keep proportions"))
        self.keeps.setChecked(True)
        self.keeps.toggled.connect(lambda _: self._follow_width())
        self.width_box.valueChanged.connect(lambda _: self._follow_width())
        self.height_box.valueChanged.connect(lambda _: self._follow_height())
        note = QtWidgets.QLabel(
            say(
                "Results made before will not fit any more. To enlarge with detail, use Upscale in "
                "the dock."
            )
        )
        note.setWordWrap(True)
        form = QtWidgets.QFormLayout(self)
        form.addRow(say("Width"), self.width_box)
        form.addRow(say("Height"), self.height_box)
        form.addRow("", self.keeps)
        form.addRow(note)
        form.addRow(decision(self))

    def size_wanted(self) -> Size:
        """The size that is asked for."""
        return Size(self.width_box.value(), self.height_box.value())

    def _follow_width(self) -> None:
        share = self.width_box.value() / self._before.width
        self._put(self.height_box, share * self._before.height)

    def _follow_height(self) -> None:
        share = self.height_box.value() / self._before.height
        self._put(self.width_box, share * self._before.width)

    def _put(self, box: QtWidgets.QSpinBox, value: float) -> None:
        if self.keeps.isChecked():
            box.blockSignals(True)
            box.setValue(round(value))
            box.blockSignals(False)
