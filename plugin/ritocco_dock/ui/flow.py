"""A row of widgets that wraps where the dock is narrow."""

from __future__ import annotations

from ..qt import Qt, QtCore, QtWidgets


class Flow(QtWidgets.QLayout):
    """Left to right, then the next row; the widgets of a row share its spare width if `fill`."""

    def __init__(self, parent: QtWidgets.QWidget | None = None, gap: int = 4, fill: bool = False):
        super().__init__(parent)
        self._items: list[QtWidgets.QLayoutItem] = []
        self._gap, self._fill = gap, fill
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QtWidgets.QLayoutItem | None) -> None:
        """As QLayout wants it."""
        if item is not None:
            self._items.append(item)

    def count(self) -> int:
        """Number of widgets."""
        return len(self._items)

    def itemAt(self, index: int) -> QtWidgets.QLayoutItem | None:
        """One of them."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QtWidgets.QLayoutItem | None:
        """Take one out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Never asks for more than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of all rows at this width."""
        return self._arrange(QtCore.QRect(0, 0, width, 0), dry=True)

    def setGeometry(self, rect: QtCore.QRect) -> None:
        """Place all widgets."""
        super().setGeometry(rect)
        self._arrange(rect, dry=False)

    def sizeHint(self) -> QtCore.QSize:
        """All in one row."""
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in sizes) + self._gap * max(0, len(sizes) - 1)
        return QtCore.QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QtCore.QSize:
        """The widest widget alone."""
        sizes = [item.minimumSize() for item in self._shown()]
        return QtCore.QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def _shown(self) -> list[QtWidgets.QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _arrange(self, rect: QtCore.QRect, dry: bool) -> int:
        """Place the rows in `rect`, or only measure them (`dry`); gives their height."""
        y = rect.y()
        rows = self._rows(rect.width())
        for row in rows:
            height = max(item.sizeHint().height() for item in row)
            if not dry:
                self._place(row, rect, y, height)
            y += height + self._gap
        return y - rect.y() - (self._gap if rows else 0)

    def _rows(self, width: int) -> list[list[QtWidgets.QLayoutItem]]:
        rows: list[list[QtWidgets.QLayoutItem]] = []
        left = 0
        for item in self._shown():
            wide = item.sizeHint().width()
            if rows and wide + self._gap <= left:
                rows[-1].append(item)
                left -= wide + self._gap
            else:
                rows.append([item])
                left = width - wide
        return rows

    def _place(
        self, row: list[QtWidgets.QLayoutItem], rect: QtCore.QRect, y: int, height: int
    ) -> None:
        widths = [min(item.sizeHint().width(), rect.width()) for item in row]
        spare = rect.width() - sum(widths) - self._gap * (len(row) - 1)
        x = rect.x()
        for index, (item, width) in enumerate(zip(row, widths, strict=True)):
            if self._fill:
                width += spare * (index + 1) // len(row) - spare * index // len(row)
            item.setGeometry(QtCore.QRect(x, y, width, height))
            x += width + self._gap
