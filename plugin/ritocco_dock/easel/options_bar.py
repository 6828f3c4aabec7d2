"""The bar of what the tool in hand can be set to: how it combines, how soft, how large."""

from __future__ import annotations

from collections import defaultdict

from ..qt import Qt, QtCore, QtGui, QtWidgets, Signal
from ..ui.look import ElidedLabel, quiet
from ..ui.symbols import SymbolButton
from ..words import mark, say
from .selection import Combine
from .tools import Tool, ToolChoices

_WAYS = {
    Combine.REPLACE: ("easel.replace", mark("New selection in place of the old")),
    Combine.ADD: ("easel.add", mark("Add to the selection (Shift)")),
    Combine.SUBTRACT: ("easel.subtract", mark("Take away from the selection (Alt)")),
    Combine.INTERSECT: ("easel.intersect", mark("Keep what is in both (Shift+Alt)")),
}
_BRUSHED = "brush-combine"
"""As "combine", of a brush: strokes are added or taken away, and intersect nothing."""
SIZES = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1000)
"""Where the size keys stop, in pixels."""


class ColourButton(QtWidgets.QToolButton):
    """The colour of the brush; a click chooses another."""

    def __init__(self, choices: ToolChoices) -> None:
        super().__init__()
        self._choices = choices
        self.setToolTip(say("Colour of the brush (Ctrl+click on the picture picks one)"))
        self.setAccessibleName(say("Colour"))
        self.clicked.connect(self._choose)
        choices.changed.connect(self.update)

    def sizeHint(self) -> QtCore.QSize:
        """A patch twice as wide as high."""
        side = self.fontMetrics().height()
        return QtCore.QSize(side * 3, round(side * 1.6))

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """The patch."""
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        role = QtGui.QPalette.ColorRole.Highlight
        ring = palette.color(role) if self.hasFocus() else quiet(palette)  # seen on a like ground
        painter.setPen(QtGui.QPen(ring, 1.5))
        painter.setBrush(self._choices.now.colour)
        painter.drawRoundedRect(QtCore.QRectF(self.rect()).adjusted(2, 2, -2, -2), 4, 4)

    def _choose(self) -> None:
        dialog = QtWidgets.QColorDialog(self._choices.now.colour, self)
        dialog.colorSelected.connect(lambda colour: self._choices.set(colour=colour))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


class _Hint(ElidedLabel):
    """What the tool does, in the quiet colour."""

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """Draws what fits."""
        painter = QtGui.QPainter(self)
        painter.setPen(quiet(self.palette()))
        rect = self.contentsRect().adjusted(12, 0, 0, 0)
        mode = Qt.TextElideMode.ElideRight
        fitting = self.fontMetrics().elidedText(self.text(), mode, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, fitting)


