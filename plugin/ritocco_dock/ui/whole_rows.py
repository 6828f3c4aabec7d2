"""A part that scrolls where it is too high, and ends between two rows instead of within one."""

from __future__ import annotations

from collections.abc import Iterator

from ..qt import Qt, QtCore, QtGui, QtWidgets

_LEAST = 0.5
"""Of the height that there is, which is shown at any rate."""


class WholeRows(QtWidgets.QScrollArea):
    """Shows a widget from its top down to the last row that is not cut."""

    def __init__(self, inside: QtWidgets.QWidget) -> None:
        super().__init__()
        self._inside = inside
        self._soon = QtCore.QTimer(self)  # after the rows have got their places
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self._settle)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside.installEventFilter(self)

    def eventFilter(self, watched: QtCore.QObject | None, event: QtCore.QEvent | None) -> bool:
        """Rows came, went or moved."""
        kinds = QtCore.QEvent.Type
        if event is not None and event.type() in (kinds.LayoutRequest, kinds.Resize):
            self._soon.start()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QtGui.QResizeEvent | None) -> None:
        """Another height ends elsewhere."""
        super().resizeEvent(event)
        self._soon.start()

    def _settle(self) -> None:
        room = self.contentsRect().height()
        needed = self._inside.heightForWidth(self._inside.width())
        end = room if needed <= room else _end_of_rows(self._inside, room)
        self.setViewportMargins(0, 0, 0, room - end)


def _end_of_rows(inside: QtWidgets.QWidget, room: int) -> int:
    """The lowest place above `room` that cuts no row; `room` where that leaves too little."""
    rows, end = list(_rows(inside, inside)), room
    while cut := [top for top, bottom in rows if top < end < bottom]:
        end = min(cut)
    return end if end >= room * _LEAST else room


def _rows(widget: QtWidgets.QWidget, whole: QtWidgets.QWidget) -> Iterator[tuple[int, int]]:
    """Top and bottom of all that is seen as one thing."""
    if widget.layout() is None:
        top = widget.mapTo(whole, QtCore.QPoint(0, 0)).y()
        yield top, top + widget.height()
        return
    for child in widget.children():
        if isinstance(child, QtWidgets.QWidget) and child.isVisibleTo(widget):
            yield from _rows(child, whole)
