"""Easel's own symbols, drawn like the dock's and put into its table under "easel." names."""

from __future__ import annotations

from typing import Any

from ..qt import Qt, QtCore, QtGui
from ..ui.symbols import SYMBOLS, Draw

_Point = QtCore.QPointF


def _path(*commands: tuple[Any, ...], fill: bool = False, dash: bool = False) -> Draw:
    """A path of moves ("M", x, y), lines ("L", x, y), curves ("C", six numbers) and ends ("Z",)."""
    path = QtGui.QPainterPath()
    for letter, *numbers in commands:
        if letter == "M":
            path.moveTo(*numbers)
        elif letter == "L":
            path.lineTo(*numbers)
        elif letter == "C":
            path.cubicTo(*numbers)
        elif letter == "E":
            path.addEllipse(*numbers)
        else:
            path.closeSubpath()

    def draw(painter: QtGui.QPainter) -> None:
        painter.save()
        if fill:
            painter.setBrush(painter.pen().color())
        if dash:
            pen = painter.pen()
            pen.setDashPattern([1.6, 1.5])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
        painter.drawPath(path)
        painter.restore()

    return draw


def _both(*parts: Draw) -> Draw:
    def draw(painter: QtGui.QPainter) -> None:
        for part in parts:
            part(painter)

    return draw


def _square(x: float, y: float, side: float, **how: bool) -> Draw:
    return _path(
        ("M", x, y),
        ("L", x + side, y),
        ("L", x + side, y + side),
        ("L", x, y + side),
        ("Z",),
        **how,
    )


_HANDLE = _path(("M", 13.4, 2.6), ("L", 7.6, 8.4))
_BRISTLES = _path(
    ("M", 7.6, 8.4), ("C", 5.2, 7.6, 4, 9.6, 4.2, 11), ("C", 4.2, 12.4, 3.2, 13.2, 2.4, 13.4),
    ("C", 5, 14.2, 8.6, 13.6, 8.6, 10.4), ("Z",),
)  # fmt: skip

