"""The layers of a document as rows, the highest first, with their small pictures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..geometry import Box
from ..qt import Qt, QtCore, QtGui
from ..words import say
from . import commands
from .canvas import CanvasWidget
from .compose import screen
from .document import Canvas, Document, Layer
from .raster import Raster

THUMB = 44
"""Side of a small picture in logical pixels."""
_MIME = "application/x-ritocco-layer"
_Item = Qt.ItemDataRole
NUMBER = _Item.UserRole
"""The layer's number."""


class LayerModel(QtCore.QAbstractListModel):
    """The layers of a document, the highest first."""

    def __init__(self, canvas: CanvasWidget | None, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._layers: tuple[Layer, ...] = ()
        self._pictures: dict[int, tuple[Raster, QtGui.QImage]] = {}
        self._masks: dict[int, tuple[Raster, QtGui.QImage]] = {}
        self.refresh()

    @property
    def document(self) -> Document | None:
        """Whose layers they are."""
        return self._canvas.document if self._canvas else None

    def refresh(self) -> None:
        """The document changed."""
        layers = self.document.canvas.layers[::-1] if self.document else ()
        same = [layer.number for layer in layers] == [layer.number for layer in self._layers]
        if not same:
            self.beginResetModel()
        self._layers = layers
        if not same:
            kept = {layer.number for layer in layers}
            for store in (self._pictures, self._masks):
                for number in store.keys() - kept:
                    del store[number]
            self.endResetModel()
        elif layers:
            self.dataChanged.emit(self.index(0), self.index(len(layers) - 1))

    def layer(self, index: QtCore.QModelIndex) -> Layer:
        """The layer of a row."""
        return self._layers[index.row()]

    def row_of(self, number: int) -> int:
        """Where a layer is; -1: nowhere."""
        rows = [row for row, layer in enumerate(self._layers) if layer.number == number]
        return rows[0] if rows else -1

    def rowCount(self, parent: QtCore.QModelIndex = QtCore.QModelIndex()) -> int:  # noqa: B008
        """Number of layers."""
        return 0 if parent.isValid() else len(self._layers)

    def data(self, index: QtCore.QModelIndex, role: int = _Item.DisplayRole) -> Any:
        """Name, number, and a sentence for screen readers."""
        layer = self.layer(index)
        if role in (_Item.DisplayRole, _Item.EditRole):
            return layer.name
        if role == NUMBER:
            return layer.number
        if role == _Item.AccessibleTextRole:
            shown = say("visible") if layer.visible else say("hidden")
            return f"{layer.name}, {shown}, {round(layer.opacity * 100)} %"
        return None

    def setData(self, index: QtCore.QModelIndex, value: object, role: int = _Item.EditRole) -> bool:
        """Rename."""
        name = str(value).strip()
        if role != _Item.EditRole or not name or self.document is None:
            return False
        commands.set_layer(self.document, self.layer(index).number, say("Rename layer"), name=name)
        return True

    def flags(self, index: QtCore.QModelIndex) -> Qt.ItemFlag:
        """Rows can be chosen, renamed and dragged."""
        flag = Qt.ItemFlag
        if not index.isValid():
            return flag.ItemIsDropEnabled
        return (
            flag.ItemIsEnabled
            | flag.ItemIsSelectable
            | flag.ItemIsEditable
            | flag.ItemIsDragEnabled
        )

    def supportedDropActions(self) -> Qt.DropAction:
        """Layers are moved."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Our own kind only."""
        return [_MIME]

    def mimeData(self, indexes: Any) -> QtCore.QMimeData:
        """The number of the dragged layer."""
        data = QtCore.QMimeData()
        data.setData(_MIME, str(self.layer(next(iter(indexes))).number).encode())
        return data

    def dropMimeData(
        self,
        data: QtCore.QMimeData | None,
        action: Qt.DropAction,
        row: int,
        column: int,
        parent: QtCore.QModelIndex,
    ) -> bool:
        """Put the layer between the rows; the view must not take rows away by itself."""
        document = self.document
        if data is None or document is None or not data.hasFormat(_MIME):
            return False
        number = int(data.data(_MIME).data())
        if document.canvas.find(number) is None:
            return False
        row = row if row >= 0 else (parent.row() if parent.isValid() else len(self._layers))
        above = sum(layer.number != number for layer in self._layers[:row])
        to = len(self._layers) - 1 - above
        document.apply(say("Move layer"), document.canvas.ordered(number, to))
        return False

    def picture(self, layer: Layer) -> QtGui.QImage:
        """A small picture of a layer, without its mask and opacity."""
        known = self._pictures.get(layer.number)
        if known is None or known[0] is not layer.raster:
            plain = replace(layer, visible=True, opacity=1.0, mask=None)
            self._pictures[layer.number] = (layer.raster, self._small(plain))
        return self._pictures[layer.number][1]

    def mask(self, layer: Layer) -> QtGui.QImage:
        """A small picture of its mask."""
        assert layer.mask is not None
        known = self._masks.get(layer.number)
        if known is None or known[0] is not layer.mask:
            self._masks[layer.number] = (layer.mask, self._small_mask(layer.mask))
        return self._masks[layer.number][1]

    def _reduction(self, canvas: Canvas) -> int:
        """So that four or more single pixels make one of the small picture."""
        longest = max(canvas.size.width, canvas.size.height)
        reduction = 1
        while longest / (reduction * 2) >= THUMB * 4:
            reduction *= 2
        return reduction

    def _small(self, layer: Layer) -> QtGui.QImage:
        assert self._canvas is not None
        canvas, colours = self._canvas.document.canvas, self._canvas.colours
        alone = replace(canvas, layers=(layer,))
        return screen(
            alone, canvas.box, self._reduction(canvas), colours.transform, colours.grey
        ).scaled(
            3 * THUMB, 3 * THUMB, Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )  # fmt: skip

    def _small_mask(self, mask: Raster) -> QtGui.QImage:
        assert self._canvas is not None
        canvas = self._canvas.document.canvas
        reduction = self._reduction(canvas)
        size = canvas.size
        image = QtGui.QImage(
            -(-size.width // reduction), -(-size.height // reduction),
            QtGui.QImage.Format.Format_Grayscale8,
        )  # fmt: skip
        image.fill(0)
        painter = QtGui.QPainter(image)
        painter.scale(1 / reduction, 1 / reduction)
        for box, tile in mask.within(Box.of(size)):
            painter.drawImage(box.x, box.y, tile)
        painter.end()
        return image
