"""Of several wordings, the fullest that fits: words are left away before any is cut."""

from __future__ import annotations

from collections.abc import Sequence

from ..qt import Qt, QtGui


def fits(metrics: QtGui.QFontMetrics, text: str, room: int) -> bool:
    """Whether a line of `room` pixels holds the text."""
    return metrics.horizontalAdvance(text) <= room


def fitting(metrics: QtGui.QFontMetrics, wordings: Sequence[str], room: int) -> str:
    """The first of the wordings that a line of `room` pixels holds, else the last, cut with "…".

    wordings  fullest first; at least one
    """
    whole = next((text for text in wordings if fits(metrics, text, room)), None)
    if whole is not None:
        return whole
    return metrics.elidedText(wordings[-1], Qt.TextElideMode.ElideRight, room)
