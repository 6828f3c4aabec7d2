"""The middle of the window: its sentences above, below them the pictures or how to get one."""

from __future__ import annotations

from collections.abc import Sequence

from ..qt import QtWidgets
from .bar import Bar
from .tabs import PictureTabs
from .welcome import Welcome


class Middle(QtWidgets.QWidget):
    """Shows the tabs, or a page of welcome while there are none."""

    def __init__(self, bar: Bar, tabs: PictureTabs) -> None:
        super().__init__()
        self._tabs = tabs
        self._stack = QtWidgets.QStackedWidget()
        self._stack.addWidget(tabs)
        self._welcome: Welcome | None = None
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._stack, 1)

    def show_pictures(self) -> None:
        """The tabs."""
        self._stack.setCurrentWidget(self._tabs)

    def show_welcome(self, recent: Sequence[str]) -> Welcome:
        """A fresh page with these files; whoever asked connects its signals."""
        if self._welcome is not None:
            self._stack.removeWidget(self._welcome)
            self._welcome.deleteLater()
        self._welcome = Welcome(recent)
        self._stack.addWidget(self._welcome)
        self._stack.setCurrentWidget(self._welcome)
        return self._welcome
