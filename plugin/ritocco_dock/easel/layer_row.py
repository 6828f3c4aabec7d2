"""How a layer looks in the list, and what a click on each part of it does."""

from __future__ import annotations

from ..qt import Qt, QtCore, QtGui, QtWidgets
from ..ui.look import Role, mixed, quiet
from ..ui.symbols import drawn
from ..words import say
from . import commands
from .document import Layer
from .layer_model import THUMB, LayerModel
from .marks import squares
from .tools import ToolChoices


class LayerDelegate(QtWidgets.QStyledItemDelegate):
    """A row: eye, picture, mask, name, opacity. A click on each does what it looks like."""

    def __init__(self, choices: ToolChoices, parent: QtCore.QObject) -> None:
        super().__init__(parent)
        self._choices = choices

    def sizeHint(
        self, option: QtWidgets.QStyleOptionViewItem, index: QtCore.QModelIndex
    ) -> QtCore.QSize:
        """All rows are of one height."""
        return QtCore.QSize(120, THUMB + 8)

    def places(self, row: QtCore.QRect, layer: Layer) -> dict[str, QtCore.QRect]:
        """Where the parts of a row are."""
        middle = row.center().y()
        eye = QtCore.QRect(row.left() + 4, middle - 10, 20, 20)
        left = eye.right() + 5
        parts = {"eye": eye, "picture": QtCore.QRect(left, row.top() + 4, THUMB, THUMB)}
        left += THUMB + 5
        if layer.mask is not None:
            parts["mask"] = QtCore.QRect(left, row.top() + 4, THUMB, THUMB)
            left += THUMB + 5
        parts["name"] = QtCore.QRect(left + 2, row.top(), row.right() - left - 6, row.height())
        return parts

    def paint(
        self,
        painter: QtGui.QPainter | None,
        option: QtWidgets.QStyleOptionViewItem,
        index: QtCore.QModelIndex,
    ) -> None:
        """Draw a row."""
        model = index.model()
        assert painter is not None
        assert isinstance(model, LayerModel)
        layer, palette = model.layer(index), option.palette
        chosen = bool(option.state & QtWidgets.QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QtGui.QPainter.RenderHint.SmoothPixmapTransform)
        if chosen:
            # Not the full highlight: pictures beside it are to be judged.
            ground = mixed(palette.color(Role.Base), palette.color(Role.Highlight), 0.3)
            painter.fillRect(option.rect, ground)
        ink = palette.color(Role.Text)
        dim = ink if chosen else quiet(palette)
        parts = self.places(option.rect, layer)
        eye = "eye" if layer.visible else "easel.hidden"
        drawn(painter, eye, QtCore.QRectF(parts["eye"]).adjusted(1, 1, -1, -1), dim)
        if not layer.visible:
            painter.setOpacity(0.45)
        on_mask = chosen and self._choices.now.mask and layer.mask is not None
        self._thumb(painter, parts["picture"], model.picture(layer), ink, chosen and not on_mask)
        if layer.mask is not None:
            self._thumb(painter, parts["mask"], model.mask(layer), ink, on_mask)
            if not layer.masked:
                painter.setPen(QtGui.QPen(QtGui.QColor(214, 48, 49), 2))
                box = parts["mask"]
                painter.drawLine(box.bottomLeft(), box.topRight())
        name = parts["name"]
        metrics = option.fontMetrics
        painter.setPen(ink)
        text = metrics.elidedText(layer.name, Qt.TextElideMode.ElideRight, name.width())
        low = layer.opacity < 1
        place = name.adjusted(0, 0, 0, -metrics.height()) if low else name
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        if low:
            painter.setPen(dim)
            place = name.adjusted(0, metrics.height(), 0, 0)
            painter.drawText(
                place,
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                f"{round(layer.opacity * 100)} %",
            )
        painter.restore()

    def _thumb(
        self,
        painter: QtGui.QPainter,
        box: QtCore.QRect,
        image: QtGui.QImage,
        ink: QtGui.QColor,
        framed: bool,
    ) -> None:
        size = image.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QtCore.QRect(QtCore.QPoint(0, 0), size)
        place.moveCenter(box.center())
        painter.setBrushOrigin(place.topLeft())
        painter.fillRect(place, QtGui.QBrush(squares(4)))
        painter.drawImage(place, image)
        painter.setPen(QtGui.QPen(ink, 2) if framed else QtGui.QPen(QtGui.QColor(0, 0, 0, 90), 1))
        painter.drawRect(place)

    def editorEvent(
        self,
        event: QtCore.QEvent | None,
        model: QtCore.QAbstractItemModel | None,
        option: QtWidgets.QStyleOptionViewItem,
        index: QtCore.QModelIndex,
    ) -> bool:
        """Clicks on the parts of a row."""
        if (
            isinstance(event, QtGui.QMouseEvent)
            and isinstance(model, LayerModel)
            and model.document is not None
            and event.type() == QtCore.QEvent.Type.MouseButtonPress
            and event.button() == Qt.MouseButton.LeftButton
        ):
            layer = model.layer(index)
            parts = self.places(option.rect, layer)
            hit = next(
                (part for part, box in parts.items() if box.contains(event.position().toPoint())),
                "",
            )
            if hit == "eye":
                label = say("Hide layer") if layer.visible else say("Show layer")
                commands.set_layer(model.document, layer.number, label, visible=not layer.visible)
                return True
            if hit == "mask" and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                label = say("Switch mask off") if layer.masked else say("Switch mask on")
                commands.set_layer(model.document, layer.number, label, masked=not layer.masked)
                return True
            if hit in ("mask", "picture"):
                self._choices.set(mask=hit == "mask")
        return super().editorEvent(event, model, option, index)

    def updateEditorGeometry(
        self,
        editor: QtWidgets.QWidget | None,
        option: QtWidgets.QStyleOptionViewItem,
        index: QtCore.QModelIndex,
    ) -> None:
        """The name is edited where it stands."""
        model = index.model()
        assert isinstance(model, LayerModel)
        assert editor is not None
        name = self.places(option.rect, model.layer(index))["name"]
        editor.setGeometry(name.adjusted(-4, 12, 4, -12))

    def helpEvent(
        self,
        event: QtGui.QHelpEvent | None,
        view: QtWidgets.QAbstractItemView | None,
        option: QtWidgets.QStyleOptionViewItem,
        index: QtCore.QModelIndex,
    ) -> bool:
        """What a click would do."""
        model = index.model()
        if event is None or not isinstance(model, LayerModel) or not index.isValid():
            return False
        parts = self.places(option.rect, model.layer(index))
        tips = {
            "eye": say("Show or hide this layer"),
            "picture": say("Paint on the layer"),
            "mask": say(
                "Paint on the mask: white shows, black hides. Shift+click switches it off and on."
            ),
            "name": say("Double-click to rename, drag to move"),
        }
        hit = next((part for part, box in parts.items() if box.contains(event.pos())), "")
        QtWidgets.QToolTip.showText(event.globalPos(), tips.get(hit, ""), view)
        return True
