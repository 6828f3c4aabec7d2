"""Small drawn symbols, in the palette's own colour at any size: no pictures to ship."""

from __future__ import annotations

from collections.abc import Callable

from ..qt import Qt, QtCore, QtGui, QtWidgets
from .look import Role, line, quiet

Draw = Callable[[QtGui.QPainter], None]
_Point = QtCore.QPointF
_Rect = QtCore.QRectF
SIDE = 16.0
"""Symbols are drawn in a square of this side."""


def _lines(*points: tuple[float, float]) -> Draw:
    def draw(painter: QtGui.QPainter) -> None:
        painter.drawPolyline(QtGui.QPolygonF([_Point(x, y) for x, y in points]))

    return draw


def _all(*parts: Draw) -> Draw:
    def draw(painter: QtGui.QPainter) -> None:
        for part in parts:
            part(painter)

    return draw


def _round(x: float, y: float, width: float, height: float, radius: float) -> Draw:
    return lambda painter: painter.drawRoundedRect(_Rect(x, y, width, height), radius, radius)


def _circle(x: float, y: float, radius: float) -> Draw:
    return lambda painter: painter.drawEllipse(_Point(x, y), radius, radius)


def _dot(x: float, y: float, radius: float = 1.1) -> Draw:
    def draw(painter: QtGui.QPainter) -> None:
        painter.save()
        painter.setBrush(painter.pen().color())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(_Point(x, y), radius, radius)
        painter.restore()

    return draw


def _half(painter: QtGui.QPainter) -> None:
    painter.fillRect(_Rect(3.4, 3.6, 4.2, 8.8), painter.pen().color())


def _arc(x: float, y: float, radius: float, start: float, span: float) -> Draw:
    box = _Rect(x - radius, y - radius, 2 * radius, 2 * radius)
    return lambda painter: painter.drawArc(box, round(start * 16), round(span * 16))


def _gear(painter: QtGui.QPainter) -> None:
    painter.save()
    painter.translate(8, 8)
    for _ in range(8):
        painter.drawLine(_Point(0, -4.6), _Point(0, -6.3))
        painter.rotate(45)
    painter.restore()
    _circle(8, 8, 4.4)(painter)
    _circle(8, 8, 1.6)(painter)


SYMBOLS: dict[str, Draw] = {
    "gear": _gear,
    "history": _all(
        _arc(8, 8, 5.5, 120, 300),
        _lines((8, 5), (8, 8.3), (10.4, 9.8)),
        _lines((2.4, 2.6), (3.2, 5.4), (6, 4.6)),
    ),
    "dice": _all(
        _round(2.5, 2.5, 11, 11, 2.4),
        _dot(5.6, 5.6),
        _dot(10.4, 5.6),
        _dot(8, 8),
        _dot(5.6, 10.4),
        _dot(10.4, 10.4),
    ),
    "locked": _all(
        _round(3.5, 7, 9, 6.5, 1.4),
        _arc(8, 6.2, 2.8, 0, 180),
        _lines((5.2, 6.2), (5.2, 7)),
        _lines((10.8, 6.2), (10.8, 7)),
    ),
    "unlocked": _all(
        _round(3.5, 7, 9, 6.5, 1.4), _arc(10.6, 5.2, 2.6, 0, 180), _lines((8, 5.2), (8, 7))
    ),
    "close": _all(_lines((4, 4), (12, 12)), _lines((12, 4), (4, 12))),
    "check": _lines((3, 8.6), (6.6, 12), (13, 4.2)),
    "again": _all(_arc(8, 8, 5, 60, 290), _lines((7.4, 1.6), (10.6, 3.4), (8.4, 6.2))),
    "vary": _all(_circle(6, 8, 3.9), _circle(10, 8, 3.9)),
    "blocked": _all(_circle(8, 8, 5), _lines((4.6, 11.4), (11.4, 4.6))),
    "trash": _all(
        _lines((3, 4.4), (13, 4.4)),
        _lines((6, 4.2), (6, 2.6), (10, 2.6), (10, 4.2)),
        _lines((4.2, 4.6), (4.9, 13.4), (11.1, 13.4), (11.8, 4.6)),
    ),
    "copy": _all(_round(2.6, 5.4, 7.6, 8, 1.2), _lines((6, 2.6), (13.2, 2.6), (13.2, 10.4))),
    "knobs": _all(
        _lines((2.5, 4.5), (13.5, 4.5)),
        _lines((2.5, 11.5), (13.5, 11.5)),
        _dot(10.4, 4.5, 2),
        _dot(5.6, 11.5, 2),
    ),
    "bookmark": _lines((4.5, 2.5), (11.5, 2.5), (11.5, 13.5), (8, 10.4), (4.5, 13.5), (4.5, 2.5)),
    "eye": _all(_arc(8, 12.6, 8, 35, 110), _arc(8, 3.4, 8, 215, 110), _circle(8, 8, 2.2)),
    "get": _all(
        _lines((8, 2.4), (8, 9.6)),
        _lines((4.8, 6.6), (8, 9.8), (11.2, 6.6)),
        _lines((2.6, 10.6), (2.6, 13.4), (13.4, 13.4), (13.4, 10.6)),
    ),
    "warning": _all(
        _lines((8, 2.4), (14.2, 13.2), (1.8, 13.2), (8, 2.4)),
        _lines((8, 6.4), (8, 9.2)),
        _dot(8, 11.2, 0.9),
    ),
    "plus": _all(_lines((8, 3.5), (8, 12.5)), _lines((3.5, 8), (12.5, 8))),
    "minus": _lines((3.5, 8), (12.5, 8)),
    "previous": _lines((10, 3.5), (5.5, 8), (10, 12.5)),
    "next": _lines((6, 3.5), (10.5, 8), (6, 12.5)),
    "adapter": _all(
        _round(2.5, 5.5, 8, 8, 1.4), _lines((5.5, 2.5), (13.5, 2.5), (13.5, 10.5)), _dot(6.5, 9.5)
    ),
    "network": _all(
        _circle(4, 8, 1.8),
        _circle(12, 3.8, 1.8),
        _circle(12, 12.2, 1.8),
        _lines((5.6, 7.2), (10.4, 4.6)),
        _lines((5.6, 8.8), (10.4, 11.4)),
    ),
    "word": _all(_lines((3.5, 5), (3.5, 3.5), (12.5, 3.5), (12.5, 5)), _lines((8, 3.5), (8, 12.8))),
    "compare": _all(_round(2.5, 3, 11, 10, 1.4), _lines((8, 3), (8, 13)), _half),
}
"""Name -> how it is drawn with the painter's pen."""


