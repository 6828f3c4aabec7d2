"""Knobs above, and below them what has its place whatever is above: the artist sets the share."""

from __future__ import annotations

from ..qt import Qt, QtCore, QtGui, QtWidgets, Signal
from .look import line

_KNOBS = 27
"""Lines of text that the knobs get before the lower part gets more than it needs."""


class Bounded(QtWidgets.QScrollArea):
    """Shows a widget as high as it likes to be, where there is room; else it scrolls."""

    def __init__(self, inside: QtWidgets.QWidget, least: int) -> None:
        """`least`: lines of text that it has at any rate, while there is something to show."""
        super().__init__()
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Preferred, policy.Maximum)
        self._wanted, self._least = -1, line(self) * least
        self._inside = inside
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QtCore.QObject | None, event: QtCore.QEvent | None) -> bool:
        """What is inside needs another room."""
        kinds = QtCore.QEvent.Type
        if event is not None and event.type() in (kinds.LayoutRequest, kinds.Show, kinds.Hide):
            self._fit()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QtGui.QResizeEvent | None) -> None:
        """Narrower is higher."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = self.width()
        high = self._inside.heightForWidth(width) if self._inside.hasHeightForWidth() else -1
        wanted = high if high >= 0 else self._inside.sizeHint().height()
        wanted = 0 if self._inside.isHidden() else wanted
        if wanted != self._wanted:
            self._wanted = wanted
            self.setMinimumHeight(min(wanted, self._least))
            self.setMaximumHeight(wanted)
            self.updateGeometry()

    def sizeHint(self) -> QtCore.QSize:
        """As high as what is inside."""
        return QtCore.QSize(self._inside.sizeHint().width(), self._wanted)


class Pinned(QtWidgets.QScrollArea):
    """The lower part keeps its height and its place; where all is too low for both, it scrolls."""

    moved = Signal(int)
    """The artist gave the lower part this height in pixels."""

    def __init__(self, upper: QtWidgets.QWidget, lower: QtWidgets.QWidget, height: int) -> None:
        """`height`: of the lower part in pixels, 0: as it likes to be."""
        super().__init__()
        self._split = QtWidgets.QSplitter(Qt.Orientation.Vertical)
        self._split.setChildrenCollapsible(False)
        for index, part in enumerate((upper, lower)):
            self._split.addWidget(part)
            self._split.setStretchFactor(index, 1 - index)
        self._given = height
        self._split.splitterMoved.connect(self._taken)
        self.setWidget(self._split)
        self.setWidgetResizable(True)
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _taken(self, *_: int) -> None:
        self._given = self._split.sizes()[1]
        self.moved.emit(self._given)

    def resizeEvent(self, event: QtGui.QResizeEvent | None) -> None:
        """The upper part takes what the dock gets or loses."""
        super().resizeEvent(event)
        lower = self._split.widget(1)
        assert lower is not None
        needed = lower.minimumSizeHint().height()
        spare = self._split.height() - needed - line(self) * _KNOBS
        given = self._given or needed + max(0, spare // 2)
        self._split.setSizes([max(1, self._split.height() - given), given])
