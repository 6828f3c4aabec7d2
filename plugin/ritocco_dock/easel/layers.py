"""The list of layers: what there is, in which order, how much of it shows."""

from __future__ import annotations

from typing import Any

from ..qt import Qt, QtCore, QtWidgets
from ..ui.look import line
from ..ui.symbols import SymbolButton
from ..words import say
from . import commands, symbols
from .canvas import CanvasWidget
from .document import Document
from .layer_model import LayerModel
from .layer_row import LayerDelegate
from .timing import Patience, timer
from .tools import ToolChoices


class LayersPanel(QtWidgets.QWidget):
    """The list with its opacity slider and buttons."""

    def __init__(self, choices: ToolChoices) -> None:
        super().__init__()
        assert symbols.NAMES
        self._choices = choices
        self._canvas: CanvasWidget | None = None
        self.view = QtWidgets.QListView()
        self.view.setItemDelegate(LayerDelegate(choices, self.view))
        self.view.setDragDropMode(QtWidgets.QAbstractItemView.DragDropMode.InternalMove)
        self.view.setEditTriggers(
            QtWidgets.QAbstractItemView.EditTrigger.DoubleClicked
            | QtWidgets.QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.view.setUniformItemSizes(True)
        self.view.setAccessibleName(say("Layers"))
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._menu)
        viewport = self.view.viewport()
        assert viewport is not None
        viewport.installEventFilter(self)
        self.opacity = QtWidgets.QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        self.opacity.setAccessibleName(say("Opacity"))
        self.opacity.setToolTip(say("How opaque the active layer is"))
        self.opacity.valueChanged.connect(self._set_opacity)
        self.opacity.sliderReleased.connect(self._settle)
        self._percent = QtWidgets.QLabel("100 %")
        self._percent.setMinimumWidth(self._percent.fontMetrics().horizontalAdvance("100 %"))
        self._percent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        top = QtWidgets.QHBoxLayout()
        top.addWidget(QtWidgets.QLabel(say("Opacity")))
        top.addWidget(self.opacity, 1)
        top.addWidget(self._percent)
        self._buttons: dict[str, SymbolButton] = {}
        bottom = QtWidgets.QHBoxLayout()
        bottom.setSpacing(2)
        for name, symbol, label, act in (
            ("new", "plus", say("New layer to sketch on"), commands.new_layer),
            ("copy", "copy", say("Duplicate layer"), commands.duplicate_layer),
            ("mask", "easel.mask", say("Mask: show only what is selected"), self._mask),
            (
                "up",
                "easel.up",
                say("Raise layer"),
                lambda document: commands.move_layer(document, 1),
            ),
            (
                "down",
                "easel.down",
                say("Lower layer"),
                lambda document: commands.move_layer(document, -1),
            ),
            ("delete", "trash", say("Delete layer"), commands.delete_layer),
        ):
            button = SymbolButton(symbol, label)
            button.clicked.connect(lambda _=False, act=act: self._do(act))
            self._buttons[name] = button
            if name == "delete":
                bottom.addStretch(1)
            bottom.addWidget(button)
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addLayout(top)
        layout.addWidget(self.view, 1)
        layout.addLayout(bottom)
        self._late = timer(self, 60, self._refresh, once=True)
        choices.changed.connect(self._repaint)
        self.model = LayerModel(None, self)
        self.set_canvas(None)

    def sizeHint(self) -> QtCore.QSize:
        """Room for a name beside picture and mask."""
        return QtCore.QSize(line(self) * 15, line(self) * 20)

    def eventFilter(self, watched: QtCore.QObject | None, event: QtCore.QEvent | None) -> bool:
        """Whatever a press on a row does comes after what a tool has begun."""
        pressed = event is not None and event.type() == QtCore.QEvent.Type.MouseButtonPress
        if pressed and self._canvas is not None:
            self._canvas.tool_controller.finish_stroke()
        return super().eventFilter(watched, event)

    def set_canvas(self, canvas: CanvasWidget | None) -> None:
        """Show the layers of another document, or of none."""
        if self._canvas is not None:
            self._canvas.document.changed.disconnect(self._later)
        self._canvas = canvas
        old, self.model = self.model, LayerModel(canvas, self)
        self.view.setModel(self.model)
        old.deleteLater()
        selected = self.view.selectionModel()
        if selected is not None:
            selected.currentChanged.connect(self._chosen)
        if canvas is not None:
            canvas.document.changed.connect(self._later)
        self._refresh()

    def _later(self) -> None:
        """Many changes in a row, as in a stroke, are shown at once."""
        self._late.start()

    def _refresh(self) -> None:
        self.model.refresh()
        canvas = self._canvas.document.canvas if self._canvas else None
        layer = canvas.layer if canvas else None
        if layer is not None:
            index = self.model.index(self.model.row_of(layer.number))
            if self.view.currentIndex() != index:
                self.view.setCurrentIndex(index)
        self.opacity.blockSignals(True)
        self.opacity.setValue(round(layer.opacity * 100) if layer else 100)
        self.opacity.blockSignals(False)
        self._percent.setText(f"{self.opacity.value()} %")
        for name, button in self._buttons.items():
            button.setEnabled(canvas is not None and (layer is not None or name == "new"))
        if canvas is not None and layer is not None:
            self._buttons["up"].setEnabled(canvas.index < len(canvas.layers) - 1)
            self._buttons["down"].setEnabled(canvas.index > 0)
            masked = layer.mask is not None
            self._buttons["mask"].setToolTip(
                say("Delete mask") if masked else say("Mask: show only what is selected")
            )
        self.opacity.setEnabled(layer is not None)
        if layer is None or layer.mask is None:
            self._choices.set(mask=False)

    def _repaint(self) -> None:
        viewport = self.view.viewport()
        assert viewport is not None
        viewport.update()

    def _do(self, act: Any) -> None:
        if self._canvas is not None:
            controller = self._canvas.tool_controller
            controller.finish_stroke()
            going = act(self._canvas.document)
            if isinstance(going, Patience):
                controller.follow(going)

    @staticmethod
    def _mask(document: Document) -> None:
        layer = document.canvas.layer
        if layer is not None and layer.mask is not None:
            commands.delete_mask(document)
        else:
            commands.mask_from_selection(document)

    def _chosen(self, index: QtCore.QModelIndex) -> None:
        if index.isValid() and self._canvas is not None:
            if self.model.layer(index).number != self._canvas.document.canvas.active:
                self._canvas.tool_controller.finish_stroke()
            self._canvas.document.choose_layer(self.model.layer(index).number)

    def _set_opacity(self, percent: int) -> None:
        self._percent.setText(f"{percent} %")
        if self._canvas is not None:
            self._canvas.tool_controller.finish_stroke()
            document = self._canvas.document
            number = document.canvas.active
            commands.set_layer(
                document, number, say("Layer opacity"), f"opacity {number}", opacity=percent / 100
            )

    def _settle(self) -> None:
        if self._canvas is not None:
            self._canvas.document.settle()

    def _menu(self, place: QtCore.QPoint) -> None:
        index = self.view.indexAt(place)
        if not index.isValid() or self._canvas is None:
            return
        layer = self.model.layer(index)
        menu = QtWidgets.QMenu(self)
        masked, canvas = layer.mask is not None, self._canvas.document.canvas
        entries: list[tuple[str, Any, bool]] = [
            (say("Rename"), lambda _: self.view.edit(index), True),
            (say("Duplicate layer"), commands.duplicate_layer, True),
            (say("Delete layer"), commands.delete_layer, True),
            (say("Merge down"), commands.merge_down, commands.can_merge_down(canvas)),
            ("", None, True),
            (say("Mask from selection"), commands.mask_from_selection, True),
            (say("Select from mask"), commands.selection_from_mask, masked),
            (say("Delete mask"), commands.delete_mask, masked),
        ]
        for label, act, enabled in entries:
            if not label:
                menu.addSeparator()
                continue
            action = menu.addAction(label, lambda act=act: self._do(act))
            assert action is not None
            action.setEnabled(enabled)
        viewport = self.view.viewport()
        assert viewport is not None
        menu.popup(viewport.mapToGlobal(place))