def drawn(painter: QtGui.QPainter, name: str, box: QtCore.QRectF, ink: QtGui.QColor) -> None:
    """Draw a symbol into the middle of a box, as large as fits."""
    side = min(box.width(), box.height())
    painter.save()
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
    painter.translate(box.center().x() - side / 2, box.center().y() - side / 2)
    painter.scale(side / SIDE, side / SIDE)
    pen = QtGui.QPen(ink, 1.4)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    SYMBOLS[name](painter)
    painter.restore()


class SymbolButton(QtWidgets.QToolButton):
    """A flat button with a drawn symbol. The tooltip names it, then teaches."""

    def __init__(
        self, symbol: str, name: str, tip: str = "", parent: QtWidgets.QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._symbol = symbol
        self.setAutoRaise(True)
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def setToolTip(self, tip: str | None) -> None:
        """Its name comes first, since nothing else says it."""
        name = self.accessibleName()
        told = tip or ""
        super().setToolTip(told if told.startswith(name) else f"{name}\n{told}".rstrip())

    def set_symbol(self, symbol: str) -> None:
        """Another symbol."""
        self._symbol = symbol
        self.update()

    def sizeHint(self) -> QtCore.QSize:
        """A square a little higher than a line of text."""
        side = round(line(self) * 1.55)
        return QtCore.QSize(side, side)

    def minimumSizeHint(self) -> QtCore.QSize:
        """As `sizeHint`."""
        return self.sizeHint()

    def paintEvent(self, event: QtGui.QPaintEvent | None) -> None:
        """The style's button, and the symbol over it."""
        option = QtWidgets.QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = ""
        option.features &= ~QtWidgets.QStyleOptionToolButton.ToolButtonFeature.HasMenu
        painter = QtWidgets.QStylePainter(self)
        painter.drawComplexControl(QtWidgets.QStyle.ComplexControl.CC_ToolButton, option)
        ink = self.palette().color(Role.ButtonText if self.isEnabled() else Role.Mid)
        if self.isEnabled() and not self.underMouse() and not self.isChecked():
            ink = quiet(self.palette())
        margin = self.height() * 0.2
        box = _Rect(self.rect()).adjusted(0, margin, 0, -margin)
        drawn(painter, self._symbol, box, ink)