SYMBOLS.update(
    {
        "easel.rectangle": _square(2.5, 2.5, 11, dash=True),
        "easel.ellipse": _path(("E", 1.8, 3, 12.4, 10), dash=True),
        "easel.lasso": _both(
            _path(("E", 2, 2.4, 12, 7.6)),
            _path(("M", 5, 9.6), ("C", 3.4, 10.4, 3.6, 12, 5, 12),
                  ("C", 6.2, 12, 6, 13.6, 4.6, 14)),
        ),
        "easel.select-brush": _both(
            _HANDLE, _BRISTLES, _path(("E", 9.4, 9.4, 4.8, 4.8), dash=True)
        ),
        "easel.brush": _both(_HANDLE, _BRISTLES),
        "easel.pan": _path(
            ("M", 5, 8.6), ("L", 5, 4.4), ("M", 7, 7.6), ("L", 7, 3), ("M", 9, 7.6), ("L", 9, 3.2),
            ("M", 11, 8.4), ("L", 11, 4.4), ("L", 11, 10.4), ("C", 11, 12.8, 9.4, 13.6, 8, 13.6),
            ("C", 5.4, 13.6, 4.8, 12, 2.8, 9.2), ("L", 3.6, 8.6), ("L", 5, 9.8),
        ),
        "easel.wand": _both(
            _path(("M", 2.6, 13.4), ("L", 9, 7)),
            _path(("M", 11.4, 1.8), ("L", 11.4, 4.2), ("M", 11.4, 6.6), ("L", 11.4, 7.6),
                  ("M", 8.4, 4.6), ("L", 9.4, 4.6), ("M", 12.6, 4.6), ("L", 14.6, 4.6),
                  ("M", 13.2, 2.8), ("L", 13.8, 2.2), ("M", 9.2, 2.4), ("L", 9.8, 3)),
        ),
        "easel.object": _both(
            _path(("M", 2, 5.4), ("L", 2, 2), ("L", 5.4, 2), ("M", 10.6, 2), ("L", 14, 2),
                  ("L", 14, 5.4), ("M", 14, 10.6), ("L", 14, 14), ("L", 10.6, 14),
                  ("M", 5.4, 14), ("L", 2, 14), ("L", 2, 10.6)),
            _path(("E", 5, 5, 6, 6), fill=True),
        ),
        "easel.remove": _both(
            _path(("M", 6.4, 13.2), ("L", 13.2, 6.4), ("C", 14.8, 4.8, 11.2, 1.2, 9.6, 2.8),
                  ("L", 2.8, 9.6), ("C", 1.2, 11.2, 4.8, 14.8, 6.4, 13.2), ("Z",)),
            _path(("M", 11.1, 8.5), ("L", 7.5, 4.9), ("M", 8.5, 11.1), ("L", 4.9, 7.5)),
            _path(("E", 7.4, 7.4, 1.2, 1.2), fill=True),
        ),
        "easel.transform": _both(
            _square(3.5, 3.5, 9),
            *(_square(x, y, 2.6, fill=True) for x in (2.2, 11.2) for y in (2.2, 11.2)),
        ),
        "easel.crop": _both(
            _path(("M", 4.5, 1.5), ("L", 4.5, 11.5), ("L", 14.5, 11.5)),
            _path(("M", 1.5, 4.5), ("L", 11.5, 4.5), ("L", 11.5, 14.5)),
        ),
        "easel.eraser": _both(
            _path(("M", 8.6, 3), ("L", 13.4, 7.8), ("L", 8, 13.2), ("L", 5.6, 13.2),
                  ("L", 2.8, 10.4), ("L", 2.8, 8.8), ("Z",)),
            _path(("M", 5.6, 6), ("L", 10.4, 10.8)),
        ),
        "easel.replace": _square(3.5, 3.5, 9),
        "easel.add": _both(_square(2.5, 2.5, 7, fill=True), _square(6.5, 6.5, 7, fill=True)),
        "easel.subtract": _both(
            _path(("M", 2.5, 2.5), ("L", 9.5, 2.5), ("L", 9.5, 6.5), ("L", 6.5, 6.5),
                  ("L", 6.5, 9.5), ("L", 2.5, 9.5), ("Z",), fill=True),
            _square(6.5, 6.5, 7),
        ),
        "easel.intersect": _both(
            _square(2.5, 2.5, 7.5), _square(6, 6, 7.5), _square(6, 6, 4, fill=True)
        ),
        "easel.up": _path(("M", 3.5, 9.6), ("L", 8, 5), ("L", 12.5, 9.6)),
        "easel.down": _path(("M", 3.5, 6.4), ("L", 8, 11), ("L", 12.5, 6.4)),
        "easel.mask": _both(_square(2.5, 2.5, 11), _path(("E", 5, 5, 6, 6), fill=True)),
        "easel.hidden": _both(
            _path(("M", 2, 8), ("C", 4.6, 11.4, 11.4, 11.4, 14, 8)),
            _path(("M", 4, 10.2), ("L", 3, 12), ("M", 8, 11), ("L", 8, 13), ("M", 12, 10.2),
                  ("L", 13, 12)),
        ),
        "easel.undo": _path(
            ("M", 6, 3), ("L", 2.6, 6.4), ("L", 6, 9.8), ("M", 2.8, 6.4), ("L", 9.4, 6.4),
            ("C", 14.6, 6.4, 14.6, 13.2, 9.4, 13.2), ("L", 6.4, 13.2),
        ),
        "easel.redo": _path(
            ("M", 10, 3), ("L", 13.4, 6.4), ("L", 10, 9.8), ("M", 13.2, 6.4), ("L", 6.6, 6.4),
            ("C", 1.4, 6.4, 1.4, 13.2, 6.6, 13.2), ("L", 9.6, 13.2),
        ),
    }
)  # fmt: skip
NAMES = tuple(name for name in SYMBOLS if name.startswith("easel."))
"""What this module has put into the table."""
