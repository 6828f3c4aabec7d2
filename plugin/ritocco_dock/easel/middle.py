"""The middle of the window: the pictures or how to get one, and sentences that lie over them."""

from __future__ import annotations

from collections.abc import Sequence

from ..qt import QtCore, QtGui, QtWidgets
from .bar import Bar
from .tabs import PictureTabs
from .welcome import Welcome


class Middle(QtWidgets.QWidget):
    """Shows the tabs, or a page of welcome while there are none.

    The bar lies over the top of a picture, so that nothing moves under the pointer when it comes.
    """

    def __init__(self, bar: Bar, tabs: PictureTabs) -> None:
        super().__init__()
        self._tabs, self._bar = tabs, bar
        self._stack = QtWidgets.QStackedWidget()
        self._stack.addWidget(tabs)
        self._welcome: Welcome | None = None
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        bar.setParent(self)
        bar.hide()
        bar.installEventFilter(self)

    def eventFilter(self, watched: QtCore.QObject | None, event: QtCore.QEvent | None) -> bool:
        """The bar says something else."""
        kinds = QtCore.QEvent.Type
        if event is not None and event.type() in (kinds.Show, kinds.LayoutRequest):
            self._lay_bar()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QtGui.QResizeEvent | None) -> None:
        """The bar is as wide as the middle."""
        super().resizeEvent(event)
        self._lay_bar()

    def _lay_bar(self) -> None:
        tabs, layout = self._tabs.tabBar(), self._bar.layout()
        if layout is None:
            return
        shows = self._stack.currentWidget() is self._tabs and tabs is not None
        layout.activate()
        high = max(layout.heightForWidth(self.width()), layout.minimumSize().height())
        top = tabs.height() if shows and tabs is not None else 0
        self._bar.setGeometry(0, top, self.width(), high)
        self._bar.raise_()

    def show_pictures(self) -> None:
        """The tabs."""
        self._stack.setCurrentWidget(self._tabs)
        self._lay_bar()

    def show_welcome(self, recent: Sequence[str]) -> Welcome:
        """A fresh page with these files; whoever asked connects its signals."""
        if self._welcome is not None:
            self._stack.removeWidget(self._welcome)
            self._welcome.deleteLater()
        self._welcome = Welcome(recent)
        self._stack.addWidget(self._welcome)
        self._stack.setCurrentWidget(self._welcome)
        self._lay_bar()
        return self._welcome