class OptionsBar(QtWidgets.QToolBar):
    """Shows what the tool in hand uses, and hides the rest."""

    committed = Signal()
    """What the tool has prepared is to be done."""
    dropped = Signal()
    """It is to be given up."""

    def __init__(self, choices: ToolChoices) -> None:
        super().__init__(say("Tool options"))
        self.setObjectName("easel-options")
        self.setMovable(False)
        self._choices = choices
        self._groups: dict[str, list[QtGui.QAction | None]] = defaultdict(list)
        self._ways: dict[Combine, SymbolButton] = {}
        for way, (symbol, tip) in _WAYS.items():
            button = SymbolButton(symbol, say(tip))
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, way=way: choices.set(combine=way))
            self._ways[way] = button
            self._groups["combine"].append(self.addWidget(button))
        self.soften = self._number(
            say("Soft edge"),
            say("Pixels over which the edge of a new selection rises, on either side of it"),
            "soften", 0, 250, " px", "soften",
        )  # fmt: skip
        self.tolerance = self._number(
            say("Tolerance"), say("How much colours may differ from the one that is clicked"),
            "tolerance", 0, 255, "", "tolerance",
        )  # fmt: skip
        self.brush_size = self._number(
            say("Size"), say("Diameter of the brush: [ and ], or Shift+wheel"),
            "size", 1, 2000, " px", "size",
        )  # fmt: skip
        self.hardness = self._percent(
            say("Hardness"), say("How much of the brush is at full strength"),
            "hardness", "hardness",
        )  # fmt: skip
        self.opacity = self._percent(
            say("Opacity"), say("How opaque a stroke is"), "opacity", "paint"
        )
        self.colour = ColourButton(choices)
        self._groups["paint"].append(self.addWidget(self.colour))
        self.eraser = SymbolButton("easel.eraser", say("Eraser"), say("Eraser (E)"))
        self.eraser.setCheckable(True)
        self.eraser.clicked.connect(lambda on: choices.set(erase=on))
        self._groups["paint"].append(self.addWidget(self.eraser))
        self._commit, self._drop = QtWidgets.QPushButton(), QtWidgets.QPushButton(say("Cancel"))
        self._commit.setToolTip(say("Enter, or a double click"))
        self._drop.setToolTip(say("Esc"))
        for push, signal in ((self._commit, self.committed), (self._drop, self.dropped)):
            push.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            push.clicked.connect(signal)
            self._groups["commit"].append(self.addWidget(push))
        self.hint = _Hint()
        policy = QtWidgets.QSizePolicy.Policy
        self.hint.setSizePolicy(policy.Expanding, policy.Preferred)
        self.addWidget(self.hint)
        inside = (self.widgetForAction(action) for action in self.actions())
        # What stands below stays where it is when another tool shows less.
        self.hint.setMinimumHeight(max(one.sizeHint().height() for one in inside if one))
        choices.changed.connect(self._refresh)
        self._refresh()

    def show_for(self, tool: Tool | type[Tool]) -> None:
        """Another tool was taken."""
        shown = {*tool.uses, *(["commit"] if tool.commits else [])}
        if _BRUSHED in shown:
            shown.add("combine")
        for name, actions in self._groups.items():
            for action in actions:
                if action is not None:
                    action.setVisible(name in shown)
        self._ways[Combine.INTERSECT].setEnabled(_BRUSHED not in shown)
        self._commit.setText(say(tool.commits) if tool.commits else "")
        self.hint.setText(say(tool.hint))

    def show_prepared(self, prepared: bool) -> None:
        """Whether the tool in hand holds something to be committed."""
        self._commit.setEnabled(prepared)
        self._drop.setEnabled(prepared)

    def _refresh(self) -> None:
        now = self._choices.now
        for way, button in self._ways.items():
            button.setChecked(way is now.combine)
        for box, value in (
            (self.soften, now.soften),
            (self.tolerance, now.tolerance),
            (self.brush_size, now.size),
            (self.hardness, round(now.hardness * 100)),
            (self.opacity, round(now.opacity * 100)),
        ):
            box.blockSignals(True)
            box.setValue(value)
            box.blockSignals(False)
        self.eraser.setChecked(now.erase)

    def _number(
        self,
        label: str,
        tip: str,
        name: str,
        least: int,
        most: int,
        unit: str,
        group: str,
    ) -> QtWidgets.QSpinBox:
        words = QtWidgets.QLabel(label)
        words.setContentsMargins(8, 0, 4, 0)
        box = QtWidgets.QSpinBox()
        box.setRange(least, most)
        box.setSuffix(unit)
        box.setToolTip(tip)
        box.setAccessibleName(label)
        box.setKeyboardTracking(False)
        words.setBuddy(box)
        box.valueChanged.connect(lambda value: self._choices.set(**{name: value}))
        self._groups[group].extend((self.addWidget(words), self.addWidget(box)))
        return box

    def _percent(self, label: str, tip: str, name: str, group: str) -> QtWidgets.QSpinBox:
        box = self._number(label, tip, name, 0, 100, " %", group)
        box.valueChanged.disconnect()
        box.valueChanged.connect(lambda value: self._choices.set(**{name: value / 100}))
        return box
