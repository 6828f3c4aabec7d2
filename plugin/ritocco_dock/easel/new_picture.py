"""A picture that is yet to be painted: how large and how deep it is to be."""

from __future__ import annotations

from ..geometry import Size
from ..qt import Qt, QtGui, QtWidgets
from ..words import mark, say
from .ask_pixels import decision
from .document import Document, FileFacts, new_canvas
from .raster import KINDS, Raster


def empty_document(size: Size, depth: str, white: bool) -> Document:
    """A document of one layer, white or transparent."""
    raster = None
    kind = KINDS[depth]
    if white:
        image = QtGui.QImage(size.width, size.height, kind.straight)
        image.fill(Qt.GlobalColor.white)
        raster = Raster.of(kind, image)
    canvas = new_canvas(size, depth, raster, say("Background"))
    return Document(canvas, name=say("Untitled"), facts=FileFacts(alpha=not white))


class NewPicture(QtWidgets.QDialog):
    """How large, how deep and how bright a new picture is to be."""

    DEPTHS = (("u8", mark("8 bit")), ("u16", mark("16 bit")))

    def __init__(self, parent: QtWidgets.QWidget, width: int, height: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(say("New picture"))
        self.width_box, self.height_box = QtWidgets.QSpinBox(), QtWidgets.QSpinBox()
        for box, value in ((self.width_box, width), (self.height_box, height)):
            box.setRange(1, 30000)
            box.setValue(value)
            box.setSuffix(" px")
        self.depth_box = QtWidgets.QComboBox()
        for name, label in self.DEPTHS:
            self.depth_box.addItem(say(label), name)
        self.white = QtWidgets.QCheckBox(say("White background"))
        self.white.setChecked(True)
        self.white.setToolTip(say("Otherwise it is transparent"))
        form = QtWidgets.QFormLayout(self)
        form.addRow(say("Width"), self.width_box)
        form.addRow(say("Height"), self.height_box)
        form.addRow(say("Depth"), self.depth_box)
        form.addRow("", self.white)
        form.addRow(decision(self))

    def document(self) -> Document:
        """The picture that is asked for."""
        size = Size(self.width_box.value(), self.height_box.value())
        return empty_document(size, self.depth_box.currentData(), self.white.isChecked())
